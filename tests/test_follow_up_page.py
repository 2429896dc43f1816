"""The page of what happened after a referral, on the screen and in ``show``."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cli_fixtures import Desk
from desk import NOW, desk, press, running, screen_lines, screen_text, settled

from lead_tui import case_pages, deeds, follow_up_page
from lead_tui.intake import Intake
from lead_tui.store import Store

ME = "sample-staff-01"
ANSWERS = {
    "pathway": "social",
    "referral_date": "2026-11-16",
    "seeking_treatment": "yes",
    "date_of_birth": "1990-05-14",
    "name": "Sample Person 07",
    "safe_contact": "910-555-0107, evenings",
    "message_allowed": "no",
}

WEEK = (
    (17, "n", {"what": "Call again", "due": "18 Nov"}),
    (18, "r", {"how": "visit", "note": "At the sample shelter"}),
    (18, "a", {"due": "20 Nov 2 pm"}),
    (20, "k", {}),
    (20, "g", {"who": "Sample Staff 02"}),
    (23, "n", {"what": "Call again", "due": "23 Nov"}),
    (24, "n", {"note": ""}),
)
"""Day of November 2026, deed, what was typed: a week of work."""


def worked(program, week=WEEK, role="staff") -> Intake:
    day = [16]
    clock = lambda: datetime(2026, 11, day[0], 15, 30, tzinfo=UTC)  # noqa: E731
    intake = Intake.start(program, user=ME, clock=clock)
    for key, value in ANSWERS.items():
        intake.answer(key, value)
    intake.finish()
    for day[0], key, typed in week:
        deed = next(each for each in deeds.possible(intake.case) if each.key == key)
        assert intake.record(deed, deeds.starts(deed, intake.case, user=ME) | typed) is None
    return Intake(program, intake.case, user=ME, clock=lambda: NOW, role=role)


def told(intake: Intake) -> dict[str, str]:
    return {entry.label: entry.said for entry in follow_up_page.entries(intake, lambda stamp: stamp[5:10])}


def test_the_page_says_how_far_the_case_has_come_and_when(wilmington):
    page = told(worked(wilmington))
    assert {name: page[name] for name in ("First contact", "Screened", "Intake done")} == {
        "First contact": "11-18",
        "Screened": "11-16",
        "Intake done": "11-20",
    }
    assert "Enrolled" not in page
    assert told(worked(wilmington, ()))["Screened"] == "11-16"


def test_the_page_says_who_has_the_case_how_to_reach_the_person_and_what_is_due(wilmington):
    page = told(worked(wilmington))
    assert page["Who has the case"] == "Sample Staff 02"
    assert page["Safe way to reach the person"] == "910-555-0107, evenings"
    assert page["A message may be left there"] == "No"
    assert page["Last try"] == "11-24: no answer, 2 tries without reaching anybody"
    assert page["Next"] == "Call again, sample-staff-01"


def test_a_case_just_received_waits_for_its_first_contact(wilmington):
    page = told(worked(wilmington, ()))
    assert (page["Next"], page["Last try"], page["Who has the case"]) == ("First contact", "none", "nobody yet")


def test_the_entries_stand_newest_first_as_sentences_with_when_and_by_whom(wilmington):
    page = follow_up_page.entries(worked(wilmington), lambda stamp: stamp[5:10])
    said = [(entry.label, entry.said) for entry in page[-len(WEEK) :]]
    assert said[0] == (
        "11-24  sample-staff-01",
        "Contact attempt by phone: no answer. Next: Call again, sample-staff-01.",
    )
    assert said[-1] == (
        "11-17  sample-staff-01",
        "Contact attempt by phone: no answer. Next: Call again by 18 Nov 2026, sample-staff-01.",
    )
    assert said[-2][1] == "Contact attempt by a visit: reached. At the sample shelter."


def test_the_lines_below_the_list_say_the_last_try_and_the_next_step_to_staff_alone(wilmington):
    line = case_pages.glance(worked(wilmington), lambda stamp: stamp[5:10])[1]
    assert line == "Last try 11-24: no answer, 2 tries without reaching anybody. Next: Call again, sample-staff-01."
    assert not any("Last try" in line for line in case_pages.glance(worked(wilmington, role="officer"), str))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_screen_shows_the_page_and_what_is_recorded_from_it_appears_there(wilmington, size):
    intake = worked(wilmington)
    app = desk(wilmington)
    app.store.create("W", 2026, intake.case)
    async with running(app, size) as pilot:
        await press(pilot, "enter")
        await settled(pilot)
        await press(pilot, "ctrl+n")
        assert "> Follow-up" in screen_lines(app)[1]
        assert "Sample Staff 02" in screen_text(app)
        await press(pilot, "c", "r", "ctrl+r")
        assert app.saver.flush(5)
        app.look_at_file()
        await settled(pilot)
        [tried] = [row for row in screen_lines(app) if "Last try" in row]
        assert "reached" in tried


def test_show_tells_it_and_gives_it_to_other_programs(wilmington, tmp_path):
    lead = Desk(tmp_path)
    Store.open(lead.db).create("W", 2026, worked(wilmington).case)
    page = lead.run("show", "W26-0001").out
    assert "FOLLOW-UP" in page
    assert "Contact attempt by a visit: reached. At the sample shelter." in " ".join(page.split())
    [record] = lead.run("show", "W26-0001", "--json").records
    assert record["milestones"] == {
        "first_contact": "2026-11-18T15:30:00Z",
        "screened": "2026-11-16T15:30:00Z",
        "intake_done": "2026-11-20T15:30:00Z",
    }
    assert record["standing"]["assigned"] == "Sample Staff 02"
    assert record["standing"]["to_do"] == [{"what": "Call again", "due": "", "who": ME, "set_by": ""}]
    assert [each["did"] for each in record["contacts"]][:2] == ["attempt", "attempt"]


def test_an_officer_is_told_nothing_of_it(wilmington, tmp_path):
    lead = Desk(tmp_path)
    Store.open(lead.db).create("W", 2026, worked(wilmington).case)
    for options in ([], ["--json"]):
        said = lead.run("--user", ME, "--role", "officer", "show", "W26-0001", *options).out
        assert "Sample Person 07" in said
        for word in ("FOLLOW-UP", "milestones", "standing", "Sample Staff 02", "contacts", "shelter"):
            assert word not in said
