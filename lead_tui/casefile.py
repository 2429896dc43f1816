"""The case file as a TinyDB storage: who writes what, byte for byte.

Two kinds of write, no third. One record: its line is appended over the closing brackets and synced;
a line is whole or it is not. Anything else: the whole file is written beside and renamed. `lines`
says how the bytes look, `case_reader` how they are read without the lock.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from tinydb.storages import Storage

from lead_tui import lines, set_aside
from lead_tui.case_reader import PIECE, CaseReader
from lead_tui.lines import CLOSING, TABLE, Tables
from lead_tui.lock import FileLock
from lead_tui.refusals import NotACaseFile, NotSaved, NotWritable, ReadOnly, StoreError, not_saved

_TIDY_SLACK: Final = lines.TIDY_SLACK
_TIDY_PUT_OFF: Final = 600.0


class _Unsound(Exception):
    """A line that is to be copied is no record."""


class CaseStorage(CaseReader, Storage):
    """The bytes of one case file."""

    def __init__(self, path: str | Path, *, wait: float = 10.0) -> None:
        super().__init__(path)
        self.lock = FileLock(self.path, wait)
        self.program_id = ""
        """Written into the `meta` table when the file is made."""
        self._distrusted = False
        self._tidy_not_before = 0.0

    @contextmanager
    def writing(self, *, wait: float | None = None) -> Iterator[None]:
        """Hold the lock, with the file looked at and whole; counts when held already."""
        with self.lock.held(self._mode, wait=wait) as outermost:
            if outermost:
                self.refresh(patient=True)
                self._check_rights()
                self._repair()
            yield

    def append(self, number: int, body: bytes, written: Callable[[], object] | None = None) -> None:
        """Save one record; returns when it is durable. Call it while `writing`.

        `written` is called before the disk is waited for: who is killed in that time has done it.
        """
        if self._image is not None or not self._end or self._distrusted or self.index.carried:
            self.rewrite({number: body})
            if written is not None:
                written()
            return
        with self._memory:
            end, fd = self._end, os.dup(self._fd)
            first = end == len(self._header)
        line = lines.record_line(number, body, first=first) + CLOSING
        try:
            try:
                _write_all(fd, line, end)
                if written is not None:
                    written()
                try:
                    _sync(fd)
                except OSError:
                    # The kernel may have dropped the page and would call a second sync a success.
                    self._distrusted = True
                    raise
            except BaseException:
                with suppress(OSError):
                    os.ftruncate(fd, end)
                    _write_all(fd, CLOSING, end)  # its block exists: this works on a full disk
                raise
        except OSError as error:
            raise not_saved(error, self.path, needed=len(line)) from error
        finally:
            os.close(fd)
        if not self._took(line, end):
            self.refresh()
        self._tidy()

    def rewrite(self, changed: Mapping[int, bytes], removed: Collection[int] = ()) -> None:
        """Save any number of records, all or none, by writing the whole file anew."""
        try:
            self._write_anew(changed, removed)
        except _Unsound:  # the line before it still stands in this file, and in none after it
            self.check()
            try:
                self._write_anew(changed, removed)
            except _Unsound:
                raise NotSaved(f"Not saved: another program is rewriting {self.path}; try again.") from None

    def _write_anew(self, changed: Mapping[int, bytes], removed: Collection[int]) -> None:
        self._keep_damage()
        kept = {number: None for number in self.index.places if number not in removed}
        order = [*kept, *(number for number in changed if number not in kept)]
        others = self._others or lines.new_meta(self.program_id)
        if removed or self.index.carried:
            others = lines.with_numbers(others, self.index.highest)

        def records() -> Iterator[tuple[int, bytes]]:
            for number in order:
                body = changed.get(number)
                yield number, self._sound_body(number) if body is None else body

        self._replace(lines.whole_file(lines.header(others), records()), len(order) + 2)

    def tidy(self) -> None:
        """Mend the file and lay it out anew, without superseded lines. Raises `NotSaved`, and `NotACaseFile`."""
        self.refresh(patient=True)
        if self._seen is not None and self._seen.st_size:
            with self.writing():
                self.rewrite({})

    @contextmanager
    def replacing(self) -> Iterator[Path | None]:
        """Hold the lock as `writing` does, over a file that may be no case file.

        Such a file is moved aside first, and back where what follows fails; gives where it is.
        """
        with self.lock.held(self._mode):
            aside: Path | None = None
            try:
                self.refresh(patient=True)
            except NotACaseFile:
                aside = set_aside.whole(self.path)
                self.refresh()
            try:
                self._check_rights()
                self._repair()
                yield aside
            except BaseException:
                if aside is not None:
                    aside.rename(self.path)
                raise

    def put_back(self, bodies: Mapping[int, bytes], others: Tables, numbers: Mapping[str, int]) -> None:
        """Put these records and other tables in place of everything. Call it while `writing` or `replacing`.

        `numbers` are the highest of each series that were ever given; none of them is given again.
        """
        others = lines.with_numbers(others or lines.new_meta(self.program_id), numbers)
        self._replace(lines.whole_file(lines.header(others), bodies.items()), len(bodies) + 2)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table, parsed; `None` where there is no file yet."""
        self.refresh()
        with self._memory:
            if self._seen is None or not self._seen.st_size:
                return None
            cases = {str(number): self.document(number) for number in self.index.places}
            return {name: dict(table) for name, table in self._others.items()} | {TABLE: cases}

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Put other contents in place of everything in the file."""
        tables = {name: {str(key): dict(document) for key, document in table.items()} for name, table in data.items()}
        layout = lines.lay_out(tables)
        if layout.refused:
            raise self._cannot_write(layout.refused)
        with self.writing():
            self._replace([layout.image], layout.image.count(b"\n"))

    def close(self) -> None:
        """Close the file; nothing waits to be written."""
        super().close()
        self.lock.close()

    def heal(self) -> None:
        """Repair an end that was unfinished at two looks in a row, unless somebody is saving."""
        if self._bad_looks > 1 and self.writable:
            self._bad_looks = 0
            with suppress(StoreError), self.writing(wait=0.0):
                pass

    def alike(self, fd: int) -> None:
        """Give a new file beside this one its group, mode and access list. Raises `OSError`."""
        set_aside.same_rights(fd, self._fd, self._mode())

    def _check_rights(self) -> None:
        written = lines.format_of(self._others)
        if written > lines.FORMAT:
            raise ReadOnly(
                f"Not saved: {self.path} has format {written}, newer than this lead-tui, which "
                "may only read it. Ask the operator to update lead-tui."
            )
        if self._fd >= 0 and not self._may_write:
            try:
                with self._memory:  # the right may have been given meanwhile
                    os.close(os.open(self.path, os.O_RDWR | os.O_CLOEXEC))
                    self._open_file()
            except OSError as error:
                raise not_saved(error, self.path) from error
        if self._refused:
            raise self._cannot_write(self._refused)

    def _cannot_write(self, refused: tuple[str, ...]) -> NotWritable:
        return NotWritable(
            f"Not saved: {', '.join(refused[:3])} in {self.path} holds NaN or an infinite number, "
            "which JSON cannot write. Correct it with the program that wrote it."
        )

    def _repair(self) -> None:
        if self._image is not None or not self._end:
            return
        try:
            if self._damage:
                self.rewrite({})
            elif self._unfinished:
                tail = os.pread(self._fd, self._unfinished, self._end)
                notice = set_aside.unfinished(self.path, tail)
                os.ftruncate(self._fd, self._end)
                _write_all(self._fd, CLOSING, self._end)
                _sync(self._fd)
                self.notices += [notice] if notice else []
                self.refresh()
        except OSError as error:
            raise not_saved(error, self.path, needed=self._unfinished) from error

    def _keep_damage(self) -> None:
        """Keep damaged lines aside, which the next whole file does not have any more."""
        if self._damage:
            try:
                self.notices.append(set_aside.damaged(self.path, self._fd, self._damage))
            except OSError as error:
                raise not_saved(error, self.path) from error

    def _tidy(self) -> None:
        """Write the file anew once superseded lines weigh more than live ones."""
        superseded = self._end - len(self._header) - self.index.live
        if superseded <= self.index.live + _TIDY_SLACK or time.monotonic() < self._tidy_not_before:
            return
        try:
            self.rewrite({})
        except StoreError as refusal:  # the save itself is done
            self._tidy_not_before = time.monotonic() + _TIDY_PUT_OFF
            self.notices.append(f"Tidying {self.path} is put off for ten minutes. {refusal}")

    def _mode(self) -> int:
        """Rights of files made here: those of the case file, or what its folder is made for."""
        try:
            return stat.S_IMODE(self.path.stat().st_mode) & 0o666
        except FileNotFoundError:
            folder = self.path.parent.stat().st_mode
            team = folder & stat.S_ISGID and folder & stat.S_IWGRP
            return 0o660 if team else 0o600

    def _sound_body(self, number: int) -> bytes:
        body = self.body(number)
        if body[:1] != b"{" or b"\n" in body or lines.summary(body) is None:
            raise _Unsound
        return body

    def _replace(self, pieces: Iterable[bytes], line_count: int) -> None:
        """Write a whole file beside and rename it into place."""
        beside = self.path.with_name(self.path.name + ".new")
        written = ends = 0
        try:
            with suppress(FileNotFoundError):
                beside.unlink()  # left over: nobody writes it, since we hold the lock
            fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                set_aside.same_rights(fd, self._fd, self._mode())
                for piece in _in_pieces(pieces):
                    _write_all(fd, piece, written)
                    written += len(piece)
                    ends += piece.count(b"\n")
                os.fsync(fd)
                if ends != line_count or os.fstat(fd).st_size != written:
                    raise NotSaved(f"Not saved: {beside} came out wrong; {self.path} stays as is.")
                if self._changed_meanwhile():
                    raise NotSaved(f"Not saved: another program has changed {self.path}.")
                beside.rename(self.path)
            except BaseException:
                with suppress(OSError):
                    beside.unlink()
                raise
            finally:
                os.close(fd)
            set_aside.sync_folder(self.path.parent)
        except OSError as error:
            raise not_saved(error, self.path, needed=written + PIECE) from error
        self._distrusted = False
        self.refresh()

    def _changed_meanwhile(self) -> bool:
        known = self._seen
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return known is not None
        return known is None or (now.st_ino, now.st_size, now.st_mtime_ns) != (
            known.st_ino,
            known.st_size,
            known.st_mtime_ns,
        )


def _in_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _write_all(fd: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:  # a short write happens, at a limit or a signal
        done = os.pwrite(fd, rest, offset)
        rest, offset = rest[done:], offset + done


def _sync(fd: int) -> None:
    sync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)  # macOS lacks fdatasync
    sync(fd)
