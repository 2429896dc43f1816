"""``export``: cases as a table, to standard output or to a file of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lead_tui import exports, output, places, progress
from lead_tui.access import Deed
from lead_tui.case import Case
from lead_tui.exports import columns, selection
from lead_tui.exports.selection import Selection
from lead_tui.listing import Filters
from lead_tui.settings import Settings, day
from lead_tui.wrong_input import WrongInput

if TYPE_CHECKING:
    from lead_tui.program import Program


def run(
    settings: Settings,
    form: str,
    *,
    file: Path | None,
    filters: Filters,
    since: str | None,
    until: str | None,
    drafts: bool,
    bom: bool,
) -> None:
    """Write the chosen cases in the order of their numbers, and say what stays out; staff alone may."""
    settings.require(Deed.EXPORT)
    if bom and form != "csv":
        raise WrongInput(f"lead-tui: --bom is for csv; leave it out, {form} needs none.")
    wanted = Selection(
        filters=filters, since=day(since, "--since"), until=day(until, "--until", last=True), drafts=drafts
    )
    program = settings.read_program()
    if str(file) == output.STANDARD_OUTPUT:
        file = None
    if file is not None:
        _refuse_case_file(file, settings)
    store = settings.open_store()
    numbers = selection.chosen(store, wanted)
    tally = _Tally(program)
    cases = selection.records(store, numbers, wanted)
    told = tally.count(progress.told(cases, len(numbers), f"Exporting {len(numbers):,} cases"))
    pieces = exports.form(form).pieces(program, told)
    pieces = chain([output.BOM], pieces) if bom else pieces
    if file is None:
        output.write(pieces)
    else:
        try:
            output.write_file(file, pieces)
        except OSError as error:
            raise output.not_written(error, str(file)) from None
    tally.tell(undated=len(numbers) - tally.cases if wanted.since or wanted.until else 0, file=file)


class _Tally:
    """What an export held and left out, for a word about it at the end."""

    def __init__(self, program: Program) -> None:
        self.cases = 0
        self._program = program
        self._foreign: set[str] = set()

    def count(self, cases: Iterable[Case]) -> Iterator[Case]:
        for case in cases:
            self.cases += 1
            self._foreign |= columns.left_out(self._program, case)
            yield case

    def tell(self, *, undated: int, file: Path | None) -> None:
        """Say what a reader of the export could not see in it."""
        if undated:
            output.complain(f"Left out: {_cases(undated)} of another day of referral, or of none known.")
        if self._foreign:
            keys = ", ".join(sorted(self._foreign)[:5])
            output.complain(f"Left out: answers that no question of {self._program.id} has: {keys}.")
        if file is not None:
            output.complain(f"{_cases(self.cases)} written to {file}, readable by you alone.")


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"


def _refuse_case_file(file: Path, settings: Settings) -> None:
    path = places.case_file(settings.db)
    if file.is_dir():
        raise WrongInput(f"lead-tui: -o: {file} is a folder; name a file in it.")
    if path.exists() and file.exists() and path.samefile(file):
        raise WrongInput(f"lead-tui: -o: {file} is the case file itself; name another file.")
