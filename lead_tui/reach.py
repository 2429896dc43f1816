"""How a person is reached safely, and whether a message may be left: what stands beside every attempt."""

from __future__ import annotations

from lead_tui.intake import Intake

SAFE_WAY, MESSAGE = "safe_contact", "message_allowed"
"""Keys of the two answers, in the programs that ask for them."""

NO_MESSAGE = "! No message may be left there."


def told(intake: Intake) -> list[tuple[str, str]]:
    """Give label and answer of both, as far as the program asks; ``-`` where nobody has answered."""
    asked = (intake.program.questions[key] for key in (SAFE_WAY, MESSAGE) if key in intake.program.questions)
    return [(intake.label(question), intake.said(question.key) or "-") for question in asked]


def warning(intake: Intake, result: str) -> str:
    """Give what is to be said beside a message left though none may be; nothing where it may, or nobody knows."""
    return NO_MESSAGE if result == "message_left" and intake.answers.get(MESSAGE) == "no" else ""
