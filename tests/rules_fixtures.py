"""A clear referral; and a program of the fewest words, to build wrong ones and documented examples from."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

from lead_tui import program_file
from lead_tui.program import Program

CLEAR: dict[str, Any] = {
    "pathway": "criminal",
    "referral_date": "2026-11-24",
    "date_of_birth": "1990-05-14",
    "minor_offense": "yes",
    "substance_use_identified": "yes",
    "parole_or_probation": "no",
    "drug_distribution": "no",
    "opioid_dosage_units": 0,
    "violent_crime_date": "never",
    "listed_assault_charge_date": "never",
    "promoting_prostitution": "no",
    "exploitation_of_minors": "no",
}
"""A criminal referral to the program that is carried along, with every answer for it."""

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
