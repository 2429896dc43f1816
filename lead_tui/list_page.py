"""The list of cases for ``list``: the columns of the screen, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size

from lead_tui import listing, todo
from lead_tui.cell_text import cut
from lead_tui.listing import Row
from lead_tui.program import Program
from lead_tui.safe_text import shown
from lead_tui.todo_columns import TodoColumns

HEADS = ("Number", "Person", "Pathway", "Rule result", "State", "Changed")
TODO_HEADS = (
    "Number", "Person", "  Due", "Next step", "Last try", "Referral", "Who has it", "Pathway", "Rule result",
)  # fmt: skip
_PERSON = 1
_LEAST_PERSON = 8
_LEAST_WIDTH = 60
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

    Names and next steps are cut, with a mark, where the lines would be wider than *width* cells. *below* has a line
    to stand below a case.
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

    waiting, *others = zip(listing.TITLES, listing.ordered(rows), strict=True)
    if width is None:
        found = _part(TODO_HEADS, [(waiting[0], [to_do(row) for row in waiting[1]])], None, below or {})
    elif waiting[1]:
        columns = TodoColumns.of(max(width, _LEAST_WIDTH) + 1, whole_names=whole_names)
        found = [columns.heading()[1:].rstrip(), waiting[0]]
        for row in waiting[1]:
            pieces = columns.row(row, person(row), todo.words(row, today, zone, months))
            found.append("  " + "".join(text for text, _style in pieces).rstrip())
            found += _below(row.case, below or {})
    else:
        found = []
    rest = _part(HEADS, [(title, [cells(row) for row in part]) for title, part in others], width, below or {})
    return [*found, "", *rest] if found and rest else found + rest


def _part(
    heads: Sequence[str], tables: Sequence[tuple[str, _Table]], width: int | None, below: Mapping[str, str]
) -> list[str]:
    """Give tables under one row of heads, those with rows; nothing where none has any."""
    rows = [row for _, table in tables for row in table]
    if not rows:
        return []
    widths = _widths([heads, *rows], width)
    found = [_line(heads, widths)]
    for title, table in tables:
        if table:
            found.append(title)
            for row in table:
                found.append(_line(row, widths, whole=width is None))
                found += _below(row[0], below)
    return found


def _below(number: str, below: Mapping[str, str]) -> list[str]:
    return [f"      {shown(below[number])}"] if number in below else []


def _widths(table: Iterable[Sequence[str]], width: int | None) -> list[int]:
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    if width is None:
        return [min(each, _MOST) for each in widths]
    over = sum(widths) + 2 * len(widths) - width
    widths[_PERSON] -= max(0, min(over, widths[_PERSON] - _LEAST_PERSON))
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], *, whole: bool = False) -> str:
    padded = (
        set_cell_size(cell, max(width, cell_len(cell))) if whole else cut(cell, width)
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"  {'  '.join(padded)}".rstrip()
