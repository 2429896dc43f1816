"""The doctor: each thing that can be wrong with a case file is found, and what it names mends it."""

from __future__ import annotations

import json
import shlex
import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import msgspec
import pytest
from cli_fixtures import Desk, load_once
from desk import desk, press, running, screen_text, until
from strategies_case import draft

from lead_tui import case as cases
from lead_tui import disks, finding, kept_copy, surroundings
from lead_tui.case import Unsettled
from lead_tui.lines import CLOSING
from lead_tui.log import log_of
from lead_tui.refusals import CannotRead
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]

POINTS = {
    "file", "space", "format", "cases", "drafts", "unsettled", "rules", "program", "rights", "aside", "disk", "kept",
    "log",
}  # fmt: skip
LONG_AGO = "2026-11-14T10:00:00Z"


@pytest.fixture
def closed(lead, monkeypatch):
    """A desk with two cases, in a folder that is closed to others; nothing to find there."""
    lead.folder.chmod(0o700)
    lead.import_({"pathway": "social"}, {"pathway": "criminal"})
    monkeypatch.setattr(disks, "encrypted", lambda path: None)
    monkeypatch.setattr(surroundings, "network_disk", lambda path: "")
    return lead


def found(lead: Desk, *options: str, log: bool = False) -> dict[str, dict]:
    """All that is not well, by what was looked at; of the log, which records changed by no desk offend, if asked."""
    ran = lead.run("doctor", "--json", *options)
    wrong = {each["point"]: each for each in ran.records if each["state"] != "ok"}
    assert ran.code == any(each["state"] == "wrong" for each in wrong.values())
    return {point: each for point, each in wrong.items() if point not in ("backups", *([] if log else ["log"]))}


def mend(lead: Desk, command: str, stdin: str = "") -> None:
    """Run a command as the doctor gives it."""
    name, *arguments = shlex.split(command)
    if name == "lead-tui":
        assert lead.plain("--user", "sample-user", *arguments, stdin=stdin).code in (0, 1)
    else:
        assert subprocess.run([name, *arguments], check=False).returncode == 0


def only(wrong: dict[str, dict], point: str, text: str) -> str:
    """What mends the one thing that is wrong."""
    assert list(wrong) == [point]
    assert text in wrong[point]["text"]
    return wrong[point]["mend"]


def answered(lead: Desk, number: str, **fields: object) -> None:
    """Change fields of a record as no desk would."""
    store = Store.open(lead.db)
    with store.storage.writing():
        place = store.storage.index.ids[number]
        document = store.storage.document(place) | fields
        store.storage.append(place, json.dumps(document, separators=(",", ":")).encode())
    store.close()


def test_where_all_is_well_each_thing_looked_at_is_a_short_line(closed):
    ran = closed.run("doctor")

    assert ran.code == 0
    assert {line.split()[1] for line in ran.lines if line.startswith("ok ")} >= POINTS
    assert f"{closed.db} is whole" in ran.lines[0]
    assert "2 to be read: 2 open." in ran.out
    assert "Mend" not in ran.out.replace("Mend: lead-tui --db", "", 1)  # a first backup, at most


def test_to_look_needs_no_right_to_write_and_changes_nothing(closed, monkeypatch):
    monkeypatch.setattr("lead_tui.file_health._PATIENCE", 0.0)
    closed.db.write_bytes(closed.db.read_bytes()[:-1] + b" ,")
    closed.db.chmod(0o400)
    closed.folder.chmod(0o500)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in closed.folder.iterdir()}

    assert closed.run("doctor").code == 1

    assert before == {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in closed.folder.iterdir()}


def test_a_torn_end_is_found_and_mended_by_a_look_at_the_list(closed, monkeypatch):
    monkeypatch.setattr("lead_tui.file_health._PATIENCE", 0.0)
    closed.db.write_bytes(closed.db.read_bytes()[: -len(CLOSING)] + b',"9":{"case":"W26-00')

    mend(closed, only(found(closed), "file", "unfinished (20 bytes)"))

    mend(closed, only(found(closed), "aside", ".cut-"))
    assert found(closed) == {}


def test_a_save_that_is_under_way_is_no_torn_end(closed, monkeypatch):
    whole = closed.db.read_bytes()
    closed.db.write_bytes(whole[: -len(CLOSING)] + b',"9":{"case":"W26-00')
    monkeypatch.setattr("lead_tui.file_health.time.sleep", lambda _nap: closed.db.write_bytes(whole))

    assert found(closed) == {}


@pytest.mark.parametrize("skims", [True, False])
def test_a_damaged_line_is_found_and_set_aside_by_tidying(closed, monkeypatch, skims):
    if skims:
        monkeypatch.setattr("lead_tui.case_reader.PIECE", 100)
    head, first, *rest = closed.db.read_bytes().splitlines(keepends=True)
    closed.db.write_bytes(head + first.replace(b'"case"', b'"ca\0e"', 1) + b"".join(rest))

    mend(closed, only(found(closed), "file", "1 damaged line(s)"))

    assert list(found(closed)) == ["aside"]


def test_a_file_that_another_program_laid_out_is_found_and_laid_out_anew(closed):
    before = json.loads(closed.db.read_bytes())
    closed.db.write_text(json.dumps(before, indent=1))

    mend(closed, only(found(closed), "file", "Another program wrote"))

    assert found(closed) == {}
    assert json.loads(closed.db.read_bytes()) == before


def test_superseded_lines_that_weigh_too_much_are_found_and_tidied(closed, monkeypatch):
    answered(closed, "W26-0001", notes="x" * 9000)
    answered(closed, "W26-0001", notes="")
    monkeypatch.setattr("lead_tui.lines.TIDY_SLACK", 100)

    mend(closed, only(found(closed), "space", "% of"))

    assert found(closed) == {}
    assert b"xxx" not in closed.db.read_bytes()


def test_a_newer_format_is_found(closed):
    closed.db.write_bytes(closed.db.read_bytes().replace(b'"format":1', b'"format":9', 1))

    assert only(found(closed), "format", "has format 9") == ""


def test_a_record_that_is_no_case_is_found(closed):
    answered(closed, "W26-0002", answers=7)

    assert only(found(closed), "cases", "Not to be read as cases: W26-0002.") == ""


def test_a_record_without_a_number_is_found(closed):
    store = Store.open(closed.db)
    store.db.table("cases").insert({"name": "x"})
    store.close()

    assert only(found(closed), "cases", "1 record(s) in") == ""


def test_two_records_of_one_case_are_found(closed):
    table = Store.open(closed.db).db.table("cases")
    table.insert(dict(table.get(doc_id=1)))

    assert only(found(closed), "cases", "More than one record of W26-0001") == ""


def test_infinity_is_found(closed):
    text = json.dumps(json.loads(closed.db.read_bytes()), indent=1)
    closed.db.write_text(text.replace('"rev": 1', '"rev": 1, "x": Infinity', 1))

    assert only(found(closed), "file", "W26-0001 in") == ""


def test_a_draft_that_nobody_went_on_with_is_found_until_it_is_finished_or_discarded(closed):
    store = Store.open(closed.db, clock=lambda: LONG_AGO)
    case = msgspec.structs.replace(draft(), program=load_once().stamp)
    answers = {"referral_date": "2026-11-10", "seeking_treatment": "yes", "date_of_birth": "1990-05-14"}
    for key, value in {"pathway": "social", **answers}.items():
        case = cases.answer(case, key, value, at=LONG_AGO, by="sample-user")
    number = store.create("W", 2026, case).case
    store.close()

    command = only(found(closed), "drafts", f"for a week: {number}.")
    assert shlex.split(command)[-2:] == ["intake", number]

    mend(closed, f"{command} --plain", stdin="n\ndiscard\ny\n")
    assert found(closed) == {}


def test_a_question_with_two_answers_is_found_until_somebody_settles_it(closed):
    store = Store.open(closed.db)
    base = store.get("W26-0001")
    other = Unsettled(value="no", by="sample-staff-02", at=LONG_AGO, base=None)
    store.save(base, msgspec.structs.replace(base, unsettled={"seeking_treatment": other}), by="sample-staff-02")

    command = only(found(closed), "unsettled", "W26-0001")
    assert shlex.split(command)[-2:] == ["intake", "W26-0001"]

    mend(closed, f"{command} --plain", stdin="m\n" * 9)
    assert found(closed) == {}


def test_cases_assessed_under_other_rules_are_noted_until_the_next_answer(closed):
    answered(closed, "W26-0001", program={"id": "wilmington", "version": "0.9", "hash": "0" * 64})

    command = only(found(closed), "rules", "other rules than those in use: W26-0001.")
    mend(closed, f"{command} --plain", stdin="2026-11-20\n")

    assert found(closed) == {}


def test_a_wrong_program_file_is_found_and_the_rest_is_looked_at_all_the_same(closed):
    wrong = closed.file("wrong.toml", "id = 7")

    assert only(found(closed, "--program", wrong), "program", "not valid") == "lead-tui program check"


@pytest.mark.parametrize("which", ["cases.json", "cases.json.lock", "cases.json.log", "."])
def test_rights_that_are_too_wide_are_found_and_closed(closed, which):
    path = closed.folder / which
    path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o004)

    mend(closed, only(found(closed), "rights", str(path)))

    assert found(closed) == {}


def test_a_folder_that_is_everybodys_is_not_to_be_closed(closed):
    closed.folder.chmod(0o1777)

    assert only(found(closed), "rights", "Give the case file a folder of its own.") == ""


def test_what_a_rewrite_left_is_found_and_goes(closed):
    (closed.folder / "cases.json.new").write_bytes(b"{}")

    mend(closed, only(found(closed), "aside", "left over"))

    assert found(closed) == {}


def test_a_log_that_was_changed_is_found(closed):
    log = log_of(closed.db)
    assert found(closed, log=True) == {}
    log.write_bytes(log.read_bytes().replace(b"sample-user", b"sample-usex", 1))

    assert only(found(closed, log=True), "log", "The log is not whole. Line 1 was changed.") == ""
    assert found(closed, "--log-after", "1", log=True) == {}


def test_a_file_without_a_log_has_none_yet(closed):
    record = {"case": "W26-0001", "status": "open", "updated": "2026-11-24T10:00:00Z"}
    closed.db.write_text(json.dumps({"cases": {"1": record}}))
    log_of(closed.db).unlink()
    mend(closed, only(found(closed, log=True), "file", "Another program wrote"))

    assert found(closed, log=True) == {}


def test_a_full_disk_is_found(closed, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda path: usage(1 << 30, 1 << 30, 5 << 20))

    assert only(found(closed), "disk", "Only 5 MB are free") == ""


def test_a_network_disk_is_found(closed, monkeypatch):
    monkeypatch.setattr(surroundings, "network_disk", lambda path: "nfs4")

    assert only(found(closed), "network", "network disk (nfs4)") == ""


def test_a_disk_that_is_not_encrypted_is_only_noted(closed, monkeypatch):
    monkeypatch.setattr(disks, "encrypted", lambda path: False)

    assert only(found(closed), "encryption", "not encrypt") == ""
    assert closed.run("doctor").code == 0


async def test_cases_that_wait_for_this_user_are_found_and_nobody_elses_until_the_desk_has_saved_them(closed):
    case = Store.open(closed.db).get("W26-0001")
    folder = kept_copy.state_folder()
    for user in ("sample-user", "sample-staff-02"):
        mine = cases.answer(case, "notes", "Sample notes", at=LONG_AGO, by=user)
        kept_copy.keep_copy(folder, user, closed.db, base=case, mine=mine)
    kept_copy.keep_copy(folder, "sample-user", Path("/elsewhere.json"), base=case, mine=case)

    assert only(found(closed), "kept", "Cases of sample-user") == f"lead-tui --db {closed.db}"

    app = desk(load_once(), store=Store.open(closed.db))
    async with running(app) as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: "Saved as W26-0001." in screen_text(app))
    assert found(closed) == {}


def test_what_is_no_case_file_is_found_and_so_is_none_at_all(closed, monkeypatch):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.0)
    closed.db.write_text("hello")
    assert "is not a case file" in found(closed)["file"]["text"]

    closed.db.unlink()
    assert only(found(closed), "file", "There is no case file") == f"lead-tui --db {closed.db} intake"


def test_a_name_that_a_shell_or_a_terminal_would_obey_is_quoted_and_shown(closed, monkeypatch):
    folder = closed.folder / "a b;'\x1b[2J\n$(x)"
    folder.mkdir(mode=0o700)
    shutil.copy2(closed.db, folder / "c*[x].json")
    shutil.copy2(log_of(closed.db), folder / "c*[x].json.log")
    named = Desk(closed.folder)
    named.db = folder / "c*[x].json"
    named.db.chmod(0o604)
    (folder / "c*[x].json.cut-1").write_text("x")

    assert "\x1b" not in named.run("doctor").out
    assert len(named.run("doctor").lines) == len(named.run("doctor", "--json").lines)
    for _ in range(2):
        for each in found(named).values():
            mend(named, each["mend"])
    assert found(named) == {}


def test_a_link_is_looked_at_where_it_leads(closed, tmp_path):
    link = Desk(closed.folder)
    link.db = tmp_path / "link.json"
    link.db.symlink_to(closed.db)
    tmp_path.chmod(0o755)

    assert found(link) == {}
    assert str(closed.db) in link.run("doctor").lines[0]


def test_the_doctor_names_the_case_file_only_where_it_has_to(closed, monkeypatch):
    monkeypatch.setenv("LEAD_TUI_DB", str(closed.db))
    (closed.folder / "cases.json.new").write_bytes(b"{}")

    assert only(found(closed), "aside", "left over") == "lead-tui doctor --tidy"


def test_the_doctor_loads_neither_screen_nor_tinydb(closed):
    code = (
        "import sys; from lead_tui.cli import run; run(['--db', sys.argv[1], 'doctor']); "
        "print(sorted({'textual', 'tinydb'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(closed.db)], capture_output=True, text=True, check=True)

    assert ran.stdout.splitlines()[-1] == "[]"


def test_where_one_may_not_look_the_rest_is_looked_at_all_the_same(closed, monkeypatch):
    def refused(path, *_more):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(surroundings.shutil, "disk_usage", refused)
    monkeypatch.setattr("lead_tui.log_proof.read", lambda log: (_ for _ in ()).throw(CannotRead(f"{log} may not")))

    wrong = found(closed, log=True)

    assert list(wrong) == ["log", "disk"]
    assert wrong["disk"]["text"] == f"{closed.folder}: permission denied. Look as its owner."
    assert closed.run("doctor", "--json").records[-1]["point"] == "kept"


def test_many_names_are_not_all_told():
    assert finding.some([f"W26-000{n}" for n in range(8)]).endswith("W26-0004 and 3 more")
