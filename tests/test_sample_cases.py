from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from lead_tui import decision, program_file, safe_text
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
    assert {row.status for row in rows} == {"draft", "open"}
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


def test_stock_tools_read_them():
    tables = json.loads(SAMPLE.read_bytes())
    database = TinyDB(SAMPLE, access_mode="r")

    assert len(database.table("cases").all()) == len(tables["cases"])


def test_the_demo_runs_on_a_copy_that_is_thrown_away(monkeypatch):
    from lead_tui import cli
    from lead_tui.commands import desk

    seen = []

    def opened(settings, **_options) -> int:
        path = Path(settings.db)
        seen.append((path, len(Store.open(path).summaries()), path.stat().st_mode & 0o777))
        return 0

    before = SAMPLE.read_bytes()
    monkeypatch.setattr(desk, "run", opened)

    code = cli.run(["demo"])

    [(path, count, mode)] = seen
    assert (code, mode) == (0, 0o600)
    assert count >= 12
    assert not path.parent.exists()
    assert SAMPLE.read_bytes() == before
