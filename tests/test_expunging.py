"""Expunging: what is gone is gone from every byte of the file, stays gone, and is told in the log."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_case import LATER, ME, OTHER, answered, changed, draft, drafts, hand_over

from lead_tui import case as cases
from lead_tui import case_record, expunging, legal_hold
from lead_tui.case import Case, Unsettled
from lead_tui.contact import Contact
from lead_tui.decision import stale
from lead_tui.merge import merge
from lead_tui.refusals import Emptied, NotSaved, NotWritable
from lead_tui.store import Store

ORDER = "26-0114"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "cases.json"


@pytest.fixture
def store(path) -> Store:
    return Store.open(path, clock=lambda: LATER)


def told(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.with_name("cases.json.log").read_text().splitlines()]


def full(*_arguments):
    raise OSError(28, "No space left on device")


# A whole case.


def test_an_expunged_case_keeps_its_number_and_who_when_and_by_which_order(path, store):
    case = store.create("W", 2026, draft(name="Sample Person 07"))
    store.save(case, cases.finish(case, hand_over(case, at=LATER, by=ME)), by=ME)

    store.expunge("W26-0001", by=OTHER, order=ORDER)

    (record,) = json.loads(path.read_bytes())["cases"].values()
    assert record == {
        "case": "W26-0001", "rev": 3, "status": "expunged", "at": LATER, "by": OTHER, "order": ORDER, "log": 3,
    }  # fmt: skip
    assert store.create("W", 2026, draft()).case == "W26-0002"
    line = told(path)[2]
    assert (line["did"], line["case"], line["who"], line["details"]) == (
        "expunged",
        "W26-0001",
        OTHER,
        {"order": ORDER},
    )
    assert store.verify_log().findings == []


def test_a_case_is_expunged_by_an_order_or_discarded_for_a_reason_but_not_both(store):
    store.create("W", 2026, draft())
    for both in ({}, {"order": ORDER, "reason": "opened by mistake"}):
        with pytest.raises(ValueError, match="by an order, a draft for a reason"):
            store.expunge("W26-0001", by=ME, **both)


def test_what_is_no_draft_any_more_is_expunged_by_an_order_alone(store):
    case = store.create("W", 2026, draft())
    store.save(case, cases.finish(case, hand_over(case, at=LATER, by=ME)), by=ME)

    with pytest.raises(NotWritable, match="is no draft any more"):
        store.expunge("W26-0001", by=ME, reason="opened by mistake")


def test_nothing_is_expunged_where_the_log_cannot_tell_of_it(path, store, monkeypatch):
    store.create("W", 2026, draft(name="Sample Person 07"))
    before = path.read_bytes()
    monkeypatch.setattr("lead_tui.log._write_all", full)

    with pytest.raises(NotSaved):
        store.expunge("W26-0001", by=ME, order=ORDER)

    assert path.read_bytes() == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), one=drafts, other=drafts)
def test_no_byte_of_a_text_of_an_expunged_case_is_left_in_the_file(data, one, other):
    secret = "Zq7 Sample Person \N{GREEK SMALL LETTER OMEGA} 07"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.json"
        store = Store.open(path, clock=lambda: LATER)
        case = store.create("W", 2026, one)
        store.create("W", 2026, other)
        for _ in range(data.draw(st.integers(1, 3))):
            mine = answered(data.draw(changed(case)), **{data.draw(st.sampled_from(["name", "notes"])): secret})
            case = store.save(case, mine, by=ME).case
        case = store.save(case, cases.leave_typed(case, "races", secret, at=LATER, by=ME), by=ME).case

        store.expunge(case.case, by=ME, order=ORDER)

        for file in path.parent.iterdir():
            assert b"Zq7" not in file.read_bytes()
        assert store.get("W26-0002") == Store.open(path).get("W26-0002")
        assert store.verify_log().findings == []


# Single answers.


def worked_on() -> Case:
    """A case in which one answer left traces everywhere."""
    case = draft(name="Zq7 first", notes="calm", pathway="social")
    case = answered(case, OTHER, name="Zq7 second")
    case = msgspec.structs.replace(case, unsettled={"name": Unsettled(value="Zq7 third", base="Zq7 first", by=OTHER)})
    case = cases.finish(case, msgspec.structs.replace(hand_over(case, at=LATER, by=ME), reasons=["Zq7 named."]))
    case = cases.decide(case, "accept", at=LATER, by=ME, entered_by=ME, reads=["name", "notes"])
    case = cases.assessed(case, "eligible", case.program)
    return cases.with_row(case)


def test_an_expunged_answer_is_gone_from_the_answers_the_history_the_snapshot_and_the_row():
    bare = expunging.expunged(worked_on(), ["name"], at=LATER, by=OTHER)

    assert "Zq7" not in json.dumps(case_record.to_json(bare))
    assert (bare.name, bare.outcome, bare.handed_over.outcome) == ("", "undetermined", "undetermined")
    assert {key: given.value for key, given in bare.answers.items()} == {"notes": "calm", "pathway": "social"}
    assert [(change.key, change.via, change.now) for change in bare.history[-1:]] == [("name", "expunged", None)]
    assert bare.handed_over.answers == {"notes": "calm", "pathway": "social"}


def test_a_decision_stays_when_an_answer_it_rested_on_is_expunged_and_counts_as_taken_on_others():
    case = worked_on()

    bare = expunging.without(case, {"name"})

    assert [each.decision for each in bare.decisions] == ["accept"]
    assert stale(bare)


def test_what_rests_on_nothing_expunged_stays_as_it_is():
    case = worked_on()

    bare = expunging.without(case, {"date_of_birth"})

    assert bare == case


def test_expunged_answers_leave_no_byte_in_the_file_while_the_case_lives(path, store):
    made = store.create("W", 2026, draft(notes="calm"))
    case = store.save(made, answered(made, name="Zq7 first"), by=ME).case
    store.save(case, answered(case, name="Zq7 second"), by=ME)

    store.expunge("W26-0001", by=OTHER, order=ORDER, answers=["name"])

    assert b"Zq7" not in path.read_bytes()
    assert cases.answers_of(store.get("W26-0001")) == {"notes": "calm"}
    assert (told(path)[-1]["keys"], told(path)[-1]["details"]) == (["name"], {"order": ORDER})


@pytest.mark.parametrize("late", [False, True])
def test_who_had_the_case_open_does_not_bring_an_expunged_answer_back(path, store, late):
    made = store.create("W", 2026, draft(notes="calm", name="Zq7 first"))
    if late:
        handed = cases.finish(made, hand_over(made, at=LATER, by=ME))
        store.save(made, handed, by=ME)
    store.expunge("W26-0001", by=ME, order=ORDER, answers=["name"])
    mine = answered(made, OTHER, name="Zq7 first and more", seeking_treatment="yes")

    saved = store.save(made, mine, by=OTHER, drafts_only=late)

    assert b"Zq7" not in path.read_bytes()
    assert late or saved.case.answers["seeking_treatment"].value == "yes"
    on_screen = answered(mine, OTHER, name="Zq7 again")
    going_on = merge(saved.mine, on_screen, saved.case).case
    assert "Zq7" not in json.dumps(case_record.to_json(going_on))


def test_an_answer_may_be_given_anew_after_it_was_expunged(path, store):
    store.create("W", 2026, draft(name="Zq7 first"))
    store.expunge("W26-0001", by=ME, order=ORDER, answers=["name"])
    bare = store.get("W26-0001")

    store.save(bare, answered(bare, name="Sample Person 08"), by=ME)

    assert store.get("W26-0001").answers["name"].value == "Sample Person 08"
    again = store.get("W26-0001")
    store.save(again, answered(again, notes="calm"), by=ME)
    assert store.get("W26-0001").answers["name"].value == "Sample Person 08"


def test_a_text_that_stands_in_another_answer_too_is_named():
    before = draft(name="Sample Person 07", notes="told by sample person 07, calm", pathway="yes")

    assert expunging.still_said(before, expunging.without(before, {"name", "pathway"})) == ["notes"]


def test_a_text_that_stands_in_what_was_recorded_or_in_a_reason_is_named_with_its_day():
    before = cases.decide(
        draft(name="Sample Person 07"),
        "accept",
        at="2026-11-22T14:00:00Z",
        by="Sample Approver 01",
        entered_by=ME,
        reason="As sample person 07 asked",
        reads={},
    )
    tried = Contact(id="1", at="2026-11-23T14:00:00Z", by=ME, did="attempt", note="Sample Person 07 was asleep")
    other = Contact(id="2", at="2026-11-24T14:00:00Z", by=ME, did="attempt", note="Rang twice")
    before = cases.add_contact(cases.add_contact(before, tried), other)

    assert expunging.still_said(before, expunging.without(before, {"name"})) == [
        "what was recorded on 2026-11-23",
        "the decision of 2026-11-22",
    ]


# Legal holds.


def test_nothing_of_a_case_on_hold_is_expunged_and_the_log_tells_of_the_try(path, store):
    store.create("W", 2026, draft(name="Sample Person 07"))
    store.hold("W26-0001", by=ME, reason="subpoena 26-0114")
    before = path.read_bytes()

    for what in ({"order": ORDER}, {"order": ORDER, "answers": ["name"]}, {"reason": "opened by mistake"}):
        with pytest.raises(NotWritable, match="on legal hold since 2026-05-14 UTC, put on it by sample-staff-01"):
            store.expunge("W26-0001", by=OTHER, **what)

    assert path.read_bytes() == before
    assert [(line["did"], line["who"]) for line in told(path)[1:]] == [("held", ME), *[("refused", OTHER)] * 3]


def test_a_hold_is_released_and_both_stay_in_the_record(store):
    store.create("W", 2026, draft())
    store.hold("W26-0001", by=ME, reason="subpoena 26-0114")
    with pytest.raises(NotWritable, match="already on legal hold"):
        store.hold("W26-0001", by=ME, reason="again")

    released = store.hold("W26-0001", by=OTHER, reason="withdrawn", release=True)

    assert [(each.did, each.by) for each in released.holds] == [("held", ME), ("released", OTHER)]
    assert legal_hold.standing(released.holds) is None
    with pytest.raises(NotWritable, match="not on legal hold"):
        store.hold("W26-0001", by=ME, reason="again", release=True)
    store.expunge("W26-0001", by=ME, order=ORDER)
    with pytest.raises(Emptied):
        store.hold("W26-0001", by=ME, reason="too late")


def test_a_hold_stays_when_somebody_who_has_not_seen_it_saves(store):
    made = store.create("W", 2026, draft())
    store.hold("W26-0001", by=ME, reason="subpoena 26-0114")

    saved = store.save(made, answered(made, OTHER, notes="calm"), by=OTHER).case

    assert legal_hold.standing(saved.holds).reason == "subpoena 26-0114"
    assert saved.answers["notes"].value == "calm"
