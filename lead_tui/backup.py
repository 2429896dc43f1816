"""Backups: copies of a case file and its log of one moment, made while others work, and read back.

The lock is held while the bytes are copied and no longer; what is checked is checked afterwards.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from lead_tui import backup_names
from lead_tui.case_reader import PIECE, CaseReader
from lead_tui.casefile import CaseStorage
from lead_tui.log import log_of
from lead_tui.refusals import FULL, CannotRead
from lead_tui.wrong_input import CouldNot

_NAP: Final = 0.05


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was read back whole."""

    path: Path
    cases: int
    log: Path | None
    """The copy of the log beside it, where there is one."""
    removed: list[Path] = []
    """Older ones that were not kept."""


def back_up(storage: CaseStorage, folder: Path | None, *, keep: int, now: datetime, wait: float) -> BackedUp:
    """Copy the case file and its log into a folder, by default ``backups`` beside it, and read both back.

    Of this case file's backups there the newest *keep* stay. Raises `StoreError` where the file cannot be locked or
    mended, and `CouldNot` where the copy cannot be made; then nothing of it is left.
    """
    folder = folder or backup_names.usual_folder(storage.path)
    storage.refresh(patient=True)
    if not storage.path.exists():
        raise CouldNot(f"there is no case file {storage.path}, so nothing was backed up.")
    with alone(storage.path, folder, wait):
        made = take(storage, folder, now)
        others = [path for path in backup_names.kept(storage.path, folder) if path != made.path]
        return msgspec.structs.replace(made, removed=_thinned(others, keep - 1))


@contextmanager
def alone(case_file: Path, folder: Path, wait: float) -> Iterator[None]:
    """Keep other backups out of a folder, which is made where it is missing.

    One of them would take our name, or count while we write. Raises `CouldNot` after *wait* seconds, and for any
    error of the system in what is done meanwhile.
    """
    try:
        _make(folder, case_file.parent)
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _lock(fd, folder, time.monotonic() + wait)
            for left_over in backup_names.unfinished(case_file, folder):
                left_over.unlink(missing_ok=True)
            yield
        finally:
            os.close(fd)
    except OSError as error:
        raise _not_made(error, case_file, folder) from None


def take(storage: CaseStorage, folder: Path, now: datetime) -> BackedUp:
    """Make one backup while `alone`, also while the lock of the case file is held already."""
    target = backup_names.named(storage.path, folder, now)
    cases, log = _copied(storage, target)
    return BackedUp(path=target, cases=cases, log=log_of(target) if log else None)


def _make(folder: Path, beside: Path) -> None:
    """Make the folder, shared as that of the case file is, and closed to others."""
    if not folder.exists():
        team = beside.stat().st_mode & 0o2070 == 0o2070 and folder.parent == beside
        folder.mkdir(mode=0o700)
        folder.chmod(0o2770 if team else 0o700)


def _lock(fd: int, folder: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise CouldNot(f"another backup into {folder} is under way; try again.") from None
            time.sleep(_NAP)
        else:
            return


def _copied(storage: CaseStorage, target: Path) -> tuple[int, bool]:
    """Copy file and log under the lock, check the copies, and give them their names; gives cases, and whether a log."""
    source_log, target_log = log_of(storage.path), log_of(target)
    unfinished = [backup_names.beside(path) for path in (target, target_log)]
    try:
        with storage.writing():
            places = dict(storage.index.places)
            cases = sum(1 for row in storage.rows() if row.case)
            whole = _copy(storage.path, unfinished[0])
            log = _copy(source_log, unfinished[1]) if source_log.exists() else None
        _check(unfinished[0], whole, places)
        if log is not None:
            _check(unfinished[1], log, None)
            unfinished[1].rename(target_log)
        unfinished[0].rename(target)
        _sync(target.parent)
    except BaseException:
        for path in (*unfinished, target_log):
            with suppress(OSError):
                path.unlink()
        raise
    return cases, log is not None


def _copy(source: Path, target: Path) -> str:
    """Copy a file, readable by its owner alone; gives the digest of what was read."""
    digest = sha256()
    fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "wb", buffering=0) as written, source.open("rb", buffering=0) as read:
        while piece := read.read(PIECE):
            digest.update(piece)
            rest = memoryview(piece)
            while rest:
                rest = rest[written.write(rest) :]
    return digest.hexdigest()


def _check(copy: Path, digest: str, places: dict[int, int] | None) -> None:
    """Have a copy on disk and read it back: every byte, and of a case file every line against the index."""
    _sync(copy)
    with copy.open("rb") as file:
        whole = sha256()
        while piece := file.read(PIECE):
            whole.update(piece)
    right = whole.hexdigest() == digest
    if right and places is not None:
        right = _same_records(copy, places)
    if not right:
        raise CouldNot(f"no backup: what {copy.parent} was given came back otherwise. Look at that disk.")


def _same_records(copy: Path, places: dict[int, int]) -> bool:
    reader = CaseReader(copy)
    try:
        reader.refresh()
        for number in places:
            reader.document(number)
    except (CannotRead, KeyError):
        return False
    else:
        return reader.index.places == places and not reader.damage and not reader.unfinished
    finally:
        reader.close()


def _thinned(kept: list[Path], keep: int) -> list[Path]:
    """Remove all but the newest; gives which."""
    old = kept[: max(0, len(kept) - keep)]
    for path in old:
        path.unlink()
        for beside in (log_of(path), path.with_name(path.name + ".lock")):  # a lock, where somebody looked into it
            beside.unlink(missing_ok=True)
    return old


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _not_made(error: OSError, case_file: Path, folder: Path) -> CouldNot:
    if error.errno in FULL:
        needed = sum(path.stat().st_size for path in (case_file, log_of(case_file)) if path.exists())
        room = f"{needed // 1_000_000 + 1} MB needed"
        return CouldNot(f"no backup: the disk of {folder} is full ({room}). Make room there; nothing half is left.")
    why = (error.strerror or str(error)).lower()
    if error.filename in (str(case_file), str(log_of(case_file))):
        return CouldNot(f"no backup: {error.filename} cannot be read: {why}.")
    return CouldNot(f"no backup: {folder}: {why}. Name another folder.")
