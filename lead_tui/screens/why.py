"""The dialogue that asks why answers were changed after a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult

from lead_tui import explaining
from lead_tui.case import Change
from lead_tui.intake import Intake
from lead_tui.screens.parts import Asked, Part, PartsDialog
from lead_tui.screens.quiet import QuietScreen, Result
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import wrap


class WhyDialog(PartsDialog):
    """Asks for one reason for all *changes*."""

    def __init__(self, intake: Intake, changes: Sequence[Change], question: str) -> None:
        super().__init__("Changed after the decision")
        self._intake = intake
        self._changes = changes
        self._question = question
        self._why = Asked("Why")
        self.parts = (self._why,)

    def inside(self) -> ComposeResult:
        """Give what was changed, the line for the reason, and the keys."""
        yield from self.lines([self._question])
        yield self._why
        for line in wrap(["It will stand beside the changes, which are kept either way."], self.room):
            yield Line([(f" {line}", "quiet")])
        yield from self._said
        yield Line([(" Enter records it   Esc leaves without a reason", "quiet")])

    def record(self) -> tuple[Part | None, str] | None:
        """Keep the reason, or say what it lacks."""
        wrong = explaining.explain(self._intake, self._changes, self._why.value)
        return (None, wrong) if wrong else None


def ask_why(screen: QuietScreen[Result], intake: Intake, changes: Sequence[Change], then: Callable[[], object]) -> None:
    """Ask why these changes were made, where there are any; *then* goes on, with a reason or without."""
    if not changes:
        then()
        return
    question = explaining.question(intake, changes, screen.desk.moment)

    def asked(_recorded: bool | None) -> None:
        then()

    screen.app.push_screen(WhyDialog(intake, changes, question), asked)
