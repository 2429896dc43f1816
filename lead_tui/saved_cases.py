"""The cases that a case file holds: read as they stand in it, and saved with a line in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from lead_tui import case_record, lines, logbook
from lead_tui.case import Case
from lead_tui.case_record import RecordProblem
from lead_tui.casefile import CaseStorage
from lead_tui.logbook import Logbook
from lead_tui.refusals import CannotRead, NoSuchCase, NotWritable

_PARSED: Final = 15


class SavedCases:
    """The cases of one file; those read or saved last are kept, so that a save need not parse them again."""

    def __init__(self, storage: CaseStorage, clock: Callable[[], str]) -> None:
        self.storage = storage
        self.clock = clock
        self.log = Logbook(storage, clock)
        self._parsed: dict[int, tuple[bytes, Case]] = {}
        """By id, each with the bytes that it was parsed from."""

    def get(self, number: str) -> tuple[int, Case]:
        """The id of a case, and the case on disk. Raises `NoSuchCase`, and `CannotRead` for a broken record."""
        place = self._place(number)
        body, parsed = self.storage.body(place), self._parsed.get(place)
        if parsed is not None and parsed[0] == body:
            return place, parsed[1]
        try:
            document = self.storage.document(place)
            case = case_record.from_json({name: value for name, value in document.items() if name != lines.LOGGED})
        except RecordProblem as problem:
            raise CannotRead(f"{self.storage.path}: {problem}. Tell the operator.") from None
        if self.storage.body(place) == body:
            self._remember(place, body, case)
        return place, case

    def append(self, place: int, case: Case, did: str, keys: Iterable[str] = (), also: Sequence[str] = ()) -> None:
        """Save a case as it is now, and log it; returns when it is durable. Raises `NotSaved`."""
        line = self.log.next()
        body = self.encoded(case, line)
        self.log.append(place, body, logbook.of_save(did, case, body, keys, also), line)
        self._remember(place, body, case)

    def encoded(self, case: Case, line: int) -> bytes:
        """The record with the number of the line that tells of it in the log. Raises `NotWritable`."""
        try:
            return lines.encode(case_record.fields(case) | {lines.LOGGED: line})
        except ValueError:
            raise NotWritable(
                f"Not saved: {case.case} holds NaN or an infinite number, which JSON cannot write."
            ) from None

    def forget(self, place: int) -> None:
        """Keep nothing of the case with this id."""
        self._parsed.pop(place, None)

    def forget_all(self) -> None:
        """Keep nothing of any case."""
        self._parsed = {}

    def _remember(self, place: int, body: bytes, case: Case) -> None:
        others = [(id_, known) for id_, known in list(self._parsed.items()) if id_ != place]
        self._parsed = dict([*others[-_PARSED:], (place, (body, case))])  # another thread has the old one or the new

    def _place(self, number: str) -> int:
        place = self.storage.index.ids.get(number)
        if place is None:
            raise NoSuchCase(f'No case "{number}" in {self.storage.path}. The list shows the numbers that there are.')
        return place
