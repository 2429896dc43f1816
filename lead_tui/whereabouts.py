"""Where somebody was when they left: in a draft that can be gone on with, or in another case.

After a lost line the next start says it, so that nobody looks for what they did last. Pure: no clock, no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from lead_tui import contact_words, late
from lead_tui.access import Access
from lead_tui.case import DRAFT, EXPUNGED, Case
from lead_tui.case_import import VIA as IMPORT
from lead_tui.case_pages import When
from lead_tui.expunging import BY_ORDER
from lead_tui.intake import BY_DEFAULT, Intake
from lead_tui.listing import Row

LATELY: Final = timedelta(hours=12)
"""How long ago somebody may have left a case and still be told."""


def of_draft(intake: Intake, when: When) -> list[str]:
    """Give a draft in two lines: which it is, how far it came and when, and where this person was in it."""
    case = intake.case
    pathway = intake.program.pathway(intake.assessment.pathway)
    given = sum(answer.via != BY_DEFAULT for answer in case.answers.values())
    parts = (
        case.case,
        contact_words.brief(case.name.strip()) or "(no name yet)",
        pathway.id if pathway else "no pathway yet",
        f"{when(case.updated)}, {given} answer{'' if given == 1 else 's'}",
    )
    return ["  ".join(parts), *in_draft(intake)]


def in_draft(intake: Intake) -> Iterator[str]:
    """Say what this person answered last and what is open next: ``Last answered: phone. Next open: offense.``"""
    names, stands = _names(intake), intake.case.answers
    answered = (key for _at, key in reversed(_answered(intake.case, intake.user)) if key in names and key in stands)
    last, ahead = next(answered, ""), intake.next_open()
    said = [f"Last answered: {names[last]}."] if last else []
    said += [f"Next open: {names[ahead]}."] if ahead else []
    if said:
        yield " ".join(said)


def ahead(intake: Intake) -> str:
    """Say where whoever goes on with a draft comes to: ``at the first open question``, or ``at the review``."""
    unfinished = any(key in intake.case.typed for key in intake.ahead.open_questions)
    return "at the first open question" if unfinished or intake.next_open() else "at the review"


def left(rows: Iterable[Row], access: Access, now: datetime) -> str:
    """Give the number of the case that this person changed last and lately, where it is no draft; or nothing.

    An officer is told of drafts alone, which are offered.
    """
    own = [row for row in rows if row.updated_by == access.user and row.updated]
    if access.limited or not own:
        return ""
    last = max(own, key=lambda row: row.updated)
    since = (now - LATELY).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return last.case if last.status not in (DRAFT, EXPUNGED) and last.updated >= since else ""


def in_words(intake: Intake, when: When) -> str:
    """Say where this person was in a case: ``You were in W26-0041 at 9:04 pm: last, Phone.``; or nothing."""
    case, user = intake.case, intake.user
    names = _names(intake)
    done = [(at, f"{names[key][:1].upper()}{names[key][1:]}") for at, key in _answered(case, user) if key in names]
    if intake.decides:
        done += [(each.at, "the decision") for each in case.decisions if each.entered_by == user]
    if intake.follows:
        words = intake.program.words
        done += [(each.at, contact_words.sentence(each, words)) for each in case.contacts if each.by == user]
    if case.handed_over is not None and case.handed_over.by == user:
        done.append((case.handed_over.at, "the hand-over"))
    if not done:
        return ""
    at, what = sorted(done, key=lambda each: each[0])[-1]
    return f"You were in {case.case} at {when(at)}: last, {contact_words.brief(what).rstrip('.')}."


def _answered(case: Case, user: str) -> list[tuple[str, str]]:
    """Give time and key of what somebody answered by hand, in order."""
    by_hand = (change for change in case.history if change.via not in (IMPORT, late.LATE, BY_DEFAULT, BY_ORDER))
    return [(change.at, change.key) for change in by_hand if change.by == user]


def _names(intake: Intake) -> dict[str, str]:
    return {key: question.name for key, question in intake.program.questions.items()}
