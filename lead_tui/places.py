"""Where things are: the case file, the program file, and who is at the desk."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from lead_tui.wrong_input import WrongInput

if TYPE_CHECKING:
    from lead_tui.access import Role
    from lead_tui.program import Program

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


def user(given: str | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """Give the name that answers are recorded under: as *given*, by ``LEAD_TUI_USER``, or that of the login."""
    named = (given or environ.get("LEAD_TUI_USER") or "").strip()
    if named:
        return named
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def _path(named: str) -> Path:
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise WrongInput(f"lead-tui: {named}: there is no such user here; write the whole path.") from None


def role(given: str | None = None, environ: Mapping[str, str] = os.environ) -> Role:
    """Give the role of who is at the desk: as *given*, by ``LEAD_TUI_ROLE``, or staff.

    WrongInput for any other word than the roles.
    """
    # Here, since a help page asks for no role, and the roles need records.
    from lead_tui.access import ROLES, STAFF

    named = environ.get("LEAD_TUI_ROLE") or STAFF if given is None else given
    for known in ROLES:
        if named == known:
            return known
    raise WrongInput(f'lead-tui: the role "{named}" is none; write {" or ".join(ROLES)} (--role, LEAD_TUI_ROLE).')


def agency(program: Program, given: str | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """Give the agency of the officer at the desk: as *given*, or by ``LEAD_TUI_AGENCY``; empty where nobody says.

    WrongInput for what is no partner whose officers refer.
    """
    named = environ.get("LEAD_TUI_AGENCY", "") if given is None else given
    known = [partner.id for partner in program.partners if partner.officers is not None]
    if named and named not in known:
        accepted = f"write {' or '.join(known)}" if known else "this program names none"
        raise WrongInput(f'lead-tui: the agency "{named}" is none; {accepted} (--agency, LEAD_TUI_AGENCY).')
    return named
