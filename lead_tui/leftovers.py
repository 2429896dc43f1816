"""What may still hold a case that was expunged: bytes kept aside, kept copies, backups, exports.

What this user may clear is cleared; of the rest, sentences say where to look.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from lead_tui import backup_names, case_record, expunging
from lead_tui import log_line as logs
from lead_tui.case_record import RecordProblem
from lead_tui.log_line import Line

_MOST: Final = 5
_NUMBERED: Final = 40
"""Bytes in which a line has told its case, if it is whole from its beginning."""


def clear_kept_aside(case_file: Path, number: str) -> list[Path]:
    """Take the lines of a case out of what was kept aside at repairs; gives the files that may still hold some."""
    marks = [f'"case":{space}"{number}"'.encode() for space in ("", " ")]
    left = []
    for path in sorted(case_file.parent.glob(_quoted(case_file.name) + ".cut-*")):
        try:
            kept = path.read_bytes().splitlines(keepends=True)
            others = [line for line in kept if not any(mark in line for mark in marks)]
            if others != kept:
                _put(path, b"".join(others))
            if any(b'"case":' not in line and len(line) > _NUMBERED for line in others):
                left.append(path)  # whose line it is cannot be told
        except OSError:
            left.append(path)
    return left


def clear_kept_copies(folder: Path, case_file: Path, number: str, keys: Collection[str] | None) -> list[Path]:
    """Take a case, or the answers under `keys`, out of this user's kept copies; gives what could not be cleared."""
    left = []
    for path in sorted(folder.glob("*.case.*")):
        try:
            text = path.read_bytes()
            if number.encode() not in text:
                continue
            held = json.loads(text)
            if held["case_file"] != str(case_file) or held["mine"].get("case") != number:
                continue
            if keys is None or path.suffix != ".json":
                path.unlink()
                continue
            for side in ("base", "mine"):
                if held[side]:
                    held[side] = case_record.to_json(expunging.without(case_record.from_json(held[side]), keys))
            _put(path, json.dumps(held).encode("ascii"))
        except (ValueError, KeyError, TypeError, AttributeError, RecordProblem):
            path.unlink(missing_ok=True)  # half of a copy is offered to nobody
        except OSError:
            left.append(path)
    return left


def elsewhere(case_file: Path, number: str, lines: Iterable[Line]) -> list[str]:
    """Say which backups and exports, as the log tells of them, may still hold the case."""
    told = list(lines)
    since = next((place for place, line in enumerate(told) if line.case == number), 0)
    named = [Path(str(line.details["file"])) for line in told if line.did == logs.BACKED_UP and "file" in line.details]
    usual = backup_names.kept(case_file, backup_names.usual_folder(case_file))
    backups = [path for path in dict.fromkeys([*usual, *named]) if path.is_absolute() and path.exists()]
    exports = [line for line in told[since:] if line.did == logs.EXPORTED]
    found = []
    if backups:
        found.append(f"Backups that may hold it: {_some(list(map(str, backups)))}.")
    if exports:
        words = [f"{line.at[:10]}{_whither(line)} (line {line.n} of the log)" for line in exports]
        found.append(f"Exports since then that may hold it: {_some(words)}.")
    return found


def _whither(line: Line) -> str:
    to = line.details.get("to") or line.details.get("file")
    return f" to {to}" if to else ""


def _some(words: list[str]) -> str:
    more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return ", ".join(words[-_MOST:]) + more


def _put(path: Path, text: bytes) -> None:
    """Put other bytes in place of a file, whole or not at all; without any, remove it."""
    if not text:
        path.unlink()
        return
    beside = path.with_name(f"{path.name}.new")
    with suppress(FileNotFoundError):
        beside.unlink()
    fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(fd)
    beside.rename(path)


def _quoted(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
