"""What stands around the questions of the wizard: title, steps, what is on disk, the rule result, the help rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_tui.screens import review
from lead_tui.screens.field_help import help_lines, takes
from lead_tui.widgets.field import ReviewLine
from lead_tui.widgets.form import NEXT
from lead_tui.widgets.paint import wrap
from lead_tui.widgets.step_rail import rail_row
from lead_tui.widgets.typed import TypedField

if TYPE_CHECKING:
    from lead_tui.question import Question
    from lead_tui.screens.intake import IntakeScreen


def show_result(screen: IntakeScreen) -> None:
    """Show the rule result; while a date or number is being typed, what it would be with that."""
    intake, field = screen.intake, screen.form.field
    assessment, ahead = intake.assessment, intake.ahead
    text = field.text_changed if isinstance(field, TypedField) else None
    if field is not None and text is not None and field.question.kind != "text":
        # Letters wait for Tab, so that Nov and Dec stay months and nothing flickers on the way.
        letters = text.replace(" ", "").isalpha()
        so_far = None if letters else intake.read(field.key, text, typing=True).value
        assessment, ahead = intake.preview(field.key, so_far)
    screen.strip.show(assessment, ahead)
    screen.panel.show(assessment, ahead)


def show(screen: IntakeScreen) -> None:
    """Show title, steps, keys and the question in hand."""
    title, saved = screen.intake.title(), _saved_words(screen)
    screen.head(f" {title}", saved)
    screen.rail_row.say(rail_row(screen.steps, screen.here, screen.size.width))
    screen.rail.show(screen.steps, screen.here, ["Case", *wrap(title.split("  "), 17), "", saved, screen.intake.user])
    screen.show_keys()
    if screen.form.field is None:
        return
    ask, lines, can = _help(screen)
    below = f"{screen.form.below} below, PgDn" if screen.form.below else ""
    screen.question.show(ask, lines, can, below)


def _help(screen: IntakeScreen) -> tuple[str, list[str], str]:
    """Give the question in hand, what there is to say about it, and what it takes."""
    intake, question, field = screen.intake, screen.form.question, screen.form.field
    if question is None:
        ask = field.question.ask if field is not None else ""
        return ask, _line_help(screen), review.takes(screen.intake, screen.key)
    if isinstance(field, ReviewLine):
        return intake.ask(question), *_answered_help(screen, question)
    return intake.ask(question), help_lines(intake, question, wide=screen.has_class("-columns")), takes(question)


def _answered_help(screen: IntakeScreen, question: Question) -> tuple[list[str], str]:
    """Give an answer of the review in full, and what Enter does with it."""
    intake = screen.intake
    said = intake.said(question.key) or intake.case.typed.get(question.key, "")
    if question in intake.not_used():
        why = intake.program.words.say("form.not_used_help")
        return [said, why], "It cannot be changed while it is not used"
    return [said, ""], "Enter changes this answer and comes back"


def _line_help(screen: IntakeScreen) -> list[str]:
    """Say what Enter does on a line that is no question."""
    if screen.key != NEXT:
        return review.help_lines(screen.intake, screen.key)
    still = sum(key in screen.form.fields for key in screen.intake.ahead.open_questions)
    if still:
        questions = "1 question" if still == 1 else f"{still} questions"
        return [f"{questions} of this step can still change the result: Ctrl+O goes there."]
    return ["Nothing more is asked for in this step. Every answer can still be changed."]


def _saved_words(screen: IntakeScreen) -> str:
    """Say what is on disk, and nothing else."""
    state, case = screen.save_state, screen.intake.case
    if not screen.intake.began:
        return ""
    if state is None and case == screen.opened:
        return f"Saved {screen.desk.when(case.updated) if case.updated else ''}"
    if state is None or state.saved_at is None or (state.waiting and not state.problem):
        return "Saving"
    return "NOT SAVED" if state.problem else f"Saved {screen.desk.when(state.saved_at)}"
