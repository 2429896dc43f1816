"""What is known of a day, as an interval.

Written in the notation of EDTF (ISO 8601-2): ``2016``, ``2016-05``, ``2016-05-14``, ``A/B``, ``../B``,
``A/..``. An interval is never narrowed by guessing: a year stays a year.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import msgspec

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class DateProblem(ValueError):
    """A date that cannot be read: the name of the sentence that says why, and what it speaks of."""

    def __init__(self, word: str, **values: object) -> None:
        super().__init__(word)
        self.word = word
        self.values = values


class PartialDate(msgspec.Struct, frozen=True):
    """A day known to lie between two days, both included; None is an open end, never at both."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        """Refuse what is no interval."""
        if self.earliest is None and self.latest is None:
            raise DateProblem("date.open_both")
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise DateProblem("date.backwards", start=self.earliest, end=self.latest)

    @property
    def day(self) -> date | None:
        """The day itself where it is known exactly."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``year`` or ``interval``."""
        if self.earliest is None or self.latest is None:
            return "interval"
        if self.earliest == self.latest:
            return "day"
        if self == month_of(self.earliest.year, self.earliest.month):
            return "month"
        return "year" if self == year_of(self.earliest.year) else "interval"

    def edtf(self) -> str:
        """Give the interval in EDTF, in its shortest form."""
        first, last = self.earliest, self.latest
        if first is not None and last is not None:
            text = first.isoformat()
            cut = {"day": 10, "month": 7, "year": 4}.get(self.precision)
            return text[:cut] if cut else f"{text}/{last.isoformat()}"
        return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"

    def holds(self, other: PartialDate) -> bool:
        """Say whether every day of *other* lies in this interval."""
        starts = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        ends = self.latest is None or (other.latest is not None and other.latest <= self.latest)
        return starts and ends

    def up_to(self, day: date) -> PartialDate | None:
        """Give the part that lies on or before *day*; None where there is none."""
        if self.earliest is not None and self.earliest > day:
            return None
        latest = day if self.latest is None else min(self.latest, day)
        return PartialDate(self.earliest, latest)


def exactly(day: date) -> PartialDate:
    """Give a day that is known."""
    return PartialDate(day, day)


def year_of(year: int) -> PartialDate:
    """Give a year of which nothing more is known."""
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def month_of(year: int, month: int) -> PartialDate:
    """Give a month of which nothing more is known."""
    return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def real_day(year: int, month: int, day: int) -> date:
    """Give that day; DateProblem where the calendar has no such month or day."""
    if not 1 <= month <= 12:
        raise DateProblem("date.no_such_month", month=month)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise DateProblem("date.no_such_day", year=year, month=month, day=day)
    return date(year, month, day)


def point(text: str) -> PartialDate:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; DateProblem for anything else."""
    match = _POINT.fullmatch(text)
    if not match or match[1] == "0000":
        raise DateProblem("date.not_edtf", given=text)
    year = int(match[1])
    if match[2] is None:
        return year_of(year)
    month = int(match[2])
    if match[3] is None:
        return month_of(year, real_day(year, month, 1).month)
    return exactly(real_day(year, month, int(match[3])))


def parse_edtf(text: str) -> PartialDate:
    """Read a date or interval in EDTF; DateProblem says what is wrong.

    Not taken: ``../..``, an empty end (``/B``), uncertainty (``~``, ``?``).
    """
    if "/" not in text:
        return point(text)
    first, last = text.split("/", 1)
    if first == last == "..":
        raise DateProblem("date.open_both")
    start = None if first == ".." else point(first)
    end = None if last == ".." else point(last)
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest is not None and latest is not None and latest < earliest:
        raise DateProblem("date.backwards", start=first, end=last)
    return PartialDate(earliest, latest)


def minus(day: date, *, years: int = 0, months: int = 0) -> date:
    """Give the same day so many years and months earlier, clamped to the month's end.

    Counting back from or to 29 February gives 28 February. Before year 1 it stops at 1 January 1.
    """
    count = day.year * 12 + day.month - 1 - years * 12 - months
    if count < 12:
        return date.min
    if count >= 10000 * 12:
        return date.max
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_before(day: date) -> date:
    """Give the day before, or the first day that there is."""
    return day if day == date.min else day - timedelta(days=1)


def day_after(day: date) -> date:
    """Give the day after, or the last day that there is."""
    return day if day == date.max else day + timedelta(days=1)
