"""What can be done about a case after the referral."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui import contact_words, deeds
from lead_tui.contact import standing
from lead_tui.deeds import Wrong
from lead_tui.intake import Intake
from lead_tui.milestones import milestones
from tests.strategies_case import draft

ME = "sample-staff-01"


def at_work(program, **answers) -> Intake:
    case = draft(**({"name": "Sample Person 07", "referral_date": "2026-11-20"} | answers))
    intake = Intake(program, case, user=ME, clock=lambda: datetime(2026, 11, 24, 21, 4, tzinfo=UTC))
    intake.finish()
    return intake


def do(intake: Intake, key: str, **typed: str) -> Wrong | None:
    deed = next(each for each in deeds.possible(intake.case) if each.key == key)
    return intake.record(deed, deeds.starts(deed, intake.case, user=ME) | typed)


def told(intake: Intake) -> str:
    return contact_words.sentence(intake.case.contacts[-1], intake.program.words)


def test_every_deed_has_a_letter_of_its_own():
    assert len({deed.key for deed in deeds.DEEDS}) == len(deeds.DEEDS)


def test_an_attempt_is_recorded_with_two_keys_and_says_what_came_of_it(wilmington):
    intake = at_work(wilmington)
    assert do(intake, "n") is None
    assert told(intake) == "Contact attempt by phone: no answer."
    assert (intake.case.tried, intake.case.contacts[-1].who) == ("no_answer", "")


def test_an_attempt_carries_the_next_step(wilmington):
    intake = at_work(wilmington)
    do(intake, "n", what="Call again", due="fri", note="A neighbor answered")
    assert told(intake) == (
        "Contact attempt by phone: no answer. A neighbor answered. Next: Call again by 27 Nov 2026, sample-staff-01."
    )
    assert (intake.case.next, intake.case.due) == ("Call again", "2026-11-27")
    deed = next(each for each in deeds.DEEDS if each.key == "n")
    assert deeds.starts(deed, intake.case, user=ME)["what"] == "Call again"


def test_a_day_without_a_step_is_asked_about_and_nothing_is_recorded(wilmington):
    intake = at_work(wilmington)
    wrong = do(intake, "n", due="fri")
    assert wrong is not None
    assert (wrong.part, intake.case.contacts) == ("what", [])


@pytest.mark.parametrize(
    ("key", "typed", "part"),
    [("s", {}, "what"), ("d", {"due": "soon", "who": "x"}, "due"), ("d", {"due": "fri"}, "who"), ("a", {}, "due")],
)
def test_what_is_missing_or_wrong_is_said_by_its_name(wilmington, key, typed, part):
    wrong = do(at_work(wilmington), key, **typed)
    assert wrong is not None
    assert wrong.part == part


def test_a_next_step_is_finished_and_another_takes_its_place_or_none(wilmington):
    intake = at_work(wilmington)
    assert "f" not in {deed.key for deed in deeds.possible(intake.case)}
    do(intake, "s", what="Send the forms", due="fri")
    do(intake, "f", note="By post", what="Call again", due="mon")
    assert told(intake) == "Next step done. By post. Next: Call again by 30 Nov 2026, sample-staff-01."
    assert (intake.case.next, intake.case.due) == ("Call again", "2026-11-30")
    do(intake, "f")
    assert told(intake) == "Next step done."
    assert standing(intake.case.contacts).step is None


def test_a_due_date_that_was_met_is_due_no_more(wilmington):
    intake = at_work(wilmington)
    do(intake, "d", due="20 Nov", who="Sample Approver 01", what="Court record")
    [task] = standing(intake.case.contacts).tasks()
    said = contact_words.task(task, wilmington.words, today=intake.today)
    assert said == "Court record by 20 Nov 2026 (4 days overdue), set by Sample Approver 01"
    do(intake, "e", note="Sent")
    assert told(intake) == "Due date met or dropped. Sent."
    assert standing(intake.case.contacts).tasks() == []


def test_an_appointment_is_made_moved_and_kept(wilmington):
    intake = at_work(wilmington)
    assert {deed.key for deed in deeds.possible(intake.case)}.isdisjoint("kov")
    do(intake, "a", due="fri 2 pm", note="Sample office")
    assert told(intake) == "Intake appointment made: 27 Nov 2026 2:00 pm, with sample-staff-01. Sample office."
    assert "a" not in {deed.key for deed in deeds.possible(intake.case)}
    do(intake, "v", due="30 Nov 9:00", who="Sample Staff 02")
    do(intake, "k")
    assert milestones(intake.case).intake_done
    assert milestones(intake.case).first_contact


def test_a_closed_case_can_only_be_opened_again_and_that_needs_a_word(wilmington):
    intake = at_work(wilmington)
    do(intake, "c", result="not_found", note="Three visits.")
    assert told(intake) == "Closed: could not be found: Three visits."
    assert [deed.key for deed in deeds.possible(intake.case)] == ["p"]
    assert do(intake, "p") is not None
    assert do(intake, "p", note="Came to the office") is None
    assert intake.case.status == cases.OPEN


def test_a_draft_is_finished_or_discarded_and_never_closed():
    assert "c" not in {deed.key for deed in deeds.possible(draft())}


def test_enrolled_is_who_kept_the_intake_and_was_accepted(wilmington):
    intake = at_work(wilmington, pathway="social", seeking_treatment="yes", date_of_birth="1990-05-14")
    do(intake, "a", due="fri 2 pm")
    do(intake, "k")
    assert not milestones(intake.case).enrolled
    intake.decide("accept", by=(*wilmington.approvers, "Sample Approver 01")[0])
    found = milestones(intake.case)
    assert found.enrolled == max(found.intake_done, intake.case.decisions[-1].at)
    assert [name for name, _at in found.told()] == ["First contact", "Screened", "Intake done", "Enrolled"]


def test_screened_is_the_moment_the_result_was_first_known_and_stays(wilmington):
    intake = Intake.start(wilmington, user=ME, clock=lambda: datetime(2026, 11, 24, 21, 4, tzinfo=UTC))
    intake.answer("pathway", "social")
    intake.answer("seeking_treatment", "yes")
    assert not intake.case.screened
    intake.answer("date_of_birth", "1990-05-14")
    assert intake.case.screened == "2026-11-24T21:04:00Z"
    intake.answer("date_of_birth", "unknown")
    assert intake.case.screened == "2026-11-24T21:04:00Z"


def test_an_officer_records_nothing_of_it(wilmington):
    intake = at_work(wilmington)
    theirs = Intake(wilmington, intake.case, user=ME, role="officer", clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
    wrong = theirs.record(deeds.DEEDS[0], {"how": "phone"})
    assert wrong is not None
    assert wrong.said == "contact is for staff, and you are here as an officer. Ask LEAD staff."
    assert theirs.case.contacts == []


def test_every_entry_has_a_sentence_of_its_own(wilmington):
    words = [name for name in vars(contacts) if name.isupper() and isinstance(getattr(contacts, name), str)]
    did = {getattr(contacts, name) for name in words} & {deed.did for deed in deeds.DEEDS}
    for deed in deeds.DEEDS:
        entry = contacts.Contact(
            id="1", at="t", by=ME, did=deed.did, result=deed.result, what="W", who="Sample Staff 02"
        )
        assert contact_words.sentence(entry, wilmington.words) != f"{deed.did}."
    assert did == {deed.did for deed in deeds.DEEDS}


def test_what_is_to_be_done_says_by_when_how_far_and_who(wilmington):
    intake = at_work(wilmington)
    do(intake, "s", what="Call again", due="22 Nov")
    task = standing(intake.case.contacts).tasks()[0]
    said = contact_words.task(task, wilmington.words, today=intake.today)
    assert said == "Call again by 22 Nov 2026 (2 days overdue), sample-staff-01"


def test_terminal_codes_never_get_into_an_entry(wilmington):
    intake = at_work(wilmington)
    do(intake, "s", what="Call\x1b[2J again")
    assert "\x1b" not in str(msgspec.to_builtins(intake.case))
