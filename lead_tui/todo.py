"""What is to be done, as the rows of the list tell it: by when, what, the last try, the days since the referral.

Pure: a row and the day at the program's place are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from lead_tui import due_day
from lead_tui.contact import FIRST_CONTACT, INTAKE_APPOINTMENT
from lead_tui.deeds import RESULTS

OVERDUE = "!"
"""The mark of what is overdue: no colour is needed to see it."""
NO_DAY = "no day set"
WAITING = "waiting"
"""Of a referral that nobody has called about yet: its first contact was due on the day that it came."""
NEVER_TRIED = "none yet"
NOBODY = "nobody"
"""Who has a case that was assigned to none."""

_OVER = frozenset(("closed", "expunged"))
_LAST = "~"
"""Stands behind every day."""
_SHORT = {"message_left": "message", "wrong_number": "wrong no."}
_SHORT_STEPS = {FIRST_CONTACT: "1st contact", INTAKE_APPOINTMENT: "Appointment"}
_AGES_AGO = 300
"""Days after which a day without its year could be taken for one of this year."""


class Row(Protocol):
    """What is read of a summary."""

    @property
    def status(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def referred(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def next(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def due(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def tried(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def tried_at(self) -> str: ...  # noqa: D102 - as in a summary


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one row."""

    due: str
    """``! 2 days overdue``, ``  today 2 pm``, ``  in 5 days``, ``  no day set``: behind two cells for the mark."""
    overdue: bool
    pressing: bool
    """Overdue, or due today."""
    step: str
    tried: str
    """``message left 22 Nov``; empty before the first try."""
    tried_short: str
    """The same in 16 cells at most."""
    since: str
    """``day 5`` of the referral; empty where its day is not known."""


def waits(row: Row) -> bool:
    """Say whether something is to be done about a case."""
    return bool(row.next or row.due) and row.status not in _OVER


def order(row: Row) -> str:
    """Give what rows are put in order by: what is due first, then what has no day, the oldest referral first."""
    return f"{due_since(row) or _LAST} {row.referred or _LAST}"


def due_since(row: Row) -> str:
    """Give the day on which something is due; a first contact without one is due from the day of the referral."""
    return row.due or (row.referred if row.next == FIRST_CONTACT else "")


def days_overdue(due: str, today: date) -> int:
    """Give the days since the day that something was due; 0 where that is to come, or no day."""
    return max(_days(due, today) or 0, 0)


def days_since(referred: str, today: date) -> int | None:
    """Give the days since the day of the referral; None where it is not known."""
    return _days(referred, today)


def words(row: Row, today: date, zone: ZoneInfo, months: Sequence[str]) -> Words:
    """Give what is said of *row* on the day *today*; *months* are the short names of the months."""
    overdue = days_overdue(row.due, today) > 0
    day = _day(row.tried_at, today, zone, months)
    since = days_since(row.referred, today)
    return Words(
        due=f"{OVERDUE if overdue else ' '} {_due(row, today)}",
        overdue=overdue,
        pressing=overdue or _days(row.due, today) == 0 or _waiting(row),
        step=" ".join(row.next.split()) or "-",
        tried=f"{RESULTS.get(row.tried, row.tried)} {day}".strip(),
        tried_short=f"{_SHORT.get(row.tried, RESULTS.get(row.tried, row.tried))} {day}".strip(),
        since="" if since is None or since < 0 else f"day {since}",
    )


def short_step(step: str) -> str:
    """Give a next step in words for a narrow column, where there are some."""
    return _SHORT_STEPS.get(step, step)


def _days(day: str, today: date) -> int | None:
    try:
        return (today - date.fromisoformat(day[:10])).days
    except ValueError:
        return None


def _waiting(row: Row) -> bool:
    return row.next == FIRST_CONTACT and not row.due


def _due(row: Row, today: date) -> str:
    far = due_day.from_today(row.due, today)
    if far == "today" and "T" in row.due:
        return f"{far} {_clock(row.due)}".rstrip()
    return far or (WAITING if _waiting(row) else NO_DAY)


def _clock(due: str) -> str:
    """Give ``2 pm`` or ``2:30 pm``."""
    try:
        then = datetime.fromisoformat(due)
    except ValueError:
        return ""
    minutes = f":{then.minute:02d}" if then.minute else ""
    return f"{then.hour % 12 or 12}{minutes} {'am' if then.hour < 12 else 'pm'}"


def _day(stamp: str, today: date, zone: ZoneInfo, months: Sequence[str]) -> str:
    """Give the day of a try: ``today``, ``22 Nov``, ``2025``."""
    try:
        then = datetime.fromisoformat(stamp)
        day = (then.astimezone(zone) if then.tzinfo else then).date()
    except (ValueError, OverflowError):
        return ""
    if day == today:
        return "today"
    return f"{day.day} {months[day.month - 1]}" if abs((today - day).days) < _AGES_AGO else str(day.year)
