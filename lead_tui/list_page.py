"""The list of cases for ``list``: the columns of the screen, as lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size

from lead_tui import listing, todo
from lead_tui.cell_text import cut
from lead_tui.listing import Row
from lead_tui.program import Program
from lead_tui.safe_text import shown

HEADS = ("Number", "Person", "Pathway", "Rule result", "State", "Changed")
TODO_HEADS = (
    "Number", "Person", "  Due", "Next step", "Last try", "Referral", "Who has it", "Pathway", "Rule result",
)  # fmt: skip
_WIDE = 120
"""Cells from which a line also tells who has the case, pathway and rule result; narrower, it ends before."""
_GIVES_WAY = {"Person": 8, "Next step": 8, "Who has it": 8}
"""Columns that are cut where lines would be too wide, one after the other, and to how many cells at most."""
_MOST = 40
"""Cells of a column where lines may be of any width: a longer text is whole, and widens its own line only."""

_Table = list[tuple[str, ...]]


def lines(
    program: Program,
    rows: Sequence[Row],
    now: datetime,
    *,
    whole_names: bool,
    width: int | None = None,
    below: Mapping[str, str] | None = None,
) -> list[str]:
    """Give the list: what is to be done, drafts, then cases with the newest first, each under its heading.

    Names and other texts are cut where the lines would be wider than *width* cells. *below* has a line to stand
    below a case.
    """
    zone = ZoneInfo(program.time_zone)
    months = program.words.listing("date.months_short")
    today = now.astimezone(zone).date()

    def person(row: Row) -> str:
        return shown(listing.person(row.name, whole=whole_names))

    def rule_result(row: Row) -> str:
        return listing.result(row.outcome)[0]

    def to_do(row: Row) -> tuple[str, ...]:
        said = todo.words(row, today, zone, months)
        after = (shown(said.step), shown(said.tried) or todo.NEVER_TRIED, said.since or "-")
        who = shown(row.assigned) or todo.NOBODY
        return (row.case, person(row), said.due, *after, who, shown(row.pathway) or "-", rule_result(row))

    def cells(row: Row) -> tuple[str, ...]:
        changed = listing.when(row.updated, now, zone, months)
        return (row.case, person(row), shown(row.pathway) or "-", rule_result(row), listing.state(row), changed)

    sections = listing.ordered(rows)
    first, *others = zip(listing.TITLES, sections, strict=True)
    told = len(TODO_HEADS) if width is None or width >= _WIDE else TODO_HEADS.index("Who has it")
    found = _part(TODO_HEADS[:told], [(first[0], [to_do(row)[:told] for row in first[1]])], width, below or {})
    found += _part(HEADS, [(title, [cells(row) for row in part]) for title, part in others], width, below or {})
    return found


def _part(
    heads: Sequence[str], tables: Sequence[tuple[str, _Table]], width: int | None, below: Mapping[str, str]
) -> list[str]:
    """Give tables under one row of heads, those with rows; nothing where none has any."""
    rows = [row for _, table in tables for row in table]
    if not rows:
        return []
    widths = _widths(heads, rows, width)
    found = [_line(heads, widths)]
    for title, table in tables:
        if table:
            found.append(title)
            for row in table:
                found.append(_line(row, widths, whole=width is None))
                found += [f"      {shown(below[row[0]])}"] if row[0] in below else []
    return found


def _widths(heads: Sequence[str], rows: _Table, width: int | None) -> list[int]:
    widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    if width is None:
        return [min(each, _MOST) for each in widths]
    for head, least in _GIVES_WAY.items():
        if head in heads:
            place = heads.index(head)
            over = sum(widths) + 2 * len(widths) - width
            widths[place] -= max(0, min(over, widths[place] - least))
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], *, whole: bool = False) -> str:
    padded = (
        set_cell_size(cell, max(width, cell_len(cell))) if whole else cut(cell, width)
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"  {'  '.join(padded)}".rstrip()
