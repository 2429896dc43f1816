"""Which of two people's answers to one question is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_tui.screens.dialogs import Version, conflict

if TYPE_CHECKING:
    from lead_tui.screens.intake import IntakeScreen


def ask(screen: IntakeScreen, key: str) -> None:
    """Ask which answer is to stand, and record it; undecided, both are kept."""
    intake = screen.intake
    other = intake.case.unsettled[key]
    standing = intake.case.answers.get(key)
    word = intake.word

    def when(at: str) -> str:
        return screen.desk.when(at) if at else ""

    dialog = conflict(
        intake.ask(intake.program.questions[key]),
        Version(who=other.by, at=when(other.at), said=word(key, other.value) or other.typed or "taken away"),
        Version(
            who=standing.by if standing else "the other",
            at=when(standing.at) if standing else "",
            said=word(key, standing.value) if standing else intake.case.typed.get(key) or "taken away",
        ),
        Version(who="Before both", said=word(key, other.base) or "not asked"),
    )

    def chosen(side: str | None) -> None:
        if side == "base":
            intake.answer(key, other.base)
        elif side is not None:
            intake.settle(key, mine=side == "mine")
        screen.show_all()

    screen.app.push_screen(dialog, chosen)
