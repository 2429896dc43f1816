from __future__ import annotations

import json

import pytest

from lead_tui.refusals import DiskFull
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]

REFERRAL = {"pathway": "social", "referral_date": "2026-11-24", "seeking_treatment": "yes", "date_of_birth": "1990"}


def test_each_record_becomes_an_open_case_with_its_rule_result(lead, wilmington):
    numbers = lead.import_(REFERRAL | {"name": "Sample Person 01"}, {"pathway": "criminal"})

    first, second = (Store.open(lead.db).get(number) for number in numbers)

    assert numbers == ["W26-0001", "W26-0002"]
    assert (first.status, first.outcome, first.name) == ("open", "eligible", "Sample Person 01")
    assert (second.status, second.outcome, second.pathway) == ("open", "undetermined", "criminal")
    assert first.program == wilmington.stamp
    assert (first.created_by, first.created) == ("sample-user", "2026-11-25T02:04:00Z")
    assert {(answer.by, answer.via) for answer in first.answers.values()} == {("sample-user", "import")}


def test_none_is_imported_where_one_is_wrong(lead):
    lead.import_(REFERRAL)
    before = lead.db.read_bytes()

    ran = lead.run("import", "-", stdin=f'{json.dumps(REFERRAL)}\n{{"pathway": "civil"}}\n')

    assert (ran.code, ran.out, len(ran.errors)) == (2, "", 1)
    assert lead.db.read_bytes() == before


def test_a_dry_run_only_checks(lead):
    good, bad = (lead.run("import", "--dry-run", "-", stdin=f'{{"pathway": "{word}"}}') for word in ("social", "civil"))

    assert good == (0, "", "1 record is right; nothing was imported.\n")
    assert (bad.code, bad.out) == (2, "")
    assert not lead.db.exists()


def test_no_number_is_printed_where_saving_fails(lead, monkeypatch):
    def full(*_arguments):
        raise DiskFull("Not saved: the disk of cases.json is full (1 MB needed).")

    monkeypatch.setattr(Store, "create_many", full)

    ran = lead.run("import", "-", stdin="{}")

    assert ran == (1, "", "lead-tui: Not saved: the disk of cases.json is full (1 MB needed).\n")


def test_numbers_go_on_where_the_file_has_them(lead):
    assert [lead.import_({}, {}), lead.import_({})] == [["W26-0001", "W26-0002"], ["W26-0003"]]


def test_the_number_carries_the_year_of_the_place_of_the_program(lead, monkeypatch):
    from datetime import UTC, datetime

    from lead_tui import settings

    monkeypatch.setattr(settings, "utc_now", lambda: datetime(2027, 1, 1, 2, 0, tzinfo=UTC))

    assert lead.import_({}) == ["W26-0001"]


def test_case_numbers_and_derived_columns_in_a_sheet_are_passed_over(lead):
    text = "case,status,date_of_birth,date_of_birth.from,name\nX99-0001,closed,1990,nonsense,'=x\n"

    ran = lead.run("import", "-", stdin=text)
    case = Store.open(lead.db).get("W26-0001")

    assert ran == (0, "W26-0001\n", "")
    assert (case.status, case.answers["date_of_birth"].value, case.name) == ("open", "1990", "=x")


def test_exactly_one_apostrophe_is_taken_off_in_a_sheet_and_none_in_json(lead):
    lead.run("import", "-", stdin="name,notes\n''twice,it's\n")
    lead.import_({"name": "''twice"})

    names = [row.name for row in Store.open(lead.db).summaries()]

    assert names == ["'twice", "''twice"]


@pytest.mark.parametrize("stdin", ["[]", '"nothing"\n'])
def test_a_file_without_a_record_makes_no_case_file(lead, stdin):
    lead.run("import", "-", stdin=stdin)

    assert not lead.db.exists()


SOURCES = [f"answer_sources.{option}" for option in ("record", "observation", "person", "other")]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (
            ["answer_sources", *SOURCES[1:]],
            ["asked", "no", "no", "no"],
            "1: answer_sources.record: this column is missing; give all columns of answer_sources, or its own alone.",
        ),
        (
            ["answer_sources", *SOURCES],
            ["unknown", "yes", "", "", ""],
            "2: answer_sources: says unknown, but the columns of its options are filled in; empty them.",
        ),
        (
            ["answer_sources"],
            ["asked"],
            '2: answer_sources: "asked" is not accepted here; write a list of "record", "observation", "person", '
            '"other", "unknown" or "declined".',
        ),
        (
            ["answer_sources", *SOURCES],
            ["asked", "", "", "", ""],
            '2: answer_sources: "asked" is not accepted here; write a list of "record", "observation", "person", '
            '"other", "unknown" or "declined".',
        ),
    ],
)  # fmt: skip
def test_ticks_in_a_sheet_are_never_guessed(lead, header, row, said):
    ran = lead.run("import", "-", stdin=f"{','.join(header)}\n{','.join(row)}\n")

    assert ran == (2, "", f"standard input:{said}\n")


def test_ticks_in_a_sheet_come_back(lead):
    lead.run(
        "import",
        "-",
        stdin=f"answer_sources,{','.join(SOURCES)}\nasked,yes,no,,no\nasked,no,no,no,no\n,,,,\nunknown,,,,\n",
    )

    store = Store.open(lead.db)
    given = [store.get(row.case).answers for row in store.summaries()]
    assert [answers["answer_sources"].value for answers in given] == [["record"], [], "unknown"]


def test_a_file_without_records_says_so(lead):
    ran = lead.run("import", "-", stdin="[]")

    assert (ran.code, ran.out, ran.err) == (0, "", "There are no records in it; nothing was imported.\n")
