"""What one process remembers of the records of a case file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import MsgspecError
from msgspec.structs import force_setattr

from lead_tui.lines import ROW_END, Record, Summary, decode_row

_LENGTH_BITS: Final = 32
_LENGTH: Final = (1 << _LENGTH_BITS) - 1
_ID_ROOM: Final = 24  # a separator, a quote and the digits of an id


class CaseIndex:
    """Where each record stands, its list row, and the numbers given so far."""

    def __init__(self, highest: Mapping[str, int] | None = None) -> None:
        self.places: dict[int, int] = {}
        """Id to place, for `place`; in the order in which the ids first came."""
        self.rows: dict[int, Summary] = {}
        self.ids: dict[str, int] = {}
        """Case number to id."""
        self.news: set[str] = set()
        """Case numbers that changed since somebody last asked."""
        self.live = 0
        """Bytes of all objects that are not superseded."""
        self.highest_id = 0
        self.highest_logged = 0
        """The highest number of a line of the log that the records name which were read whole."""
        self.carried = False
        """Whether higher numbers were given than the file tells: it must say so before more are."""
        self._given: dict[str, int] = dict(highest or {})
        self._uncounted = 0
        self._shared: dict[str, str] = {}

    def place(self, number: int) -> tuple[int, int]:
        """Offset and length of a record's object; `KeyError` where there is none."""
        place = self.places[number]  # one integer, since 100,000 pairs weigh 10 MB more
        return place >> _LENGTH_BITS, place & _LENGTH

    @property
    def highest(self) -> dict[str, int]:
        """Series to the highest number given in it, cases that were removed since included."""
        if self._uncounted:
            self._uncounted = 0
            for case in self.ids:
                self._count(case)
        return self._given

    def add(self, record: Record, at: int, length: int) -> None:
        """Take in a record line that begins at `at`; it supersedes an earlier one of its id."""
        number, start, row, logged = record
        _lean(row, self._shared.setdefault)
        self._put(number, at + start, length - start, row)
        self.highest_logged = max(self.highest_logged, logged)
        if row.case:
            self.news.add(row.case)
            self._count(row.case)

    def skim(self, piece: bytes, begin: int, at: int) -> int:
        """Take in lines of `piece`, which stands at `at`, from `begin` on by what stands before their answers.

        Gives where it stopped: behind the last whole line, or at one that must be read whole.
        """
        find, startswith, put, share = piece.find, piece.startswith, self._put, self._shared.setdefault
        while (end := find(b"\n", begin)) >= 0:
            colon = find(b'":{', begin, begin + _ID_ROOM)
            head = find(ROW_END, colon, end)
            digits = piece[begin + 2 : colon]
            if colon < 0 or head < 0 or piece[end - 1] != 0x7D or not startswith(b',"', begin) or not digits.isdigit():
                break
            try:
                row = decode_row(piece[colon + 2 : head] + b"}")
            except MsgspecError:
                break
            _lean(row, share)
            put(int(digits), at + colon + 2, end - colon - 2, row)
            begin = end + 1
        self._uncounted = 1
        return begin

    def next_number(self, series: str) -> int:
        """The next number of a series such as ``W26``; a number is never given twice."""
        return self.highest.get(series, 0) + 1

    def supersede(self, old: CaseIndex) -> set[str]:
        """Take over from the index of an older state: only what differs from it is news; gives what is gone."""
        if not old.rows and not old.news:  # nothing was known: no row need be compared
            self.news = set(self.ids)
            gone = set()
        else:
            differs = {
                row.case
                for number, row in self.rows.items()
                if row != old.rows.get(number) or self.place(number)[1] != old.place(number)[1]
            }
            gone = {number for number in old.ids if number not in self.ids}
            self.news = {number for number in old.news | differs | gone if number}
        for series, given in old.highest.items():
            if given > self.highest.get(series, 0):
                self.highest[series] = given
                self.carried = True
        return gone

    def _put(self, number: int, offset: int, length: int, row: Summary) -> None:
        before = self.places.get(number)
        if before is not None:
            self.live -= before & _LENGTH
        self.places[number] = offset << _LENGTH_BITS | length
        self.rows[number] = row
        self.live += length
        if number > self.highest_id:
            self.highest_id = number
        if row.case:
            self.ids[row.case] = number

    def _count(self, case: str) -> None:
        series, _, digits = case.rpartition("-")
        if digits.isdecimal():
            self._given[series] = max(self._given.get(series, 0), int(digits))


def _lean(row: Summary, share: Callable[[str, str], str]) -> None:
    """Hold texts that many rows have alike once: half of the memory of a long list."""
    put = force_setattr
    put(row, "status", share(text := row.status, text))
    put(row, "updated_by", share(text := row.updated_by, text))
    put(row, "created_by", share(text := row.created_by, text))
    put(row, "pathway", share(text := row.pathway, text))
    put(row, "outcome", share(text := row.outcome, text))
    put(row, "referred", share(text := row.referred, text))
    if text := row.decision:
        put(row, "decision", share(text, text))
    if text := row.assigned:
        put(row, "assigned", share(text, text))
    if text := row.next:
        put(row, "next", share(text, text))
    if text := row.due:
        put(row, "due", share(text, text))
    if text := row.tried:
        put(row, "tried", share(text, text))
