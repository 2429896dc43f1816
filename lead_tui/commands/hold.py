"""``hold``: a case on legal hold, so that nothing of it is expunged; or released again. For staff."""

from __future__ import annotations

from lead_tui import output
from lead_tui.access import Deed
from lead_tui.settings import Settings, number_among
from lead_tui.wrong_input import one_line


def run(settings: Settings, number: str, *, reason: str, release: bool) -> None:
    """Put the case on hold, or release it, with the reason in its record."""
    settings.require(Deed.HOLD)
    reason = one_line("--reason", reason, 'say why, like --reason "subpoena 26-0114"')
    store = settings.open_store()
    number = number_among(number, (row.case for row in store.summaries()), store.path)
    store.hold(number, by=settings.who(), reason=reason, release=release)
    done = "is released" if release else "is on legal hold: nothing of it can be expunged until that is released"
    output.say(f"{number} {done}.")
    settings.tell_notices(store)
