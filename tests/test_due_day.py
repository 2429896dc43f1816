"""Days to come, as a hand types them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_tui import due_day

TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 21, 4, tzinfo=ZoneInfo("America/New_York"))
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def read(text: str, words, today: date = TUESDAY, *, time: bool = False) -> str:
    return due_day.read(text, words, today=today, time=time)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("+3", "2026-11-27"),
        ("+ 10 days", "2026-12-04"),
        ("fri", "2026-11-27"),
        ("Tuesday", "2026-12-01"),
        ("27 Nov", "2026-11-27"),
        ("Nov 27", "2026-11-27"),
        ("3 jan", "2027-01-03"),
        ("20 November", "2026-11-20"),
        ("29 Feb", "2028-02-29"),
        ("11/27/2026", "2026-11-27"),
        ("2026-11-27", "2026-11-27"),
        ("  ", ""),
    ],
)
def test_a_day_to_come_is_read_as_people_say_it(wilmington, typed, means):
    assert read(typed, wilmington.words) == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("fri 2 pm", "2026-11-27T14:00"),
        ("27 Nov at 9:30 am", "2026-11-27T09:30"),
        ("tomorrow, 14:00", "2026-11-25T14:00"),
        ("27 Nov", "2026-11-27"),
    ],
)
def test_an_appointment_may_have_a_time(wilmington, typed, means):
    assert read(typed, wilmington.words, time=True) == means


@pytest.mark.parametrize(
    "typed",
    ["soon", "Nov", "2026", "2026-13-01", "31 Nov", "fo 3", "+99999", "1990-05-14", "3026-01-01", "=cmd()", "mo"],
)
def test_what_is_no_day_to_come_says_what_is_accepted(wilmington, typed):
    with pytest.raises(due_day.DueProblem, match=r"27 Nov, fri, tomorrow, \+3 or 2026-11-27"):
        read(typed, wilmington.words)


def test_a_time_that_does_not_exist_is_refused(wilmington):
    with pytest.raises(due_day.DueProblem, match="2 pm or 14:00"):
        read("fri 25:00", wilmington.words, time=True)


def test_a_day_of_december_named_in_january_is_the_one_just_gone(wilmington):
    assert read("28 Dec", wilmington.words, date(2027, 1, 5)) == "2026-12-28"


@given(days)
def test_a_weekday_is_always_within_the_next_seven_days(wilmington, today):
    for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        found = date.fromisoformat(read(name, wilmington.words, today))
        assert timedelta(0) < found - today <= timedelta(7)
        assert found.strftime("%a").lower() == name


@given(days, st.integers(-31, 300))
def test_a_day_named_by_number_and_month_is_the_nearest_to_come(wilmington, today, ahead):
    day = today + timedelta(days=ahead)
    typed = f"{day.day} {wilmington.words.listing('date.months_short')[day.month - 1]}"
    assert read(typed, wilmington.words, today) == day.isoformat()


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-22", "2 days overdue"),
        ("2026-11-23T09:00", "1 day overdue"),
        ("2026-11-24", "today"),
        ("2026-11-25", "tomorrow"),
        ("2026-12-24", "in 30 days"),
        ("", ""),
        ("never", ""),
    ],
)
def test_how_far_a_day_is_stands_in_words(due, said):
    assert due_day.from_today(due, TUESDAY) == said


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("9:30 am", "2026-11-24T09:30"),
        ("9am", "2026-11-24T09:00"),
        ("at 14:00", "2026-11-24T14:00"),
        ("today 2 pm", "2026-11-24T14:00"),
        ("yesterday 2 pm", "2026-11-23T14:00"),
        ("mon 14:00", "2026-11-23T14:00"),
        ("Tuesday 2 pm", "2026-11-24T14:00"),
        ("wed 2 pm", "2026-11-18T14:00"),
        ("20 Nov at 2 pm", "2026-11-20T14:00"),
        ("24 Dec, 2 pm", "2025-12-24T14:00"),
        ("2026-11-01 23:59", "2026-11-01T23:59"),
        (" ", ""),
    ],
)
def test_a_time_just_gone_is_read_as_people_say_it(wilmington, typed, means):
    assert due_day.read_past(typed, wilmington.words, now=NOW) == means


@pytest.mark.parametrize(
    "typed", ["yesterday", "11 pm", "tomorrow 9 am", "29 Feb 9 am", "2020-01-01 9 am", "25:00", "x 2 pm"]
)
def test_what_is_no_time_just_gone_says_what_is_accepted(wilmington, typed):
    with pytest.raises(due_day.DueProblem, match="Write when, like 9 am, yesterday 2 pm"):
        due_day.read_past(typed, wilmington.words, now=NOW)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [("1:15 am", "06:15"), ("1:45 am", "05:45"), ("12:30 am", "04:30")],
)
def test_of_an_hour_that_the_clocks_go_through_twice_the_last_time_that_is_gone_counts(wilmington, typed, utc):
    half_past_one_again = datetime(2026, 11, 1, 1, 30, tzinfo=NOW.tzinfo, fold=1)

    read = due_day.read_past(typed, wilmington.words, now=half_past_one_again)
    then = due_day.just_gone(datetime.fromisoformat(read), half_past_one_again)

    assert then.astimezone(UTC).strftime("%H:%M") == utc
