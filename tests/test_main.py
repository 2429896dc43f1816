from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lead_tui.__main__ import cannot_draw, desk_options, prepare

ALL = {"standard input": True, "standard output": True, "standard error": True}


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], {}),
        (["--db", "x.json"], {"db": "x.json"}),
        (["--db=x.json", "--user", "sample-user"], {"db": "x.json", "user": "sample-user"}),
        (["--program", "p.toml"], {"program": "p.toml"}),
        (["--role", "officer", "--db", "x.json"], {"role": "officer", "db": "x.json"}),
        (["--db"], None),
        (["--db", "--user"], None),
        (["list"], None),
        (["--db", "x.json", "list"], None),
        (["--help"], None),
        (["--plain"], None),
    ],
)
def test_only_a_call_for_the_screen_goes_past_the_commands(arguments, options):
    assert desk_options(arguments) == options


@pytest.mark.parametrize(
    ("environ", "terminals", "why"),
    [
        ({"TERM": "xterm"}, ALL, ""),
        ({"TERM": "vt100"}, ALL, ""),
        ({"TERM": "dumb"}, ALL, "TERM is dumb"),
        ({}, ALL, "TERM is not set"),
        ({"TERM": "xterm"}, ALL | {"standard error": False}, "standard error is not a terminal"),
    ],
)
def test_what_cannot_draw_is_named(environ, terminals, why):
    assert cannot_draw(environ, terminals) == why


def test_the_environment_is_closed_before_textual_reads_it():
    environ = {"TEXTUAL": "debug", "TEXTUAL_PRESS": "q", "COLUMNS": "10", "ESCDELAY": "1", "NO_COLOR": "", "TERM": "x"}

    prepare(environ)

    assert environ == {"TERM": "x", "TEXTUAL_DISABLE_KITTY_KEY": "1"}


@pytest.mark.parametrize("delay", ["50", "200"])
def test_a_longer_wait_for_esc_is_the_operators_to_set(delay):
    environ = {"ESCDELAY": delay}

    prepare(environ)

    assert environ["ESCDELAY"] == delay


def test_the_shell_may_ask_for_completions_without_an_argument():
    asked = subprocess.run(
        [sys.executable, "-m", "lead_tui"],
        env={**os.environ, "_LEAD_TUI_COMPLETE": "complete_bash", "COMP_WORDS": "lead-tui sh", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "show" in asked.stdout.split()
