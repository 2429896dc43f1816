"""``restore``: a backup in the place of the case file, once somebody has seen what would change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lead_tui import output, places, restore
from lead_tui.access import Deed
from lead_tui.casefile import CaseStorage
from lead_tui.finding import some
from lead_tui.refusals import NotACaseFile, NotSaved
from lead_tui.restore import Held, Plan
from lead_tui.safe_text import shown
from lead_tui.settings import Settings
from lead_tui.store import Store, utc_now
from lead_tui.wrong_input import CouldNot, WrongInput, first_lines

_PATIENCE = 30.0
_NAMED = 20


def run(settings: Settings, file: Path, *, yes: bool) -> None:
    """Say what would change, ask, keep what is there, and put the backup in its place. For staff."""
    settings.require(Deed.RESTORE)
    path = places.case_file(settings.db)
    if path.exists() and file.exists() and path.samefile(file):
        raise WrongInput(f"lead-tui: {file} is the case file itself; name a backup of it.")
    storage = CaseStorage(path)  # not an open store: the file may be no case file any more
    store = Store(storage, utc_now)
    try:
        with restore.read(file) as backup:
            plan = _shown(store, backup, file)
            if plan.nothing:
                output.say("Nothing was restored: the case file holds the same.")
                return
            if not yes:
                _ask(storage.path)
            agreed = None if yes else plan
            done = restore.put_back(
                store, file, backup, shown=agreed, by=settings.who(), now=settings.now(), wait=_PATIENCE
            )
    except NotSaved as refusal:
        raise CouldNot(str(refusal).replace("Not saved", "nothing was restored", 1)) from None
    finally:
        store.close()
    for notice in storage.notices:
        output.complain(f"lead-tui: {notice}")
    output.say(f"Restored: {'1 case' if done.cases == 1 else f'{done.cases:,} cases'} in {storage.path}.")
    if done.replaced is not None:
        output.say(f"What was there is kept in {done.replaced}.")


def _shown(store: Store, backup: Held, file: Path) -> Plan:
    """Print what would change, without an answer or a name; gives it."""
    storage = store.storage
    try:
        storage.refresh(patient=True)
        storage.check()
        now = Held(storage)
    except NotACaseFile:
        output.say(f"{storage.path} is no case file any more; it would be kept aside.")
        now = Held()
    one, other = (held.program for held in (backup, now))
    if one and other and one != other:
        raise WrongInput(f"lead-tui: {file} is of the program {one}, and {storage.path} of {other}.")
    plan = restore.planned(backup, now, restore.told(store.log_path))
    output.say(f"{file} holds {_count(len(backup.ids))}, {storage.path} {_count(len(now.ids))}.")
    for line in first_lines(list(_lines(plan)), most=_NAMED):
        output.say(line)
    return plan


def _count(cases: int) -> str:
    return "1 case" if cases == 1 else f"{cases:,} cases"


def _lines(plan: Plan) -> Iterator[str]:
    if plan.come:
        yield f"Would come: {some(plan.come, _NAMED)}."
    if plan.go:
        yield f"Would go: {some(plan.go, _NAMED)}."
    if plan.stay_emptied:
        yield f"Emptied since, and stays emptied: {some(plan.stay_emptied, _NAMED)}."
    yield f"Would stay as it is: {_count(plan.same)}."
    for each in plan.changed:
        counts = [
            f"{what} {before} -> {after}"
            for what, (before, after) in (("decisions", each.decisions), ("contacts", each.contacts))
            if before != after
        ]
        said = [*each.keys[:_NAMED], *counts] or ["no answer; what stands beside the answers"]
        yield f"Would change: {each.case}: {', '.join(said)}."


def _ask(path: Path) -> None:
    """Ask for a yes at the terminal. CouldNot where there is nobody, or another word comes."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise CouldNot("nothing was restored: nobody could be asked here; --yes goes on without.")
    output.write([f"Put it in the place of {shown(str(path))}? Type yes: "])
    output.flush()
    if sys.stdin.readline().strip().lower() != "yes":
        raise CouldNot("nothing was restored.")
