"""One case being filled in: what is recorded of what was typed, and how two people's answers are settled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lead_tui import case as cases
from lead_tui import program_file
from lead_tui.case import Case
from lead_tui.intake import Intake
from lead_tui.merge import merge

PROGRAM = program_file.load()
NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)
"""Nine in the evening of 24 November in Wilmington."""
AT = "2026-11-25T02:04:00Z"
ME, OTHER = "sample-staff-01", "sample-staff-07"


def intake(case: Case) -> Intake:
    return Intake(PROGRAM, case, user=ME, clock=lambda: NOW)


def draft() -> Case:
    return cases.answer(cases.new(PROGRAM.stamp, at=AT, by=ME), "referral_date", "2026-11-24", at=AT, by=ME)


def in_conflict(mine: Case, theirs: Case, base: Case) -> Intake:
    return intake(merge(base, mine, theirs).case)


@pytest.fixture
def unfinished_against_answer() -> Intake:
    base = draft()
    mine = cases.leave_typed(base, "date_of_birth", "31 Feb", at=AT, by=ME)
    return in_conflict(mine, cases.answer(base, "date_of_birth", "1990", at=AT, by=OTHER), base)


@pytest.fixture
def answer_against_unfinished() -> Intake:
    base = draft()
    theirs = cases.leave_typed(base, "date_of_birth", "31 Feb", at=AT, by=OTHER)
    return in_conflict(cases.answer(base, "date_of_birth", "1990", at=AT, by=ME), theirs, base)


def test_at_nine_in_the_evening_an_intake_begins_on_the_day_that_it_is_there():
    begun = Intake.start(PROGRAM, user=ME, clock=lambda: NOW)

    assert begun.answers["referral_date"] == "2026-11-24"
    assert begun.case.created == AT


def test_keeping_ones_own_unfinished_entry_keeps_it_as_it_was_typed(unfinished_against_answer):
    unfinished_against_answer.settle("date_of_birth", mine=True)

    case = unfinished_against_answer.case
    assert (case.typed, case.unsettled) == ({"date_of_birth": "31 Feb"}, {})
    assert "date_of_birth" not in case.answers


def test_keeping_the_others_unfinished_entry_keeps_it_as_it_was_typed(answer_against_unfinished):
    answer_against_unfinished.settle("date_of_birth", mine=False)

    case = answer_against_unfinished.case
    assert (case.typed, case.unsettled) == ({"date_of_birth": "31 Feb"}, {})
    assert "date_of_birth" not in case.answers


@pytest.mark.parametrize(("mine", "kept"), [(True, "yes"), (False, "no")])
def test_settling_is_a_new_answer_of_whoever_settles(mine, kept):
    base = draft()
    both = in_conflict(
        cases.answer(base, "minor_offense", "yes", at=AT, by=ME),
        cases.answer(base, "minor_offense", "no", at=AT, by=OTHER),
        base,
    )

    both.settle("minor_offense", mine=mine)

    assert both.case.unsettled == {}
    assert (both.case.answers["minor_offense"].value, both.case.answers["minor_offense"].by) == (kept, ME)


def test_typing_unknown_settles_a_question_that_two_answered_differently():
    base = draft()
    both = in_conflict(
        cases.answer(base, "opioid_dosage_units", 12, at=AT, by=ME),
        cases.answer(base, "opioid_dosage_units", 60, at=AT, by=OTHER),
        base,
    )

    both.take("opioid_dosage_units", "unknown")

    assert both.case.unsettled == {}
    assert both.case.answers["opioid_dosage_units"].value == "unknown"


def test_what_was_handed_over_stays_as_it_was_when_answers_change():
    begun = intake(draft())
    begun.answer("pathway", "social")
    begun.answer("seeking_treatment", "yes")
    begun.answer("date_of_birth", "1990")
    begun.finish()
    handed = begun.case.handed_over

    begun.answer("seeking_treatment", "no")

    assert begun.assessment.outcome == "not_eligible"
    assert begun.case.handed_over == handed
    assert handed is not None
    assert (handed.outcome, handed.answers["seeking_treatment"], handed.by, handed.at) == ("eligible", "yes", ME, AT)
