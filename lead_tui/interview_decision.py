"""A person's decision, asked for line by line: what, by whom, why; and why it was not left at that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from lead_tui import date_words, decision, explaining
from lead_tui.case import Case
from lead_tui.earlier import day_of
from lead_tui.intake import Intake

LETTERS = {"a": decision.ACCEPT, "d": decision.DECLINE, "e": decision.REFER_ELSEWHERE, "h": decision.HOLD}

WHAT = ("What was decided?", "a accept, d decline, e refer elsewhere, h hold. Blank: record nothing.")
NOTHING = "No decision recorded."


def ask(intake: Intake, say: Callable[..., None], hear: Callable[[], str]) -> None:
    """Ask for a decision and record it; a blank line or < records nothing."""
    word = _one_of(WHAT, LETTERS.get, say, hear)
    by = _by(intake, say, hear) if word else ""
    while word and by:
        say("Why?", _reason_takes(intake, word))
        reason = hear().strip()
        if reason == "<":
            break
        problem = intake.decide(word, by=by, reason=reason)
        if not problem:
            say(f"Recorded: {decision.word(word)}, by {by}. The rule result stays as it is.")
            return
        say(f"Error: {problem}")
    say(NOTHING)


def ask_why(intake: Intake, opened: Case, say: Callable[..., None], hear: Callable[[], str]) -> None:
    """Ask why answers were changed in this sitting after a decision that rested on them; a blank line gives none."""
    changes = explaining.lacking(intake, opened)
    if not changes:
        return
    zone, words = ZoneInfo(intake.program.time_zone), intake.program.words

    def day(stamp: str) -> str:
        then = day_of(stamp, zone)
        return date_words.day_in_words(then, words, short=True) if then else ""

    def reason_heard() -> str:
        said = hear().strip()
        return "" if said in ("<", "<<") else said

    say(explaining.question(intake, changes, day), "Your own words. Blank: no reason.")
    reason = reason_heard()
    while reason and (problem := explaining.explain(intake, changes, reason)):
        say(f"Error: {problem}")
        reason = reason_heard()
    say("Kept beside the changes." if reason else "No reason kept.")


def told(intake: Intake) -> Iterator[str]:
    """Give the standing decision, and what is to be said beside it, for those who may know."""
    standing = decision.standing(intake.case)
    if standing is None or not intake.decides:
        return
    reason = f" Reason: {' '.join(standing.reason.split())}" if standing.reason else ""
    yield f"Decision: {decision.word(standing.decision)}, by {standing.by}.{reason}"
    if decision.stale(intake.case):
        yield "Check: answers have changed since this decision."


def _by(intake: Intake, say: Callable[..., None], hear: Callable[[], str]) -> str:
    approvers = intake.program.approvers
    if not approvers:
        say("Who decided?", "A name. Blank: record nothing.")
        name = hear().strip()
        return "" if name == "<" else name
    numbered = {str(number): name for number, name in enumerate(approvers, 1)}
    listed = ", ".join(f"{number} {name}" for number, name in numbered.items())
    names = {name.casefold(): name for name in approvers}
    return _one_of(("Who decided?", f"{listed}. Blank: record nothing."), (numbered | names).get, say, hear)


def _one_of(
    asked: tuple[str, ...], found: Callable[[str], str | None], say: Callable[..., None], hear: Callable[[], str]
) -> str:
    """Ask until the line is one of those that mean something; gives what, or nothing for a blank line or <."""
    say(*asked)
    while True:
        said = hear().strip().casefold()
        if said in ("", "<"):
            return ""
        meant = found(said)
        if meant is not None:
            return meant
        say(*asked[1:])


def _reason_takes(intake: Intake, word: str) -> str:
    if not decision.reason_needed(word, intake.assessment.outcome):
        return "Your own words. Blank: no reason."
    return "Your own words. A reason is needed here; < records nothing."
