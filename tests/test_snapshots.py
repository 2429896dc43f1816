"""Whole screens as pictures: each is one promise, reached by keys alone, at 9:04 pm on 24 November 2026.

How to read one that fails stands in CONTRIBUTING.md.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from lead_tui import themes
from lead_tui.store import Store
from tests.desk import MORNING, NOW, SEVEN, case_file, desk, press, settled

BIRTH = [*"05141990", "tab"]
HALF_WAY = ["i", "c", *BIRTH, *"yynn"]
"""A criminal referral up to the number of dosage units."""
AT_THE_END = ["up", "down"]
"""A look at the last field and back to the line that leads on."""


@pytest.fixture
def program(wilmington):
    """The program with a hash of its own: its text may change without a change of every picture."""
    return msgspec.structs.replace(wilmington, hash="a3f9c2d1" * 8)


@pytest.fixture
def picture(snap_compare, program, monkeypatch):
    """Compare the screen that keys lead to; everything typed is on disk by then."""
    stamp = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    monkeypatch.setattr("lead_tui.saver.utc_now", lambda: stamp)

    def compared(*keys: str, cases=SEVEN, path: Path | None = None, size=(80, 24), **options) -> bool:
        store = Store.open(case_file(*cases, path=path), clock=lambda: stamp)
        app = desk(program, store=store, **options)

        async def typed(pilot) -> None:
            await settled(pilot)
            for key in keys:
                await press(pilot, key)
                await on_disk(pilot)
            await settled(pilot)

        return snap_compare(app, terminal_size=size, run_before=typed)

    return compared


async def on_disk(pilot) -> None:
    """Wait until the screen has been told that every answer is on disk."""
    app = pilot.app
    if app.saver is not None:
        assert await asyncio.to_thread(app.saver.flush, 10.0)
    while app.saving is not None and app.saving.waiting:
        await pilot.pause(0.01)
    await pilot.pause()


def test_a_new_installation_says_how_to_begin(picture):
    """No cases: the three keys that matter, and how to look around first."""
    folder = Path("/tmp/lead-tui-snapshot")  # the picture shows it; nothing is written there
    assert picture(cases=(), path=folder / "cases.json")


def test_the_list_tells_seven_cases_apart_at_a_glance(picture):
    """Drafts first, then the newest; result, state and day in columns; below, what is open in the case in hand."""
    assert picture()


def test_the_morning_says_whom_to_call_why_and_by_when(picture):
    """What is to be done on top: overdue in words and with a mark, the step, the last try, the days since."""
    assert picture(cases=MORNING, whole_names=False)


def test_a_referral_half_way_shows_what_is_clear_and_what_is_open(picture):
    """Not yet known: a date is typed and understood, the result counts what can still change it."""
    assert picture(*HALF_WAY, *"12")


def test_a_referral_that_fails_says_why_and_which_door_is_open(picture):
    """Not eligible: the first reason, the next step, the other door; the rest is offered, not demanded."""
    assert picture("i", "c", *BIRTH, *"yyy", *AT_THE_END)


def test_a_referral_that_is_clear_says_that_people_still_decide(picture):
    """Eligible: nothing open, the focus rests on the line that leads on."""
    assert picture(*HALF_WAY, "0", "tab", "n", "tab", "n", "tab", *"nn", *AT_THE_END)


def test_a_wrong_date_stays_as_it_was_typed_with_what_is_accepted(picture):
    """Error: the text stays in its row, the message says what a date looks like, the question counts as open."""
    assert picture(*HALF_WAY, *"12", "tab", "5", "slash", *"14", "slash", *"90", "tab")


def test_a_wide_screen_shows_steps_questions_and_every_criterion(picture):
    """120x40: the rail, the questions, and a line for each criterion, side by side."""
    assert picture(*HALF_WAY, *"12", size=(120, 40))


def test_options_open_over_the_rows_below_and_hide_nothing_else(picture):
    """Enter on a yes/no question lists its answers with the keys that give them."""
    assert picture("i", "c", *BIRTH, "enter")


def test_help_is_about_the_question_first(picture):
    """Ctrl+G: the question, the rule in the page's words, then all keys."""
    assert picture(*HALF_WAY, "ctrl+g")


def test_without_colours_or_drawn_lines_every_state_is_still_said(picture):
    """A VT100: ASCII alone, bold for the result, reverse for the focus, marks and words for the rest."""
    look = themes.choose({"TERM": "vt100"}, utf8=False)
    assert picture("i", "c", *BIRTH, *"yyy", *AT_THE_END, look=look)
