"""``contact``: what happened with a case after the referral, asked for line by line."""

from __future__ import annotations

from lead_tui import interview
from lead_tui.access import Deed
from lead_tui.settings import Settings, number_among


def run(settings: Settings, number: str) -> int:
    """Ask what happened with a case and record it; gives the exit code, as the interview does. Staff alone may."""
    settings.require(Deed.CONTACT)
    program = settings.read_program()
    store = settings.open_store()
    seen = settings.seen(program, store)
    found = number_among(number, (row.case for row in seen.rows()), seen.place)
    user = settings.who()
    return interview.run(program, store, user=user, clock=settings.now, number=found, contact=True)
