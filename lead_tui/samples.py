"""Made-up cases for the demo and for tests, with a morning's work in them. Nobody in them exists.

They are made through the same doors as real ones, as if the weeks before *today* had been worked at this desk:
so the demo has calls that are due, whichever day it is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import msgspec

from lead_tui import case_import, deeds
from lead_tui.assessed_case import stamp
from lead_tui.case import Case
from lead_tui.intake import Intake
from lead_tui.merge import merge
from lead_tui.program import Program
from lead_tui.store import Store

OFFICER, STAFF, COLLEAGUE = "sample-officer-02", "sample-staff-01", "sample-staff-02"
WEEKS = timedelta(days=50)
"""How long before today the first of them begin."""

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
    (OFFICER, True, CRIMINAL | {"parole_or_probation": "y", "notes": "Supervised since June."}),
    (OFFICER, True, CRIMINAL | {"opioid_dosage_units": "64"}),
    (OFFICER, True, CRIMINAL | {"violent_crime_date": "{-10}", "notes": "Court record not at hand."}),
    (STAFF, True, {"pathway": "s", "seeking_treatment": "y", "date_of_birth": "{-18}"}),
    (STAFF, True, {"pathway": "s", "seeking_treatment": "y", "date_of_birth": "14 May {-17}"}),
    (OFFICER, True, CRIMINAL | {"violent_crime_date": "{-9}-05-14"}),
    (OFFICER, True, CRIMINAL | {"violent_crime_date": "before {-10}", "listed_assault_charge_date": "o"}),
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
"""Who asked, whether it was handed over, and what was typed (``{-10}`` is the year ten years before theirs); the
last one two people go on with."""


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

BY_PHONE = {"how": "phone"}
WORK: dict[int, list[tuple[int, str, dict[str, str]]]] = {
    1: [
        (-44, "g", {"who": "{me}"}),
        (-43, "r", BY_PHONE | {"note": "Glad about the call."}),
        (-43, "a", {"due": "{-37} 10 am", "who": "{me}"}),
        (-37, "k", {"what": "Weekly check-in", "due": "{3}", "who": "{me}"}),
    ],
    2: [
        (-11, "g", {"who": "{me}"}),
        (-6, "n", BY_PHONE | {"what": "Call again", "due": "{-4}", "who": "{me}"}),
        (-4, "n", BY_PHONE | {"what": "Call again", "due": "{-2}", "who": "{me}"}),
    ],
    3: [(-36, "c", {"result": "referred_elsewhere", "note": "Outreach has the person."})],
    4: [
        (-12, "g", {"who": "{me}"}),
        (-5, "m", BY_PHONE | {"what": "Call again", "due": "{-3}", "who": "{me}"}),
        (-3, "r", BY_PHONE),
        (-3, "a", {"due": "{0} 2 pm", "who": "{me}"}),
    ],
    5: [
        (-13, "g", {"who": COLLEAGUE}),
        (-8, "d", {"due": "{-1}", "who": APPROVER, "what": "Court record"}),
    ],
    8: [
        (-20, "n", BY_PHONE),
        (-15, "n", {"how": "visit"}),
        (-10, "c", {"result": "not_found", "note": "Three weeks without a sign."}),
    ],
    9: [(-14, "x", BY_PHONE), (-14, "c", {"result": "changed_mind"})],
    11: [
        (-9, "g", {"who": COLLEAGUE}),
        (-5, "w", BY_PHONE | {"what": "Ask the provider for a number", "due": "{6}", "who": COLLEAGUE}),
    ],
    15: [
        (-2, "g", {"who": "{me}"}),
        (-1, "m", BY_PHONE | {"what": "Call again", "due": "{0}", "who": "{me}"}),
    ],
}
"""What was done after the referral: days from today, the letter of the deed, and what was typed (``{-2}`` is the day
two days before today, ``{me}`` whoever has most of the work)."""


class Clock:
    """A clock that goes on by some days at each case, and by some seconds at each answer."""

    def __init__(self, begin: datetime) -> None:
        self.time = begin

    def __call__(self) -> datetime:
        """Give the time of the next answer."""
        self.time += timedelta(seconds=7)
        return self.time

    def next_case(self) -> None:
        """Go on to the day of the next case."""
        self.time += timedelta(days=3, hours=1, minutes=11)


def sample_cases(program: Program, today: date, me: str = STAFF) -> Iterator[Case]:
    """Give the cases, without numbers, as they are on the morning of *today*; *me* has most of the work."""
    clock = Clock(datetime.combine(today - WEEKS, time(14, 20), UTC))
    for number, (user, finished, typed) in enumerate(REFERRALS, 1):
        clock.next_case()
        intake = Intake.start(program, user=user, clock=clock)
        for key, text in (_common(number) | typed).items():
            intake.take(key, _filled(text, lambda years: str(clock.time.year + years)))
        if finished:
            intake.finish()
        if number in DECISIONS:
            word, reason = DECISIONS[number]
            intake = Intake(program, intake.case, user=STAFF, clock=clock)
            if problem := intake.decide(word, by=APPROVER, reason=reason):
                raise ValueError(problem)
        case = intake.case if number < len(REFERRALS) else _answered_by_two(intake, clock)
        yield _worked_on(program, case, number, today, me)
    clock.next_case()
    answers = {
        "pathway": "social",
        "referral_date": (today - timedelta(days=4)).isoformat(),
        "seeking_treatment": "yes",
        "name": "Sample Person 15",
    }
    last = case_import.imported(program, answers, at=stamp(clock()), by=STAFF)
    yield _worked_on(program, last, len(REFERRALS) + 1, today, me)


def _worked_on(program: Program, case: Case, number: int, today: date, me: str) -> Case:
    """Give the case after what was done in it since the referral."""
    for days, letter, typed in WORK.get(number, ()):
        # In the afternoon at Wilmington, a minute apart.
        at = datetime.combine(today + timedelta(days=days), time(18, 30 + len(case.contacts)), UTC)
        intake = Intake(program, case, user=STAFF, clock=partial(_same, at))
        [deed] = (deed for deed in deeds.possible(case) if deed.key == letter)
        filled = {
            name: _filled(text, lambda ahead: (today + timedelta(days=ahead)).isoformat()).replace("{me}", me)
            for name, text in typed.items()
        }
        if wrong := intake.record(deed, filled):
            raise ValueError(wrong.said)
        case = intake.case
    return case


def _same(at: datetime) -> datetime:
    return at


def _filled(text: str, say: Callable[[int], str]) -> str:
    """Give *text* with the numbers in braces as *say* has them."""
    return re.sub(r"\{(-?\d+)\}", lambda found: say(int(found[1])), text)


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


def write(path: Path, program: Program, today: date, me: str = STAFF) -> None:
    """Make a case file of them at *path*."""
    cases = [_by_its_last_author(case) for case in sample_cases(program, today, me)]
    entries = [(program.series, (today - WEEKS).year, case) for case in cases]
    times = iter([_last(case)[0] for case in cases])
    latest = max(_last(case)[0] for case in cases)
    Store.open(path, clock=lambda: next(times, latest)).create_many(entries)


def _by_its_last_author(case: Case) -> Case:
    return msgspec.structs.replace(case, updated_by=_last(case)[1])


def _last(case: Case) -> tuple[str, str]:
    """Give when something was last entered, and by whom."""
    entered = [(each.at, each.by) for each in case.history[-1:]]
    entered += [(each.at, each.by) for each in case.contacts[-1:]]
    entered += [(each.at, each.entered_by) for each in case.decisions[-1:]]
    return max(entered)
