"""What a person was asked in earlier cases and need not be asked again: offered with its age, never filled in.

Pure: no file, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from lead_tui.case import Case
from lead_tui.listing import at_place
from lead_tui.question import DECLINED, JSON, UNKNOWN, Question

BY_DEFAULT = "default"
"""How an answer was entered that nobody typed: an honest default, shown as one."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of an earlier case."""

    value: JSON
    at: str
    """When it was given: UTC, ISO 8601."""
    case: str
    """The number of that case."""


def given(question: Question, cases: Iterable[Case]) -> Given | None:
    """Give the answer to a question in the first of *cases* that has one; None where it may not be taken over."""
    if not question.of_person:
        return None
    for case in cases:
        answer = case.answers.get(question.key)
        if answer is None or answer.via == BY_DEFAULT or question.key in case.unsettled:
            continue
        if answer.value not in (None, "", UNKNOWN, DECLINED):
            return Given(value=answer.value, at=answer.at or case.created, case=case.case)
    return None


def day_of(stamp: str, zone: ZoneInfo) -> date | None:
    """Give the day of a UTC *stamp* at a place; None where it is none."""
    then = at_place(stamp, zone)
    return then.date() if then else None


def ago(then: date, today: date) -> str:
    """Say how long ago a day was: ``today``, ``5 days ago``, ``3 months ago``, ``2 years ago``."""
    days = (today - then).days
    if days < 1:
        return "today"
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    if days < 28 or months < 1:
        count, unit = days, "day"
    else:
        count, unit = (months, "month") if months < 24 else (months // 12, "year")
    return f"{count} {unit}{'' if count == 1 else 's'} ago"
