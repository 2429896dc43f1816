"""The history in sentences: what the page says of each event, and what one event says at length."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from rules_fixtures import CLEAR

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui import expunging, history_page
from lead_tui.case import Answer, Case
from lead_tui.contact import Contact
from lead_tui.history import HANDED_ID, OPENED_ID, replay, unexplained
from lead_tui.intake import Intake

CRIMINAL = CLEAR | {"referral_date": "2026-11-19", "opioid_dosage_units": 12}
APPROVER = "Sample Approver 01"


class Desk:
    """People at a desk, whose clock goes on a minute with every deed."""

    def __init__(self, program) -> None:
        self.program = program
        self.minute = 0
        self.case: Case | None = None

    def clock(self) -> datetime:
        return datetime(2026, 11, 20, 15, self.minute, tzinfo=UTC)

    def intake(self, user: str = "sample-staff-01", **options) -> Intake:
        options = {"user": user, "clock": self.clock, "keep": self._keep} | options
        if self.case is None:
            return Intake.start(self.program, **options)
        return Intake(self.program, self.case, **options)

    def answer(self, user: str = "sample-staff-01", *, via: str = "wizard", **answers: object) -> None:
        for key, value in answers.items():
            self.minute += 1
            self.intake(user, via=via).answer(key, value)

    def decide(self, word: str = "decline", reason: str = "Sample reason.") -> None:
        self.minute += 1
        assert self.intake().decide(word, by=APPROVER, reason=reason) == ""

    def _keep(self, case: Case) -> None:
        self.case = case

    def page(self, **options) -> list[history_page.Entry]:
        """The lines of the page below what is said about it."""
        return history_page.page(self.intake(**options), lambda stamp: stamp[11:16])[1:]

    def whole(self, event: str, **options) -> history_page.Whole:
        return history_page.whole(self.intake(**options), event, lambda stamp: stamp[11:16])

    def last(self) -> history_page.Whole:
        """The last change at length."""
        return self.whole(self.case.history[-1].id)


@pytest.fixture
def desk(wilmington):
    return Desk(wilmington)


@pytest.fixture
def criminal(desk):
    desk.answer("sample-officer-02", **CRIMINAL)
    return desk


# --- The page ---------------------------------------------------------------------------------------


def test_every_change_says_when_by_whom_and_from_what_to_what_newest_first(desk):
    desk.answer("sample-officer-02", pathway="criminal", violent_crime_date="2019")
    desk.answer(violent_crime_date="2019-03-02")

    page = desk.page()

    assert [(entry.label, entry.said) for entry in page[:3]] == [
        ("15:03  sample-staff-01", "Violent crime: 2019 -> 2 Mar 2019"),
        ("15:02  sample-officer-02", "Violent crime: - -> 2019"),
        ("15:01  sample-officer-02", "Pathway: - -> Criminal referral"),
    ]
    assert page[-1].said == "Case opened"


def test_the_rule_result_stands_beside_the_changes_that_moved_it(criminal):
    criminal.answer(parole_or_probation="yes")
    criminal.answer(name="Sample Person 07")

    assert [(entry.beside, entry.beside_style) for entry in criminal.page()[:3]] == [
        ("", ""),
        ("+ -> x", "unmet"),
        ("? -> +", "met"),
    ]


def test_a_decision_and_the_hand_over_say_the_rule_result_that_they_were_made_on(criminal):
    criminal.intake().finish()
    criminal.decide()
    criminal.answer(parole_or_probation="yes")

    page = {entry.said.partition("\n")[0]: entry for entry in criminal.page()}

    assert page["Handed over"].beside == "on +"
    assert page[f"Decision: - -> decline, by {APPROVER}"].beside == "on +"
    assert page[f"Decision: - -> decline, by {APPROVER}"].said.endswith("\nReason: Sample reason.")


def test_a_decision_of_a_later_version_is_told_as_it_stands(criminal):
    criminal.decide()
    taken = msgspec.structs.replace(criminal.case.decisions[0], at="soon", decision="defer", outcome="left_exactly")
    criminal.case = msgspec.structs.replace(criminal.case, decisions=[taken], decision="defer")

    page = history_page.page(criminal.intake(), lambda stamp: "" if stamp == "soon" else stamp[11:16])
    entry = next(each for each in page if each.said.startswith("Decision"))

    assert (entry.label.partition("  ")[0], entry.beside) == ("time not known", "on ?")
    assert entry.said.startswith(f"Decision: - -> defer, by {APPROVER}")
    assert any(line.startswith("Rule result then: ? left_exactly, rules") for line in criminal.whole(taken.id).lines)


def test_how_an_answer_came_is_told_where_it_was_not_the_form(desk):
    desk.answer(name="Sample Person 07", via="plain")
    desk.answer(phone="910-555-0107", via="import")

    page = desk.page()

    assert page[1].said == "Name: - -> Sample Person 07 (line by line)"
    assert page[0].said.endswith("(by an import)")
    assert next(entry for entry in page if entry.said.startswith("Date of the referral")).label.endswith("by default")


def test_what_happened_after_the_referral_stands_among_the_changes(criminal):
    entry = Contact(
        id="a", at="2026-11-20T15:40:00Z", by="sample-staff-01", did=contacts.ATTEMPT, how="phone", result="no_answer"
    )
    criminal.case = cases.add_contact(criminal.case, entry)

    assert criminal.page()[0].said == "Contact attempt by phone: no answer."


def test_a_change_after_the_decision_says_why_or_that_nobody_said_so(criminal):
    criminal.decide()
    criminal.answer(parole_or_probation="yes", drug_distribution="unknown", notes="seen")
    about = [criminal.case.history[-3].id]
    why = Contact(id="w", at="2026-11-20T15:50:00Z", by="x", did=contacts.EXPLAINED, note="Court record.", about=about)
    criminal.case = cases.add_contact(criminal.case, why)

    page = criminal.page()

    assert [entry.said.partition("\n")[2] for entry in page[:3]] == [
        "",
        "! After the decision; no reason given.",
        "After the decision: Court record.",
    ]
    assert not any("Reason for the change" in entry.said for entry in page)


def test_an_answer_that_nobody_entered_is_told_as_such_without_time_or_name(criminal):
    answers = criminal.case.answers | {"parole_or_probation": Answer(value="yes", at="2026-11-20T15:00:00Z", by="x")}
    criminal.case = msgspec.structs.replace(criminal.case, answers=answers)

    first = criminal.page()[0]

    assert first.label == "time not known"
    assert first.said == "Parole or probation: No -> Yes (changed outside lead-tui)"
    assert first.beside == "+ -> x"


def test_a_long_value_is_told_by_its_beginning_and_its_length(desk):
    desk.answer(notes="word " * 2000)

    assert desk.page()[0].said == f"Notes: - -> {'word ' * 11}word ... (10,000 characters)"


def test_an_officer_is_told_of_no_decision_no_contact_and_no_answer_for_staff(criminal):
    criminal.decide()
    criminal.answer(care_notes="Told to staff alone", parole_or_probation="yes")
    entry = Contact(id="a", at="2026-11-20T15:40:00Z", by="sample-staff-01", did=contacts.ATTEMPT, result="reached")
    criminal.case = cases.add_contact(criminal.case, entry)

    page = "\n".join(entry.said for entry in criminal.page(user="sample-officer-02", role="officer"))

    assert [word for word in ("ecision", "attempt", "staff alone", "Care") if word in page] == []
    assert "Parole or probation: No -> Yes" in page
    hidden = criminal.whole(criminal.case.decisions[0].id, user="sample-officer-02", role="officer")
    assert hidden.lines == ["This entry is not in the record any more."]


# --- One event at length ----------------------------------------------------------------------------


def test_a_change_at_length_says_both_values_who_when_how_and_what_moved_the_result(criminal):
    criminal.answer(violent_crime_date="2019-03-02")

    assert criminal.last().lines == [
        "Latest violent crime",
        "Before: Never",
        "After:  2 Mar 2019",
        "15:13 by sample-staff-01, in the form.",
        "Rule result: + ELIGIBLE -> x NOT ELIGIBLE, by today's rules.",
        "  x Violent crime on 2 March 2019 is within 10 years of the referral on 19 November 2026.",
    ]


def test_a_default_was_entered_by_nobody(desk):
    desk.answer(name="Sample Person 07")
    default = next(change for change in desk.case.history if change.via == "default")

    assert desk.whole(default.id).lines[3] == "15:01, by default."


def test_a_decision_and_a_hand_over_at_length_say_the_result_and_the_rules_of_then(criminal, wilmington):
    criminal.intake().finish()
    criminal.decide()

    decision, handed = criminal.whole(criminal.case.decisions[0].id), criminal.whole(HANDED_ID)

    assert f"Rule result then: + ELIGIBLE, rules wilmington {wilmington.version}." in decision.lines
    assert f"Rule result then: + ELIGIBLE, rules wilmington {wilmington.version}." in handed.lines
    assert decision.offers == handed.offers == criminal.whole(OPENED_ID).offers == []


def test_a_long_value_is_told_whole_at_length(desk):
    text = "[red]x[/] line\nanother line " + "word " * 2000
    desk.answer(notes=text)

    assert "\n".join(desk.last().lines[2:4]) == f"After:  {text}"


# --- Earlier values ---------------------------------------------------------------------------------


def offered(whole: history_page.Whole) -> list[tuple[object, str]]:
    return [(offer.value, offer.words) for offer in whole.offers]


def test_an_earlier_value_is_offered_again_and_what_stands_is_not(criminal):
    criminal.answer(violent_crime_date="2019")
    criminal.answer(violent_crime_date="unknown")

    assert offered(criminal.last()) == [("2019", 'Take "2019" again, as a new change')]
    before = criminal.whole(criminal.case.history[-2].id)
    assert offered(before) == [
        ("never", 'Take "Never" again, as a new change'),
        ("2019", 'Take "2019" again, as a new change'),
    ]


def test_that_a_question_was_not_asked_is_offered_again_as_well(desk):
    desk.answer(name="Sample Person 07")

    assert offered(desk.last()) == [(None, "Take the answer away again: not asked")]


def test_a_value_that_is_no_answer_now_is_not_offered(criminal):
    criminal.answer(violent_crime_date="2026-11-01")
    criminal.answer(violent_crime_date="never")
    criminal.answer(referral_date="2026-10-01")

    changes = [change for change in criminal.case.history if change.key == "violent_crime_date"]

    assert offered(criminal.whole(changes[-1].id)) == []


def test_nothing_is_offered_of_a_question_that_is_out_of_view_or_for_others(criminal):
    criminal.answer(**{"consent.rha.given": "yes", "consent.rha.why": "outreach", "care_notes": "seen"})
    criminal.answer(**{"consent.rha.given": "no"})
    why, notes = criminal.case.history[-3], criminal.case.history[-2]

    assert offered(criminal.whole(why.id)) == []
    assert criminal.whole(notes.id).offers
    event = next(event for event in replay(criminal.program, criminal.case) if event.id == notes.id)
    officer = criminal.intake(user="sample-officer-02", role="officer")
    assert history_page.offers(officer, event) == []


def test_a_note_from_after_the_hand_over_and_a_typed_text_are_told_before_a_value_is_taken(criminal):
    note = msgspec.structs.replace(criminal.case.history[-1], id="n", via="late", was="no", now="yes")
    criminal.case = msgspec.structs.replace(criminal.case, history=[*criminal.case.history, note])

    told = criminal.whole("n")
    assert offered(told) == [("yes", 'Take "Yes" again, as a new change')]
    assert "After:  Yes" in told.lines
    assert "Now:    No" in told.lines

    last = criminal.case.history[-2]
    assert "A note from after the hand-over says: Yes" in criminal.whole(last.id).lines

    criminal.intake().take("violent_crime_date", "20x6")
    assert "Now: no answer yet; typed is: 20x6" in criminal.last().lines
    assert offered(criminal.last()) == [
        ("never", 'Take "Never" again, as a new change'),
        (None, "Take the answer away again: not asked"),
    ]


def test_an_emptied_case_and_an_event_that_is_gone_offer_nothing(desk):
    desk.answer(name="Sample Person 07")
    desk.case = msgspec.structs.replace(desk.case, status="expunged")

    assert desk.last().offers == []
    assert desk.whole("nobody").offers == []


# --- What was expunged ------------------------------------------------------------------------------


def test_an_expunged_answer_is_told_without_a_value_and_nothing_of_it_is_offered_or_asked_for(criminal):
    criminal.answer(violent_crime_date="2019-03-02")
    criminal.decide()
    criminal.case = expunging.expunged(
        criminal.case, ["violent_crime_date"], at="2026-11-20T15:50:00Z", by="sample-staff-01"
    )

    about, first, *_others = history_page.page(criminal.intake(), lambda stamp: stamp[11:16])

    assert (first.label, first.said) == ("15:50  sample-staff-01", "Violent crime: expunged by an order")
    assert "without what was expunged since" in about.said
    assert criminal.last().lines == [
        "Latest violent crime",
        "Expunged by an order: the answer, and all that this history told of it.",
        "15:50 by sample-staff-01.",
    ]
    assert (criminal.last().offers, criminal.last().unexplained) == ([], "")
    assert "2019" not in "".join(entry.said for entry in criminal.page())
    assert unexplained(criminal.case) == []
