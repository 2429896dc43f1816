"""The case file removed, emptied or replaced while a desk is open: nothing typed is lost, no number given twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from strategies_case import LATER, ME, answered, draft

from lead_tui import case as cases
from lead_tui.saver import Saver
from lead_tui.store import Store


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "desk" / "cases.json"


@pytest.fixture
def store(path):
    return Store.open(path, wait=0.2, clock=lambda: LATER)


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace(path: Path) -> None:
    path.write_text('{"cases": {}}')


def replace_by_another(path: Path) -> None:
    other = Store.open(path.with_name("other.json"))
    other.create("W", 2026, draft(name="Sample Person 99"))
    other.path.rename(path)


def remove_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


LOSSES = [remove, empty, replace, remove_with_its_folder]


@pytest.mark.parametrize("lose", LOSSES)
def test_a_case_that_somebody_works_on_is_put_back_under_its_number(path, store, lose):
    store.create("W", 2026, draft())
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    lose(path)

    saved = store.save(made, answered(made, notes="calm"), by=ME)

    assert (saved.case.case, saved.case.rev, saved.conflicts) == ("W26-0002", 2, [])
    assert Store.open(path).get("W26-0002") == saved.case
    assert cases.answers_of(saved.case) == {"name": "Sample Person 07", "notes": "calm"}


@pytest.mark.parametrize("lose", LOSSES)
def test_it_is_said_that_cases_are_gone_and_that_one_was_put_back(path, store, lose):
    store.create("W", 2026, draft())
    made = store.create("W", 2026, draft())
    lose(path)

    store.refresh()
    store.refresh()
    store.save(made, answered(made, notes="calm"), by=ME)

    assert store.notices == [
        f"2 cases are not in {path} any more: something outside lead-tui removed, cut or replaced it. Tell the "
        "operator; what is saved from now on goes into the file as it is now.",
        f"W26-0002 was not in {path} any more, which was removed or replaced. It stands there again, as this desk had "
        "it. Tell the operator.",
    ]


@pytest.mark.parametrize("lose", LOSSES)
def test_no_number_is_given_again_by_anybody(path, store, lose):
    for _ in range(3):
        store.create("W", 2026, draft())
    lose(path)

    assert store.create("W", 2026, draft()).case == "W26-0004"
    assert Store.open(path).create("W", 2026, draft()).case == "W26-0005"


def test_an_older_copy_of_the_file_put_in_its_place_gives_no_number_again_either(path, store):
    store.create("W", 2026, draft())
    copy = path.with_name("copy.json")
    shutil.copy(path, copy)
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    copy.rename(path)

    assert store.create("W", 2026, draft()).case == "W26-0003"
    assert Store.open(path).create("W", 2026, draft()).case == "W26-0004"
    assert store.save(made, answered(made, notes="calm"), by=ME).case.case == "W26-0002"
    assert [row.case for row in Store.open(path).summaries()] == ["W26-0001", "W26-0003", "W26-0004", "W26-0002"]


def test_where_the_number_is_another_persons_now_the_case_gets_a_new_one_and_the_other_stays(path, store):
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    replace_by_another(path)

    saved = store.save(made, answered(made, notes="calm"), by=ME)

    assert saved.case.case == "W26-0002"
    assert "It stands there again, as W26-0002, as this desk had it." in store.notices[-1]
    assert [row.name for row in Store.open(path).summaries()] == ["Sample Person 99", "Sample Person 07"]


def test_two_desks_put_back_their_own_cases(path, store):
    other = Store.open(path)
    first, second = store.create("W", 2026, draft()), store.create("W", 2026, draft())
    other.refresh()
    remove(path)

    store.save(first, answered(first, notes="one"), by=ME)
    other.save(second, answered(second, notes="two"), by=ME)

    assert {row.case for row in Store.open(path).summaries()} == {"W26-0001", "W26-0002"}


@pytest.mark.parametrize("begun", [True, False])
def test_a_desk_goes_on_saving_into_the_new_file(tmp_path, path, store, begun):
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    saver = Saver(
        store, series="W", year=lambda: 2026, on_saved=lambda _: 0, on_state=lambda _: 0, user=ME, folder=tmp_path
    )
    if begun:
        saver.begin(made)
    remove(path)

    saver.submit(first := answered(made, notes="calm"))
    assert saver.flush(5)
    saver.submit(answered(first, minor_offense="yes"))

    assert saver.close(5)
    assert saver.state.problem == ""
    found = json.loads(path.read_bytes())["cases"].values()
    assert [(each["case"], each["rev"], set(each["answers"])) for each in found] == [
        ("W26-0001", 3, {"name", "notes", "minor_offense"})
    ]


def test_a_false_start_that_the_file_lost_can_be_discarded(tmp_path, path, store):
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    saver = Saver(
        store, series="W", year=lambda: 2026, on_saved=lambda _: 0, on_state=lambda _: 0, user=ME, folder=tmp_path
    )
    saver.begin(made)
    remove(path)

    assert saver.discard(made) == "W26-0001"
    assert saver.close(5)
    assert not path.exists()


def test_a_case_that_a_colleague_removed_is_no_loss_to_be_told(path, store):
    for _ in range(2):
        store.create("W", 2026, draft())
    store.refresh()
    Store.open(path).db.table("cases").remove(doc_ids=[1])

    assert store.refresh() == {"W26-0001"}
    assert store.notices == []
