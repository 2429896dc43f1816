"""Dates as a hand types them.

``1990``, ``1990-05``, ``1990-05-14``, ``5/14/1990``, ``May 1990``, ``May 14 1990``, ``14 May 1990``,
``today``, ``05141990``, ``19900514``, ``before 2016``, ``after 2016``, ``about 3 years ago``, ``age 34``
and the intervals of EDTF. Eight digits are read year first where they begin with 19 or 20, else month
first; never both ways.
"""

from __future__ import annotations

import re
from datetime import date

from lead_tui.partial_date import (
    DateProblem,
    PartialDate,
    day_after,
    day_before,
    exactly,
    minus,
    month_of,
    parse_edtf,
    point,
    real_day,
    year_of,
)
from lead_tui.words import Words

_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]+)")
_DASHED = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_NAMED = re.compile(r"(?:([0-9]{1,2}) )?([^\W\d_]+)\.?(?: ([0-9]{1,2}),?)? ([0-9]{4})")
_ABOUT = re.compile(r"about ([0-9]{1,3}) years? ago")
_AGE = re.compile(r"age ([0-9]{1,3})")
_BOUND = re.compile(r"(before|after|since) (.+)")


def read(text: str, words: Words, *, today: date, referral: date | None, birth: bool = False) -> PartialDate:
    """Read a date that is finished; DateProblem says what is wrong.

    *referral* is the day that ``about 3 years ago`` and, for a *birth*, ``age 34`` count from.
    """
    tidy = " ".join(text.split())
    plain = tidy.casefold()
    if plain == "today":
        return exactly(today)
    if plain.isascii() and plain.isdigit() and len(plain) == 8:
        return _eight_digits(plain)
    if re.fullmatch(r"[0-9]{4}-[0-9](-[0-9]{1,2})?|[0-9]{4}-[0-9]{2}-[0-9]", plain):
        raise DateProblem("date.two_digits", given=tidy)
    if _DASHED.fullmatch(plain) and plain >= "1":
        return point(plain)
    if match := _SLASHED.fullmatch(plain):
        return _slashed(match, tidy)
    if match := _BOUND.fullmatch(plain):
        return _bound(match, words, today=today, referral=referral)
    if match := _NAMED.fullmatch(plain):
        return _named(match, tidy, words)
    if (match := _ABOUT.fullmatch(plain)) or (birth and (match := _AGE.fullmatch(plain))):
        if referral is None:
            raise DateProblem("date.needs_referral", given=tidy)
        years = int(match[1])
        return _age(referral, years) if plain.startswith("age") else _about(referral, years)
    if re.fullmatch(r"(\.\.|[0-9]{4}[0-9-]*)/(\.\.|[0-9]{4}[0-9-]*)", plain):
        return parse_edtf(plain)
    raise DateProblem("date.not_a_date", given=tidy)


def so_far(text: str, words: Words, *, today: date) -> PartialDate | None:
    """Read a date that is still being typed, as the interval in which every ending lies.

    ``19900`` reads 1990. What is read only narrows with each key, so that a result never flickers;
    None where nothing can be said yet.
    """
    tidy = " ".join(text.split())
    try:
        if tidy.isascii() and tidy.isdigit():
            return _digits_so_far(tidy)
        if match := re.fullmatch(r"([1-9][0-9]{3})-(?:([0-9]{2})(?:-[0-9]?)?|[0-9])?", tidy):
            return point(f"{match[1]}-{match[2]}" if match[2] else match[1])
        if _BOUND.fullmatch(tidy.casefold()):
            return None  # "before 2016" may go on as "before 2016-05", which lies outside it
        if _DASHED.fullmatch(tidy) or _SLASHED.fullmatch(tidy) or _NAMED.fullmatch(tidy.casefold()):
            return read(tidy, words, today=today, referral=None)
    except DateProblem:
        return None
    return None


def _digits_so_far(digits: str) -> PartialDate | None:
    """Read 3 to 8 digits: a year first, or month and day and the beginning of a year.

    Two digits say nothing yet: ``20`` may go on as ``20 May 1990``.
    """
    if len(digits) < 3:
        return None
    if digits[:2] in {"19", "20"}:
        if len(digits) < 4:
            first, last = digits.ljust(4, "0"), digits.ljust(4, "9")
            return PartialDate(date(int(first), 1, 1), date(int(last), 12, 31))
        if len(digits) < 6:
            return year_of(int(digits[:4]))
        if len(digits) < 8:
            return month_of(int(digits[:4]), real_day(int(digits[:4]), int(digits[4:6]), 1).month)
        return _eight_digits(digits) if len(digits) == 8 else None
    if not 5 <= len(digits) <= 8 or digits[4] not in "12" or digits[4:6] not in _CENTURIES:
        return None
    month, day, year = int(digits[:2]), int(digits[2:4]), digits[4:]
    first_year = max(1900, int(year.ljust(4, "0")))
    last_year = min(2099, int(year.ljust(4, "9")))
    real_day(2000, month, day)
    if (month, day) == (2, 29) and first_year != last_year:
        return PartialDate(date(first_year, 2, 28), date(last_year, 3, 1))
    return PartialDate(real_day(first_year, month, day), real_day(last_year, month, day))


_CENTURIES = {"1", "2", "19", "20"}


def _eight_digits(digits: str) -> PartialDate:
    if digits[:2] in {"19", "20"}:
        return exactly(real_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
    if digits[4:6] not in _CENTURIES:
        raise DateProblem("date.eight_digits", given=digits)
    return exactly(real_day(int(digits[4:]), int(digits[:2]), int(digits[2:4])))


def _slashed(match: re.Match[str], given: str) -> PartialDate:
    month, day, year = int(match[1]), int(match[2]), match[3]
    if len(year) != 4 or year < "1":
        raise DateProblem("date.short_year", given=given, example=f"{month}/{day}/19{year[-2:]:0>2}")
    if month > 12:
        swapped = f"{day}/{month}/{year}" if 1 <= day <= 12 else f"5/14/{year}"
        raise DateProblem("date.month_first", given=given, month=month, example=swapped)
    return exactly(real_day(int(year), month, day))


def _named(match: re.Match[str], given: str, words: Words) -> PartialDate:
    before, name, after, year = match.groups()
    month = month_named(name, words)
    if month is None or (before and after) or year < "1":
        raise DateProblem("date.not_a_date", given=given)
    day = before or after
    return exactly(real_day(int(year), month, int(day))) if day else month_of(int(year), month)


def month_named(name: str, words: Words) -> int | None:
    """Give the number of the month of that name, short or whole, in small letters; None where there is none."""
    for listing in ("date.months", "date.months_short"):
        for number, month in enumerate(words.listing(listing), 1):
            if month.casefold() == name or (name == "sept" and number == 9):
                return number
    return None


def _bound(match: re.Match[str], words: Words, *, today: date, referral: date | None) -> PartialDate:
    side, rest = match.groups()
    if _BOUND.fullmatch(rest):
        raise DateProblem("date.not_a_date", given=match[0])
    limit = read(rest, words, today=today, referral=referral)
    if limit.earliest is None or limit.latest is None:
        raise DateProblem("date.not_a_date", given=match[0])
    if side == "before":
        return PartialDate(None, day_before(limit.earliest))
    return PartialDate(day_after(limit.latest) if side == "after" else limit.earliest, None)


def _about(referral: date, years: int) -> PartialDate:
    """Give the days that ``about N years ago`` may mean: one year more or less."""
    return PartialDate(minus(referral, years=years + 1), minus(referral, years=max(0, years - 1)))


def _age(referral: date, years: int) -> PartialDate:
    """Give the birth dates of people of that age, in whole years, on the day of the referral."""
    return PartialDate(day_after(minus(referral, years=years + 1)), minus(referral, years=years))
