"""The case record: changes, undo, two people."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_case import LATER, ME, OTHER, answered, draft, drafts, hand_over, keys, two_hands, values

from lead_tui import case as cases
from lead_tui import case_record
from lead_tui.case import Case, Stamp
from lead_tui.merge import merge

# --- Answers -------------------------------------------------------------------------------------


def test_an_answer_carries_who_gave_it_when_and_where():
    case = cases.answer(draft(), "notes", "calm", at=LATER, by=ME, via="plain", source="record")

    given = case.answers["notes"]
    assert (given.value, given.at, given.by, given.via, given.source) == (
        "calm",
        LATER,
        ME,
        "plain",
        "record",
    )


def test_each_answer_leaves_an_entry_in_the_history():
    case = answered(draft(seeking_treatment="no"), seeking_treatment="yes")

    last = case.history[-1]
    assert (last.key, last.was, last.now, last.by, last.undo) == (
        "seeking_treatment",
        "no",
        "yes",
        ME,
        False,
    )


def test_the_same_answer_again_changes_nothing():
    case = draft(seeking_treatment="yes")

    assert answered(case, seeking_treatment="yes") is case


def test_an_answer_taken_away_reads_as_not_asked():
    case = answered(draft(seeking_treatment="yes"), seeking_treatment=None)

    assert cases.answers_of(case) == {}
    assert case.history[-1].now is None


@pytest.mark.parametrize("value", [0, False, "no", "unknown", []])
def test_an_answer_that_looks_empty_is_an_answer(value):
    assert cases.answers_of(draft(opioid_dosage_units=value)) == {"opioid_dosage_units": value}


def test_a_changed_case_leaves_the_one_it_was_made_from_alone():
    before = draft(name="Sample Person 07")
    kept = case_record.to_json(before)

    answered(before, name="Sample Person 08")
    cases.leave_typed(before, "name", "x", at=LATER, by=ME)
    cases.undo(before, at=LATER, by=ME)

    assert case_record.to_json(before) == kept


def test_name_and_pathway_stand_beside_the_answers_for_the_list():
    case = draft(name="Sample Person 07", pathway="social")

    assert (case.name, case.pathway) == ("Sample Person 07", "social")
    assert answered(case, name=None).name == ""


# --- Entries that are no answers -----------------------------------------------------------------


def test_a_wrong_entry_is_kept_as_typed_and_counts_as_not_answered():
    case = cases.leave_typed(draft(), "date_of_birth", "31 Feb", at=LATER, by=ME)

    assert case.typed == {"date_of_birth": "31 Feb"}
    assert "date_of_birth" not in cases.answers_of(case)


def test_a_wrong_entry_over_an_answer_takes_the_answer_away_and_undo_brings_it_back():
    case = cases.leave_typed(draft(date_of_birth="1990"), "date_of_birth", "x", at=LATER, by=ME)

    assert cases.answers_of(case) == {}
    back = cases.undo(case, at=LATER, by=ME)
    assert back is not None
    assert cases.answers_of(back[0]) == {"date_of_birth": "1990"}
    assert back[0].typed == {}


def test_an_answer_forgets_what_was_typed_there():
    case = cases.leave_typed(draft(), "date_of_birth", "31 Feb", at=LATER, by=ME)

    assert answered(case, date_of_birth="1990").typed == {}


def test_an_emptied_field_leaves_nothing_typed():
    case = cases.leave_typed(draft(), "date_of_birth", "31 Feb", at=LATER, by=ME)

    assert cases.leave_typed(case, "date_of_birth", "", at=LATER, by=ME).typed == {}


# --- Undo ----------------------------------------------------------------------------------------


def test_undo_takes_the_last_answer_back_and_then_the_one_before():
    case = draft(seeking_treatment="no", minor_offense="yes")

    once, change = cases.undo(case, at=LATER, by=ME) or pytest.fail("nothing undone")
    twice, _ = cases.undo(once, at=LATER, by=ME) or pytest.fail("nothing undone")

    assert change.key == "minor_offense"
    assert cases.answers_of(once) == {"seeking_treatment": "no"}
    assert cases.answers_of(twice) == {}
    assert cases.undo(twice, at=LATER, by=ME) is None


def test_undo_never_shortens_the_history():
    case = draft(seeking_treatment="no")

    undone, change = cases.undo(case, at=LATER, by=ME) or pytest.fail("nothing undone")

    assert undone.history[:-1] == case.history
    assert undone.history[-1].undo
    assert undone.history[-1].undoes == change.id


def test_undo_leaves_another_persons_answers_alone():
    case = answered(draft(seeking_treatment="no", minor_offense="yes"), OTHER, minor_offense="no")

    undone, change = cases.undo(case, at=LATER, by=ME) or pytest.fail("nothing undone")

    assert change.key == "seeking_treatment"
    assert cases.answers_of(undone) == {"minor_offense": "no"}


def test_undo_leaves_an_answer_alone_that_another_person_gave_again():
    case = draft(minor_offense="yes")
    again = answered(answered(case, OTHER, minor_offense="no"), OTHER, minor_offense="yes")

    assert cases.undo(again, at=LATER, by=ME) is None


@pytest.mark.parametrize("by", [ME, OTHER])
def test_undo_leaves_an_answer_alone_that_two_people_gave_at_once(by):
    base = draft()
    both = merge(base, answered(base, minor_offense="yes"), answered(base, OTHER, minor_offense="yes")).case

    undone = cases.undo(both, at=LATER, by=by)

    assert undone is None


def test_undo_goes_on_from_what_another_person_answered_before():
    case = answered(answered(draft(), OTHER, minor_offense="no"), minor_offense="yes")

    undone, _change = cases.undo(case, at=LATER, by=ME) or pytest.fail("nothing undone")

    assert cases.answers_of(undone) == {"minor_offense": "no"}


@given(drafts, st.lists(st.tuples(keys, values)))
def test_undoing_all_that_a_person_answered_ends_where_they_began(case, answers):
    before = cases.answers_of(case)
    for key, value in answers:
        case = cases.answer(case, key, value, at=LATER, by="sample-newcomer")

    while step := cases.undo(case, at=LATER, by="sample-newcomer"):
        case = step[0]

    assert cases.answers_of(case) == before


# --- Finishing -----------------------------------------------------------------------------------


def test_finishing_opens_the_case_and_keeps_what_was_handed_over():
    case = draft(name="Sample Person 07")
    finished = cases.finish(case, hand_over(case, at=LATER, by=ME))

    later = answered(finished, name="Sample Person 08")

    assert finished.status == cases.OPEN
    assert later.handed_over is not None
    assert later.handed_over.answers == {"name": "Sample Person 07"}


def test_a_case_is_handed_over_once():
    case = draft()
    finished = cases.finish(case, hand_over(case, at=LATER, by=ME))

    assert cases.finish(finished, hand_over(case, at=LATER, by=OTHER)) is finished


# --- Two people ----------------------------------------------------------------------------------


def test_two_people_who_answer_different_questions_lose_neither():
    base = draft(name="Sample Person 07")

    merged = merge(base, answered(base, minor_offense="yes"), answered(base, OTHER, seeking_treatment="no"))

    assert cases.answers_of(merged.case) == {
        "name": "Sample Person 07",
        "minor_offense": "yes",
        "seeking_treatment": "no",
    }
    assert merged.joined == ["seeking_treatment"]
    assert merged.conflicts == []
    assert len(merged.case.history) == len(base.history) + 2


def test_two_different_answers_to_one_question_are_both_kept_and_read_as_unknown():
    base = draft(minor_offense="unknown")

    merged = merge(base, answered(base, minor_offense="yes"), answered(base, OTHER, minor_offense="no"))

    assert merged.conflicts == ["minor_offense"]
    assert merged.case.answers["minor_offense"].value == "no"
    other = merged.case.unsettled["minor_offense"]
    assert (other.value, other.by, other.at, other.base) == ("yes", ME, LATER, "unknown")
    assert cases.answers_of(merged.case) == {"minor_offense": "unknown"}


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_choosing_one_of_two_answers_settles_the_question(choice):
    base = draft()
    both = merge(base, answered(base, minor_offense="yes"), answered(base, OTHER, minor_offense="no"))

    settled = answered(both.case, minor_offense=choice)

    assert settled.unsettled == {}
    assert cases.answers_of(settled) == {"minor_offense": choice}
    assert merge(both.case, settled, both.case).case == settled


def test_answers_that_nobody_has_assessed_together_have_no_outcome():
    base = cases.assessed(draft(), "eligible", Stamp())
    mine = cases.assessed(answered(base, minor_offense="yes"), "eligible", Stamp())
    theirs = cases.assessed(answered(base, OTHER, seeking_treatment="no"), "not_eligible", Stamp())
    differing = cases.assessed(answered(base, OTHER, minor_offense="no"), "eligible", Stamp())

    assert merge(base, mine, theirs).case.outcome == "undetermined"
    assert merge(base, mine, differing).case.outcome == "undetermined"
    assert merge(base, base, theirs).case.outcome == "not_eligible"


def test_what_is_only_typed_leaves_the_outcome_of_the_answers():
    base = cases.assessed(draft(minor_offense="yes"), "undetermined", Stamp())
    typing = cases.leave_typed(base, "date_of_birth", "31 Feb", at=LATER, by=ME)
    theirs = cases.assessed(answered(base, OTHER, seeking_treatment="no"), "not_eligible", Stamp())

    assert merge(base, typing, theirs).case.outcome == "not_eligible"


def test_an_answer_one_person_takes_away_and_the_other_changes_is_a_conflict():
    base = draft(minor_offense="yes")

    merged = merge(base, answered(base, minor_offense=None), answered(base, OTHER, minor_offense="no"))

    assert merged.conflicts == ["minor_offense"]
    assert merged.case.unsettled["minor_offense"].value is None


def test_an_unfinished_entry_against_an_answer_is_kept_beside_it():
    base = draft()

    merged = merge(
        base,
        cases.leave_typed(base, "date_of_birth", "31 Feb", at=LATER, by=ME),
        answered(base, OTHER, date_of_birth="1990"),
    )

    assert merged.case.answers["date_of_birth"].value == "1990"
    assert merged.case.unsettled["date_of_birth"].typed == "31 Feb"


def test_the_same_answer_from_two_people_is_no_conflict():
    base = draft()

    merged = merge(base, answered(base, minor_offense="yes"), answered(base, OTHER, minor_offense="yes"))

    assert (merged.joined, merged.conflicts) == ([], [])


def test_an_expunged_case_takes_no_answers_back():
    base = draft(name="Sample Person 07")
    emptied = Case(case="W26-0001", rev=5, status=cases.EXPUNGED)

    merged = merge(base, answered(base, minor_offense="yes"), emptied)

    assert merged.case == emptied


def test_history_entries_emptied_by_one_side_stay_emptied():
    base = draft(name="Sample Person 07")
    emptied = msgspec.structs.replace(
        base, history=[msgspec.structs.replace(base.history[0], now=None)], answers={}, name=""
    )

    merged = merge(base, answered(base, minor_offense="yes"), emptied)

    assert "Sample Person" not in json.dumps(case_record.to_json(merged.case))


@given(two_hands())
def test_merging_with_one_who_changed_nothing_gives_the_other(hands):
    base, mine, theirs = hands

    assert merge(base, mine, base).case == mine
    assert merge(base, base, theirs).case == theirs
    assert merge(base, mine, mine).case == mine


@given(two_hands())
def test_who_saves_first_changes_nothing_but_the_questions_in_conflict(hands):
    base, mine, theirs = hands

    one = merge(base, mine, theirs)
    other = merge(base, theirs, mine)

    assert one.conflicts == other.conflicts
    assert apart(one.case, one.conflicts) == apart(other.case, one.conflicts)


@given(two_hands())
def test_merging_again_what_was_merged_changes_nothing(hands):
    base, mine, theirs = hands
    merged = merge(base, mine, theirs).case

    assert merge(mine, mine, merged).case == merged
    assert merge(theirs, merged, theirs).case == merged


@given(two_hands())
def test_no_answer_and_no_entry_of_the_history_is_lost(hands):
    base, mine, theirs = hands
    merged = merge(base, mine, theirs)

    ids = [change.id for change in merged.case.history]
    assert len(set(ids)) == len(ids)
    assert set(ids) == {change.id for side in (mine, theirs) for change in side.history}
    for key in merged.conflicts:
        here, kept = mine.answers.get(key), merged.case.unsettled[key]
        assert kept.value == (here.value if here else None)
        assert merged.case.answers.get(key) == theirs.answers.get(key)


def apart(case: Case, keys: list[str]) -> dict[str, object]:
    """The record without these questions and what list rows take from them."""
    record = case_record.to_json(case)
    for field in ("answers", "typed", "unsettled"):
        record[field] = {k: v for k, v in record.get(field, {}).items() if k not in keys}
    return {k: v for k, v in record.items() if k not in keys}
