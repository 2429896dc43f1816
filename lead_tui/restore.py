"""Putting a backup in the place of the case file: what would change, and the change itself.

What is replaced is kept as a backup first. Numbers given so far are not given again, and an emptied case stays
emptied, whatever the backup holds of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from lead_tui import backup, backup_names, lines
from lead_tui import case as cases
from lead_tui.case import EXPUNGED, RecordProblem
from lead_tui.case_reader import CaseReader
from lead_tui.casefile import CaseStorage
from lead_tui.lines import META, Tables
from lead_tui.refusals import StoreError
from lead_tui.wrong_input import CouldNot, WrongInput

_OF_A_SAVE: Final = frozenset({"rev", "updated", "updated_by", "log"})
"""Fields that say when a record was saved, and nothing of the case."""
_BY_KEY: Final = ("answers", "typed", "unsettled")

Record = dict[str, Any]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a case file holds: its records by case number, their ids, and the rest of it."""

    records: dict[str, Record] = {}
    ids: dict[str, int] = {}
    others: Tables = {}
    numbers: dict[str, int] = {}
    """The highest number given so far in each series."""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """How one case would change; no answer stands here."""

    case: str
    keys: list[str]
    """Keys of questions whose answer differs."""
    decisions: tuple[int, int]
    """How many there are, and how many there would be."""
    contacts: tuple[int, int]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What restoring would change."""

    come: list[str]
    go: list[str]
    changed: list[Changed]
    stay_emptied: list[str]
    """Cases that were emptied since; the backup would bring them back."""
    same: int

    @property
    def nothing(self) -> bool:
        """Whether all is as in the backup."""
        return not (self.come or self.go or self.changed)


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What restoring came to."""

    cases: int
    replaced: Path | None
    """Where what was replaced is kept; None where there was nothing."""


def read(path: Path) -> Contents:
    """Give what a backup holds. Raises `WrongInput` for anything that is not whole."""
    reader = CaseReader(path)
    try:
        if not path.is_file():
            raise _refused(path, "there is no such file")
        reader.refresh(patient=True)
        reader.check()
        return _contents(reader, path)
    except StoreError as problem:
        raise _refused(path, str(problem).partition(". ")[0].replace(str(reader.path), "it", 1)) from None
    finally:
        reader.close()


def present(storage: CaseStorage) -> Contents:
    """Give what the case file holds now. Raises `StoreError`."""
    storage.refresh(patient=True)
    storage.check()
    return _held(storage)


def planned(backup_: Contents, now: Contents, emptied: Iterable[str] = ()) -> Plan:
    """Say what putting the backup in the place of what is there *now* would change.

    *emptied* are cases that were emptied, as far as that is known from elsewhere.
    """
    gone = {number for number, record in now.records.items() if _is_emptied(record)} | set(emptied)
    stay = [number for number, record in backup_.records.items() if number in gone and not _is_emptied(record)]
    come, changed, same = [], [], 0
    for number, record in backup_.records.items():
        before = now.records.get(number)
        if number in stay or (before is not None and _alike(before, record)):
            same += 1
        elif before is None:
            come.append(number)
        else:
            changed.append(_changed(number, before, record))
    go = [number for number, record in now.records.items() if number not in backup_.records and not _is_emptied(record)]
    return Plan(come=come, go=go, changed=changed, stay_emptied=stay, same=same)


def put_back(storage: CaseStorage, backup_: Contents, *, shown: Plan | None, now: datetime, wait: float) -> Restored:
    """Put the backup in the place of the case file, for all desks that have it open, too.

    *shown* is the plan that somebody agreed to; CouldNot where it is not what would be done now. Raises `StoreError`;
    the file is then as it was.
    """
    folder = backup_names.usual_folder(storage.path)
    storage.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with backup.alone(storage.path, folder, wait), storage.replacing() as aside:
        storage.check()
        there = _held(storage)
        plan = planned(backup_, there)
        if shown is not None and plan != shown:
            raise CouldNot("the case file has changed meanwhile; nothing was restored. Look at it again.")
        replaced = backup.take(storage, folder, now).path if storage.path.exists() else aside
        bodies = _bodies(backup_, there, plan)
        numbers = {
            series: max(backup_.numbers.get(series, 0), there.numbers.get(series, 0))
            for series in backup_.numbers | there.numbers
        }
        storage.put_back(bodies, backup_.others, numbers)
    return Restored(cases=len(bodies), replaced=replaced)


def _bodies(backup_: Contents, there: Contents, plan: Plan) -> dict[int, bytes]:
    """Give the records by id: ids that desks know stay, and a desk that has a case open sees a later revision."""
    changed = {each.case for each in plan.changed}
    kept = {number: there.ids[number] for number in backup_.records if number in there.ids}
    kept |= {number: there.ids[number] for number, record in there.records.items() if _is_emptied(record)}
    taken = set(kept.values())
    fresh = max([0, *there.ids.values(), *backup_.ids.values()])
    found: dict[int, bytes] = {}
    for number in backup_.records | {number: {} for number in kept}:
        place = kept.get(number) or backup_.ids[number]
        if number not in kept and place in taken:
            place = fresh = fresh + 1
        taken.add(place)
        if number in changed:
            rev = max(_rev(backup_.records[number]), _rev(there.records[number])) + 1
            record = backup_.records[number] | {"rev": rev}
        else:
            record = there.records.get(number) or backup_.records[number]
        found[place] = lines.encode(record)
    return dict(sorted(found.items()))


def _contents(reader: CaseReader, path: Path) -> Contents:
    if reader.unfinished:
        raise _refused(path, "its end is cut off")
    if reader.damage:
        raise _refused(path, "it has damaged lines")
    if reader.refused:
        raise _refused(path, f"{reader.refused[0]} in it holds NaN or infinity")
    if reader.format > lines.FORMAT:
        raise _refused(path, f"it has format {reader.format}, newer than this lead-tui; update lead-tui")
    held = _held(reader)
    if not held.records:
        raise _refused(path, "it holds no case")
    if len(held.records) < len(reader.index.places):
        raise _refused(path, "two of its records have one number")
    for number, record in held.records.items():
        try:
            cases.from_json(record)
        except RecordProblem as problem:
            raise _refused(path, f"its record of {number} is no case ({problem})") from None
    return held


def _held(reader: CaseReader) -> Contents:
    records: dict[str, Record] = {}
    ids: dict[str, int] = {}
    for place, row in list(reader.index.rows.items()):
        number = row.case or f"the record with the id {place}"
        records[number] = reader.document(place)
        ids[number] = place
    return Contents(records=records, ids=ids, others=reader.others, numbers=dict(reader.index.highest))


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records say the same of a case."""
    return _of_case(one) == _of_case(other)


def _of_case(record: Mapping[str, Any]) -> Record:
    return {name: value for name, value in record.items() if name not in _OF_A_SAVE}


def _changed(number: str, before: Record, after: Record) -> Changed:
    keys: dict[str, None] = {}
    for field in _BY_KEY:
        old, new = _entries(before, field), _entries(after, field)
        keys |= {key: None for key in old | new if old.get(key) != new.get(key)}
    return Changed(
        case=number,
        keys=list(keys),
        decisions=(_count(before, "decisions"), _count(after, "decisions")),
        contacts=(_count(before, "contacts"), _count(after, "contacts")),
    )


def _entries(record: Record, field: str) -> dict[str, Any]:
    value = record.get(field)
    return value if isinstance(value, dict) else {}


def _count(record: Record, field: str) -> int:
    value = record.get(field)
    return len(value) if isinstance(value, list) else 0


def _rev(record: Record) -> int:
    rev = record.get("rev")
    return rev if isinstance(rev, int) else 0


def _is_emptied(record: Record) -> bool:
    return record.get("status") == EXPUNGED


def _refused(path: Path, why: str) -> WrongInput:
    return WrongInput(f"lead-tui: {path} cannot be restored: {why}. Nothing was changed.")


def program_of(held: Contents) -> str:
    """Give the id of the program that a case file was made for; empty where it names none."""
    meta = held.others.get(META, {}).get("1", {})
    named = meta.get("program") if isinstance(meta, Mapping) else None
    return named if isinstance(named, str) else ""
