"""Bytes kept aside at a repair, and the rights that a new file takes over from the old one."""

from __future__ import annotations

import errno
import os
import re
import time
from pathlib import Path
from typing import Final

_NUMBER: Final = re.compile(rb'"case":"([^"\\]{1,40})"')
_ACCESS_LIST: Final = "system.posix_acl_access"
_NONE_SET: Final = (errno.ENODATA, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


def unfinished(path: Path, tail: bytes) -> str:
    """Keep the unfinished end of a file beside it and give the notice; empty for no more than
    brackets and zeros, in which nothing is lost."""
    if not tail.strip(b"}\n\0"):
        return ""
    kept = keep(path, tail)
    return (
        f"The last save before the crash ({len(tail)} bytes) was unfinished; it is kept in {kept}. "
        "All earlier saves are there."
    )


def damaged(path: Path, fd: int, places: list[tuple[int, int]]) -> str:
    """Keep damaged lines beside the file and give the notice, which names their cases."""
    bad = _read(fd, places)
    kept = keep(path, b"".join(bad))
    return (
        f"{len(bad)} damaged line(s) in {path}, of {_cases(bad)}, are "
        f"kept in {kept}. Each case stands as in its last whole save; look at it and tell the "
        "operator."
    )


def not_shown(path: Path, fd: int, places: list[tuple[int, int]]) -> str:
    """Give the notice of damaged lines that nobody has repaired yet."""
    bad = _read(fd, places)
    return (
        f"{len(bad)} damaged line(s) in {path}, of {_cases(bad)}: such a case is missing here, or stands as "
        "in its last whole save. Tell the operator; the next save keeps the lines aside."
    )


def whole(path: Path) -> Path:
    """Move a file aside that is no case file; gives where it is."""
    aside = _aside(path)
    path.rename(aside)
    aside.chmod(0o600)
    return aside


def same_rights(fd: int, old: int, mode: int) -> None:
    """Give a new file group, mode and access list of the old one, before it has any content.

    Raises `OSError` where the group cannot be kept: a rewrite must not lock colleagues out.
    """
    if old >= 0:
        before = os.fstat(old)
        if os.geteuid() == 0:
            os.fchown(fd, before.st_uid, before.st_gid)
        elif os.fstat(fd).st_gid != before.st_gid:
            os.fchown(fd, -1, before.st_gid)
    os.fchmod(fd, mode)
    if old >= 0 and hasattr(os, "getxattr"):
        try:
            access = os.getxattr(old, _ACCESS_LIST)
        except OSError as error:
            if error.errno in _NONE_SET:
                return
            raise
        os.setxattr(fd, _ACCESS_LIST, access)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk. Raises `OSError`."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _read(fd: int, places: list[tuple[int, int]]) -> list[bytes]:
    return [os.pread(fd, length, offset) for offset, length in places]


def _cases(bad: list[bytes]) -> str:
    named = sorted({found.decode() for line in bad for found in _NUMBER.findall(line)})
    return ", ".join(named) or "an unknown case"


def keep(path: Path, data: bytes) -> Path:
    """Keep bytes beside a file, readable by their keeper alone, and give where; durable when it returns."""
    kept = _aside(path)
    fd = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(fd)
    return kept


def _aside(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    return path.with_name(f"{path.name}.cut-{stamp}-{os.getpid()}")
