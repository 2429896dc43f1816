"""The date of the latest event of a sort, or that there was none.

``o`` and ``w`` answer the rule without an exact day: older than its window, or within it. They are kept as
intervals, so that no date need be copied out of a criminal record (domain reading: section on what a tool
like this must not do).
"""

from __future__ import annotations

from lead_tui import date_words
from lead_tui.kinds import date
from lead_tui.kinds.date import cells, columns, uncell
from lead_tui.kinds.refusal import sentence
from lead_tui.partial_date import PartialDate, day_before, minus, parse_edtf
from lead_tui.question import JSON, NEVER, Context, Question, Reading

__all__ = ["cells", "check", "columns", "read", "say", "typed", "uncell"]

ADULT = 18
"""Years; an event before is a juvenile matter, which must not be entered (G.S. 7B-2412, 7B-3000)."""


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take n for never, o for older than the window, w for within it, or any form of a date."""
    word = typed.strip().casefold()
    if word in ("n", NEVER) or word in context.words.listing("typed.never"):
        return Reading(value=NEVER, echo=context.words.say("answer.never"))
    side = {"o": "older", "older": "older", "w": "within", "within": "within"}.get(word)
    if side is None or question.window is None:
        reading = date.read(question, typed, context, typing=typing)
        if not isinstance(reading.value, str):
            return reading
        return Reading(
            value=reading.value,
            echo=reading.echo,
            warning=_warning(question, parse_edtf(reading.value), context),
        )
    known = _side(question, side, context)
    if known is None:
        return Reading(problem=context.words.say("date.needs_referral", given=typed.strip()))
    return Reading(value=known.edtf(), echo=say(question, known.edtf(), context))


def _side(question: Question, side: str, context: Context) -> PartialDate | None:
    """Give the days older than the question's window, or within it."""
    if question.window is None or context.referral is None:
        return None
    edge = minus(context.referral, years=question.window.years, months=question.window.months)
    if side == "older":
        return PartialDate(None, day_before(edge))
    return PartialDate(edge, context.referral)


def _warning(question: Question, known: PartialDate, context: Context) -> str:
    """Say that an event lies before the birth date, or before the 18th birthday."""
    birth = context.birth
    if birth is None or birth.earliest is None or known.latest is None:
        return ""
    if known.latest < birth.earliest:
        return sentence(question, "before_birth", context, given=say(question, known.edtf(), context))
    if known.latest < minus(birth.earliest, years=-ADULT):
        return sentence(question, "juvenile", context, given=say(question, known.edtf(), context))
    return ""


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept ``never`` and what a date accepts."""
    return "" if value == NEVER else date.check(question, value, context)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give the date in words; the two sides of the window by their names."""
    if value == NEVER:
        return context.words.say("answer.never")
    for side in ("older", "within"):
        known = _side(question, side, context)
        if known is not None and known.edtf() == value:
            return context.words.say(f"event.{side}", span=span_in_words(question, context))
    return date.say(question, value, context)


def span_in_words(question: Question, context: Context) -> str:
    """Give the question's window: ``10 years``, ``18 months``."""
    return date_words.span_in_words(question.window, context.words) if question.window else ""


def typed(question: Question, value: JSON) -> str:
    """Give the date in EDTF, or ``never``."""
    return str(value)
