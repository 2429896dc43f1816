"""A copy of a case that could not be saved, kept for the next start.

It lies in the user's own state folder, readable by them alone, and holds the case as it was loaded
and as it is now, so that it can still be joined with what others saved meanwhile.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import msgspec

from lead_tui import case_record
from lead_tui.case import Case
from lead_tui.case_record import RecordProblem


class KeptCopy(msgspec.Struct, frozen=True, kw_only=True):
    """One case that waits to be saved."""

    path: Path
    """Where the copy lies."""
    case_file: str
    """The case file it belongs to."""
    base: Case | None
    """The case as it was loaded, where it is known."""
    mine: Case
    """The case with what was answered since."""


def state_folder() -> Path:
    """Where copies are kept: the user's state folder of this program."""
    import platformdirs

    return platformdirs.user_state_path("lead-tui")


def kept_copies(folder: Path, user: str) -> list[KeptCopy]:
    """The copies that this user has, oldest first; what cannot be read is passed over."""
    found = []
    for path in sorted(folder.glob(f"{_plain(user)}~*.case.json"), key=_age):
        try:
            held = json.loads(path.read_bytes())
            copy = KeptCopy(
                path=path,
                case_file=str(held["case_file"]),
                base=case_record.from_json(held["base"]) if held["base"] else None,
                mine=case_record.from_json(held["mine"]),
            )
        except (OSError, ValueError, KeyError, TypeError, RecordProblem):
            continue
        if held.get("user") == user:
            found.append(copy)
    return found


def keep_copy(folder: Path, user: str, case_file: Path, *, base: Case | None, mine: Case) -> Path:
    """Keep a copy, in place of an older one of the same case; whole or not at all.

    Raises `OSError`.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = mine.case or mine.uid or mine.created
    path = folder / f"{_plain(user)}~{_plain(case_file.stem)}~{_plain(name)}.case.json"
    held = {
        "user": user,
        "case_file": str(case_file),
        "base": case_record.to_json(base) if base else None,
        "mine": case_record.to_json(mine),
    }
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "w", encoding="ascii") as file:
            json.dump(held, file)
            file.flush()
            os.fsync(fd)
        return beside.rename(path)
    except OSError:
        beside.unlink(missing_ok=True)  # half a copy is of no use to anybody, and holds names
        raise


def drop_copy(path: Path) -> None:
    """Forget a copy that was saved, or that its owner did not want."""
    path.unlink(missing_ok=True)


def _plain(text: str) -> str:
    return re.sub(r"[^\w.-]", "_", text)[:60]


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
