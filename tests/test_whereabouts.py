"""Where somebody was when they left: told at the next start, to them alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk import CRIMINAL, NOW, desk, press, running, sample_case, screen_text, settled, until

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui import whereabouts
from lead_tui.access import Access
from lead_tui.contact import Contact
from lead_tui.intake import Intake
from lead_tui.lines import Summary

ME = "sample-user"
LATELY = "2026-11-25T01:30:00Z"


def row(number: str, status: str = "open", by: str = ME, at: str = LATELY) -> Summary:
    return Summary(case=number, status=status, updated=at, updated_by=by)


def left(*rows: Summary, role: str = "staff") -> str:
    return whereabouts.left(rows, Access(user=ME, role=role), NOW)


def told(program, case, role: str = "staff") -> str:
    return whereabouts.in_words(Intake(program, case, user=ME, clock=lambda: NOW, role=role), lambda stamp: stamp)


# --- Which case -------------------------------------------------------------------------------------


def test_the_case_that_was_changed_last_is_the_one():
    assert left(row("W26-0001", at="2026-11-25T01:00:00Z"), row("W26-0002")) == "W26-0002"


@pytest.mark.parametrize(
    "other",
    [
        row("W26-0002", at="2026-11-24T10:00:00Z"),
        row("W26-0002", by="somebody-else"),
        row("W26-0002", status="draft"),
        row("W26-0002", status="expunged"),
    ],
)
def test_what_is_long_ago_of_others_a_draft_or_emptied_is_not_told(other):
    assert left(other) == ""


def test_half_a_day_is_lately():
    edge = (NOW - timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert left(row("W26-0002", at=edge)) == "W26-0002"


def test_a_draft_changed_later_is_offered_instead():
    assert left(row("W26-0001", at="2026-11-25T01:00:00Z"), row("W26-0002", status="draft")) == ""


def test_an_officer_is_told_of_no_case_but_drafts():
    assert left(row("W26-0002"), role="officer") == ""


# --- Where in it ------------------------------------------------------------------------------------


def test_the_last_thing_that_this_person_did_is_told(wilmington):
    case = cases.answer(sample_case("W26-0041", CRIMINAL), "safe_contact", "910-555-0107", at=LATELY, by=ME)
    case = cases.answer(case, "name", "Sample Person 08", at="2026-11-25T02:00:00Z", by="somebody-else")
    assert told(wilmington, case) == f"You were in W26-0041 at {LATELY}: last, Safe contact."

    called = Contact(
        id="a", at="2026-11-25T01:40:00Z", by=ME, did=contacts.ATTEMPT, how="phone", result="no_answer", note="[red]"
    )
    case = cases.add_contact(case, called)
    assert told(wilmington, case).endswith("last, Contact attempt by phone: no answer. [red].")
    assert "Contact" not in told(wilmington, case, role="officer")

    decided = cases.decide(case, "hold", at="2026-11-25T01:50:00Z", by="Sample Approver 01", entered_by=ME)
    assert told(wilmington, decided).endswith("last, the decision.")


def test_a_case_that_this_person_imported_or_never_touched_is_none_they_were_in(wilmington):
    case = cases.answer(sample_case("W26-0041"), "name", "Sample Person 07", at=LATELY, by=ME, via="import")
    case = cases.answer(case, "notes", "seen", at=LATELY, by="somebody-else")

    assert told(wilmington, case) == ""


# --- At the start -----------------------------------------------------------------------------------


async def test_the_start_says_in_which_case_one_was(wilmington):
    case = sample_case("W26-0041", CRIMINAL, updated=LATELY, updated_by=ME)
    app = desk(wilmington, case)
    async with running(app) as pilot:
        await until(pilot, lambda: "You were in W26-0041 at 8:30 pm: last, Dosage units." in screen_text(app))

        await press(pilot, "down")
        assert "You were in" not in screen_text(app)


async def test_the_draft_that_is_offered_says_how_far_it_came_and_where_one_was(wilmington):
    case = sample_case("W26-0042", CRIMINAL, status="draft", updated=LATELY, updated_by=ME)
    app = desk(wilmington, case)
    async with running(app) as pilot:
        await until(pilot, lambda: "Go on with a draft?" in screen_text(app))

        assert "W26-0042  Sample Person 07  criminal  8:30 pm, 9 answers" in screen_text(app)
        assert "Last answered: dosage units. Next open: violent crime." in screen_text(app)
        assert "You were in" not in screen_text(app)


async def test_a_draft_of_nothing_but_defaults_is_offered_without_a_place(wilmington):
    begun = Intake.start(wilmington, user=ME, clock=lambda: NOW).case
    case = sample_case("W26-0042", status="draft", updated_by=ME, pathway="", history=begun.history)
    app = desk(wilmington, case)
    async with running(app) as pilot:
        await until(pilot, lambda: "Go on with a draft?" in screen_text(app))

        assert "W26-0042  (no name yet)  no pathway yet  21 Nov, 0 answers" in screen_text(app)
        assert "Last answered" not in screen_text(app)


async def test_an_officer_is_offered_their_own_draft_and_told_of_nothing_else(wilmington):
    mine = sample_case("W26-0042", CRIMINAL, status="draft", updated_by=ME, created_by=ME)
    others = sample_case("W26-0041", CRIMINAL, updated=LATELY, updated_by=ME, created_by="somebody-else")
    app = desk(wilmington, mine, others, role="officer")
    async with running(app) as pilot:
        await until(pilot, lambda: "Go on with a draft?" in screen_text(app))
        await press(pilot, "escape")
        await settled(pilot)

        assert "W26-0041" not in screen_text(app)
        assert "You were in" not in screen_text(app)
