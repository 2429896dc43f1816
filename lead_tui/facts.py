"""What the rules may take as known of a referral: the answers that are whole, and the day to count from."""

from __future__ import annotations

from datetime import date

import msgspec

from lead_tui import kinds
from lead_tui.partial_date import DateProblem, PartialDate, parse_edtf
from lead_tui.program import REFERRAL_DATE, Program
from lead_tui.question import DECLINED, JSON, NEVER, UNKNOWN, Answers, Context


class Facts(msgspec.Struct, frozen=True):
    """Answers that are right in kind and not contradicted by the referral date."""

    answers: dict[str, JSON]
    referral: date | None
    refused: frozenset[str] = frozenset()
    """Keys whose answer stands in the record, but is no answer now: a date after the referral, mostly."""

    def value(self, key: str) -> JSON:
        """Give an answer that says something; None where it is open."""
        value = self.answers.get(key)
        return None if value in (None, "", UNKNOWN, DECLINED) else value

    def date(self, key: str) -> PartialDate | None:
        """Give a date, as far as it can lie on or before the referral; None where it is open or never."""
        known = known_date(self.value(key))
        return known.up_to(self.referral) if known and self.referral else known

    def how(self, key: str) -> str:
        """Say how an answer is not known: ``not_asked``, ``unknown``, ``declined``, ``refused``, or ``known``."""
        if key in self.refused:
            return "refused"
        value = self.answers.get(key)
        if value in (None, ""):
            return "not_asked"
        return str(value) if value in (UNKNOWN, DECLINED) else "known"


def facts_of(program: Program, answers: Answers) -> Facts:
    """Give the facts in *answers*; what a kind would refuse counts as not known."""
    context = Context(words=program.words, today=date.max)
    day = answers.get(REFERRAL_DATE)
    if not kinds.check(program.questions[REFERRAL_DATE], day, context):
        named = known_date(day)
        context = Context(words=program.words, today=date.max, referral=named.day if named else None)
    given = {key: answers[key] for key in program.questions if key in answers}
    refused = frozenset(k for k, value in given.items() if kinds.check(program.questions[k], value, context))
    sound = {key: value for key, value in given.items() if key not in refused}
    return Facts(sound, context.referral, refused)


def known_date(value: JSON) -> PartialDate | None:
    """Give a date in EDTF as an interval; None for anything else."""
    if not isinstance(value, str) or value in ("", NEVER, UNKNOWN, DECLINED):
        return None
    try:
        return parse_edtf(value)
    except DateProblem:
        return None


def context_of(program: Program, answers: Answers, today: date, now: str = "") -> Context:
    """Give what reading a further answer may depend on; *today* and *now* are those of the program's time zone."""
    referral = known_date(answers.get(REFERRAL_DATE))
    births = [known_date(answers.get(q.key)) for q in program.questions.values() if q.birth]
    return Context(
        words=program.words,
        today=today,
        referral=referral.day if referral else None,
        birth=births[0] if births else None,
        now=now,
    )
