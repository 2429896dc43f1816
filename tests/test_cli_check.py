"""The contract of ``check``: names, order and meaning of what it prints."""

from __future__ import annotations

import json
import time

import pytest
from rules_fixtures import CLEAR

pytest_plugins = ["cli_fixtures"]

ELIGIBLE = CLEAR | {"opioid_dosage_units": 50}


def check(lead, **answers) -> dict:
    """What ``check`` prints for one record."""
    ran = lead.run("check", "-", stdin=json.dumps(answers))
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_a_record_has_its_keys_in_the_order_of_the_contract(lead):
    record = check(lead, **ELIGIBLE)

    assert list(record) == [
        "outcome", "pathway", "pathways", "findings", "open_questions", "would_settle", "opens_on", "program",
    ]  # fmt: skip
    assert list(record["findings"][0]) == ["criterion", "status", "reason", "quote", "answers"]
    assert list(record["program"]) == ["id", "version", "hash"]


def test_a_referral_that_meets_every_criterion_is_eligible_with_nothing_open(lead, wilmington):
    record = check(lead, **ELIGIBLE)

    assert (record["outcome"], record["pathway"]) == ("eligible", "criminal")
    assert record["pathways"] == {"social": "undetermined", "criminal": "eligible"}
    assert {finding["status"] for finding in record["findings"]} == {"met"}
    assert (record["open_questions"], record["would_settle"], record["opens_on"]) == ([], [], None)
    assert record["program"] == {
        "id": "wilmington", "version": wilmington.version, "hash": wilmington.hash,
    }  # fmt: skip


def test_findings_stand_in_the_order_of_the_program_each_criterion_once(lead, wilmington):
    chosen = [finding["criterion"] for finding in check(lead, **ELIGIBLE)["findings"]]
    of_none = [finding["criterion"] for finding in check(lead)["findings"]]

    assert chosen == [name for name in wilmington.criteria if name != "seeking_treatment"]
    assert of_none == list(wilmington.criteria)


def test_without_a_pathway_the_pathway_is_what_is_open(lead):
    record = check(lead)

    assert (record["outcome"], record["pathway"], record["open_questions"]) == ("undetermined", None, ["pathway"])


def test_a_referral_that_only_time_stands_against_says_when_it_opens(lead):
    assert check(lead, **ELIGIBLE | {"violent_crime_date": "2017-05-14"})["opens_on"] == "2027-05-15"
    assert check(lead, **ELIGIBLE | {"violent_crime_date": "2017"})["opens_on"] == "2027-01-02/2028-01-01"
    assert check(lead, **ELIGIBLE | {"violent_crime_date": "2017", "minor_offense": "no"})["opens_on"] is None
    assert check(lead, **ELIGIBLE | {"date_of_birth": "2010"})["opens_on"] == "2028-01-01/2028-12-31"


def test_unknown_and_declined_are_open_after_what_was_not_asked(lead):
    answers = ELIGIBLE | {"minor_offense": "unknown", "drug_distribution": "declined"}
    del answers["promoting_prostitution"]

    record = check(lead, **answers)

    assert record["outcome"] == "undetermined"
    assert record["open_questions"] == ["promoting_prostitution", "minor_offense", "drug_distribution"]


def test_records_are_answered_a_line_each_in_the_order_of_the_file(lead):
    pathways = ["social", "criminal", "social"]
    lines = "\n".join(json.dumps({"pathway": pathway}) for pathway in pathways)
    array = json.dumps([{"pathway": pathway} for pathway in pathways], indent=1)

    for stdin in (lines, array):
        assert [record["pathway"] for record in lead.run("check", "-", stdin=stdin).records] == pathways


def test_a_file_is_read_as_standard_input_is(lead):
    file = lead.file("referral.json", json.dumps(ELIGIBLE, indent=2))

    assert lead.run("check", file) == lead.run("check", "-", stdin=json.dumps(ELIGIBLE))


def test_check_saves_nothing(lead):
    check(lead, **ELIGIBLE)

    assert list(lead.folder.iterdir()) == []


def test_another_program_answers_by_its_own_rules(lead, tmp_path, wilmington):
    from lead_tui.program_file import data_folder

    file = tmp_path / "other.toml"
    text = (data_folder() / "wilmington.toml").read_text()
    file.write_text(text.replace("above = 50", "above = 10").replace('id = "wilmington"', 'id = "elsewhere"', 1))

    ran = lead.run("--program", str(file), "check", "-", stdin=json.dumps(ELIGIBLE))

    assert ran.records[0]["outcome"] == "not_eligible"
    assert ran.records[0]["program"]["id"] == "elsewhere"


@pytest.mark.parametrize("arguments", [["check"], ["check", "a", "b"], ["check", "--json", "-"]])
def test_other_arguments_are_one_line(lead, arguments):
    ran = lead.run(*arguments)

    assert (ran.code, ran.out, len(ran.errors)) == (2, "", 1)
    assert ran.err.endswith("See lead-tui check --help.\n")


def test_a_file_of_another_program_is_refused_at_once(lead):
    begun = time.monotonic()
    ran = lead.run("check", "-", stdin=json.dumps({f"field_{number}": 1 for number in range(20_000)}))

    assert ran.code == 2
    assert ran.errors[-1] == "and 19,980 more"
    assert time.monotonic() - begun < 10, "a close name is looked for in time that nobody notices"
