"""A case as a record: to JSON and back, fields of later versions, what is no case."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from strategies_case import answered, draft, two_hands

from lead_tui import case_record
from lead_tui.case_record import RecordProblem
from lead_tui.merge import merge


@given(two_hands())
def test_a_record_comes_back_as_it_was(hands):
    base, mine, theirs = hands
    case = merge(base, mine, theirs).case

    assert case_record.from_json(json.dumps(case_record.to_json(case))) == case
    assert case_record.from_json(json.dumps(case_record.to_json(case)).encode()) == case


def test_number_revision_status_and_time_stand_first_in_the_record():
    assert list(case_record.to_json(draft()))[:4] == ["case", "rev", "status", "updated"]


def test_fields_of_a_later_version_survive_loading_and_saving():
    record = case_record.to_json(draft()) | {"disclosures": [{"id": "1", "outcome": "accepted"}]}

    case = answered(case_record.from_json(record), name="Sample Person 07")

    assert case_record.to_json(case)["disclosures"] == [{"id": "1", "outcome": "accepted"}]


def test_fields_of_a_later_version_are_merged_as_a_whole():
    base = case_record.from_json({"case": "W26-0001", "disclosures": [], "gone": None})
    theirs = case_record.from_json({"case": "W26-0001", "disclosures": [1], "new": None})

    merged = merge(base, answered(base, minor_offense="yes"), theirs).case

    assert merged.extra == {"disclosures": [1], "new": None}


def test_an_emptied_record_is_a_case():
    case = case_record.from_json({"case": "W26-0001", "rev": 3, "status": "expunged", "order": "26-1"})

    assert (case.status, case.extra) == ("expunged", {"order": "26-1"})


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"case": "W26-0001", "answers": []}, "W26-0001: Expected `object`, got `array`"),
        ({"case": "W26-0001", "rev": "3"}, "W26-0001: Expected `int`, got `str`"),
        (b"[]", "a record is list, not an object"),
        (b"{", "a record is not JSON"),
    ],
)
def test_a_record_that_is_no_case_says_which_and_why(record, told):
    with pytest.raises(RecordProblem, match="^" + told):
        case_record.from_json(record)
