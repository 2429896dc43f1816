"""What is still open in a referral, what would settle it, and when it would open by time alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from lead_tui import date_words, rules
from lead_tui.condition import Age, AllOf, AnyOf, Condition, Leaf, Not, Within, leaves
from lead_tui.facts import Facts, facts_of
from lead_tui.holding import holding, open_leaves
from lead_tui.partial_date import PartialDate, day_after, exactly, minus, month_of, year_of
from lead_tui.program import PATHWAY, REFERRAL_DATE, Criterion, Pathway, Program
from lead_tui.question import Answers
from lead_tui.rules import Outcome, Status
from lead_tui.truth import Truth


class Prospects(msgspec.Struct, frozen=True, kw_only=True):
    """What lies ahead of a referral."""

    open_questions: tuple[str, ...]
    """Keys that can still change the chosen pathway's outcome; the one to ask first stands first."""
    fewest: int
    """At least so many more answers are needed to settle it; 0 where it is settled."""
    most: int
    """So many answers settle it for certain, each of them known."""
    would_settle: tuple[str, ...]
    """A sentence for each open question: what would settle it."""
    opens_on: PartialDate | None
    """First day of a referral on which the same facts would pass, where only time stands against it."""


def prospects(program: Program, answers: Answers) -> Prospects:
    """Give what is open in *answers*, by the rules of *program*."""
    facts = facts_of(program, answers)
    pathway = program.pathway(facts.value(PATHWAY))
    if pathway is None:
        settle = program.words.say("settle.pathway", name=_capital(program.questions[PATHWAY].name))
        return Prospects(open_questions=(PATHWAY,), fewest=1, most=1, would_settle=(settle,), opens_on=None)
    criteria = [program.criteria[name] for name in pathway.criteria]
    statuses = [rules.status(criterion, facts) for criterion in criteria]
    outcome = rules.combined(statuses)
    if outcome is not Outcome.UNDETERMINED:
        opens = opens_on(program, pathway, facts) if outcome is Outcome.NOT_ELIGIBLE else None
        return Prospects(open_questions=(), fewest=0, most=0, would_settle=(), opens_on=opens)
    undecided = [c for c, found in zip(criteria, statuses, strict=True) if found is Status.UNKNOWN]
    keys = _in_asking_order(undecided, facts)
    return Prospects(
        open_questions=keys,
        fewest=_fewest(undecided, facts),
        most=len(keys),
        would_settle=tuple(_settles(program, key, undecided, facts) for key in keys),
        opens_on=None,
    )


# ---------------------------------------------------------------------------------------- open questions


def _open_keys(leaf: Leaf, facts: Facts) -> frozenset[str]:
    """Give the answers that an unknown leaf waits for: its own, the referral date, or both."""
    waits = set()
    known = facts.date(leaf.key) if isinstance(leaf, Age | Within) else None
    if facts.value(leaf.key) is None or (known is not None and known.day is None):
        waits.add(leaf.key)
    if facts.referral is None and (isinstance(leaf, Age) or (isinstance(leaf, Within) and leaf.span)):
        waits.add(REFERRAL_DATE)
    return frozenset(waits)


def _in_asking_order(undecided: Iterable[Criterion], facts: Facts) -> tuple[str, ...]:
    """Give the open keys: the referral date, then what was not asked, then what is not known closely enough."""
    keys: dict[str, None] = {}
    for criterion in undecided:
        for leaf in open_leaves(criterion.rule, facts):
            keys |= dict.fromkeys(sorted(_open_keys(leaf, facts), key=lambda key: key != REFERRAL_DATE))

    def place(key: str) -> int:
        return 0 if key == REFERRAL_DATE else 1 if facts.how(key) == "not_asked" else 2

    return tuple(sorted(keys, key=place))


def _fewest(undecided: list[Criterion], facts: Facts) -> int:
    """Give a number of answers below which nothing can be settled.

    One criterion that is not met settles it, or all of them met. Where criteria share a question an answer
    may settle several at once, so there the largest counts, not the sum.
    """

    def least(criterion: Criterion, met: bool) -> int:
        return _least(criterion.rule, met is (criterion.role == "requirement"), facts)

    to_refuse = min(least(criterion, met=False) for criterion in undecided)
    to_pass = _together([(_waiting(c.rule, facts), least(c, met=True)) for c in undecided])
    return min(to_refuse, to_pass)


def _least(condition: Condition, holds: bool, facts: Facts) -> int:
    """Give the fewest answers that could make an undecided condition hold, or not hold."""
    match condition:
        case Not(part=part):
            return _least(part, not holds, facts)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            undecided = [part for part in parts if holding(part, facts) is Truth.UNKNOWN]
            each = [_least(part, holds, facts) for part in undecided]
            if holds is isinstance(condition, AllOf):
                return _together([(_waiting(p, facts), n) for p, n in zip(undecided, each, strict=True)])
            return min(each)
        case Within() if not holds and facts.value(condition.key) is None:
            return 1  # "never" needs no referral date
        case Age() | Within() if facts.date(condition.key) is not None:
            return 1  # the referral date alone, or the date alone, may be enough
        case _:
            return len(_open_keys(condition, facts))


def _together(parts: list[tuple[frozenset[str], int]]) -> int:
    """Give the fewest answers for all of several parts, each with the keys it waits for."""
    keys = [key for waiting, _ in parts for key in waiting]
    counts = [count for _, count in parts]
    return sum(counts) if len(keys) == len(set(keys)) else max(counts)


def _waiting(condition: Condition, facts: Facts) -> frozenset[str]:
    return frozenset().union(*(_open_keys(leaf, facts) for leaf in open_leaves(condition, facts)))


# ------------------------------------------------------------------------------------- what would settle


def _settles(program: Program, key: str, undecided: Iterable[Criterion], facts: Facts) -> str:
    """Give the sentence that says what answer, or how close a date, would settle one question."""
    question = program.questions[key]
    name = _capital(question.name)
    known = facts.date(key) if question.kind in ("date", "event") else None
    if known is None:
        return program.words.say(f"settle.{'full' if question.full else question.kind}", name=name)
    readers = [c for c in undecided if key in {leaf.key for leaf in open_leaves(c.rule, facts)}]
    if len(readers) != 1 or len(list(leaves(readers[0].rule))) != 1 or facts.referral is None:
        return program.words.say("settle.several", name=name)
    return _closer_date(program, name, known, readers[0], facts)


def _closer_date(program: Program, name: str, known: PartialDate, criterion: Criterion, facts: Facts) -> str:
    leaf = next(leaves(criterion.rule))
    edge = _edge(leaf, facts.referral)
    before, after = (
        program.words.say(f"side.{criterion.role}.{rules.status(criterion, _pinned(facts, leaf.key, day))}")
        for day in (edge.fromordinal(max(1, edge.toordinal() - 1)), edge)
    )
    words = program.words
    brief, whole = _edge_names(edge, program)
    sides = words.say("settle.sides", edge=whole, before=before, after=after)
    sides_brief = words.say("settle.sides_brief", edge=brief, before=before, after=after)
    if year_of(edge.year).earliest == edge and not year_of(edge.year).holds(known):
        return words.say("settle.year", name=name, sides=sides_brief)
    month = month_of(edge.year, edge.month)
    if month.holds(known):
        return words.say("settle.day", name=name, sides=sides)
    if month.earliest == edge:
        return words.say("settle.month", name=name, sides=sides_brief)
    return words.say("settle.month_mostly", name=name, month=date_words.in_words(month, words), sides=sides)


def _edge(leaf: Leaf, referral: date | None) -> date:
    """Give the day on which the truth of a date leaf turns."""
    assert referral is not None
    if isinstance(leaf, Age):
        return day_after(minus(referral, years=leaf.years))
    assert isinstance(leaf, Within)
    assert leaf.span is not None
    return minus(referral, years=leaf.span.years, months=leaf.span.months)


def _edge_names(edge: date, program: Program) -> tuple[str, str]:
    """Give the edge as briefly as it can be said (``June 2016``), and in full."""
    whole = date_words.in_words(exactly(edge), program.words)
    if edge.day != 1:
        return whole, whole
    period = year_of(edge.year) if edge.month == 1 else month_of(edge.year, edge.month)
    return date_words.in_words(period, program.words), whole


# --------------------------------------------------------------------------------------- when it opens


def opens_on(program: Program, pathway: Pathway, facts: Facts) -> PartialDate | None:
    """Give the first day of a referral on which the same facts would pass, or the days among which it lies.

    None where a criterion that is not met is not one of time, where one is unknown, or where by then
    something else would no longer hold.
    """
    criteria = [program.criteria[name] for name in pathway.criteria]
    statuses = [rules.status(criterion, facts) for criterion in criteria]
    failing = [c for c, found in zip(criteria, statuses, strict=True) if found is Status.NOT_MET]
    timed = all(isinstance(leaf, Age | Within) for c in failing for leaf in leaves(c.rule))
    if not timed or Status.UNKNOWN in statuses or facts.referral is None:
        return None
    dated = [key for c in failing for key in c.keys if facts.date(key) is not None]
    ends: list[date] = []
    for latest in (False, True):
        pinned = facts
        for key in dated:
            known = facts.date(key)
            assert known is not None
            day = (known.latest or facts.referral) if latest else (known.earliest or known.latest)
            assert day is not None
            pinned = _pinned(pinned, key, day)
        found = _first_pass(criteria, pinned)
        if found is None:
            return None
        ends.append(found)
    return PartialDate(min(ends), max(ends))


def _first_pass(criteria: list[Criterion], facts: Facts) -> date | None:
    """Give the first later referral day on which every criterion is met, all dates being known."""
    assert facts.referral is not None
    turns: set[date] = set()
    for criterion in criteria:
        for leaf in leaves(criterion.rule):
            known = facts.date(leaf.key)
            if known is not None and known.day is not None:
                turns |= set(_turns(leaf, known.day))
    for day in sorted(turn for turn in turns if turn > facts.referral):
        later = Facts(facts.answers | {REFERRAL_DATE: day.isoformat()}, day)
        if rules.combined([rules.status(criterion, later) for criterion in criteria]) is Outcome.ELIGIBLE:
            return day
    return None


def _turns(leaf: Leaf, day: date) -> Iterator[date]:
    """Give the referral days on which a leaf about *day* may turn: about the end of its span."""
    if isinstance(leaf, Age):
        end = minus(day, years=-leaf.years)
    elif isinstance(leaf, Within) and leaf.span is not None:
        end = minus(day, years=-leaf.span.years, months=-leaf.span.months)
    else:
        return
    # Counting back clamps to the month's end, so the turn may lie some days past the anniversary.
    for more in range(5):
        if end.toordinal() + more <= date.max.toordinal():
            yield date.fromordinal(end.toordinal() + more)


def _pinned(facts: Facts, key: str, day: date) -> Facts:
    return Facts(facts.answers | {key: day.isoformat()}, facts.referral)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
