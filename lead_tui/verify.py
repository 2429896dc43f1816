"""Every line of a case file looked at: for operators, since opening passes over what it can."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lead_tui import case as cases
from lead_tui.case import RecordProblem
from lead_tui.case_reader import CaseReader
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
                cases.from_json(reader.document(place))
            except (RecordProblem, StoreError) as problem:
                found.append(f"{row.case or f'the record with the id {place}'} in {path}: {problem}")
        return found
    finally:
        reader.close()


def nameless(count: int, path: Path) -> str:
    """Say that records are not shown because they have no case number."""
    return (
        f"{count} record(s) in {path} have no case number and are not shown. Another program put them there; "
        'they need a field "case".'
    )
