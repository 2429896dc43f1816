"""The saver: what is answered reaches the disk, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest
from strategies_case import LATER, ME, OTHER, answered, draft

from lead_tui import case as cases
from lead_tui.case import Case
from lead_tui.merge import merge
from lead_tui.saver import Saver, SaveState, drop_copy, kept_copies
from lead_tui.store import Saved, Store


class Desk:
    """A saver over a store, and what it told."""

    def __init__(self, folder: Path, retry: float = 60.0) -> None:
        self.folder = folder
        self.store = Store.open(folder / "cases.json", wait=0.2)
        self.saved: list[Saved] = []
        self.states: list[SaveState] = []
        self.told = threading.Condition()
        self.saver = Saver(
            self.store,
            series="W",
            year=lambda: 2026,
            on_saved=self._took,
            on_state=self._heard,
            user=ME,
            retry=retry,
            folder=folder / "state",
        )

    def _took(self, saved: Saved) -> None:
        self.saved.append(saved)

    def _heard(self, state: SaveState) -> None:
        with self.told:
            self.states.append(state)
            self.told.notify_all()

    def until(self, seen) -> SaveState:
        with self.told:
            assert self.told.wait_for(lambda: any(map(seen, self.states)), timeout=10)
            return next(state for state in self.states if seen(state))

    def copies(self):
        return kept_copies(self.folder / "state", ME)


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.saver.close(1)
    made.store.close()


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that is full for case files until it is freed."""
    full = threading.Event()
    full.set()
    pwrite = os.pwrite

    def refuse(fd, data, offset):
        if full.is_set() and bytes(data) != b"}}\n":
            raise OSError(errno.ENOSPC, "No space left on device")
        return pwrite(fd, data, offset)

    monkeypatch.setattr(os, "pwrite", refuse)
    return full


def no_room(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def by_another(desk: Desk, number: str, **answers: object) -> Case:
    """Another person's save of a case, through a store of their own."""
    store = Store.open(desk.store.path)
    base = store.get(number)
    saved = store.save(base, answered(base, OTHER, **answers), by=OTHER)
    store.close()
    return saved.case


# --- Saving --------------------------------------------------------------------------------------


def test_the_first_record_is_numbered_and_on_disk(desk):
    desk.saver.submit(draft(name="Sample Person 07"))

    assert desk.saver.flush(5)
    assert desk.store.get("W26-0001").name == "Sample Person 07"
    assert [saved.case.case for saved in desk.saved] == ["W26-0001"]


def test_later_records_of_a_case_without_a_number_go_into_the_same_case(desk):
    first = draft(name="Sample Person 07")
    desk.saver.submit(first)
    desk.saver.flush(5)
    desk.saver.submit(answered(first, minor_offense="yes"))
    desk.saver.flush(5)

    assert len(desk.store.summaries()) == 1
    assert cases.answers_of(desk.store.get("W26-0001"))["minor_offense"] == "yes"


def test_two_new_cases_are_two_cases(desk):
    desk.saver.submit(draft(name="Sample Person 07"))
    desk.saver.submit(draft(name="Sample Person 08"))

    assert desk.saver.flush(5)
    assert [row.name for row in desk.store.summaries()] == ["Sample Person 07", "Sample Person 08"]


def test_the_state_tells_when_it_was_saved_and_that_nothing_waits(desk):
    desk.saver.submit(draft(name="Sample Person 07"))

    state = desk.until(lambda state: state.saved_at is not None)

    assert (state.waiting, state.problem) == (0, "")


def test_a_callback_that_fails_does_not_end_saving(tmp_path):
    store = Store.open(tmp_path / "cases.json")
    saver = Saver(
        store, series="W", year=lambda: 2026, on_saved=lambda _: 1 / 0, on_state=lambda _: 1 / 0, folder=tmp_path
    )
    case = draft(name="Sample Person 07")
    saver.submit(case)
    saver.flush(5)
    saver.submit(answered(case, minor_offense="yes"))

    assert saver.close(5)
    assert cases.answers_of(store.get("W26-0001"))["minor_offense"] == "yes"
    assert isinstance(saver.fault, ZeroDivisionError)


# --- Others, and answers given while a save is under way -----------------------------------------


def test_an_answer_given_before_the_screen_took_the_number_over_joins_what_others_saved(desk):
    first = draft(name="Sample Person 07")
    desk.saver.submit(first)
    desk.saver.flush(5)
    by_another(desk, "W26-0001", seeking_treatment="no")

    desk.saver.submit(answered(first, minor_offense="yes"))
    desk.saver.flush(5)

    last = desk.saved[-1]
    assert last.joined == ["seeking_treatment"]
    assert cases.answers_of(last.case) == {
        "name": "Sample Person 07",
        "minor_offense": "yes",
        "seeking_treatment": "no",
    }


def test_changing_ones_own_answer_twice_while_saves_are_under_way_is_no_conflict(desk):
    screen = draft(name="Sample Person 07")
    desk.saver.submit(screen)
    desk.saver.flush(5)
    taken_over_late = desk.saved[-1]
    screen = answered(screen, minor_offense="yes")
    desk.saver.submit(screen)
    desk.saver.flush(5)

    screen = merge(taken_over_late.mine, screen, taken_over_late.case).case
    screen = answered(screen, minor_offense="no")
    desk.saver.submit(screen)
    desk.saver.flush(5)

    assert desk.saved[-1].conflicts == []
    assert cases.answers_of(desk.store.get("W26-0001"))["minor_offense"] == "no"


def test_changing_an_answer_taken_over_from_another_is_no_conflict(desk):
    screen = draft()
    desk.saver.submit(screen)
    desk.saver.flush(5)
    by_another(desk, "W26-0001", minor_offense="yes")
    screen = answered(screen, seeking_treatment="no")
    desk.saver.submit(screen)
    desk.saver.flush(5)

    screen = merge(desk.saved[-1].mine, screen, desk.saved[-1].case).case
    desk.saver.submit(answered(screen, minor_offense="no"))
    desk.saver.flush(5)

    assert desk.saved[-1].conflicts == []
    assert cases.answers_of(desk.store.get("W26-0001"))["minor_offense"] == "no"


def test_a_different_answer_by_another_is_a_conflict_and_stays_one_until_settled(desk):
    screen = draft()
    desk.saver.submit(screen)
    desk.saver.flush(5)
    by_another(desk, "W26-0001", minor_offense="no")
    screen = answered(screen, minor_offense="yes")
    desk.saver.submit(screen)
    desk.saver.flush(5)
    desk.saver.submit(answered(screen, seeking_treatment="no"))
    desk.saver.flush(5)

    case = desk.store.get("W26-0001")
    assert desk.saved[1].conflicts == ["minor_offense"]
    assert case.unsettled["minor_offense"].value == "yes"
    assert case.answers["minor_offense"].value == "no"


def test_an_answer_given_while_the_lock_is_held_by_another_is_saved_with_the_rest(desk):
    other = Store.open(desk.store.path, wait=5)
    case = draft(name="Sample Person 07")
    with other.db.storage.writing():
        desk.saver.submit(case)
        desk.saver.submit(answered(case, minor_offense="yes"))
        desk.until(lambda state: "has been held by" in state.problem)

    assert desk.saver.flush(5)
    assert cases.answers_of(desk.store.get("W26-0001"))["minor_offense"] == "yes"


@pytest.mark.parametrize("begun", [True, False])
def test_a_case_loaded_before_another_saved_it_loses_no_answer_of_either(desk, begun):
    number = desk.store.create("W", 2026, draft(name="Sample Person 07")).case
    screen = desk.store.get(number)
    if begun:
        desk.saver.begin(screen)
    by_another(desk, number, seeking_treatment="no")

    desk.saver.submit(answered(screen, minor_offense="yes"))
    desk.saver.flush(5)

    assert desk.saved[-1].conflicts == []
    assert cases.answers_of(desk.store.get(number)) == {
        "name": "Sample Person 07",
        "minor_offense": "yes",
        "seeking_treatment": "no",
    }


# --- When it fails -------------------------------------------------------------------------------


def test_on_a_full_disk_the_answers_are_kept_aside_and_counted(desk, full_disk):
    desk.saver.submit(draft(name="Sample Person 07", minor_offense="yes"))

    state = desk.until(lambda state: state.problem)

    assert state.problem.startswith(f"Not saved: the disk of {desk.store.path} is full")
    assert state.waiting == 2
    (copy,) = desk.copies()
    assert cases.answers_of(copy.mine)["name"] == "Sample Person 07"
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.path.parent.stat().st_mode) == 0o700


def test_a_default_that_nobody_typed_is_not_counted_as_an_answer(desk, full_disk):
    case = cases.answer(draft(), "referral_date", "2026-05-14", at=LATER, by="", via="default")
    desk.saver.submit(answered(case, minor_offense="yes"))

    assert desk.until(lambda state: state.problem).waiting == 1


def test_answers_given_while_the_disk_is_full_go_into_the_kept_copy(desk, full_disk):
    case = draft(name="Sample Person 07")
    desk.saver.submit(case)
    desk.until(lambda state: state.problem)
    desk.saver.submit(answered(case, minor_offense="yes"))
    desk.until(lambda state: state.waiting == 2)

    (copy,) = desk.copies()
    assert cases.answers_of(copy.mine)["minor_offense"] == "yes"


def test_it_saves_by_itself_once_there_is_room_and_drops_the_copy(tmp_path, full_disk):
    desk = Desk(tmp_path, retry=0.01)
    desk.saver.submit(draft(name="Sample Person 07"))
    desk.until(lambda state: state.problem)

    full_disk.clear()

    desk.until(lambda state: state.saved_at and not state.problem)
    assert desk.store.get("W26-0001").name == "Sample Person 07"
    assert desk.copies() == []
    desk.saver.close(1)


def test_leaving_on_a_full_disk_says_no_and_leaves_a_copy_for_the_next_start(tmp_path, full_disk):
    desk = Desk(tmp_path)
    desk.saver.submit(draft(name="Sample Person 07"))

    assert not desk.saver.close(1)

    full_disk.clear()
    again = Desk(tmp_path)
    (copy,) = again.copies()
    again.saver.take_up(copy)
    assert again.saver.close(5)
    assert again.store.get("W26-0001").name == "Sample Person 07"
    assert again.copies() == []


def test_a_kept_copy_is_joined_with_what_others_saved_meanwhile(tmp_path, full_disk):
    full_disk.clear()
    desk = Desk(tmp_path)
    number = desk.store.create("W", 2026, draft(name="Sample Person 07")).case
    screen = desk.saver.begin(desk.store.get(number))
    full_disk.set()
    desk.saver.submit(answered(screen, minor_offense="yes"))
    desk.saver.close(1)
    full_disk.clear()
    by_another(desk, number, seeking_treatment="no")

    again = Desk(tmp_path)
    again.saver.take_up(again.copies()[0])
    again.saver.close(5)

    assert cases.answers_of(again.store.get(number)) == {
        "name": "Sample Person 07",
        "minor_offense": "yes",
        "seeking_treatment": "no",
    }


def test_a_case_opened_anew_while_answers_wait_goes_on_with_them(desk, full_disk):
    full_disk.clear()
    number = desk.store.create("W", 2026, draft(name="Sample Person 07")).case
    screen = desk.saver.begin(desk.store.get(number))
    full_disk.set()
    desk.saver.submit(answered(screen, minor_offense="yes"))
    desk.until(lambda state: state.problem)

    anew = desk.saver.begin(desk.store.get(number))

    assert cases.answers_of(anew)["minor_offense"] == "yes"


def test_a_record_that_knows_nothing_of_the_waiting_one_does_not_push_it_out(desk, full_disk):
    full_disk.clear()
    number = desk.store.create("W", 2026, draft(name="Sample Person 07")).case
    screen = desk.saver.begin(desk.store.get(number))
    full_disk.set()
    desk.saver.submit(answered(screen, minor_offense="yes"))
    desk.until(lambda state: state.problem)
    desk.saver.submit(answered(screen, seeking_treatment="no"))
    full_disk.clear()

    assert desk.saver.flush(5)
    assert cases.answers_of(desk.store.get(number)) == {
        "name": "Sample Person 07",
        "minor_offense": "yes",
        "seeking_treatment": "no",
    }


def test_no_copy_of_an_expunged_case_is_left(desk, full_disk):
    full_disk.clear()
    number = desk.store.create("W", 2026, draft(name="Sample Person 07")).case
    screen = desk.saver.begin(desk.store.get(number))
    full_disk.set()
    desk.saver.submit(answered(screen, minor_offense="yes"))
    desk.until(lambda state: state.problem)
    full_disk.clear()
    desk.store.db.table("cases").update(
        lambda record: record.clear() or record.update(case=number, rev=2, status="expunged"), doc_ids=[1]
    )

    desk.saver.flush(5)

    assert desk.copies() == []
    assert desk.saver.state.problem == f"Not saved: {number} was expunged; it takes no answers any more."
    assert desk.store.get(number).answers == {}


def test_where_no_copy_can_be_kept_the_problem_says_so(tmp_path, full_disk):
    (tmp_path / "state").write_text("not a folder")
    desk = Desk(tmp_path)
    desk.saver.submit(draft(name="Sample Person 07"))

    state = desk.until(lambda state: state.problem)

    assert f"No copy could be kept in {tmp_path / 'state'}" in state.problem
    assert not state.kept
    full_disk.clear()
    assert desk.saver.close(5)


def test_a_copy_that_cannot_be_renewed_goes_all_the_same_once_the_case_is_saved(desk, full_disk, monkeypatch):
    desk.saver.submit(first := draft(name="Sample Person 07"))
    desk.until(lambda state: state.problem)
    assert desk.saver.state.kept
    with monkeypatch.context() as full:
        full.setattr("lead_tui.kept_copy.json.dump", no_room)
        desk.saver.submit(answered(first, notes="more"))
        state = desk.until(lambda state: "No copy could be kept" in state.problem)

    assert not state.kept
    assert [path.suffix for path in (desk.folder / "state").iterdir()] == [".json"], "no half copy"
    full_disk.clear()
    assert desk.saver.flush(5)
    assert desk.copies() == []


# --- Kept copies ---------------------------------------------------------------------------------


def test_a_kept_copy_is_offered_to_its_owner_alone(desk, full_disk):
    desk.saver.submit(draft(name="Sample Person 07"))
    desk.until(lambda state: state.problem)

    assert kept_copies(desk.folder / "state", OTHER) == []
    assert len(desk.copies()) == 1


def test_a_copy_that_is_not_wanted_is_dropped(desk, full_disk):
    desk.saver.submit(draft(name="Sample Person 07"))
    desk.until(lambda state: state.problem)

    drop_copy(desk.copies()[0].path)

    assert desk.copies() == []


def test_a_broken_copy_is_passed_over(tmp_path):
    (tmp_path / f"{ME}~cases~W26-0001.case.json").write_text("{")

    assert kept_copies(tmp_path, ME) == []


def test_a_folder_that_does_not_exist_holds_no_copies(tmp_path):
    assert kept_copies(tmp_path / "none", ME) == []
