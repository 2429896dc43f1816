"""Dates in words: ``14 May 1990``, so that nobody swaps day and month."""

from __future__ import annotations

from datetime import date

from lead_tui.condition import Span
from lead_tui.partial_date import DateProblem, PartialDate, day_after, day_before
from lead_tui.words import Words


def day_in_words(day: date, words: Words, *, short: bool = False) -> str:
    """Give ``14 May 1990``, or with *short* months ``30 Sep 2016``."""
    return f"{day.day} {month_name(day.month, words, short=short)} {day.year}"


def month_name(month: int, words: Words, *, short: bool = False) -> str:
    """Give the name of a month counted from 1."""
    return words.listing("date.months_short" if short else "date.months")[month - 1]


def in_words(known: PartialDate, words: Words, *, short: bool = False) -> str:
    """Give what is known of a day, as it stands alone: ``May 1990``, ``before 2016``."""
    if known.precision == "day":
        assert known.earliest is not None
        return day_in_words(known.earliest, words, short=short)
    if known.precision in {"month", "year"}:
        assert known.earliest is not None
        year = str(known.earliest.year)
        if known.precision == "year":
            return year
        return f"{month_name(known.earliest.month, words, short=short)} {year}"
    return _interval(known, words, short=short)


def on(known: PartialDate, words: Words, *, short: bool = False) -> str:
    """Give it after an event's name: ``on 14 May 1990``, ``in May 1990``, ``before 2016``."""
    text = in_words(known, words, short=short)
    if known.precision == "interval":
        return text
    return words.say("date.on" if known.precision == "day" else "date.in", date=text)


def born(known: PartialDate, words: Words, *, short: bool = False) -> str:
    """Give it after ``Born``: ``14 May 1990``, ``in May 1990``, ``before 2016``."""
    return in_words(known, words, short=short) if known.precision == "day" else on(known, words, short=short)


def _interval(known: PartialDate, words: Words, *, short: bool) -> str:
    """Word an interval by its ends; a bound at a turn of the year is said as that year."""
    if known.earliest is None:
        assert known.latest is not None
        limit = day_after(known.latest)
        turn = limit.month == 1 and limit.day == 1
        said = str(limit.year) if turn else day_in_words(limit, words, short=short)
        return words.say("date.before", date=said)
    if known.latest is None:
        limit = day_before(known.earliest)
        turn = limit.month == 12 and limit.day == 31
        said = str(limit.year) if turn else day_in_words(limit, words, short=short)
        return words.say("date.after", date=said)
    return words.say(
        "date.between",
        start=day_in_words(known.earliest, words, short=short),
        end=day_in_words(known.latest, words, short=short),
    )


def span_in_words(span: Span, words: Words) -> str:
    """Give a look-back: ``10 years``, ``18 months``."""
    counts = (("years", span.years), ("months", span.months))
    return " ".join(words.say(f"event.{unit}", n=n) for unit, n in counts if n)


def problem_in_words(problem: DateProblem, words: Words, *, given: str) -> str:
    """Give the sentence for a date that could not be read; *given* is what was typed or sent."""
    values = dict(problem.values)
    if problem.word == "date.no_such_day":
        year, month, day = (int(str(values[key])) for key in ("year", "month", "day"))
        name = f"{month_name(month, words, short=True)} {day}"
        values = {
            "day": f"{name}, {year}" if (month, day) == (2, 29) else name,
            "example": f"{year:04d}-{month:02d}-{28 if month == 2 else 30}",
        }
    return words.say(problem.word, **{"given": given, **values})
