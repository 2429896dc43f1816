"""What opening a case file tells of it."""

from __future__ import annotations

from strategies_case import draft

from lead_tui.store import Store


def test_opening_says_that_records_without_a_number_are_not_shown(tmp_path):
    path = tmp_path / "cases.json"
    store = Store.open(path)
    store.create("W", 2026, draft(name="Sample Person 07"))
    store.db.table("cases").insert({"name": "x"})

    (notice,) = Store.open(path).notices

    assert notice.startswith(f"1 record(s) in {path} have no case number and are not shown.")
