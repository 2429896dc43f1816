from __future__ import annotations

import importlib.util
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from lead_tui import decision, listing, program_file, safe_text, samples, todo
from lead_tui.store import Store

SAMPLE = program_file.data_folder() / "sample_cases.json"
SCRIPT = Path(__file__).parent.parent / "scripts" / "make_sample_cases.py"


@pytest.fixture
def store(tmp_path) -> Store:
    copy = tmp_path / "cases.json"
    shutil.copyfile(SAMPLE, copy)
    copy.chmod(0o600)
    return Store.open(copy)


@pytest.mark.skipif(not SCRIPT.exists(), reason="the script is not in a distribution")
def test_the_sample_cases_are_what_their_script_makes_of_the_sources():
    spec = importlib.util.spec_from_file_location("make_sample_cases", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert script.content() == SAMPLE.read_bytes(), "out of date: run python scripts/make_sample_cases.py"


def test_they_show_every_outcome_of_both_pathways_and_drafts(store):
    rows = store.summaries()

    assert {(row.pathway, row.outcome) for row in rows} == {
        (pathway, outcome)
        for pathway in ("social", "criminal")
        for outcome in ("eligible", "not_eligible", "undetermined")
    }
    assert {row.status for row in rows} == {"draft", "open", "closed"}
    assert {row.decision for row in rows} == {"", *decision.WORDS}
    assert any(decision.differs(row.decision, row.outcome) for row in rows)
    assert len(rows) >= 12
    assert store.notices == []


def test_everybody_in_them_is_made_up(store):
    for row in store.summaries():
        case = store.get(row.case)
        born = str(case.answers["date_of_birth"].value) if "date_of_birth" in case.answers else ""

        assert re.fullmatch(r"(Sample Person \d\d)?", row.name)
        assert row.created_by.startswith("sample-")
        assert re.fullmatch(r"|\d{4}|\d{4}-\d{2}-14|\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}", born)
        assert all(safe_text.first_refused(str(answer.value)) is None for answer in case.answers.values())


def test_whoever_tries_commands_on_them_has_a_whole_log(tmp_path):
    path = tmp_path / "cases.json"
    path.write_bytes(SAMPLE.read_bytes())
    store = Store.open(path)
    store.look("W26-0007", by="sample-staff-01")
    proof = store.verify_log()
    store.close()

    assert (proof.lines, proof.findings) == (2, [])


def test_stock_tools_read_them():
    tables = json.loads(SAMPLE.read_bytes())
    database = TinyDB(SAMPLE, access_mode="r")

    assert len(database.table("cases").all()) == len(tables["cases"])


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2027, 1, 1), date(2028, 2, 29), date(2031, 7, 14)])
def test_a_mornings_work_waits_in_them_whichever_day_it_is(tmp_path, day):
    samples.write(tmp_path / "cases.json", program_file.load(), day, "sample-user")

    store = Store.open(tmp_path / "cases.json")
    rows = store.summaries()
    waiting = listing.ordered(rows).todo
    overdue = [row for row in waiting if todo.days_overdue(row.due, day)]
    today = [row for row in waiting if row.due[:10] == day.isoformat()]

    assert len(overdue) >= 2
    assert len(today) >= 2
    assert any("T" in row.due for row in today)
    assert any(not row.due for row in waiting)
    assert {"sample-user", "sample-staff-02", ""} == {row.assigned for row in waiting}
    assert {row.tried for row in rows} >= {"", "no_answer", "message_left", "reached", "wrong_number", "refused"}
    assert {row.status for row in rows} == {"draft", "open", "closed"}
    assert max(todo.days_since(row.referred, day) or 0 for row in rows) < 60
    assert all(row.updated[:10] < day.isoformat() for row in rows)


def test_the_demo_is_of_today_and_is_thrown_away(monkeypatch):
    from lead_tui import cli
    from lead_tui.commands import desk

    seen = []

    def opened(settings, **_options) -> int:
        path = Path(settings.db)
        rows = Store.open(path).summaries()
        seen.append((path, rows, path.stat().st_mode & 0o777))
        return 0

    before = SAMPLE.read_bytes()
    monkeypatch.setattr(desk, "run", opened)
    monkeypatch.setattr("lead_tui.settings.utc_now", lambda: datetime(2029, 3, 14, 15, 0, tzinfo=UTC))

    code = cli.run(["--user", "sample-user", "demo"])

    [(path, rows, mode)] = seen
    assert (code, mode) == (0, 0o600)
    assert len(rows) >= 12
    assert "2029-03-14" in {row.due for row in rows}
    assert "sample-user" in {row.assigned for row in rows}
    assert not path.parent.exists()
    assert SAMPLE.read_bytes() == before
