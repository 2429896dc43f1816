"""The columns of an export, the same in every format: number, answers in the program's order, the record.

An answer stands under its key; some have columns beside it that say the same in parts: a date its first and
last possible day, ticks a yes or no for each option.
"""

from __future__ import annotations

import msgspec

from lead_tui import decision, form, kinds
from lead_tui.case import Case, answers_of
from lead_tui.contact import ATTEMPT, standing
from lead_tui.milestones import milestones
from lead_tui.program import Program
from lead_tui.question import JSON, Question
from lead_tui.safe_text import guard

CASE = "case"

RECORD = (
    "status", "outcome", "decision", "decision_by", "decision_at", "decision_reason", "decision_stale",
    "created", "created_by", "updated", "updated_by", "unsettled", "program", "program_version", "program_hash",
    "assigned", "next_step", "due", "attempts", "first_contact", "screened", "intake_done", "enrolled", "closed",
    "closed_reason", "person",
)  # fmt: skip
"""Columns behind the answers. The decision is the last one; ``decision_stale`` says yes where answers that it
rested on have changed since. Times are UTC; ``unsettled`` has the keys that two people answered differently,
with blanks between them (their answers read unknown); the program is the one the outcome was found by.

Behind them stands what happened since the referral: who has the case, what comes next and by when (``due`` is a
day, or day and time of an appointment, at the program's place), how often somebody was tried to be reached, when
each milestone was reached, why the case was closed, and the number that the cases of one person share."""


def names(program: Program) -> list[str]:
    """Give the name of every column, in order."""
    answers = (column for question in program.questions.values() for column in kinds.columns(question))
    return [CASE, *answers, *RECORD]


def derived(program: Program) -> set[str]:
    """Give the columns that hold no answer as such: an import as JSON passes them over."""
    return {*beside_answers(program), CASE, *RECORD}


def beside_answers(program: Program) -> set[str]:
    """Give the columns that say an answer in parts."""
    return {column for question in program.questions.values() for column in kinds.columns(question)[1:]}


def cells(program: Program, case: Case) -> list[str]:
    """Give the cells of a sheet, every text guarded against being read as a formula."""
    answers = _used(program, case)
    row = [guard(case.case)]
    for question in program.questions.values():
        row += _guarded(question, answers.get(question.key))
    return row + [guard(str(cell)) for cell in _record(case)]


def values(program: Program, case: Case) -> dict[str, JSON]:
    """Give the columns as JSON has them: an answer as it stands in the record, null for an empty cell."""
    answers = _used(program, case)
    row: dict[str, JSON] = {CASE: case.case}
    for question in program.questions.values():
        answer = answers.get(question.key)
        key, *parts = kinds.columns(question)
        row[key] = answer
        row |= zip(parts, (cell or None for cell in kinds.cells(question, answer)[1:]), strict=True)
    return row | {name: None if cell == "" else cell for name, cell in zip(RECORD, _record(case), strict=True)}


def _used(program: Program, case: Case) -> dict[str, JSON]:
    """Give the answers that hold: those that a later answer took out of view leave their cells empty."""
    answers = answers_of(case)
    unused = form.hidden(program, answers)
    return {key: answer for key, answer in answers.items() if key not in unused}


def left_out(program: Program, case: Case) -> set[str]:
    """Give the keys of answers that no question of this program has."""
    return answers_of(case).keys() - program.questions.keys()


def _guarded(question: Question, answer: JSON) -> list[str]:
    shown = kinds.cells(question, answer)
    # A number is one to a spreadsheet too; all else is text.
    is_number = question.kind == "number" and not isinstance(answer, str)
    return list(shown) if is_number else [guard(cell) for cell in shown]


def _decided(case: Case) -> tuple[str, ...]:
    standing = decision.standing(case)
    if standing is None:
        return ("",) * 5
    stale = "yes" if decision.stale(case) else "no"
    return (standing.decision, standing.by, standing.at, standing.reason, stale)


def _record(case: Case) -> tuple[str | int, ...]:
    return (
        case.status,
        case.outcome,
        *_decided(case),
        case.created,
        case.created_by,
        case.updated,
        case.updated_by,
        " ".join(case.unsettled),
        case.program.id,
        case.program.version,
        case.program.hash,
        *_followed(case),
    )


def _followed(case: Case) -> tuple[str | int, ...]:
    """Give what happened since the referral."""
    closed = standing(case.contacts).closed
    return (
        case.assigned,
        case.next,
        case.due,
        sum(each.did == ATTEMPT for each in case.contacts),
        *msgspec.structs.astuple(milestones(case)),
        closed.result if closed is not None else "",
        case.person,
    )
