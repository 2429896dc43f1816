"""The form of one referral: which steps and questions are in view, and how far each step is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROGRAMS, law, programs, referrals

from lead_tui import form
from lead_tui.form import Mark

CLEAR = {"pathway": "social", "referral_date": "2026-11-24", "seeking_treatment": "yes", "date_of_birth": "1990"}


def step(program, answers, name, wrong=()):
    return next(view for view in form.steps(program, answers, wrong) if view.id == name)


def keys(view):
    return [question.key for question in view.questions]


def test_the_eligibility_step_asks_what_the_chosen_pathway_asks_in_its_order(wilmington):
    assert keys(step(wilmington, {"pathway": "social"}, "eligibility")) == [
        "seeking_treatment", "date_of_birth", "notes",
    ]  # fmt: skip
    assert keys(step(wilmington, {"pathway": "criminal"}, "eligibility"))[:3] == [
        "date_of_birth", "minor_offense", "substance_use_identified",
    ]  # fmt: skip


@pytest.mark.parametrize("pathway", [None, "", "unknown", "other"])
def test_without_a_pathway_nothing_of_its_criteria_is_asked(wilmington, pathway):
    assert keys(step(wilmington, {"pathway": pathway}, "eligibility")) == ["notes"]


def test_a_social_intake_never_shows_the_criminal_questions(wilmington):
    shown = {question.key for question in form.in_view(wilmington, CLEAR)}

    assert not shown & {"minor_offense", "parole_or_probation", "violent_crime_date", "offense", "incident_number"}


def test_a_hidden_answer_is_kept_and_named(wilmington):
    answers = CLEAR | {"incident_number": "SAMPLE-0007", "parole_or_probation": "no"}

    assert set(form.hidden(wilmington, answers)) == {"incident_number", "parole_or_probation"}
    assert form.hidden(wilmington, answers | {"pathway": "criminal"}) == ("seeking_treatment",)


def test_a_question_is_in_view_only_while_its_condition_holds():
    watauga = PROGRAMS["watauga"]
    for value, shown in [("yes", True), ("no", False), ("unknown", False), (None, False)]:
        view = step(watauga, {"pathway": "social", "violation_risk": value}, "eligibility")
        assert ("probation_officer" in keys(view)) is shown


@pytest.mark.parametrize(
    ("answers", "wrong", "mark", "answered"),
    [
        ({"pathway": "social"}, (), Mark.NOT_BEGUN, 0),
        ({"pathway": "social", "date_of_birth": "1990"}, (), Mark.BEGUN, 1),
        ({"pathway": "social", "date_of_birth": "unknown", "seeking_treatment": "declined"}, (), Mark.DONE, 2),
        (CLEAR, (), Mark.DONE, 2),
        (CLEAR, ("date_of_birth",), Mark.ERROR, 2),
        (CLEAR, ("incident_number",), Mark.DONE, 2),
        ({"pathway": "social", "notes": "x"}, (), Mark.BEGUN, 0),
    ],
)
def test_how_far_the_eligibility_step_is(wilmington, answers, wrong, mark, answered):
    view = step(wilmington, answers, "eligibility", wrong)

    assert (view.mark, view.answered, view.asked) == (mark, answered, 2)


def test_a_default_alone_begins_no_step(wilmington):
    defaults = {"referral_date": "2026-11-24", "referrer": "sample-user"}

    assert step(wilmington, defaults, "referral").mark is Mark.NOT_BEGUN
    assert step(wilmington, defaults | {"pathway": "social"}, "referral").mark is Mark.DONE


@law
@given(data=st.data(), name=programs)
def test_no_question_is_in_view_twice_and_every_open_one_is_in_view(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))

    shown = [question.key for question in form.in_view(program, answers)]

    assert len(set(shown)) == len(shown)
    assert set(program.asks(program.pathway(answers["pathway"]))) <= set(shown)
    assert set(form.hidden(program, answers)).isdisjoint(shown)
