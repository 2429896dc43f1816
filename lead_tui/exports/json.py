"""JSON: one array, an object a case, each on a line of its own; UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lead_tui.case import Case
from lead_tui.exports.columns import values
from lead_tui.output import json_text
from lead_tui.program import Program


def pieces(program: Program, cases: Iterable[Case]) -> Iterator[str]:
    """Give the array, a line a case."""
    separator = "[\n"
    for case in cases:
        yield separator + json_text(values(program, case))
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"
