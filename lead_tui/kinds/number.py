"""A number of something, with its unit."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from lead_tui.kinds.refusal import in_file, sentence
from lead_tui.kinds.yes_no import columns
from lead_tui.question import JSON, Context, Question, Reading

__all__ = ["cells", "check", "columns", "plain", "read", "say", "typed", "uncell"]

_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_DECIMAL_COMMA = re.compile(r"[0-9]+,(?![0-9]{3}$)[0-9]*")
"""Not the comma of 1,000: told to use a point there, people would turn a thousand into one."""
DIGITS = 12
"""Most digits before the point, and half as many after it: what a float holds without rounding."""


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take digits with or without a point; nothing below the lowest number of the question."""
    text = typed.strip()
    if _DECIMAL_COMMA.fullmatch(text):
        example = text.replace(",", ".")
        return Reading(problem="" if typing else sentence(question, "comma", context, given=text, example=example))
    if not _NUMBER.fullmatch(text):
        return Reading(problem="" if typing else sentence(question, "not_a_number", context, given=text))
    whole, _, part = text.lstrip("-").partition(".")
    if len(whole.lstrip("0")) > DIGITS or len(part.rstrip("0")) > DIGITS // 2:
        return Reading(problem=sentence(question, "too_long", context, given=text))
    value = float(text)
    if value < question.least:
        least = plain(question.least)
        return Reading(problem=sentence(question, "too_low", context, given=text, least=least))
    number: int | float = int(value) if value.is_integer() else value
    return Reading(value=number, echo=say(question, number, context))


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept a finite number, not a text that looks like one, not below the lowest."""
    if isinstance(value, int | float) and not isinstance(value, bool) and question.least <= value < math.inf:
        return ""
    return in_file(question, "number", context, value)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give the number with its unit."""
    return f"{plain(value)} {question.unit}".strip()


def plain(value: JSON) -> str:
    """Give a number in digits, without an idle zero after the point."""
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value)


def typed(question: Question, value: JSON) -> str:
    """Give the number in digits."""
    return plain(value)


def cells(question: Question, value: JSON) -> tuple[str, ...]:
    """Give the number in digits."""
    return (plain(value),)


def uncell(question: Question, row: tuple[str, ...]) -> JSON:
    """Give the number, or the text itself where it is none."""
    text = row[0].strip()
    if not _NUMBER.fullmatch(text):
        return row[0]
    if "." not in text and len(text) < 4000:  # more digits than Python turns into a number
        return int(text)
    value = float(text)
    return int(value) if value.is_integer() else value
