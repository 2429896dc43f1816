"""Days to come, as a hand types them: when something is due, or an appointment takes place; and times just gone.

``today``, ``tomorrow``, ``+3`` (days), ``fri`` or ``friday`` (the next one), ``27 Nov`` and ``Nov 27`` (the
next such day), and every full date that answers take; an appointment adds a time, ``27 Nov 2 pm``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of

from lead_tui import typed_date
from lead_tui.kinds.time import clock_time
from lead_tui.partial_date import DateProblem, real_day
from lead_tui.words import Words

ACCEPTED = "Write a day, like 27 Nov, fri, tomorrow, +3 or 2026-11-27."
"""What is accepted, for a message."""
ACCEPTED_TIME = "Add the time, like 2 pm or 14:00."

ACCEPTED_PAST = "Write when, like 9 am, yesterday 2 pm or 24 Nov 14:00."

_FARTHEST = 3650
"""Days ahead that a plan may lie: ten years; a slip of the year shows."""
_LONG = 16
"""Characters of what was typed that a message tells."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AHEAD = re.compile(r"\+ ?([0-9]{1,4})(?: ?d(?:ays?)?)?")
_DAY_MONTH = re.compile(r"([0-9]{1,2})\.? ([^\W\d_]{3,})\.?|([^\W\d_]{3,})\.? ([0-9]{1,2})")
_TIME = re.compile(r"(?:(.*?)[ ,]+)??(?:at )?([0-9]{1,2}(?::[0-9]{2})? ?[ap]\.?m?\.?|[0-9]{1,2}:[0-9]{2})")


class DueProblem(ValueError):
    """What was typed is no day to come: one sentence that says what is accepted."""


def read(text: str, words: Words, *, today: date, time: bool = False) -> str:
    """Give ``YYYY-MM-DD``, or with *time* ``YYYY-MM-DDTHH:MM``; an empty text gives none.

    Raises DueProblem. A day that has passed is taken within the last year: somebody may set down late what
    was agreed.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return ""
    clock = None
    if time and (match := _TIME.fullmatch(tidy)) and match[1]:
        tidy, clock = match[1], clock_time(match[2])
        if clock is None:
            raise DueProblem(f"{match[2]} is no time. {ACCEPTED_TIME}")
    day = _day(tidy, words, today)
    if not today - timedelta(days=366) <= day <= today + timedelta(days=_FARTHEST):
        raise DueProblem(f"{_short(tidy)} lies too far away. {ACCEPTED}")
    return f"{day.isoformat()}T{clock}" if clock else day.isoformat()


def read_past(text: str, words: Words, *, now: datetime) -> str:
    """Give ``YYYY-MM-DDTHH:MM`` of a time within the last year, at the place and in the time zone of *now*.

    An empty text gives none. Raises DueProblem.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return ""
    match = _TIME.fullmatch(tidy)
    clock = clock_time(match[2]) if match else None
    if match is None or clock is None:
        raise DueProblem(f"{_short(tidy)} has no time of day. {ACCEPTED_PAST}")
    then = datetime.combine(_day_gone(match[1] or "today", words, now.date()), time_of.fromisoformat(clock))
    then = just_gone(then, now)
    ahead = then.astimezone(UTC) > now
    if ahead or then < now - timedelta(days=366):
        raise DueProblem(f"{_short(tidy)} {'is still to come' if ahead else 'lies too far away'}. {ACCEPTED_PAST}")
    return then.strftime("%Y-%m-%dT%H:%M")


def just_gone(then: datetime, now: datetime) -> datetime:
    """Give a time by the clock as one in the time zone of *now*: of two, when clocks go back, the last that is gone."""
    later, earlier = (then.replace(tzinfo=now.tzinfo, fold=fold) for fold in (1, 0))
    return later if later.astimezone(UTC) <= now.astimezone(UTC) else earlier


def _short(given: str) -> str:
    """Give the beginning of a long text, so that what is accepted has room behind it."""
    return given if len(given) <= _LONG else f"{given[:_LONG].rstrip()} ..."


def _day_gone(tidy: str, words: Words, today: date) -> date:
    if tidy.casefold() == "yesterday":
        return today - timedelta(days=1)
    try:
        day = _day(tidy, words, today)
    except DueProblem:
        raise DueProblem(f"{_short(tidy)} is no day. {ACCEPTED_PAST}") from None
    if day > today and len(tidy) >= 3 and any(name.startswith(tidy.casefold()) for name in _DAYS):
        return day - timedelta(days=7)
    if day > today and _DAY_MONTH.fullmatch(tidy.casefold()) and (day.month, day.day) != (2, 29):
        return day.replace(year=day.year - 1)
    return day


def _day(tidy: str, words: Words, today: date) -> date:
    plain = tidy.casefold()
    if plain == "tomorrow":
        return today + timedelta(days=1)
    if match := _AHEAD.fullmatch(plain):
        return today + timedelta(days=int(match[1]))
    if len(plain) >= 3 and (named := [n for n, name in enumerate(_DAYS) if name.startswith(plain)]):
        return today + timedelta(days=(named[0] - today.weekday() - 1) % 7 + 1)
    try:
        if match := _DAY_MONTH.fullmatch(plain):
            number, name = match[1] or match[4], match[2] or match[3]
            return _next_day(int(number), typed_date.month_named(name, words), today, tidy)
        known = typed_date.read(tidy, words, today=today, referral=None)
    except DateProblem:
        known = None
    if known is None or known.day is None:
        raise DueProblem(f"{_short(tidy)} is no day. {ACCEPTED}")
    return known.day


def _next_day(number: int, month: int | None, today: date, given: str) -> date:
    """Give the next day of that number and month, today included; within a month past, the one just gone."""
    if month is None:
        raise DueProblem(f"{_short(given)} is no day. {ACCEPTED}")
    for year in range(today.year - 1, today.year + 9):  # a leap day may be eight years off
        try:
            day = real_day(year, month, number)
        except DateProblem:
            continue  # 29 Feb
        if day >= today - timedelta(days=31):
            return day
    raise DueProblem(f"{_short(given)} is no day. {ACCEPTED}")


def in_words(due: str, words: Words) -> str:
    """Give ``27 Nov 2026`` or ``27 Nov 2026 2:00 pm``; a text that is no day as it stands."""
    try:
        then = datetime.fromisoformat(due)
    except ValueError:
        return due
    said = f"{then.day} {words.listing('date.months_short')[then.month - 1]} {then.year}"
    return (
        said
        if "T" not in due
        else f"{said} {then.hour % 12 or 12}:{then.minute:02d} {'am' if then.hour < 12 else 'pm'}"
    )


def echo(due: str, words: Words, today: date) -> str:
    """Give a day as it is understood while it is typed: ``Fri 27 Nov 2026, in 3 days``; of one gone, the day alone."""
    try:
        weekday = _DAYS[datetime.fromisoformat(due).weekday()][:3].title()
    except ValueError:
        return ""
    far = from_today(due, today)
    return f"{weekday} {in_words(due, words)}" + (f", {far}" if "overdue" not in far else "")


def from_today(due: str, today: date) -> str:
    """Say how far a day is: ``2 days overdue``, ``today``, ``tomorrow``, ``in 5 days``; nothing for no day."""
    try:
        days = (date.fromisoformat(due[:10]) - today).days
    except ValueError:
        return ""
    if days < 0:
        return f"{-days} {'day' if days == -1 else 'days'} overdue"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
