"""What one process remembers of the records of a case file."""

from __future__ import annotations

from collections.abc import Mapping

from lead_tui.lines import Record, Summary


class CaseIndex:
    """Where each record stands, its list row, and the numbers given so far."""

    def __init__(self, highest: Mapping[str, int] | None = None) -> None:
        self.places: dict[int, tuple[int, int]] = {}
        """Id to offset and length of the object; in the order in which the ids first came."""
        self.rows: dict[int, Summary] = {}
        self.ids: dict[str, int] = {}
        """Case number to id."""
        self.news: set[str] = set()
        """Case numbers that changed since somebody last asked."""
        self.live = 0
        """Bytes of all objects that are not superseded."""
        self.highest_id = 0
        self.highest: dict[str, int] = dict(highest or {})
        """Series to the highest number given in it, cases that were removed since included."""

    def add(self, record: Record, at: int, length: int) -> None:
        """Take in a record line that begins at `at`; it supersedes an earlier one of its id."""
        number, start, row = record
        before = self.places.get(number)
        if before is not None:
            self.live -= before[1]
        size = length - start
        self.places[number] = (at + start, size)
        self.rows[number] = row
        self.live += size
        self.highest_id = max(self.highest_id, number)
        if row.case:
            self.ids[row.case] = number
            self.news.add(row.case)
            series, _, digits = row.case.rpartition("-")
            if digits.isdecimal():
                self.highest[series] = max(self.highest.get(series, 0), int(digits))

    def next_number(self, series: str) -> int:
        """The next number of a series such as ``W26``; a number is never given twice."""
        return self.highest.get(series, 0) + 1

    def supersede(self, old: CaseIndex) -> None:
        """Take over from the index of an older state: only what differs from it is news."""
        differs = {
            row.case
            for number, row in self.rows.items()
            if row != old.rows.get(number) or self.places[number][1] != old.places[number][1]
        }
        gone = {row.case for number, row in old.rows.items() if number not in self.rows}
        self.news = {number for number in old.news | differs | gone if number}
        for series, highest in old.highest.items():
            self.highest[series] = max(self.highest.get(series, 0), highest)
