"""Store: all that screens and commands may ask of the case file."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from tinydb import TinyDB

from lead_tui import case as cases
from lead_tui import lines, logbook, notices, orders
from lead_tui import log_line as logs
from lead_tui.case import Case
from lead_tui.case_db import CaseDB
from lead_tui.casefile import CaseStorage
from lead_tui.expunging import caught_up
from lead_tui.late import noted
from lead_tui.lines import Summary
from lead_tui.log_line import Entry
from lead_tui.log_proof import Proof
from lead_tui.merge import Merged, merge
from lead_tui.refusals import (
    CannotRead,
    DiskError,
    DiskFull,
    Emptied,
    Held,
    NoSuchCase,
    NotACaseFile,
    NotSaved,
    NotWritable,
    ReadOnly,
    StoreError,
)
from lead_tui.saved_cases import SavedCases

__all__ = [
    "CannotRead",
    "DiskError",
    "DiskFull",
    "Emptied",
    "Held",
    "NoSuchCase",
    "NotACaseFile",
    "NotSaved",
    "NotWritable",
    "ReadOnly",
    "Saved",
    "Store",
    "StoreError",
    "Summary",
    "utc_now",
]

_PATIENCE: Final = 0.2
_NAP: Final = 0.01


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What a save came to."""

    case: Case
    """The record that is on disk now."""
    joined: list[str] = []
    """Questions whose answer somebody else changed."""
    conflicts: list[str] = []
    """Questions that both answered differently."""
    late: bool = False
    """Whether the referral was not this person's to change any more; what they entered stands as notes."""
    mine: Case
    """The record that was given to be saved. A screen that went on meanwhile takes over what
    others did with `merge(saved.mine, now_on_screen, saved.case).case`."""


def utc_now() -> str:
    """This second: UTC, ISO 8601, with ``Z``."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Store:
    """One case file. Safe to use from several threads."""

    def __init__(self, storage: CaseStorage, clock: Callable[[], str]) -> None:
        self._storage = storage
        self._clock = clock
        self._cases = SavedCases(storage, clock)
        self._log = self._cases.log
        self.db: TinyDB = CaseDB(storage)
        """The TinyDB instance, for queries and scripts; the cases are its table ``cases``."""

    @classmethod
    def open(cls, path: str | Path, *, wait: float = 10.0, clock: Callable[[], str] = utc_now) -> Store:
        """The store of a file, which need not exist: nothing is made before the first save.

        `wait` is how many seconds a save waits for the lock. Raises `NotACaseFile` and
        `CannotRead`.
        """
        storage = CaseStorage(path, wait=wait)
        storage.refresh(patient=True)
        deadline = time.monotonic() + _PATIENCE
        while storage.unfinished and time.monotonic() < deadline:  # torn, or somebody is saving
            storage.refresh()
            storage.heal()
            if storage.unfinished:
                time.sleep(_NAP)
        storage.index.news.clear()
        store = cls(storage, clock)
        storage.notices += notices.at_opening(storage)
        return store

    @property
    def path(self) -> Path:
        """Where the file is, links resolved."""
        return self._storage.path

    @property
    def storage(self) -> CaseStorage:
        """The bytes of the file, for what copies or replaces all of it."""
        return self._storage

    @property
    def writable(self) -> bool:
        """Whether this user may save; else only looking works."""
        return self._storage.writable

    @property
    def notices(self) -> list[str]:
        """Sentences for the user, oldest first. Whoever has shown them clears the list."""
        return self._storage.notices

    def refresh(self) -> set[str]:
        """The numbers of cases that changed since the last look; microseconds where none did.

        It takes no lock. Raises `CannotRead` where the file cannot be read any more.
        """
        self._storage.refresh()
        self._storage.heal()
        return self._storage.take_news()

    def summaries(self) -> list[Summary]:
        """A row for each case, from memory, in the order in which they were made."""
        return [row for row in self._storage.rows() if row.case]

    def get(self, number: str) -> Case:
        """One case as it is on disk. Raises `NoSuchCase`, and `CannotRead` for a broken record."""
        self._storage.refresh()
        return self._cases.get(number)[1]

    def create(self, series: str, year: int, case: Case) -> Case:
        """Number a case and save it; returns when it is durable.

        Raises `NotSaved`.
        """
        self._storage.program_id = case.program.id
        with self._storage.writing():
            index = self._storage.index
            numbered = self._numbered(case, _prefix(series, year), index.next_number)
            self._cases.append(index.highest_id + 1, numbered, logs.OPENED, [*case.answers, *case.typed])
        self._log.has_seen(numbered.case, by=numbered.updated_by)
        return numbered

    def create_many(self, entries: Iterable[tuple[str, int, Case]]) -> list[str]:
        """Number and save many cases (series, year, case): all of them or none.

        Returns their numbers in order, when all are durable. Raises `NotSaved`.
        """
        given = list(entries)
        if not given:
            return []
        self._storage.program_id = given[0][2].program.id
        with self._storage.writing():
            index = self._storage.index
            next_number: dict[str, int] = {}
            told: list[Entry] = []
            bodies: dict[int, bytes] = {}
            line = self._log.next()

            def number_after(prefix: str) -> int:
                number = next_number.get(prefix) or index.next_number(prefix)
                next_number[prefix] = number + 1
                return number

            for place, (series, year, case) in enumerate(given, index.highest_id + 1):
                numbered = self._numbered(case, _prefix(series, year), number_after)
                bodies[place] = body = self._cases.encoded(numbered, line + len(told))
                told.append(logbook.of_save(logs.IMPORTED, numbered, body, list(case.answers)))
            self._storage.rewrite(bodies)
            self._log.tell_done(told, sync=True)
        return [entry.case for entry in told]

    def save(self, base: Case, mine: Case, *, by: str, drafts_only: bool = False) -> Saved:
        """Save what `by` made of `base`, joined with what is on disk; returns when it is durable.

        With `drafts_only`, what comes once the case is no draft any more changes nothing in it: it is
        kept as notes in the history (see `late`). A case that the file has lost is put back into it.

        Raises `NotSaved`, and `Emptied` for a case that was expunged.
        """
        with self._storage.writing():
            if mine.case not in self._storage.index.ids:
                return Saved(case=self._put_back(mine, by), mine=mine)
            place, theirs = self._cases.get(mine.case)
            if theirs.uid != mine.uid and theirs.uid and mine.uid:  # another case, since the file was replaced
                return Saved(case=self._put_back(mine, by), mine=mine)
            if theirs.status == cases.EXPUNGED and mine != theirs:
                raise Emptied(f"Not saved: {mine.case} was expunged; it takes no answers any more.")
            given, base, mine = mine, caught_up(base, theirs), caught_up(mine, theirs)
            late = drafts_only and theirs.status != cases.DRAFT
            if late:
                notes = noted(base, mine, theirs, at=self._clock(), by=by)
                merged = Merged(case=notes, joined=[], conflicts=[])
            elif theirs.rev < base.rev:  # the file lost what this person had seen in it: theirs is no newer word
                merged = merge(theirs, mine, theirs)
            else:
                merged = merge(base, mine, theirs)
            joint = msgspec.structs.replace(
                merged.case,
                handed_over=theirs.handed_over or merged.case.handed_over,  # the first on disk stands
                rev=theirs.rev,
                updated=theirs.updated,
                updated_by=theirs.updated_by,
            )
            if joint != theirs:
                joint = msgspec.structs.replace(joint, rev=theirs.rev + 1, updated=self._clock(), updated_by=by)
                self._cases.append(place, joint, logs.CHANGED, *logbook.differences(theirs, joint))
        late = late and joint.history != theirs.history
        return Saved(case=joint, joined=merged.joined, conflicts=merged.conflicts, late=late, mine=given)

    def expunge(
        self,
        number: str,
        *,
        by: str,
        order: str | None = None,
        reason: str | None = None,
        answers: Collection[str] | None = None,
    ) -> None:
        """Empty a case, or only the answers under these keys, by an `order`; or a draft, for a `reason`.

        No byte of what is expunged stays in the file, and the number is not given again. The log tells of it before
        it is done. Raises `NotSaved`, also for a case on legal hold and, for a reason, for one that is no draft any
        more; and `NoSuchCase`.
        """
        orders.expunge(self._cases, number, by=by, order=order, reason=reason, answers=answers)

    def hold(self, number: str, *, by: str, reason: str, release: bool = False) -> Case:
        """Put a case on legal hold, or release it; returns when it is durable.

        Raises `NotSaved`, also where it is on hold already or not at all, and `NoSuchCase`.
        """
        return orders.hold(self._cases, number, by=by, reason=reason, release=release)

    def look(self, number: str, *, by: str) -> None:
        """Log that `by` looks at a case, once as long as the store is open.

        Where it cannot be logged a notice says so; looking is never refused for it.
        """
        self._log.look(number, by=by)

    def record(
        self, did: str, *, by: str, case: str = "", keys: Sequence[str] = (), details: Mapping[str, Any] | None = None
    ) -> int:
        """Log what was done, or is about to be done; gives the number of the line when it is durable.

        `keys` and `details` never hold an answer. Raises `NotSaved`: what must not happen without a line in the
        log must not happen then.
        """
        return self._log.record(Entry(did=did, by=by, case=case, keys=keys, details=details or {}))

    def replace_all(
        self,
        bodies: Mapping[int, bytes],
        anew: Iterable[tuple[int, dict[str, Any]]],
        others: lines.Tables,
        numbers: Mapping[str, int],
        *,
        by: str,
        details: Mapping[str, Any],
    ) -> None:
        """Put records in place of all that there are, while the storage is `replacing`.

        Those of `bodies` go in as they are, those of `anew` each with a line in the log, after one that says what
        this is, and that is there before anything is replaced. `numbers` are the highest ever given. Raises
        `NotSaved`.
        """
        line = self._log.next()
        told: list[Entry] = []
        written = dict(bodies)
        for place, record in anew:
            record.pop(lines.LOGGED, None)  # it stands last
            written[place] = body = lines.encode(record | {lines.LOGGED: line + 1 + len(told)})
            told.append(
                Entry(did=logs.RESTORED, by=by, case=record.get("case", ""), rev=record.get("rev", 0), record=body)
            )
        self._cases.forget_all()
        with self._log.announced(line, Entry(did=logs.RESTORED, by=by, details=details)):
            self._storage.put_back(dict(sorted(written.items())), others, numbers)
        if told:
            self._log.tell_done(told, sync=True)

    @property
    def log_path(self) -> Path:
        """Where the log is, beside the file."""
        return self._log.path

    def verify_log(self, *, after: int = 0) -> Proof:
        """Hold the log against itself and against every record; for operators.

        What is wrong among its lines up to `after` is not told again.

        Raises `CannotRead` where one of the two cannot be read.
        """
        return self._log.verify(after)

    def close(self) -> None:
        """Close the file. Nothing waits to be written."""
        self._log.close()
        self._storage.close()

    def _put_back(self, mine: Case, by: str) -> Case:
        """Save a case into a file that does not hold it any more; under a new number where its own is taken."""
        index = self._storage.index
        series = mine.case.rpartition("-")[0]
        number = f"{series}-{index.next_number(series):04d}" if mine.case in index.ids else mine.case
        back = msgspec.structs.replace(mine, case=number, rev=mine.rev + 1, updated=self._clock(), updated_by=by)
        self._storage.program_id = mine.program.id
        self._cases.append(index.highest_id + 1, back, logs.CHANGED, (), ["put back"])
        self.notices.append(
            f"{mine.case} was not in {self.path} any more, which was removed or replaced. It stands there again"
            + (f", as {number}" if number != mine.case else "")
            + ", as this desk had it. Tell the operator."
        )
        return back

    def _numbered(self, case: Case, prefix: str, number: Callable[[str], int]) -> Case:
        if case.case:
            raise ValueError(f"{case.case} has a number already")
        return msgspec.structs.replace(
            case,
            case=f"{prefix}-{number(prefix):04d}",
            rev=1,
            updated=self._clock(),
            updated_by=case.updated_by or case.created_by,
        )


def _prefix(series: str, year: int) -> str:
    return f"{series}{year % 100:02d}"
