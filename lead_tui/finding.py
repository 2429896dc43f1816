"""What was found at one thing that a doctor looked at, and what mends it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

_NAMED: Final = 5


class State(StrEnum):
    """What a finding is."""

    GOOD = "ok"
    NOTICE = "note"
    """Good to know; nothing has to be done today."""
    WRONG = "wrong"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    point: str
    """What was looked at, in one word."""
    state: State
    text: str
    mend: str = ""
    """The command that mends it; nothing where only a person can, as the text says."""


def good(point: str, text: str) -> Finding:
    """Give a finding where nothing is wrong."""
    return Finding(point=point, state=State.GOOD, text=text)


def notice(point: str, text: str, mend: str = "") -> Finding:
    """Give a finding that is good to know."""
    return Finding(point=point, state=State.NOTICE, text=text, mend=mend)


def wrong(point: str, text: str, mend: str = "") -> Finding:
    """Give a finding that has to be mended."""
    return Finding(point=point, state=State.WRONG, text=text, mend=mend)


def some(names: Sequence[str], most: int = _NAMED) -> str:
    """Name the first few, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def quoted(path: Path) -> str:
    """Give a path as a shell takes it."""
    return shlex.quote(str(path))
