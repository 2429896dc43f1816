"""Whether all is well with the bytes and the records of a case file."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from lead_tui import case_record, lines, log_proof
from lead_tui.case import CLOSED, DRAFT, EXPUNGED, Case
from lead_tui.case_reader import CaseReader
from lead_tui.case_record import RecordProblem
from lead_tui.finding import Finding, good, notice, some, wrong
from lead_tui.log import log_of
from lead_tui.notices import nameless
from lead_tui.program import Program
from lead_tui.refusals import StoreError

_STALE: Final = timedelta(days=7)
_PATIENCE: Final = 1.0
_NAP: Final = 0.02


def settle(reader: CaseReader) -> None:
    """Look until no save is under way: an end that stays unfinished for a second is one that was torn."""
    deadline = time.monotonic() + _PATIENCE
    reader.refresh(patient=True)
    while reader.unfinished and time.monotonic() < deadline:
        time.sleep(_NAP)
        reader.refresh()
    reader.check()


def of_records(reader: CaseReader, program: Program | Exception, *, call: str, now: datetime) -> Iterator[Finding]:
    """Look at the file, its format and each record in it."""
    yield from _whole(reader, call)
    if reader.format > lines.FORMAT:
        text = f"{reader.path} has format {reader.format}; this lead-tui may only read it. Update lead-tui."
        yield wrong("format", text)
    else:
        yield good("format", f"format {reader.format}.")
    if count := sum(not row.case for row in reader.index.rows.values()):
        yield wrong("cases", nameless(count, reader.path))
    known, unreadable, double = _read(reader)
    if unreadable:
        yield wrong("cases", f"Not to be read as cases: {some(unreadable)}. Restore a backup that holds them.")
    if double:
        text = f"More than one record of {some(double)}, where the last one counts. Ask who wrote into the file."
        yield wrong("cases", text)
    statuses = Counter(case.status for case in known)
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(statuses.items()))
    yield good("cases", f"{len(known):,} to be read" + (f": {counts}." if counts else "."))
    yield from _left_lying(known, program, call, now)


def _whole(reader: CaseReader, call: str) -> Iterator[Finding]:
    size, path = reader.path.stat().st_size, reader.path
    tidy = f"{call} doctor --tidy"
    if reader.unfinished:
        text = f"The last save in {path} is unfinished ({reader.unfinished} bytes). All earlier saves are there."
        yield wrong("file", text, f"{call} list")
    elif reader.damage:
        yield wrong("file", reader.damage, tidy)
    elif reader.refused:
        text = f"{some(reader.refused)} in {path} holds NaN or infinity; nothing can be saved. Ask who wrote it."
        yield wrong("file", text)
    elif reader.foreign and size:
        yield wrong("file", f"Another program wrote {path}; it is not laid out a record a line.", tidy)
    else:
        yield good("file", f"{path} is whole, {size:,} bytes.")
    if reader.superseded > reader.index.live + lines.TIDY_SLACK:
        share = 100 * reader.superseded // max(size, 1)
        yield wrong("space", f"{share} % of {path} is superseded lines: it could not be tidied by itself.", tidy)
    else:
        yield good("space", f"{100 * reader.superseded // max(size, 1)} % of the file is superseded lines.")


class _Seen(NamedTuple):
    """What is looked at of a case."""

    number: str
    status: str
    updated: str
    unsettled: bool
    rules: str


def _read(reader: CaseReader) -> tuple[list[_Seen], list[str], list[str]]:
    """Give the cases, the records that are none, and the numbers that more than one record has."""
    known: list[_Seen] = []
    unreadable: list[str] = []
    for number, row in list(reader.index.rows.items()):
        try:
            known += [_seen(case_record.from_json(reader.document(number)))] if row.case else []
        except (RecordProblem, StoreError, KeyError):
            unreadable.append(row.case)
    counts = Counter(case.number for case in known)
    return known, unreadable, [number for number, count in counts.items() if count > 1]


def _seen(case: Case) -> _Seen:
    updated = case.updated or case.created
    return _Seen(case.case, case.status, updated, bool(case.unsettled), case.program.hash)


def of_log(reader: CaseReader, *, call: str, after: int) -> Iterator[Finding]:
    """Hold the log against itself and against the records; what is wrong up to the line *after* is known."""
    log = log_of(reader.path)
    if not log.exists() and not reader.index.highest_logged:
        yield good("log", "there is none yet; it begins with the next save.")
        return
    mark = reader.path.with_name(reader.path.name + ".lock")
    proof = log_proof.prove(log, lambda: _logged(reader), mark=mark, after=after)
    if proof.findings:
        more = f" ({len(proof.findings)} findings: {call} log verify)" if len(proof.findings) > 1 else ""
        text = f"The log is not whole{more}. {proof.findings[0]} Look into it; --log-after N then tells nothing again."
        yield wrong("log", text)
    else:
        yield good("log", f"{proof.lines:,} lines, whole.")


def _logged(reader: CaseReader) -> Iterator[tuple[str, int, bytes]]:
    reader.refresh()
    for number, place in list(reader.index.ids.items()):
        body = reader.body(place)
        yield number, lines.logged(body), body


def _left_lying(known: Iterable[_Seen], program: Program | Exception, call: str, now: datetime) -> Iterator[Finding]:
    """What waits for a person in the cases themselves."""
    before = (now.astimezone(UTC) - _STALE).strftime("%Y-%m-%dT%H:%M:%SZ")
    drafts, unsettled, other = [], [], []
    for case in known:
        if case.status == DRAFT and case.updated < before:
            drafts.append(case.number)
        if case.unsettled:
            unsettled.append(case.number)
        if not isinstance(program, Exception) and case.status not in (CLOSED, EXPUNGED):
            other += [case.number] * (case.rules not in ("", program.hash))
    if drafts:
        text = f"Drafts that nobody went on with for a week: {some(drafts)}. Finish or discard each."
        yield wrong("drafts", text, f"{call} intake {drafts[0]}")
    else:
        yield good("drafts", "none older than a week.")
    if unsettled:
        text = f"Two people answered differently, and nobody has settled it: {some(unsettled)}. Choose one."
        yield wrong("unsettled", text, f"{call} intake {unsettled[0]}")
    else:
        yield good("unsettled", "no question has two answers.")
    if other:
        text = f"Assessed under other rules than those in use: {some(other)}. The next answer saves their result."
        yield notice("rules", text, f"{call} intake {other[0]}")
    elif not isinstance(program, Exception):
        yield good("rules", "every draft and open case was assessed under the rules in use.")
