"""JSON Lines: one object a case and line, UTF-8; ``import`` takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lead_tui.case import Case
from lead_tui.exports.columns import values
from lead_tui.output import json_text
from lead_tui.program import Program


def pieces(program: Program, cases: Iterable[Case]) -> Iterator[str]:
    """Give a line a case."""
    for case in cases:
        yield json_text(values(program, case)) + "\n"
