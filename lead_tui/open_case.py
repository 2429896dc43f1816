"""One case as the saver knows it: what waits, and what it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from lead_tui.case import DRAFT, Answer, Case
from lead_tui.merge import merge

_VIEWS: Final = 8


class OpenCase:
    """A case that somebody has open.

    A screen goes on from an older revision for a while after a save: `rev` of what it submits says
    from which. `views` holds, for each revision it may be on, the record that would be on it if
    nothing had been entered since the last save; that is the base of the next save.
    """

    def __init__(self, number: str) -> None:
        self.number = number
        self.queued: Case | None = None
        """The newest record, while it is not on disk."""
        self.saved_as = ""
        """The number under which something of it was saved in this run."""
        self.views: dict[int, Case] = {}
        self.copied: Case | None = None
        """The record that was last to go into the kept copy."""
        self.kept = True
        """Whether it went there; else an older one lies in the copy, or none."""
        self.copy: Path | None = None

    def base_of(self, mine: Case) -> Case | None:
        """The record that `mine` was made from; `None` where it was never seen."""
        return self.views.get(mine.rev)

    def saved(self, mine: Case, disk: Case) -> None:
        """Take in that `mine` was saved and that `disk` is what the file holds now."""
        base = self.views.get(mine.rev, mine)
        ahead = {rev: merge(base, mine, view).case for rev, view in self.views.items() if rev > mine.rev}
        recent = dict(sorted(ahead.items())[-_VIEWS:])
        self.views = {mine.rev: mine} | recent | {disk.rev: disk}
        self.number = self.saved_as = disk.case
        if self.queued is mine:
            self.queued = None

    def waiting(self) -> int:
        """How many answers and entries are not on disk; defaults that nobody typed do not count."""
        mine = self.queued
        if mine is None:
            return 0
        base = self.base_of(mine)
        known = {change.id for change in base.history} if base else set()
        typed = base.typed if base else {}
        changes = sum(change.id not in known and change.by != "" for change in mine.history)
        entries = len(mine.contacts) + len(mine.decisions)
        entries -= len(base.contacts) + len(base.decisions) if base else 0
        return max(1, changes + entries + sum(typed.get(key) != text for key, text in mine.typed.items()))

    @staticmethod
    def goes_on(earlier: Case, later: Case) -> bool:
        """Whether `later` was made from `earlier`: histories and decisions only grow."""
        later_decisions = {decision.id for decision in later.decisions}
        if any(decision.id not in later_decisions for decision in earlier.decisions):
            return False
        return not earlier.history or any(change.id == earlier.history[-1].id for change in reversed(later.history))

    @staticmethod
    def guessed_base(mine: Case, disk: Case) -> Case:
        """What `mine` was made from, as far as its history tells; for want of the record itself."""
        if mine.rev == disk.rev:
            return disk
        known = {change.id for change in disk.history}
        decided = {decision.id for decision in disk.decisions}
        answers = dict(mine.answers)
        for change in reversed(mine.history):
            if change.id not in known:
                answers.pop(change.key, None)
                if change.was is not None:
                    answers[change.key] = Answer(value=change.was)
        return msgspec.structs.replace(
            mine,
            status=DRAFT,
            handed_over=None,
            answers=answers,
            typed=disk.typed,
            unsettled=disk.unsettled,
            history=[change for change in mine.history if change.id in known],
            decisions=[decision for decision in mine.decisions if decision.id in decided],
        )
