"""The store: cases of many people in one file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from strategies_case import LATER, ME, OTHER, answered, draft, drafts, keys, values
from tinydb import TinyDB

from lead_tui import case as cases
from lead_tui import case_record
from lead_tui.case import Case
from lead_tui.lines import CLOSING
from lead_tui.store import Emptied, Held, NoSuchCase, NotACaseFile, NotWritable, Store, StoreError


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "cases.json"


@pytest.fixture
def store(path):
    made = Store.open(path, wait=0.2, clock=lambda: LATER)
    yield made
    made.close()


# --- Numbers -------------------------------------------------------------------------------------


def test_numbers_count_up_in_each_series_and_year(store):
    made = [store.create(series, year, draft()).case for series, year in [("W", 2026)] * 2 + [("W", 2027), ("B", 2026)]]

    assert made == ["W26-0001", "W26-0002", "W27-0001", "B26-0001"]


def test_two_people_never_get_the_same_number(path, store):
    other = Store.open(path)

    assert [each.create("W", 2026, draft()).case for each in (store, other, other, store)] == [
        "W26-0001",
        "W26-0002",
        "W26-0003",
        "W26-0004",
    ]


def test_numbers_go_on_beyond_four_digits(store):
    store.db.table("cases").insert({"case": "W26-9999"})

    assert store.create("W", 2026, draft()).case == "W26-10000"


def test_the_number_of_a_removed_case_is_not_given_again(store, path):
    for _ in range(2):
        store.create("W", 2026, draft())
    store.db.table("cases").remove(doc_ids=[2])

    assert Store.open(path).create("W", 2026, draft()).case == "W26-0003"


def test_an_emptied_case_keeps_its_number(store, path):
    store.create("W", 2026, draft())
    store.db.table("cases").update(lambda record: record.clear() or record.update(case="W26-0001", status="expunged"))

    assert Store.open(path).create("W", 2026, draft()).case == "W26-0002"


def test_a_case_is_numbered_once(store):
    made = store.create("W", 2026, draft())

    with pytest.raises(ValueError, match="W26-0001 has a number already"):
        store.create("W", 2026, made)


# --- Making, reading, saving ---------------------------------------------------------------------


def test_opening_a_file_that_does_not_exist_makes_nothing(tmp_path):
    store = Store.open(tmp_path / "new" / "cases.json")

    assert (store.summaries(), store.refresh(), store.writable, store.notices) == ([], set(), True, [])
    assert list(tmp_path.glob("new*")) == []


def test_a_case_is_on_disk_when_create_returns(path, store):
    made = store.create("W", 2026, draft(name="Sample Person 07"))

    assert (made.rev, made.updated, made.updated_by) == (1, LATER, ME)
    assert Store.open(path).get("W26-0001") == made


def test_a_row_shows_what_the_record_holds(store):
    made = store.create(
        "W", 2026, cases.assessed(draft(name="Sample Person 07", pathway="social"), "eligible", draft().program)
    )

    (row,) = store.summaries()

    assert msgspec.structs.asdict(row) == {field: getattr(made, field) for field in msgspec.structs.asdict(row)}


def test_many_cases_are_made_at_once(path, store):
    store.create("W", 2026, draft())

    numbers = store.create_many(
        [("W", 2026, draft(name="Sample Person 07")), ("W", 2027, draft()), ("W", 2026, draft())]
    )

    assert numbers == ["W26-0002", "W27-0001", "W26-0003"]
    assert [row.case for row in Store.open(path).summaries()] == ["W26-0001", *numbers]


def test_of_many_cases_none_is_made_when_one_cannot_be_written(path, store):
    store.create("W", 2026, draft())
    before = path.read_bytes()

    with pytest.raises(NotWritable, match="W26-0003 holds NaN"):
        store.create_many([("W", 2026, draft()), ("W", 2026, draft(units=float("nan")))])

    assert path.read_bytes() == before


def test_making_no_cases_writes_nothing(path, store):
    assert store.create_many([]) == []
    assert not path.exists()


def test_a_save_raises_the_revision_and_says_who_and_when(store):
    made = store.create("W", 2026, draft())

    saved = store.save(made, answered(made, OTHER, notes="calm"), by=OTHER).case

    assert (saved.rev, saved.updated, saved.updated_by) == (2, LATER, OTHER)
    assert store.get("W26-0001") == saved


def test_a_save_that_changes_nothing_writes_nothing(path, store):
    made = store.create("W", 2026, draft())
    before = path.read_bytes()

    assert store.save(made, made, by=ME).case == made
    assert path.read_bytes() == before


def test_two_people_saving_one_case_are_joined(path, store):
    made = store.create("W", 2026, draft())
    other = Store.open(path)
    other.save(made, answered(made, OTHER, seeking_treatment="no", notes="calm"), by=OTHER)

    saved = store.save(made, answered(made, minor_offense="yes", notes="tired"), by=ME)

    assert (saved.joined, saved.conflicts) == (["seeking_treatment"], ["notes"])
    assert saved.case == other.get("W26-0001")
    assert cases.answers_of(saved.case) == {"seeking_treatment": "no", "minor_offense": "yes", "notes": "unknown"}


def test_what_a_stock_script_changed_without_raising_the_revision_is_joined_too(path, store):
    made = store.create("W", 2026, draft(minor_offense="no"))
    with TinyDB(path) as stock:
        stock.table("cases").update(lambda record: record["answers"]["minor_offense"].update(value="yes"))

    saved = store.save(made, answered(made, notes="calm"), by=ME)

    assert saved.joined == ["minor_offense"]
    assert cases.answers_of(saved.case) == {"minor_offense": "yes", "notes": "calm"}


def test_answers_that_a_damaged_file_lost_come_back_with_the_next_save_of_who_has_them(path, store):
    first = store.create("W", 2026, draft(name="Sample Person 07"))
    second = store.save(first, answered(first, minor_offense="yes"), by=ME).case
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b'"minor_offense"')])

    saved = store.save(second, answered(second, seeking_treatment="no"), by=ME)

    assert cases.answers_of(Store.open(path).get("W26-0001")) == {
        "name": "Sample Person 07",
        "minor_offense": "yes",
        "seeking_treatment": "no",
    }
    assert saved.conflicts == []


def test_fields_of_a_later_version_survive_a_save(store):
    made = store.create("W", 2026, draft())
    store.db.table("cases").update({"disclosures": [{"id": "1"}]})

    store.save(made, answered(made, notes="calm"), by=ME)

    assert store.get("W26-0001").extra == {"disclosures": [{"id": "1"}]}


def test_a_damaged_line_is_told_to_whoever_only_looks(path, store):
    for name in ("Sample Person 01", "Sample Person 02", "Sample Person 03"):
        store.create("W", 2026, draft(name=name))
    damaged = path.read_bytes().replace(b'"name":"Sample Person 02"', b'"name":"Sample\x00erson 02"')
    path.write_bytes(damaged)

    looking = Store.open(path)

    assert [row.case for row in looking.summaries()] == ["W26-0001", "W26-0003"]
    assert looking.notices == [
        f"1 damaged line(s) in {path}, of W26-0002: such a case is missing here, or stands as in its last whole save. "
        "Tell the operator; the next save keeps the lines aside."
    ]
    assert path.read_bytes() == damaged


def test_an_expunged_case_takes_no_answers(path, store):
    made = store.create("W", 2026, draft(name="Sample Person 07"))
    store.db.table("cases").update(lambda record: record.clear() or record.update(case="W26-0001", status="expunged"))
    before = path.read_bytes()

    with pytest.raises(Emptied, match=r"^Not saved: W26-0001 was expunged; it takes no answers any more\.$"):
        store.save(made, answered(made, notes="calm"), by=ME)

    assert path.read_bytes() == before


def test_a_case_that_was_opened_after_it_was_expunged_takes_no_answers_either(path, store):
    store.create("W", 2026, draft(name="Sample Person 07"))
    store.db.table("cases").update(lambda record: record.clear() or record.update(case="W26-0001", status="expunged"))
    emptied, before = store.get("W26-0001"), path.read_bytes()

    with pytest.raises(Emptied):
        store.save(emptied, answered(emptied, notes="calm"), by=ME)
    with pytest.raises(Emptied):
        store.save(emptied, cases.leave_typed(emptied, "notes", "calm", at=LATER, by=ME), by=ME)

    assert path.read_bytes() == before


# --- Looking -------------------------------------------------------------------------------------


def test_refresh_names_the_cases_that_others_changed(path, store):
    first, second = (store.create("W", 2026, draft()) for _ in range(2))
    other = Store.open(path)
    store.save(first, answered(first, notes="calm"), by=ME)
    store.create("W", 2026, draft())

    assert other.refresh() == {"W26-0001", "W26-0003"}
    assert other.refresh() == set()
    assert second == other.get("W26-0002")


def test_after_a_rewrite_by_others_only_what_differs_is_news(path, store):
    store.create_many([("W", 2026, draft())] * 3)
    store.refresh()
    with TinyDB(path) as stock:
        stock.table("cases").update({"name": "Sample Person 08"}, doc_ids=[2])
        stock.table("cases").remove(doc_ids=[3])

    assert store.refresh() == {"W26-0002", "W26-0003"}
    assert [row.name for row in store.summaries()] == ["", "Sample Person 08"]


def test_a_case_that_is_not_there_is_named_with_what_to_do(path, store):
    with pytest.raises(NoSuchCase) as refusal:
        store.get("W26-0001")

    assert str(refusal.value) == f'No case "W26-0001" in {path}. The list shows the numbers that there are.'


def test_a_record_that_is_no_case_is_named(path, store):
    store.db.table("cases").insert({"case": "W26-0001", "answers": 3})

    with pytest.raises(StoreError, match=r"W26-0001: Expected `object`, got `int` - at `\$\.answers`"):
        store.get("W26-0001")
    assert [row.case for row in store.summaries()] == ["W26-0001"]


def test_a_field_of_another_type_leaves_the_rest_of_the_row(store):
    store.db.table("cases").insert({"case": "W26-0001", "rev": "x", "name": 3, "status": "open", "units": float(2**70)})

    (row,) = store.summaries()

    assert (row.case, row.rev, row.name, row.status) == ("W26-0001", 0, "", "open")


def test_opening_says_that_everybody_may_read_the_file(path, store):
    store.create("W", 2026, draft())
    path.chmod(0o644)

    (notice,) = Store.open(path).notices

    assert notice == (f"{path} may be read by everybody on this machine. The operator can close it: chmod o= {path}")


def test_opening_says_that_a_file_can_only_be_looked_at(path, store):
    store.create("W", 2026, draft())
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":9'))

    opened = Store.open(path)

    assert opened.notices == [f"{path} cannot be written: looking works, saving does not, and no look is logged."]
    assert not opened.writable


def test_a_network_disk_is_named(path, monkeypatch):
    mounts = "36 35 98:0 / / rw - ext4 /dev/vda rw\n37 36 0:9 / " + str(path.parent) + " rw - nfs4 server:/x rw\n"
    read_text = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, *a, **k: mounts if self.name == "mountinfo" else read_text(self, *a, **k)
    )

    (notice,) = Store.open(path).notices

    assert notice.startswith(f"{path} lies on a network disk (nfs4)")


def test_an_unfinished_save_is_told_where_it_cannot_be_repaired(path, store, monkeypatch):
    store.create_many([("W", 2026, draft())] * 2)
    os.truncate(path, path.stat().st_size - 10)
    monkeypatch.setattr("lead_tui.casefile.CaseStorage.writable", False)

    opened = Store.open(path)

    assert [row.case for row in opened.summaries()] == ["W26-0001"]
    assert any("is unfinished" in notice for notice in opened.notices)


def test_a_save_that_is_under_way_while_a_store_opens_is_no_torn_end(path, store, monkeypatch):
    store.create("W", 2026, draft())
    whole = path.read_bytes()
    path.write_bytes(whole.removesuffix(CLOSING) + b',"9":{"case":"W26-00')
    monkeypatch.setattr("lead_tui.store.time.sleep", lambda _nap: path.write_bytes(whole))

    with store.storage.lock.held(lambda: 0o600):
        opened = Store.open(path)

    assert not any("unfinished" in notice for notice in opened.notices)
    assert [row.case for row in opened.summaries()] == ["W26-0001"]
    opened.close()


def test_opening_repairs_an_unfinished_save(path, store):
    store.create_many([("W", 2026, draft())] * 2)
    os.truncate(path, path.stat().st_size - 10)

    opened = Store.open(path)

    assert opened.notices[0].startswith("The last save before the crash")
    assert len(json.loads(path.read_bytes())["cases"]) == 1


@pytest.mark.parametrize("what", ["directory", "text"])
def test_what_is_no_case_file_is_refused_in_one_line(tmp_path, monkeypatch, what):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.01)
    path = tmp_path / "x"
    if what == "directory":
        path.mkdir()
    else:
        path.write_text("name,age\n")

    with pytest.raises(StoreError) as refusal:
        Store.open(path)

    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert isinstance(refusal.value, NotACaseFile) == (what == "text")


# --- Any history ---------------------------------------------------------------------------------


def unlogged(record: dict) -> dict:
    """A record without the number of its line in the log."""
    return {field: value for field, value in record.items() if field != "log"}


class AnyHistory(RuleBasedStateMachine):
    """Two people, stock TinyDB and crashes, against a dictionary."""

    handles = st.sampled_from([0, 1])

    @initialize()
    def begin(self):
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "cases.json"
        self.stores = [Store.open(self.path, clock=lambda: LATER) for _ in range(2)]
        self.model: dict[str, dict] = {}
        self.loaded: list[Case] = []
        self.given: set[str] = set()
        self.committed: tuple[int, bytes] | None = None

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def took(self, case: Case) -> None:
        self.model[case.case] = case_record.to_json(case)
        self.loaded.append(case)

    @rule(handle=handles, case=drafts)
    def create(self, handle, case):
        made = self.stores[handle].create("W", 2026, case)
        assert made.case not in self.given
        self.given.add(made.case)
        self.took(made)

    @rule(handle=handles, some=st.lists(drafts, max_size=3))
    def create_many(self, handle, some):
        numbers = self.stores[handle].create_many([("B", 2026, case) for case in some])
        assert not self.given & set(numbers)
        self.given |= set(numbers)
        for number in numbers:
            self.took(self.stores[handle].get(number))

    @rule(handle=handles, data=st.data(), key=keys, value=values)
    def save(self, handle, data, key, value):
        if not self.loaded:
            return
        base = data.draw(st.sampled_from(self.loaded))
        if base.case not in self.model:
            return
        mine = cases.answer(base, key, value, at=LATER, by=ME)
        before = self.model[base.case]
        saved = self.stores[handle].save(base, mine, by=ME)
        assert saved.case.rev >= before["rev"]
        assert {entry["id"] for entry in before["history"]} <= {entry.id for entry in saved.case.history}
        self.took(saved.case)

    @rule(handle=handles, data=st.data())
    def refused(self, handle, data):
        if not self.model:
            return
        base = self.stores[handle].get(data.draw(st.sampled_from(sorted(self.model))))
        before = self.path.read_bytes()
        with pytest.raises(NotWritable):
            self.stores[handle].save(base, answered(base, units=float("nan")), by=ME)
        assert self.path.read_bytes() == before

    @rule(handle=handles)
    def reopen(self, handle):
        self.stores[handle].close()
        self.stores[handle] = Store.open(self.path, clock=lambda: LATER)

    @rule(data=st.data(), name=st.text(max_size=5).filter(lambda text: text.isprintable()))
    def stock_script_changes_a_name(self, data, name):
        if not self.model:
            return
        number = data.draw(st.sampled_from(sorted(self.model)))
        self.committed = None  # stock TinyDB writes in place
        self.model[number]["name"] = name
        with TinyDB(self.path) as stock:
            stock.table("cases").update({"name": name}, lambda record: record["case"] == number)

    @rule(handle=handles, data=st.data())
    def remove(self, handle, data):
        if not self.model:
            return
        number = data.draw(st.sampled_from(sorted(self.model)))
        del self.model[number]
        self.stores[handle].db.table("cases").remove(lambda record: record["case"] == number)
        assert f'"case":"{number}"'.encode() not in self.path.read_bytes()

    @rule(length=st.integers(1, 80), zeros=st.integers(0, 8))
    def crash_in_the_middle_of_a_save(self, length, zeros):
        if not self.model or not self.path.read_bytes().endswith(b"\n" + CLOSING):
            return
        line = b',"999":{"case":"W26-0999","rev":1,"status":"open","answers":{},"history":[],"x":"' + b"y" * 60
        with self.path.open("r+b") as file:
            file.seek(-len(CLOSING), os.SEEK_END)
            file.write(line[:length] + bytes(zeros))

    @invariant()
    def everybody_reads_what_was_saved(self):
        if not hasattr(self, "path"):
            return
        for store in self.stores:
            store.refresh()
            store.refresh()
            assert {row.case for row in store.summaries()} == self.model.keys()
            for number, record in self.model.items():
                assert case_record.to_json(store.get(number)) == record
        if not self.model and not self.path.exists():
            return
        text = self.path.read_bytes()
        found = json.loads(text).get("cases", {}).values()
        assert {
            record["case"]: case_record.to_json(case_record.from_json(unlogged(record))) for record in found
        } == self.model
        with TinyDB(self.path, access_mode="r", encoding="ascii") as stock:
            assert len(stock.table("cases")) == len(self.model)
        if text.endswith(b"\n" + CLOSING):
            assert all(re.match(rb'[ ,]"\d+":\{.*\}$', line) for line in text.split(b"\n")[1:-2])

    @invariant()
    def bytes_of_whole_lines_change_only_with_the_whole_file(self):
        if not hasattr(self, "path") or not self.path.exists():
            return
        content, inode = self.path.read_bytes(), self.path.stat().st_ino
        if self.committed is not None and self.committed[0] == inode:
            assert content.startswith(self.committed[1])
        self.committed = (inode, content[: content.rindex(b"\n", 0, -len(CLOSING)) + 1]) if b"\n" in content else None


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


# --- Real processes ------------------------------------------------------------------------------


def child(code: str, *args: object, **options) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, args)], stdout=subprocess.PIPE, text=True, **options
    )


@pytest.mark.process
def test_a_process_that_holds_the_lock_too_long_is_named_and_a_killed_one_holds_it_no_more(path, store):
    store.create("W", 2026, draft())
    holder = child(
        """
        import sys, time
        from lead_tui.casefile import CaseStorage
        with CaseStorage(sys.argv[1]).writing():
            print("held", flush=True)
            time.sleep(60)
        """,
        path,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    began = time.monotonic()
    with pytest.raises(Held) as refusal:
        store.create("W", 2026, draft())
    waited = time.monotonic() - began
    holder.kill()
    holder.communicate()

    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    assert str(refusal.value) == f"Not saved yet: {path} has been held by {user}, process {holder.pid}, for 0.2 s."
    assert 0.2 <= waited < 5
    assert store.create("W", 2026, draft()).case == "W26-0002"
