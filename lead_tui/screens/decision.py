"""The dialogue that takes a person's decision: what, by whom, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from textual.app import ComposeResult

from lead_tui import decision
from lead_tui.screens.parts import Asked, OneOf, Part, PartsDialog
from lead_tui.widgets.line import Line
from lead_tui.widgets.rows import Rows

_MOST_ROWS = 4
"""Approvers shown at once; the list scrolls."""
_NOBODY = "nobody chosen yet"

_WORDS_OF = {"": "nothing chosen yet", **decision.WORDS}
"""What may be chosen; at first nothing is, since a decision must never be one key's accident."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen and typed."""

    decision: str
    by: str
    reason: str


class DecisionDialog(PartsDialog):
    """Asks for a decision; *record* keeps it, or gives what is wrong with it in one line.

    *outcome* is the rule result and *head* its words; *approvers* are chosen from where there are some.
    """

    def __init__(
        self,
        *,
        head: str,
        outcome: str,
        approvers: Sequence[str],
        user: str,
        record: Callable[[Decided], str],
    ) -> None:
        super().__init__("Decision, by a person")
        self._head = head
        self._outcome = outcome
        self._user = user
        self._record = record
        named = {"": _NOBODY} | {name: name for name in approvers}
        self._what = OneOf("Decision", _WORDS_OF)
        self._by: OneOf | Asked = OneOf("By", named, rows=_MOST_ROWS) if approvers else Asked("By")
        self._reason = Asked("Reason")
        self._needed = Line()
        self.parts = (self._what, self._by, self._reason)

    def inside(self) -> ComposeResult:
        """Give the rule result, the three parts, and the keys."""
        yield from self.lines([f"Rule result: {self._head}"])
        yield self._what
        yield self._by
        yield self._reason
        yield self._needed
        yield Line([(f" Entered by {self._user}. It stays on record as it is.", "quiet")])
        yield from self.ending()

    @property
    def given(self) -> Decided:
        """What stands there now."""
        return Decided(decision=self._what.value, by=self._by.value, reason=self._reason.value)

    def on_rows_moved(self, event: Rows.Moved) -> None:  # noqa: ARG002
        """Say whether this decision needs a reason."""
        needed = bool(self._what.value) and decision.reason_needed(self._what.value, self._outcome)
        differs = self._outcome in ("eligible", "not_eligible")
        why = "it differs from the rule result" if differs else "the rule result is not yet known"
        self._needed.say([(f"{' ' * 17}{f'needed: {why}' if needed else 'may stay empty'}", "quiet")])

    def record(self) -> tuple[Part | None, str] | None:
        """Record the decision, or give what it lacks."""
        problem = self._record(self.given)
        about = {"Decision": self._what, "By": self._by}
        return (about.get(problem.partition(":")[0]), problem) if problem else None
