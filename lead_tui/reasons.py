"""Why a criterion is met, not met or not known, in the program's words."""

from __future__ import annotations

import re
from datetime import date

from lead_tui import date_words, kinds
from lead_tui.condition import Age, Number, Within, leaves
from lead_tui.facts import Facts
from lead_tui.holding import open_leaves
from lead_tui.kinds.date import age_in_words
from lead_tui.kinds.number import plain
from lead_tui.partial_date import minus
from lead_tui.program import REFERRAL_DATE, Criterion, Program
from lead_tui.question import NEVER, Context, Question

FORMS = ("on", "born", "age")
"""Forms of a date in a template: ``{key:on}``, ``{key:born}``, ``{key:age}``."""

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([a-z_0-9.]+)(?::([a-z]+))?\}")


def reason(program: Program, criterion: Criterion, status: str, facts: Facts) -> str:
    """Give one full sentence that names facts and dates, months in full."""
    name = _template_name(criterion, status, facts)
    sentence = _filled(program, criterion, criterion.reason[name], facts, short=False)
    if name in ("met", "not_met") and _is_anniversary(criterion, facts):
        sentence = f"{sentence} {program.words.say('reason.anniversary')}"
    return sentence


def brief(program: Program, criterion: Criterion, status: str, facts: Facts) -> str:
    """Give the same in a few words, months shortened, to stand within a list."""
    name = _template_name(criterion, status, facts)
    template = criterion.brief.get(name) or criterion.brief["unknown" if name == "partial" else status]
    return _filled(program, criterion, template, facts, short=True)


def how(criterion: Criterion, facts: Facts) -> str:
    """Say why a criterion is not known: the first answer that it waits for, and how that is open."""
    for leaf in open_leaves(criterion.rule, facts):
        cause = facts.how(leaf.key)
        if cause != "known":
            return cause
        if facts.referral is None and (isinstance(leaf, Age) or (isinstance(leaf, Within) and leaf.span)):
            return "no_referral"
        known = facts.date(leaf.key)
        if known is not None and known.day is None:
            return "imprecise"
    return "not_asked"


def limit_in_words(program: Program, criterion: Criterion) -> str:
    """Give the criterion's first limit: ``18``, ``50``, ``10 years``; nothing where it has none."""
    for leaf in leaves(criterion.rule):
        if isinstance(leaf, Age):
            return str(leaf.years)
        if isinstance(leaf, Within) and leaf.span:
            return date_words.span_in_words(leaf.span, program.words)
        if isinstance(leaf, Number):
            limits = [leaf.above, leaf.at_least, leaf.below, leaf.at_most]
            return plain(next(limit for limit in limits if limit is not None))
    return ""


def _template_name(criterion: Criterion, status: str, facts: Facts) -> str:
    if status == "unknown" and "partial" in criterion.reason and how(criterion, facts) == "imprecise":
        return "partial"
    if status != "unknown" and "never" in criterion.reason and all(facts.value(k) == NEVER for k in criterion.keys):
        return "never"
    return status


def _is_anniversary(criterion: Criterion, facts: Facts) -> bool:
    """Say whether the event lies exactly on the first day of a window."""
    return any(
        isinstance(leaf, Within)
        and leaf.span is not None
        and facts.referral is not None
        and facts.value(leaf.key) != NEVER
        and (known := facts.date(leaf.key)) is not None
        and known.day == minus(facts.referral, years=leaf.span.years, months=leaf.span.months)
        for leaf in leaves(criterion.rule)
    )


def _filled(program: Program, criterion: Criterion, template: str, facts: Facts, *, short: bool) -> str:
    def value(match: re.Match[str]) -> str:
        name, form = match[1], match[2] or ""
        if name is None:
            return match[0][0]  # a brace itself, written twice
        if name == "how":
            return program.words.say(f"how.{how(criterion, facts)}")
        if name == "limit":
            return limit_in_words(program, criterion)
        if name == REFERRAL_DATE:
            return _referral(program, facts, short=short)
        return _answer(program, program.questions[name], form, facts, short=short)

    return _PLACEHOLDER.sub(value, template)


def _referral(program: Program, facts: Facts, *, short: bool) -> str:
    if facts.referral is None:
        return program.words.say("how.no_referral_date")
    return date_words.day_in_words(facts.referral, program.words, short=short)


def _answer(program: Program, question: Question, form: str, facts: Facts, *, short: bool) -> str:
    words = program.words
    cause = facts.how(question.key)
    if cause != "known":
        return words.say(f"how.{cause}")
    context = Context(words=words, today=date.max, referral=facts.referral)
    known = facts.date(question.key) if question.kind in ("date", "event") else None
    if known is None:
        value = facts.value(question.key)
        return plain(value) if question.kind == "number" else kinds.say(question, value, context)
    if form == "on":
        return date_words.on(known, words, short=short)
    if form == "born":
        return date_words.born(known, words, short=short)
    if form == "age":
        age = age_in_words(known, facts.referral, context) if facts.referral else ""
        return age or words.say("date.born", date=date_words.born(known, words, short=short))
    return date_words.in_words(known, words, short=short)
