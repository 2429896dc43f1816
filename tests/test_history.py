"""The replay of a record: how the answers and the rule result stood after each change, and who changed them."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_fixtures import CLEAR
from strategies_case import KEYS, PEOPLE, STAMP, changed, draft, drafts, hand_over, two_hands

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui import history, late
from lead_tui.case import Answer, Case, answers_of
from lead_tui.contact import Contact
from lead_tui.history import replay, unexplained
from lead_tui.merge import merge

ME, COLLEAGUE, THIRD = PEOPLE
CRIMINAL = CLEAR | {"referral_date": "2026-05-14", "opioid_dosage_units": 12}


def at(minute: int) -> str:
    return f"2026-05-14T10:{minute:02d}:00Z"


def answered(case: Case, minute: int, by: str = ME, **answers: object) -> Case:
    for key, value in answers.items():
        case = cases.answer(case, key, value, at=at(minute), by=by)
    return case


def decided(case: Case, minute: int, word: str = "decline") -> Case:
    return cases.decide(case, word, at=at(minute), by="Sample Approver 01", entered_by=ME, reads=CRIMINAL)


def explained(case: Case, minute: int, note: str, *about: str) -> Case:
    entry = Contact(id=f"why-{minute}", at=at(minute), by=ME, did=contacts.EXPLAINED, note=note, about=list(about))
    return cases.add_contact(case, entry)


@pytest.fixture
def told(wilmington):
    """Give what happened to a case, as (what, key or entry, rule result after)."""

    def of(case: Case) -> list[tuple[str, str, str]]:
        return [(event.what, event.key, event.after) for event in replay(wilmington, case)]

    return of


# --- The end of a replay is what stands -------------------------------------------------------------


def ends_where_it_stands(program, case: Case) -> None:
    events = replay(program, case)
    stands = {key: value for key, value in answers_of(case).items() if value is not None}
    untold = case.unsettled.keys() - {change.key for change in case.history}
    assert {key: value for key, value in stands.items() if key not in untold} == events[-1].stands
    assert [event.key for event in events if event.what == "outside"] == []


@given(drafts)
def test_the_replay_of_one_hand_ends_at_the_answers_that_stand(wilmington, case):
    ends_where_it_stands(wilmington, case)


@given(two_hands(), st.data())
def test_the_replay_of_merged_hands_ends_at_the_answers_that_stand(wilmington, hands, data):
    base, mine, theirs = hands
    first = merge(base, mine, theirs).case
    ends_where_it_stands(wilmington, first)
    further = data.draw(changed(first))
    ends_where_it_stands(wilmington, further)
    ends_where_it_stands(wilmington, merge(first, further, data.draw(changed(first))).case)


@given(two_hands())
def test_every_entry_of_the_record_is_told_once(wilmington, hands):
    case = merge(*hands).case
    ids = [event.id for event in replay(wilmington, case)]

    assert len(set(ids)) == len(ids)
    recorded = {each.id for each in (*case.history, *case.decisions, *case.contacts)}
    assert recorded == set(ids) - {history.OPENED_ID, history.HANDED_ID}
    assert (history.HANDED_ID in ids) == (case.handed_over is not None)


# --- Rule results -----------------------------------------------------------------------------------


def test_each_change_says_how_the_rule_result_stood_before_and_after_it(told):
    case = answered(draft(**CRIMINAL), 1, parole_or_probation="yes")
    case = answered(case, 2, by=COLLEAGUE, parole_or_probation="no")

    assert told(case)[-3:] == [
        ("changed", "exploitation_of_minors", "eligible"),
        ("changed", "parole_or_probation", "not_eligible"),
        ("changed", "parole_or_probation", "eligible"),
    ]
    assert told(case)[0] == ("opened", "", "undetermined")


def test_what_was_taken_back_brings_the_earlier_rule_result_again(told):
    case, _change = cases.undo(answered(draft(**CRIMINAL), 1, parole_or_probation="yes"), at=at(2), by=ME)

    assert [after for _what, key, after in told(case) if key == "parole_or_probation"][-2:] == [
        "not_eligible",
        "eligible",
    ]


def test_what_no_rule_reads_moves_no_result_and_is_not_assessed_again(wilmington, monkeypatch):
    looked = []
    monkeypatch.setattr(history, "outcome", lambda program, answers: looked.append(answers) or "undetermined")
    replay(wilmington, answered(draft(), 1, name="Sample Person 07", notes="a", phone="b"))

    assert len(looked) == 1


def test_two_answers_at_once_count_as_unknown_until_somebody_settles_them(told, wilmington):
    base = draft(**CRIMINAL)
    mine = answered(base, 1, parole_or_probation="yes")
    theirs = answered(base, 2, by=COLLEAGUE, parole_or_probation="unknown")
    both = merge(base, mine, theirs).case

    assert told(both)[-2:] == [
        ("changed", "parole_or_probation", "not_eligible"),
        ("changed", "parole_or_probation", "undetermined"),
    ]
    assert [event.at_once for event in replay(wilmington, both)][-2:] == [False, True]
    settled = answered(both, 3, by=THIRD, parole_or_probation="yes")
    assert told(settled)[-1] == ("changed", "parole_or_probation", "not_eligible")


def test_a_note_from_after_the_hand_over_changes_no_answer_and_no_result(told):
    base = draft(**CRIMINAL)
    mine = answered(base, 1, parole_or_probation="yes")
    theirs = cases.finish(base, hand_over(base, at=at(2), by=COLLEAGUE))
    noted = late.noted(base, mine, theirs, at=at(3), by=ME)

    assert ("noted", "parole_or_probation", "eligible") in told(noted)
    assert all(after == "eligible" for what, _key, after in told(noted) if what in ("noted", "handed_over"))


# --- What somebody else wrote -----------------------------------------------------------------------


def test_an_answer_that_a_script_changed_is_told_as_such(told):
    case = draft(**CRIMINAL)
    edited = msgspec.structs.replace(case, answers=case.answers | {"drug_distribution": Answer(value="yes")})

    assert told(edited)[-1] == ("outside", "drug_distribution", "not_eligible")
    assert told(answered(edited, 1, drug_distribution="unknown"))[-2:] == [
        ("outside", "drug_distribution", "not_eligible"),
        ("changed", "drug_distribution", "undetermined"),
    ]


def test_an_answer_that_a_script_put_in_or_took_out_is_told_as_such(told):
    case = draft(**CRIMINAL)
    answers = {key: given for key, given in case.answers.items() if key != "minor_offense"}
    edited = msgspec.structs.replace(case, answers=answers | {"seeking_treatment": Answer(value="yes")})

    assert told(edited)[-2:] == [
        ("outside", "minor_offense", "undetermined"),
        ("outside", "seeking_treatment", "undetermined"),
    ]


def test_a_script_that_put_an_earlier_answer_back_is_told_once_somebody_goes_on_from_it(told):
    case = answered(draft(**CRIMINAL), 1, parole_or_probation="yes")
    edited = msgspec.structs.replace(case, answers=case.answers | {"parole_or_probation": Answer(value="no")})

    assert told(answered(edited, 2, by=COLLEAGUE, parole_or_probation="unknown"))[-2:] == [
        ("outside", "parole_or_probation", "eligible"),
        ("changed", "parole_or_probation", "undetermined"),
    ]


@given(drafts, st.sampled_from(KEYS))
def test_no_value_that_a_script_wrote_passes_for_one_that_was_entered(wilmington, case, key):
    edited = msgspec.structs.replace(case, answers=case.answers | {key: Answer(value="written by a script")})
    events = replay(wilmington, edited)

    assert [event.key for event in events if event.what == "outside"] == [key]
    assert events[-1].stands[key] == "written by a script"


# --- Where entries stand ----------------------------------------------------------------------------


def test_decisions_and_entries_stand_among_the_changes_by_their_time(told):
    case = answered(draft(), 1, name="Sample Person 07")
    case = cases.add_contact(case, Contact(id="a", at=at(2), by=ME, did=contacts.ATTEMPT, result="reached"))
    case = answered(decided(case, 3), 4, name="Sample Person 08")

    assert [what for what, _key, _after in told(case)] == ["opened", "changed", "contact", "decided", "changed"]


def test_within_one_second_a_decision_stands_where_its_answers_stood(wilmington):
    case = answered(decided(answered(draft(), 1, **CRIMINAL), 1), 1, parole_or_probation="yes")

    events = replay(wilmington, case)

    assert [event.what for event in events[-2:]] == ["decided", "changed"]
    assert events[-1].since == events[-2].id


def test_a_clock_that_runs_ahead_takes_no_decision_out_of_its_place(told):
    case = cases.answer(draft(**CRIMINAL), "name", "Sample Person 07", at="2031-01-01T00:00:00Z", by=COLLEAGUE)
    case = decided(answered(case, 1, parole_or_probation="yes"), 2)

    assert [what for what, _key, _after in told(case)][-1] == "decided"


# --- Reasons for changes after a decision -----------------------------------------------------------


def test_a_change_after_a_decision_of_what_it_rested_on_wants_a_reason():
    case = answered(decided(answered(draft(**CRIMINAL), 1, minor_offense="no"), 2), 3, notes="seen")
    assert unexplained(case) == []

    case = answered(case, 4, parole_or_probation="yes", drug_distribution="yes")
    assert [change.key for change in unexplained(case)] == ["parole_or_probation", "drug_distribution"]

    case = explained(case, 5, "The record was wrong.", case.history[-2].id)
    assert [change.key for change in unexplained(case)] == ["drug_distribution"]


def test_a_change_that_was_taken_back_wants_no_reason():
    case = answered(decided(draft(**CRIMINAL), 2), 3, parole_or_probation="yes")
    case, _change = cases.undo(case, at=at(4), by=ME)

    assert unexplained(case) == []


def test_taking_back_what_the_decision_was_taken_on_wants_a_reason():
    case = decided(answered(draft(**CRIMINAL), 1, parole_or_probation="yes"), 2)
    case, _change = cases.undo(case, at=at(4), by=ME)

    assert [change.key for change in unexplained(case)] == ["parole_or_probation"]


def test_a_decision_on_the_changed_answers_wants_no_reason_for_what_came_before_it():
    case = answered(decided(draft(**CRIMINAL), 2), 3, parole_or_probation="yes")

    assert unexplained(decided(case, 4, "refer_elsewhere")) == []
    assert unexplained(draft(**CRIMINAL)) == []


def test_the_reason_is_told_with_every_change_that_it_is_about(wilmington):
    case = answered(decided(draft(**CRIMINAL), 2), 3, parole_or_probation="yes", drug_distribution="yes")
    case = explained(case, 5, "The record was wrong.", *(change.id for change in case.history[-2:]))

    reasons = [[why.note for why in event.reasons] for event in replay(wilmington, case) if event.since]

    assert reasons == [["The record was wrong."]] * 2


def test_a_record_emptied_has_its_opening_alone(told):
    assert told(cases.new(STAMP, at=at(0), by=ME)) == [("opened", "", "undetermined")]
