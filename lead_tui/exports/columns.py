"""The columns of an export, the same in every format: number, answers in the program's order, the record.

An answer stands under its key; some have columns beside it that say the same in parts: a date its first and
last possible day, ticks a yes or no for each option.
"""

from __future__ import annotations

from lead_tui import decision, form, kinds
from lead_tui.case import Case, answers_of
from lead_tui.program import Program
from lead_tui.question import JSON, Question
from lead_tui.safe_text import guard

CASE = "case"

RECORD = (
    "status", "outcome", "decision", "decision_by", "decision_at", "decision_reason", "decision_stale",
    "created", "created_by", "updated", "updated_by", "unsettled", "program", "program_version", "program_hash",
)  # fmt: skip
"""Columns behind the answers. The decision is the last one; ``decision_stale`` says yes where answers that it
rested on have changed since. Times are UTC; ``unsettled`` has the keys that two people answered differently,
with blanks between them (their answers read unknown); the program is the one the outcome was found by."""


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
    return row + [guard(text) for text in _record(case)]


def values(program: Program, case: Case) -> dict[str, JSON]:
    """Give the columns as JSON has them: an answer as it stands in the record, null for an empty cell."""
    answers = _used(program, case)
    row: dict[str, JSON] = {CASE: case.case}
    for question in program.questions.values():
        answer = answers.get(question.key)
        key, *parts = kinds.columns(question)
        row[key] = answer
        row |= zip(parts, (cell or None for cell in kinds.cells(question, answer)[1:]), strict=True)
    return row | {name: text or None for name, text in zip(RECORD, _record(case), strict=True)}


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


def _record(case: Case) -> tuple[str, ...]:
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
    )
