"""One sitting over a case in the wizard: how it is opened, and what is said once it was left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lead_tui.leaving import FLUSH_WITHIN

if TYPE_CHECKING:
    from lead_tui.app import LeadApp
    from lead_tui.case import Case
    from lead_tui.intake import Intake

RECEIVED_WORDS = "LEAD has received this referral; it cannot be changed here any more."
LATE_WORDS = "LEAD had received this before. What you entered since is kept as notes."
"""What an officer is told where the hand-over came before what they entered."""


def begin(desk: LeadApp, intake: Intake, at: str = "") -> None:
    """Open the wizard: at the first open question, or at the question *at*."""
    from lead_tui.screens.intake import IntakeScreen

    def left(how: str | None) -> None:
        if how == "emptied":
            desk.tell(f"{intake.case.case} was emptied meanwhile; it takes no answers any more.")
        elif how != "discarded":
            desk.do_beside((_show_received if how == "received" else say_saved)(desk, intake.case))

    screen = IntakeScreen(intake)
    desk.push_screen(screen, left)
    if at:
        screen.call_after_refresh(screen.go_to, at)


async def say_saved(desk: LeadApp, case: Case) -> None:
    """Say the number of the case just left, once it is on disk."""
    if desk.saver is None or not await asyncio.to_thread(desk.saver.flush, FLUSH_WITHIN):
        return
    # The saver knows it before the news of it comes by.
    number = desk.saver.saved_as(case)
    if number and not desk.saver.state.problem:
        desk.look_at_file()
        for screen in desk.screens():
            screen.point_at(number)
        desk.tell(LATE_WORDS if case.uid in desk.late else f"Saved as {number}.")


async def _show_received(desk: LeadApp, case: Case) -> None:
    """Show a referral that LEAD received while it was in hand, and say what became of the last answers."""
    number = case.case
    if desk.saver is not None:
        await asyncio.to_thread(desk.saver.flush, FLUSH_WITHIN)
        number = desk.saver.saved_as(case) or number
    desk.look_at_file()
    if any(row.case == number for row in desk.seen.rows()):
        desk.open_case(number)
    desk.tell(LATE_WORDS if case.uid in desk.late else RECEIVED_WORDS)
