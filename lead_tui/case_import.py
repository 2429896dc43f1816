"""Cases made of answers that came from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from lead_tui import case as cases
from lead_tui.case import OPEN, Case
from lead_tui.program import Program
from lead_tui.question import JSON
from lead_tui.rules import assess

if TYPE_CHECKING:
    from lead_tui.store import Store

VIA = "import"


def imported(program: Program, answers: Mapping[str, JSON], *, at: str, by: str) -> Case:
    """Give an open case with these answers and their rule result; it was never a draft, nor handed over."""
    case = cases.new(program.stamp, at=at, by=by)
    for key, value in answers.items():
        case = cases.answer(case, key, value, at=at, by=by, via=VIA)
    case = msgspec.structs.replace(case, status=OPEN)
    return cases.assessed(case, assess(program, answers).outcome, program.stamp, at=at)


def save(store: Store, program: Program, new: Iterable[Case], year: int) -> list[str]:
    """Number and save the cases, all or none; gives their numbers once all are durable."""
    return store.create_many((program.series, year, case) for case in new)
