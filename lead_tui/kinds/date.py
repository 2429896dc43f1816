"""A date, as much of it as is known; where the question says so, only a full one."""

from __future__ import annotations

from datetime import date as Day

from lead_tui import typed_date
from lead_tui.date_words import day_in_words, in_words, problem_in_words
from lead_tui.kinds.refusal import in_file, quoted, sentence
from lead_tui.partial_date import DateProblem, PartialDate, minus, parse_edtf
from lead_tui.question import JSON, Context, Question, Reading

OLDEST = 120
"""Years; a birth date further back is refused as a slip of the hand."""


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take any form of ``typed_date``; while typing, the interval in which every ending lies."""
    words = context.words
    if typing:
        known = typed_date.so_far(typed, words, today=context.today)
        if known is None:
            return Reading()
    else:
        try:
            known = typed_date.read(typed, words, today=context.today, referral=context.referral, birth=question.birth)
        except DateProblem as problem:
            return Reading(problem=problem_in_words(problem, words, given=typed.strip()))
    problem_found = _misplaced(question, known, context)
    if problem_found:
        return Reading(problem="" if typing else problem_found)
    return Reading(value=known.edtf(), echo=say(question, known.edtf(), context))


def _misplaced(question: Question, known: PartialDate, context: Context) -> str:
    """Say what is wrong with where a date lies: not full, in the future, too long ago."""
    words = context.words
    said = in_words(known, words, short=True)
    if question.full:
        if known.day is None:
            example = context.today.isoformat()
            return sentence(question, "not_full", context, given=known.edtf(), example=example)
        if known.day > context.today and not question.later:
            return sentence(question, "after_today", context, given=said)
    elif context.referral is not None and not question.later:
        limit = day_in_words(context.referral, words, short=True)
        if known.up_to(context.referral) is None:
            return sentence(question, "after_referral", context, given=said, referral=limit)
        oldest = minus(context.referral, years=OLDEST)
        if question.birth and known.latest is not None and known.latest < oldest:
            return sentence(question, "too_old", context, given=said, years=OLDEST)
    return ""


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept EDTF; refuse what no calendar has, and what lies wholly after the referral."""
    if not isinstance(value, str):
        return in_file(question, "full" if question.full else question.kind, context, value)
    try:
        known = parse_edtf(value)
    except DateProblem as problem:
        if problem.word == "date.not_edtf":
            return in_file(question, "full" if question.full else question.kind, context, value)
        said = problem_in_words(problem, context.words, given=quoted(value))
        return said if quoted(value) in said else f"{quoted(value)}: {said}"
    if question.full:
        return "" if known.day and len(value) == 10 else in_file(question, "full", context, value)
    if context.referral is not None and not question.later and known.up_to(context.referral) is None:
        limit = context.referral.isoformat()
        return context.words.say("accepts.after_referral", given=quoted(value), referral=limit)
    return ""


def say(question: Question, value: JSON, context: Context) -> str:
    """Give the date in words, a birth date with the age on the day of the referral."""
    known = parse_edtf(str(value))
    said = in_words(known, context.words, short=True)
    if question.full and known.day == context.today:
        return context.words.say("date.is_today", date=said)
    if question.birth and context.referral is not None:
        age = age_in_words(known, context.referral, context)
        return f"{said} ({age})" if age else said
    return said


def age_in_words(birth: PartialDate, referral: Day, context: Context) -> str:
    """Give ``age 36``, ``age 35 or 36``, or nothing where the birth date leaves more than that open."""
    if birth.earliest is None or birth.latest is None or birth.latest > referral:
        return ""
    youngest, oldest = age_on(birth.latest, referral), age_on(birth.earliest, referral)
    if youngest == oldest:
        return context.words.say("date.age", age=youngest)
    if oldest - youngest == 1:
        return context.words.say("date.age_between", youngest=youngest, oldest=oldest)
    return ""


def age_on(birth: Day, day: Day) -> int:
    """Give the age in whole years on *day*; who is born on 29 February turns a year older on 1 March."""
    years = day.year - birth.year
    return years if birth <= minus(day, years=years) else years - 1


def typed(question: Question, value: JSON) -> str:
    """Give the date in EDTF, which the keyboard takes too."""
    return str(value)


def columns(question: Question) -> tuple[str, ...]:
    """Give the key, and for a date that may be partial its first and last possible day."""
    return (question.key,) if question.full else (question.key, f"{question.key}.from", f"{question.key}.to")


def cells(question: Question, value: JSON) -> tuple[str, ...]:
    """Give the date as it stands in the record, then its ends; an open end is an empty cell."""
    if question.full:
        return (str(value),)
    try:
        known = parse_edtf(str(value))
    except DateProblem:
        return (str(value), "", "")
    return (
        str(value),
        known.earliest.isoformat() if known.earliest else "",
        known.latest.isoformat() if known.latest else "",
    )


def uncell(question: Question, row: tuple[str, ...]) -> JSON:
    """Give the date itself; its ends are derived."""
    return row[0] or None
