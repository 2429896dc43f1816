"""Restoring: what would change is told first, what is replaced is kept, and emptied cases stay emptied."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from cli_fixtures import Desk

from lead_tui import case as cases
from lead_tui.backup import BackedUp
from lead_tui.lines import CLOSING
from lead_tui.log import log_of
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]

ME = "sample-user"


@pytest.fixture
def filled(lead):
    lead.import_(*({"name": f"Sample Person 0{number}", "notes": "Sample notes"} for number in (1, 2, 3)))
    return lead


def made(lead: Desk) -> Path:
    """A backup of what is there."""
    return Path(lead.run("backup").lines[0])


def answer(lead: Desk, number: str, key: str, value: object) -> None:
    store = Store.open(lead.db)
    base = store.get(number)
    store.save(base, cases.answer(base, key, value, at="2026-11-25T02:00:00Z", by=ME), by=ME)
    store.close()


def records(path: Path) -> dict[str, dict]:
    """The records of a file by number, without what only tells when they were saved."""
    found = json.loads(path.read_bytes())["cases"].values()
    return {each["case"]: {k: v for k, v in each.items() if k not in ("rev", "updated", "log")} for each in found}


def unlogged(path: Path) -> dict[str, dict]:
    """The records of a file by id, but for the line of the log that tells of each."""
    found = json.loads(path.read_bytes())["cases"]
    return {place: {name: value for name, value in each.items() if name != "log"} for place, each in found.items()}


def restored(lead: Desk, backup: Path):
    ran = lead.run("restore", str(backup), "--yes")
    assert (ran.code, ran.err) == (0, "")
    verified = lead.run("log", "verify")
    assert (verified.code, verified.out[:6]) == (0, "Whole:")
    return ran


def test_what_was_backed_up_stands_again_and_what_was_replaced_is_kept(filled):
    backup = made(filled)
    before = records(filled.db)
    answer(filled, "W26-0002", "notes", "Other notes")
    filled.import_({"name": "Sample Person 04"})
    replaced = filled.db.read_bytes()

    ran = restored(filled, backup)

    assert records(filled.db) == before
    assert Path(ran.lines[-1].removeprefix("What was there is kept in ").removesuffix(".")).read_bytes() == replaced
    assert "W26-0002" in filled.run("list").out


def test_a_file_that_is_gone_or_spoiled_comes_back_record_for_record(filled, monkeypatch):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.0)
    backup = made(filled)
    whole = unlogged(filled.db)
    for spoil in (filled.db.unlink, lambda: filled.db.write_text("spoiled")):
        spoil()
        ran = restored(filled, backup)

        assert unlogged(filled.db) == whole
        assert filled.db.stat().st_mode & 0o777 == 0o600
    assert Path(ran.lines[-1].removeprefix("What was there is kept in ").removesuffix(".")).read_text() == "spoiled"


def test_names_that_are_no_text_are_names_like_others(tmp_path):
    odd = Desk(tmp_path)
    odd.db = tmp_path / "\udce9 [x]*\n\x1b[2J.json"
    odd.import_({"name": "Sample Person 01"})
    assert odd.run("backup").code == 0
    [backup] = (tmp_path / "backups").glob("*.json")
    odd.import_({"name": "Sample Person 02"})

    ran = restored(odd, backup)

    assert "\x1b" not in ran.out
    assert list(records(odd.db)) == ["W26-0001"]


def test_what_would_change_is_told_with_no_answer_and_no_name(filled):
    backup = made(filled)
    answer(filled, "W26-0002", "notes", "Told to nobody")
    answer(filled, "W26-0002", "name", "Sample Person 99")
    filled.import_({"name": "Sample Person 04"})

    ran = filled.run("restore", str(backup))

    assert ran.code == 1
    assert ran.lines[1:] == [
        "Would go: W26-0004.",
        "Would stay as it is: 2 cases.",
        "Would change: W26-0002: name, notes.",
    ]
    assert "Sample" not in ran.out
    assert "--yes" in ran.err
    assert "Sample Person 99" in filled.run("list", "--names").out


def test_decisions_and_contacts_are_told_as_counts(filled):
    backup = made(filled)
    store = Store.open(filled.db)
    base = store.get("W26-0001")
    decided = cases.decide(
        base, "hold", at="2026-11-25T02:00:00Z", by="Sample Staff 02", entered_by=ME, reason="Sample reason"
    )
    store.save(base, decided, by=ME)

    out = filled.run("restore", str(backup)).out
    assert "Would change: W26-0001: decisions 1 -> 0." in out
    assert "reason" not in out


class Typed(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("word", "done"), [("yes", True), ("YES ", True), ("y", False), ("", False), ("no", False)])
def test_at_a_terminal_only_yes_restores(filled, monkeypatch, word, done):
    backup = made(filled)
    before = filled.db.read_bytes()
    filled.import_({"name": "Sample Person 04"})
    monkeypatch.setattr("cli_fixtures.io.TextIOWrapper", Typed)

    ran = filled.run("restore", str(backup), stdin=f"{word}\n")

    assert ("Type yes: " in ran.out, ran.code) == (True, 0 if done else 1)
    assert (json.loads(filled.db.read_bytes())["cases"] == json.loads(before)["cases"]) == done


def test_what_somebody_saves_while_one_is_asked_is_not_replaced(filled, monkeypatch):
    backup = made(filled)
    filled.import_({"name": "Sample Person 04"})
    monkeypatch.setattr("lead_tui.commands.restore._ask", lambda path: answer(filled, "W26-0001", "notes", "New"))

    ran = filled.run("restore", str(backup))

    assert ran.code == 1
    assert "changed meanwhile" in ran.err
    assert "W26-0004" in filled.run("list").out


def test_a_restore_without_a_difference_writes_nothing(filled):
    backup = made(filled)
    before = filled.db.stat().st_mtime_ns

    assert "Nothing was restored" in filled.run("restore", str(backup), "--yes").out
    assert filled.db.stat().st_mtime_ns == before


def test_a_case_emptied_since_stays_emptied(lead):
    store = Store.open(lead.db)
    for number in (1, 2):
        case = cases.new(cases.Stamp(id="", version="", hash=""), at="2026-11-20T02:00:00Z", by=ME)
        store.create("W", 2026, cases.answer(case, "name", f"Sample Person 0{number}", at="t", by=ME))
    store.close()
    backup = made(lead)
    store = Store.open(lead.db)
    store.expunge("W26-0001", by=ME, reason="opened by mistake")
    emptied = store.storage.body(1)
    store.close()
    answer(lead, "W26-0002", "notes", "Other")

    ran = restored(lead, backup)

    assert "Emptied since, and stays emptied: W26-0001." in ran.out
    assert emptied in lead.db.read_bytes()
    assert b"Sample Person 01" not in lead.db.read_bytes()


def test_an_answer_expunged_since_stays_expunged_and_one_given_anew_comes_back(filled):
    answer(filled, "W26-0002", "notes", "Zq7 first")
    before = made(filled)
    store = Store.open(filled.db)
    store.expunge("W26-0002", by=ME, order="26-0114", answers=["notes"])
    store.close()
    answer(filled, "W26-0002", "notes", "Given anew")
    after = made(filled)

    restored(filled, before)

    assert b"Zq7" not in filled.db.read_bytes()
    assert "notes" not in records(filled.db)["W26-0002"]["answers"]
    restored(filled, after)
    assert records(filled.db)["W26-0002"]["answers"]["notes"]["value"] == "Given anew"


def test_a_legal_hold_outlives_the_restore_of_a_backup_from_before_it(filled):
    backup = made(filled)
    filled.run("hold", "W26-0001", "--reason", "Sample subpoena")
    answer(filled, "W26-0002", "notes", "other")

    ran = restored(filled, backup)

    assert "Would change: W26-0002: notes." in ran.out
    assert "W26-0001:" not in ran.out
    refused = filled.run("expunge", "W26-0001", "--order", "26-0114", "--yes")
    assert (refused.code, "is on legal hold" in refused.err) == (1, True)


def test_a_hold_released_since_stays_released(filled):
    filled.run("hold", "W26-0001", "--reason", "Sample subpoena")
    backup = made(filled)
    filled.run("hold", "W26-0001", "--reason", "Sample end", "--release")
    answer(filled, "W26-0001", "notes", "other")

    restored(filled, backup)

    assert [each["did"] for each in records(filled.db)["W26-0001"]["holds"]] == ["held", "released"]


def test_a_case_on_legal_hold_that_the_backup_does_not_know_is_not_taken_away(filled):
    backup = made(filled)
    filled.import_({"name": "Sample Person 04"})
    filled.run("hold", "W26-0004", "--reason", "Sample subpoena")
    before = filled.db.read_bytes()

    ran = filled.run("restore", str(backup), "--yes")

    assert (ran.code, filled.db.read_bytes()) == (1, before)
    assert "on legal hold, and not in the backup: W26-0004. Nothing of them may go" in ran.err


def test_numbers_given_since_are_not_given_again(filled):
    backup = made(filled)
    filled.import_({"name": "Sample Person 04"}, {"name": "Sample Person 05"})
    restored(filled, backup)

    assert filled.import_({"name": "Sample Person 06"}) == ["W26-0006"]


def test_with_the_file_lost_the_log_knows_what_was_emptied_and_which_numbers_were_given(lead):
    store = Store.open(lead.db)
    for number in (1, 2):
        case = cases.new(cases.Stamp(id="", version="", hash=""), at="2026-11-20T02:00:00Z", by=ME)
        store.create("W", 2026, cases.answer(case, "name", f"Sample Person 0{number}", at="t", by=ME))
    backup = made(lead)
    store.expunge("W26-0001", by=ME, reason="opened by mistake")
    later = made(lead)
    store.close()
    lead.import_({"name": "Sample Person 03"})
    lead.db.unlink()
    restored(lead, later)
    assert records(lead.db)["W26-0001"]["status"] == "expunged"
    lead.db.unlink()

    ran = restored(lead, backup)

    assert "Emptied since, and stays emptied: W26-0001." in ran.out
    assert b"Sample Person 01" not in lead.db.read_bytes()
    assert records(lead.db)["W26-0001"]["status"] == "expunged"
    assert lead.import_({"name": "Sample Person 04"}) == ["W26-0004"]


def test_on_another_machine_the_log_comes_with_the_cases(filled, tmp_path):
    backup = made(filled)
    other = Desk(tmp_path)

    restored(other, backup)

    assert log_of(backup).read_bytes() == log_of(other.db).read_bytes()[: log_of(backup).stat().st_size]
    assert log_of(other.db).stat().st_mode & 0o777 == 0o600


def test_the_log_goes_on_and_tells_of_the_restore_case_by_case(filled):
    backup = made(filled)
    answer(filled, "W26-0002", "notes", "Other notes")
    lines = log_of(filled.db).read_bytes()

    restored(filled, backup)

    assert log_of(filled.db).read_bytes().startswith(lines)
    told = [(each["did"], each["case"], each["who"]) for each in filled.run("log", "--json").records][-2:]
    assert told == [("restored", "", ME), ("restored", "W26-0002", ME)]
    first, second = filled.run("log").lines[-2:]
    assert f"sample-user restored 3 cases (file: {backup.name})." in first
    assert "sample-user restored W26-0002." in second


def test_a_restore_that_the_disk_refuses_is_told_as_failed(filled, monkeypatch):
    backup = made(filled)
    filled.import_({"name": "Sample Person 04"})
    before = filled.db.read_bytes()
    with monkeypatch.context() as full:
        full.setattr("lead_tui.casefile.Path.rename", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        full.setattr("lead_tui.backup.take", lambda storage, folder, now: BackedUp(path=backup, cases=4, log=None))
        ran = filled.run("restore", str(backup), "--yes")

    assert (ran.code, len(ran.errors), filled.db.read_bytes()) == (1, 1, before)
    said = [line.split("  ")[-1] for line in filled.run("log").lines[-2:]]
    assert "restored 3 cases" in said[0]
    assert "could not: what line 6 says did not happen" in said[1]
    assert filled.run("log", "verify").code == 0


def test_back_and_forth_gives_every_record_an_id_of_its_own(filled):
    first = made(filled)
    filled.import_({"name": "Sample Person 04"})
    second = made(filled)
    restored(filled, first)
    filled.import_({"name": "Sample Person 05"})
    third = records(made(filled))

    restored(filled, second)

    assert sorted(records(filled.db)) == ["W26-0001", "W26-0002", "W26-0003", "W26-0004"]
    assert "W26-0005" in third
    assert filled.run("doctor", "--json").records[0]["state"] == "ok"


def test_desks_that_are_open_go_on_with_what_was_restored(filled):
    backup = made(filled)
    desk = Store.open(filled.db)
    desk.refresh()
    answer(filled, "W26-0001", "notes", "Other notes")
    filled.import_({"name": "Sample Person 04"})
    desk.refresh()
    loaded = desk.get("W26-0001")

    restored(filled, backup)

    assert {"W26-0001", "W26-0004"} <= desk.refresh()
    assert [row.case for row in desk.summaries()] == ["W26-0001", "W26-0002", "W26-0003"]
    mine = cases.answer(loaded, "name", "Sample Person 07", at="2026-11-25T02:00:00Z", by=ME)
    saved = desk.save(loaded, mine, by=ME).case
    assert (saved.answers["name"].value, saved.answers["notes"].value) == ("Sample Person 07", "Sample notes")
    assert desk.notices == []
    desk.close()


REFUSED = {
    "hello": "it is not a case file",
    '{"a": 7}': "not a case file",
    "": "it holds no case",
    "{}": "it holds no case",
    '{"meta":{"1":{"format":9}},"cases":{"1":{"case":"W26-0001"}}}': "format 9",
    '{"cases":{"1":{"case":"W26-0001","rev":NaN}}}': "NaN",
    '{"cases":{"1":{"case":"W26-0001","answers":7}}}': "W26-0001 is no case",
    '{"cases":{"1":{"case":"W26-0001"},"2":{"case":"W26-0001"}}}': "one number",
    '{"meta":{"1":{"format":1,"program":"baltimore"}},"cases":{"1":{"case":"W26-0001"}}}': "of the program baltimore",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_whole_case_file_is_refused_and_nothing_is_touched(filled, monkeypatch, text):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.0)
    before = filled.db.read_bytes()

    ran = filled.run("restore", filled.file("other.json", text), "--yes")

    assert (ran.code, len(ran.errors)) == (2, 1)
    assert REFUSED[text] in ran.err
    assert filled.db.read_bytes() == before
    assert not (filled.folder / "backups").exists()


def test_a_damaged_backup_is_refused(filled):
    whole = made(filled).read_bytes()
    head, first, *rest = whole.splitlines(keepends=True)
    for spoiled, why in [
        (whole[: -len(CLOSING) - 40], "cut off"),
        (whole[:-1], "cut off"),
        (head + first.replace(b'"rev"', b'"r\0v"', 1) + b"".join(rest), "damaged lines"),
    ]:
        path = filled.folder / "spoiled.json"
        path.write_bytes(spoiled)
        ran = filled.run("restore", str(path), "--yes")

        assert (ran.code, len(ran.errors)) == (2, 1)
        assert why in ran.err


def test_the_case_file_itself_and_no_file_are_refused(filled):
    link = filled.folder / "link.json"
    link.symlink_to(filled.db)

    for named, why in [
        (link, "the case file itself"),
        (filled.folder / "none.json", "no such file"),
        (filled.folder, "it is no file"),
    ]:
        ran = filled.run("restore", str(named), "--yes")
        assert (ran.code, len(ran.errors)) == (2, 1)
        assert why in ran.err


def test_where_the_old_state_cannot_be_kept_nothing_is_replaced(filled, monkeypatch):
    backup = made(filled)
    filled.import_({"name": "Sample Person 04"})
    before = filled.db.read_bytes()

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lead_tui.backup._copy", full)

    ran = filled.run("restore", str(backup), "--yes")

    assert (ran.code, len(ran.errors)) == (1, 1)
    assert filled.db.read_bytes() == before


def test_a_spoiled_file_stays_where_it_is_when_the_backup_cannot_be_written(filled, monkeypatch):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.0)
    backup = made(filled)
    filled.db.write_text("spoiled")
    monkeypatch.setattr("lead_tui.casefile.os.fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "full")))

    ran = filled.run("restore", str(backup), "--yes")

    assert (ran.code, len(ran.errors)) == (1, 1)
    assert filled.db.read_text() == "spoiled"


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from lead_tui import case as cases
    from lead_tui.store import Store

    store = Store.open(sys.argv[1])
    case = store.get(sys.argv[2])
    turn = 0
    while turn < 9 or not Path(sys.argv[3]).exists():
        turn += 1
        changed = cases.answer(case, "notes", f"Turn {turn}", at="t", by="sample-staff-01")
        case = store.save(case, changed, by="sample-staff-01").case
        print(case.rev, flush=True)
    store.close()
""")


@pytest.mark.process
def test_restores_while_two_people_save_keep_file_log_and_revisions_in_step(filled):
    backup, stop = made(filled), filled.folder / "stop"
    numbers = ("W26-0001", "W26-0002")
    line = [sys.executable, "-c", WRITER, str(filled.db)]
    writers = [subprocess.Popen([*line, number, str(stop)], stdout=subprocess.PIPE, text=True) for number in numbers]
    try:
        for _ in range(3):
            for writer in writers:
                assert writer.stdout.readline()
            assert filled.run("restore", str(backup), "--yes").code == 0
        stop.touch()
        revisions = [int(writer.communicate()[0].split()[-1]) for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            writer.stdout.close()

    assert [writer.returncode for writer in writers] == [0, 0]
    store = Store.open(filled.db)
    assert [store.get(number).rev for number in numbers] == revisions
    assert store.notices == []
    store.close()
    assert f"{filled.db} is whole" in filled.run("doctor").lines[0]
    assert filled.run("log", "verify").out.startswith("Whole:")
