"""What happened after the referral, and what is to happen next: entries that are only ever added.

A contact is one of them: somebody was called, an appointment was made, the case was given to a colleague,
closed, opened again, or linked with another of the same person. What follows from all of them (who has the
case, what comes next and by when) is found here; nothing is stored twice but what a list row shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

ATTEMPT: Final = "attempt"
NEXT_STEP: Final = "next_step"
APPOINTMENT: Final = "appointment"
DUE_DATE: Final = "due_date"
ASSIGNED: Final = "assigned"
TRANSFERRED: Final = "transferred"
CLOSED: Final = "closed"
REOPENED: Final = "reopened"
LINKED: Final = "linked"
UNLINKED: Final = "unlinked"
NOT_LINKED: Final = "not_linked"
EXPLAINED: Final = "explained"

REACHED: Final = "reached"
MADE: Final = "made"
MOVED: Final = "moved"
DONE: Final = "done"
"""Of a next step or a due date: it is done, and stands no more."""
KEPT: Final = "kept"
NO_SHOW: Final = "no_show"

FIRST_CONTACT: Final = "First contact"
"""The next step of a referral that was handed over and has seen none."""
INTAKE_APPOINTMENT: Final = "Intake appointment"
CALL_BACK: Final = "Call back"


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry. Which fields it has depends on what was done."""

    id: str
    at: str
    """When it was entered, or happened where `when` is empty: UTC, ISO 8601."""
    by: str
    """Who entered it."""
    did: str
    """What was done: one of the words above."""
    via: str = "wizard"
    when: str = ""
    """When it happened, where that was earlier than entered."""
    result: str = ""
    """Of an attempt, an appointment or a closing; of a next step or a due date, that it is done."""
    how: str = ""
    """Of an attempt: phone, text, visit or other."""
    what: str = ""
    """The next step; of a link, the person number; of who is another person, the case number there."""
    due: str = ""
    """``YYYY-MM-DD``, or ``YYYY-MM-DDTHH:MM`` for an appointment, at the program's place."""
    who: str = ""
    """Whose the next step or the case is, or who set the date."""
    note: str = ""
    about: list[str] = []
    """Ids of the changes that this explains."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is to be done."""

    what: str
    due: str = ""
    """As in `Contact`; empty: no day is set."""
    who: str = ""
    set_by: str = ""
    """Who set the day, where somebody did."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from all entries of a case."""

    assigned: str = ""
    """Who has the case."""
    tried: str = ""
    """Result of the last attempt."""
    tried_at: str = ""
    tries: int = 0
    """Attempts since somebody was last reached."""
    reached_at: str = ""
    """When the person was first reached."""
    step: Task | None = None
    """The one next step."""
    appointment: Task | None = None
    """An intake appointment that is still to come, or that nobody has said was kept."""
    kept_at: str = ""
    """When an intake appointment was kept."""
    deadline: Task | None = None
    """The due date that somebody set."""
    closed: Contact | None = None
    """The closing, while it stands."""
    person: str = ""
    """The number that linked cases share."""

    def tasks(self) -> list[Task]:
        """Give what is to be done, what is due first at the head; what has no day comes last."""
        found = [task for task in (self.appointment, self.step, self.deadline) if task is not None]
        return sorted(found, key=lambda task: (not task.due, task.due))


def standing(contacts: Iterable[Contact]) -> Standing:
    """Give what follows from the entries: from tries in the order in which they happened, else as they were entered."""
    entries = list(contacts)
    found = _tried(entries)
    for each in entries:
        step = Task(what=each.what, due=each.due, who=each.who) if each.what else None
        match each.did:
            case "attempt" | "next_step":
                found["step"] = step
            case "appointment" if each.result in (MADE, MOVED):
                found["appointment"] = Task(what=INTAKE_APPOINTMENT, due=each.due, who=each.who)
            case "appointment":
                found |= {"appointment": None, "step": step or found.get("step")}
            case "due_date":
                due = Task(what=each.what or "Due date", due=each.due, set_by=each.who)
                found["deadline"] = due if each.due else None
            case "assigned" | "transferred":
                found["assigned"] = each.who
            case "closed":
                found["closed"] = each
            case "reopened":
                found["closed"] = None
            case "linked":
                found["person"] = each.what
            case "unlinked":
                found["person"] = ""
    return msgspec.structs.replace(Standing(), **found)


def happened(each: Contact) -> str:
    """Give when it happened, which may be before it was entered: UTC, ISO 8601."""
    return each.when or each.at


def _tried(entries: Sequence[Contact]) -> dict[str, object]:
    """Give the last try, how many there were, when somebody was first reached and came to an appointment."""
    found: dict[str, object] = {}
    tries = 0
    for each in sorted(entries, key=happened):
        kept = each.did == APPOINTMENT and each.result == KEPT
        if each.did == ATTEMPT:
            tries = 0 if each.result == REACHED else tries + 1
            found |= {"tried": each.result, "tried_at": happened(each), "tries": tries}
        if kept or (each.did == ATTEMPT and each.result == REACHED):
            found.setdefault("reached_at", happened(each))
        if kept:
            found.setdefault("kept_at", happened(each))
    return found


class RowPart(msgspec.Struct, frozen=True, kw_only=True):
    """What a list row shows of the entries."""

    assigned: str = ""
    next: str = ""
    due: str = ""
    tried: str = ""
    tried_at: str = ""
    person: str = ""


def row_part(contacts: Sequence[Contact], *, received: bool, decided: bool, call_back: str) -> RowPart:
    """Give what the row shows: the task that is due first, the last try, who has the case.

    A referral *received* that nobody has *decided* on or reached waits for its first contact. *call_back* is
    the day until which the person was asked to call, where a card was left; it counts until the first attempt.
    """
    now = standing(contacts)
    tasks = now.tasks()
    if call_back and not now.tried and not now.kept_at:
        tasks = sorted([*tasks, Task(what=CALL_BACK, due=call_back)], key=lambda task: (not task.due, task.due))
    if not tasks and received and not decided and not (now.reached_at or now.step):
        tasks = [Task(what=FIRST_CONTACT)]
    first = tasks[0] if tasks and now.closed is None else Task(what="")
    return RowPart(
        assigned=now.assigned,
        next=first.what,
        due=first.due,
        tried=now.tried,
        tried_at=now.tried_at,
        person=now.person,
    )
