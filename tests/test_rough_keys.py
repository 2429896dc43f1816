"""The wizard under rough hands: what no drawing shows."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager

import pytest
from desk import desk, press, running, sample_case, screen_lines, screen_text, settled, until

from lead_tui import case as cases
from lead_tui.saver import SaveState
from lead_tui.screens import review
from lead_tui.store import Store
from lead_tui.widgets.form import FINISH


@pytest.fixture(autouse=True)
def looks_when_told(monkeypatch):
    """What others save is found when a test says so, however long its keys take."""
    monkeypatch.setattr("lead_tui.app.LOOK_EVERY", 3600.0)


async def test_the_next_line_says_what_the_step_still_asks(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "tab", "tab", "tab")
        assert "2 questions of this step can still change the result" in screen_text(app)
        assert "Nothing more" not in screen_text(app)

        await press(pilot, "ctrl+o", "n")
        assert "Nothing more is asked" in screen_text(app)


async def test_the_keys_of_a_question_are_told_in_whole_words_beside_what_is_below(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c")
        await app.screen.go_to("violent_crime_date")
        await press(pilot)
        row = next(line for line in screen_lines(app) if "below, PgDn" in line)

    assert row.split(" below")[0].rstrip(" 0123456789").endswith("d declined")


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+p", "ctrl+r", "ctrl+o"])
async def test_an_open_list_closes_when_the_focus_goes_elsewhere(wilmington, key):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "enter")
        assert app.screen.options.display

        await press(pilot, key)
        assert not app.screen.options.display
        await press(pilot, "enter", "escape")
        assert app.fault is None


def at_its_field(screen, width: int) -> bool:
    """Say whether the open list stands whole, right below the entry it belongs to."""
    box, field = screen.options.region, screen.form.fields["seeking_treatment"].region
    return box.right <= width and box.y == field.bottom and box.x > field.x


async def test_an_open_list_stays_whole_at_its_field_when_the_terminal_changes(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "enter")
        for width, height in ((60, 20), (120, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda width=width: at_its_field(app.screen, width))


async def test_a_text_with_the_sign_of_a_line_break_is_not_changed_by_going_through_it(wilmington):
    app = desk(wilmington, sample_case("W26-0001", {"pathway": "social", "name": "Sample\u21b5Person\n07"}))
    async with running(app) as pilot:
        app.open_draft("W26-0001", at="name")
        await settled(pilot)
        await press(pilot, "tab", "shift+tab", "tab")

        assert app.screen.intake.answers["name"] == "Sample\u21b5Person\n07"


async def test_an_intake_without_an_answer_cannot_be_finished_and_leaves_no_case(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "ctrl+r")
        app.screen.form.fields[FINISH].take_focus()
        await press(pilot, "enter")
        assert "Nothing is answered yet" in screen_text(app)

        await press(pilot, "escape")
        assert list(app.store.summaries()) == []


async def test_a_draft_goes_on_at_the_entry_that_is_no_answer_yet_and_is_said_to_be_saved(wilmington):
    case = sample_case(
        "W26-0001", {"pathway": "social", "referral_date": "2026-11-24", "seeking_treatment": "yes"}, status="draft"
    )
    app = desk(wilmington, cases.leave_typed(case, "date_of_birth", "5/14/90", at=case.updated, by="sample-user"))
    async with running(app) as pilot:
        app.open_draft("W26-0001")
        await until(pilot, lambda: getattr(app.screen, "key", "") == "date_of_birth")

        assert screen_lines(app)[0].endswith(" Saved 21 Nov")


def by_another(app, key, value):
    """Somebody else answers a question of the one case."""
    store = Store.open(app.store.path)
    case = store.get("W26-0001")
    store.save(case, cases.answer(case, key, value, at=case.updated, by="sample-staff-02"), by="sample-staff-02")


@asynccontextmanager
async def social_draft(wilmington):
    """The wizard on a draft whose birth date is open, as somebody else may have it open too."""
    answers = {"pathway": "social", "referral_date": "2026-11-24", "seeking_treatment": "yes"}
    app = desk(wilmington, sample_case("W26-0001", answers, status="draft", updated_by="sample-staff-02"))
    async with running(app) as pilot:
        app.open_draft("W26-0001")
        await until(pilot, lambda: getattr(app.screen, "key", "") == "date_of_birth")
        yield app, pilot


async def test_what_somebody_else_saved_is_shown_without_a_key(wilmington):
    async with social_draft(wilmington) as (app, pilot):
        by_another(app, "date_of_birth", "1990-05-14")
        app.look_at_file()
        await until(pilot, lambda: "Somebody else changed: Date of birth." in screen_text(app))
        await until(pilot, lambda: "+ ELIGIBLE" in screen_text(app))
        await press(pilot, "tab", "x", "tab")
        assert app.saver.flush(5)
        assert Store.open(app.store.path).get("W26-0001").unsettled == {}


async def test_another_pathway_by_somebody_else_brings_its_questions_and_loses_nothing_typed(wilmington):
    async with social_draft(wilmington) as (app, pilot):
        await press(pilot, *"199")
        by_another(app, "pathway", "criminal")
        app.look_at_file()
        await until(pilot, lambda: "Minor offense" in screen_text(app))

        assert app.screen.key == "date_of_birth"
        assert app.screen.intake.case.typed["date_of_birth"] == "199"


async def test_a_question_answered_by_two_people_is_named(wilmington):
    async with social_draft(wilmington) as (app, pilot):
        by_another(app, "date_of_birth", "1990-05-14")
        await press(pilot, *"1980", "tab")
        assert app.saver.flush(5)
        await until(pilot, lambda: "! Date of birth: changed by two people." in screen_text(app))


async def test_an_answer_that_waits_for_the_disk_is_not_called_saved(wilmington, monkeypatch):
    async with social_draft(wilmington) as (app, pilot):
        assert screen_lines(app)[0].endswith(" Saved 21 Nov")
        app.make_saver()
        monkeypatch.setattr(type(app.saver), "state", SaveState(saved_at="2026-11-25T02:04:00Z", waiting=1))
        app.look_at_file()
        await until(pilot, lambda: screen_lines(app)[0].endswith(" Saving"))


@pytest.mark.parametrize("meanwhile", ["ctrl+g", "escape"])
async def test_keys_pressed_while_a_draft_is_being_discarded_end_nothing(wilmington, monkeypatch, meanwhile):
    async with social_draft(wilmington) as (app, pilot):
        held = threading.Event()
        discard = app.saver.discard
        monkeypatch.setattr(app.saver, "discard", lambda case: held.wait(5) and discard(case))
        app.screen.run_worker(review._discard(app.screen))
        await press(pilot, meanwhile)
        held.set()
        await until(pilot, lambda: len(app.screen_stack) == 1)

        assert (app.is_running, app.fault) == (True, None)


async def test_a_size_told_before_the_first_row_stands_ends_nothing(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i")
        app.screen.form.fields, fields = {}, app.screen.form.fields
        app.screen.options.display = True
        app.screen._fit()
        app.screen.form.fields = fields

        assert app.fault is None


async def test_a_list_picked_from_after_its_question_went_out_of_view_ends_nothing(wilmington):
    async with social_draft(wilmington) as (app, pilot):
        await app.screen.go_to("seeking_treatment")
        await press(pilot, "enter")
        by_another(app, "pathway", "criminal")
        app.look_at_file()
        await press(pilot, "enter", "y")
        await settled(pilot)
        await press(pilot, "tab")

        assert (app.is_running, app.fault) == (True, None)


async def test_a_result_that_a_desk_with_other_rules_saved_is_shown_anew_and_not_written_in_turns(wilmington):
    async with social_draft(wilmington) as (app, pilot):
        store = Store.open(app.store.path)
        case = store.get("W26-0001")
        other = cases.answer(case, "date_of_birth", "1990", at=case.updated, by="sample-staff-02")
        store.save(case, cases.assessed(other, "not_eligible", case.program), by="sample-staff-02")
        app.look_at_file()
        await until(pilot, lambda: "+ ELIGIBLE" in screen_text(app))
        assert app.saver.flush(5)
        assert Store.open(app.store.path).get("W26-0001").outcome == "not_eligible"
