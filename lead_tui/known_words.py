"""Who is perhaps the same person, and which cases are linked, in words: for both faces and for ``show``."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from lead_tui import contact_words, date_words, listing
from lead_tui.case_pages import Entry
from lead_tui.earlier import ago, day_of
from lead_tui.facts import known_date
from lead_tui.intake import Intake
from lead_tui.known import Match
from lead_tui.lines import Summary
from lead_tui.program import Program
from lead_tui.question import JSON, Question

UNASKED = "Nothing is joined unasked."
LOOK, ANOTHER, LINK, UNLINK = (
    "Look at {case}",
    "Go on, another person",
    "Go on, same person: link the two",
    "Unlink {case}: another person than that of {others}",
)
"""What may be chosen."""
LINKED, NOTED = "Linked: the same person as {case}.", "Noted: another person than that of {case}."
SAME, PERHAPS = "same", "perhaps"
"""What the keys of a page's lines about other cases begin with; no question's key holds a colon."""


def born(program: Program, answer: JSON) -> str:
    """Give ``born 14 May 1990``, ``born in 1990``; nothing where the birth date is not known."""
    known = known_date(answer)
    return f"born {date_words.born(known, program.words, short=True)}" if known else ""


def referred(program: Program, row: Summary) -> str:
    """Give the day of a referral: ``3 Aug 2026``; nothing where it has none."""
    known = known_date(row.referred)
    return date_words.day_in_words(known.day, program.words, short=True) if known and known.day else ""


def standing(program: Program, row: Summary) -> str:
    """Give a linked case: ``W26-0011 (accepted, 3 Aug 2026)``."""
    told = ", ".join(part for part in (listing.state(row), referred(program, row)) if part)
    return f"{row.case} ({told})"


def in_short(program: Program, match: Match) -> str:
    """Give ``Perhaps the same person as W26-0011, born 14 May 1990``."""
    said = born(program, match.born)
    return f"Perhaps the same person as {match.row.case}{f', {said}' if said else ''}"


def row(program: Program, match: Match) -> str:
    """Give a match in one row, to choose among several."""
    parts = (match.row.case, _name(match.row), born(program, match.born))
    return "  ".join(part for part in parts if part)


def about(program: Program, match: Match) -> list[str]:
    """Give a match at length: who and when, what came of it, and the reason."""
    found = match.row
    first = (found.case, _name(found), born(program, match.born), referred(program, found))
    second = (found.pathway or "no pathway yet", listing.result(found.outcome)[0], listing.state(found))
    return ["  ".join(each for each in first if each), f"{'':10}{'  '.join(second)}", f"{match.reason} {UNASKED}"]


def offer(intake: Intake, question: Question, *, key: str) -> str:
    """Give what may be taken over: ``Given on 3 Aug 2026 (3 months ago): Spanish. Ctrl+Y takes it over.``"""
    found = intake.offered(question)
    if found is None:
        return ""
    then = day_of(found.at, ZoneInfo(intake.program.time_zone))
    day = f" on {date_words.day_in_words(then, intake.program.words, short=True)}" if then else ""
    age = f" ({ago(then, intake.today)})" if then else ""
    said = contact_words.brief(intake.word(question.key, found.value))
    return f"Given{day}{age}: {said.rstrip('.')}. {key} takes it over."


def entries(program: Program, linked: Sequence[Summary], matches: Sequence[Match]) -> list[Entry]:
    """Give the lines of a case's page: the cases linked with it, and those that wait for somebody to look."""
    found = [Entry(said="Other referrals", style="quiet")] if linked or matches else []
    found += [
        Entry(label="Same person", said=standing(program, each), key=f"{SAME}:{each.case}", hint="Enter asks")
        for each in linked
    ]
    found += [
        Entry(
            mark="  ? ",
            said=f"{in_short(program, match)}.\n{match.reason}",
            key=f"{PERHAPS}:{match.row.case}",
            hint="Enter asks",
        )
        for match in matches
    ]
    return found


def _name(found: Summary) -> str:
    return " ".join(found.name.split())
