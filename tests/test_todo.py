from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from lead_tui import todo
from lead_tui.lines import Summary

TODAY = date(2026, 11, 24)
WILMINGTON = ZoneInfo("America/New_York")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said(**fields) -> todo.Words:
    return todo.words(Summary(status="open", **fields), TODAY, WILMINGTON, MONTHS)


@pytest.mark.parametrize(
    ("due", "words", "overdue"),
    [
        ("2026-11-22", "! 2 days overdue", True),
        ("2026-11-23", "! 1 day overdue", True),
        ("2026-11-23T09:00", "! 1 day overdue", True),
        ("2026-11-24", "  today", False),
        ("2026-11-24T14:00", "  today 2 pm", False),
        ("2026-11-24T00:30", "  today 12:30 am", False),
        ("2026-11-25T14:00", "  tomorrow", False),
        ("2026-11-29", "  in 5 days", False),
        ("", "  no day set", False),
        ("soon", "  no day set", False),
    ],
)
def test_a_day_is_told_by_how_far_it_is_and_what_is_overdue_has_a_mark(due, words, overdue):
    told = said(next="Call", due=due)

    assert (told.due, told.overdue) == (words, overdue)
    assert told.pressing == (overdue or "today" in words)


@pytest.mark.parametrize(
    ("tried", "at", "words", "short"),
    [
        ("no_answer", "2026-11-22T15:00:00Z", "no answer 22 Nov", "no answer 22 Nov"),
        ("message_left", "2026-11-22T04:59:00Z", "message left 21 Nov", "message 21 Nov"),
        ("wrong_number", "2026-11-24T15:00:00Z", "wrong number today", "wrong no. today"),
        ("reached", "2025-11-22T15:00:00Z", "reached 2025", "reached 2025"),
        ("reached", "2026-11-22", "reached 22 Nov", "reached 22 Nov"),
        ("refused", "", "refused", "refused"),
        ("", "", "", ""),
        ("sang", "sometime", "sang", "sang"),
        ("reached", "0001-01-01T00:00:00Z", "reached", "reached"),
    ],
)
def test_the_last_try_is_told_with_its_day_at_the_programs_place(tried, at, words, short):
    told = said(next="Call", tried=tried, tried_at=at)

    assert (told.tried, told.tried_short) == (words, short)


@pytest.mark.parametrize(
    ("referred", "words", "days"),
    [("2026-11-24", "day 0", 0), ("2026-11-19", "day 5", 5), ("", "", None), ("2026-12-01", "", -7), ("May", "", None)],
)
def test_the_days_since_the_referral_are_counted(referred, words, days):
    assert said(next="Call", referred=referred).since == words
    assert todo.days_since(referred, TODAY) == days


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        ({"status": "open"}, False),
        ({"status": "open", "next": "Call"}, True),
        ({"status": "open", "due": "2026-11-24"}, True),
        ({"status": "draft", "next": "Call"}, True),
        ({"status": "closed", "next": "Call"}, False),
        ({"status": "expunged", "due": "2026-11-24"}, False),
    ],
)
def test_a_case_waits_while_something_is_to_be_done_and_it_is_not_over(fields, waits):
    assert todo.waits(Summary(**fields)) is waits


def test_a_next_step_of_several_lines_is_one():
    assert said(next="Call\n again\t").step == "Call again"
