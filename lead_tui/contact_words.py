"""What happened after a referral, in sentences: for the case's pages, the list and both faces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from lead_tui import contact as contacts
from lead_tui import due_day
from lead_tui.case import Case
from lead_tui.contact import Contact, Standing, Task, standing
from lead_tui.deeds import REASONS, RESULTS, WAYS
from lead_tui.words import Words

_LONG = 300
"""Characters of a sentence that stands beside others."""
_APPOINTMENTS = {
    contacts.MADE: "Intake appointment made",
    contacts.MOVED: "Intake appointment moved",
    contacts.KEPT: "Intake appointment kept",
    contacts.NO_SHOW: "Intake appointment: no-show",
}


def result(word: str) -> str:
    """Give the words for the result of an attempt: ``no answer``."""
    return RESULTS.get(word, word)


def reason(closed: Contact) -> str:
    """Give why a case was closed, with the note."""
    return ": ".join(part for part in (REASONS.get(closed.result, closed.result), _line(closed.note)) if part)


def task(each: Task, words: Words, *, today: date | None = None) -> str:
    """Give ``Call again by 27 Nov 2026 (2 days overdue), Sample Staff 01``; without *today* not how far it is."""
    said = each.what
    if each.due:
        at = "on" if "T" in each.due else "by"
        said += f" {at} {due_day.in_words(each.due, words)}"
        far = due_day.from_today(each.due, today) if today else ""
        said += f" ({far})" if far else ""
    said += f", {each.who}" if each.who else ""
    return f"{said}, set by {each.set_by}" if each.set_by else said


def last_try(now: Standing, when: Callable[[str], str]) -> str:
    """Give ``24 Nov 9:10 am: no answer, 2 tries without reaching anybody``; nothing where nobody tried."""
    if not now.tried:
        return ""
    said = ": ".join(part for part in (when(now.tried_at), result(now.tried)) if part)
    return f"{said}, {now.tries} tries without reaching anybody" if now.tries > 1 else said


def to_do(case: Case) -> list[Task]:
    """Give what is to be done, what is due first at the head: what was entered, and what follows by itself."""
    now = standing(case.contacts)
    if now.closed is not None:
        return []
    tasks = now.tasks()
    by_itself = [Task(what=case.next, due=case.due)] if case.next not in ("", *(task.what for task in tasks)) else []
    return by_itself + tasks


def in_short(case: Case, words: Words, when: Callable[[str], str], today: date) -> str:
    """Give the last try and the next step in one line; nothing where there is neither."""
    now = standing(case.contacts)
    if now.closed is not None:
        return brief(f"Closed {when(now.closed.at)}: {reason(now.closed).rstrip('.')}.")
    tried = last_try(now, when)
    said = [f"Last try {tried}."] if tried else []
    said += [f"Next: {task(each, words, today=today)}." for each in to_do(case)[:1]]
    return brief(" ".join(said))


def recorded(case: Case, words: Words) -> str:
    """Give the last entry and what comes next in one line: ``W26-0042: contact attempt by phone: no answer.``"""
    last = case.contacts[-1]
    said = sentence(last if last.did == contacts.CLOSED else msgspec.structs.replace(last, note=""), words)
    said = f"{case.case}: {said[:1].lower()}{said[1:]}"
    goes_on = last.did in (contacts.ATTEMPT, contacts.REOPENED) or last.result in (
        contacts.KEPT,
        contacts.NO_SHOW,
        contacts.DONE,
    )
    if goes_on and not last.what:
        said += "".join(f" Next: {task(each, words)}." for each in to_do(case)[:1])
    return brief(said)


def brief(text: str) -> str:
    """Give a text on one line, cut with a mark where it is long."""
    line = _line(text)
    return line if len(line) <= _LONG else f"{line[: _LONG - 4].rstrip()} ..."


def sentence(each: Contact, words: Words) -> str:
    """Give one entry as a sentence: ``Contact attempt by phone: no answer. Next: call again by 27 Nov 2026.``"""
    said = _said(each, words)
    if each.note and each.did not in (contacts.CLOSED, contacts.EXPLAINED):
        said += f" {_line(each.note).rstrip('.')}."
    if each.what and (each.did in (contacts.ATTEMPT, contacts.APPOINTMENT) or each.result == contacts.DONE):
        said += f" Next: {task(Task(what=each.what, due=each.due, who=each.who), words)}."
    return said


def _said(each: Contact, words: Words) -> str:
    when = due_day.in_words(each.due, words)
    says: dict[str, Callable[[], str]] = {
        contacts.ATTEMPT: lambda: (
            f"{f'Contact attempt {WAYS.get(each.how, each.how)}'.rstrip()}: {result(each.result)}."
        ),
        contacts.NEXT_STEP: lambda: f"Next step: {task(Task(what=each.what, due=each.due, who=each.who), words)}.",
        contacts.DUE_DATE: lambda: f"{each.what or 'Due date'}: {when}, set by {each.who}.",
        contacts.DONE: lambda: "Next step done." if each.did == contacts.NEXT_STEP else "Due date met or dropped.",
        contacts.APPOINTMENT: lambda: _appointment(each, when),
        contacts.ASSIGNED: lambda: f"Assigned to {each.who}.",
        contacts.TRANSFERRED: lambda: f"Transferred to {each.who}.",
        contacts.CLOSED: lambda: f"Closed: {reason(each).rstrip('.')}.",
        contacts.REOPENED: lambda: "Opened again.",
        contacts.LINKED: lambda: f"Linked: the same person as {each.what}.",
        contacts.UNLINKED: lambda: f"No longer linked with {each.what}.",
        contacts.NOT_LINKED: lambda: f"Another person than that of {each.what}.",
        contacts.EXPLAINED: lambda: f"Reason for the change: {_line(each.note)}",
    }
    kind = contacts.DONE if each.result == contacts.DONE else each.did
    return says[kind]() if kind in says else f"{each.did}."


def _appointment(each: Contact, when: str) -> str:
    said = _APPOINTMENTS.get(each.result, "Intake appointment")
    if each.result not in (contacts.MADE, contacts.MOVED):
        return f"{said}."
    return f"{said}: {when}{f', with {each.who}' if each.who else ''}."


def _line(text: str) -> str:
    return " ".join(text.split())
