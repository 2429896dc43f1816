"""The one gate through which cases are seen: each look is logged."""

from __future__ import annotations

import json

import pytest
from desk import SEVEN, desk, press, running, settled
from strategies_case import draft

from lead_tui.access import Access
from lead_tui.refusals import NoSuchCase
from lead_tui.seen import Seen
from lead_tui.store import Store

ME = "sample-staff-01"
OFFICER = "sample-officer-02"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "cases.json"
    store = Store.open(path)
    for _ in range(2):
        store.create("W", 2026, draft())
    store.close()
    return path


def looks(path) -> list[tuple[str, str]]:
    lines = map(json.loads, path.with_name("cases.json.log").read_text().splitlines())
    return [(line["who"], line["case"]) for line in lines if line["did"] == "looked"]


def test_a_case_that_is_seen_is_a_look_once_a_sitting(wilmington, path):
    for _ in range(2):
        store = Store.open(path)
        for _ in range(2):
            Seen(store, wilmington, Access(user=OFFICER)).get("W26-0002")

    assert looks(path) == [(OFFICER, "W26-0002")] * 2


def test_rows_and_cases_that_are_not_to_be_seen_are_no_looks(wilmington, path):
    seen = Seen(Store.open(path), wilmington, Access(user=OFFICER, role="officer"))
    with pytest.raises(NoSuchCase):
        seen.get("W26-0001")
    seen.rows()
    Seen(Store.open(path), wilmington, Access(user=ME)).rows()

    assert looks(path) == []


async def test_at_the_desk_the_case_under_the_resting_cursor_and_the_one_opened_are_looks(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await settled(pilot)
        await press(pilot, "down")
        await settled(pilot)
        await press(pilot, "enter", "escape", "enter")

    seen = looks(app.store.path)
    assert [who for who, _ in seen] == ["sample-user"] * len(seen)
    assert len(set(seen)) == len(seen) == 2
