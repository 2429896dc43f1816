"""The log as the store keeps it: what is told of a save, a look or a disclosure, and when."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lead_tui import lines, log_proof
from lead_tui import log_line as logs
from lead_tui.case import Case
from lead_tui.casefile import CaseStorage
from lead_tui.log import Log
from lead_tui.log_line import Entry
from lead_tui.log_proof import Proof
from lead_tui.refusals import Held, NotSaved, StoreError


class Logbook:
    """The log of one case file, in step with its saves."""

    def __init__(self, storage: CaseStorage, clock: Callable[[], str]) -> None:
        self._storage = storage
        self._log = Log(storage.path, storage.lock, clock=clock, alike=storage.alike, notices=storage.notices)
        self._looked: set[tuple[str, str]] = set()
        self._looks: list[Entry] = []
        """Looks that are not in the log yet, since somebody was saving."""
        self.close = weakref.finalize(self, _leave, storage, self._log, self._looks)
        """Has the log whole and on disk; called at the end of the process where nobody did."""

    @property
    def path(self) -> Path:
        """Where the log is."""
        return self._log.path

    def next(self) -> int:
        """Give the number of the next line. Call it while the storage is `writing`."""
        return _next(self._storage, self._log)

    def append(self, place: int, body: bytes, entry: Entry, line: int) -> None:
        """Save one record, which names `line`, and log it; returns when the record is durable. Raises `NotSaved`."""
        told: list[int] = []

        def tell() -> None:
            self.tell_done([entry])
            told.append(line)

        try:
            self._storage.append(place, body, tell)
        except NotSaved:
            if told:
                self._tell_failed(line, entry)
            raise

    def tell_done(self, entries: Sequence[Entry], *, sync: bool = False) -> None:
        """Log what is done, and the looks that wait; where that fails, a notice says so."""
        looks = self._looks[:]
        self._log.tell_done([*entries, *looks], "Saved, but not in the log", sync=sync)
        del self._looks[: len(looks)]  # another thread may have looked meanwhile

    @contextmanager
    def announced(self, line: int, entry: Entry) -> Iterator[None]:
        """Do something only once its line is on disk; where it fails then, another line says so.

        Raises `NotSaved` where it cannot be logged.
        """
        self._log.tell([entry], sync=True)
        try:
            yield
        except BaseException:
            self._tell_failed(line, entry)
            raise

    def look(self, number: str, *, by: str) -> None:
        """Log that `by` looks at a case, once as long as the store is open; a notice where it cannot be logged."""
        if (by, number) in self._looked:
            return
        self._looked.add((by, number))
        if self._storage.writable:
            self._looks.append(Entry(did=logs.LOOKED, by=by, case=number))
            _tell_looks(self._storage, self._log, self._looks)

    def has_seen(self, number: str, *, by: str) -> None:
        """Take it that `by` looks at a case that they have just made."""
        self._looked.add((by, number))

    def record(self, entry: Entry) -> int:
        """Log something; gives the number of the line when it is durable. Raises `NotSaved`."""
        with self._storage.writing():
            line = self.next()
            self._log.tell([entry], sync=True)
        return line

    def verify(self, after: int) -> Proof:
        """Hold the log against itself and against every record. Raises `CannotRead`."""
        self._storage.refresh()
        return log_proof.prove(self.path, self._records, mark=self._storage.lock.path, after=after)

    def _records(self) -> Iterator[tuple[str, int, bytes]]:
        self._storage.refresh()
        for number, place in list(self._storage.index.ids.items()):
            body = self._storage.body(place)
            yield number, lines.logged(body), body

    def _tell_failed(self, line: int, entry: Entry) -> None:
        """Log that what a line says did not happen."""
        failed = Entry(did=logs.FAILED, by=entry.by, case=entry.case, details={"line": line})
        self._log.next(line)
        self._log.tell_done([failed], "Not in the log that it failed", sync=True)


def of_save(did: str, case: Case, body: bytes, keys: Iterable[str], also: Sequence[str] = ()) -> Entry:
    """Give what is logged of a saved case: the keys of what was entered, never an answer."""
    details: Mapping[str, Any] = {"also": also} if also else {}
    return Entry(
        did=did, by=case.updated_by, case=case.case, rev=case.rev, keys=sorted(set(keys)), details=details, record=body
    )


def differences(before: Case, now: Case) -> tuple[list[str], list[str]]:
    """Give the keys of the questions in which two states of a case differ, and what else is new in it."""
    known = {change.id for change in before.history}
    keys = [change.key for change in now.history if change.id not in known]
    keys += [key for key, _ in before.typed.items() ^ now.typed.items()]
    keys += before.unsettled.keys() ^ now.unsettled.keys()
    also = [each.did for each in now.contacts[len(before.contacts) :]]
    also += ["decided"] * (len(now.decisions) > len(before.decisions))
    also += ["handed over"] * (before.handed_over is None and now.handed_over is not None)
    return keys, also


def _next(storage: CaseStorage, log: Log) -> int:
    return log.next(storage.index.highest_logged, len(storage.index.places))


def _tell_looks(storage: CaseStorage, log: Log, looks: list[Entry], wait: float = 0.0) -> None:
    """Log looks; while somebody else is saving they wait for the next line."""
    try:
        with storage.writing(wait=wait):
            _next(storage, log)
            told = looks[:]
            log.tell_done(told, "A look is not in the log")
            del looks[: len(told)]
    except Held:
        return
    except StoreError as refusal:
        looks.clear()
        storage.notices.append(f"A look is not in the log: {refusal}")


def _leave(storage: CaseStorage, log: Log, looks: list[Entry]) -> None:
    if looks:
        _tell_looks(storage, log, looks, wait=1.0)
    log.close()
