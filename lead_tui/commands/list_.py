"""``list``: the cases, as a table for people or a JSON object a line."""

from __future__ import annotations

import shutil
import sys

import msgspec

from lead_tui import decision, list_page, listing, output
from lead_tui.case import Case
from lead_tui.listing import Filters
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
        drafts, cases = listing.ordered(rows)
        documents = (msgspec.to_builtins(row) for row in [*drafts, *cases])
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


def _reason(case: Case) -> str:
    """Give who decided a case, and why, in one line."""
    standing = decision.standing(case)
    if standing is None:
        return ""
    why = " ".join(standing.reason.split()) or "no reason given"
    return f"{decision.word(standing.decision)}, {standing.by}: {why}"
