"""Reading a case file that others write meanwhile: no lock, and only what grew."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from lead_tui import lines, set_aside
from lead_tui.case_index import CaseIndex
from lead_tui.lines import CLOSING, TABLE, Summary, Tables
from lead_tui.refusals import CannotRead, NotACaseFile, cannot_read

PIECE: Final = 1 << 18  # what a processor holds close by: larger pieces took longer
_GUARD: Final = 64
_PATIENCE: Final = 1.0  # a stock rewrite that is under way is over by then
_LONGEST: Final = 30.0  # as long as a stock rewrite of a long file may go on changing it
_NAP: Final = 0.02
_RACY_NS: Final = 50_000_000  # a second write within one tick of the clock leaves mtime as it was


class _NotJson(Exception):
    """The file is no JSON at this moment."""


class CaseReader:
    """What this process knows of one case file."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.realpath(path))  # a rename must replace the target of a link
        self.index = CaseIndex()
        """What is known of the records since the last look."""
        self.notices: list[str] = []
        self._memory = threading.RLock()
        self._fd = -1
        self._may_write = False
        self._seen: os.stat_result | None = None
        self._racy = False
        self._bad_looks = 0
        self._start(b"", {})

    def _start(
        self, header: bytes, others: Tables, image: bytes | None = None, refused: tuple[str, ...] = ()
    ) -> CaseIndex:
        """Begin to know a file that has this header; gives what was known before."""
        old, self.index = self.index, CaseIndex(lines.numbers_of(others))
        self._header = header
        self._others = others
        self._image = image
        """The document laid out in memory, where others than this module wrote it."""
        self._refused = refused
        self._end = len(header)
        """Just after the last whole line."""
        self._guard = b""
        self._damage: list[tuple[int, int]] = []
        self._unfinished = 0
        return old

    def refresh(self, *, patient: bool = False) -> None:
        """Take in what changed on disk; microseconds where nothing did.

        A file that is no JSON is left alone, and what was known of it stands. With `patient` it has a second
        without a change to become JSON, then `NotACaseFile` is raised.
        """
        began = time.monotonic()
        deadline, last = began + _PATIENCE, (-1, -1)
        while True:
            try:
                with self._memory:
                    self._look()
                return
            except _NotJson as problem:
                if not patient:
                    return
                if (now := self._stamp()) != last:  # a long file is still being written
                    deadline, last = min(time.monotonic(), began + _LONGEST) + _PATIENCE, now
                if time.monotonic() >= deadline:
                    raise NotACaseFile(
                        f"{self.path} is not a case file: {problem}. Nothing in it was touched; "
                        "name another file with --db."
                    ) from None
            except OSError as error:
                raise cannot_read(error, self.path) from error
            time.sleep(_NAP)

    def _stamp(self) -> tuple[int, int]:
        try:
            seen = self.path.stat()
        except OSError:
            return 0, 0
        return seen.st_size, seen.st_mtime_ns

    @property
    def writable(self) -> bool:
        """Whether this user and this version may write the file, or make it."""
        if lines.format_of(self._others) > lines.FORMAT:
            return False
        if self._fd >= 0:
            return self._may_write
        folder = self.path.parent
        while not folder.exists():
            folder = folder.parent
        return os.access(folder, os.W_OK | os.X_OK)

    @property
    def unfinished(self) -> int:
        """Bytes behind the last whole record that are no closing; 0 in a whole file."""
        return self._unfinished

    @property
    def format(self) -> int:
        """The format that the file names."""
        return lines.format_of(self._others)

    @property
    def others(self) -> Tables:
        """Every table but the cases."""
        return self._others

    @property
    def foreign(self) -> bool:
        """Whether another program wrote the file as it is now; the next save lays it out anew."""
        return self._image is not None

    @property
    def refused(self) -> tuple[str, ...]:
        """Cases or tables that hold a number which JSON cannot write."""
        return self._refused

    @property
    def superseded(self) -> int:
        """Bytes of lines that later ones of their records supersede."""
        with self._memory:
            frames = sum(len(lines.record_line(number, b"", first=False)) for number in self.index.places)
            return max(0, self._end - len(self._header) - self.index.live - frames)

    @property
    def damage(self) -> str:
        """The notice of damaged lines, which are passed over until the next save; empty where there are none."""
        with self._memory:
            return set_aside.not_shown(self.path, self._fd, self._damage) if self._damage else ""

    def close(self) -> None:
        """Close the file."""
        with self._memory:
            self._close_file()

    def rows(self) -> list[Summary]:
        """The list rows, in the order in which the records were made."""
        with self._memory:
            return list(self.index.rows.values())

    def take_news(self) -> set[str]:
        """The numbers of cases that changed since this was last asked."""
        with self._memory:
            news, self.index.news = self.index.news, set()
        return news

    def body(self, number: int) -> bytes:
        """The bytes of one record; `KeyError` where there is none."""
        with self._memory:
            offset, length = self.index.place(number)
            if self._image is not None:
                return self._image[offset : offset + length]
            return os.pread(self._fd, length, offset)

    def document(self, number: int) -> dict[str, Any]:
        """One record, parsed; `KeyError` where there is none."""
        body = self.body(number)
        deadline, checked = time.monotonic() + _PATIENCE, False
        while True:
            with suppress(ValueError):
                document = lines.decode(body)
                if isinstance(document, dict):
                    return document
            if time.monotonic() >= deadline:
                raise CannotRead(f"{self.path} is being rewritten by another program; try again.")
            if not checked:  # the line may be damaged where nobody looked yet
                checked = self.check()
            else:
                time.sleep(_NAP)  # it is being rewritten in place
                self.refresh()
            try:
                body = self.body(number)
            except KeyError:
                raise CannotRead(self.damage or f"{self.path} was changed by another program; try again.") from None

    def check(self) -> bool:
        """Read every line anew and to its end, as opening a long file does not; whether all could be read.

        A damaged line is known from then on, and its case stands as in the last whole line before.
        """
        self.refresh()
        with self._memory, suppress(_NotJson):
            if self._seen is not None:
                self._index_all(self._seen, skim=False)
                if self._damage and self.damage not in self.notices:
                    self.notices.append(self.damage)
            return True
        return False

    def _look(self) -> None:
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            self._close_file()
            self._seen = None
            old = self._start(b"", {})
            self._miss(self.index.supersede(old))
            return
        now = time.time_ns()
        known = self._seen
        if self._fd < 0 or known is None or not os.path.samestat(seen, known):
            self._open_file()
            seen = os.fstat(self._fd)  # it may have been renamed over since
            self._index_all(seen)
        elif (seen.st_size, seen.st_mtime_ns) != (known.st_size, known.st_mtime_ns) or self._racy:
            if self._image is None and seen.st_size >= self._end and self._as_it_was():
                if seen.st_size == known.st_size:
                    self._look_at_end(seen.st_size)
                else:
                    self._read_on(seen.st_size)
            else:
                self._index_all(seen)
        else:
            self._bad_looks += self._unfinished > 0
            return
        self._seen = seen
        self._racy = now - seen.st_mtime_ns < _RACY_NS
        self._bad_looks = self._bad_looks + 1 if self._unfinished else 0

    def _open_file(self) -> None:
        self._close_file()
        if not stat.S_ISREG(self.path.stat().st_mode):
            raise CannotRead(f"{self.path} is not a file.")
        try:
            self._fd = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
            self._may_write = True
        except OSError:
            self._fd = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            self._may_write = False

    def _close_file(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _as_it_was(self) -> bool:
        """Whether header and last record still stand where they stood."""
        head = os.pread(self._fd, len(self._header), 0)
        guard = os.pread(self._fd, len(self._guard), self._end - len(self._guard))
        return bool(head) and head == self._header and guard == self._guard

    def _index_all(self, seen: os.stat_result, *, skim: bool = True) -> None:
        """Index the file from its first byte; where it is no JSON, what was known stands."""
        head = self._first_line(seen.st_size)
        others = lines.parse_header(head)
        image: bytes | None = None
        refused: tuple[str, ...] = ()
        if others is None:
            text = self._all_bytes(seen.st_size)
            try:
                tables = lines.parse_tables(text) if text else {}
            except json.JSONDecodeError as problem:
                where = f"line {problem.lineno} column {problem.colno}"
                raise _NotJson(f"it is not JSON ({problem.msg}, {where})") from None
            except (UnicodeDecodeError, RecursionError):
                raise _NotJson("it is not JSON") from None
            except ValueError as problem:
                raise _NotJson(problem) from None
            image, refused = lines.lay_out(tables)
            head = image[: image.index(b"\n") + 1]
            others = {name: table for name, table in tables.items() if name != TABLE}
        old = self._start(head, others, image, refused)
        self._read_on(seen.st_size if image is None else len(image), skim=skim and image is None)
        self._miss(self.index.supersede(old))

    def _miss(self, gone: set[str]) -> None:
        """Say that cases are gone, unless the file itself tells that they were removed."""
        told = lines.numbers_of(self._others)
        split = (number.rpartition("-") for number in gone)
        missing = sum(not digits.isdecimal() or int(digits) > told.get(series, 0) for series, _, digits in split)
        if missing and not self._damage:
            cases = "1 case is" if missing == 1 else f"{missing} cases are"
            self.notices.append(
                f"{cases} not in {self.path} any more: something outside lead-tui removed, cut or replaced it. "
                "Tell the operator; what is saved from now on goes into the file as it is now."
            )

    def _first_line(self, size: int) -> bytes:
        line = b""
        while len(line) < size and b"\n" not in line:
            line += os.pread(self._fd, PIECE if line else 4096, len(line)) or b"\n"
        return line[: line.find(b"\n") + 1]

    def _all_bytes(self, size: int) -> bytes:
        pieces = (os.pread(self._fd, PIECE, at) for at in range(0, size, PIECE))
        return b"".join(pieces)

    def _read_on(self, size: int, *, skim: bool = False) -> None:
        """Index the lines between the last whole record and `size`.

        With `skim` all but the last of them are read no further than their list rows.
        """
        # Never beyond `size`: up to there only the closing can change while we read, so a save by
        # somebody else shows as a whole line or as an unfinished one, never as a damaged one.
        at, length = self._end, PIECE
        doubtful: list[tuple[int, int]] = []
        while at < size and (piece := self._read(min(length, size - at), at)):
            skims = skim and at + len(piece) < size and lines.is_text(piece)
            done = self._take(piece, at, doubtful, skim=skims)
            at += done
            length = PIECE if done else 4 * length  # a line may be longer than a piece
            if not done and at + len(piece) >= size:
                break
        guard = min(_GUARD, self._end)
        self._guard = self._read(guard, self._end - guard)
        self._look_at_end(size)

    def _take(self, piece: bytes, at: int, doubtful: list[tuple[int, int]], *, skim: bool) -> int:
        """Index the whole lines of a piece that stands at `at`; gives their length."""
        begin = 0
        while True:
            passed = self.index.skim(piece, begin, at) if skim and at + begin > len(self._header) else begin
            end = piece.find(b"\n", passed)
            record = None
            if end >= 0:
                first = at + passed == len(self._header)
                record = lines.parse_record(piece[passed:end], first=first)
            if record is not None:
                self.index.add(record, at + passed, end - passed)
            if record is not None or passed > begin:
                # A whole line behind a bad one proves damage; a bad end is only unfinished.
                self._damage += doubtful
                doubtful.clear()
                self._end = at + (passed if record is None else end + 1)
            if end < 0:
                return passed
            if record is None:
                doubtful.append((at + passed, end + 1 - passed))
            begin = end + 1

    def _took(self, line: bytes, at: int) -> bool:
        """Know a line and its closing that were just written at `at`; whether nobody else wrote meanwhile."""
        with self._memory:
            seen = os.fstat(self._fd)
            if self._end != at or self._image is not None or seen.st_size != at + len(line):
                return False
            end = len(line) - len(CLOSING)
            record = lines.parse_record(line[: end - 1], first=at == len(self._header), sound=True)
            if record is None:
                return False
            self.index.add(record, at, end - 1)
            self._end = at + end
            self._guard = (self._guard + line[:end])[-_GUARD:]
            self._seen, self._racy, self._unfinished, self._bad_looks = seen, True, 0, 0
        return True

    def _look_at_end(self, size: int) -> None:
        tail = self._read(len(CLOSING) + 1, self._end)
        self._unfinished = 0 if tail == CLOSING else max(1, size - self._end)

    def _read(self, length: int, offset: int) -> bytes:
        if self._image is not None:
            return self._image[offset : offset + length]
        return os.pread(self._fd, length, offset)
