"""``list``: the cases, as a table for people or a JSON object a line."""

from __future__ import annotations

import shutil
import sys
from datetime import date

import msgspec

from lead_tui import decision, list_page, listing, output, todo
from lead_tui.access import Deed
from lead_tui.case import Case
from lead_tui.contact import RowPart
from lead_tui.listing import Filters, Row
from lead_tui.settings import Settings


def run(settings: Settings, *, filters: Filters, find: str | None, whole_names: bool, as_json: bool) -> None:
    """Print the cases that the filters and the search take, in the order of the list on the screen."""
    program = settings.read_program()
    store = settings.open_store()
    seen = settings.seen(program, store)
    rows = listing.keep(seen.rows(), filters)
    if find:
        rows = listing.Search(rows).find(find)
    if as_json:
        told = settings.today(program) if seen.access.may(Deed.CONTACT) else None
        documents = (_document(row, told) for row in listing.ordered(rows).rows())
        output.write(f"{output.json_text(document)}\n" for document in documents)
        return
    if not rows:
        some = bool(find or filters)
        output.complain("No case matches." if some else f"No cases yet in {seen.place}. lead-tui intake starts one.")
        return
    width = shutil.get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None
    below = {row.case: _reason(seen.get(row.case)) for row in rows} if filters.differs else None
    page = list_page.lines(program, rows, settings.now(), whole_names=whole_names, width=width, below=below)
    output.write(f"{line}\n" for line in page)


_AFTER = ("referred", *RowPart.__struct_fields__)
"""Fields of a row that tell of the time after the referral."""


def _document(row: Row, today: date | None) -> dict[str, object]:
    """Give a row as JSON; what happened after the referral only with the day of *today*."""
    document: dict[str, object] = msgspec.to_builtins(row)
    if today is None:
        return {name: value for name, value in document.items() if name not in _AFTER}
    since = todo.days_since(row.referred, today)
    return document | {"overdue": todo.days_overdue(row.due, today), "days_since_referral": since}


def _reason(case: Case) -> str:
    """Give who decided a case, and why, in one line."""
    standing = decision.standing(case)
    if standing is None:
        return ""
    why = " ".join(standing.reason.split()) or "no reason given"
    return f"{decision.word(standing.decision)}, {standing.by}: {why}"
