"""Every example of every help page, run as it stands there."""

from __future__ import annotations

import shlex
import shutil

import pytest
import typer.main
from cli_fixtures import Desk, run
from desk import case_file, sample_case
from rules_fixtures import CLEAR

from lead_tui import cli, program_file

pytest_plugins = ["cli_fixtures"]

CASE = "W26-0042"


def commands(command, name: str = "lead-tui"):
    """Each command under its whole name, groups included."""
    yield name, command
    for word, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {word}")


HELPED = dict(commands(typer.main.get_command(cli.app)))
EXAMPLES = [
    (name, line.strip())
    for name, command in HELPED.items()
    for line in (command.epilog or "").splitlines()
    if line.startswith("  ")
]


@pytest.fixture
def place(lead: Desk, monkeypatch, tmp_path):
    """A folder with all that the examples name."""
    folder = tmp_path / "place"
    (folder / "backups").mkdir(parents=True)
    monkeypatch.chdir(folder)
    case_file(sample_case(CASE, CLEAR | {"name": "Sample Person 07", "notes": "calm"}), path=folder / "cases.json")
    monkeypatch.setenv("LEAD_TUI_DB", str(folder / "cases.json"))
    monkeypatch.setenv("LEAD_TUI_USER", "sample-user")
    monkeypatch.setenv("LEAD_TUI_PLAIN", "1")
    shutil.copy(folder / "cases.json", folder / "backups" / "cases-20261124T213000Z-1f3a5c7e.json")
    shutil.copy(program_file.data_folder() / "wilmington.toml", folder)
    (folder / "referral.json").write_text('{"pathway": "social"}')
    (folder / "referrals.csv").write_bytes(run("export", "csv").out.encode())
    return folder


def test_every_command_has_an_example():
    assert {name for name, _ in EXAMPLES} == set(HELPED)


@pytest.mark.parametrize("line", dict.fromkeys(line for _, line in EXAMPLES))
def test_an_example_does_what_its_help_page_says(place, line):
    before, _, after = line.partition(" | ")
    stdin, said = (shlex.split(before)[1], after) if before.startswith("echo ") else ("", before)
    words = [word.replace("/srv/backup", str(place / "srv")) for word in shlex.split(said)[1:]]
    if "--release" in words:
        run("hold", CASE, "--reason", "SAMPLE-0007")
    if "expunge" in words or "restore" in words:
        stdin, words = f"{CASE}\n", [*words, "--yes"]  # nobody is there to ask

    ran = run(*words, stdin=stdin)

    found = 1 if "doctor" in words else 0  # what it finds is for its own tests
    assert ran.code in (0, found), ran.err
    assert ran.out or ran.err
