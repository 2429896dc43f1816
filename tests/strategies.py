"""Strategies for programs, answers and partial dates, shared by the laws of the rules."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lead_tui import kinds, program_file, rules
from lead_tui.condition import Age, Number, Within, leaves
from lead_tui.facts import facts_of, known_date
from lead_tui.partial_date import PartialDate, exactly, minus, month_of, year_of
from lead_tui.program import PATHWAY, REFERRAL_DATE, Pathway, Program
from lead_tui.question import DECLINED, JSON, NEVER, UNKNOWN, Context, Question
from lead_tui.rules import Outcome, Status

EXAMPLES = int(os.environ.get("EXAMPLES", "60"))
"""Examples a law; ``EXAMPLES=5000 pytest tests/test_prospects.py`` looks closer."""

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]

law = settings(deadline=None, max_examples=EXAMPLES, print_blob=True, suppress_health_check=SLOW)
"""For every property: how many examples, and no time limit for one."""

few = settings(law, max_examples=EXAMPLES // 2)
"""For a property whose single example is a search."""

HERE = Path(__file__).parent
PROGRAMS: dict[str, Program] = {
    program.id: program
    for program in (
        program_file.load(),
        *(program_file.load(path) for path in sorted((HERE / "programs").glob("*.toml"))),
    )
}
"""Wilmington's and the four other programs."""

REFERRAL = date(2026, 11, 24)
"""The day that look-backs are drawn around where no referral date is given."""

programs = st.sampled_from(sorted(PROGRAMS))
"""Their ids, which read better than a whole program where a law fails."""

referral_days = st.one_of(
    st.sampled_from([REFERRAL, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 8, 31)]),
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
)


# ---------------------------------------------------------------------------------------------- dates


@st.composite
def partial_dates(draw: st.DrawFn, around: st.SearchStrategy[date] | None = None) -> PartialDate:
    """A day, month, year, closed or open interval."""
    day = draw(around if around is not None else st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    match draw(st.sampled_from(["day", "day", "month", "year", "between", "before", "after"])):
        case "day":
            return exactly(day)
        case "month":
            return month_of(day.year, day.month)
        case "year":
            return year_of(day.year)
        case "between":
            return PartialDate(day, day + timedelta(days=draw(st.integers(0, 1500))))
        case "before":
            return PartialDate(None, day)
        case _:
            return PartialDate(day, None)


@st.composite
def days_in(draw: st.DrawFn, known: PartialDate, within: PartialDate | None = None) -> date:
    """A day of *known*: an end of it more often than any other."""
    first = known.earliest or min(date(1900, 1, 1), known.latest or date.max)
    last = known.latest or max(date(2099, 12, 31), first)
    return draw(st.one_of(st.sampled_from([first, last]), st.dates(first, last)))


@st.composite
def narrower(draw: st.DrawFn, known: PartialDate) -> PartialDate:
    """A partial date that lies wholly in *known*."""
    one, two = sorted([draw(days_in(known)), draw(days_in(known))])
    options = [exactly(one), exactly(two), PartialDate(one, two), known]
    options += [part for part in (month_of(one.year, one.month), year_of(one.year)) if known.holds(part)]
    options += [PartialDate(None, one)] if known.earliest is None else []
    options += [PartialDate(two, None)] if known.latest is None else []
    return draw(st.sampled_from(options))


def edges(program: Program, key: str, referral: date) -> list[date]:
    """The days at which a criterion about this date turns."""
    found = [date(1975, 5, 14)]
    for criterion in program.criteria.values():
        for leaf in leaves(criterion.rule):
            if leaf.key == key and isinstance(leaf, Age):
                found.append(minus(referral, years=leaf.years))
            elif leaf.key == key and isinstance(leaf, Within) and leaf.span:
                found.append(minus(referral, years=leaf.span.years, months=leaf.span.months))
    return [*found, referral]


# -------------------------------------------------------------------------------------------- answers


def values(program: Program, question: Question, referral: date) -> st.SearchStrategy[JSON]:
    """Answers to a question that say something; dates lie near the days at which something turns."""
    match question.kind:
        case "yes_no":
            return st.sampled_from(["yes", "no"])
        case "choice":
            return st.sampled_from([option.id for option in question.options])
        case "ticks":
            return st.lists(st.sampled_from([option.id for option in question.options]), unique=True)
        case "number":
            return st.sampled_from([0, 0.5, *_limits(program, question.key), 12])
        case _:
            near = st.sampled_from(edges(program, question.key, referral))
            days = st.builds(lambda day, days: day + timedelta(days=days), near, st.integers(-420, 420))
            dates = partial_dates(days).map(PartialDate.edtf)
            return st.one_of(st.just(NEVER), dates) if question.kind == "event" else dates


def _limits(program: Program, key: str) -> Iterator[float]:
    for criterion in program.criteria.values():
        for leaf in leaves(criterion.rule):
            if leaf.key == key and isinstance(leaf, Number) and leaf.above is not None:
                yield from (leaf.above, leaf.above + 0.5, leaf.above + 1)


def sound(program: Program, answers: dict[str, JSON]) -> bool:
    """Say whether `check` would take these answers: none contradicts the date of the referral."""
    named = known_date(answers.get(REFERRAL_DATE))
    context = Context(words=program.words, today=date.max, referral=named.day if named else None)
    return not any(kinds.check(program.questions[key], value, context) for key, value in answers.items())


def harms(program: Program, pathway: Pathway, answers: dict[str, JSON], key: str, value: JSON) -> bool:
    """Say whether a value stands against the person in a criterion of the pathway."""
    given = {name: answers[name] for name in (REFERRAL_DATE,) if name in answers} | {key: value}
    facts = facts_of(program, given)
    return any(rules.status(program.criteria[name], facts) is Status.NOT_MET for name in pathway.criteria)


@st.composite
def referrals(draw: st.DrawFn, program: Program, *, gaps: bool = True) -> dict[str, JSON]:
    """Sound answers for a chosen pathway; with *gaps*, some are missing, unknown or declined.

    Most answers speak for the person, or nearly every referral would be decided by its first.
    """
    pathway = draw(st.sampled_from(program.pathways))
    answers: dict[str, JSON] = {PATHWAY: pathway.id}
    day = draw(referral_days)
    if not gaps or draw(st.integers(0, 5)):
        answers[REFERRAL_DATE] = day.isoformat()
    for key in program.asks(pathway):
        answers |= draw(answer(program, pathway, answers, key, day, gaps=gaps))
    return answers


@st.composite
def answer(
    draw: st.DrawFn, program: Program, pathway: Pathway, answers: dict[str, JSON], key: str, day: date, *, gaps: bool
) -> dict[str, JSON]:
    """One answer under its key; nothing where it is not asked."""
    how = draw(st.sampled_from(["said"] * 6 + ["missing", "missing", UNKNOWN, DECLINED])) if gaps else "said"
    if how == "missing":
        return {}
    if how != "said":
        return {key: how}
    fitting = values(program, program.questions[key], day).filter(lambda value: sound(program, answers | {key: value}))
    value = draw(fitting)
    if draw(st.integers(0, 5)) and harms(program, pathway, answers, key, value):
        kinder = fitting.filter(lambda value: not harms(program, pathway, answers, key, value))
        return {key: draw(kinder)}
    return {key: value}


def open_keys(answers: dict[str, JSON], program: Program) -> list[str]:
    """Keys of the chosen pathway whose answer is missing, unknown, declined or a date not known to the day."""
    pathway = program.pathway(answers.get(PATHWAY))
    assert pathway is not None
    return [key for key in (REFERRAL_DATE, *program.asks(pathway)) if is_open(answers.get(key))]


def is_open(value: JSON) -> bool:
    """Say whether more can be said than *value* says."""
    known = known_date(value)
    return value in (None, UNKNOWN, DECLINED) or (known is not None and known.day is None)


@st.composite
def decisive(draw: st.DrawFn, program: Program, answers: dict[str, JSON], key: str, day: date) -> JSON:
    """An answer to an open question that leaves nothing open in it, and does not contradict what was said."""
    known = known_date(answers.get(key))
    if key == REFERRAL_DATE:
        return day.isoformat()
    if known is not None:
        until = known.up_to(day)
        return draw(days_in(until if until is not None else known)).isoformat()
    question = program.questions[key]
    if question.kind in ("date", "event"):
        near = st.sampled_from(edges(program, key, day))
        days = st.builds(lambda edge, more: min(day, edge + timedelta(days=more)), near, st.integers(-420, 420))
        full = days.map(date.isoformat)
        return draw(st.one_of(st.just(NEVER), full) if question.kind == "event" else full)
    return draw(values(program, question, day))


def outcome(program: Program, answers: dict[str, JSON]) -> Outcome:
    """The outcome of the chosen pathway."""
    return rules.assess(program, answers).outcome


def statuses(program: Program, answers: dict[str, JSON]) -> dict[str, Status]:
    """The status of every criterion of the program."""
    facts = facts_of(program, answers)
    return {name: rules.status(criterion, facts) for name, criterion in program.criteria.items()}
