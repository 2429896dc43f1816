"""The log beside a case file: who did what to which case, when and from where; lines are only ever added.

``PATH.log`` holds one JSON object a line. Each carries the digest of the line before, so that a line changed or
taken out shows at that line; each saved record carries the number of its line, and the lock file the last
number, so that an end cut off shows too (see `log_proof`). Keys of questions stand in it, never an answer.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from lead_tui import set_aside
from lead_tui.lock import FileLock
from lead_tui.log_line import BEGUN, GAP, Entry, Line, opened, sealed
from lead_tui.refusals import NotSaved, not_saved

_SYNC_AFTER: Final = 1.0
# With O_APPEND alone a log may be written that the system allows nothing but adding to (chattr +a).
_FLAGS: Final = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
_TAIL: Final = 1 << 16
MARK: Final = re.compile(rb"([0-9]{16}) ([0-9a-f]{64})\n")


def log_of(case_file: Path) -> Path:
    """Where the log of a case file is."""
    return case_file.with_name(case_file.name + ".log")


def client(environ: Mapping[str, str] = os.environ) -> str:
    """The address that somebody is logged in from over SSH; empty at the machine itself."""
    given = (environ.get("SSH_CONNECTION") or environ.get("SSH_CLIENT") or "").split()
    return given[0] if given else ""


class Log:
    """The log of one case file, as this process writes it. Only who holds the lock of the file may write."""

    def __init__(
        self,
        case_file: Path,
        lock: FileLock,
        *,
        clock: Callable[[], str],
        alike: Callable[[int], None],
        notices: list[str],
    ) -> None:
        self.path = log_of(case_file)
        """Where it is."""
        self._lock = lock
        self._notices = notices
        self._clock = clock
        self._alike = alike
        self._uid = os.getuid()
        self._from = client()
        self._known: tuple[int, int] | None = None
        """Inode and size at the last look."""
        self._n = 0
        self._digest = ""
        self._marked = 0
        """The last number that the lock file names."""
        self._torn = b""
        self._lacks_end = False
        self._first: list[tuple[int, Entry]] = []
        """What has to be said before the next line: lines that are missing, cases from before the log."""
        self._failing = False
        self._trouble: OSError | None = None
        """Why the log could not be looked at: what is not known must not be written behind."""
        self._fd = -1
        self._unsynced = False

    def next(self, highest: int, cases: int = 0) -> int:
        """Give the number of the next line, after a look at what others wrote.

        `highest` is the highest number that a record carries, `cases` how many cases there are. Where the log ends
        before that number, or in the middle of a line, a line of its own has to say so first.
        """
        try:
            self._look()
            self._trouble = None
        except OSError as error:  # told when something is to be written
            self._known, self._trouble = None, error
        after = max(self._n, highest, self._marked)
        self._first = []
        details: dict[str, Any] = {}
        if after > self._n:
            details |= {"first": self._n + 1, "last": after}
        if self._torn:
            details |= {"torn": len(self._torn)}
        if details:
            self._first = [(after + 1, Entry(did=GAP, by="", details=details))]
        elif cases and not after:
            self._first = [(1, Entry(did=BEGUN, by="", details={"cases": cases}))]
        return after + len(self._first) + 1

    def tell(self, entries: Sequence[Entry], *, sync: bool = False) -> None:
        """Add a line for each entry, the first under the number that `next` gave. Raises `NotSaved`."""
        try:
            self._write(entries, sync=sync)
        except OSError as error:
            self._known = None
            raise not_saved(error, self.path) from error

    def tell_done(self, entries: Sequence[Entry], failing: str, *, sync: bool = False) -> None:
        """Add lines for what is done and durable: where that fails a notice says so, once, and no error.

        The notice begins with the words of `failing`. The next line that can be written tells of the gap.
        """
        try:
            self.tell(entries, sync=sync)
            self._failing = False
        except NotSaved as refusal:
            if not self._failing:
                why = str(refusal).removeprefix("Not saved: ")
                self._notices.append(f"{failing}: {why}")
            self._failing = True

    def sync(self) -> None:
        """Have all lines on disk; nothing where they are there."""
        if not self._unsynced:
            return
        self._unsynced = False
        with suppress(OSError):  # a descriptor of its own: another thread may be writing
            fd = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)

    def close(self) -> None:
        """Have all lines on disk, and let go of the file."""
        self.sync()
        self._let_go()

    def _let_go(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _look(self) -> None:
        """Find the last line, where somebody else wrote since the last look."""
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            self._let_go()
            self._known, self._n, self._digest, self._torn, self._lacks_end = None, 0, "", b"", False
        else:
            if (seen.st_ino, seen.st_size) == self._known:
                return
            if self._known is None or seen.st_ino != self._known[0]:
                self._let_go()
                self._fd = os.open(self.path, _FLAGS)
            self._n, self._digest, self._torn, self._lacks_end = _end(self._fd, seen.st_size)
            self._known = seen.st_ino, seen.st_size
        mark = MARK.match(self._lock.note)
        self._marked = int(mark[1]) if mark else 0

    def _write(self, entries: Sequence[Entry], *, sync: bool) -> None:
        if self._trouble is not None:
            raise self._trouble
        first = [(number, msgspec.structs.replace(entry, by=entries[0].by)) for number, entry in self._first]
        start = max(self._n, first[-1][0] if first else 0) + 1
        sealed_lines: list[bytes] = []
        digest, number = self._digest, self._n
        at = self._clock()
        for number, entry in [*first, *enumerate(entries, start)]:
            line, digest = self._sealed(number, entry, digest, at)
            sealed_lines.append(line)
        text = b"".join(sealed_lines)
        made = self._fd < 0
        if made:
            self._make()
        self._mend()
        before = self._known[1] if self._known else os.fstat(self._fd).st_size
        try:
            _write_all(self._fd, b"\n" + text if self._lacks_end else text)
            if sync:
                os.fsync(self._fd)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._fd, before)
            raise
        seen = os.fstat(self._fd)
        self._known = seen.st_ino, seen.st_size
        self._n, self._digest, self._first, self._lacks_end = number, digest, [], False
        self._marked = number
        self._lock.note = b"%016d %b\n" % (number, digest.encode())
        if made:
            set_aside.sync_folder(self.path.parent)
        self._unsynced = not sync
        if not sync:
            _soon(self)

    def _sealed(self, number: int, entry: Entry, prev: str, at: str) -> tuple[bytes, str]:
        line = Line(
            n=number,
            at=at,
            who=entry.by,
            uid=self._uid,
            from_=self._from,
            did=entry.did,
            case=entry.case,
            rev=entry.rev,
            keys=list(entry.keys),
            details=dict(entry.details),
            record=sha256(entry.record).hexdigest() if entry.record else "",
            prev=prev,
        )
        return sealed(line)

    def _make(self) -> None:
        try:
            fd = os.open(self.path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            self._fd = os.open(self.path, _FLAGS)
            return
        try:
            self._alike(fd)
        except OSError:
            os.close(fd)
            raise
        self._fd = fd

    def _mend(self) -> None:
        """Keep a line that was cut off aside; where the log may only grow, it stays and gets an end."""
        if not self._torn or self._known is None:
            return
        kept = set_aside.keep(self.path, self._torn)
        self._notices.append(
            f"The last line of {self.path} ({len(self._torn)} bytes) was unfinished; it is kept in {kept}, "
            "and the log says so."
        )
        inode, size = self._known
        try:
            os.ftruncate(self._fd, size - len(self._torn))
            self._known = inode, size - len(self._torn)
        except PermissionError:
            self._lacks_end = True
        self._torn = b""


class _Syncer:
    """Has logs on disk a moment after they were written, in a thread of its own for all of them."""

    def __init__(self) -> None:
        self._due: set[Log] = set()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self, log: Log) -> None:
        """Have a log on disk soon."""
        self._due.add(log)
        if not self._wake.is_set():
            self._wake.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="log", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(_SYNC_AFTER)
            self._wake.clear()
            while self._due:
                self._due.pop().sync()


_soon = _Syncer()


def _end(fd: int, size: int) -> tuple[int, str, bytes, bool]:
    """Give number and digest of the last line, the bytes of an unfinished one, and whether only its end is missing."""
    length = _TAIL
    while True:
        begin = max(0, size - length)
        *whole, torn = os.pread(fd, size - begin, begin).split(b"\n")
        last = opened(torn)
        if last is not None:
            return last[0].n, last[1], b"", True
        for text in reversed(whole):
            last = opened(text)
            if last is not None:
                return last[0].n, last[1], torn, False
        if begin == 0:
            return 0, "", torn, False
        length *= 8


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:  # a short write happens, at a limit or a signal
        rest = rest[os.write(fd, rest) :]
