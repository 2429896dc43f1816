"""``backup``: a copy of the case file and its log, made while others work."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lead_tui import backup, output
from lead_tui.access import Deed
from lead_tui.log_line import BACKED_UP
from lead_tui.refusals import NotSaved
from lead_tui.settings import Settings
from lead_tui.wrong_input import CouldNot

PATIENCE = 30.0
"""Seconds that a backup waits for another one."""


def run(settings: Settings, folder: Path | None, *, keep: int) -> None:
    """Make a backup, read it back, and print its path and how many cases it holds. For staff."""
    settings.require(Deed.BACKUP)
    store = settings.open_store()
    try:
        made = backup.back_up(store.storage, folder, keep=keep, now=settings.now(), wait=PATIENCE)
    except NotSaved as refusal:
        raise CouldNot(str(refusal).replace("Not saved", "no backup", 1)) from None
    with suppress(NotSaved):  # the copy is there; where the log cannot be written the next line of it tells
        store.record(BACKED_UP, by=settings.who(), details={"cases": made.cases, "file": str(made.path.absolute())})
    output.say(str(made.path))
    cases = "1 case" if made.cases == 1 else f"{made.cases:,} cases"
    log = " and the log" if made.log else ""
    removed = f"; {len(made.removed)} older removed" if made.removed else ""
    output.say(f"{cases}{log}, read back whole, readable by you alone{removed}.")
