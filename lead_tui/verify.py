"""Every line of a case file looked at: for operators, since opening passes over what it can."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lead_tui import case_record
from lead_tui.case_reader import CaseReader
from lead_tui.case_record import RecordProblem
from lead_tui.lock import network_disk
from lead_tui.refusals import StoreError


def findings(path: Path) -> list[str]:
    """What is wrong with the file, a line each; nothing for a sound one, or where there is none yet.

    It is read anew, without the lock. Raises `NotACaseFile` and `CannotRead`.
    """
    reader = CaseReader(path)
    try:
        reader.refresh(patient=True)
        reader.check()
        found = [reader.damage] if reader.damage else []
        if reader.unfinished:
            found.append(f"The last save in {path} is unfinished ({reader.unfinished} bytes).")
        rows = reader.index.rows
        for number, times in Counter(row.case for row in rows.values()).items():
            if not number:
                found.append(nameless(times, path))
            elif times > 1:
                found.append(f"{number} stands {times} times in {path}, as different records; only the last is shown.")
        for place, row in rows.items():
            try:
                case_record.from_json(reader.document(place))
            except (RecordProblem, StoreError) as problem:
                found.append(f"{row.case or f'the record with the id {place}'} in {path}: {problem}")
        return found
    finally:
        reader.close()


def unusual(reader: CaseReader) -> list[str]:
    """Say what is unusual about a case file and where it lies, as far as opening it has shown."""
    found: list[str] = []
    say = found.append
    if disk := network_disk(reader.path):
        say(
            f"{reader.path} lies on a network disk ({disk}): others' saves may show late. "
            "Keep it on a disk of this machine."
        )
    if reader.path.exists() and reader.path.stat().st_mode & 0o007:
        say(
            f"{reader.path} may be read by everybody on this machine. The operator can close it: chmod o= {reader.path}"
        )
    if not reader.writable:
        say(f"{reader.path} cannot be written: looking works, saving does not, and no look is logged.")
    if reader.unfinished:
        say(
            f"The last save in {reader.path} is unfinished ({reader.unfinished} bytes); "
            "it is not shown. All earlier saves are there."
        )
    if damage := reader.damage:
        say(damage)
    if count := sum(not row.case for row in reader.rows()):
        say(nameless(count, reader.path))
    return found


def nameless(count: int, path: Path) -> str:
    """Say that records are not shown because they have no case number."""
    return (
        f"{count} record(s) in {path} have no case number and are not shown. Another program put them there; "
        'they need a field "case".'
    )
