"""The list of cases for ``list``: the columns of the screen, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size

from lead_tui import listing
from lead_tui.listing import Row
from lead_tui.program import Program
from lead_tui.safe_text import shown

HEADS = ("Number", "Person", "Pathway", "Rule result", "State", "Changed")
_PERSON = 1
_LEAST_PERSON = 8
_MOST_PERSON = 40
"""Cells of the column where lines may be of any width: a longer name is whole, and widens its own line only."""


def lines(
    program: Program,
    rows: Sequence[Row],
    now: datetime,
    *,
    whole_names: bool,
    width: int | None = None,
    below: Mapping[str, str] | None = None,
) -> list[str]:
    """Give the list, drafts first, then cases with the newest first, each under its heading.

    Names are cut where the lines would be wider than *width* cells. *below* has a line to stand below a case.
    """
    drafts, cases = listing.ordered(rows)
    zone = ZoneInfo(program.time_zone)
    months = program.words.listing("date.months_short")

    def cells(row: Row) -> tuple[str, ...]:
        return (
            row.case,
            shown(listing.person(row.name, whole=whole_names)),
            shown(row.pathway) or "-",
            listing.OUTCOMES.get(row.outcome, listing.OUTCOMES["undetermined"])[0],
            listing.state(row),
            listing.when(row.updated, now, zone, months),
        )

    tables = [("Drafts", [cells(row) for row in drafts]), ("Cases, newest first", [cells(row) for row in cases])]
    widths = _widths([HEADS, *(row for _, table in tables for row in table)], width)
    found = [_line(HEADS, widths)]
    for heading, table in tables:
        if table:
            found.append(heading)
            for row in table:
                found.append(_line(row, widths, cut=width is not None))
                found += [f"      {shown(below[row[0]])}"] if below and row[0] in below else []
    return found


def _widths(table: Iterable[Sequence[str]], width: int | None) -> list[int]:
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    if width is None:
        widths[_PERSON] = min(widths[_PERSON], _MOST_PERSON)
    else:
        over = sum(widths) + 2 * len(widths) - width
        widths[_PERSON] -= max(0, min(over, widths[_PERSON] - _LEAST_PERSON))
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], *, cut: bool = True) -> str:
    padded = (
        set_cell_size(cell, width if cut else max(width, cell_len(cell)))
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"  {'  '.join(padded)}".rstrip()
