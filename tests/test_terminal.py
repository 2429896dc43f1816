from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from desk import SEVEN, case_file
from terminal import Terminal

pytestmark = pytest.mark.process

FAULTY = """
import sys
from lead_tui import program_file, app
from lead_tui.screens.case_list import CaseList
from lead_tui.store import Store
def fail(self):
    secret = "Sample Person 07"
    raise ValueError(secret)
CaseList.action_search = fail
sys.exit(app.run(program_file.load(), Store.open(sys.argv[1]), "sample-user"))
"""


@pytest.fixture
def start(request):
    """Start the desk over the drawing's cases in a terminal; it is cleaned up afterwards."""

    def started(*arguments: str, **environ: str) -> Terminal:
        path = str(case_file(*SEVEN))
        call = arguments or ("-m", "lead_tui", "--db", path, "--user", "sample-user")
        terminal = Terminal(*(path if word == "DB" else word for word in call), **environ)
        request.addfinalizer(terminal.close)
        return terminal

    return started


def test_q_leaves_the_desk_and_gives_the_screen_back(start):
    terminal = start()
    terminal.until(["q", "quit"][1])
    terminal.until("W26-0036")
    terminal.type("q")

    assert terminal.ended() == 0
    assert terminal.after == ""


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
)
def test_a_signal_ends_the_desk_cleanly_and_soon(start, number, code):
    terminal = start()
    terminal.until("W26-0036")
    terminal.quiet()
    begun = time.monotonic()
    terminal.kill(number)

    assert terminal.ended() == code
    assert time.monotonic() - begun < 3
    assert terminal.after == ""
    assert b"\x1b[?1049l" in terminal.output


def test_a_lost_connection_ends_the_desk(start):
    terminal = start()
    terminal.until("W26-0036")
    terminal.hang_up()

    assert terminal.ended() in (129, 120)  # 120: Python found no terminal to write its last on


def test_the_desk_does_not_stop_on_ctrl_z_or_its_signal(start):
    terminal = start()
    terminal.until("W26-0036")
    terminal.quiet()
    terminal.kill(signal.SIGTSTP)
    terminal.type("\x1a?")

    terminal.until("closes")


def test_a_fault_is_one_line_without_what_people_typed(start):
    terminal = start("-c", FAULTY, "DB")
    terminal.until("W26-0036")
    terminal.quiet()
    terminal.type("/")

    assert terminal.ended() == 1
    assert terminal.after.startswith("lead-tui: stopped by a fault (ValueError at __main__:")
    assert "Sample Person" not in terminal.after
    assert "\n" not in terminal.after


def test_the_environment_is_no_way_in(start, tmp_path):
    log = tmp_path / "log"
    terminal = start(
        TEXTUAL_LOG=str(log), TEXTUAL_DRIVER="no.such:Driver", TEXTUAL_PRESS="q", TEXTUAL_SCREENSHOT="1",
        TEXTUAL_COLOR_SYSTEM="none", COLUMNS="20", LINES="5",
    )  # fmt: skip

    terminal.until("W26-0036")
    assert b"too small" not in terminal.output
    assert not log.exists()


def test_a_vt100_gets_ascii_without_colours_mouse_or_kitty_keys(start):
    terminal = start(TERM="vt100")
    terminal.until("W26-0036")
    terminal.quiet()

    assert terminal.output.isascii()
    for code in (b"38;5", b"48;5", b"38;2", b";36m", b"[36m", b"?1000h", b"?1003h", b">25u", b"[>"):
        assert code not in terminal.output


def test_a_moved_cursor_costs_two_rows_and_what_is_told_of_the_case(start):
    terminal = start()
    terminal.until("W26-0036")
    terminal.quiet()
    terminal.type("\x1b[B")
    moved = terminal.quiet()

    assert b"W26-0038" in moved
    assert len(moved) < 1600


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_draw_is_told_what_to_do(start, term):
    terminal = start(TERM=term)

    assert terminal.ended() == 1
    assert b"lead-tui: no full screen here: TERM is " in terminal.output
    assert b"--plain" in terminal.output
    assert b"\x1b" not in terminal.output


def test_without_a_terminal_one_line_says_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "lead_tui"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env=os.environ | {"TERM": "xterm"}, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("lead-tui: no full screen here: standard input is not a terminal.")
    assert done.stderr.count("\n") == 1


def test_the_screen_is_reached_without_typer(start):
    terminal = start("-X", "importtime", "-m", "lead_tui", "--db", "DB", "--user", "sample-user")
    terminal.until("W26-0036")

    assert b"textual.app" in terminal.output
    assert b"typer" not in terminal.output


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("--db", "hello", "FILE is not a case file: it is not JSON"),
        ("--program", '"a\\u001b[2J" = 1', "FILE: a<U+001B>[2J: is no key here"),
    ],
)
def test_the_desk_refuses_a_file_in_the_words_and_with_the_code_of_every_command(
    start, tmp_path, option, content, said
):
    file = tmp_path / "given"
    file.write_text(content)

    terminal = start("-m", "lead_tui", option, str(file))

    assert terminal.ended() == 2
    assert said.replace("FILE", str(file)) in terminal.output.decode()
    assert b"\x1b[2J" not in terminal.output
