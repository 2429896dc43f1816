"""The form of one referral: which steps and questions are in view, and how far each step is."""

from __future__ import annotations

import pytest
from desk import NOW
from hypothesis import given
from hypothesis import strategies as st
from rules_fixtures import minimal, program_of
from strategies import PROGRAMS, law, programs, referrals

from lead_tui import case as cases
from lead_tui import form
from lead_tui.form import Mark
from lead_tui.intake import Intake
from lead_tui.suggestions import suggestions

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


def test_what_hangs_on_a_hidden_answer_is_hidden_with_it(wilmington):
    answers = {
        "pathway": "criminal", "referral_date": "2026-11-24", "consent_signed": "paper",
        "consent_signed_on": "2026-11-24", "consent.rha.given": "yes", "consent.rha.why": "outreach",
    }  # fmt: skip
    assert form.hidden(wilmington, answers) == ()
    assert form.hidden(wilmington, answers | {"consent_signed": "not_signed"}) == ("consent_signed_on",)
    assert form.hidden(wilmington, answers | {"consent.rha.given": "no"}) == ("consent.rha.why",)


def test_a_hidden_answer_shows_nothing_else():
    raw = minimal()
    for key, on in (("first", "pathway"), ("second", "first"), ("third", "second")):
        value = "only" if on == "pathway" else "yes"
        question = {"key": key, "kind": "yes_no", "label": key, "ask": key, "when": {"answer": on, "is": value}}
        raw["question"].append(question)
    raw["step"][0]["section"].append({"questions": ["third", "second", "first"]})
    program = program_of(raw)
    answers = {"pathway": "only", "first": "yes", "second": "yes", "third": "yes"}

    assert form.hidden(program, answers) == ()
    assert form.hidden(program, answers | {"first": "no"}) == ("second", "third")
    assert set(form.counted(program, answers | {"first": "no"}).answers) == {"pathway", "first"}


def test_what_staff_heard_tells_an_officer_nothing(wilmington):
    case = cases.new(wilmington.stamp, at="2026-11-24T20:00:00Z", by="sample-user")
    answers = {
        "pathway": "criminal", "referral_date": "2026-11-24", "substance_use_identified": "no",
        "substances": ["opioids"], "consent_signed": "not_signed", "consent_signed_on": "2026-11-24",
    }  # fmt: skip
    for key, value in answers.items():
        case = cases.answer(case, key, value, at=case.created, by="sample-staff-01")
    officer, staff = (
        Intake(wilmington, case, user="sample-user", clock=lambda: NOW, role=role) for role in ("officer", "staff")
    )

    question = wilmington.questions["substance_use_identified"]
    assert len(staff.contradictions(question)) == 1
    assert (officer.contradictions(question), officer.contradicted()) == ((), ())
    assert (len(staff.suggested), officer.suggested) == (1, {})
    assert ([q.key for q in staff.not_used()], officer.not_used()) == (["consent_signed_on"], ())


def test_without_a_pathway_what_the_rules_read_still_counts(wilmington):
    assert form.hidden(wilmington, {"minor_offense": "yes"}) == ()


def test_a_step_is_named_shorter_where_there_is_less_room(wilmington):
    assert [view.short for view in form.steps(wilmington, CLEAR)][2:5] == ["Participant", "Needs", "Consent"]


@law
@given(data=st.data(), name=programs)
def test_hidden_answers_come_back_with_their_branch_and_count_for_nothing_until_then(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program)) | data.draw(branches(program))
    key = data.draw(st.sampled_from(sorted(answers)))
    values = [option.id for option in program.questions[key].options] + ["yes", "no", None]
    changed = {k: v for k, v in (answers | {key: data.draw(st.sampled_from(values))}).items() if v is not None}

    unused = form.hidden(program, changed)
    back = changed | {key: answers[key]}

    assert form.hidden(program, back) == form.hidden(program, answers)
    assert form.counted(program, back) == form.counted(program, answers)
    assert set(form.counted(program, changed).answers).isdisjoint(unused)
    assert suggestions(program, changed) == suggestions(program, {k: changed[k] for k in changed if k not in unused})


def branches(program):
    """Answers to questions with options and to those that follow them."""
    found = {}
    for question in program.questions.values():
        if question.pathway or question.kind not in ("choice", "ticks", "yes_no", "text"):
            continue
        options = [option.id for option in question.options] or ["yes", "no"]
        value = st.sampled_from(options) if question.kind in ("choice", "yes_no") else st.just("sample words")
        found[question.key] = st.lists(st.sampled_from(options), unique=True) if question.kind == "ticks" else value
    return (
        st.lists(st.sampled_from(sorted(found)), unique=True, max_size=12).flatmap(
            lambda keys: st.fixed_dictionaries({key: found[key] for key in keys})
        )
        if found
        else st.just({})
    )


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
