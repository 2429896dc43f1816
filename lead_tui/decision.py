"""Decisions of people: which one stands, and how it stands beside the rule result.

A decision is a record of its own. It never changes the rule result, and nothing later changes it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from lead_tui.case import Case, Decision, answers_of, digest_of
from lead_tui.question import TEXT_LIMIT

ACCEPT: Final = "accept"
DECLINE: Final = "decline"
REFER_ELSEWHERE: Final = "refer_elsewhere"
HOLD: Final = "hold"

WORDS: Final = {ACCEPT: "accept", DECLINE: "decline", REFER_ELSEWHERE: "refer elsewhere", HOLD: "hold"}
"""What may be decided, and the words for it."""

STATE_WORDS: Final = {ACCEPT: "accepted", DECLINE: "declined", REFER_ELSEWHERE: "elsewhere", HOLD: "on hold"}
"""The word of the list's State column."""


def word(decision: str) -> str:
    """Give the words for a decision: ``refer elsewhere``."""
    return WORDS.get(decision, decision)


def standing(case: Case) -> Decision | None:
    """Give the last decision; None before the first."""
    return case.decisions[-1] if case.decisions else None


def stale(case: Case) -> bool:
    """Say whether answers that the rule result rested on have changed since the standing decision."""
    decision = standing(case)
    return decision is not None and digest_of(answers_of(case), decision.reads) != decision.answers


def differs(decision: str, outcome: str) -> bool:
    """Say whether a decision goes another way than the rule result.

    To accept differs from everything but eligible, to decline from everything but not eligible: a result that
    is not yet known is neither. To refer elsewhere differs from eligible. To hold decides nothing yet.
    """
    match decision:
        case "accept":
            return outcome != "eligible"
        case "decline":
            return outcome != "not_eligible"
        case "refer_elsewhere":
            return outcome == "eligible"
        case _:
            return False


def reason_needed(decision: str, outcome: str) -> bool:
    """Say whether a reason must be given: the decision differs from the rule result, or that is not yet known."""
    return differs(decision, outcome) or outcome not in ("eligible", "not_eligible")


def problem(decision: str, *, by: str, reason: str, outcome: str, approvers: Collection[str]) -> str:
    """Give what keeps a decision from being recorded, in one line; nothing where it can be.

    *approvers* are the people who may decide; where there are none, anybody's name will do.
    """
    if not decision:
        return f"Decision: nothing is chosen. Choose {', '.join(WORDS.values())}."
    if decision not in WORDS:
        return f'Decision: "{decision}" is none. Choose {", ".join(WORDS.values())}.'
    if not by.strip():
        return "By: nobody is named. " + ("Choose who decided." if approvers else "Type who decided.")
    if approvers and by not in approvers:
        return f'By: "{by}" is no designated approver. Choose {" or ".join(approvers)}.'
    if len(by) > TEXT_LIMIT or len(reason) > TEXT_LIMIT:
        return f"Reason: {max(len(by), len(reason)):,} characters; {TEXT_LIMIT:,} at most."
    if not reason.strip() and reason_needed(decision, outcome):
        known = outcome in ("eligible", "not_eligible")
        why = "it differs from the rule result" if known else "the rule result is not yet known"
        return f"Reason: none is given, and {why}. Say why."
    return ""
