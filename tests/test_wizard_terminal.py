"""The wizard in a real terminal: what is on the disk when the process is killed or the line is lost."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time

import pytest
from terminal import PATIENCE, Terminal

from lead_tui.store import Store

pytestmark = pytest.mark.process


@pytest.fixture
def start(tmp_path):
    """Starts the desk over a file of its own; gives the terminal."""
    running = []

    def begin(**options):
        path = tmp_path / "cases.json"
        terminal = Terminal("-m", "lead_tui", "--db", str(path), "--user", "sample-user", **options)
        running.append(terminal)
        return terminal

    yield begin
    for terminal in running:
        terminal.close()


def on_disk(tmp_path, key):
    """The record once *key* is answered in it, as anybody may read it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for summary in Store.open(tmp_path / "cases.json").summaries():
            case = Store.open(tmp_path / "cases.json").get(summary.case)
            if key in case.answers or key in case.typed:
                return case
        time.sleep(0.05)
    raise AssertionError(f"{key} never reached the disk")


def test_a_killed_process_loses_only_the_answer_being_typed(start, tmp_path):
    terminal = start()
    terminal.until("No cases yet")
    terminal.type("i")
    terminal.until("coming to LEAD")
    terminal.type("c05141990\tyyn")
    on_disk(tmp_path, "parole_or_probation")
    terminal.type("n12")
    terminal.until("12 dosage units")
    on_disk(tmp_path, "drug_distribution")

    terminal.kill(signal.SIGKILL)
    terminal.ended()

    case = Store.open(tmp_path / "cases.json").get("W26-0001".replace("26", time.strftime("%y")))
    assert case.answers["drug_distribution"].value == "no"
    assert "opioid_dosage_units" not in case.answers

    again = start()
    again.until("Go on with a draft?")
    again.type("\r")
    again.until("How many dosage units")


@pytest.mark.parametrize("end", ["hang_up", "terminate"])
def test_a_lost_line_keeps_even_what_was_being_typed(start, tmp_path, end):
    terminal = start()
    terminal.until("No cases yet")
    terminal.type("i")
    terminal.until("coming to LEAD")
    terminal.type("sy1990")
    terminal.until("= 1990")

    terminal.hang_up() if end == "hang_up" else terminal.kill(signal.SIGTERM)
    terminal.ended()

    assert on_disk(tmp_path, "date_of_birth").answers["date_of_birth"].value == "1990"


def test_a_whole_referral_in_one_packet_answers_each_question_once(start, tmp_path):
    terminal = start()
    terminal.until("No cases yet")
    terminal.type("i")
    terminal.until("coming to LEAD")
    terminal.type("c05141990\tyynn0\tn\tn\tnn")
    terminal.until("+ ELIGIBLE")

    case = on_disk(tmp_path, "exploitation_of_minors")
    assert case.outcome == "eligible"
    assert len(case.history) == 2 + 11, "two defaults, and each question once"


def test_noise_on_the_line_and_commands_in_a_paste_neither_end_nor_steer_the_desk(start, tmp_path):
    terminal = start()
    terminal.until("No cases yet")
    terminal.type("i")
    terminal.until("coming to LEAD")
    terminal.send(b"s\x10\t\tJos\xe9 \x1b[200~Sample\x1b]0;x\x07\x1b\r\x1b[2J\xc2\x9b 07\x1b[201~")
    terminal.until("left out of the paste")
    terminal.type("\t")

    case = on_disk(tmp_path, "name")
    assert case.answers["name"].value == "Jos\ufffd Sample]0;x\n[2J 07"
    assert b"\x1b[2J" not in terminal.output


def test_a_terminal_that_is_gone_ends_the_desk_though_no_signal_says_so(tmp_path):
    master, slave = pty.openpty()
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "en_US.UTF-8"}
    desk = subprocess.Popen(
        [sys.executable, "-m", "lead_tui", "--db", str(tmp_path / "cases.json")],
        stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    seen = b""
    while b"No cases yet" not in seen:
        seen += os.read(master, 65536)

    os.close(master)

    try:
        assert desk.wait(20) != 0
    finally:
        desk.kill()
        desk.wait()
