"""What ``check`` says of one referral: the record that other tools read.

Pure. Names, order and meaning of the keys are a contract: nothing is renamed or moved here.
"""

from __future__ import annotations

from lead_tui.partial_date import PartialDate
from lead_tui.program import Program
from lead_tui.prospects import prospects
from lead_tui.question import Answers
from lead_tui.rules import Finding, assess


def record(program: Program, answers: Answers) -> dict[str, object]:
    """Give the rule result of *answers*, what is open, what would settle it and when it opens."""
    result = assess(program, answers)
    ahead = prospects(program, answers)
    return {
        "outcome": result.outcome,
        "pathway": result.pathway,
        "pathways": dict(result.pathways),
        "findings": [_finding(finding) for finding in result.findings],
        "open_questions": list(ahead.open_questions),
        "would_settle": list(ahead.would_settle),
        "opens_on": _days(ahead.opens_on) if ahead.opens_on else None,
        "program": {"id": result.program.id, "version": result.program.version, "hash": result.program.hash},
    }


def _days(known: PartialDate) -> str:
    """Give a day, or the two days between which it lies; never a year or month, which are neither."""
    if known.day is not None:
        return known.day.isoformat()
    return f"{known.earliest}/{known.latest}"


def _finding(finding: Finding) -> dict[str, object]:
    said: dict[str, object] = {
        "criterion": finding.criterion,
        "status": finding.status,
        "reason": finding.reason,
        "quote": finding.quote,
        "answers": list(finding.answers),
    }
    return said | {"presumptive": True} if finding.presumptive else said
