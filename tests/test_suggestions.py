"""Services worth naming to the person: by what they said, and never stored."""

from __future__ import annotations

import pytest
from rules_fixtures import minimal, program_of

from lead_tui.generated_questions import status_key
from lead_tui.suggestions import suggestions


@pytest.mark.parametrize(
    ("answers", "service", "cause"),
    [
        ({"substances": ["alcohol", "opioids"]}, "medication_assisted_recovery", "the person names opioids"),
        ({"language": "spanish"}, "clinica_latina", "the person wants Spanish"),
        ({"children_in_household": "yes"}, "children_youth_families", "children live in the household"),
        ({"dwi": "yes"}, "dwi", "the person names a DWI"),
        ({"needed_today": ["medical"]}, "primary_care", "the person needs medical care"),
    ],
)
def test_a_service_is_suggested_by_what_the_person_names(wilmington, answers, service, cause):
    assert suggestions(wilmington, answers) == {status_key(service): cause}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"pathway": "criminal", "referral_date": "2026-11-24", "opioid_dosage_units": 400, "seeking_treatment": "yes"},
        {"substances": []},
        {"substances": "unknown", "language": "declined", "children_in_household": "no"},
    ],
)
def test_nothing_is_suggested_by_an_amount_or_by_what_is_not_known(wilmington, answers):
    assert suggestions(wilmington, answers) == {}


@pytest.mark.parametrize("status", ["wanted", "referred", "not_wanted", "unknown", "declined"])
def test_a_service_of_which_something_came_is_not_suggested_any_more(wilmington, status):
    key = status_key("medication_assisted_recovery")

    assert suggestions(wilmington, {"substances": ["opioids"], key: status}) == {}


def test_what_is_for_staff_alone_is_never_suggested_by_the_carried_program(wilmington):
    assert not [service.id for service in wilmington.services if service.audience == "staff" and service.suggestions]


def test_an_answer_out_of_view_suggests_nothing_and_several_causes_are_joined():
    raw = minimal()
    raw["question"].append(
        {"key": "kin", "kind": "yes_no", "label": "Kin", "ask": "Kin?", "when": {"answer": "help", "is": "yes"}}
    )
    raw["question"].append({"key": "help", "kind": "yes_no", "label": "Help", "ask": "Help?"})
    raw["step"].insert(
        2, {"id": "needs", "title": "Needs", "section": [{"questions": ["help", "kin"], "services": True}]}
    )
    raw["service"][0]["suggest"] = [
        {"when": {"answer": "kin", "is": "yes"}, "cause": "there is kin"},
        {"when": {"answer": "kin", "is": "yes"}, "cause": "kin can help"},
    ]
    program = program_of(raw)

    assert suggestions(program, {"help": "yes", "kin": "yes"}) == {status_key("care"): "there is kin, and kin can help"}
    assert suggestions(program, {"help": "no", "kin": "yes"}) == {}
