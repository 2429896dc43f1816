"""What follows from what happened after a referral."""

from __future__ import annotations

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui.case import CLOSED, DRAFT, OPEN, Case
from lead_tui.contact import Contact, Task, row_part, standing
from lead_tui.merge import merge
from tests.strategies_case import draft, hand_over

ME, COLLEAGUE = "sample-staff-01", "sample-staff-07"


def entry(did: str, minute: int = 0, **fields: str) -> Contact:
    return Contact(id=f"{did}-{minute}", at=f"2026-05-14T09:{minute:02d}:00Z", by=ME, did=did, **fields)


def tried(result: str, minute: int = 0, **fields: str) -> Contact:
    return entry(contacts.ATTEMPT, minute, result=result, **fields)


def received() -> Case:
    case = draft(name="Sample Person 07", referral_date="2026-05-12")
    return cases.finish(case, hand_over(case, at="2026-05-14T09:00:00Z", by=ME))


def test_an_attempt_carries_the_next_step_and_takes_the_place_of_the_one_before():
    first = tried("no_answer", 1, what="Call again", due="2026-05-15", who=ME)
    second = tried("no_answer", 2, what="Visit", due="2026-05-16")
    now = standing([first, second])
    assert now.step == Task(what="Visit", due="2026-05-16")
    assert (now.tried, now.tries, now.tried_at) == ("no_answer", 2, second.at)


def test_reaching_the_person_begins_the_count_of_tries_anew_and_the_first_time_stays():
    now = standing([tried("reached", 1), tried("no_answer", 2), tried("reached", 3), tried("no_answer", 4)])
    assert (now.tries, now.reached_at) == (1, "2026-05-14T09:01:00Z")


def test_a_try_entered_late_counts_for_when_it_was():
    reached = tried("reached", 5)
    before = tried("no_answer", 9, when="2026-05-14T09:01:00Z")
    now = standing([reached, before])
    assert (now.tried, now.tries, now.tried_at) == ("reached", 0, reached.at)
    assert standing([tried("reached", 5), tried("reached", 9, when=before.when)]).reached_at == before.when


def test_an_appointment_stands_until_somebody_says_how_it_went():
    made = entry(contacts.APPOINTMENT, 1, result=contacts.MADE, due="2026-05-20T09:30")
    moved = entry(contacts.APPOINTMENT, 2, result=contacts.MOVED, due="2026-05-21T09:30")
    kept = entry(contacts.APPOINTMENT, 3, result=contacts.KEPT)
    assert standing([made, moved]).tasks()[0].due == "2026-05-21T09:30"
    assert standing([made, moved, kept]).appointment is None
    assert standing([made, moved, kept]).kept_at == kept.at
    assert not standing([made, entry(contacts.APPOINTMENT, 3, result=contacts.NO_SHOW)]).kept_at


def test_what_is_due_first_comes_first_and_what_has_no_day_last():
    now = standing(
        [
            entry(contacts.NEXT_STEP, 1, what="Send the forms"),
            entry(contacts.DUE_DATE, 2, due="2026-05-30", who="Sample Approver 01"),
            entry(contacts.APPOINTMENT, 3, result=contacts.MADE, due="2026-05-20T09:30"),
        ]
    )
    assert [task.what for task in now.tasks()] == [contacts.INTAKE_APPOINTMENT, "Due date", "Send the forms"]


def test_a_referral_that_was_received_waits_for_its_first_contact_until_somebody_is_reached_or_decides():
    assert received().next == contacts.FIRST_CONTACT
    assert cases.add_contact(received(), tried("reached")).next == ""
    decided = cases.decide(received(), "decline", at="2026-05-14T09:00:00Z", by=ME, entered_by=ME)
    assert decided.next == ""
    assert draft().next == ""


def test_a_card_that_was_left_is_due_until_the_first_attempt():
    asked = {"received": True, "decided": False, "call_back": "2026-05-16"}
    assert row_part([], **asked).next == contacts.CALL_BACK
    assert row_part([tried("no_answer")], **asked).due == ""


def test_a_closed_case_has_nothing_due_and_opens_again_as_it_was():
    case = cases.add_contact(received(), tried("no_answer", 1, what="Call again", due="2026-05-15"))
    closed = cases.add_contact(case, entry(contacts.CLOSED, 2, result="not_found"))
    assert (closed.status, closed.next, closed.due) == (CLOSED, "", "")
    again = cases.add_contact(closed, entry(contacts.REOPENED, 3, note="Came to the office."))
    assert (again.status, again.next, again.due) == (OPEN, "Call again", "2026-05-15")
    assert [each.did for each in again.contacts] == [contacts.ATTEMPT, contacts.CLOSED, contacts.REOPENED]


def test_a_draft_cannot_be_closed_by_an_entry():
    assert cases.add_contact(draft(), entry(contacts.CLOSED)).status == DRAFT


def test_two_people_who_enter_something_at_once_lose_neither():
    base = received()
    mine = cases.add_contact(base, tried("no_answer", 1))
    theirs = cases.add_contact(base, entry(contacts.ASSIGNED, 2, who=COLLEAGUE))
    joint = merge(base, mine, theirs)
    assert [each.did for each in joint.case.contacts] == [contacts.ATTEMPT, contacts.ASSIGNED]
    assert (joint.case.assigned, joint.case.tried, joint.conflicts) == (COLLEAGUE, "no_answer", [])


def test_closing_by_one_and_opening_again_by_another_ends_as_the_later_said():
    base = cases.add_contact(received(), entry(contacts.CLOSED, 1, result="not_found"))
    again = cases.add_contact(base, entry(contacts.REOPENED, 3, note="Called back."))
    typed = cases.answer(base, "notes", "calm", at="2026-05-14T09:02:00Z", by=COLLEAGUE)
    assert merge(base, again, typed).case.status == merge(base, typed, again).case.status == OPEN
