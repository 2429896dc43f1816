"""What may still hold an expunged case: cleared where it may be, and named where not."""

from __future__ import annotations

import json
import os

import pytest
from strategies_case import draft

from lead_tui import case as cases
from lead_tui import leftovers
from lead_tui.kept_copy import keep_copy, kept_copies
from lead_tui.log_line import Line
from lead_tui.store import Store

ME = "sample-staff-01"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cases.json"


def test_lines_of_the_case_that_were_kept_aside_go_and_those_of_others_stay(path):
    aside = path.with_name("cases.json.cut-20260514T100000Z-7")
    others = b',"2":{"case":"W26-0002","name":"Sample Person 08"}\n'
    aside.write_bytes(b',"1":{"case":"W26-0001","name":"Sample Person 07"}\n' + others)
    alone = path.with_name("cases.json.cut-20260514T100000Z-8")
    alone.write_bytes(b',"1":{"case":"W26-0001","na')

    assert leftovers.clear_kept_aside(path, "W26-0001") == []
    assert aside.read_bytes() == others
    assert not alone.exists()


def test_bytes_of_which_nobody_knows_whose_they_are_stay_and_are_named(path):
    aside = path.with_name("cases.json.cut-20260514T100000Z-7")
    aside.write_bytes(b'"name":"Sample Person 07"' + b"x" * 40)

    assert leftovers.clear_kept_aside(path, "W26-0001") == [aside]
    assert aside.exists()


def test_kept_copies_of_the_case_go_and_those_of_others_stay(path, tmp_path):
    for number in ("W26-0001", "W26-0002"):
        mine = cases.msgspec.structs.replace(draft(name="Sample Person 07"), case=number)
        keep_copy(tmp_path / "state", ME, path, base=mine, mine=mine)
    half = tmp_path / "state" / "x~cases~W26-0001.case.4711"
    half.write_text('{"mine": {"case": "W26-0001"')

    left = leftovers.clear_kept_copies(tmp_path / "state", path, "W26-0001", None)

    assert (left, half.exists()) == ([], False)
    assert [copy.mine.case for copy in kept_copies(tmp_path / "state", ME)] == ["W26-0002"]


def test_of_single_answers_a_kept_copy_loses_those_alone(path, tmp_path):
    mine = cases.msgspec.structs.replace(draft(name="Zq7 first", notes="calm"), case="W26-0001")
    keep_copy(tmp_path / "state", ME, path, base=mine, mine=mine)

    leftovers.clear_kept_copies(tmp_path / "state", path, "W26-0001", ["name"])

    [copy] = kept_copies(tmp_path / "state", ME)
    assert cases.answers_of(copy.mine) == {"notes": "calm"}
    assert "Zq7" not in copy.path.read_text()
    assert copy.path.stat().st_mode & 0o777 == 0o600


def line(n: int, did: str, **fields: object) -> Line:
    return Line(n=n, at="2026-05-14T10:00:00Z", who=ME, uid=os.getuid(), from_="", did=did, **fields)


def test_backups_and_exports_since_the_case_was_there_are_named_from_the_log(path, tmp_path):
    backup = tmp_path / "copy.json"
    backup.write_text("{}")
    told = [
        line(1, "exported", details={"form": "csv", "cases": 1}),
        line(2, "opened", case="W26-0001"),
        line(3, "exported", details={"form": "csv", "cases": 2, "to": "Sample Office"}),
        line(4, "backed up", details={"file": str(backup)}),
        line(5, "backed up", details={"file": str(tmp_path / "gone.json")}),
    ]

    assert leftovers.elsewhere(path, "W26-0001", told) == [
        f"Backups that may hold it: {backup}.",
        "Exports since then that may hold it: 2026-05-14 to Sample Office (line 3 of the log).",
    ]


def test_damage_that_is_kept_aside_while_a_case_is_expunged_holds_nothing_of_it(path):
    store = Store.open(path)
    case = store.create("W", 2026, draft(name="Zq7 first"))
    store.create("W", 2026, draft())
    store.save(case, cases.answer(case, "notes", "Zq7", at="t", by=ME), by=ME)
    text = path.read_bytes()
    path.write_bytes(text.replace(b'"uid"', b'"uid', 1))  # the first line, superseded since

    opened = Store.open(path)
    opened.expunge("W26-0001", by=ME, order="26-0114")
    leftovers.clear_kept_aside(path, "W26-0001")

    for file in path.parent.glob("cases*"):
        assert b"Zq7" not in file.read_bytes()
    assert json.loads(path.read_bytes())["cases"]["1"]["status"] == "expunged"
