"""A consent in force, and what an officer sees under it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lead_tui import case_record, consents, places, received_page
from lead_tui.access import Access
from lead_tui.intake import Intake
from lead_tui.wrong_input import WrongInput
from tests.compartments import CRIMINAL, OFFICER, STAFF, filled

TODAY = date(2026, 11, 24)
GIVEN = {
    "consent.wpd.given": "yes",
    "consent.wpd.what": "The decision",
    "consent.wpd.to_whom": "Sample Officer 02",
    "consent.wpd.why": "To know how it went",
    "consent.wpd.from": "2026-11-20",
    "consent.wpd.until": "2026-12-20",
    "consent.wpd.decision": "yes",
    "consent_signed": "paper",
}


def shown(wilmington, **changes) -> bool:
    answers = {key: value for key, value in (GIVEN | changes).items() if value is not None}
    return consents.shows_decision(wilmington, answers, "wpd", TODAY)


def test_a_consent_made_out_as_asked_shows_the_decision(wilmington):
    assert shown(wilmington)


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12-20"])
def test_it_holds_on_its_first_and_its_last_day(wilmington, day):
    assert consents.in_force(wilmington, GIVEN | {"consent.wpd.from": "2026-11-24"}, "wpd", date.fromisoformat(day))


@pytest.mark.parametrize(
    "changes",
    [
        *({key: None} for key in GIVEN),
        *({"consent.wpd.given": value} for value in ("no", "unknown", "declined")),
        *({"consent.wpd.decision": value} for value in ("no", "unknown", "declined")),
        {"consent.wpd.what": "  "},
        {"consent.wpd.from": "2026-11-25"},
        {"consent.wpd.until": "2026-11-23"},
        {"consent.wpd.until_event": "The end of the case"},
        {"consent.wpd.until": None, "consent.wpd.until_event": "The end of the case"},
        {"consent.wpd.revoked": "2026-11-24"},
        {"consent.wpd.revoked": "2027-01-01"},
        {"consent_signed": "not_signed"},
        {"consent_signed": "unknown"},
    ],
)
def test_anything_less_shows_nothing(wilmington, changes):
    assert not shown(wilmington, **changes)


def test_a_consent_to_another_partner_shows_an_officer_nothing(wilmington):
    answers = {key.replace(".wpd.", ".rha."): value for key, value in GIVEN.items()}
    assert not consents.shows_decision(wilmington, answers, "wpd", TODAY)
    assert not consents.shows_decision(wilmington, answers, "rha", TODAY)


def decided(wilmington, **consent):
    """An officer's referral that staff decided on, with this consent."""
    case = filled(wilmington, OFFICER, "officer", 15, finish=True, name="Sample Person 02", **CRIMINAL)
    intake = Intake(wilmington, case, user=STAFF, clock=lambda: datetime(2026, 11, 24, 15, tzinfo=UTC))
    for key, value in consent.items():
        intake.answer(key, value)
    intake.decide("decline", by=(*wilmington.approvers, "Sample Approver 01")[0], reason="Told to staff alone")
    return intake.case


def page(wilmington, case, agency: str = "wpd", role: str = "officer") -> str:
    access = Access(user=OFFICER, role=role, agency=agency, today=lambda: TODAY)
    seen = access.view(wilmington, case)
    intake = Intake(wilmington, seen, user=OFFICER, role=role, clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
    return str([*received_page.entries(intake, str), case_record.to_json(seen)])


def test_the_officer_sees_what_was_decided_by_whom_and_when_and_no_reason(wilmington):
    said = page(wilmington, decided(wilmington, **GIVEN))
    assert "decline" in said
    assert received_page.NOTICE in said
    assert "Told to staff alone" not in said
    assert STAFF not in said


@pytest.mark.parametrize("agency", ["", "rha"])
def test_an_officer_of_another_agency_or_of_none_sees_the_snapshot_alone(wilmington, agency):
    without = decided(wilmington)
    assert page(wilmington, decided(wilmington, **GIVEN), agency) == page(wilmington, without, agency)
    assert page(wilmington, without) == page(wilmington, without, "")


def test_an_agency_is_a_partner_whose_officers_refer(wilmington):
    assert places.agency(wilmington, None, {"LEAD_TUI_AGENCY": "wpd"}) == "wpd"
    assert places.agency(wilmington, None, {}) == ""
    for wrong in ("rha", "police"):
        with pytest.raises(WrongInput, match="write wpd"):
            places.agency(wilmington, wrong, {})
