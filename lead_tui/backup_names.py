"""Where the backups of a case file lie, and which files are backups of it and of nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path


def usual_folder(case_file: Path) -> Path:
    """Where backups go that are sent nowhere else: the folder ``backups`` beside the case file."""
    return case_file.parent / "backups"


def named(case_file: Path, folder: Path, now: datetime) -> Path:
    """Give a name that no file in *folder* has yet.

    Like ``cases-20261124T213000Z-1f3a5c7e.json``; the last part is of the path of the case file, so that backups of
    case files of one name may lie in one folder.
    """
    time = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        path = folder / f"{case_file.stem}-{time}{again}-{_mark(case_file)}{case_file.suffix}"
        if not path.exists():
            return path
        number += 1


def beside(backup: Path) -> Path:
    """Where a backup, or the log of one, is written before it gets its name."""
    return backup.with_name(f".{backup.name}.new")


def kept(case_file: Path, folder: Path) -> list[Path]:
    """Give the backups of this case file in a folder, the oldest first; none where there is no such folder."""
    found = _matching(case_file, folder, before="", after="")
    dated = [(match[1], int(match[2] or 1), path) for match, path in found]
    return [path for _time, _number, path in sorted(dated)]


def unfinished(case_file: Path, folder: Path) -> list[Path]:
    """Give what backups of this case file left in a folder when they were killed."""
    return [path for _match, path in _matching(case_file, folder, before=r"\.", after=r"(?:\.log)?\.new")]


def _matching(case_file: Path, folder: Path, *, before: str, after: str) -> list[tuple[re.Match[str], Path]]:
    own = rf"-(\d{{8}}T\d{{6}}Z)(?:-(\d+))?-{_mark(case_file)}"
    name = re.compile(f"{before}{re.escape(case_file.stem)}{own}{re.escape(case_file.suffix)}{after}")
    try:
        files = [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
    found = ((name.fullmatch(path.name), path) for path in files)
    return [(match, path) for match, path in found if match is not None]


def _mark(case_file: Path) -> str:
    return sha256(str(case_file).encode("utf-8", "surrogateescape")).hexdigest()[:8]
