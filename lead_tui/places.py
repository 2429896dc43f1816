"""Where things are: the case file, the program file, and who is at the desk."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from pathlib import Path

import platformdirs

NAME = "lead-tui"


def case_file(given: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Give the case file: as *given*, by ``LEAD_TUI_DB``, or in the user's own data folder."""
    named = given or environ.get("LEAD_TUI_DB")
    return Path(named).expanduser() if named else platformdirs.user_data_path(NAME) / "cases.json"


def program_file(given: str | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Give the program file: as *given* or by ``LEAD_TUI_PROGRAM``; None for the one carried along."""
    named = given or environ.get("LEAD_TUI_PROGRAM")
    return Path(named).expanduser() if named else None


def user(given: str | None = None) -> str:
    """Give the name that answers are recorded under: as *given*, or that of the login, which no variable moves."""
    if given:
        return given
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
