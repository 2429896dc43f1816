"""What the desk offers at its start: answers that were kept, a draft to go on with, a word on where one was."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lead_tui import leaving, listing, sitting
from lead_tui.screens.quiet import QuietScreen

if TYPE_CHECKING:
    from lead_tui.app import LeadApp
    from lead_tui.kept_copy import KeptCopy


def make(desk: LeadApp, rows: Sequence[listing.Row]) -> None:
    """Offer what there is, over the list of these *rows*: kept answers alone, else the first draft of this user."""
    if _offer_kept(desk):
        return
    _tell_where(desk, rows)
    drafts = (row for row in rows if row.status == listing.DRAFT and row.updated_by == desk.user)
    mine = next(drafts, None)
    if mine is not None:
        _offer_draft(desk, mine)


def _offer_kept(desk: LeadApp) -> bool:
    """Ask whether to save answers that an earlier desk of this user had to keep; False: there are none."""
    from lead_tui.saver import kept_copies, state_folder
    from lead_tui.screens import dialogs

    path = str(desk.store.path)
    copies = [
        copy
        for copy in kept_copies(state_folder(), desk.user)
        if copy.case_file == path and desk.access.owns(copy.mine.created_by)
    ]
    if not copies:
        return False

    def answered(choice: str | None) -> None:
        if choice == "save":
            desk.do_beside(_save_kept(desk, copies))

    lines = [desk.reading(copy.mine).title() for copy in copies]
    desk.push_screen(dialogs.kept(lines), answered)
    return True


async def _save_kept(desk: LeadApp, copies: Sequence[KeptCopy]) -> None:
    saver = desk.make_saver()
    for copy in copies:
        saver.take_up(copy)
    if await asyncio.to_thread(saver.flush, leaving.FLUSH_WITHIN):
        await sitting.say_saved(desk, copies[-1].mine)


def _tell_where(desk: LeadApp, rows: Sequence[listing.Row]) -> None:
    """Say in which case this person was last, where that was lately and is no draft."""
    from lead_tui import whereabouts

    number = whereabouts.left(rows, desk.access, desk.clock())
    case = desk.case(number) if number else None
    if case is not None and isinstance(desk.screen, QuietScreen) and not desk.screen.message_row.text:
        desk.tell(whereabouts.in_words(desk.reading(case), desk.when))


def _offer_draft(desk: LeadApp, row: listing.Row) -> None:
    """Ask whether to go on with this draft, and say where in it one was."""
    from lead_tui import whereabouts
    from lead_tui.screens import dialogs

    case = desk.case(row.case)
    if case is None:
        return

    def answered(choice: str | None) -> None:
        if choice == "go_on":
            desk.open_draft(row.case)
        elif choice == "new":
            desk.new_intake()

    reading = desk.reading(case)
    about, ahead = whereabouts.of_draft(reading, desk.when), whereabouts.ahead(reading)
    desk.push_screen(dialogs.resume(*about, ahead=ahead), answered)
