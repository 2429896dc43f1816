"""Named cases, kept as data in ``tests/cases``; its README says how to add one."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest

from lead_tui import kinds, program_file
from lead_tui.facts import known_date
from lead_tui.program import PATHWAY, REFERRAL_DATE, Program
from lead_tui.prospects import prospects
from lead_tui.question import JSON, Context
from lead_tui.rules import Outcome, Status, assess

HERE = Path(__file__).parent
FILES = sorted((HERE / "cases").glob("*.toml"))


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One named case."""

    name: str
    outcome: dict[str, Outcome]
    why: str = ""
    base: str = ""
    answers: dict[str, str | float | int | list[str]] = {}
    without: list[str] = []
    status: dict[str, Status] = {}
    reason: dict[str, str] = {}
    presumptive: list[str] | None = None
    open: list[str] | None = None
    would_settle: list[str] | None = None
    opens_on: str | None = None


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of cases of one program."""

    case: list[Case]
    base: dict[str, dict[str, str | float | int | list[str]]] = {}
    program: str = ""


def _read(path: Path) -> tuple[Program, list[tuple[Case, dict[str, JSON]]]]:
    file = msgspec.convert(tomllib.loads(path.read_text("utf-8")), File)
    program = program_file.load(HERE / file.program if file.program else None)
    found = []
    for case in file.case:
        base = file.base[case.base] if case.base else {}
        answers = {key: value for key, value in {**base, **case.answers}.items() if key not in case.without}
        found.append((case, answers))
    return program, found


READ = {path.stem: _read(path) for path in FILES}
CASES = [
    pytest.param(program, case, answers, id=f"{stem}: {case.name}")
    for stem, (program, cases) in READ.items()
    for case, answers in cases
]


@pytest.mark.parametrize(("program", "case", "answers"), CASES)
def test_the_case_turns_out_as_expected(program, case, answers):
    assessment = assess(program, answers)
    ahead = prospects(program, answers)
    found = {finding.criterion: finding for finding in assessment.findings}

    for pathway, outcome in case.outcome.items():
        assert assessment.pathways[pathway] == outcome
    for criterion, status in case.status.items():
        assert found[criterion].status == status
    for criterion, reason in case.reason.items():
        assert found[criterion].reason == reason
    if case.presumptive is not None:
        assert [name for name, finding in found.items() if finding.presumptive] == case.presumptive
    if case.open is not None:
        assert list(ahead.open_questions) == case.open
    if case.would_settle is not None:
        assert list(ahead.would_settle) == case.would_settle
    if case.opens_on is not None:
        assert (ahead.opens_on.edtf() if ahead.opens_on else "") == case.opens_on


@pytest.mark.parametrize(("program", "case", "answers"), CASES)
def test_the_case_holds_answers_that_the_program_takes(program, case, answers):
    referral = known_date(answers.get(REFERRAL_DATE))
    context = Context(words=program.words, today=date.max, referral=referral.day if referral else None)

    for key, value in answers.items():
        assert key in program.questions
        assert kinds.check(program.questions[key], value, context) == ""
    chosen = answers.get(PATHWAY)
    assert chosen is None or chosen in case.outcome


@pytest.mark.parametrize("stem", READ)
def test_no_two_cases_of_a_file_have_the_same_name(stem):
    names = [case.name for case, _ in READ[stem][1]]

    assert len(set(names)) == len(names)


def test_there_are_cases_for_every_program_and_enough_for_the_one_that_is_carried_along():
    programs = {f"programs/{path.name}" for path in (HERE / "programs").glob("*.toml")}

    assert {program.id for program, _ in READ.values()} >= {"wilmington", *(Path(name).stem for name in programs)}
    assert len(READ["wilmington"][1]) >= 45


@pytest.mark.parametrize("stem", READ)
def test_every_criterion_has_a_case_in_which_it_is_not_met(stem):
    program, cases = READ[stem]
    refused = {
        finding.criterion
        for _, answers in cases
        for finding in assess(program, answers).findings
        if finding.status is Status.NOT_MET
    }

    missing = set(program.criteria) - refused
    assert not missing
