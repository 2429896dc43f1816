"""How the desk ends: by its key, or because the terminal is gone; what is typed is put on disk first."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_tui.app import LeadApp
    from lead_tui.saver import Saver

FLUSH_WITHIN = 2.0
"""Seconds that a lost terminal leaves for putting the last answers on disk."""


def watch_signals(desk: LeadApp) -> None:
    """Be ready for a terminal that goes away; call it in the desk's loop, once its driver has started."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        loop.add_signal_handler(number, _leave_for, desk, number)
    # The driver has set its own by now; a stopped desk would keep answers from the disk.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    # The system continues whom it tells of a lost terminal, and the driver would begin anew on a terminal that is gone.
    signal.signal(signal.SIGCONT, signal.SIG_IGN)


def end_soon(number: int) -> None:
    """End within seconds, whatever hangs; *number* is that of the signal."""
    doom = threading.Timer(FLUSH_WITHIN + 1.0, os._exit, (128 + number,))
    doom.daemon = True
    doom.start()


def _leave_for(desk: LeadApp, number: int) -> None:
    """The terminal is gone or the system asks: put what is typed on disk, then end within seconds."""
    end_soon(number)
    for screen in desk.screens():
        screen.keep_typed()
    desk.do_beside(_flush_and_exit(desk, 128 + number))


async def _flush_and_exit(desk: LeadApp, return_code: int) -> None:
    if desk.saver is not None:
        await asyncio.to_thread(desk.saver.flush, FLUSH_WITHIN)
    desk.exit(return_code=return_code)


def leave(desk: LeadApp) -> None:
    """Leave the desk: at once where every answer is on disk, else after asking."""
    if desk.saver is None or not desk.saver.state.waiting:
        desk.exit()
    else:
        desk.do_beside(_leave_when_saved(desk, desk.saver))


async def _leave_when_saved(desk: LeadApp, saver: Saver) -> None:
    if await asyncio.to_thread(saver.flush, FLUSH_WITHIN):
        desk.exit()
        return
    state = saver.state
    from lead_tui.screens import dialogs

    def answered(choice: str | None) -> None:
        if choice == "leave":
            desk.exit()
        elif choice == "save":
            leave(desk)

    desk.push_screen(dialogs.leave_unsaved(state.waiting, state.problem, kept=state.kept), answered)
