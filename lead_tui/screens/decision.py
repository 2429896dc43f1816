"""The dialogue that takes a person's decision: what, by whom, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from lead_tui import decision, keys
from lead_tui.screens.dialogs import Overlay
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import Pieces, wrap
from lead_tui.widgets.rows import Rows

_MOST_ROWS = 4
"""Approvers shown at once; the list scrolls."""

_PROBLEM_ROWS = 2


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen and typed."""

    decision: str
    by: str
    reason: str


class _Choice(Rows, inherit_bindings=True):
    """A list to choose from."""

    def __init__(self, texts: Sequence[str], start: int = 0) -> None:
        super().__init__()
        self.texts = texts
        self._start = start

    def on_mount(self) -> None:
        """Show all of it where there is room."""
        self.styles.height = min(len(self.texts), _MOST_ROWS)
        self.set_count(len(self.texts), self._start)

    def row(self, index: int) -> Pieces:
        """Give the words of a choice."""
        return self.texts[index]


class _Words(Input):
    """A line to type in."""

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False

    async def action_submit(self) -> None:
        """Enter is the dialogue's."""
        self.screen.action_keep()  # type: ignore[attr-defined]


class DecisionDialog(Overlay[bool | None]):
    """Asks for a decision; *record* keeps it, or gives what is wrong with it in one line.

    *outcome* is the rule result and *head* its words; *approvers* are chosen from where there are some.
    """

    BINDINGS = keys.bindings(keys.DIALOG)
    WIDTH = 72

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
        self._what = _Choice(list(decision.WORDS.values()))
        self._by: _Choice | _Words = _Choice(["nobody chosen yet", *approvers]) if approvers else _Words()
        self._reason = _Words()
        self._needed = Line()
        self._problem = [Line() for _ in range(_PROBLEM_ROWS)]

    def inside(self) -> ComposeResult:
        """Give the three parts, each under or behind its name, and the keys."""
        for line in wrap([f"Rule result: {self._head}"], self.room):
            yield Line(f" {line}")
        yield Line([(" Decision", "quiet")])
        yield self._what
        if isinstance(self._by, _Words):
            yield _asked(" By", self._by)
        else:
            yield Line([(" By", "quiet")])
            yield self._by
        yield _asked(" Reason", self._reason)
        yield self._needed
        yield from self._problem
        yield Line([(f" Entered by {self._user}. It stays on record as it is.", "quiet")])
        yield Line([(" Up, Down choose   Tab, Enter go on, at the end record", "quiet")])

    def on_mount(self) -> None:
        """Begin with the decision."""
        self._what.focus()
        self._say_needed()

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The three parts, in order."""
        return (self._what, self._by, self._reason)

    @property
    def given(self) -> Decided:
        """What stands there now."""
        by = self._by
        named = by.value if isinstance(by, _Words) else by.texts[by.cursor] if by.cursor else ""
        return Decided(decision=list(decision.WORDS)[self._what.cursor], by=named, reason=self._reason.value)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Say whether this decision needs a reason."""
        event.stop()
        self._say_needed()

    def _say_needed(self) -> None:
        needed = decision.reason_needed(self.given.decision, self._outcome)
        differs = self._outcome in ("eligible", "not_eligible")
        why = "it differs from the rule result" if differs else "the rule result is not yet known"
        self._needed.say([(f"         {f'needed: {why}' if needed else 'may stay empty'}", "quiet")])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """The bar is in one list at a time."""
        for part in self.parts:
            if isinstance(part, Rows):
                part.refresh_cursor()

    def action_keep(self) -> None:
        """Go on to the next part; at the last, record the decision or say in one line what it lacks."""
        if self.focused is not self._reason:
            self.action_next_choice()
            return
        problem = self._record(self.given)
        if not problem:
            self.dismiss(True)
            return
        lines = [*wrap([f"! {problem}"], self.room)[:_PROBLEM_ROWS], "", ""]
        for row, line in zip(self._problem, lines, strict=False):
            row.say([(f" {line}", "fault")])
        if problem.startswith("By:"):
            self._by.focus()

    def action_next_choice(self) -> None:
        """Go to the next part, from the last to the first."""
        self._go(1)

    def action_previous_choice(self) -> None:
        """Go to the part before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        here = next((n for n, part in enumerate(self.parts) if part is self.focused), 0)
        self.parts[(here + step) % len(self.parts)].focus()


def _asked(name: str, box: _Words) -> Horizontal:
    return Horizontal(Line([(f"{name:<9}", "quiet"), ("[", "")]), box, Line("]", classes="end"), classes="asked")
