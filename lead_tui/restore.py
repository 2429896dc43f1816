"""Putting a backup in the place of the case file: what would change, and the change itself.

What is replaced is kept as a backup first. Numbers given so far are not given again, and an emptied case stays
emptied, an expunged answer expunged, whatever the backup holds of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from lead_tui import backup, backup_names, expunging, lines, log_proof
from lead_tui import case as cases
from lead_tui import log as logs
from lead_tui.case import EXPUNGED, RecordProblem
from lead_tui.case_reader import CaseReader
from lead_tui.casefile import CaseStorage
from lead_tui.lines import LOGGED, META, Tables
from lead_tui.log import Line, log_of
from lead_tui.refusals import StoreError
from lead_tui.store import Store
from lead_tui.wrong_input import CouldNot, WrongInput

_OF_A_SAVE: Final = frozenset({"rev", "updated", "updated_by", LOGGED})
"""Fields that say when a record was saved, and nothing of the case."""
_BY_KEY: Final = ("answers", "typed", "unsettled")

Record = dict[str, Any]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the log tells of cases that the file may not hold any more."""

    numbers: dict[str, int]
    emptied: dict[str, Line]
    """Emptied cases, with the line that tells of it."""
    expunged: dict[str, list[Line]] = {}
    """Cases that live, with the lines that tell which of their answers were expunged."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a case file holds: its records by case number, their ids, and the rest of it."""

    records: dict[str, Record] = {}
    bodies: dict[str, bytes] = {}
    """The same as they stand in the file."""
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


def told(log: Path) -> Told:
    """Give what a log tells of numbers and emptied cases. Raises `CannotRead`."""
    numbers: dict[str, int] = {}
    emptied: dict[str, Line] = {}
    expunged: list[Line] = []
    for found in map(logs.opened, log_proof.read(log)):
        if found is None:
            continue
        line = found[0]
        series, _, digits = line.case.rpartition("-")
        if digits.isdecimal():
            numbers[series] = max(numbers.get(series, 0), int(digits))
        if line.did == logs.EXPUNGED and line.keys:
            expunged.append(line)
        elif line.did in (logs.DISCARDED, logs.EXPUNGED):
            emptied[line.case] = line
        elif line.did == logs.FAILED:
            failed = line.details.get("line")
            emptied = {case: each for case, each in emptied.items() if each.n != failed}
            expunged = [each for each in expunged if each.n != failed]
    by_case: dict[str, list[Line]] = {}
    for line in expunged:
        by_case.setdefault(line.case, []).append(line)
    return Told(numbers=numbers, emptied=emptied, expunged=by_case)


def _freed(backup_: Contents, told_: Told) -> Contents:
    """Give the backup without the answers that were expunged since it was made."""
    records = dict(backup_.records)
    for number in told_.expunged.keys() & records.keys():
        record = records[number]
        saved_as = record.get(LOGGED, 0)
        since = [line for line in told_.expunged[number] if not isinstance(saved_as, int) or line.n > saved_as]
        if not since:
            continue
        case = cases.from_json({name: value for name, value in record.items() if name != LOGGED})
        for line in since:
            case = expunging.expunged(case, line.keys, at=line.at, by=line.who)
        records[number] = cases.to_json(case) | {LOGGED: saved_as}
    return msgspec.structs.replace(backup_, records=records)


def planned(backup_: Contents, now: Contents, told_: Told) -> Plan:
    """Say what putting the backup in the place of what is there *now* would change."""
    backup_ = _freed(backup_, told_)
    gone = {number for number, record in now.records.items() if _is_emptied(record)} | told_.emptied.keys()
    stay = [number for number, record in backup_.records.items() if number in gone and not _is_emptied(record)]
    come, changed, same = [], [], 0
    for number, record in backup_.records.items():
        before = now.records.get(number)
        if number in stay:
            same += before is not None
        elif before is None:
            come.append(number)
        elif _of_case(before) == _of_case(record):
            same += 1
        else:
            changed.append(_changed(number, before, record))
    go = [number for number, record in now.records.items() if number not in backup_.records and not _is_emptied(record)]
    return Plan(come=come, go=go, changed=changed, stay_emptied=stay, same=same)


def put_back(
    store: Store, file: Path, backup_: Contents, *, shown: Plan | None, by: str, now: datetime, wait: float
) -> Restored:
    """Put the backup in the place of the case file, for all desks that have it open, too.

    *shown* is the plan that somebody agreed to; CouldNot where it is not what would be done now. Raises `StoreError`;
    the file is then as it was.
    """
    storage = store.storage
    folder = backup_names.usual_folder(storage.path)
    storage.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with backup.alone(storage.path, folder, wait), storage.replacing() as aside:
        storage.check()
        there, of_log = _held(storage), told(store.log_path)
        plan = planned(backup_, there, of_log)
        if shown is not None and plan != shown:
            raise CouldNot("the case file has changed meanwhile; nothing was restored. Look at it again.")
        replaced = backup.take(storage, folder, now).path if storage.path.exists() else aside
        _bring_log(log_of(file), store)
        numbers = _highest(backup_.numbers, there.numbers, of_log.numbers)
        kept, anew = _records(backup_, there, plan, of_log)
        details = {"cases": len(kept) + len(anew), "file": file.name}
        store.replace_all(kept, anew, backup_.others, numbers, by=by, details=details)
    return Restored(cases=len(kept) + len(anew), replaced=replaced)


def _records(
    backup_: Contents, there: Contents, plan: Plan, of_log: Told
) -> tuple[dict[int, bytes], dict[int, Record]]:
    """Give by id the records that stay as they are, and those that are written anew.

    Ids that desks know stay, and a desk that has a changed case open sees a later revision.
    """
    backup_ = _freed(backup_, of_log)
    emptied = [number for number, record in there.records.items() if _is_emptied(record)]
    places = _places(backup_, there, [*backup_.records, *emptied])
    changed = {each.case for each in plan.changed}
    stay, come = set(plan.stay_emptied), set(plan.come)
    kept: dict[int, bytes] = {}
    anew: dict[int, Record] = {}
    for number, place in places.items():
        if number in changed:
            record = backup_.records[number]
            anew[place] = record | {"rev": max(_rev(record), _rev(there.records[number])) + 1}
        elif number in come:
            anew[place] = dict(backup_.records[number])
        elif number in stay and not _is_emptied(there.records.get(number, {})):
            line = of_log.emptied[number]
            rev = max(_rev(backup_.records[number]), _rev(there.records.get(number, {}))) + 1
            anew[place] = {"case": number, "rev": rev, "status": EXPUNGED, "at": line.at, "by": line.who}
        else:
            kept[place] = there.bodies[number]
    return kept, anew


def _places(backup_: Contents, there: Contents, numbers: Iterable[str]) -> dict[str, int]:
    """Give each case an id: the one that it has, else that of the backup, else a new one."""
    found = {number: there.ids[number] for number in numbers if number in there.ids}
    taken = set(found.values())
    fresh = max([0, *there.ids.values(), *backup_.ids.values()])
    for number in numbers:
        if number not in found:
            place = backup_.ids[number]
            if place in taken:
                place = fresh = fresh + 1
            found[number] = place
            taken.add(place)
    return found


def _bring_log(copy: Path, store: Store) -> None:
    """Have the log that was backed up, where there is none any more beside the case file."""
    if not copy.is_file() or store.log_path.exists():
        return
    with store.log_path.open("xb") as log:
        store.storage.alike(log.fileno())
        log.write(copy.read_bytes())


def _highest(*numbers: Mapping[str, int]) -> dict[str, int]:
    series = {name for each in numbers for name in each}
    return {name: max(each.get(name, 0) for each in numbers) for name in sorted(series)}


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
    bodies: dict[str, bytes] = {}
    ids: dict[str, int] = {}
    for place, row in list(reader.index.rows.items()):
        number = row.case or f"the record with the id {place}"
        records[number] = reader.document(place)
        bodies[number] = reader.body(place)
        ids[number] = place
    return Contents(records=records, bodies=bodies, ids=ids, others=reader.others, numbers=dict(reader.index.highest))


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
