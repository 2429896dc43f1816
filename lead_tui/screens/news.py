"""What others did meanwhile with the case in hand: taken over, said, or the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_tui.case import EXPUNGED
from lead_tui.refusals import StoreError

if TYPE_CHECKING:
    from lead_tui.case import Case
    from lead_tui.screens.intake import IntakeScreen
    from lead_tui.store import Saved


def saved(screen: IntakeScreen, news: Saved) -> None:
    """Take over what the disk has after a save, and say what others changed."""
    case = screen.intake.case
    if news.case.case != case.case and (case.case or news.mine.created != case.created):
        return
    if screen.desk.access.received(news.case):
        _leave_received(screen)
        return
    _adopt(screen, news.mine, news.case, joined=True)


def changed(screen: IntakeScreen, numbers: set[str]) -> None:
    """Take over what others saved in this case, or leave where LEAD received it from an officer."""
    desk, case = screen.desk, screen.intake.case
    if case.case not in numbers:
        return
    try:
        disk = desk.seen.get(case.case)
    except StoreError:
        if desk.access.limited:  # it is not this officer's to see any more
            _leave_received(screen)
        return
    if disk.status == EXPUNGED:
        _leave(screen, "emptied")
    elif desk.access.limited and desk.access.received(disk):
        _leave_received(screen)
    elif disk.rev > case.rev and desk.make_saver().begin(disk) is disk:
        # Where something waits to be saved, that save brings the news.
        _adopt(screen, case, disk, joined=False)


def _adopt(screen: IntakeScreen, sent: Case, disk: Case, *, joined: bool) -> None:
    """Go on from the record that the disk has after *sent* was saved, and say what others changed in it."""
    intake = screen.intake
    settled = intake.case.unsettled.keys()
    others = intake.adopt(sent, disk, joined=joined)
    screen.call_later(_show, screen)
    conflicts = [key for key in intake.case.unsettled if key not in settled]
    labels = "; ".join(intake.label(intake.program.questions[key]) for key in conflicts or others)
    if conflicts:
        screen.say(f"! {labels}: changed by two people. Both are kept; Enter there settles it.", style="fault")
    elif others:
        screen.say(f"Somebody else changed: {labels}.")


async def _show(screen: IntakeScreen) -> None:
    await screen.course.rebuild()
    screen.show_all()


def _leave_received(screen: IntakeScreen) -> None:
    """Leave once, with what is being typed handed over first: it becomes a note."""
    if screen not in screen.app.screen_stack:
        return
    screen.take_typed()
    _leave(screen, "received")


def _leave(screen: IntakeScreen, how: str) -> None:
    if screen not in screen.app.screen_stack:
        return
    while screen.app.screen is not screen:
        screen.app.pop_screen()
    screen.dismiss(how)
