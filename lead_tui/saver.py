"""Saver: keeps open cases on disk while people type.

A thread saves, so that no screen waits for a disk or a lock. Of one case only the newest record
waits. A save that fails is tried again; until it succeeds a copy lies in the user's state folder.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from lead_tui.case import Case
from lead_tui.kept_copy import KeptCopy, drop_copy, keep_copy, kept_copies, state_folder
from lead_tui.merge import merge
from lead_tui.open_case import OpenCase
from lead_tui.refusals import user_name
from lead_tui.store import Emptied, NoSuchCase, Saved, Store, StoreError, utc_now

__all__ = ["KeptCopy", "SaveState", "Saver", "drop_copy", "kept_copies", "state_folder"]

_LONG: Final = 3600.0
BY_MISTAKE: Final = "opened by mistake"
"""Why a false start is discarded."""


class SaveState(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen may say about saving."""

    saved_at: str | None = None
    """When something was last saved (UTC); `None` before."""
    waiting: int = 0
    """Answers that are not on disk yet."""
    problem: str = ""
    """One line, while saving fails."""
    kept: bool = True
    """Whether all that waits lies in copies that are offered at the next start."""


class Saver:
    """Saves what is submitted, in a thread of its own.

    `on_saved` and `on_state` are called in that thread. `retry` is in seconds. `folder` is where
    copies are kept while saving fails, under the name of `user`. `see` gives what this user may see of
    a record: they are told no more, go on from that, and change drafts only.
    """

    def __init__(
        self,
        store: Store,
        *,
        series: str,
        year: Callable[[], int],
        on_saved: Callable[[Saved], object],
        on_state: Callable[[SaveState], object],
        user: str = "",
        retry: float = 5.0,
        folder: Path | None = None,
        see: Callable[[Case], Case] | None = None,
    ) -> None:
        self._store = store
        self._series = series
        self._year = year
        self._on_saved = on_saved
        self._on_state = on_state
        self._user = user or user_name()
        self._retry = retry
        self._folder = folder or state_folder()
        self._see = see
        self._open: dict[str, OpenCase] = {}
        self._saved_at: str | None = None
        self._problem = ""
        self._rounds = 0
        self._not_before = 0.0
        self._closing = False
        self.fault: Exception | None = None
        """What a callback last raised; saving went on."""
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    def begin(self, case: Case) -> Case:
        """Take a record as it was loaded as what the next one is made of.

        Gives the record to go on with: with what still waits to be saved, if there is any. A case
        that was not begun is compared with what its own history tells.
        """
        with self._changed:
            each = self._of(case)
            going_on = case if each.queued is None else self._joined(each, case, each.queued)
            each.views[case.rev] = case
        return going_on

    def submit(self, case: Case) -> None:
        """Have a record saved soon, in place of an older one that still waits; returns at once.

        A case without a number is numbered by its first save. Later records of it may go on
        without the number and on an older revision: what others saved meanwhile is joined.
        """
        with self._changed:
            if self._closing:
                raise RuntimeError("the saver is closed")
            each = self._of(case)
            waits = each.queued
            if waits is not None and not each.goes_on(waits, case):  # opened anew from the file
                case = self._joined(each, case, waits)
            each.queued = case
            self._changed.notify_all()

    def take_up(self, copy: KeptCopy) -> None:
        """Have a kept copy of an earlier run saved; it is dropped when it is on disk."""
        with self._changed:
            each = self._of(copy.mine)
            if copy.base is not None:
                each.views[copy.base.rev] = copy.base
            each.copy = copy.path
        self.submit(copy.mine)

    @property
    def state(self) -> SaveState:
        """How saving stands at this moment."""
        with self._changed:
            return SaveState(
                saved_at=self._saved_at,
                waiting=sum(each.waiting() for each in self._waiting()),
                problem=self._problem,
                kept=all(each.kept and each.copied is each.queued for each in self._waiting()),
            )

    def flush(self, timeout: float) -> bool:
        """Try at once to save all that waits; whether all is on disk within `timeout` seconds.

        What is not lies in a kept copy when this returns.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            tried = self._rounds
            self._not_before = 0.0
            self._changed.notify_all()
            while self._waiting() and (left := deadline - time.monotonic()) > 0:
                if self._rounds > tried and self._problem:
                    break
                self._changed.wait(left)
            rest = self._waiting()
        self._keep_all(rest)
        return not rest

    def saved_as(self, case: Case) -> str:
        """Give the number under which a case was saved in this run; nothing where it was not."""
        with self._changed:
            return self._of(case).saved_as

    def discard(self, case: Case, *, reason: str = BY_MISTAKE, timeout: float = 2.0) -> str:
        """Empty a draft on disk, and forget what of it waits or lies in a kept copy.

        Gives its number, or nothing where it never had one. Raises StoreError where it cannot be.
        """
        self.flush(timeout)
        with self._changed:
            each = self._of(case)
        if each.number:
            with suppress(NoSuchCase):  # the file lost it: there is nothing to empty
                self._store.expunge(each.number, by=self._user, reason=reason)
        with self._changed:
            each.queued = None
        self._drop(each)
        return each.number

    def close(self, timeout: float) -> bool:
        """Flush, and end the thread; whether all is on disk."""
        done = self.flush(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout if done else 0.1)  # a thread that hangs in a disk ends with us
        return done

    def _of(self, case: Case) -> OpenCase:
        name = case.uid or case.case or case.created
        found = self._open.get(name) or self._open.get(case.case)
        if found is None:
            found = self._open[name] = OpenCase(case.case)
        return found

    def _joined(self, each: OpenCase, case: Case, waits: Case) -> Case:
        base = each.base_of(waits) or each.guessed_base(waits, case)
        return merge(base, waits, case).case

    def _waiting(self) -> list[OpenCase]:
        return [each for each in dict.fromkeys(self._open.values()) if each.queued is not None]

    # What follows runs in the thread.

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._closing and not self._due():
                    pause = self._not_before - time.monotonic() if self._waiting() else _LONG
                    self._changed.wait(max(pause, 0.0))
                if self._closing:
                    return
                due, again = self._due(), time.monotonic() >= self._not_before
            if again:
                self._save_all(due)
            elif problem := self._keep_all(due):
                self._problem = problem
            self._tell(lambda: self._on_state(self.state))

    def _due(self) -> list[OpenCase]:
        """Cases to save now, or, while saving fails, those whose kept copy is out of date."""
        again = time.monotonic() >= self._not_before
        return [each for each in self._waiting() if again or each.queued is not each.copied]

    def _save_all(self, due: list[OpenCase]) -> None:
        problems = [problem for each in due if (problem := self._save(each))]
        with self._changed:
            self._problem = problems[0] if problems else ""
            if problems and self._waiting():
                self._not_before = time.monotonic() + self._retry
            self._rounds += 1
            self._changed.notify_all()

    def _save(self, each: OpenCase) -> str:
        """Save one case; gives the problem, if there is one."""
        with self._changed:
            mine = each.queued
        if mine is None:
            return ""
        try:
            saved = self._put(each, mine)
        except Emptied as refusal:  # what was expunged must not live on in a copy
            with self._changed:
                each.queued = None
            self._drop(each)
            return str(refusal)
        except StoreError as refusal:
            return self._failed(each, str(refusal) if self._see is None else refusal.unnamed)
        except Exception as error:  # noqa: BLE001 - whatever it is, answers must go on being kept
            return self._failed(each, f"Not saved: {type(error).__name__}. Call the operator.")
        with self._changed:
            each.saved(mine, saved.case)
            self._open[saved.case.case] = each
            self._saved_at = utc_now()
        self._drop(each)
        self._tell(lambda: self._on_saved(saved))
        return ""

    def _put(self, each: OpenCase, mine: Case) -> Saved:
        if not each.number:
            case = self._store.create(self._series, self._year(), mine)
            return Saved(case=case, mine=mine)
        with self._changed:
            base = each.base_of(mine)
        if base is None:
            try:
                base = each.guessed_base(mine, self._seen(self._store.get(each.number)))
            except NoSuchCase:  # the file lost it, and it is put back
                base = mine
        numbered = [msgspec.structs.replace(case, case=each.number) for case in (base, mine)]
        saved = self._store.save(*numbered, by=self._user, drafts_only=self._see is not None)
        return msgspec.structs.replace(saved, case=self._seen(saved.case), mine=mine)

    def _seen(self, case: Case) -> Case:
        return case if self._see is None else self._see(case)

    def _failed(self, each: OpenCase, problem: str) -> str:
        if not each.kept:
            each.copied = None  # the last try at a copy failed; try again
        return " ".join(part for part in (problem, self._keep_all([each])) if part)

    def _keep_all(self, some: list[OpenCase]) -> str:
        """Keep copies of these cases; gives the problem, if there is one."""
        try:
            for each in some:
                self._keep(each)
        except OSError as error:
            return f"No copy could be kept in {self._folder}: {error.strerror or error}."
        return ""

    def _keep(self, each: OpenCase) -> None:
        with self._changed:
            mine, older = each.queued, each.copy
            base = each.base_of(mine) if mine is not None else None
        if mine is None or mine is each.copied:
            return
        each.copied, each.kept = mine, False
        each.copy = keep_copy(
            self._folder,
            self._user,
            self._store.path,
            base=base,
            mine=msgspec.structs.replace(mine, case=each.number),
        )
        each.kept = True
        if older is not None and older != each.copy:
            drop_copy(older)

    def _drop(self, each: OpenCase) -> None:
        if each.copy is not None and each.queued is None:
            drop_copy(each.copy)
            each.copy = each.copied = None

    def _tell(self, call: Callable[[], object]) -> None:
        try:
            call()
        except Exception as error:  # noqa: BLE001 - a screen that is gone must not end saving
            self.fault = error
