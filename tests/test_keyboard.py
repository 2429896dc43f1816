"""What a terminal may send: noise, pastes with commands in them, marks torn apart."""

from __future__ import annotations

import inspect
import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from lead_tui import leaving
from lead_tui.keyboard import Typed, guard

PASTE = b"\x1b[200~", b"\x1b[201~"


def typed(*pieces: bytes) -> list:
    """The key names and pasted texts that Textual makes of what a terminal sends piece by piece."""
    reader, parser = Typed(), XTermParser()
    found = [event for text in map(reader.decode, pieces) if text for event in parser.feed(text)]
    return [event.key if isinstance(event, events.Key) else event.text for event in found]


def test_bytes_that_are_no_utf8_show_and_end_nothing():
    assert Typed().decode(b"Jos\xe9 \xff\xed\xa0\x80.") == "Jos\ufffd \ufffd\ufffd\ufffd\ufffd."


def test_a_letter_in_two_pieces_is_one_letter():
    reader = Typed()

    assert (reader.decode(b"\xc3"), reader.decode(b"\xa9")) == ("", "é")


def test_a_paste_presses_no_key():
    assert typed(PASTE[0] + b"a\x1b[2J\x1b]0;x\x07\x1b\r\x1b\x1a b" + PASTE[1] + b"y") == [
        "a\x1c[2J\x1c]0;x\x07\x1c\r\x1c\x1a b",
        "y",
    ]


def test_keys_outside_a_paste_stay_what_they_are():
    assert typed(b"\x1b[B\x1bOPy\r") == ["down", "f1", "y", "enter"]


@pytest.mark.parametrize(
    "report",
    [
        b"\x1b[?1;2c",
        b"\x1b[>1;10;0c",
        b"\x1b[?1u",
        b"\x1b[8;24;80t",
        b"\x1b]11;rgb:00/0d/0n\x07",
        b"\x1b]52;c;eW4=\x1b\\",
        b"\x1bP1$r0m\x1b\\",
    ],
)
def test_a_report_of_the_terminal_presses_no_key(report):
    assert typed(b"y" + report + b"n") == ["y", "n"]


@given(st.text(max_size=30), st.data())
def test_a_paste_is_the_same_in_whatever_pieces_it_comes(text, data):
    sent = b"n" + PASTE[0] + text.replace("\x1b[201~", "").encode() + b"\x1b[" + PASTE[1] + b"y"
    cuts = sorted(data.draw(st.sets(st.integers(1, len(sent) - 1), max_size=6)))
    pieces = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]

    whole = Typed().decode(sent)
    reader = Typed()

    assert "".join(map(reader.decode, pieces)) == whole
    assert whole.count("\x1b") == 2, "the two marks are all that is left"


def test_the_driver_of_textual_asks_where_the_guard_stands(monkeypatch):
    monkeypatch.setattr(linux_driver, "getincrementaldecoder", linux_driver.getincrementaldecoder)
    guard()

    assert isinstance(linux_driver.getincrementaldecoder("utf-8")(), Typed)
    assert 'getincrementaldecoder("utf-8")().decode' in inspect.getsource(linux_driver.LinuxDriver.run_input_thread)


def test_a_terminal_with_no_byte_left_to_read_is_told_as_a_hang_up_once(monkeypatch):
    told = []
    monkeypatch.setattr(os, "kill", lambda pid, number: told.append((pid, number)))
    monkeypatch.setattr(leaving, "end_soon", told.append)
    reader = Typed()

    assert [reader.decode(b"") for _ in range(3)] == ["", "", ""]
    assert reader.decode(b"", True) == ""
    assert told == [signal.SIGHUP, (os.getpid(), signal.SIGHUP)]
