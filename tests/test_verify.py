"""Verifying a case file: every line is looked at, and what is wrong is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from strategies_case import draft

from lead_tui.store import NotACaseFile, Store


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "cases.json"


@pytest.fixture
def store(path):
    made = Store.open(path)
    for number in range(1, 4):
        made.create("W", 2026, draft(name=f"Sample Person {number:02d}"))
    return made


def test_a_sound_file_has_no_findings_nor_has_one_that_is_not_there_yet(tmp_path, store):
    assert store.verify() == []
    assert Store.open(tmp_path / "none.json").verify() == []


@pytest.mark.parametrize("skims", [True, False])
def test_a_damaged_line_is_found_wherever_the_damage_is(path, store, monkeypatch, skims):
    if skims:
        monkeypatch.setattr("lead_tui.case_reader.PIECE", 100)
    path.write_bytes(path.read_bytes().replace(b'"now":"Sample Person 02"', b'"now":"Sample Person 02'))
    before = path.read_bytes()

    (found,) = Store.open(path).verify()

    assert found.startswith(f"1 damaged line(s) in {path}, of W26-0002: such a case is missing here")
    assert path.read_bytes() == before


def test_an_unfinished_save_is_found(path, store):
    os.truncate(path, path.stat().st_size - 10)

    (found,) = store.verify()

    assert found.startswith(f"The last save in {path} is unfinished (")


def test_records_without_a_number_with_one_that_stands_twice_and_that_are_no_cases_are_found(path, store):
    table = store.db.table("cases")
    table.insert_multiple([{"name": "x"}, {"case": "W26-0001"}, {"case": "W26-0009", "answers": 3}])

    assert store.verify() == [
        f"W26-0001 stands 2 times in {path}, as different records; only the last is shown.",
        f"1 record(s) in {path} have no case number and are not shown. Another program put them there; they need a "
        'field "case".',
        f"W26-0009 in {path}: W26-0009: Expected `object`, got `int` - at `$.answers`",
    ]


def test_opening_says_that_records_without_a_number_are_not_shown(path, store):
    store.db.table("cases").insert({"name": "x"})

    (notice,) = Store.open(path).notices

    assert notice.startswith(f"1 record(s) in {path} have no case number and are not shown.")


def test_what_is_no_case_file_cannot_be_verified(path, store, monkeypatch):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.01)
    path.write_text("name,age\n")

    with pytest.raises(NotACaseFile):
        store.verify()
