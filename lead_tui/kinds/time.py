"""A time of day, to the minute."""

from __future__ import annotations

import re

from lead_tui.kinds.refusal import in_file, sentence
from lead_tui.kinds.yes_no import cells, columns, uncell
from lead_tui.question import JSON, Context, Question, Reading

__all__ = ["cells", "check", "columns", "read", "say", "typed", "uncell"]

_TYPED = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? ?([ap])?\.?m?\.?")
_NOW = ("t", "now")
_RECORD = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take ``8:50 pm``, ``8 pm``, ``20:50``, and ``t`` or ``now`` for the time it is."""
    value = context.now if typed.strip().casefold() in _NOW and context.now else clock_time(typed)
    if value is not None:
        return Reading(value=value, echo=say(question, value, context))
    return Reading(problem="" if typing else sentence(question, "not_a_time", context, given=typed.strip()))


def clock_time(typed: str) -> str | None:
    """Give ``HH:MM`` of 24 hours for what was typed; None where it is no time of day."""
    match = _TYPED.fullmatch(" ".join(typed.casefold().split()))
    if match and (match[2] or match[3]):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
            half = None
        if half is None and hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    return None


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept ``HH:MM`` of a day of 24 hours."""
    if isinstance(value, str) and _RECORD.fullmatch(value):
        return ""
    return in_file(question, "time", context, value)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give ``8:50 pm``."""
    hour, _, minute = str(value).partition(":")
    return f"{(int(hour) - 1) % 12 + 1}:{minute} {'am' if int(hour) < 12 else 'pm'}"


def typed(question: Question, value: JSON) -> str:
    """Give the time as it stands in the record."""
    return str(value)
