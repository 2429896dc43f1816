"""What happened after the referral, as a page of a case: for its screen and for ``show``. For staff alone."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from lead_tui import case_pages, contact_words, reach
from lead_tui import contact as contacts
from lead_tui.case import Case
from lead_tui.case_pages import Entry
from lead_tui.contact import Contact, happened, standing
from lead_tui.intake import Intake
from lead_tui.milestones import milestones

NOTHING = "Nothing is recorded yet."


def entries(intake: Intake, when: case_pages.When) -> list[Entry]:
    """Give the page: how far the case has come, what stands and is to be done, then every entry, newest first."""
    case = intake.case
    reached = [Entry(label=name, said=when(at)) for name, at in milestones(case).told()]
    latest_first = sorted(case.contacts, key=happened)[::-1]
    told = [_entry(intake, each, when) for each in latest_first if each.did != contacts.EXPLAINED]
    return [
        _heading("How far it has come"),
        *(reached or [Entry(label="First contact", said="not yet", style="quiet")]),
        _heading("What stands"),
        *_standing(intake, when),
        _heading("What happened, newest first"),
        *(told or [Entry(said=NOTHING, style="quiet")]),
    ]


def record(case: Case) -> dict[str, object]:
    """Give the same for other programs: the milestones reached, who has the case, what is to be done."""
    now = standing(case.contacts)
    reached = {name: at for name, at in msgspec.to_builtins(milestones(case)).items() if at}
    return {
        "milestones": reached,
        "standing": {
            "assigned": now.assigned,
            "to_do": [msgspec.to_builtins(task) for task in contact_words.to_do(case)],
            "last_try": now.tried,
            "last_try_at": now.tried_at,
            "tries": now.tries,
        },
    }


def _standing(intake: Intake, when: case_pages.When) -> list[Entry]:
    case, words = intake.case, intake.program.words
    now = standing(case.contacts)
    lines = [("Who has the case", now.assigned or "nobody yet", not now.assigned)]
    lines += [(label, said, said == case_pages.NOT_ASKED) for label, said in reach.told(intake)]
    tried = contact_words.last_try(now, when)
    lines.append(("Last try", tried or "none", not tried))
    if now.closed is not None:
        lines.append(("Closed", f"{when(now.closed.at)}, {contact_words.reason(now.closed)}", False))
    ahead = [contact_words.task(task, words, today=intake.today) for task in contact_words.to_do(case)]
    if now.closed is None:
        lines.append(("Next", "\n".join(ahead) or "nothing is set", not ahead))
    return [Entry(label=label, said=said, style="quiet" if quiet else "") for label, said, quiet in lines]


def _entry(intake: Intake, each: Contact, when: Callable[[str], str]) -> Entry:
    return Entry(label=f"{when(happened(each))}  {each.by}", said=contact_words.sentence(each, intake.program.words))


def _heading(said: str) -> Entry:
    return Entry(said=said, style="quiet")
