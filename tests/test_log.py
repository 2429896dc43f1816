"""The log beside the case file: what stands in it, and that nothing in it changes unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from strategies_case import LATER, ME, OTHER, answered, draft, drafts, keys, values
from tinydb import TinyDB

from lead_tui import case as cases
from lead_tui import log_line as logs
from lead_tui.log import client
from lead_tui.logbook import Logbook
from lead_tui.refusals import NotSaved
from lead_tui.store import Store


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "cases.json"


@pytest.fixture
def store(path) -> Store:
    return opened(path)


def opened(path: Path) -> Store:
    return Store.open(path, wait=5, clock=lambda: LATER)


def log_of(path: Path) -> Path:
    return path.with_name("cases.json.log")


def told(path: Path) -> list[dict]:
    """The log's lines."""
    return [json.loads(line) for line in log_of(path).read_text().splitlines()]


def findings(path: Path) -> list[str]:
    return opened(path).verify_log().findings


# What stands in it.


def test_each_save_is_a_line_with_who_what_and_the_keys_but_never_an_answer(path, store):
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    store.save(made, answered(made, OTHER, notes="calm and dry"), by=OTHER)

    first, second = told(path)

    assert (first["n"], first["did"], first["case"], first["rev"], first["keys"]) == (
        1,
        "opened",
        "W26-0001",
        1,
        ["name"],
    )
    assert (second["n"], second["did"], second["who"], second["keys"]) == (2, "changed", OTHER, ["notes"])
    assert (second["at"], second["uid"], second["prev"]) == (LATER, os.getuid(), first["hash"])
    assert "Sample Person" not in log_of(path).read_text()
    assert "calm" not in log_of(path).read_text()


def test_a_record_names_its_line_and_no_case_knows_of_it(path, store):
    made = store.create("W", 2026, draft())
    store.save(made, answered(made, notes="calm"), by=ME)

    with TinyDB(path, access_mode="r") as stock:
        assert stock.table("cases").get(doc_id=1)["log"] == 2
    assert store.get("W26-0001").extra == {}


def test_a_name_that_is_no_text_is_logged_all_the_same(path, store):
    store.record("exported", by="sample-\udcff", details={"file": "\udce9.csv"})

    [line] = told(path)
    assert (line["who"], line["details"]) == ("sample-\\udcff", {"file": "\\udce9.csv"})
    assert findings(path) == []


def test_an_import_is_a_line_for_each_case(path, store):
    store.create_many([("W", 2026, draft(name="Sample Person 07"))] * 3)

    assert [(line["did"], line["case"]) for line in told(path)] == [("imported", f"W26-000{n}") for n in (1, 2, 3)]
    assert findings(path) == []


def test_what_is_decided_or_entered_later_is_named_beside_the_keys(path, store):
    made = store.create("W", 2026, draft())
    store.save(made, cases.decide(made, "accept", at=LATER, by=ME, entered_by=ME, reason="Secret"), by=ME)

    assert told(path)[1]["details"] == {"also": ["decided"]}
    assert "Secret" not in log_of(path).read_text()


def test_a_look_is_logged_once_a_sitting_for_each_person_and_case(path, store):
    for _ in range(2):
        store.create("W", 2026, draft())
    sitting = opened(path)

    for number, by in [("W26-0001", ME), ("W26-0001", ME), ("W26-0002", ME), ("W26-0001", OTHER)]:
        sitting.look(number, by=by)

    looks = [(line["case"], line["who"]) for line in told(path) if line["did"] == "looked"]
    assert looks == [("W26-0001", ME), ("W26-0002", ME), ("W26-0001", OTHER)]


def test_a_look_while_somebody_saves_is_logged_with_the_next_line_or_at_the_end(path, store):
    store.create("W", 2026, draft())
    other = opened(path)

    with store._storage.writing():
        other.look("W26-0001", by=OTHER)
        assert len(told(path)) == 1
    other.close()

    assert [line["did"] for line in told(path)] == ["opened", "looked"]


def test_where_only_reading_is_allowed_a_look_is_no_fault(path, store, monkeypatch):
    store.create("W", 2026, draft())
    monkeypatch.setattr("lead_tui.casefile.CaseStorage.writable", False)
    reader = opened(path)

    reader.look("W26-0001", by=ME)

    assert len(told(path)) == 1
    assert reader.notices == [f"{path} cannot be written: looking works, saving does not, and no look is logged."]


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, ""),
        ({"SSH_CONNECTION": "192.0.2.7 52011 192.0.2.1 22"}, "192.0.2.7"),
        ({"SSH_CLIENT": "2001:db8::7 52011 22"}, "2001:db8::7"),
    ],
)
def test_the_client_is_the_address_somebody_came_from(environ, address):
    assert client(environ) == address


def test_the_log_has_the_rights_of_the_case_file(path, store, tmp_path):
    store.create("W", 2026, draft())
    assert log_of(path).stat().st_mode & 0o777 == 0o600

    team = tmp_path / "team"
    team.mkdir()
    team.chmod(0o2770)
    opened(team / "cases.json").create("W", 2026, draft())
    assert log_of(team / "cases.json").stat().st_mode & 0o777 == 0o660


def test_a_log_that_begins_later_says_how_many_cases_there_were(path):
    with TinyDB(path) as stock:
        stock.table("cases").insert({"case": "W26-0001", "status": "open"})
    store = opened(path)
    store.create("W", 2026, draft())

    assert [(line["did"], line["details"]) for line in told(path)] == [("begun", {"cases": 1}), ("opened", {})]
    assert findings(path) == []


# What fails.


def test_a_save_that_cannot_be_logged_is_saved_and_told_and_the_log_tells_of_the_gap(path, store, monkeypatch):
    made = store.create("W", 2026, draft())
    with monkeypatch.context() as broken:
        broken.setattr("lead_tui.log._write_all", full)
        saved = store.save(made, answered(made, notes="calm"), by=ME).case
        again = store.save(saved, answered(saved, notes="dry"), by=ME).case
    assert store.notices == [
        f"Saved, but not in the log: the disk of {log_of(path)} is full (1 MB needed). Nothing was lost; free space "
        "and it saves by itself."
    ]  # once

    store.save(again, answered(again, notes="well"), by=ME)

    assert [(line["n"], line["did"]) for line in told(path)] == [(1, "opened"), (5, "gap"), (6, "changed")]
    assert told(path)[1]["details"] == {"first": 2, "last": 4}
    assert store.get("W26-0001").answers["notes"].value == "well"


def test_a_log_that_cannot_be_looked_at_is_left_alone_and_the_chain_goes_on_later(path, store):
    made = store.create("W", 2026, draft())
    aside = log_of(path).rename(path.with_name("aside"))
    log_of(path).mkdir()
    saved = store.save(made, answered(made, notes="calm"), by=ME).case
    assert [notice.partition(": ")[0] for notice in store.notices] == ["Saved, but not in the log"]
    log_of(path).rmdir()
    aside.rename(log_of(path))

    store.save(saved, answered(saved, notes="dry"), by=ME)

    assert [line["did"] for line in told(path)] == ["opened", "gap", "changed"]
    assert [finding.partition(";")[0] for finding in findings(path)] == ["Line 2 is missing"]


def full(*_arguments):
    raise OSError(28, "No space left on device")


def test_what_must_not_happen_unlogged_is_refused_where_it_cannot_be(path, store, monkeypatch):
    store.create("W", 2026, draft())
    before = log_of(path).read_bytes()
    monkeypatch.setattr("lead_tui.log._write_all", full)

    with pytest.raises(NotSaved, match=r"the disk of .*cases\.json\.log is full"):
        store.record(logs.EXPORTED, by=ME, details={"cases": 1})

    assert log_of(path).read_bytes() == before


def test_a_discard_that_fails_is_told_as_failed(path, store, monkeypatch):
    store.create("W", 2026, draft())
    with monkeypatch.context() as broken:
        broken.setattr("lead_tui.casefile._write_all", full)
        with pytest.raises(NotSaved):
            store.expunge("W26-0001", by=ME, reason="opened by mistake")

    assert [line["did"] for line in told(path)] == ["opened", "discarded", "failed"]
    assert findings(path) == []


def test_a_save_that_the_disk_refuses_is_told_as_failed(path, store, monkeypatch):
    made = store.create("W", 2026, draft())
    with monkeypatch.context() as broken:
        broken.setattr("lead_tui.casefile._sync", refuses)
        with pytest.raises(NotSaved, match="the disk reports an error"):
            store.save(made, answered(made, notes="calm"), by=ME)

    assert [(line["did"], line["details"]) for line in told(path)[1:]] == [("changed", {}), ("failed", {"line": 2})]
    assert findings(path) == []


def refuses(*_arguments):
    raise OSError(5, "Input/output error")


def test_who_is_killed_while_the_disk_is_waited_for_has_logged_the_save(path, store, monkeypatch):
    made = store.create("W", 2026, draft())
    monkeypatch.setattr("lead_tui.casefile._sync", lambda _fd: log.append(log_of(path).read_bytes()))
    log: list[bytes] = []

    store.save(made, answered(made, notes="calm"), by=ME)

    assert log == [log_of(path).read_bytes()]


def test_an_expunging_that_was_broken_off_is_named_until_it_is_done(path, store, monkeypatch):
    store.create("W", 2026, draft())
    with monkeypatch.context() as killed:
        killed.setattr(Logbook, "_tell_failed", lambda *_: None)
        killed.setattr("lead_tui.casefile._write_all", full)
        with pytest.raises(NotSaved):
            store.expunge("W26-0001", by=ME, order="26-0114")

    assert findings(path) == ["W26-0001 was to be expunged (line 2), and that was broken off: do it again."]
    store.expunge("W26-0001", by=ME, order="26-0114")
    assert findings(path) == []


@pytest.mark.parametrize("cut", [1, 5, 200])
def test_a_line_that_was_cut_off_is_kept_aside_and_told(path, store, cut):
    made = store.create("W", 2026, draft())
    store.save(made, answered(made, notes="calm"), by=ME)
    whole = log_of(path).read_bytes()
    os.truncate(log_of(path), len(whole) - cut)
    torn = log_of(path).read_bytes().rpartition(b"\n")[2]
    other = opened(path)

    other.look("W26-0001", by=OTHER)

    if cut == 1:  # only the end of the line: nothing is lost
        assert (log_of(path).read_bytes().startswith(whole), other.notices) == (True, [])
        assert findings(path) == []
        return
    (kept,) = path.parent.glob("cases.json.log.cut-*")
    assert kept.read_bytes() == torn
    assert str(kept) in other.notices[0]
    assert [line["did"] for line in told(path)] == ["opened", "gap", "looked"]
    assert [finding.partition(";")[0] for finding in findings(path)] == ["Line 2 is missing"]


def test_a_log_that_the_system_lets_only_grow_keeps_the_cut_line_in_its_place(path, store, monkeypatch):
    store.create("W", 2026, draft())
    with log_of(path).open("ab") as file:
        file.write(b'{"n":2,"at"')
    with monkeypatch.context() as only_growing:
        only_growing.setattr(os, "ftruncate", lambda *_: (_ for _ in ()).throw(PermissionError(1, "not permitted")))
        opened(path).look("W26-0001", by=OTHER)

    assert log_of(path).read_bytes().splitlines()[1] == b'{"n":2,"at"'
    assert [finding.partition(";")[0] for finding in findings(path)] == ["A line was cut off before line 2"]


# Whether it is whole.


def written(path: Path) -> Store:
    """A file in which all sorts of things were done."""
    store = opened(path)
    first = store.create("W", 2026, draft(name="Sample Person 07"))
    store.create_many([("W", 2026, draft())] * 2)
    saved = store.save(first, answered(first, notes="calm"), by=ME).case
    store.look("W26-0002", by=OTHER)
    store.record("exported", by=ME, details={"form": "csv", "cases": 3})
    store.save(saved, answered(saved, notes="dry"), by=ME)
    store.look("W26-0001", by=OTHER)
    store.close()
    return store


def test_a_log_as_it_was_written_is_whole(path):
    written(path)

    proof = opened(path).verify_log()

    assert (proof.findings, proof.lines, proof.until) == ([], 8, LATER)
    assert proof.digest == told(path)[-1]["hash"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changing_removing_reordering_or_cutting_any_line_is_found(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.json"
        written(path)
        lines = log_of(path).read_bytes().splitlines(keepends=True)
        place = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["change", "remove", "swap", "cut", "double", "forge"])):
            case "change":
                at = data.draw(st.integers(0, len(lines[place]) - 2))
                byte = data.draw(st.integers(32, 126).filter(lambda byte: byte != lines[place][at]))
                lines[place] = lines[place][:at] + bytes([byte]) + lines[place][at + 1 :]
            case "remove":
                del lines[place]
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1).filter(lambda other: other != place))
                lines[place], lines[other] = lines[other], lines[place]
            case "cut":
                del lines[place:]
            case "double":
                lines.insert(place, lines[place])
            case "forge":  # with a digest that is right
                line, _, _ = logs.opened(lines[place][:-1])
                lines[place], _ = logs.sealed(msgspec.structs.replace(line, who="somebody"))
        log_of(path).write_bytes(b"".join(lines))

        assert findings(path)


def test_a_log_that_is_gone_is_found(path):
    written(path)
    log_of(path).unlink()

    assert any("the end was cut off" in finding for finding in findings(path))


def test_a_record_changed_without_the_log_is_named(path):
    written(path)
    with TinyDB(path) as stock:
        stock.table("cases").update({"name": "Sample Person 08"}, doc_ids=[2])

    assert findings(path) == ["W26-0002 is not as line 2 has it: it was changed without the log, or the line was."]


def test_a_case_added_or_taken_out_without_the_log_is_named(path):
    written(path)
    with TinyDB(path) as stock:
        stock.table("cases").remove(doc_ids=[3])
        stock.table("cases").insert({"case": "W26-0009", "status": "open"})

    assert findings(path) == [
        "1 case(s) have no line in the log, like W26-0009.",
        "W26-0003 is in the log (line 3), and not in the case file.",
    ]


def test_an_older_file_put_back_is_found_unless_the_log_says_that_it_was_restored(path):
    store = opened(path)
    first = store.create("W", 2026, draft())
    older = path.read_bytes()
    store.save(first, answered(first, notes="calm"), by=ME)
    path.write_bytes(older)

    assert findings(path) == ["W26-0001 is older than the log says (line 2), or was changed without it."]
    opened(path).record(logs.RESTORED, by=ME)
    assert findings(path) == []


def test_no_file_and_no_log_are_whole(path, store):
    assert (store.verify_log().lines, store.verify_log().findings) == (0, [])


class AnyDeeds(RuleBasedStateMachine):
    """Two people, whatever they do: one chain, always whole."""

    handles = st.sampled_from([0, 1])

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "cases.json"
        self.stores = [opened(self.path) for _ in range(2)]
        self.numbers: list[str] = []

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(handle=handles, case=drafts)
    def create(self, handle, case):
        self.numbers.append(self.stores[handle].create("W", 2026, case).case)

    @rule(handle=handles, some=st.lists(drafts, max_size=3))
    def create_many(self, handle, some):
        self.numbers += self.stores[handle].create_many([("B", 2026, case) for case in some])

    @rule(handle=handles, data=st.data(), key=keys, value=values)
    def save(self, handle, data, key, value):
        if self.numbers:
            base = self.stores[handle].get(data.draw(st.sampled_from(self.numbers)))
            if base.status != "expunged":
                self.stores[handle].save(base, answered(base, **{key: value}), by=ME)

    @rule(handle=handles, data=st.data())
    def discard(self, handle, data):
        if self.numbers:
            number = data.draw(st.sampled_from(self.numbers))
            if self.stores[handle].get(number).status == "draft":
                self.stores[handle].expunge(number, by=ME, reason="opened by mistake")

    @rule(handle=handles, data=st.data(), answers=st.none() | st.lists(keys, min_size=1, max_size=2))
    def expunge(self, handle, data, answers):
        if self.numbers:
            number = data.draw(st.sampled_from(self.numbers))
            self.stores[handle].expunge(number, by=ME, order="26-0114", answers=answers)

    @rule(handle=handles)
    def rewrite(self, handle):
        storage = self.stores[handle]._storage
        with storage.writing():
            storage.rewrite({})

    @rule(handle=handles, data=st.data())
    def look(self, handle, data):
        if self.numbers:
            self.stores[handle].look(data.draw(st.sampled_from(self.numbers)), by=OTHER)

    @rule(handle=handles)
    def reopen(self, handle):
        self.stores[handle].close()
        self.stores[handle] = opened(self.path)

    @invariant()
    def the_chain_is_whole(self):
        if hasattr(self, "path"):
            assert self.stores[0].verify_log().findings == []


TestAnyDeeds = AnyDeeds.TestCase
TestAnyDeeds.settings = settings(
    max_examples=30, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)


SAVING = """
import sys
from lead_tui import case as cases
from lead_tui.store import Store

path, by = sys.argv[1:]
store = Store.open(path)
for count in range(30):
    new = cases.new(cases.Stamp(), at="2026-05-14T09:00:00Z", by=by)
    case = store.create("W", 2026, new)
    store.save(case, cases.answer(case, "notes", str(count), at="2026-05-14T09:00:00Z", by=by), by=by)
store.close()
"""


@pytest.mark.process
def test_processes_that_write_at_once_keep_one_chain(path):
    both = [subprocess.Popen([sys.executable, "-c", SAVING, str(path), by]) for by in (ME, OTHER)]

    assert [process.wait(60) for process in both] == [0, 0]
    proof = opened(path).verify_log()
    assert (proof.findings, proof.lines) == ([], 120)
