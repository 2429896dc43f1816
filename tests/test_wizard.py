"""The wizard, driven by keyboard: what is asked, what is shown, what is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from desk import NOW, case_file, desk, press, running, sample_case, screen_lines, screen_text, settled, until, written
from rules_fixtures import CLEAR
from textual import events
from wizard import burst, clear_referral, names_of

from lead_tui import program_file
from lead_tui.rules import Outcome
from lead_tui.store import Store
from lead_tui.widgets import typed
from lead_tui.widgets.typed import NEW_LINE

PROGRAMS = [program_file.data_folder() / "wilmington.toml", *sorted(Path(__file__).parent.glob("programs/*.toml"))]

CRIMINAL_KEYS = ["c", *"05141990", "tab", *"yynn", "0", "tab", "n", "tab", "n", "tab", *"nn"]


def wizard(app):
    """The wizard in front."""
    return app.screen


def one_line(app):
    """All that the screen says, however it is wrapped."""
    return " ".join(screen_text(app).split())


async def saved(app):
    """The one case, as another person would read it from the disk."""
    assert app.saver.flush(5)
    return Store.open(app.store.path).get("W26-0001")


@pytest.mark.parametrize(("pathway", "most"), [("social", 12), ("criminal", 23)])
async def test_a_clear_referral_takes_no_more_keys_than_the_desk_adds_up(wilmington, pathway, most):
    app = desk(wilmington)
    async with running(app) as pilot:
        count = await clear_referral(pilot, pathway)
        case = await saved(app)

    assert count <= most
    assert case.outcome == "eligible"
    assert case.status == "draft"


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
async def test_every_program_is_taken_through_to_eligible_by_its_own_keys(path, capsys):
    program = program_file.load(path)
    for pathway in program.pathways:
        app = desk(program)
        async with running(app) as pilot:
            count = await clear_referral(pilot, pathway.id)
            shown = screen_text(app)
        with capsys.disabled():
            sys.stdout.write(f"\n  {program.id}, {pathway.id}: {count} keys until eligible")
        assert "+ ELIGIBLE" in shown


async def test_a_criminal_referral_is_taken_by_the_keys_of_the_desk(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", *CRIMINAL_KEYS)
        case = await saved(app)

    answers = {key: answer.value for key, answer in case.answers.items()}
    assert answers == CLEAR | {"referrer": "sample-user"}


async def test_a_burst_of_keys_answers_each_question_once(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i")
        burst(app, "c05141990\tyynn0\tn\tn\tnn")
        await press(pilot)
        await settled(pilot)

        assert wizard(app).intake.assessment.outcome is Outcome.ELIGIBLE
        assert wizard(app).intake.said("opioid_dosage_units") == "0 dosage units"


async def test_on_probation_the_result_and_the_other_door_are_shown_at_once(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab", "y", "y", "y")

        text = screen_text(app)
        assert "x NOT ELIGIBLE under the rules for a criminal referral" in text
        assert "Why: on parole or probation on 24 Nov 2026." in text
        assert "Anyone seeking treatment can ask for a social referral; it decides no charge." in text
        assert wizard(app).key == "next"


async def test_a_date_reads_eligible_a_key_before_it_is_taken_over(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"0514199")

        assert "+ ELIGIBLE" in screen_text(app)
        assert "date_of_birth" not in wizard(app).intake.answers


async def test_news_from_the_disk_does_not_hide_the_result_of_what_is_being_typed(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"1990")
        assert app.saver.flush(5)
        await settled(pilot)

        assert "+ ELIGIBLE" in screen_text(app)


async def test_letters_wait_for_tab_so_that_november_stays_a_month(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab", *"yynn", "0", "tab")
        for text, open_count in (("N", 4), ("o", 4), ("v", 4)):
            await press(pilot, text)
            assert f"{open_count} answers can still change it" in screen_text(app)
        await press(pilot, "space", *"2016", "tab")

        assert wizard(app).intake.answers["violent_crime_date"] == "2016-11"


async def test_what_is_no_date_stays_as_typed_and_counts_as_not_answered(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"abc", "tab")

        lines = screen_lines(app)
        assert any(line.startswith(" ! Date of birth") and "abc" in line for line in lines)
        assert "Error: abc is not a date. Enter a year, month or day, like 2016 or 2016-05-14." in one_line(app)
        assert "1 answer can still change it" in screen_text(app)
        case = await saved(app)
        assert case.typed == {"date_of_birth": "abc"}

        await press(pilot, "shift+tab")
        assert wizard(app).key == "date_of_birth"
        assert wizard(app).form.field.entry.value == "abc"


async def test_going_back_is_never_blocked(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"14/5/1990".replace("/", "-"), "up", "ctrl+p")

        assert wizard(app).here == 0


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("yes", {"minor_offense": "yes"}),
        ("no", {"minor_offense": "no"}),
        ("unknown", {"minor_offense": "unknown"}),
        ("declined", {"minor_offense": "declined"}),
        ("don't know", {"minor_offense": "unknown"}),
        ("unknownyes", {"minor_offense": "unknown", "substance_use_identified": "yes"}),
        ("yy", {"minor_offense": "yes", "substance_use_identified": "yes"}),
        ("uy", {"minor_offense": "unknown", "substance_use_identified": "yes"}),
    ],
)
async def test_whole_words_answer_their_own_question_and_no_other(wilmington, keys, expected):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab", *names_of(keys))
        answers = wizard(app).intake.answers

    ruled = ("minor_offense", "substance_use_identified", "parole_or_probation", "drug_distribution")
    assert {key: answers[key] for key in ruled if key in answers} == expected


async def test_the_n_of_un_counts_by_itself_after_a_second(wilmington, monkeypatch):
    monkeypatch.setattr("lead_tui.screens.word_keys.HOLD", 0.05)
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab", "u", "n")
        assert "substance_use_identified" not in wizard(app).intake.answers
        await until(pilot, lambda: wizard(app).intake.answers.get("substance_use_identified") == "no")


async def test_undo_takes_answers_back_across_steps_and_says_what_it_undid(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab", "ctrl+z")
        assert "Taken back: Date of birth, 14 May 1990 (age 36) -> -." in screen_text(app)
        assert "Result: + ELIGIBLE -> ? NOT YET KNOWN." in one_line(app)
        await press(pilot, "ctrl+z", "ctrl+z")

        assert wizard(app).here == 0
        assert "pathway" not in wizard(app).intake.answers
        await press(pilot, "ctrl+z")
        assert "Nothing to take back" in screen_text(app)


async def test_undo_takes_out_what_is_being_typed_first(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"199", "ctrl+z")

        assert wizard(app).form.field.entry.value == ""
        assert wizard(app).intake.answers["seeking_treatment"] == "yes"


async def test_enter_shows_all_options_tab_goes_to_the_next_and_enter_picks(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", "down", "enter")
        assert all(word in screen_text(app) for word in ("y  Yes", "n  No", "u  Unknown", "d  Declined"))
        await press(pilot, "tab", "tab", "enter")

        assert wizard(app).intake.answers["minor_offense"] == "no"


@pytest.mark.parametrize("standing", ["", "2016"])
async def test_enter_twice_never_becomes_an_answer(wilmington, standing):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", *CRIMINAL_KEYS[:16], *standing, "tab")
        for key in ("violent_crime_date", "opioid_dosage_units", "promoting_prostitution", "date_of_birth"):
            before = wizard(app).intake.answers
            await wizard(app).go_to(key)
            await press(pilot, "enter", "enter")

            assert wizard(app).intake.answers == before
            assert wizard(app).key == key


async def test_escape_closes_the_options_and_changes_nothing(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", "down", "enter", "escape")

        assert wizard(app).key == "minor_offense"
        assert "minor_offense" not in wizard(app).intake.answers


async def test_several_are_ticked_with_space(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", "ctrl+p")
        await wizard(app).go_to("answer_sources")
        await press(pilot, "space", "space", "tab", "space", "enter")

        assert wizard(app).intake.answers["answer_sources"] == ["record", "observation"]


async def test_a_paste_is_kept_whole_its_line_breaks_too(wilmington):
    text = "first line\nsecond line \x1b[2J\u202e" + "x" * 10_000
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "ctrl+p")
        await wizard(app).go_to("name")
        app.post_message(events.Paste(text))
        await press(pilot)
        assert NEW_LINE in wizard(app).form.field.entry.value
        await press(pilot, "tab")
        case = await saved(app)

    assert case.answers["name"].value == "first line\nsecond line [2J" + "x" * 10_000


async def test_a_text_that_is_too_long_is_refused_with_its_count_and_kept(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "ctrl+p")
        await wizard(app).go_to("name")
        app.post_message(events.Paste("x" * 20_001))
        await press(pilot, "tab")

        assert "This text has 20,001 characters; 20,000 is the most." in one_line(app)
        assert len(wizard(app).intake.case.typed["name"]) == 20_001


async def test_typing_replaces_what_stands_there_even_when_the_disk_has_news(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "ctrl+p")
        await wizard(app).go_to("referrer")
        await press(pilot)
        assert app.saver.flush(5)
        await settled(pilot)
        await press(pilot, *"new", "tab")

        assert wizard(app).intake.answers["referrer"] == "new"


async def test_markup_in_a_name_is_shown_as_it_was_typed(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "ctrl+p")
        await wizard(app).go_to("name")
        app.post_message(events.Paste("[red]Sample[/red] =cmd() [/b]"))
        await press(pilot, "tab")

        assert "[red]Sample[/red] =cmd() [/b]" in screen_text(app)


async def test_nothing_asked_is_hidden_by_a_small_screen_and_focus_stays(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", *CRIMINAL_KEYS[:16])
        key = wizard(app).key
        for size in ((120, 40), (60, 20), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert wizard(app).key == key
            assert any(line.lstrip("│ ").startswith("> ") or " > " in line[:24] for line in screen_lines(app))


async def test_row_one_says_saved_only_when_the_disk_has_it(wilmington, monkeypatch):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i")
        assert "Saved" not in screen_lines(app)[0]
        await press(pilot, "s")
        assert app.saver.flush(5)
        await pilot.pause(0.05)

        assert "Saved" in screen_lines(app)[0]
        assert json.loads(app.store.path.read_text())["cases"]["1"]["pathway"] == "social"


async def test_after_a_settled_result_ctrl_n_goes_on_through_what_staff_ask(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab")
        seen = []
        for _ in range(4):
            await press(pilot, "ctrl+n")
            seen.append(wizard(app).steps[wizard(app).here].id)
            assert len(screen_lines(app)[1]) <= 80
            assert f"> {wizard(app).steps[wizard(app).here].short}" in screen_lines(app)[1]

    assert seen == ["participant", "needs", "consent", "finish"]


async def test_the_row_of_steps_keeps_the_one_in_hand_where_it_is_narrow(wilmington):
    app = desk(wilmington)
    async with running(app, size=(60, 20)) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab", "ctrl+n")

        assert screen_lines(app)[1] == " +  +  > Participant  .  .  ."


async def test_a_suggested_service_has_a_star_and_its_cause_until_something_comes_of_it(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s")
        await wizard(app).go_to("substances")
        await press(pilot, "space", "o", "space", "enter")
        await wizard(app).go_to("service.medication_assisted_recovery.status")
        await until(pilot, lambda: "> * Medication Assisted Recovery" in screen_text(app))
        assert "Suggested because the person names opioids. A suggestion, not a referral." in one_line(app)
        assert "service.medication_assisted_recovery.status" not in wizard(app).intake.answers

        await press(pilot, "enter", "r", "enter")

        assert wizard(app).key == "service.medication_assisted_recovery.date"
        assert "* Medication Assisted Recovery" not in screen_text(app)


async def test_answers_that_hardly_go_together_are_shown_and_kept(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s")
        await wizard(app).go_to("language")
        await press(pilot, "enter", "e", "enter", "y")

        assert "! The language is English, yet an interpreter is wanted. Check both." in one_line(app)
        assert wizard(app).intake.answers["interpreter"] == "yes"


async def test_an_event_before_the_18th_birthday_is_doubted_as_long_as_it_stands(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab")
        await wizard(app).go_to("violent_crime_date")
        await press(pilot, *"2006", "tab")
        assert wizard(app).intake.answers["violent_crime_date"] == "2006"
        await wizard(app).go_to("violent_crime_date")

        await until(pilot, lambda: "! 2006 is before the 18th birthday: a juvenile matter" in screen_text(app))


async def test_what_a_later_answer_takes_out_of_view_is_shown_as_not_used_and_comes_back(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s")
        await wizard(app).go_to("consent.rha.given")
        await press(pilot, "y", *"visits", "tab")
        assert wizard(app).intake.said("consent.rha.what") == "visits"
        await wizard(app).go_to("consent.rha.given")
        await press(pilot, "n")
        assert wizard(app).intake.step_of("consent.rha.what") is None

        await press(pilot, "ctrl+r")
        wizard(app).form.fields["consent.rha.what"].take_focus()
        await until(pilot, lambda: "Kept, counted for nothing; back with it." in screen_text(app))
        await press(pilot, "enter")
        assert wizard(app).steps[wizard(app).here].finish

        await wizard(app).go_to("consent.rha.given")
        await press(pilot, "y")
        assert wizard(app).key == "consent.rha.what"
        assert wizard(app).intake.said("consent.rha.what") == "visits"


async def test_finishing_hands_the_referral_over_with_a_snapshot(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab", "ctrl+r", "enter")
        assert "Hand over without a name?" in screen_text(app)
        await press(pilot, "enter", *"Sample", "tab", "ctrl+r", "enter")
        case = await saved(app)

    assert (case.status, case.name) == ("open", "Sample")
    assert case.handed_over.outcome == "eligible"
    assert case.handed_over.answers["date_of_birth"] == "1990-05-14"


async def test_a_referral_is_handed_over_without_a_name_only_after_a_word(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab", "ctrl+r", "enter", "escape")
        assert wizard(app).intake.draft
        await press(pilot, "enter", "down", "enter")
        case = await saved(app)

    assert (case.status, case.name) == ("open", "")


async def test_the_review_changes_one_answer_and_comes_back(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", *CRIMINAL_KEYS, "ctrl+r")
        screen = wizard(app)
        screen.form.fields["minor_offense"].take_focus()
        await press(pilot, "enter", "u")

        assert screen.steps[screen.here].finish
        assert screen.key == "minor_offense"
        assert screen.intake.answers["minor_offense"] == "unknown"


async def test_a_draft_goes_on_at_its_first_open_question(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab", "y", "escape")
        assert app.saver.flush(5)
        app.open_draft("W26-0001")
        await until(pilot, lambda: getattr(app.screen, "key", ""))

        assert wizard(app).key == "substance_use_identified"


async def test_dates_that_the_referral_date_leaves_behind_are_marked_and_count_as_not_known(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", *CRIMINAL_KEYS[:16], *"2016", "tab", "ctrl+p")
        await wizard(app).go_to("referral_date")
        await press(pilot, *names_of("2015-01-01"), "tab")
        assert "After this referral date: Latest violent crime." in one_line(app)
        await wizard(app).go_to("violent_crime_date")
        await press(pilot)

        assert wizard(app).intake.answers["violent_crime_date"] == "2016"
        assert "Error: 2016 is after the referral." in one_line(app)
        await press(pilot, "up")
        assert any(line.startswith(" ! Latest violent crime") for line in screen_lines(app))
        finding = next(f for f in wizard(app).intake.assessment.findings if f.criterion == "violent_crime")
        assert finding.reason == "Violent crime: given, but it lies after the referral or is no answer."


async def test_a_draft_assessed_by_other_rules_says_that_its_result_is_computed_anew(wilmington):
    app = desk(wilmington, sample_case("W26-0001", {"pathway": "social"}, status="draft"))
    async with running(app) as pilot:
        app.open_draft("W26-0001")
        await until(pilot, lambda: getattr(app.screen, "key", ""))

        assert "Rules changed since this case was assessed" in one_line(app)


async def test_two_desks_in_one_case_join_different_questions(wilmington):
    path = case_file()
    one, two = (desk(wilmington, store=Store.open(path), user=user) for user in ("sample-user", "sample-staff"))
    async with running(one) as first:
        await press(first, "i", "c", *"05141990", "tab")
        assert one.saver.flush(5)
        async with running(two) as second:
            two.store.refresh()
            two.open_draft("W26-0001")
            await until(second, lambda: getattr(two.screen, "key", ""))
            await press(second, "n")
            assert two.saver.flush(5)
        await wizard(one).go_to("drug_distribution")
        await press(first, "n")
        assert one.saver.flush(5)
        shown = wizard(one).intake.answers
        assert shown["drug_distribution"] == "no"
        await until(first, lambda: wizard(one).intake.answers.get("minor_offense") == "no")
    on_disk = Store.open(path).get("W26-0001").answers
    assert (on_disk["minor_offense"].value, on_disk["drug_distribution"].value) == ("no", "no")


async def test_the_same_question_changed_twice_is_shown_with_both_values(wilmington):
    path = case_file()
    one, two = (desk(wilmington, store=Store.open(path), user=user) for user in ("sample-user", "sample-staff"))
    async with running(one) as first:
        await press(first, "i", "c", *"05141990", "tab")
        assert one.saver.flush(5)
        async with running(two) as second:
            two.store.refresh()
            two.open_draft("W26-0001")
            await until(second, lambda: getattr(two.screen, "key", ""))
            await press(second, "n")
            assert two.saver.flush(5)
        await press(first, "y")
        assert one.saver.flush(5)
        await until(first, lambda: wizard(one).intake.answers["minor_offense"] == "unknown")

        await wizard(one).go_to("minor_offense")
        await press(first, "enter")
        text = screen_text(one)
        assert "Changed by two people" in text
        assert "sample-staff" in text
        await press(first, "up", "enter")
        assert one.saver.flush(5)

    assert Store.open(path).get("W26-0001").answers["minor_offense"].value == "yes"


async def test_an_answer_writes_the_rows_that_change_and_saving_writes_row_one_alone(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab")
        assert app.saver.flush(5)
        await settled(pilot)
        sent = written(app)
        await press(pilot, "y")
        assert app.saver.flush(5)
        await settled(pilot)

        assert 200 < len("".join(sent)) < 3000, "the whole screen would be 8,000"


async def test_person_view_shows_the_question_and_nothing_of_the_case(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab", "up", "ctrl+t")

        text = screen_text(app)
        assert "Date of birth" in text
        assert "No approved words yet." in text
        assert "1990" not in text
        assert "ELIGIBLE" not in text


def test_the_clock_of_these_tests_is_an_evening_in_wilmington():
    assert NOW.isoformat() == "2026-11-25T02:04:00+00:00"


async def test_the_hand_off_clock_takes_one_key_for_each_time(wilmington, monkeypatch):
    monkeypatch.setattr(typed, "HELD", 0.0)
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c")
        await wizard(app).go_to("case_manager_called")
        await press(pilot, "t", "T", "tab", "t")
        answers = wizard(app).intake.answers
        now = wizard(app).intake.context.now

    assert [answers.get(key) for key in ("case_manager_called", "call_answered", "nobody_reached")] == [now, now, None]
    assert answers["case_manager_arrived"] == now


async def test_a_key_held_down_takes_one_time_and_no_more(wilmington, monkeypatch):
    monkeypatch.setattr(typed, "HELD", 60.0)  # a busy machine is no slow hand
    monkeypatch.setattr(typed.Entry, "pressed_at", float("-inf"))
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c")
        await wizard(app).go_to("case_manager_called")
        await press(pilot, *["t"] * 9)
        answers = wizard(app).intake.answers

        assert [key for key in ("case_manager_called", "call_answered", "nobody_reached") if key in answers] == [
            "case_manager_called"
        ]
        assert "press t again" in screen_text(app)


async def test_the_letter_of_now_goes_on_a_time_that_is_being_typed_as_it_stands(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c")
        await wizard(app).go_to("case_manager_called")
        await press(pilot, "8", "t", "tab")

        assert "8t is not a time" in screen_text(app)
