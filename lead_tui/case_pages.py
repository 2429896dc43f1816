"""One case in lines of text: for the list's pane, for the pages of a case, and for ``show``.

It reads an intake that nobody fills in, and gives lines. Who may see them is decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from lead_tui import consents, contact_words, decision, history, late, legal_hold, outcome_words
from lead_tui.access import STAFF
from lead_tui.case import Case, Decision
from lead_tui.form import SectionView
from lead_tui.intake import Intake
from lead_tui.question import DECLINED, UNKNOWN
from lead_tui.rules import Outcome, Status

When = Callable[[str], str]
"""Gives a UTC time as people at the program's place say it."""

NOT_ASKED = "-"
"""What stands for an answer that nobody gave."""

_STYLES = {Status.MET: "met", Status.NOT_MET: "unmet", Status.UNKNOWN: "open"}
_HEADS = {Outcome.ELIGIBLE: "met", Outcome.NOT_ELIGIBLE: "unmet", Outcome.UNDETERMINED: "open"}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a page: a label with what is said, or a sentence."""

    label: str = ""
    said: str = ""
    style: str = ""
    """Name of a style for what is said, as in ``widgets.paint``."""
    key: str = ""
    """Key of the answer that can be changed here; in the history, the id of the event."""
    room: int = 0
    """Columns of the label, where it is not as wide as on other pages."""
    beside: str = ""
    """What stands at the right end of the first line."""
    beside_style: str = ""
    hint: str = ""
    """What Enter does here, where that is not what it does on the page."""
    mark: str = ""
    """What stands before a sentence, alone in the style; the lines after the first begin below the sentence."""


def glance(intake: Intake, when: When) -> list[str]:
    """Give the few lines about a case that the list shows below: the referral, what is open, the last change."""
    case, program = intake.case, intake.program
    pathway = program.pathway(intake.assessment.pathway)
    if pathway is None:
        lines = ["No pathway chosen yet."]
    else:
        asked = program.asks(pathway)
        given = sum(intake.answers.get(key) not in (None, "") for key in asked)
        title = intake.title().rsplit("  ", 1)[-1]
        lines = [f"{title}. {given} of {len(asked)} questions answered.", *_decided_in_short(intake, when)]
        said = outcome_words.lines(program, intake.assessment, intake.ahead, intake.role)
        lines += [text for name, text in said if name in ("why", "open")]
    followed = contact_words.in_short(case, program.words, when, intake.today) if intake.follows else ""
    lines[1:1] = [followed] * bool(followed)
    if case.typed:
        lines.append(f"! {_count(len(case.typed), 'entry is', 'entries are')} not finished.")
    if case.unsettled:
        lines.append(f"! {_count(len(case.unsettled), 'answer is', 'answers are')} not settled.")
    if notes := late.waiting(case):
        lines.append(f"! {_count(len(notes), 'note', 'notes')} from after the hand-over: see the history.")
    return [*lines, f"Last change {when(case.updated)} by {case.updated_by}, saved."]


def emptied(case: Case, when: When) -> str:
    """Say of an emptied case when, by whom and why it was."""
    at, by, order, reason = (str(case.extra.get(name) or "") for name in ("at", "by", "order", "reason"))
    why = f", by the order {order}" if order else f": {reason}" if reason else ""
    return f"It holds nothing any more. Emptied {when(at)} by {by or 'somebody'}{why}."


def record(intake: Intake, when: When) -> list[Entry]:
    """Give the record page: every answer in the order of the form, and how many are unknown or not asked."""
    case = intake.case
    entries: list[Entry] = []
    for step in intake.steps():
        for section in step.sections:
            entries.append(Entry(said=section.title or step.title, style="quiet"))
            entries += _section(intake, section)
    unused = intake.not_used()
    if unused:
        entries.append(Entry(said=intake.program.words.say("form.not_used"), style="quiet"))
        entries += [Entry(label=_label(intake, q.key), said=intake.said(q.key), style="quiet") for q in unused]
    doubtful = [*intake.contradicted(), *_not_in_force(intake)]
    entries += [Entry(mark="  ! ", said=sentence, style="fault") for sentence in doubtful]
    entries += decided(intake, when)
    entries.append(Entry(said="The record", style="quiet"))
    entries.append(Entry(label="Answers", said=_counts(intake)))
    if case.handed_over is not None:
        handed = case.handed_over
        entries.append(Entry(label="Handed over", said=f"{when(handed.at)} by {handed.by}"))
    if held := legal_hold.standing(case.holds):
        entries.append(
            Entry(label="Legal hold", said=f"since {when(held.at)} by {held.by}: {held.reason}", style="fault")
        )
    entries.append(Entry(label="Opened", said=f"{when(case.created)} by {case.created_by}"))
    entries.append(Entry(label="Last change", said=f"{when(case.updated)} by {case.updated_by}"))
    return entries


def decided(intake: Intake, when: When) -> list[Entry]:
    """Give the standing decision under its heading, for those who may see it: what, who, when, why, on what."""
    if not intake.decides:
        return []
    heading = Entry(said="Decision, by a person", style="quiet")
    standing = decision.standing(intake.case)
    if standing is None:
        return [heading, Entry(label="Decision", said="none yet", style="quiet")]
    said = f"{decision.word(standing.decision)}, {standing.by}, {when(standing.at)}"
    entries = [heading, Entry(label="Decision", said=said), Entry(label="Entered by", said=standing.entered_by)]
    if standing.reason:
        entries.append(Entry(label="Reason", said=standing.reason))
    return entries + [Entry(mark="  ! ", said=sentence, style="fault") for sentence in doubts(intake)]


def doubts(intake: Intake, taken: Decision | None = None) -> list[str]:
    """Give what is to be said beside the standing decision: it differs, or was taken on other answers, and why.

    Of another decision, *taken*, there is nothing to say: it does not stand.
    """
    standing = decision.standing(intake.case)
    if standing is None or (taken is not None and taken.id != standing.id):
        return []
    found = []
    if decision.stale(intake.case):
        found.append("Answers have changed since this decision.")
        found += history.reasons_since(intake.case)
    if decision.differs(intake.case.decision, intake.assessment.outcome):
        found.append(
            f"It differs from the rule result: {outcome_words.label(intake.program, intake.assessment.outcome)}."
        )
    return found


def _decided_in_short(intake: Intake, when: When) -> list[str]:
    standing = decision.standing(intake.case)
    if standing is None or not intake.decides:
        return []
    mark = " ! Answers have changed since." if decision.stale(intake.case) else ""
    said = f"Decision: {decision.word(standing.decision)}, {standing.by}, {when(standing.at)}."
    return [said + mark, *([f"Reason: {' '.join(standing.reason.split())}"] if standing.reason else [])]


def assessment(intake: Intake) -> list[Entry]:
    """Give the assessment page: the rule result with every reason, the page's words, and what lies ahead.

    Once a decision stands, what the rules would have done next is past, and is not said.
    """
    program, result, ahead = intake.program, intake.assessment, intake.ahead
    stamp = program.stamp
    referral = intake.context.referral
    as_of = intake.title().rsplit("  ", 1)[-1] if referral else "The day of the referral is not known"
    entries = [
        Entry(said=f"{as_of}. Rules: {stamp.id} {stamp.version}, {stamp.hash[:8]}", style="quiet"),
        Entry(said=intake.head(), style=_HEADS[result.outcome]),
    ]
    for finding in outcome_words.in_asking_order(program, result):
        mark = outcome_words.MARKS[finding.status]
        lift = " A person may lift this, with a reason." if finding.presumptive else ""
        style = _STYLES[finding.status]
        entries.append(Entry(mark=f"  {mark} ", said=finding.reason + lift, style=style))
        if finding.status is Status.NOT_MET:
            entries.append(Entry(mark="    ", said=f'Page: "{finding.quote}"', style="quiet"))
    if intake.role == STAFF:  # nobody else is told what would change a result
        entries += [Entry(said=sentence) for sentence in ahead.would_settle]
    if intake.role == STAFF and ahead.opens_on is not None:
        entries.append(Entry(said=outcome_words.opens_in_words(program, ahead.opens_on)))
    said_below = outcome_words.lines(program, result, ahead, intake.role)
    ahead_of_it = ("otherwise",) if intake.decides and intake.case.decisions else ("next", "otherwise")
    entries += [Entry(said=text) for name, text in said_below if name in ahead_of_it]
    return entries


def _not_in_force(intake: Intake) -> Iterator[str]:
    """Say of each consent that was given, and lets nobody share yet, what it lacks."""
    for partner in intake.program.partners:
        if open_ := consents.lacking(intake.program, intake.answers, partner.id):
            name = partner.short or partner.title
            names = ", ".join(_label(intake, key).removeprefix(f"{name}: ") for key in open_)
            yield f"{name}: consent given, not in force yet. Open: {names}."


def _section(intake: Intake, section: SectionView) -> list[Entry]:
    """Give the answers of a section; of what only staff ask, one line while nothing of it is answered."""
    entered = intake.case.answers.keys() | intake.case.typed.keys() | intake.case.unsettled.keys()
    for_staff = all(question.audience == "staff" for question in section.questions)
    if for_staff and not any(question.key in entered for question in section.questions):
        first = section.questions[0].key
        said = _count(len(section.questions), "question", "questions")
        return [Entry(label="Nothing asked yet", said=said, style="quiet", key=first)]
    return [_answer(intake, question.key) for question in section.questions]


def _answer(intake: Intake, key: str) -> Entry:
    """Give an answer as the record has it: in words, as typed where it is no answer yet, or ``-``."""
    case = intake.case
    label = _label(intake, key)
    if key in case.typed:
        return Entry(label=label, said=f"! {case.typed[key]} (not finished)", style="fault", key=key)
    if key in case.unsettled:
        said = "! two answers, not settled: counts as unknown"
        return Entry(label=label, said=said, style="fault", key=key)
    said = intake.said(key)
    quiet = not said or intake.answers.get(key) in (UNKNOWN, DECLINED)
    return Entry(label=label, said=said or NOT_ASKED, style="quiet" if quiet else "", key=key)


def _counts(intake: Intake) -> str:
    """Give ``8 answered, 1 unknown or declined, 2 not asked`` over the questions in view."""
    asked = [intake.answers.get(q.key) for step in intake.steps() for q in step.questions]
    unknown = sum(value in (UNKNOWN, DECLINED) for value in asked)
    missing = sum(value in (None, "") for value in asked)
    return f"{len(asked) - unknown - missing} answered, {unknown} unknown or declined, {missing} not asked"


def _label(intake: Intake, key: str) -> str:
    question = intake.program.questions.get(key)
    return intake.label(question) if question else key


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
