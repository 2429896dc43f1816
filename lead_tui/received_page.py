"""A referral that LEAD has received, as its officer sees it: the snapshot of the hand-over, and nothing since."""

from __future__ import annotations

from lead_tui import case_pages, decision, listing, outcome_words
from lead_tui.access import SOMEBODY
from lead_tui.case import HandOver
from lead_tui.case_pages import Entry, When
from lead_tui.intake import Intake

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The notice that goes with a disclosure: 42 CFR 2.32(a)(2)."""


def received(handed: HandOver, when: When) -> str:
    """Give ``Received by LEAD, 9:40 pm``, and that another person handed it over where one did."""
    by = f", handed over by {SOMEBODY}" if handed.by == SOMEBODY else ""
    return f"Received by LEAD, {when(handed.at)}{by}"


def glance(intake: Intake, when: When) -> list[str]:
    """Give the few lines that the list shows below."""
    handed = _snapshot(intake)
    referral = intake.title().rsplit("  ", 1)[-1]
    said = (f"{referral}. {received(handed, when)}.", _next_step(intake, handed), "Enter shows it as it was then.")
    return [line for line in said if line]


def entries(intake: Intake, when: When) -> list[Entry]:
    """Give the page: the rule result with its reasons, then the answers, all as they were handed over."""
    handed = _snapshot(intake)
    word, style = listing.result(handed.outcome)
    rules = f"Rules: {handed.program.id} {handed.program.version}, {handed.program.hash[:8]}"
    found = [
        Entry(said=f"{received(handed, when)}. LEAD goes on with it; it cannot be changed here.", style="quiet"),
        Entry(said="Rule result at the hand-over. People decide.", style="quiet"),
        Entry(said=word, style=style),
        *(Entry(mark="    ", said=reason) for reason in handed.reasons),
    ]
    if step := _next_step(intake, handed):
        found.append(Entry(said=step))
    found += _decided(intake, when)
    for step_view in intake.steps():
        for section in step_view.sections:
            told = [(intake.label(question), intake.said(question.key)) for question in section.questions]
            found.append(Entry(said=section.title or step_view.title, style="quiet"))
            found += [Entry(label=label, said=said or case_pages.NOT_ASKED) for label, said in told]
    return [*found, Entry(said=rules, style="quiet")]


def _decided(intake: Intake, when: When) -> list[Entry]:
    """Give the decision, where a consent in force lets this person see it, with the notice that goes with it."""
    return [
        entry
        for taken in intake.case.decisions
        for entry in (
            Entry(said="Decision, shown by the person's consent", style="quiet"),
            Entry(label="Decision", said=f"{decision.word(taken.decision)}, {taken.by}, {when(taken.at)}"),
            Entry(said=NOTICE, style="quiet"),
        )
    ]


def record(intake: Intake) -> dict[str, object]:
    """Give the rule result of the hand-over for other tools, instead of one that is found now."""
    handed = _snapshot(intake)
    return {
        "outcome": handed.outcome,
        "pathway": intake.case.pathway or None,
        "pathways": handed.outcomes,
        "reasons": handed.reasons,
        "program": {"id": handed.program.id, "version": handed.program.version, "hash": handed.program.hash},
    }


def _snapshot(intake: Intake) -> HandOver:
    handed = intake.case.handed_over
    if handed is None:
        raise ValueError(f"{intake.case.case} was not handed over")
    return handed


def _next_step(intake: Intake, handed: HandOver) -> str:
    step = outcome_words.step_for(intake.program, intake.case.pathway, handed.outcome, intake.role)
    return intake.program.words.say("outcome.next", step=step) if step else ""
