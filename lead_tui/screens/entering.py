"""What is typed into a field: understood as it goes, an answer once the field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_tui.program import REFERRAL_DATE
from lead_tui.screens import frame
from lead_tui.widgets.typed import TypedField

if TYPE_CHECKING:
    from lead_tui.question import Question
    from lead_tui.screens.intake import IntakeScreen


def understand(screen: IntakeScreen, key: str, text: str) -> None:
    """Show what is understood of *text* so far, and what would come of it; record nothing yet."""
    field = screen.form.fields.get(key)
    if isinstance(field, TypedField) and field.question.kind != "text":
        so_far = screen.intake.read(key, text, typing=True)
        field.understood(screen.intake.read(key, text).echo or so_far.echo)
        frame.show_result(screen)


def take(screen: IntakeScreen) -> bool:
    """Take over what was typed in the field in focus; say whether it is an answer, or nothing was typed."""
    intake, field = screen.intake, screen.form.field
    if not isinstance(field, TypedField) or field.text_changed is None:
        return True
    reading = intake.take(field.key, field.text)
    if reading.problem:
        screen.say(f"! Error: {reading.problem}", style="fault")
    elif reading.warning:
        screen.say(f"! {reading.warning}")
    elif field.key == REFERRAL_DATE and intake.refused:
        labels = "; ".join(intake.label(intake.program.questions[key]) for key in intake.refused)
        screen.say(f"! After this referral date: {labels}. They are kept, and count as not known.", style="fault")
    else:
        say_beside(screen, field.question)
    screen.form.show_typed(field)
    screen.show_all()
    return not reading.problem


def say_beside(screen: IntakeScreen, question: Question) -> None:
    """Say what stands beside an answer: a note, or what hardly goes together with it."""
    said = [*screen.intake.notes(question), *(f"! {text}" for text in screen.intake.contradictions(question))]
    for text in said[-1:]:
        screen.say(text)
