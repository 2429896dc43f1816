"""The plain face of the decision and of discarding a false start."""

from __future__ import annotations

import io

import msgspec
import pytest
from desk import NOW

from lead_tui import interview
from lead_tui.case import EXPUNGED
from lead_tui.store import Store

SOCIAL = ("s", "", "y", "05141990", "n")
"""A clear social referral, up to the question whether to hand over."""

ELIGIBLE = "+ ELIGIBLE under the rules for a social referral"


@pytest.fixture
def hold(wilmington, tmp_path):
    """Holds an interview with these lines; gives the lines said and the case."""
    store = Store.open(tmp_path / "cases.json")

    def held(*typed, program=wilmington, number=None, **options):
        waiting = iter(typed)
        out = io.StringIO()
        options = {"user": "sample-user", "clock": lambda: NOW} | options
        interview.run(program, store, number=number, read=lambda: next(waiting, None), out=out, **options)
        rows = store.summaries()
        return out.getvalue().splitlines(), store.get(number or rows[-1].case)

    return held


def test_a_decision_is_asked_for_and_recorded_before_handing_over(hold):
    said, case = hold(*SOCIAL, "decide", "a", "Sample Approver 01", "", "y")

    assert "decide records what a person decided." in said
    assert "Recorded: accept, by Sample Approver 01. The rule result stays as it is." in said
    assert "Decision: accept, by Sample Approver 01." in said
    assert [(entry.decision, entry.by, entry.entered_by) for entry in case.decisions] == [
        ("accept", "Sample Approver 01", "sample-user")
    ]
    assert (case.status, case.outcome) == ("open", "eligible")


def test_a_reason_that_is_needed_is_asked_for_until_it_is_given(hold):
    said, case = hold(*SOCIAL, "decide", "d", "Sample Approver 01", "", "The person moved away.")

    assert "Error: Reason: none is given, and it differs from the rule result. Say why." in said
    assert (case.decision, case.decisions[0].reason) == ("decline", "The person moved away.")
    assert case.status == "draft"


@pytest.mark.parametrize("lines", [("",), ("<",), ("x", ""), ("a", ""), ("a", "<"), ("d", "Ada", "<")])
def test_a_blank_line_or_going_back_records_nothing(hold, lines):
    said, case = hold(*SOCIAL, "decide", *lines)

    assert "No decision recorded." in said
    assert case.decisions == []


def test_designated_approvers_are_chosen_by_number_or_name(hold, wilmington):
    program = msgspec.structs.replace(wilmington, approvers=("Sample Approver 01", "Sample Approver 02"))

    said, case = hold(*SOCIAL, "decide", "h", "somebody", "2", "", program=program)

    assert "1 Sample Approver 01, 2 Sample Approver 02. Blank: record nothing." in said
    assert case.decisions[0].by == "Sample Approver 02"


def test_a_finished_case_is_decided_later(hold):
    hold(*SOCIAL, "y")

    said, case = hold("n", "decide", "e", "Ada", "Outreach works with this person.", number="W26-0001")

    assert said.count("Blank ends.") == 2
    assert (case.status, case.decision) == ("open", "refer_elsewhere")


def test_a_decision_on_answers_that_changed_since_is_told_so(hold):
    hold(*SOCIAL, "decide", "a", "Ada", "")

    said, _case = hold("n", "<<", "", number="W26-0001")

    assert "Check: answers have changed since this decision." in said


def test_an_officer_is_not_offered_the_decision(hold):
    said, case = hold(*SOCIAL, "decide", role="officer")

    assert not any("ecision" in line or "decide records" in line for line in said)
    assert said.count("Type y or n.") == 1
    assert case.decisions == []


def test_a_false_start_is_discarded_once_that_is_confirmed(hold, tmp_path):
    said, case = hold(*SOCIAL, "discard", "y")

    assert said[-1] == "Discarded: W26-0001. Its number is not given again."
    assert case.status == EXPUNGED
    assert "1990" not in (tmp_path / "cases.json").read_text()


def test_a_draft_that_is_not_to_be_discarded_is_kept(hold):
    said, case = hold(*SOCIAL, "discard", "", "n")

    assert case.status == "draft"
    assert "lead-tui intake W26-0001 --plain" in said


def test_why_answers_were_changed_after_a_decision_is_asked_at_the_end(hold):
    hold(*SOCIAL, "decide", "a", "Ada", "", "y")

    said, case = hold("n", "<<", "05141991", "", "Told so on the phone.", number="W26-0001")

    asked = "1 answer was changed after the decision of 24 Nov 2026 (accept): Date of birth. Why?"
    assert asked in " ".join(said)
    assert "Kept beside the changes." in said
    assert [(each.did, each.note, each.via) for each in case.contacts] == [
        ("explained", "Told so on the phone.", "plain")
    ]
    assert case.contacts[0].about == [change.id for change in case.history[-2:]]


@pytest.mark.parametrize("line", ["", "<", "<<", None])
def test_a_reason_may_be_left_out_line_by_line(hold, line):
    hold(*SOCIAL, "decide", "a", "Ada", "", "y")

    said, case = hold("n", "<<", "05141991", "", *[line] * (line is not None), number="W26-0001")

    assert ("No reason kept." in said) == (line is not None)
    assert case.contacts == []
    assert case.answers["date_of_birth"].value == "1991-05-14"


def test_nobody_is_asked_why_where_no_decision_rested_on_it(hold):
    hold(*SOCIAL, "decide", "a", "Ada", "", "y")

    said, _case = hold("y", "Sample Person 07", number="W26-0001")

    assert "changed after the decision" not in " ".join(said)
