"""Where things are: the case file, the program file, and who is at the desk."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from lead_tui.wrong_input import WrongInput

NAME = "lead-tui"


def case_file(given: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Give the case file: as *given*, by ``LEAD_TUI_DB``, or in the user's own data folder.

    Raises `WrongInput` for a folder, and for the home of a user who does not exist.
    """
    named = given or environ.get("LEAD_TUI_DB")
    path = _path(named) if named else platformdirs.user_data_path(NAME) / "cases.json"
    if path.is_dir():
        raise WrongInput(f"lead-tui: {path} is a folder; name the case file itself, like {path}/cases.json.")
    return path


def program_file(given: str | None, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Give the program file: as *given* or by ``LEAD_TUI_PROGRAM``; None for the one carried along.

    Raises `WrongInput` for the home of a user who does not exist.
    """
    named = given or environ.get("LEAD_TUI_PROGRAM")
    return _path(named) if named else None


def user(given: str | None = None) -> str:
    """Give the name that answers are recorded under: as *given*, or that of the login, which no variable moves."""
    if given:
        return given
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def _path(named: str) -> Path:
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise WrongInput(f"lead-tui: {named}: there is no such user here; write the whole path.") from None
