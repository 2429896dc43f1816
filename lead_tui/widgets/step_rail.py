"""Where in the form one is: a row above it, or a column beside it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from lead_tui.form import StepView
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import Pieces


def step_words(step: StepView, *, here: bool, short: bool = False) -> str:
    """Give a step with its mark: ``> Eligibility 6/10``."""
    count = f" {step.answered}/{step.asked}" if step.asked else ""
    return f"{'>' if here else step.mark} {step.short if short else step.title}{count}"


def rail_row(steps: Sequence[StepView], here: int, width: int) -> Pieces:
    """Give all steps in one row; where it is too narrow, the steps elsewhere by their marks alone."""
    words = [step_words(step, here=number == here, short=True) for number, step in enumerate(steps)]
    if cell_len(" " + "  ".join(words)) > width:
        words = [word if number == here else word[:1] for number, word in enumerate(words)]
    pieces: list[tuple[str, str]] = [(" ", "")]
    for number, word in enumerate(words):
        pieces += [(word, "strong" if number == here else "quiet"), ("  ", "")]
    return pieces


class StepRail(Vertical):
    """All steps one below the other, what the marks mean, and the case."""

    ROWS = 24

    def __init__(self) -> None:
        super().__init__(id="rail")
        self.rows = [Line() for _ in range(self.ROWS)]

    def compose(self) -> ComposeResult:
        """Give the rows."""
        yield from self.rows

    def show(self, steps: Sequence[StepView], here: int, about: Sequence[str]) -> None:
        """Show the steps, and *about* the case below them."""
        lines: list[Pieces] = [[(" Steps", "quiet")], ""]
        for number, step in enumerate(steps):
            style = "strong" if number == here else ""
            lines.append([(f" {step_words(step, here=number == here)}", style)])
        lines += ["", [(" + done  > here", "quiet")], [(" - begun ! error", "quiet")], [(" . not begun", "quiet")]]
        lines += ["", *(f" {line}" if line else "" for line in about)]
        for number, row in enumerate(self.rows):
            row.say(lines[number] if number < len(lines) else "")
