"""A program of the fewest words, to build wrong ones and documented examples from."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

from lead_tui import program_file
from lead_tui.program import Program

MINIMAL: dict[str, Any] = tomllib.loads((Path(__file__).parent / "minimal.toml").read_text("utf-8"))


def minimal() -> dict[str, Any]:
    """A table of its own, to change."""
    return copy.deepcopy(MINIMAL)


def program_of(raw: dict[str, Any]) -> Program:
    """The program that a table states."""
    return program_file.read_table(raw, file="sample.toml", digest="0" * 64)


def problems_of(raw: dict[str, Any]) -> list[str]:
    """The lines that say what is wrong with a table; none where it is a program."""
    try:
        program_of(raw)
    except program_file.ProgramError as error:
        return str(error).splitlines()
    return []
