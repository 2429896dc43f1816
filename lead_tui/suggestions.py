"""Services worth naming to the person, by what they said; computed at every answer and never stored."""

from __future__ import annotations

from lead_tui import form
from lead_tui.generated_questions import status_key
from lead_tui.holding import holding
from lead_tui.program import Program
from lead_tui.question import Answers
from lead_tui.truth import Truth


def suggestions(program: Program, answers: Answers, *, role: str = "staff") -> dict[str, str]:
    """Give, by the key of a service's status, why it is suggested; not where something came of it already.

    An answer that is out of view, or that *role* may not see, suggests nothing.
    """
    facts = form.counted(program, answers)
    found = {}
    for service in program.services:
        if answers.get(status_key(service.id)) in (None, ""):
            told = (each for each in service.suggestions if form.may_know(program, role, each.when))
            causes = [each.cause for each in told if holding(each.when, facts) is Truth.TRUE]
            if causes:
                found[status_key(service.id)] = ", and ".join(causes)
    return found
