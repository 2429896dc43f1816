"""``export``: cases as a table, to standard output or to a file of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lead_tui import exports, output, places, progress
from lead_tui import log_line as logs
from lead_tui.access import Deed
from lead_tui.case import Case
from lead_tui.exports import FormatName, columns, selection
from lead_tui.exports.selection import Selection
from lead_tui.listing import Filters
from lead_tui.log import log_of
from lead_tui.refusals import StoreError
from lead_tui.settings import Settings, day
from lead_tui.wrong_input import CouldNot, WrongInput

if TYPE_CHECKING:
    from lead_tui.program import Program
    from lead_tui.store import Store


def run(
    settings: Settings,
    form: FormatName,
    *,
    file: Path | None,
    filters: Filters,
    since: str | None,
    until: str | None,
    drafts: bool,
    bom: bool,
    to: str | None = None,
) -> None:
    """Write the chosen cases in the order of their numbers, and say what stays out; staff alone may.

    The log tells of it before the first case leaves, *to* whom that is said; where it cannot, nothing leaves.
    """
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
    if numbers:
        limited = wanted.since or wanted.until
        count = sum(1 for _ in selection.records(store, numbers, wanted)) if limited else len(numbers)
        about: dict[str, object] = {"form": form, "cases": count, **_asked(wanted)}
        about |= {"to": to} if to else {}
        about |= {"file": str(file.absolute())} if file is not None else {}
        line = _log(store, settings.who(), about)
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
            if numbers:
                with suppress(StoreError):
                    store.record(logs.FAILED, by=settings.who(), details={"line": line})
            raise output.not_written(error, str(file)) from None
    tally.tell(undated=len(numbers) - tally.cases if wanted.since or wanted.until else 0, file=file)
    settings.tell_notices(store)


def _asked(wanted: Selection) -> dict[str, list[str]]:
    """Give the filters in words, where there are any."""
    filters = wanted.filters
    said = [*sorted(filters.pathways), *sorted(filters.outcomes), *sorted(filters.statuses)]
    said += ["decision differs"] if filters.differs else []
    said += ["mine"] * bool(filters.mine) + ["nobody's"] * filters.nobodys
    said += [f"due by {filters.due_by}"] if filters.due_by else []
    said += [f"since {wanted.since}"] if wanted.since else []
    said += [f"until {wanted.until}"] if wanted.until else []
    said += ["drafts too"] if wanted.drafts else []
    return {"only": said} if said else {}


def _log(store: Store, user: str, about: Mapping[str, object]) -> int:
    """Log the export; CouldNot where that cannot be."""
    try:
        return store.record(logs.EXPORTED, by=user, details=about)
    except StoreError as refusal:
        why = str(refusal).removeprefix("Not saved: ")
        raise CouldNot(f"not exported, since an export must stand in the log: {why}") from None


class _Tally:
    """What an export held and left out, for a word about it at the end."""

    def __init__(self, program: Program) -> None:
        self.cases = 0
        self._program = program
        self._foreign: set[str] = set()

    def count(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Give the cases as they come, and take note of each."""
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
    for own in (log_of(path), path.with_name(f"{path.name}.lock")):
        if file.absolute() == own.absolute() or (own.exists() and file.exists() and own.samefile(file)):
            raise WrongInput(f"lead-tui: -o: {file} belongs to the case file; name another file.")
