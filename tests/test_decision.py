"""People's decisions: nothing changes one, and how one stands beside the rule result."""

from __future__ import annotations

import msgspec
import pytest
from desk import NOW
from hypothesis import given
from hypothesis import strategies as st
from strategies_case import changed, draft, drafts, two_hands

from lead_tui import case as cases
from lead_tui import case_import, case_record, decision
from lead_tui.case import Case
from lead_tui.intake import Intake
from lead_tui.merge import merge
from lead_tui.open_case import OpenCase
from lead_tui.store import Store

AT = "2026-05-14T10:00:00Z"
LATER = "2026-05-15T10:00:00Z"
APPROVER, STAFF, OTHER = "Sample Approver 01", "sample-staff-01", "sample-officer-02"
CLEAR_SOCIAL = {"pathway": "social", "referral_date": "2026-11-20", "seeking_treatment": "yes", "date_of_birth": "1990"}


def decided(case: Case, word: str = "accept", **fields) -> Case:
    """The case with a decision that rests on one answer."""
    plain = {"at": AT, "by": APPROVER, "entered_by": STAFF, "reads": ["minor_offense"]}
    return cases.decide(case, word, **(plain | fields))


# --- Nothing changes one ---------------------------------------------------------------------------


@given(drafts, st.data())
def test_no_change_of_a_case_changes_a_decision(case, data):
    before = decided(case)

    after = data.draw(changed(before, most=6))

    assert after.decisions[: len(before.decisions)] == before.decisions


@given(two_hands())
def test_merging_keeps_every_decision_of_both_as_it_was(hands):
    base, mine, theirs = hands

    joint = merge(base, mine, theirs).case

    made = {entry.id: entry for side in hands for entry in side.decisions}
    assert {entry.id: entry for entry in joint.decisions} == made
    assert len(joint.decisions) == len(made)
    assert joint.decision == (joint.decisions[-1].decision if joint.decisions else "")


@given(drafts)
def test_a_decision_comes_back_from_the_record_as_it_was(case):
    case = decided(case, reason="Outreach works with this person.")

    assert case_record.from_json(case_record.to_json(case)).decisions == case.decisions


def test_of_two_decisions_taken_at_once_both_are_kept_and_the_later_stands():
    base = draft(minor_offense="yes")
    mine = decided(base, "decline", at=LATER)
    theirs = decided(base, "accept", at=AT)

    joint = merge(base, mine, theirs).case

    assert [entry.decision for entry in joint.decisions] == ["accept", "decline"]
    assert joint.decision == "decline"


def test_undo_takes_an_answer_back_and_no_decision():
    case = decided(draft(minor_offense="yes"))

    undone, change = cases.undo(case, at=LATER, by=STAFF) or pytest.fail("nothing undone")

    assert change.key == "minor_offense"
    assert undone.decisions == case.decisions


def test_a_new_version_of_the_program_leaves_a_decision_and_its_stamp(wilmington):
    case = intake(wilmington, CLEAR_SOCIAL)
    assert not case.decide("accept", by=APPROVER)
    before = case.case.decisions

    newer = msgspec.structs.replace(wilmington, version="9.9.9", hash="f" * 64)
    reopened = Intake(newer, case.case, user=STAFF, clock=lambda: NOW)
    reopened.answer("seeking_treatment", "no")

    assert reopened.case.program.version == "9.9.9"
    assert reopened.case.decisions == before
    assert before[0].program.version == wilmington.version
    assert (before[0].outcome, reopened.case.outcome) == ("eligible", "not_eligible")


def test_an_import_beside_a_decided_case_leaves_its_decision(wilmington, tmp_path):
    store = Store.open(tmp_path / "cases.json")
    case = intake(wilmington, CLEAR_SOCIAL)
    case.decide("accept", by=APPROVER)
    number = store.create("W", 2026, case.case).case

    new = case_import.imported(wilmington, CLEAR_SOCIAL, at=AT, by=STAFF)
    case_import.save(store, wilmington, [new], 2026)

    assert store.get(number).decisions == case.case.decisions


# --- How one stands --------------------------------------------------------------------------------


def test_a_decision_on_answers_that_changed_since_is_stale_until_they_are_back():
    case = decided(draft(minor_offense="yes", name="Sample Person 07"))
    assert not decision.stale(case)

    other = cases.answer(case, "minor_offense", "no", at=LATER, by=STAFF)
    assert decision.stale(other)

    back = cases.answer(other, "minor_offense", "yes", at=LATER, by=OTHER)
    assert not decision.stale(back)


def test_an_answer_that_no_rule_reads_makes_no_decision_stale():
    case = decided(draft(minor_offense="yes"))

    assert not decision.stale(cases.answer(case, "notes", "A sample note.", at=LATER, by=STAFF))


def test_a_decision_is_stale_while_two_people_differ_about_an_answer():
    base = decided(draft(minor_offense="yes"))
    mine = cases.answer(base, "minor_offense", "no", at=LATER, by=STAFF)
    theirs = cases.answer(base, "minor_offense", "unknown", at=LATER, by=OTHER)

    assert decision.stale(merge(base, mine, theirs).case)


def test_a_case_without_a_decision_is_not_stale():
    assert not decision.stale(draft())
    assert decision.standing(draft()) is None


@pytest.mark.parametrize(
    ("word", "eligible", "not_eligible", "undetermined"),
    [
        ("accept", False, True, True),
        ("decline", True, False, True),
        ("refer_elsewhere", True, False, False),
        ("hold", False, False, False),
    ],
)
def test_when_a_decision_differs_from_the_rule_result(word, eligible, not_eligible, undetermined):
    assert decision.differs(word, "eligible") is eligible
    assert decision.differs(word, "not_eligible") is not_eligible
    assert decision.differs(word, "undetermined") is undetermined
    assert decision.differs(word, "") is undetermined


@given(st.sampled_from(list(decision.WORDS)), st.sampled_from(["eligible", "not_eligible", "undetermined", ""]))
def test_a_reason_is_needed_where_it_differs_or_the_result_is_not_yet_known(word, outcome):
    needed = decision.reason_needed(word, outcome)

    assert needed == (decision.differs(word, outcome) or outcome in ("undetermined", ""))


# --- Recording one ---------------------------------------------------------------------------------


def intake(program, answers: dict, **options) -> Intake:
    """An intake with these answers, kept nowhere."""
    begun = Intake.start(program, user=STAFF, clock=lambda: NOW, **options)
    for key, value in answers.items():
        begun.answer(key, value)
    return begun


def test_a_decision_is_recorded_with_who_decided_who_typed_it_and_what_it_rests_on(wilmington):
    begun = intake(wilmington, CLEAR_SOCIAL)

    assert begun.decide("accept", by=f" {APPROVER} ", reason="") == ""

    entry = decision.standing(begun.case)
    assert (entry.decision, entry.by, entry.entered_by) == ("accept", APPROVER, STAFF)
    assert (entry.outcome, entry.program, entry.at) == ("eligible", wilmington.stamp, "2026-11-25T02:04:00Z")
    assert set(entry.reads) == {"pathway", "referral_date", "seeking_treatment", "date_of_birth"}
    assert begun.case.decision == "accept"
    assert begun.case.outcome == "eligible"


@pytest.mark.parametrize(
    ("answers", "word", "by", "reason", "said"),
    [
        (CLEAR_SOCIAL, "accept", "", "", "By: nobody is named. Type who decided."),
        (CLEAR_SOCIAL, "decline", APPROVER, " ",
         "Reason: none is given, and it differs from the rule result. Say why."),
        ({"pathway": "social"}, "hold", APPROVER, "",
         "Reason: none is given, and the rule result is not yet known. Say why."),
        (CLEAR_SOCIAL, "yes", APPROVER, "", 'Decision: "yes" is none. Choose accept, decline, refer elsewhere, hold.'),
        (CLEAR_SOCIAL, "hold", APPROVER, "x" * 20_001, "Reason: 20,001 characters; 20,000 at most."),
    ],
)  # fmt: skip
def test_what_lacks_something_is_refused_in_one_line_and_not_recorded(wilmington, answers, word, by, reason, said):
    begun = intake(wilmington, answers)

    assert begun.decide(word, by=by, reason=reason) == said
    assert begun.case.decisions == []


def test_where_the_program_names_approvers_only_they_decide(wilmington):
    program = msgspec.structs.replace(wilmington, approvers=(APPROVER, "Sample Approver 02"))
    begun = intake(program, CLEAR_SOCIAL)

    refused = begun.decide("accept", by=STAFF)

    assert refused == (
        'By: "sample-staff-01" is no designated approver. Choose Sample Approver 01 or Sample Approver 02.'
    )
    assert begun.decide("accept", by=APPROVER) == ""


def test_an_officer_records_no_decision(wilmington):
    begun = intake(wilmington, CLEAR_SOCIAL, role="officer")

    assert begun.decide("accept", by=APPROVER) == (
        "decision is for staff, and you are here as an officer. Ask LEAD staff."
    )
    assert begun.case.decisions == []


def test_a_second_decision_stands_beside_the_first(wilmington):
    begun = intake(wilmington, CLEAR_SOCIAL)
    begun.decide("hold", by=APPROVER)
    begun.decide("decline", by=APPROVER, reason="The person moved away.")

    assert [entry.decision for entry in begun.case.decisions] == ["hold", "decline"]
    assert begun.case.decision == "decline"


def test_the_decision_is_kept_by_the_file(wilmington, tmp_path):
    path = tmp_path / "cases.json"
    begun = intake(wilmington, CLEAR_SOCIAL)
    begun.decide("decline", by=APPROVER, reason="Sample reason.")
    number = Store.open(path).create("W", 2026, begun.case).case

    store = Store.open(path)

    assert store.get(number).decisions == begun.case.decisions
    assert [row.decision for row in store.summaries()] == ["decline"]


def test_a_decision_that_never_reached_the_disk_is_saved_with_a_copy_opened_anew():
    base = draft(minor_offense="yes")
    mine = decided(base)

    assert not OpenCase.goes_on(mine, base)
    assert OpenCase.guessed_base(mine, base).decisions == []
    assert merge(OpenCase.guessed_base(mine, base), mine, base).case.decisions == mine.decisions


def test_a_save_of_somebody_who_sees_no_decisions_leaves_them():
    whole = decided(draft(minor_offense="yes"))
    seen = msgspec.structs.replace(whole, decision="", decisions=[])
    mine = cases.answer(seen, "notes", "A sample note.", at=LATER, by=OTHER)

    joint = merge(seen, mine, whole).case

    assert (joint.decision, joint.decisions) == (whole.decision, whole.decisions)
