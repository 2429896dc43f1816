"""How the commands reach the desk: on the full screen, and line by line."""

from __future__ import annotations

import pytest

from lead_tui import __main__ as entry
from lead_tui.commands import desk
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]


def cases_in(lead) -> list[str]:
    return [row.case for row in Store.open(lead.db).summaries()]


@pytest.mark.parametrize("arguments", [["intake", "--plain"], ["--plain"]])
def test_plain_asks_line_by_line_and_keeps_the_draft(lead, arguments):
    ran = lead.run(*arguments, stdin="s\n")

    assert (ran.code, ran.err) == (0, "")
    assert "Which way is this person coming to LEAD?" in ran.out
    assert cases_in(lead) == ["W26-0001"]


def test_an_intake_goes_line_by_line_by_itself_where_no_screen_can_be_drawn(lead):
    assert lead.run("intake", stdin="s\n").code == 0
    assert cases_in(lead) == ["W26-0001"]


def test_the_environment_can_ask_for_lines(lead, monkeypatch):
    monkeypatch.setenv("LEAD_TUI_PLAIN", "1")

    assert lead.run(stdin="s\n").code == 0
    assert cases_in(lead) == ["W26-0001"]


def test_a_case_is_gone_on_with_by_a_number_in_any_letter_case(lead):
    lead.run("intake", "--plain", stdin="s\n")

    ran = lead.run("intake", "w26-1", "--plain", stdin="y\n")

    assert ran.code == 0
    assert cases_in(lead) == ["W26-0001"]
    assert Store.open(lead.db).get("W26-0001").answers["seeking_treatment"].value == "yes"


def test_a_wrong_number_begins_nothing(lead):
    ran = lead.run("intake", "W26-0009", "--plain", stdin="s\n")

    assert (ran.code, ran.out, len(ran.errors)) == (1, "", 1)
    assert not lead.db.exists()


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_the_desk_without_a_terminal_says_why_and_what_to_do(lead, arguments):
    ran = lead.run(*arguments)

    assert ran == (
        1, "", "lead-tui: no full screen here: standard input is not a terminal. Add --plain to go line by line.\n",
    )  # fmt: skip


def test_the_desk_opens_with_program_store_and_user_where_there_is_a_terminal(lead, monkeypatch):
    from lead_tui import app

    opened = []

    def run(program, store, user, **options) -> int:
        opened.append((program.id, store.path, user, options["intake"], options["case"]))
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(entry, "cannot_draw", lambda *_arguments: "")
    monkeypatch.setattr(entry, "prepare", lambda *_arguments: None)

    assert lead.run("intake") == (0, "", "")
    assert opened == [("wilmington", lead.db, "sample-user", True, "")]
    assert desk.entry is entry
