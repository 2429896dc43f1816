"""What can be done about a case after the referral, and what each deed asks: the form of a contact.

Both faces read it: the screen as a list with a letter each and a few fields, the plain face line by line.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from lead_tui import contact as contacts
from lead_tui import due_day
from lead_tui.case import CLOSED, DRAFT, EXPUNGED, Case
from lead_tui.contact import Contact, standing
from lead_tui.question import TEXT_LIMIT
from lead_tui.words import Words

RESULTS: Final = {
    "reached": "reached",
    "message_left": "message left",
    "no_answer": "no answer",
    "wrong_number": "wrong number",
    "refused": "refused",
}
"""How an attempt ended, and the words for it."""

WAYS: Final = {"phone": "by phone", "text": "by text message", "visit": "by a visit", "other": "in another way"}
"""How an attempt was made."""

REASONS: Final = {
    "completed": "completed",
    "not_found": "could not be found",
    "in_jail": "in jail",
    "moved": "moved away",
    "changed_mind": "changed their mind",
    "died": "died",
    "referred_elsewhere": "referred elsewhere",
    "other": "another reason",
}
"""Why a case is closed."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a deed asks."""

    name: Literal["how", "when", "what", "due", "who", "note", "result"]
    """The field of the contact."""
    ask: str
    kind: Literal["choice", "text", "day", "moment", "past"] = "text"
    """``moment`` is a day to come with a time of day, ``past`` a time just gone."""
    options: Mapping[str, str] = {}
    """Of a choice: ids and words; the first stands until another is chosen, but where one is needed."""
    needed: bool = False
    myself: bool = False
    """True: it starts as the user's own name."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be done."""

    key: str
    """Its letter."""
    words: str
    group: str
    did: str
    result: str = ""
    parts: tuple[Part, ...] = ()
    holds: Callable[[Case], bool] = lambda _case: True
    """Whether it can be done with a case as it is."""


def _alive(case: Case) -> bool:
    return case.status not in (CLOSED, EXPUNGED)


def _ahead(case: Case) -> bool:
    return _alive(case) and standing(case.contacts).step is not None


def _limited(case: Case) -> bool:
    return _alive(case) and standing(case.contacts).deadline is not None


def _appointed(case: Case) -> bool:
    return _alive(case) and standing(case.contacts).appointment is not None


_HOW = Part(name="how", ask="How", kind="choice", options=WAYS)
_NOTE = Part(name="note", ask="Note")
_WHEN = Part(name="when", ask="When it was", kind="past")
"""Asked last: mostly it was just now."""
_NEXT = (
    Part(name="what", ask="Next step"),
    Part(name="due", ask="By", kind="day"),
    Part(name="who", ask="Who does it", myself=True),
)
_ATTEMPT = "Contact attempt"
_AHEAD = "What comes next"
_APPOINTMENT = "Intake appointment"
_CASE = "The case"


def _attempt(key: str, result: str) -> Deed:
    parts = (_HOW, _NOTE, *_NEXT, _WHEN)
    return Deed(
        key=key, words=RESULTS[result], group=_ATTEMPT, did=contacts.ATTEMPT, result=result, parts=parts, holds=_alive
    )


def _appointment(key: str, words: str, result: str) -> Deed:
    parts = (_NOTE, *_NEXT, _WHEN)
    return Deed(
        key=key, words=words, group=_APPOINTMENT, did=contacts.APPOINTMENT, result=result, parts=parts, holds=_appointed
    )


DEEDS: Final[tuple[Deed, ...]] = (
    _attempt("r", "reached"),
    _attempt("m", "message_left"),
    _attempt("n", "no_answer"),
    _attempt("w", "wrong_number"),
    _attempt("x", "refused"),
    Deed(
        key="s",
        words="next step: what, when, who",
        group=_AHEAD,
        did=contacts.NEXT_STEP,
        parts=(msgspec.structs.replace(_NEXT[0], needed=True), *_NEXT[1:]),
        holds=_alive,
    ),
    Deed(
        key="f",
        words="next step finished",
        group=_AHEAD,
        did=contacts.NEXT_STEP,
        result=contacts.DONE,
        parts=(_NOTE, *_NEXT),
        holds=_ahead,
    ),
    Deed(
        key="d",
        words="due date, and who set it",
        group=_AHEAD,
        did=contacts.DUE_DATE,
        parts=(
            Part(name="due", ask="Due on", kind="day", needed=True),
            Part(name="who", ask="Set by", needed=True),
            Part(name="what", ask="For what"),
        ),
        holds=_alive,
    ),
    Deed(
        key="e",
        words="due date met or dropped",
        group=_AHEAD,
        did=contacts.DUE_DATE,
        result=contacts.DONE,
        parts=(_NOTE,),
        holds=_limited,
    ),
    Deed(
        key="a",
        words="made, with the time",
        group=_APPOINTMENT,
        did=contacts.APPOINTMENT,
        result=contacts.MADE,
        parts=(
            Part(name="due", ask="When", kind="moment", needed=True),
            Part(name="who", ask="With", myself=True),
            Part(name="note", ask="Where"),
        ),
        holds=lambda case: _alive(case) and not _appointed(case),
    ),
    _appointment("k", "kept", contacts.KEPT),
    _appointment("o", "no-show", contacts.NO_SHOW),
    Deed(
        key="v",
        words="moved to another time",
        group=_APPOINTMENT,
        did=contacts.APPOINTMENT,
        result=contacts.MOVED,
        parts=(Part(name="due", ask="New time", kind="moment", needed=True), Part(name="who", ask="With"), _NOTE),
        holds=_appointed,
    ),
    Deed(
        key="g",
        words="assign to somebody here",
        group=_CASE,
        did=contacts.ASSIGNED,
        parts=(Part(name="who", ask="To whom", needed=True, myself=True), _NOTE),
        holds=_alive,
    ),
    Deed(
        key="t",
        words="transfer elsewhere",
        group=_CASE,
        did=contacts.TRANSFERRED,
        parts=(Part(name="who", ask="To whom", needed=True), _NOTE),
        holds=_alive,
    ),
    Deed(
        key="c",
        words="close, with the reason",
        group=_CASE,
        did=contacts.CLOSED,
        parts=(Part(name="result", ask="Reason", kind="choice", options=REASONS, needed=True), _NOTE),
        holds=lambda case: _alive(case) and case.status != DRAFT,
    ),
    Deed(
        key="p",
        words="open again",
        group=_CASE,
        did=contacts.REOPENED,
        parts=(Part(name="note", ask="Why", needed=True),),
        holds=lambda case: case.status == CLOSED,
    ),
)
"""All deeds, in the order in which they are offered."""


TAKES: Final = {
    "text": "Your own words.",
    "day": due_day.ACCEPTED,
    "moment": f"{due_day.ACCEPTED} {due_day.ACCEPTED_TIME}",
    "past": due_day.ACCEPTED_PAST,
}
"""What a part of each kind takes, but a choice."""


def echo(part: Part, given: str, words: Words, now: datetime) -> str:
    """Say what is understood of a day or time that was typed so far; nothing where it is none."""
    if part.kind in ("choice", "text"):
        return ""
    try:
        if part.kind == "past":
            day = due_day.read_past(given, words, now=now)
        else:
            day = due_day.read(given, words, today=now.date(), time=part.kind == "moment")
    except due_day.DueProblem:
        return ""
    return due_day.echo(day, words, now.date())


def letters(options: Mapping[str, str]) -> dict[str, str]:
    """Give each option of a choice a letter of its own, from its id, in their order."""
    found: dict[str, str] = {}
    for option in options:
        found[option] = next(letter for letter in option if letter.isalpha() and letter not in found.values())
    return found


EXPLAIN: Final = Deed(
    key="",
    words="why answers were changed after a decision",
    group=_CASE,
    did=contacts.EXPLAINED,
    parts=(Part(name="note", ask="Why", needed=True),),
)
"""Asked for by itself, and never offered."""


def possible(case: Case) -> list[Deed]:
    """Give the deeds that can be done with the case as it is."""
    return [deed for deed in DEEDS if deed.holds(case)]


def starts(deed: Deed, case: Case, *, user: str) -> dict[str, str]:
    """Give what stands in the fields of a deed at first: an attempt goes on with the next step as it was."""
    step = standing(case.contacts).step
    found: dict[str, str] = {}
    for part in deed.parts:
        if part.kind == "choice":
            found[part.name] = "" if part.needed else next(iter(part.options))
        elif part.name == "what" and deed.did == contacts.ATTEMPT and deed.result != contacts.REACHED and step:
            found[part.name] = step.what
        else:
            found[part.name] = user if part.myself else ""
    return found


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """Why a deed cannot be recorded as it was typed."""

    part: str
    said: str
    """One line: what is wrong, and what is accepted."""


def entry(deed: Deed, typed: Mapping[str, str], *, words: Words, now: datetime, by: str, via: str) -> Contact | Wrong:
    """Give the contact of a deed with what was *typed* in its parts, or what is wrong with it.

    *now* is the time at the program's place.
    """
    fields: dict[str, str] = {"result": deed.result}
    for part in deed.parts:
        given = taken(part, typed.get(part.name, ""), words=words, now=now)
        if isinstance(given, Wrong):
            return given
        fields[part.name] = given
    if fields.get("due") and "what" in fields and not fields["what"] and deed.did != contacts.DUE_DATE:
        return Wrong(part="what", said="Next step: a day is given, but not what is to be done. Say what.")
    if deed.did != contacts.DUE_DATE and "what" in fields and not fields["what"]:
        fields["who"] = ""  # nobody's, where there is no next step
    made = Contact(id=uuid.uuid4().hex, at=_utc(now), by=by, did=deed.did, via=via)
    return msgspec.structs.replace(made, **fields)


def taken(part: Part, given: str, *, words: Words, now: datetime) -> str | Wrong:
    """Give what is recorded of a part that was typed, or what is wrong with it."""
    given = given.strip()
    if wrong := _wrong(part, given):
        return Wrong(part=part.name, said=wrong)
    try:
        if part.kind in ("day", "moment"):
            return due_day.read(given, words, today=now.date(), time=part.kind == "moment")
        if part.kind == "past" and given:
            then = datetime.fromisoformat(due_day.read_past(given, words, now=now))
            return _utc(due_day.just_gone(then, now))
    except due_day.DueProblem as problem:
        return Wrong(part=part.name, said=f"{part.ask}: {problem}")
    return given


def _utc(then: datetime) -> str:
    return then.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _wrong(part: Part, given: str) -> str:
    if part.kind == "choice" and given not in part.options:
        none = f'"{given}" is none' if given else "nothing is chosen"
        return f"{part.ask}: {none}. Choose {', '.join(part.options.values())}."
    if part.needed and not given:
        return f"{part.ask}: nothing is given. " + (due_day.ACCEPTED if part.kind != "text" else "Type it.")
    if len(given) > TEXT_LIMIT:
        return f"{part.ask}: {len(given):,} characters; {TEXT_LIMIT:,} at most."
    return ""
