"""The rule result in words: what the panel, the plain interview and ``show`` say of an assessment.

A result is always called a rule result, never a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lead_tui import date_words
from lead_tui.partial_date import PartialDate
from lead_tui.program import REFERRAL_DATE, Program
from lead_tui.prospects import Prospects
from lead_tui.rules import Assessment, Finding, Outcome, Status

MARKS = {Status.MET: "+", Status.NOT_MET: "x", Status.UNKNOWN: "?"}
"""The sign of each status; colours only repeat it."""


def label(program: Program, outcome: str) -> str:
    """Give an outcome with its mark: ``+ ELIGIBLE``; a word that is none, of a later version, as it stands."""
    if outcome not in set(Outcome):
        return f"? {outcome}"
    return program.words.say(f"outcome.{outcome}")


def head(program: Program, assessment: Assessment, ahead: Prospects) -> str:
    """Give the first line of a result: the outcome, and under which rules, or how many answers are open."""
    words = program.words
    pathway = program.pathway(assessment.pathway)
    if pathway is None:
        return words.say("outcome.no_pathway")
    said = label(program, assessment.outcome)
    if assessment.outcome is Outcome.UNDETERMINED:
        return words.say("outcome.one_open" if ahead.most == 1 else "outcome.open", outcome=said, n=ahead.most)
    return words.say("outcome.under", outcome=said, pathway=_small(pathway.title))


def lines(program: Program, assessment: Assessment, ahead: Prospects, role: str) -> tuple[tuple[str, str], ...]:
    """Give what stands below the head as (name, text): why, clear, open, next, the other door."""
    words = program.words
    findings = in_asking_order(program, assessment)
    unmet = [finding.brief for finding in findings if finding.status is Status.NOT_MET]
    clear = _clear(program, assessment, findings)
    vague = [f.brief for f in findings if f.status is Status.UNKNOWN and f.brief != _name(program, f)]
    found: list[tuple[str, str]] = []
    if assessment.pathway is None:
        return ()
    if assessment.outcome is Outcome.NOT_ELIGIBLE:
        listed = "; ".join(unmet)
        if len(unmet) > 1:
            listed = words.say("outcome.rules_unmet", n=len(unmet), list=listed)
        found.append(("why", words.say("outcome.why", list=listed)))
    elif vague:
        found.append(("why", words.say("outcome.why", list="; ".join(vague))))
    if clear and assessment.outcome is not Outcome.NOT_ELIGIBLE:
        found.append(("clear", words.say("outcome.clear", list="; ".join(clear))))
    if assessment.outcome is Outcome.UNDETERMINED:
        found.append(("open", words.say("outcome.open_list", list="; ".join(open_names(program, ahead)))))
    elif assessment.outcome is Outcome.ELIGIBLE:
        found.append(("open", words.say("outcome.nothing_open")))
    step = next_step(program, assessment, role)
    if step:
        found.append(("next", words.say("outcome.next", step=step)))
    pathway = program.pathway(assessment.pathway)
    if pathway and pathway.otherwise and assessment.outcome is Outcome.NOT_ELIGIBLE:
        found.append(("otherwise", pathway.otherwise))
    return tuple(found)


def left_in_words(program: Program, ahead: Prospects) -> str:
    """Give how many more answers settle the result: ``1 to 4 more answers settle it.``"""
    words = program.words
    if ahead.most == 1:
        return words.say("outcome.left_one")
    if ahead.fewest == ahead.most:
        return words.say("outcome.left_exactly", n=ahead.most)
    return words.say("outcome.left_between", fewest=ahead.fewest, most=ahead.most)


def stamp_in_words(assessment: Assessment) -> str:
    """Give which rules a result comes from: program, version, and the first digits of the file's hash."""
    stamp = assessment.program
    return f"Rules: {stamp.id} {stamp.version}, {stamp.hash[:8]}"


def _clear(program: Program, assessment: Assessment, findings: Iterable[Finding]) -> list[str]:
    """Give what is met in a few words; where all is, the disqualifiers are counted and not named."""
    met = [finding for finding in findings if finding.status is Status.MET]
    if assessment.outcome is Outcome.ELIGIBLE:
        ruled_out = [f for f in met if program.criteria[f.criterion].role == "disqualifier"]
        if len(ruled_out) > 1:
            kept = [finding.brief for finding in met if finding not in ruled_out]
            return [*kept, program.words.say("outcome.none_of", n=len(ruled_out))]
    return [finding.brief for finding in met]


def open_names(program: Program, ahead: Prospects) -> tuple[str, ...]:
    """Give what is open, by name, in the order of asking."""
    return tuple(program.questions[key].name for key in ahead.open_questions)


def shortened(names: Sequence[str], program: Program, kept: int) -> str:
    """Give the first *kept* names of a list and how many more there are: ``A; B; and 3 more``."""
    listed = "; ".join(names[:kept])
    more = len(names) - kept
    return program.words.say("outcome.and_more", list=listed, n=more) if more > 0 else listed


def next_step(program: Program, assessment: Assessment, role: str) -> str:
    """Give what the program's file says to do next, for this result and role; nothing where it is silent."""
    return step_for(program, assessment.pathway, assessment.outcome, role)


def step_for(program: Program, pathway: str | None, outcome: str, role: str) -> str:
    """Give the same for the *outcome* of a *pathway*."""
    texts = program.next_steps.get(role, {})
    template = texts.get(f"{pathway}.{outcome}") or texts.get(outcome, "")
    numbers = {name: f", {number}" if number else "" for name, number in program.contact.items()}
    return template.format_map(numbers)


def in_asking_order(program: Program, assessment: Assessment) -> tuple[Finding, ...]:
    """Give the findings in the order in which the chosen pathway asks for them."""
    pathway = program.pathway(assessment.pathway)
    if pathway is None:
        return assessment.findings
    return tuple(sorted(assessment.findings, key=lambda finding: pathway.criteria.index(finding.criterion)))


def finding_lines(program: Program, assessment: Assessment) -> Iterable[tuple[Status, str]]:
    """Give a short line for each finding, with its status; its sign is in ``MARKS``."""
    for finding in in_asking_order(program, assessment):
        title = program.criteria[finding.criterion].title
        brief = finding.brief[:1].upper() + finding.brief[1:]
        yield (
            finding.status,
            title if finding.status is Status.UNKNOWN and finding.brief == _name(program, finding) else brief,
        )


def verdict(program: Program, assessment: Assessment, key: str) -> tuple[str, Status] | None:
    """Give what the chosen pathway makes of an answer: ``+ met``, ``x applies``; None where no criterion reads it."""
    order = (Status.NOT_MET, Status.UNKNOWN, Status.MET)
    read = [finding for finding in assessment.findings if key in finding.answers]
    if assessment.pathway is None or not read or key == REFERRAL_DATE:  # every look-back reads that day
        return None
    finding = min(read, key=lambda each: order.index(each.status))
    role = program.criteria[finding.criterion].role
    return program.words.say(f"verdict.{role}_{finding.status}"), finding.status


def opens_in_words(program: Program, opens: PartialDate | None) -> str:
    """Give the sentence on the first referral that would meet the rule; nothing where there is none."""
    if opens is None or opens.earliest is None or opens.latest is None:
        return ""
    start, end = (date_words.day_in_words(day, program.words) for day in (opens.earliest, opens.latest))
    if start == end:
        return program.words.say("settle.opens", date=start)
    return program.words.say("settle.opens_between", start=start, end=end)


def _name(program: Program, finding: Finding) -> str:
    """Give what a finding's criterion is called where nothing is known of it yet."""
    return program.criteria[finding.criterion].brief["unknown"]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
