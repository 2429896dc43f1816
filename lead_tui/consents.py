"""Whether a consent to share with a partner is in force, as 42 CFR 2.31 asks of one."""

from __future__ import annotations

from datetime import date

from lead_tui import form
from lead_tui.facts import known_date
from lead_tui.generated_questions import DECISION, consent_key
from lead_tui.holding import holding
from lead_tui.program import Program
from lead_tui.question import Answers
from lead_tui.truth import Truth

_SAID = ("what", "to_whom", "why")


def in_force(program: Program, answers: Answers, partner: str, today: date) -> bool:
    """Say whether the person consents, today, to share with that partner.

    Given, with what, to whom and why; begun; with a last day that has not passed; not revoked. A consent that
    an event ends is not taken as one: nobody here knows whether the event has come.
    """

    def day(part: str) -> date | None:
        known = known_date(answers.get(consent_key(partner, part)))
        return known.day if known else None

    begun, ends = day("from"), day("until")
    return (
        answers.get(consent_key(partner)) == "yes"
        and all(str(answers.get(consent_key(partner, part)) or "").strip() for part in _SAID)
        and begun is not None
        and ends is not None
        and begun <= today <= ends
        and all(answers.get(consent_key(partner, part)) in (None, "") for part in ("revoked", "until_event"))
        and consent_key(partner) in program.questions
    )


def lacking(program: Program, answers: Answers, partner: str) -> list[str]:
    """Give the keys of what a consent that was given still lacks before it can be in force."""
    ends = "until" if answers.get(consent_key(partner, "until_event")) in (None, "") else "until_event"
    parts = [consent_key(partner, part) for part in (*_SAID, "from", ends)]
    given = answers.get(consent_key(partner)) == "yes" and consent_key(partner) in program.questions
    return [key for key in parts if given and not str(answers.get(key) or "").strip()]


def shows_decision(program: Program, answers: Answers, agency: str, today: date) -> bool:
    """Say whether officers of *agency* may see the decision: a consent in force says so, and is made out as asked."""
    partner = next((each for each in program.partners if each.id == agency), None)
    if partner is None or partner.officers is None:
        return False
    facts = form.counted(program, answers)
    return (
        in_force(program, answers, agency, today)
        and answers.get(consent_key(agency, DECISION)) == "yes"
        and holding(partner.officers, facts) is Truth.TRUE
    )
