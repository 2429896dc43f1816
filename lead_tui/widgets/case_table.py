"""The table of cases: drafts on top, then cases, painted row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from lead_tui import listing
from lead_tui.listing import Row
from lead_tui.widgets.paint import Pieces, fit
from lead_tui.widgets.rows import Rows

_FIXED = {"number": 10, "pathway": 11, "result": 17, "state": 10, "changed": 8}
_CURSOR = 3
_BY = 22
_WIDE = 100


class Columns(msgspec.Struct, frozen=True):
    """Widths of the columns that give way: the person, and by whom it was changed (0: not shown)."""

    person: int
    by: int

    @classmethod
    def of(cls, width: int) -> Columns:
        """Give the widths for a table of *width* columns."""
        by = _BY if width >= _WIDE else 0
        return cls(max(width - _CURSOR - sum(_FIXED.values()) - by, 8), by)


def heading(width: int) -> str:
    """Give the row of column heads."""
    columns = Columns.of(width)
    by = fit("  By", columns.by)
    return f"   {'Number':10}{fit('Person', columns.person)}{'Pathway':11}{'Rule result':17}{'State':10}Changed {by}"


class CaseTable(Rows):
    """Cases under their two headings. *words* gives person and time of a row as this desk shows them."""

    def __init__(self, *, person: Callable[[Row], str], when: Callable[[str], str]) -> None:
        super().__init__(id="cases")
        self._person = person
        self._when = when
        self._entries: list[Row | str] = []

    def show(self, drafts: Sequence[Row], cases: Sequence[Row], *, keep: str = "") -> None:
        """Show these rows with the cursor on the case numbered *keep*, or on the first."""
        entries: list[Row | str] = []
        if drafts:
            entries += ["Drafts", *drafts]
        if cases:
            entries += ["Cases, newest first", *cases]
        self._entries = entries
        self.set_count(len(entries), self._place(keep) or 0)

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
            return [(entry, "quiet")]
        columns = Columns.of(self.size.width)
        result, style = listing.result(entry.outcome)
        return [
            (f"{fit(entry.case, 9)} {fit(self._person(entry), columns.person - 1)} ", ""),
            (fit(entry.pathway, 11), ""),
            (f"{result:17}", style),
            (fit(listing.state(entry), 9) + " " + fit(self._when(entry.updated), 8), ""),
            (fit(f"  {entry.updated_by}", columns.by), "quiet"),
        ]


def _number(entry: Row | str) -> str:
    return "" if isinstance(entry, str) else entry.case
