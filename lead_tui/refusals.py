"""What the store cannot do, in one line each that says what to do about it."""

from __future__ import annotations

import errno
import getpass
import grp
import math
import os
from contextlib import suppress
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


class StoreError(Exception):
    """Something that the store could not do; its text is one line for the user."""

    @property
    def unnamed(self) -> str:
        """The line for those who are not to be told who else is at work."""
        return str(self)


class NoSuchCase(StoreError):
    """No case has this number."""


class NotACaseFile(StoreError):
    """The file holds something else; it was not touched."""


class CannotRead(StoreError):
    """The file, or one case in it, cannot be read."""


class NotSaved(StoreError):
    """A save was refused; the file is as it was."""


class DiskFull(NotSaved):
    """No room on the disk, in the quota or in the size limit."""


class ReadOnly(NotSaved):
    """This user, or this version, may only read the file."""


class Held(NotSaved):
    """Somebody else has held the lock for too long."""

    def __init__(self, case_file: Path, holder: str, wait: float) -> None:
        self._told = "Not saved yet: {} has been held by {}, for {:g} s."
        self._values = case_file, holder, wait
        super().__init__(self._told.format(case_file, holder, wait))

    @property
    def unnamed(self) -> str:
        """Without the holder's name."""
        case_file, _holder, wait = self._values
        return self._told.format(case_file, "somebody else", wait)


class DiskError(NotSaved):
    """The disk reports an error."""


class NotWritable(NotSaved):
    """The record holds something that JSON cannot write."""


class Emptied(NotSaved):
    """The case was expunged meanwhile; it takes no answers any more."""


def not_saved(error: OSError, path: Path, *, needed: int = 0) -> NotSaved:
    """The refusal for an error of the system; `needed` is in bytes."""
    if error.errno in FULL:
        size = max(1, math.ceil(needed / 1_000_000))
        return DiskFull(
            f"Not saved: the disk of {path} is full ({size} MB needed). Nothing was lost; free "
            "space and it saves by itself."
        )
    if error.errno in _READ_ONLY:
        return ReadOnly(
            f"Not saved: {path} may only be read by {user_name()}. Ask the operator for write "
            f"access (group {group_of(path)})."
        )
    if error.errno == errno.EIO:
        return DiskError(f"Not saved: the disk reports an error on {path}. Stop and call the operator.")
    return NotSaved(f"Not saved: {path}: {error.strerror or error}.")


def cannot_read(error: OSError, path: Path) -> CannotRead:
    """The refusal for a file that cannot be opened."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return CannotRead(
            f"{path} may not be read by {user_name()}. Ask the operator for access (group {group_of(path)})."
        )
    return CannotRead(f"{path} cannot be read: {error.strerror or error}.")


def user_name(uid: int | None = None) -> str:
    """The name of a user of this machine, by default of this process."""
    import pwd

    own = os.geteuid() if uid is None else uid
    try:
        return pwd.getpwuid(own).pw_name
    except KeyError:  # as in many containers
        with suppress(KeyError, OSError):
            return getpass.getuser() if uid is None else str(uid)
    return str(own)


def group_of(path: Path) -> str:
    """The group of a file, or of the nearest folder that exists."""
    for place in (path, *path.parents):
        try:
            gid = place.stat().st_gid
        except OSError:
            continue
        try:
            return grp.getgrgid(gid).gr_name
        except KeyError:
            return str(gid)
    return "unknown"
