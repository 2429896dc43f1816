"""What can be done in the last step beside changing answers: record a decision, discard a false start."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import WorkType

from lead_tui import outcome_words
from lead_tui.intake import Intake
from lead_tui.refusals import StoreError
from lead_tui.screens import dialogs
from lead_tui.screens.decision import Decided, DecisionDialog
from lead_tui.widgets.form import FINISH, NEXT
from lead_tui.widgets.review import DECISION, DISCARD

if TYPE_CHECKING:
    from lead_tui.screens.intake import IntakeScreen


NAME = "name"
"""Key of the participant's name."""

_TAKES = {FINISH: "Enter hands it over", DECISION: "Enter records a decision", DISCARD: "Enter asks, then discards"}


def takes(intake: Intake, line: str) -> str:
    """Say what Enter does on a line that is no question, in a few words."""
    return _TAKES.get(line, "Enter goes on") if line != FINISH or intake.draft else "Enter goes to the list"


def help_lines(intake: Intake, line: str) -> list[str]:
    """Say what Enter does on a line of the last step that is no question."""
    if line == DECISION:
        return [
            "Enter records who decided what, and why. The rule result stays as it is.",
            "A decision is never changed; a later one stands beside it.",
        ]
    if line == DISCARD:
        return [
            "For an intake that was opened by mistake: its answers are taken out of the file, its number stays used."
        ]
    if line == FINISH and not intake.draft:
        return ["The referral was handed over; every change is saved as it is made."]
    step = outcome_words.next_step(intake.program, intake.assessment, intake.role)
    if not intake.case.name.strip():
        return ["No name is entered yet, and nobody can be found without one. It can wait; Ctrl+P goes back.", step]
    return ["Hands the referral over with the answers and the rule result as they are.", step[:1].upper() + step[1:]]


async def enter(screen: IntakeScreen, line: str) -> None:
    """Do what Enter does on a line that leads on: to the next step, to a question, to a decision, or out."""
    intake = screen.intake
    if line == NEXT:
        await screen.course.turn(1)
    elif line == DECISION:
        _ask_decision(screen)
    elif line == DISCARD:
        _ask_discard(screen)
    elif line == FINISH and not intake.draft:
        screen.leave("left")
    elif line == FINISH and not intake.began:
        screen.say("Nothing is answered yet, so there is nothing to hand over. Esc leaves, and keeps no case.")
    elif line == FINISH and _lacks_name(intake):
        _ask_without_name(screen)
    elif line == FINISH:
        _hand_over(screen)
    elif intake.step_of(line) is not None:
        await screen.course.visit(line)


def _hand_over(screen: IntakeScreen) -> None:
    """Finish: the case is no draft any more."""
    screen.intake.finish()
    screen.leave("finished")


def _ask_decision(screen: IntakeScreen) -> None:
    """Ask for a decision, and record it."""
    intake = screen.intake

    def record(given: Decided) -> str:
        return intake.decide(given.decision, by=given.by, reason=given.reason)

    def done(recorded: bool | None) -> None:
        screen.show_all()
        if recorded:
            screen.say("The decision is recorded; the rule result stays as it is.")

    dialog = DecisionDialog(
        head=intake.head(),
        outcome=intake.assessment.outcome,
        approvers=intake.program.approvers,
        user=intake.user,
        record=record,
    )
    screen.app.push_screen(dialog, done)


def _lacks_name(intake: Intake) -> bool:
    """Say whether the program asks for a name and none is entered."""
    return NAME in intake.program.questions and not intake.case.name.strip()


def _ask_without_name(screen: IntakeScreen) -> None:
    """Ask whether to hand over a referral in which nobody could be found again."""

    def answered(how: str | None) -> None:
        if how == "name":
            screen.call_later(screen.go_to, NAME)
        elif how == "hand_over":
            _hand_over(screen)

    screen.app.push_screen(dialogs.without_name(), answered)


def _ask_discard(screen: IntakeScreen) -> None:
    """Ask whether to discard a false start, and do it."""

    def answered(discard: bool | None) -> None:
        if discard:
            work: WorkType[None] = partial(_discard, screen)
            screen.run_worker(work, exclusive=True)

    screen.app.push_screen(dialogs.discard(screen.intake.title()), answered)


async def _discard(screen: IntakeScreen) -> None:
    try:
        number = await asyncio.to_thread(screen.desk.make_saver().discard, screen.intake.case)
    except StoreError as problem:
        screen.say(str(problem), style="fault")
        return
    desk = screen.desk
    if screen in desk.screen_stack:  # meanwhile people go on pressing keys
        while desk.screen is not screen:
            desk.pop_screen()
        screen.dismiss("discarded")
    desk.look_at_file()
    desk.tell(f"{number or 'The draft'} is discarded." + (" Its number stays used." if number else ""))
