"""The lock beside a case file: one writer at a time, across processes and threads."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lead_tui.refusals import Held, not_saved, user_name

_NOTE = 256
_NAP = 0.001  # longer naps are unfair: the longest wait of 8 writers was 60 ms, 380 ms at 10 ms


class FileLock:
    """`flock` on ``PATH.lock``; held again by the same thread it only counts.

    `flock` and not `fcntl` record locks, which vanish as soon as any descriptor of the file is
    closed. The lock file is made once, with the rights of the case file, and never removed.
    """

    def __init__(self, path: Path, wait: float) -> None:
        self._case_file = path
        self.path = path.with_name(path.name + ".lock")
        """Where the lock is."""
        self._wait = wait
        self._thread = threading.RLock()
        self._fd = -1
        self._depth = 0

    @contextmanager
    def held(self, mode: Callable[[], int], *, wait: float | None = None) -> Iterator[bool]:
        """Hold the lock; gives whether this is the outermost hold.

        `mode` gives the rights of the lock file, if it is made now. Raises `Held` after `wait` seconds, and
        `NotSaved` where the lock file cannot be made.
        """
        wait = self._wait if wait is None else wait
        began = time.monotonic()
        if not self._thread.acquire(timeout=max(wait, 0.0)):
            raise self._held(f"{user_name()}, process {os.getpid()}", wait)
        try:
            if self._depth == 0:
                self._acquire(mode, began, wait)
            self._depth += 1
            try:
                yield self._depth == 1
            finally:
                self._depth -= 1
                if self._depth == 0:
                    fcntl.flock(self._fd, fcntl.LOCK_UN)
        finally:
            self._thread.release()

    @property
    def note(self) -> bytes:
        """What the last holder left in the lock file. Only who holds the lock may ask, and leave a note."""
        return os.pread(self._fd, _NOTE, 0)

    @note.setter
    def note(self, text: bytes) -> None:
        with suppress(OSError):  # whatever it is about must not fail for it
            os.pwrite(self._fd, text, 0)

    def close(self) -> None:
        """Let go of the lock file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _acquire(self, mode: Callable[[], int], began: float, wait: float) -> None:
        while True:
            if self._fd < 0:
                self._open(mode)
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() - began >= wait:
                    raise self._held(self._holder(), wait) from None
                time.sleep(_NAP)
                continue
            except OSError as error:
                raise not_saved(error, self.path) from error
            if self._is_the_one():
                return
            self.close()  # somebody removed the lock file: a lock on it keeps nobody out

    def _open(self, mode: Callable[[], int]) -> None:
        flags = os.O_RDWR | os.O_CLOEXEC
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._fd = os.open(self.path, flags | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                self._fd = os.open(self.path, flags)
            else:
                os.fchmod(self._fd, mode())  # the umask would narrow it, and lock a team out
        except OSError as error:
            raise not_saved(error, self._case_file) from error

    def _is_the_one(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._fd), self.path.stat())
        except FileNotFoundError:
            return False

    def _held(self, holder: str, wait: float) -> Held:
        return Held(self._case_file, holder, wait)

    def _holder(self) -> str:
        """Who holds the lock, from the kernel's list."""
        mine = os.fstat(self._fd)
        try:
            held = Path("/proc/locks").read_text().splitlines()
        except OSError:
            return "another process"
        found = [words for words in map(str.split, held) if len(words) > 5 and words[1] == "FLOCK"]
        found = [words for words in found if words[5].endswith(f":{mine.st_ino}")]
        # Files of other disks may have the same number; some file systems name their disk otherwise here.
        place = f"{os.major(mine.st_dev):02x}:{os.minor(mine.st_dev):02x}:{mine.st_ino}"
        found.sort(key=lambda words: words[5] != place)
        if not found:
            return "another process"
        process = found[0][4]
        try:
            owner = user_name(Path(f"/proc/{process}").stat().st_uid)
        except OSError:
            owner = "somebody"
        return f"{owner}, process {process}"


_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "ceph", "glusterfs")


def network_disk(path: Path) -> str:
    """The kind of network disk a file lies on, such as ``nfs4``; empty for a disk of this machine.

    Locks are emulated there and readers see others' saves late.
    """
    try:
        mounts = Path("/proc/self/mountinfo").read_text().splitlines()
    except OSError:
        return ""
    found, kind = "", ""
    for line in mounts:
        before, _, after = line.partition(" - ")
        point = before.split()[4].replace(r"\040", " ")
        if len(point) >= len(found) and path.is_relative_to(point):
            found, kind = point, after.split()[0]
    return kind if kind in _NETWORK else ""
