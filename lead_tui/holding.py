"""Whether a condition holds of the facts: true, false, or not known.

Pure: no clock, no default for a missing answer; look-backs count from the stored day of the referral.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lead_tui import truth
from lead_tui.condition import Age, AllOf, AnyOf, Condition, Includes, Is, Leaf, Not, Number, Within
from lead_tui.facts import Facts
from lead_tui.partial_date import PartialDate, minus
from lead_tui.question import JSON, NEVER
from lead_tui.truth import Truth


def holding(condition: Condition, facts: Facts) -> Truth:
    """Say whether a condition holds of the facts."""
    match condition:
        case AllOf(parts=parts):
            return truth.all_of(holding(part, facts) for part in parts)
        case AnyOf(parts=parts):
            return truth.any_of(holding(part, facts) for part in parts)
        case Not(part=part):
            return truth.negation(holding(part, facts))
        case _:
            return _leaf(condition, facts)


def open_leaves(condition: Condition, facts: Facts) -> Iterator[Leaf]:
    """Give the leaves that can still move a condition: the unknown ones in its unknown parts."""
    if holding(condition, facts) is not Truth.UNKNOWN:
        return
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from open_leaves(part, facts)
        case Not(part=part):
            yield from open_leaves(part, facts)
        case _:
            yield condition


def _leaf(leaf: Leaf, facts: Facts) -> Truth:
    value = facts.value(leaf.key)
    if value is None:
        return Truth.UNKNOWN
    match leaf:
        case Is(values=values):
            return truth.of(value in values)
        case Includes(values=values):
            return truth.of(isinstance(value, list) and any(option in values for option in value))
        case Number():
            return _beyond(leaf, value)
        case Age(years=years):
            return at_least_so_old(facts.date(leaf.key), years, facts.referral)
        case Within(span=None):
            return truth.of(value != NEVER)
        case Within(span=span):
            if value == NEVER or span is None:
                return Truth.FALSE
            edge = minus(facts.referral, years=span.years, months=span.months) if facts.referral else None
            return on_or_after(facts.date(leaf.key), edge)


def _beyond(limit: Number, value: JSON) -> Truth:
    """Say whether a number lies beyond every limit that is given; the strict ones exclude it."""
    if not isinstance(value, int | float):
        return Truth.UNKNOWN
    return truth.of(
        (limit.above is None or value > limit.above)
        and (limit.at_least is None or value >= limit.at_least)
        and (limit.below is None or value < limit.below)
        and (limit.at_most is None or value <= limit.at_most)
    )


def at_least_so_old(birth: PartialDate | None, years: int, referral: date | None) -> Truth:
    """Say whether somebody is *years* whole years old on the day of the referral.

    The birthday itself counts; somebody born on 29 February turns a year older on 1 March of a common year.
    """
    if referral is None:
        return Truth.UNKNOWN
    return truth.negation(on_or_after(birth, minus(referral, years=years), strictly=True))


def on_or_after(known: PartialDate | None, edge: date | None, *, strictly: bool = False) -> Truth:
    """Say whether a day lies on or after *edge* (*strictly*: after); across it, that is not known."""
    if known is None or edge is None:
        return Truth.UNKNOWN
    first, last = known.earliest, known.latest
    if first is not None and (first > edge or (first == edge and not strictly)):
        return Truth.TRUE
    if last is not None and (last < edge or (last == edge and strictly)):
        return Truth.FALSE
    return Truth.UNKNOWN
