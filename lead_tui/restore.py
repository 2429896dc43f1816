"""Putting a backup in the place of the case file: what would change, and the change itself.

What is replaced is kept as a backup first. Numbers given so far are not given again, and an emptied case stays
emptied, an expunged answer expunged, a case on legal hold on hold, whatever the backup holds of it. Records are read
one at a time: two long files would fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from lead_tui import backup, backup_names, case_record, expunging, legal_hold, lines, log_proof
from lead_tui import log_line as logs
from lead_tui.case import EXPUNGED
from lead_tui.case_reader import CaseReader
from lead_tui.case_record import RecordProblem
from lead_tui.finding import some
from lead_tui.lines import LOGGED, META, Tables
from lead_tui.log import log_of
from lead_tui.log_line import Line
from lead_tui.refusals import StoreError
from lead_tui.store import Store
from lead_tui.wrong_input import CouldNot, WrongInput

_OF_A_SAVE: Final = frozenset({"rev", "updated", "updated_by", LOGGED})
"""Fields that say when a record was saved, and nothing of the case."""
_NAMED: Final = 20
_BY_KEY: Final = ("answers", "typed", "unsettled")

Record = dict[str, Any]


class Held:
    """What a case file holds, record by record; nothing for no reader."""

    def __init__(self, reader: CaseReader | None = None) -> None:
        self._reader = reader
        rows = reader.index.rows if reader else {}
        self.ids = {row.case or f"the record with the id {place}": place for place, row in rows.items()}
        """Case number to id, in the order of the file."""
        self.emptied = {row.case for row in rows.values() if row.status == EXPUNGED}
        self.others: Tables = reader.others if reader else {}
        self.numbers: dict[str, int] = dict(reader.index.highest) if reader else {}
        """The highest number given so far in each series."""

    @property
    def program(self) -> str:
        """The id of the program that the file was made for; empty where it names none."""
        meta = self.others.get(META, {}).get("1", {})
        named = meta.get("program") if isinstance(meta, Mapping) else None
        return named if isinstance(named, str) else ""

    def body(self, number: str) -> bytes:
        """A record as it stands in the file; `KeyError` for none."""
        if self._reader is None:
            raise KeyError(number)
        return self._reader.body(self.ids[number])

    def record(self, number: str) -> Record:
        """A record, parsed; `KeyError` for none."""
        if self._reader is None:
            raise KeyError(number)
        return self._reader.document(self.ids[number])


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the log tells of cases that the file may not hold any more."""

    numbers: dict[str, int]
    emptied: dict[str, Line]
    """Emptied cases, with the line that tells of it."""
    expunged: dict[str, list[Line]] = {}
    """Cases that live, with the lines that tell which of their answers were expunged."""


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
    held: list[str]
    """Those of them that are on legal hold."""
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


@contextmanager
def read(path: Path) -> Iterator[Held]:
    """Give what a backup holds, and close it again. Raises `WrongInput` for anything that is not whole."""
    reader = CaseReader(path)
    try:
        for why in _faults(reader, path):
            raise WrongInput(f"lead-tui: {path} cannot be restored: {why}. Nothing was changed.")
        yield Held(reader)
    finally:
        reader.close()


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


def _freed(record: Record, lines_: list[Line]) -> Record:
    """Give a record of the backup without the answers that were expunged since it was saved, as *lines_* tell."""
    saved_as = record.get(LOGGED, 0)
    since = [line for line in lines_ if not isinstance(saved_as, int) or line.n > saved_as]
    if not since:
        return record
    case = case_record.from_json({name: value for name, value in record.items() if name != LOGGED})
    for line in since:
        case = expunging.expunged(case, line.keys, at=line.at, by=line.who)
    return case_record.to_json(case) | {LOGGED: saved_as}


def _still_held(record: Record, now: Record) -> Record:
    """Give a record of the backup with the legal holds, and their releases, that the case has *now*."""
    holds = {str(each.get("id")): each for side in (record, now) for each in side.get("holds") or ()}
    return record | {"holds": sorted(holds.values(), key=lambda each: str(each.get("at")))} if holds else record


def _on_hold(record: Record) -> bool:
    try:
        return legal_hold.standing(case_record.from_json(record).holds) is not None
    except RecordProblem:
        return False


def planned(copy: Held, now: Held, of_log: Told) -> Plan:
    """Say what putting the backup (*copy*) in the place of what is there *now* would change."""
    gone = now.emptied | of_log.emptied.keys()
    stay = {number: None for number in copy.ids if number in gone and number not in copy.emptied}
    come, changed, same = [], [], 0
    for number in copy.ids:
        if number in stay:
            same += number in now.ids
        elif number not in now.ids:
            come.append(number)
        elif now.body(number) == copy.body(number) and number not in of_log.expunged:
            same += 1
        else:
            before = now.record(number)
            after = _still_held(_freed(copy.record(number), of_log.expunged.get(number, [])), before)
            alike = _of_case(before) == _of_case(after)
            same += alike
            changed += [] if alike else [_changed(number, before, after)]
    go = [number for number in now.ids if number not in copy.ids and number not in now.emptied]
    held = [number for number in go if _on_hold(now.record(number))]
    return Plan(come=come, go=go, held=held, changed=changed, stay_emptied=list(stay), same=same)


def put_back(
    store: Store, file: Path, copy: Held, *, shown: Plan | None, by: str, now: datetime, wait: float
) -> Restored:
    """Put the backup (*copy*, read from *file*) in the place of the case file, for all desks that have it open, too.

    *shown* is the plan that somebody agreed to; CouldNot where it is not what would be done now. Raises `StoreError`;
    the file is then as it was.
    """
    storage = store.storage
    folder = backup_names.usual_folder(storage.path)
    storage.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with backup.alone(storage.path, folder, wait), storage.replacing() as aside:
        storage.check()
        there, of_log = Held(storage), told(store.log_path)
        plan = planned(copy, there, of_log)
        if shown is not None and plan != shown:
            raise CouldNot("the case file has changed meanwhile; nothing was restored. Look at it again.")
        if plan.held:
            raise CouldNot(
                f"nothing was restored: on legal hold, and not in the backup: {some(plan.held, _NAMED)}. Nothing of "
                "them may go until that is released (lead-tui hold)."
            )
        replaced = backup.take(storage, folder, now).path if storage.path.exists() else aside
        _bring_log(log_of(file), store)
        places = _places(copy, there, [*copy.ids, *sorted(there.emptied - copy.ids.keys())])
        touched = {*plan.come, *plan.stay_emptied, *(each.case for each in plan.changed)} - there.emptied
        store.replace_all(
            {place: there.body(number) for number, place in places.items() if number not in touched},
            ((places[number], _anew(number, copy, there, of_log)) for number in places if number in touched),
            copy.others,
            _highest(copy.numbers, there.numbers, of_log.numbers),
            by=by,
            details={"cases": len(places), "file": file.name},
        )
    return Restored(cases=len(places), replaced=replaced)


def _anew(number: str, copy: Held, there: Held, of_log: Told) -> Record:
    """Give a record as it is written anew, of a later revision than desks know."""
    record = _freed(copy.record(number), of_log.expunged.get(number, []))
    before = there.record(number) if number in there.ids else None
    rev = _rev(record) if before is None else max(_rev(record), _rev(before)) + 1
    if number not in copy.emptied and (line := of_log.emptied.get(number)) is not None:
        return {"case": number, "rev": rev + 1, "status": EXPUNGED, "at": line.at, "by": line.who}
    return (_still_held(record, before) if before else record) | {"rev": rev}


def _places(copy: Held, there: Held, numbers: Iterable[str]) -> dict[str, int]:
    """Give each case an id: the one that it has, else that of the backup, else a new one."""
    found: dict[str, int] = {}
    taken = set(there.ids.values())
    fresh = max([0, *there.ids.values(), *copy.ids.values()])
    for number in numbers:
        place = there.ids.get(number)
        if place is None:
            place = copy.ids[number]
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


def _faults(reader: CaseReader, path: Path) -> Iterator[str]:
    if not path.is_file():
        yield "it is no file" if path.exists() else "there is no such file"
    try:
        reader.refresh(patient=True)
        reader.check()
    except StoreError as problem:
        yield str(problem).partition(". ")[0].replace(str(reader.path), "it", 1)
    if reader.unfinished:
        yield "its end is cut off"
    if reader.damage:
        yield "it has damaged lines"
    if reader.refused:
        yield f"{reader.refused[0]} in it holds NaN or infinity"
    if reader.format > lines.FORMAT:
        yield f"it has format {reader.format}, newer than this lead-tui; update lead-tui"
    held = Held(reader)
    if not held.ids:
        yield "it holds no case"
    if len(held.ids) < len(reader.index.places):
        yield "two of its records have one number"
    for number in held.ids:
        try:
            case_record.from_json(held.record(number))
        except (RecordProblem, StoreError) as problem:
            yield f"its record of {number} is no case ({problem})"


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
