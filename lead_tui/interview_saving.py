"""Keeps the case of a plain interview on disk, and tells when it is there and when it is not."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator

from lead_tui import interview_words as words
from lead_tui.access import RECEIVED
from lead_tui.case import Case
from lead_tui.intake import Intake
from lead_tui.program import Program
from lead_tui.saver import Saver
from lead_tui.store import Saved, Store

PATIENCE = 1.0
"""Seconds that the next question waits for an answer to be on disk."""

PARTING = 5.0
"""Seconds that the end of an interview waits for it."""


class Keeping:
    """Hands every record to the saver, and takes over what came of it between two questions."""

    def __init__(
        self,
        program: Program,
        store: Store,
        *,
        user: str,
        year: Callable[[], int],
        see: Callable[[Case], Case] | None = None,
    ) -> None:
        self.received = False
        """Whether LEAD has received the referral from somebody else's hand: it takes no answers any more."""
        self.late = False
        """Whether what was entered since became notes for staff."""
        self._news: queue.SimpleQueue[Saved] = queue.SimpleQueue()
        self._saver = Saver(
            store,
            series=program.series,
            year=year,
            on_saved=self._news.put,
            on_state=lambda _state: None,
            user=user,
            see=see,
        )
        self._user = user
        self._last: Case | None = None
        self._problem = ""

    def begin(self, case: Case) -> Case:
        """Take a case as it was loaded; gives the record to go on with."""
        return self._saver.begin(case)

    def submit(self, case: Case) -> None:
        """Have a record saved; returns at once."""
        self._last = case
        self._saver.submit(case)

    def discard(self, case: Case) -> str:
        """Empty a draft that was opened by mistake; gives its number. Raises StoreError where it cannot be."""
        number = self._saver.discard(case)
        self._last = None
        return number

    def rest(self, intake: Intake, patience: float = PATIENCE) -> Iterator[str]:
        """Wait until all is on disk, at most *patience* seconds; gives what there is to say of it."""
        if self._last is None:
            return
        number = intake.case.case
        saved = self._saver.flush(patience)
        problem = self._saver.state.problem
        yield from self._take_over(intake, wait=patience if saved and not problem else 0.0)
        if problem:
            if problem != self._problem:
                yield f"NOT SAVED. {problem}"
                yield "Go on: the answers are kept here, and saving is tried again."
        elif not saved and not self._problem:
            problem = "the disk is slow"
            yield "NOT SAVED yet: the disk is slow. Go on; saving goes on by itself."
        elif saved and self._problem:
            yield f"Saved again: {intake.case.case}."
        elif intake.case.case != number:
            yield f"Saved as {intake.case.case}."
        self._problem = problem

    def part(self, intake: Intake) -> Iterator[str]:
        """End saving; gives what there is still to say."""
        yield from self.rest(intake, PARTING)
        self._saver.close(PARTING)

    @property
    def problem(self) -> str:
        """What keeps answers from being on disk; nothing where all are."""
        return self._problem

    @property
    def kept(self) -> bool:
        """Whether all that is not on disk lies in a copy."""
        return self._saver.state.kept

    def _take_over(self, intake: Intake, wait: float) -> Iterator[str]:
        """Take over the saved records; the last one is awaited, since the saver tells of it a moment late."""
        while self._last is not None:
            try:
                saved = self._news.get(timeout=wait) if wait else self._news.get_nowait()
            except queue.Empty:
                self._last = None if wait else self._last
                return
            if saved.mine is self._last:
                self._last = None
            self.late = self.late or saved.late
            if saved.case.status == RECEIVED and intake.case.handed_over is None:
                self.received = True
                continue
            for key in intake.adopt(saved.mine, saved.case):
                answer = intake.case.answers.get(key)
                if key in intake.program.questions and answer is not None and answer.by != self._user:
                    label = intake.label(intake.program.questions[key])
                    yield f"{answer.by} answered meanwhile: {label}: {words.sentence(intake.said(key))}"
