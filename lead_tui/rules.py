"""The eligibility of one referral, by the rules of one program.

Pure: no clock, no file, no default for a missing answer. Not known is never no: every statement has three
values (``truth.py``), and look-backs count from the stored day of the referral, never from today.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from lead_tui import reasons, truth
from lead_tui.case import Stamp
from lead_tui.condition import reads_referral_date
from lead_tui.facts import Facts, facts_of
from lead_tui.holding import holding
from lead_tui.program import PATHWAY, REFERRAL_DATE, Criterion, Program
from lead_tui.question import Answers
from lead_tui.truth import Truth


class Status(StrEnum):
    """What one criterion says of one referral."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What all criteria of a pathway say together."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one criterion says about one referral."""

    criterion: str
    status: Status
    reason: str
    """A full sentence that names facts and dates."""
    brief: str
    """The same in a few words, within a list."""
    quote: str
    answers: tuple[str, ...]
    """Every key that the criterion reads; the day of the referral last, where it counts back from that."""
    presumptive: bool = False
    """Whether it applies and a person may lift it, with a reason."""


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """The rule result of one referral: never a decision, which people take."""

    pathway: str | None
    outcome: Outcome
    """Of the chosen pathway; undetermined where none is chosen."""
    pathways: Mapping[str, Outcome]
    findings: tuple[Finding, ...]
    """Of the chosen pathway, in the program's order; of every pathway where none is chosen."""
    program: Stamp


def assess(program: Program, answers: Answers) -> Assessment:
    """Give the rule result of *answers*, for every pathway, with the reason for each finding."""
    facts = facts_of(program, answers)
    chosen = program.pathway(facts.value(PATHWAY))
    statuses = {name: status(criterion, facts) for name, criterion in program.criteria.items()}
    scope = chosen.criteria if chosen else tuple(program.criteria)
    outcomes = {p.id: combined([statuses[name] for name in p.criteria]) for p in program.pathways}
    return Assessment(
        pathway=chosen.id if chosen else None,
        outcome=outcomes[chosen.id] if chosen else Outcome.UNDETERMINED,
        pathways=outcomes,
        findings=tuple(
            _finding(program, criterion, statuses[name], facts)
            for name, criterion in program.criteria.items()
            if name in scope
        ),
        program=program.stamp,
    )


def outcome(program: Program, answers: Answers) -> Outcome:
    """Give the outcome of the chosen pathway alone, without the reasons; undetermined where none is chosen."""
    facts = facts_of(program, answers)
    chosen = program.pathway(facts.value(PATHWAY))
    if chosen is None:
        return Outcome.UNDETERMINED
    return combined([status(program.criteria[name], facts) for name in chosen.criteria])


def combined(statuses: list[Status]) -> Outcome:
    """Give a pathway's outcome: eligible only where every criterion is met."""
    whole = truth.all_of({Status.MET: Truth.TRUE, Status.NOT_MET: Truth.FALSE}.get(s, Truth.UNKNOWN) for s in statuses)
    return {Truth.TRUE: Outcome.ELIGIBLE, Truth.FALSE: Outcome.NOT_ELIGIBLE}.get(whole, Outcome.UNDETERMINED)


def status(criterion: Criterion, facts: Facts) -> Status:
    """Say whether a criterion is met; a disqualifier is met where its rule does not hold."""
    holds = holding(criterion.rule, facts)
    if criterion.role == "disqualifier":
        holds = truth.negation(holds)
    return {Truth.TRUE: Status.MET, Truth.FALSE: Status.NOT_MET}.get(holds, Status.UNKNOWN)


def _finding(program: Program, criterion: Criterion, found: Status, facts: Facts) -> Finding:
    return Finding(
        criterion=criterion.id,
        status=found,
        reason=reasons.reason(program, criterion, found.value, facts),
        brief=reasons.brief(program, criterion, found.value, facts),
        quote=criterion.quote,
        answers=criterion.keys + ((REFERRAL_DATE,) if reads_referral_date(criterion.rule) else ()),
        presumptive=criterion.presumptive and found is Status.NOT_MET,
    )
