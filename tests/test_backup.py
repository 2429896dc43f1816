"""Backups: whole copies of one moment, and no file that is none."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_fixtures import Desk

from lead_tui import backup, backup_names
from lead_tui.lines import CLOSING
from lead_tui.log import log_of
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def filled(lead):
    lead.import_({"name": "Sample Person 01"}, {"name": "Sample Person 02"})
    return lead


def copies(folder: Path) -> list[Path]:
    """What lies in a folder, but for the copies of logs."""
    return [path for path in folder.iterdir() if path.suffix != ".log"]


def made(lead: Desk, *arguments: str) -> Path:
    """Make a backup; gives where it is."""
    ran = lead.run("backup", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return Path(ran.lines[0])


def records(path: Path) -> dict[str, dict]:
    return json.loads(path.read_bytes())["cases"]


def test_a_backup_is_the_file_byte_for_byte_and_its_owners_alone(filled):
    kept = made(filled)

    assert kept.parent == filled.folder / "backups"
    assert kept.read_bytes() == filled.db.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o007 == 0
    assert filled.run("backup").lines[1].startswith("2 cases")


def test_a_backup_opens_like_any_case_file(filled):
    assert "W26-0002" in filled.plain("--db", str(made(filled)), "list").out


def test_the_log_is_backed_up_beside_it(filled):
    log_of(filled.db).write_bytes(b'{"n":1}\n')

    kept = made(filled)

    assert log_of(kept).read_bytes() == b'{"n":1}\n'
    assert log_of(kept).stat().st_mode & 0o777 == 0o600


def test_the_log_tells_of_a_backup(filled):
    kept = made(filled)

    assert f"sample-user backed up 2 cases (file: {kept})." in filled.run("log").lines[-1]
    assert filled.run("log", "verify").code == 0


def test_of_this_files_backups_the_newest_stay_and_nothing_else_is_touched(filled, tmp_path):
    other = Desk(tmp_path)
    other.import_({"name": "Sample Person 07"})
    folder = tmp_path / "kept"
    folder.mkdir()
    theirs = made(other, str(folder))
    looks_alike = folder / theirs.name.replace("-", "--")
    looks_alike.write_text("x")
    mine = [made(filled, str(folder)) for _ in range(3)]
    filled.plain("--db", str(mine[0]), "show", "W26-0001")  # leaves a lock beside it

    last = made(filled, str(folder), "--keep", "2")

    assert set(copies(folder)) == {theirs, looks_alike, mine[-1], last}
    assert made(filled, str(folder), "--keep", "1").exists()
    assert len(copies(folder)) == 3


def test_a_clock_that_went_back_costs_no_new_backup(filled, monkeypatch):
    made(filled)
    monkeypatch.setattr("lead_tui.settings.utc_now", lambda: datetime(2020, 5, 14, tzinfo=UTC))

    assert made(filled, "--keep", "1").exists()


def test_a_torn_end_is_mended_before_it_is_backed_up(filled):
    filled.db.write_bytes(filled.db.read_bytes()[: -len(CLOSING)] + b',"9":{"case":"W26-00')

    ran = filled.run("backup")

    assert ran.code == 0
    assert len(records(Path(ran.lines[0]))) == 2


def test_a_link_is_backed_up_where_it_leads(filled, tmp_path):
    link = Desk(tmp_path)
    link.db = tmp_path / "link.json"
    link.db.symlink_to(filled.db)

    assert made(link).parent == filled.folder / "backups"
    assert len(backup_names.kept(filled.db, filled.folder / "backups")) == 1


def test_names_that_are_patterns_or_obeyed_by_terminals_are_only_names(tmp_path):
    odd = Desk(tmp_path)
    odd.db = tmp_path / "a [x]*\n\x1b[2J.json"
    odd.import_({"name": "Sample Person 01"})

    for _ in range(3):
        assert "\x1b" not in odd.run("backup", "--keep", "2").out
    assert len(copies(tmp_path / "backups")) == 2


def test_a_full_disk_leaves_no_half_copy_and_the_older_ones(filled):
    before = made(filled)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (filled.db.stat().st_size - 10, hard))
    try:
        ran = filled.run("backup", "--keep", "1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (ran.code, ran.out) == (1, "")
    [line] = ran.errors
    assert line.startswith(f"lead-tui: no backup: the disk of {before.parent} is full (1 MB needed).")
    assert copies(before.parent) == [before]


def test_a_copy_that_comes_back_otherwise_is_no_backup(filled, monkeypatch):
    def spoiled(source, target):
        digest = copy(source, target)
        target.write_bytes(source.read_bytes().replace(b"Sample", b"Simple"))
        return digest

    copy = backup._copy
    monkeypatch.setattr(backup, "_copy", spoiled)

    ran = filled.run("backup")

    assert (ran.code, len(ran.errors)) == (1, 1)
    assert "came back otherwise" in ran.err
    assert list((filled.folder / "backups").iterdir()) == []


def test_what_a_killed_backup_left_goes_with_the_next(filled):
    kept = made(filled)
    backup_names.beside(kept).write_bytes(b"{")

    second = made(filled)

    assert set(copies(kept.parent)) == {kept, second}


@pytest.mark.parametrize("where", ["a file", "nowhere/deeper"])
def test_a_place_that_is_no_folder_is_refused_in_one_line(filled, where):
    filled.file("a file", "x")

    ran = filled.run("backup", str(filled.folder / where))

    assert (ran.code, len(ran.errors)) == (1, 1)
    assert "Name another folder." in ran.err


def test_a_log_that_is_a_folder_is_what_is_told_to_be_wrong(filled):
    log = log_of(filled.db)
    log.unlink()
    log.mkdir()

    ran = filled.run("backup")

    assert (ran.code, ran.errors) == (1, [f"lead-tui: no backup: {log} cannot be read: is a directory."])
    assert copies(filled.folder / "backups") == []
    assert filled.run("import", "-", stdin='{"name": "Sample Person 03"}').err.startswith("lead-tui: Saved, but not in")


def test_where_there_is_no_case_file_there_is_no_backup(lead):
    ran = lead.run("backup")

    assert (ran.code, ran.errors) == (
        1, [f"lead-tui: there is no case file {lead.db}, so nothing was backed up."]
    )  # fmt: skip
    assert not (lead.folder / "backups").exists()


def test_a_team_shares_the_folder_of_its_backups(filled):
    filled.folder.chmod(0o2770)

    assert made(filled).parent.stat().st_mode & 0o7777 == 0o2770


def test_two_backups_into_one_folder_come_one_after_the_other(filled, monkeypatch):
    folder = made(filled).parent
    monkeypatch.setattr("lead_tui.commands.backup.PATIENCE", 0.0)
    fd = os.open(folder, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_EX)
    try:
        ran = filled.run("backup")
    finally:
        os.close(fd)

    assert ran.code == 1
    assert "is under way" in ran.err


WRITER = textwrap.dedent("""
    import sys
    from lead_tui import case as cases
    from lead_tui.store import Store

    store = Store.open(sys.argv[1])
    case = store.create("W", 2026, cases.new(cases.Stamp(id="", version="", hash=""), at="t", by="sample-staff-01"))
    for turn in range(100_000):
        changed = cases.answer(case, "notes", f"Turn {turn}", at="t", by="sample-staff-01")
        case = store.save(case, changed, by="sample-staff-01").case
        print(case.case, case.rev, flush=True)
""")


@pytest.mark.process
def test_backups_while_two_people_save_are_whole_and_hold_all_that_was_saved_before(lead):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(lead.db)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        for _ in range(3):
            saved = dict(writer.stdout.readline().split() for writer in writers)
            copy = Store.open(made(lead))
            assert copy.notices == []
            held = {row.case: row.rev for row in copy.summaries()}
            copy.close()
            assert len(held) == 2
            assert all(held[case] >= int(rev) for case, rev in saved.items())
            deadline = time.monotonic() + 0.1
            while time.monotonic() < deadline:
                writers[0].stdout.readline()
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            writer.stdout.close()
