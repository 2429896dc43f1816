"""Every command, key, screen and filter against every role: whatever is added has to say here whose it is."""

from __future__ import annotations

import pytest
import typer.main
from cli_fixtures import run

from lead_tui import cli, keys, listing
from lead_tui.access import OFFICER, ROLES, STAFF, Access
from lead_tui.screens.filtering import FilterDialog
from lead_tui.store import Store
from tests import compartments
from tests.desk import desk, press, running, screen_text

EVERYBODY, STAFF_ALONE = frozenset(ROLES), frozenset({STAFF})

COMMANDS = {
    "intake": (EVERYBODY, ["--plain"]),
    "list": (EVERYBODY, []),
    "show": (EVERYBODY, [compartments.HANDED]),
    "check": (EVERYBODY, ["-"]),
    "demo": (EVERYBODY, ["--plain"]),
    "program check": (EVERYBODY, []),
    "program show": (EVERYBODY, []),
    "import": (STAFF_ALONE, ["--dry-run", "-"]),
    "export": (STAFF_ALONE, ["csv"]),
    "contact": (STAFF_ALONE, [compartments.HANDED]),
    "log": (STAFF_ALONE, []),
    "log verify": (STAFF_ALONE, []),
    "doctor": (STAFF_ALONE, []),
    "backup": (STAFF_ALONE, []),
    "restore": (STAFF_ALONE, ["none.json"]),
    "expunge": (STAFF_ALONE, [compartments.HANDED, "--order", "SAMPLE-0007"]),
    "hold": (STAFF_ALONE, [compartments.HANDED, "--reason", "SAMPLE-0007"]),
}
"""Whose each command is, and what it is called with."""

LIST_KEYS = {
    "i": EVERYBODY, "Enter": EVERYBODY, "/": EVERYBODY, "f": EVERYBODY, "?": EVERYBODY, "q": EVERYBODY,
    "Esc": EVERYBODY, "Ctrl+G": EVERYBODY, "Ctrl+L": EVERYBODY, "Ctrl+S": EVERYBODY, "Ctrl+C": EVERYBODY,
    "c": STAFF_ALONE, "m": STAFF_ALONE,
}  # fmt: skip
"""Whose each key of the list is."""

FILTERS = {
    OFFICER: {"outcomes", "pathways", "statuses"},
    STAFF: {"outcomes", "pathways", "statuses", "decision", "with"},
}
"""The groups of the filter dialogue, to each role."""


def command_names() -> set[str]:
    """Every command, those of a group behind its name; a group that does something by itself too."""
    found = set()
    for name, command in typer.main.get_command(cli.app).commands.items():
        below = getattr(command, "commands", {})
        found |= {f"{name} {each}" for each in below}
        if not below or command.invoke_without_command:
            found.add(name)
    return found


@pytest.fixture
def path(wilmington, tmp_path):
    return compartments.case_file(wilmington, tmp_path / "cases.json")


def test_every_command_is_somebodys():
    assert command_names() == set(COMMANDS)


@pytest.mark.parametrize("name", [name for name, (whose, _) in COMMANDS.items() if whose == STAFF_ALONE])
def test_an_officer_is_refused_what_is_for_staff_in_one_line_and_nothing_is_printed_or_changed(path, name):
    before = path.read_bytes()

    ran = run("--db", str(path), "--user", compartments.OFFICER, "--role", "officer", *name.split(), *COMMANDS[name][1])

    assert (ran.code, ran.out, len(ran.errors)) == (1, "", 1)
    assert "is for staff, and you are here as an officer" in ran.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_staff_are_refused_nothing_for_their_role(path, name):
    ran = run("--db", str(path), "--user", compartments.STAFF, *name.split(), *COMMANDS[name][1])

    assert "is for staff" not in ran.err


def test_every_key_of_the_list_is_somebodys():
    assert {key.shown for key in keys.TABLE if keys.HOME in key.places} == set(LIST_KEYS)


@pytest.mark.parametrize("shown", [shown for shown, whose in LIST_KEYS.items() if whose == STAFF_ALONE])
async def test_a_key_for_staff_shows_an_officer_nothing(wilmington, path, shown):
    app = desk(wilmington, store=Store.open(path), user=compartments.OFFICER, role="officer")
    async with running(app) as pilot:
        await press(pilot, "escape")  # the draft that is offered
        assert f"{shown} " not in screen_text(app).splitlines()[-1].replace(" q quit", "")
        before = screen_text(app).splitlines()[:-2]
        await press(pilot, shown)
        assert screen_text(app).splitlines()[:-2] == before
        assert app.screen.id == "home"


@pytest.mark.parametrize("role", ROLES)
def test_the_filters_are_those_of_the_role(wilmington, role):
    dialog = FilterDialog(wilmington, listing.Filters(), Access(user="sample-user", role=role))

    assert {group for group, value, _words in dialog._entries if value} == FILTERS[role]
