"""What commands write: data as UTF-8, whatever the locale says, to standard output or to a file of one's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from lead_tui.safe_text import REFUSED, shown
from lead_tui.wrong_input import CouldNot

STANDARD_OUTPUT = "-"
"""The name of a file that means standard output."""
BOM = "\ufeff"
"""What tells Excel that a file is UTF-8."""


class PipeClosed(Exception):
    """Whoever read standard output has enough (``| head``)."""


def json_text(value: object) -> str:
    """Give JSON on one line, readable, with every character escaped that a terminal might obey."""
    import json

    return json.dumps(value, ensure_ascii=False).translate(_replaced("\\u{:04x}"))


def say(text: str = "") -> None:
    """Print one line for people; what other people typed in it acts on no terminal."""
    write([f"{shown(text)}\n"])


def complain(text: str) -> None:
    """Print one line on standard error."""
    with suppress(OSError, ValueError, AttributeError):  # nobody can be told that nobody can be told
        sys.stderr.write(f"{shown(text)}\n")
        sys.stderr.flush()


def write(pieces: Iterable[str]) -> None:
    """Write text to standard output; where that is a terminal, without what a terminal obeys."""
    if sys.stdout is None:  # closed by the caller: ``>&-``
        return
    to_terminal = sys.stdout.isatty()
    try:
        for piece in pieces:
            sys.stdout.write(piece.translate(_replaced("<U+{:04X}>")) if to_terminal else piece)
    except BrokenPipeError:
        raise PipeClosed from None


def flush() -> None:
    """Put out what waits for standard output: a full disk shows only now."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise PipeClosed from None


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all, readable by its owner alone; a pipe or device is written as it is."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        return
    import tempfile

    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def open_streams() -> None:
    """Make standard output and error take any text: UTF-8 where no terminal asks for another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def not_written(error: OSError, where: str) -> CouldNot:
    """Give the refusal for a place that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return CouldNot(f"{where} cannot be written: {reason}. Name another place, or make room there.")


@cache
def _replaced(form: str) -> dict[int, str]:
    """Give for ``str.translate`` what stands for each character that a terminal might obey; CR ends rows of CSV."""
    return {code: form.format(code) for code in REFUSED if chr(code) != "\r"}
