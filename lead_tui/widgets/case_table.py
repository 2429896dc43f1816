"""The table of cases: what is to be done on top, then drafts, then all other cases, painted row by row."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from lead_tui import listing, todo
from lead_tui.listing import TITLES, Row, Sections
from lead_tui.todo_columns import TodoColumns
from lead_tui.widgets.paint import Pieces, fit
from lead_tui.widgets.rows import Rows

_CURSOR = 3
_NARROW, _WIDE = 80, 100
"""Columns below which only number, person, result and state are told, and from which also by whom."""


class Columns(msgspec.Struct, frozen=True):
    """Widths of the columns; 0 where one is not shown."""

    person: int
    number: int = 10
    pathway: int = 11
    result: int = 17
    state: int = 10
    changed: int = 8
    by: int = 0

    @classmethod
    def of(cls, width: int) -> Columns:
        """Give the widths for a table of *width* columns; the person has what the others leave."""
        pathway, changed = (11, 8) if width >= _NARROW else (0, 0)
        plain = cls(person=0, pathway=pathway, changed=changed, by=22 if width >= _WIDE else 0)
        return msgspec.structs.replace(plain, person=max(width - _CURSOR - sum(msgspec.structs.astuple(plain)), 8))


def heading(width: int, title: str = "") -> str:
    """Give the row of column heads; a *title* stands over those of number and person."""
    columns = Columns.of(width)
    heads: tuple[tuple[str, int], ...] = (
        ("Number", columns.number),
        ("Person", columns.person),
        ("Pathway", columns.pathway),
        ("Rule result", columns.result),
        ("State", columns.state),
        ("Changed", columns.changed),
        ("  By", columns.by),
    )
    if title:
        heads = ((title, columns.number + columns.person), *heads[2:])
    return " " * _CURSOR + "".join(fit(head, room) for head, room in heads)


class CaseTable(Rows):
    """Cases under the headings of their sections.

    *person* and *when* give person and time of a row as this desk shows them, *words* what is said of a case
    about which something is to be done.
    """

    def __init__(
        self,
        *,
        person: Callable[[Row], str],
        when: Callable[[str], str],
        words: Callable[[Row], todo.Words],
        user: str,
        whole_names: bool,
    ) -> None:
        super().__init__(id="cases")
        self._person = person
        self._when = when
        self._words = words
        self._user = user
        self._whole_names = whole_names
        self._entries: list[Row | str] = []
        self._others = 0

    def show(self, sections: Sections, *, keep: str = "") -> None:
        """Show these rows with the cursor on the case numbered *keep*, or on the first."""
        entries: list[Row | str] = []
        for title, rows in zip(TITLES, sections, strict=True):
            if rows:
                entries += [title, *rows]
        if entries == self._entries and _number(self.chosen or "") == keep:
            return
        self._entries = entries
        self._others = len(sections.todo) + 1 if sections.todo else 0
        self.set_count(len(entries), self._place(keep) or 0)

    @property
    def heads(self) -> str:
        """The column heads of the section at the top of what is in sight."""
        width = self.size.width
        if self.scroll_offset.y < self._others:
            return TodoColumns.of(width, whole_names=self._whole_names).heading()
        return heading(width)

    def point_at(self, number: str) -> None:
        """Put the cursor on a case, if it is in the list."""
        place = self._place(number)
        if place is not None:
            self.move_to(place)

    def _place(self, number: str) -> int | None:
        return next((n for n, entry in enumerate(self._entries) if number and _number(entry) == number), None)

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self.entry(self.cursor)

    def entry(self, index: int) -> Row | None:
        """Give the row at *index*, None for a heading."""
        entry = self._entries[index] if index < len(self._entries) else None
        return None if isinstance(entry, str) else entry

    def can_rest(self, index: int) -> bool:
        """Only on cases."""
        return not isinstance(self._entries[index], str)

    def row(self, index: int) -> Pieces:
        """Give the cells of one case, or of a heading."""
        entry = self._entries[index]
        if isinstance(entry, str):
            if not self._others:
                return [(entry, "quiet")]
            # Below what is to be done, the first heading tells the other columns.
            heads = heading(self.size.width, entry)[_CURSOR + len(entry) :] if index == self._others else ""
            return [(entry, "strong"), (heads, "quiet")]
        if index < self._others:
            todo_columns = TodoColumns.of(self.size.width, whole_names=self._whole_names)
            return todo_columns.row(entry, self._person(entry), self._words(entry), user=self._user)
        columns = Columns.of(self.size.width)
        result, style = listing.result(entry.outcome)
        return [
            (f"{fit(entry.case, columns.number - 1)} {fit(self._person(entry), columns.person - 1)} ", ""),
            (fit(entry.pathway, columns.pathway), ""),
            (fit(result, columns.result), style),
            (fit(listing.state(entry), columns.state), ""),
            (fit(self._when(entry.updated), columns.changed), ""),
            (fit(f"  {entry.updated_by}", columns.by), "quiet"),
        ]


def _number(entry: Row | str) -> str:
    return "" if isinstance(entry, str) else entry.case
