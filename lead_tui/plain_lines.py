"""Lines out and lines in, for people who listen: nothing drawn, nothing coloured, the cursor never moved."""

from __future__ import annotations

import contextlib
import os
import textwrap
from collections.abc import Callable
from typing import TextIO

import msgspec

from lead_tui import safe_text

WIDTH = 79
"""Most columns of a line; a narrower terminal, such as a braille line, has fewer."""

NARROWEST = 20

TERMINAL_LIMIT = 4095
"""Most bytes of one typed line that a terminal hands on (Linux); it drops the rest without a word."""

LineSource = Callable[[], str | None]
"""Gives the next line without its line end; None at the end of input."""

_PUNCTUATION = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u2013": "-",
        "\u2014": "-", "\u2026": "...", "\u00b7": ".", "\u2022": "*", "\u00a0": " ",
    }
)  # fmt: skip


class CutLine(str):
    """A line whose end the terminal may have dropped."""

    __slots__ = ()


class EndOfInput(Exception):
    """Nobody answers any more."""


class Heard(msgspec.Struct, frozen=True):
    """One line that was typed."""

    text: str
    removed: int = 0
    """Characters left out because a terminal would obey them."""
    cut: bool = False
    """Whether the terminal may have dropped the end of it."""


class Voice:
    """Says lines to *out* and hears lines from *read*."""

    def __init__(self, read: LineSource, out: TextIO) -> None:
        self._read = read
        self._out = out
        self._width = _columns(out)
        self._first = True

    def say(self, *lines: str) -> None:
        """Write lines, wrapped at words only, with whatever a terminal would obey made visible."""
        for line in lines:
            text = safe_text.shown(line).translate(_PUNCTUATION)
            rows = textwrap.wrap(text, self._width, break_on_hyphens=False, break_long_words=False)
            for row in rows or [""]:
                self._out.write(f"{self._in_reach(row)}\n")
        self._out.flush()

    def hear(self) -> Heard:
        """Give the next line; EndOfInput where there is none."""
        line = self._read()
        if line is None:
            raise EndOfInput
        if self._first:
            line = line.removeprefix("\ufeff")
            self._first = False
        text, removed = safe_text.clean(line)
        return Heard(text, removed, cut=isinstance(line, CutLine))

    def _in_reach(self, row: str) -> str:
        """Give a row in letters that the output can write."""
        try:
            row.encode(self._out.encoding or "utf-8")
        except UnicodeEncodeError:
            return safe_text.as_ascii(row)
        return row


def lines_of(stream: TextIO) -> LineSource:
    """Give the lines of a stream; bytes that are no text come as lone surrogates, which no answer holds."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    terminal = stream.isatty()

    def read() -> str | None:
        line = stream.readline()
        if not line:
            return None
        line = line.removesuffix("\n").removesuffix("\r")
        long = terminal and len(line.encode("utf-8", "surrogateescape")) >= TERMINAL_LIMIT
        return CutLine(line) if long else line

    return read


def _columns(out: TextIO) -> int:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        columns = os.get_terminal_size(out.fileno()).columns if out.isatty() else 0
        if columns:
            return max(NARROWEST, min(WIDTH, columns - 1))
    return WIDTH
