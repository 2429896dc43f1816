"""One case file of several hands, and all that a person can get from it: commands, screens, completions."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cli_fixtures import run
from desk import desk, press, running, screen_text, settled
from rules_fixtures import CLEAR

from lead_tui import case as cases
from lead_tui.case import Case
from lead_tui.contact import Contact
from lead_tui.intake import Intake
from lead_tui.store import Store

OFFICER, OTHER, STAFF = "sample-officer-02", "sample-officer-05", "sample-staff-01"

DRAFT, HANDED, OTHERS, STAFFS, NONE = "W26-0001", "W26-0002", "W26-0003", "W26-0004", "W26-0009"
"""The officer's draft and their referral handed over; another officer's; one that staff opened; no case."""

FOREIGN = ("Sample Person 03", "Sample Person 04", OTHERS, STAFFS, OTHER, STAFF)
"""What shows that there are other cases and other people."""

CRIMINAL = CLEAR | {"referral_date": "2026-11-20", "opioid_dosage_units": 12}


def at(hour: int):
    """A clock that stands, on 20 November 2026."""
    return lambda: datetime(2026, 11, 20, hour, 40, tzinfo=UTC)


def filled(program, user: str, role: str, hour: int, *, finish: bool, **answers) -> Case:
    """A case as *user* fills it in."""
    intake = Intake.start(program, user=user, role=role, clock=at(hour))
    for key, value in answers.items():
        intake.answer(key, value)
    if finish:
        intake.finish()
    return intake.case


def case_file(program, path: Path, *, alone: bool = False) -> Path:
    """The file of four hands, see the numbers above; or the officer's two cases *alone*."""
    store = Store.open(path, clock=lambda: "2026-11-20T15:40:00Z")
    for case in (
        filled(program, OFFICER, "officer", 14, finish=False, name="Sample Person 01", pathway="social"),
        filled(program, OFFICER, "officer", 15, finish=True, name="Sample Person 02", **CRIMINAL),
        filled(program, OTHER, "officer", 15, finish=True, name="Sample Person 03", **CRIMINAL),
        filled(program, STAFF, "staff", 15, finish=False, name="Sample Person 04", pathway="social"),
    ):
        if not alone or case.created_by == OFFICER:
            store.create("W", 2026, case)
    store.close()
    return path


def worked_on(program, path: Path) -> None:
    """Let staff work for a week: on the referral handed over, on others, and on new ones."""
    hour = iter(range(10, 24))
    store = Store.open(path, clock=lambda: f"2026-11-23T{next(hour)}:00:00Z")
    base = store.get(HANDED)
    intake = Intake(program, base, user=STAFF, clock=at(20))
    for key, value in {
        "name": "Sample Person 99",
        "date_of_birth": "2012-05-14",
        "drug_distribution": "yes",
        "violent_crime_date": None,
        "notes": "Told to staff alone",
    }.items():
        intake.answer(key, value)
    for question in program.questions.values():
        if question.audience == "staff" and question.kind == "text":
            intake.answer(question.key, "Told to staff alone")
    intake.take("opioid_dosage_units", "a dozen")
    decided = intake.decide("accept", by=program.approvers[0] if program.approvers else "Sample Staff 02", reason="Met")
    assert decided == ""
    case = intake.case
    for did, result in (
        ("attempt", "reached"),
        ("appointment", "kept"),
        ("assigned", ""),
        ("linked", ""),
        ("closed", "not_found"),
    ):
        entry = Contact(
            id=did,
            at="2026-11-23T10:00:00Z",
            by=STAFF,
            did=did,
            result=result,
            what=STAFFS if did == "linked" else "Told",
            who=STAFF,
            note="Told",
        )
        case = cases.add_contact(case, entry)
    store.save(base, msgspec.structs.replace(case, extra={"disclosures": [{"by": STAFF}]}), by=STAFF)
    other = store.get(OTHERS)
    store.save(other, cases.answer(other, "name", "Sample Person 03 B", at="t", by=STAFF), by=STAFF)
    new = filled(program, STAFF, "staff", 21, finish=True, name="Sample Person 02", **CRIMINAL)
    store.create("W", 2026, new)
    store.close()


# Commands.

COMMANDS = {
    "list": ["list"],
    "list with names": ["list", "--names"],
    "list as JSON": ["list", "--json"],
    **{f"status {word}": ["list", "--json", "--status", word]
       for word in ("draft", "open", "closed", "expunged", "received")},
    **{f"outcome {word}": ["list", "--json", "--outcome", word]
       for word in ("eligible", "not_eligible", "undetermined")},
    **{f"pathway {word}": ["list", "--json", "--pathway", word] for word in ("social", "criminal")},
    "mine": ["list", "--mine"],
    "mine as JSON": ["list", "--mine", "--json"],
    "due": ["list", "--due"],
    "decision differs": ["list", "--decision-differs"],
    **{f"find {text}": ["list", "--names", "--find", text] for text in ("sample", "person 99", "W26", "0003", OTHER)},
    **{f"show {number}": ["show", number] for number in (HANDED, OTHERS, STAFFS, NONE, "w26-3")},
    **{f"show {number} as JSON": ["show", number, "--json"] for number in (HANDED, OTHERS, STAFFS, NONE)},
    **{f"intake {number}": ["intake", number, "--plain"] for number in (HANDED, OTHERS, STAFFS, NONE)},
    **{f"contact {number}": ["contact", number] for number in (HANDED, OTHERS, STAFFS, NONE)},
    **{f"export {form}": ["export", form, "--drafts"] for form in ("csv", "json", "jsonl")},
    "import": ["import", "-"],
    "dry import": ["import", "--dry-run", "-"],
    "doctor": ["doctor"], "doctor as JSON": ["doctor", "--json"], "doctor, tidy": ["doctor", "--tidy"],
    "backup": ["backup"],
    "restore": ["restore", "backup.json", "--yes"],
    "log": ["log"], "log as JSON": ["log", "--json"], "log of a case": ["log", "--case", HANDED],
    "log verify": ["log", "verify"],
    "expunge": ["expunge", HANDED, "--order", "26-0114"],
    "hold": ["hold", HANDED, "--reason", "subpoena"],
}  # fmt: skip
"""Every command that reads or writes cases, with every filter."""


def command(path: Path, user: str, role: str, *arguments: str):
    """Run a command as somebody."""
    return run("--db", str(path), "--user", user, "--role", role, *arguments)


def completed(path: Path, user: str, role: str, begun: str = "W") -> list[str]:
    """What a shell offers for the number of a case."""
    words = f"lead-tui --db {path} --user {user} --role {role} show {begun}"
    asked = subprocess.run(
        [sys.executable, "-m", "lead_tui"],
        env={**os.environ, "_LEAD_TUI_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.split()


# Screens.

SCREENS = {
    "list": [],
    "mine": ["escape", "m"],
    "filters": ["m", "f"],
    "list with a search": ["escape", "slash", *"sample"],
    "list with another search": ["escape", "slash", *"0003"],
    "last case below the list": ["escape", "end"],
    "last case": ["enter"],
    "end of the last case": ["end"],
    "help": ["question_mark"],
    "list again": ["escape", "escape"],
}
"""What is pressed to come there, one after the other; a draft that is offered first is left alone."""


async def _screens(program, path: Path, user: str, role: str, size: tuple[int, int]) -> dict[str, str]:
    app = desk(program, store=Store.open(path), user=user, role=role)
    found = {}
    async with running(app, size) as pilot:
        while "Go on with a draft?" not in screen_text(app):
            await settled(pilot)
        found[f"draft offered at {size[0]}"] = await _still(pilot)
        await press(pilot, "escape")
        for name, pressed in SCREENS.items():
            await press(pilot, *pressed)
            found[f"{name} at {size[0]}"] = await _still(pilot)
    return found


async def _still(pilot) -> str:
    """What the screen shows once nothing on it moves any more."""
    before = ""
    while not before or before != screen_text(pilot.app):
        before = screen_text(pilot.app)
        await settled(pilot)
    return before


def screens(program, path: Path, user: str, role: str) -> dict[str, str]:
    """Every screen; for an officer at two sizes."""
    sizes = [(80, 24), (120, 40)] if role == "officer" else [(80, 24)]
    shown = [asyncio.run(_screens(program, path, user, role, size)) for size in sizes]
    return {name: text for each in shown for name, text in each.items()}


def everything(program, path: Path, user: str, role: str) -> dict[str, str]:
    """All that somebody can get without changing anything; the name of the file is left out."""
    said = {name: command(path, user, role, *arguments) for name, arguments in COMMANDS.items()}
    told = {name: f"{ran.code}\n{ran.out}\n{ran.err}" for name, ran in said.items()}
    told |= screens(program, path, user, role)
    told["completion"] = " ".join(completed(path, user, role))
    return {name: re.sub(re.escape(str(path)), "FILE", text) for name, text in told.items()}
