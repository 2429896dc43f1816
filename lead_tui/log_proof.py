"""Whether a log is whole: each line held against the line before, and against the records of the case file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from lead_tui import log_line as logs
from lead_tui.log import MARK
from lead_tui.log_line import Line, opened
from lead_tui.refusals import cannot_read

_MOST: Final = 20

Records = Callable[[], Iterable[tuple[str, int, bytes]]]
"""Gives of each record the case number, the number of its line in the log, and its bytes."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    lines: int
    last: int = 0
    """The number of the last line."""
    until: str = ""
    """When the last line was written: UTC, ISO 8601."""
    digest: str = ""
    """The digest of the last line: who has noted it elsewhere knows later that nothing before it was changed."""
    findings: list[str]
    """A sentence for each thing wrong, in the order of the lines; none where the log is whole."""


class _Reading:
    """What is known of the lines read so far."""

    def __init__(self) -> None:
        self.findings: list[tuple[int, str]] = []
        """Number of the line at which it shows, and what is wrong."""
        self.lines = 0
        self.last: Line | None = None
        self.digest = ""
        self.before = 0
        """How many cases there were before the log."""
        self.told: dict[int, tuple[str, str]] = {}
        """Line to case and digest of the record, where it tells of a save."""
        self.newest: dict[str, int] = {}
        """Case to the last line that tells of a save of it."""
        self.announced: dict[str, int] = {}
        """Case to the last line that tells of a save of it, where that was written before the save."""
        self.missing: list[range] = []
        self._bad = b""

    def take(self, text: bytes) -> None:
        """Take in the next line."""
        self.lines += 1
        found = opened(text)
        if found is None:
            self._unreadable()
            self._bad = text
            return
        line, digest, right = found
        expected = self.last.n + 1 if self.last else 1
        torn = line.did == logs.GAP and bool(self._bad) and line.details.get("torn") == len(self._bad)
        if not torn:
            self._unreadable()
        self._bad = b""
        if not right:
            self._find(line.n, f"Line {line.n} was changed.")
        if line.did == logs.GAP:
            self._gap(line, expected)
        elif line.n != expected:
            self._out_of_order(line, expected)
        elif line.prev != self.digest:
            self._find(line.n, f"Line {line.n} does not follow on the line before it: one of the two was changed.")
        if line.record:
            self.told[line.n] = line.case, line.record
            self.newest[line.case] = line.n
            self.announced.pop(line.case, None)
            if line.did in (logs.EXPUNGED, logs.DISCARDED):
                self.announced[line.case] = line.n
        elif line.did == logs.RESTORED:
            self.newest.clear()
        elif line.did == logs.FAILED and self.newest.get(line.case) == line.details.get("line"):
            del self.newest[line.case]
        elif line.did == logs.BEGUN and line.n == 1:
            count = line.details.get("cases")
            self.before = count if isinstance(count, int) else 0
        self.last, self.digest = line, digest

    def end(self) -> None:
        """Say of a bad line at the end that it is one."""
        self._unreadable()
        self._bad = b""

    def _find(self, line: int, what: str) -> None:
        self.findings.append((line, what))

    def _unreadable(self) -> None:
        if self._bad:
            before = self.last.n if self.last else 0
            self._find(before + 1, f"The line after line {before} cannot be read.")

    def _gap(self, line: Line, expected: int) -> None:
        first, last = line.details.get("first"), line.details.get("last")
        if isinstance(first, int) and isinstance(last, int):
            self.missing.append(range(first, last + 1))
            self._find(line.n, f"{_missing(first, last)}; found {line.at}, and logged as line {line.n}.")
            right = first == expected and line.n == last + 1
        else:
            self._find(line.n, f"A line was cut off before line {line.n}; found {line.at}, and logged so.")
            right = line.n == expected
        if not right:
            self._out_of_order(line, expected)
        elif line.prev != self.digest:
            self._find(line.n, f"Line {line.n} does not follow on the line before it: one of the two was changed.")

    def _out_of_order(self, line: Line, expected: int) -> None:
        if line.n > expected:
            self.missing.append(range(expected, line.n))
            self._find(line.n, f"{_missing(expected, line.n - 1)}, and the log does not say why.")
        else:
            self._find(line.n, f"Line {line.n} stands where line {expected} should.")


def read(path: Path) -> Iterator[bytes]:
    """Give the whole lines of a log, without their ends; nothing where there is none.

    Raises `CannotRead`.
    """
    try:
        with path.open("rb") as file:
            for text in file:
                if text.endswith(b"\n"):
                    yield text[:-1]
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_read(error, path) from error


def prove(path: Path, records: Records, *, mark: Path, after: int = 0) -> Proof:
    """Hold a log against itself, against the records, and against the last number in the lock file (`mark`).

    What is wrong among the lines up to `after` was looked into before, and is not told again.

    Raises `CannotRead`.
    """
    reading = _Reading()
    marked = _marked(mark)
    for text in read(path):
        reading.take(text)
    reading.end()
    newest = dict(reading.newest)  # what is saved from here on is in newer lines than these
    seen = [(number, line, sha256(body).hexdigest()) for number, line, body in records()]
    last = reading.last.n if reading.last else 0
    if any(line > last for _, line, _ in seen):  # saved since: its line has come since
        again = _Reading()
        for text in read(path):
            again.take(text)
        reading.told, last = again.told, again.last.n if again.last else 0
    findings = [what for line, what in reading.findings if line > after]
    findings += [*_against(reading, newest, seen, last)]
    if marked is not None and marked[0] > last:
        findings.append(f"{_missing(last + 1, marked[0])}: the end was cut off.")
    elif marked is not None and marked[0] == last and marked[1] != reading.digest:
        findings.append(f"Line {marked[0]} is not the one that was written last: it was replaced.")
    return Proof(
        lines=reading.lines,
        last=last,
        until=reading.last.at if reading.last else "",
        digest=reading.digest,
        findings=[*findings[:_MOST], *([f"And {len(findings) - _MOST} more."] if len(findings) > _MOST else [])],
    )


def _against(reading: _Reading, newest: dict[str, int], seen: list[tuple[str, int, str]], last: int) -> Iterator[str]:
    """Give what does not fit between the log and the records."""
    unlogged = [number for number, line, _ in seen if not line and number not in newest]
    if len(unlogged) > reading.before:
        yield f"{len(unlogged) - reading.before} case(s) have no line in the log, like {unlogged[-1]}."
    for number, line, digest in seen:
        if line > last:
            yield f"{number} names line {line}, and the log ends before it: the end was cut off."
        elif newest.get(number, 0) > line and newest[number] == reading.announced.get(number):
            yield f"{number} was to be expunged (line {newest[number]}), and that was broken off: do it again."
        elif newest.get(number, 0) > line:
            yield f"{number} is older than the log says (line {newest[number]}), or was changed without it."
        elif line and line not in reading.told:
            if not any(line in gap for gap in reading.missing):
                yield f"{number} names line {line}, which tells of no save."
        elif line and reading.told[line] != (number, digest):
            yield f"{number} is not as line {line} has it: it was changed without the log, or the line was."
    there = {number for number, _, _ in seen}
    for number, line in newest.items():
        if number not in there:
            yield f"{number} is in the log (line {line}), and not in the case file."


def _missing(first: int, last: int) -> str:
    return f"Line {first} is missing" if first == last else f"Lines {first} to {last} are missing"


def _marked(mark: Path) -> tuple[int, str] | None:
    """Give number and digest of the line that was written last, as the lock file has them."""
    try:
        with mark.open("rb") as file:
            found = MARK.match(file.read(256))
    except OSError:
        return None
    return (int(found[1]), found[2].decode()) if found else None
