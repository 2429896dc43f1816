"""Write ``data/sample_cases.json``: made-up cases for ``lead-tui demo`` and for tests.

Run it after a change of the program file or of the record: ``python scripts/make_sample_cases.py``. The same
sources give the same bytes; a test holds the file against them. Nobody in it exists.
"""

from __future__ import annotations

import random
import sys
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import msgspec

from lead_tui import case_import, program_file
from lead_tui.case import Case
from lead_tui.intake import Intake, stamp
from lead_tui.merge import merge
from lead_tui.program import Program
from lead_tui.store import Store

TARGET = Path(__file__).parent.parent / "data" / "sample_cases.json"
OFFICER, STAFF = "sample-officer-02", "sample-staff-01"
BEGIN = datetime(2026, 10, 5, 14, 20, tzinfo=UTC)

CLEAR = {
    "minor_offense": "y", "substance_use_identified": "y", "parole_or_probation": "n", "drug_distribution": "n",
    "opioid_dosage_units": "12", "violent_crime_date": "never", "listed_assault_charge_date": "never",
    "promoting_prostitution": "n", "exploitation_of_minors": "n",
}  # fmt: skip
"""What was typed where nothing stands against a criminal referral."""

CRIMINAL = {"pathway": "c", "date_of_birth": "5/14/1990"} | CLEAR
SOCIAL = {"pathway": "s", "seeking_treatment": "y", "date_of_birth": "14 March 1984"}
PAPERS = {"offense": "p", "drug_and_amount": "12 tablets", "place_and_time": "Sample Street, 8:40 pm",
          "answer_sources": "records check, own observation", "case_manager_called": "8:50 pm"}  # fmt: skip

REFERRALS: list[tuple[str, bool, dict[str, str]]] = [
    (STAFF, True, SOCIAL | {"referral_source": "t", "message_allowed": "n"}),
    (OFFICER, True, CRIMINAL | PAPERS),
    (OFFICER, True, CRIMINAL | {"parole_or_probation": "y", "notes": "Supervised since June 2026."}),
    (OFFICER, True, CRIMINAL | {"opioid_dosage_units": "64"}),
    (OFFICER, True, CRIMINAL | {"violent_crime_date": "2016", "notes": "Court record not at hand."}),
    (STAFF, True, {"pathway": "s", "seeking_treatment": "y", "date_of_birth": "2008"}),
    (STAFF, True, {"pathway": "s", "seeking_treatment": "y", "date_of_birth": "14 May 2009"}),
    (OFFICER, True, CRIMINAL | {"violent_crime_date": "2017-05-14"}),
    (OFFICER, True, CRIMINAL | {"violent_crime_date": "before 2016", "listed_assault_charge_date": "o"}),
    (OFFICER, True, CRIMINAL | {"minor_offense": "u", "drug_distribution": "d"}),
    (STAFF, True, {"pathway": "s", "seeking_treatment": "n", "date_of_birth": "1971"}),
    (
        OFFICER,
        False,
        {"pathway": "c", "date_of_birth": "age 34", "minor_offense": "y", "violent_crime_date": "5/1"},
    ),
    (STAFF, False, {"pathway": "s", "name": "", "safe_contact": ""}),
    (OFFICER, False, CRIMINAL | PAPERS | {"promoting_prostitution": "", "exploitation_of_minors": ""}),
]
"""Who asked, whether it was handed over, and what was typed; the last one two people go on with."""


DECISIONS = {
    1: ("accept", ""),
    2: ("accept", ""),
    3: ("refer_elsewhere", "Outreach already works with this person."),
    4: ("accept", "The tablets were prescribed; the prosecutor agrees."),
    5: ("hold", "The court record is asked for."),
    9: ("decline", "The person chose another program."),
}
"""What was decided in some of them, and why; the fourth and the ninth differ from the rule result."""

APPROVER = "Sample Approver 01"


class Clock:
    """A clock that goes on by some days at each case, and by some seconds at each answer."""

    def __init__(self) -> None:
        self.time = BEGIN

    def __call__(self) -> datetime:
        """Give the time of the next answer."""
        self.time += timedelta(seconds=7)
        return self.time

    def next_case(self) -> None:
        """Go on to the day of the next case."""
        self.time += timedelta(days=3, hours=1, minutes=11)


def sample_cases(program: Program, clock: Clock) -> Iterator[Case]:
    """Give the cases, each once it is over, so that *clock* shows its last change."""
    for number, (user, finished, typed) in enumerate(REFERRALS, 1):
        clock.next_case()
        intake = Intake.start(program, user=user, clock=clock)
        for key, text in (_common(number) | typed).items():
            intake.take(key, text)
        if finished:
            intake.finish()
        if number in DECISIONS:
            word, reason = DECISIONS[number]
            intake = Intake(program, intake.case, user=STAFF, clock=clock)
            if problem := intake.decide(word, by=APPROVER, reason=reason):
                raise ValueError(problem)
        yield intake.case if number < len(REFERRALS) else _answered_by_two(intake, clock)
    clock.next_case()
    answers = {
        "pathway": "social",
        "referral_date": "2026-11-20",
        "seeking_treatment": "yes",
        "name": "Sample Person 15",
    }
    yield case_import.imported(program, answers, at=stamp(clock()), by=STAFF)


def _common(number: int) -> dict[str, str]:
    person = {"name": f"Sample Person {number:02d}", "safe_contact": f"910-555-01{number:02d}, text only"}
    return person | ({"incident_number": f"SAMPLE-{number:04d}"} if REFERRALS[number - 1][0] == OFFICER else {})


def _answered_by_two(intake: Intake, clock: Clock) -> Case:
    """Give a case in which two people answered one question differently, and nobody has settled it."""
    base = intake.case
    sides = []
    for user, value in ((OFFICER, "no"), (STAFF, "unknown")):
        side = Intake(intake.program, base, user=user, clock=clock)
        side.answer("promoting_prostitution", value)
        sides.append(side.case)
    return Intake(intake.program, merge(base, *sides).case, user=STAFF, clock=clock).case


def content() -> bytes:
    """Give the bytes of the file."""
    program, clock, dice = program_file.load(), Clock(), random.Random(2026)

    def not_random() -> uuid.UUID:
        return uuid.UUID(int=dice.getrandbits(128), version=4)

    with tempfile.TemporaryDirectory() as folder, mock.patch("uuid.uuid4", not_random):
        path = Path(folder) / TARGET.name
        entries = [(program.series, BEGIN.year, _by_its_last_author(case)) for case in sample_cases(program, clock)]
        times = iter([_last(case)[0] for _, _, case in entries])
        Store.open(path, clock=lambda: next(times)).create_many(entries)
        return path.read_bytes()


def _by_its_last_author(case: Case) -> Case:
    return msgspec.structs.replace(case, updated_by=_last(case)[1])


def _last(case: Case) -> tuple[str, str]:
    """Give when something was last entered, and by whom."""
    if case.decisions:
        return case.decisions[-1].at, case.decisions[-1].entered_by
    return case.history[-1].at, case.history[-1].by


if __name__ == "__main__":
    TARGET.write_bytes(content())
    sys.stdout.write(f"{TARGET} is up to date.\n")
