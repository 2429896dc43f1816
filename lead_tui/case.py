"""The case and its pure changes; `case_record` has it as JSON.

A case is what people entered about one referral, who entered it and when. Nothing here reads a
clock or a file: every change is given its time (UTC, ISO 8601, seconds, ``Z``) and its author, and
returns a new record.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from lead_tui import contact as contacts_
from lead_tui.contact import Contact
from lead_tui.legal_hold import Hold

JSON: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any] | None
"""Any JSON value. As the value of an answer, ``None`` stands for "not asked"."""

DRAFT: Final = "draft"
OPEN: Final = "open"
CLOSED: Final = "closed"
EXPUNGED: Final = "expunged"

KNOWN: Final = ("eligible", "not_eligible")
"""The outcomes that are known."""

STATUSES: Final = (DRAFT, OPEN, CLOSED, EXPUNGED)
"""In the order a case goes through them."""
_UNKNOWN: Final = "unknown"
_ROW: Final = tuple(contacts_.RowPart.__struct_fields__)
_T = TypeVar("_T")


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Which program file a result was computed with."""

    id: str = ""
    version: str = ""
    hash: str = ""
    """SHA-256 of the program file's bytes with LF line ends."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer as it stands."""

    value: JSON
    at: str = ""
    by: str = ""
    via: str = "wizard"
    """Where it was entered: ``wizard``, ``plain`` or ``import``."""
    source: str = ""
    """How it is known, where the form asks: record, observation, the person, other; or the number of the linked
    case that it was taken over from."""


class Unsettled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The other answer to a question that two people answered differently."""

    value: JSON
    """``None`` where this person took the answer away."""
    by: str = ""
    at: str = ""
    base: JSON = None
    """What both had before them."""
    typed: str = ""
    """What this person had typed, where it was no answer yet."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change of one answer; the history is a list of these."""

    id: str
    at: str
    by: str
    via: str = "wizard"
    key: str
    was: JSON = None
    now: JSON = None
    undoes: str = ""
    """Id of the change that this one takes back."""

    @property
    def undo(self) -> bool:
        """Whether this change takes an earlier one back."""
        return self.undoes != ""


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """The referral as it was handed over: the answers and the rule result of that moment."""

    at: str
    by: str
    answers: dict[str, JSON]
    outcome: str
    outcomes: dict[str, str]
    """The outcome of each pathway."""
    reasons: list[str]
    program: Stamp


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person decided. It is never changed: another decision is another entry."""

    id: str
    at: str
    decision: str
    """``accept``, ``decline``, ``refer_elsewhere`` or ``hold``."""
    by: str
    """Who decided."""
    entered_by: str
    """Who typed it."""
    reason: str = ""
    outcome: str = ""
    """The rule result of that moment."""
    program: Stamp = Stamp()
    """What that result was computed with."""
    reads: list[str] = []
    """Keys of the answers that the rule result rested on."""
    answers: str = ""
    """Digest of those answers, as `digest_of` gives it."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One referral. Fields of a record that this version does not know are kept in `extra`."""

    case: str = ""
    """The number people use, such as ``W26-0042``; empty until the first save."""
    rev: int = 0
    """How often it was saved."""
    status: str = DRAFT
    updated: str = ""
    updated_by: str = ""
    uid: str = ""
    """Made once and for all, so that a case without a number is known again."""
    created: str = ""
    created_by: str = ""
    name: str = ""
    pathway: str = ""
    outcome: str = ""
    decision: str = ""
    """The last decision, in the word of `Decision`; empty before the first."""
    referred: str = ""
    """The day of the referral, for the list."""
    assigned: str = ""
    """Who has the case. This and the next five follow from `contacts`; see `contact.RowPart`."""
    next: str = ""
    due: str = ""
    tried: str = ""
    tried_at: str = ""
    screened: str = ""
    """When the rule result of the chosen pathway was first known."""
    person: str = ""
    """The number that cases of the same person share: that of the first of them."""
    program: Stamp = Stamp()
    answers: dict[str, Answer] = {}
    typed: dict[str, str] = {}
    """Wrong or unfinished entries, as typed; such a question counts as not answered."""
    unsettled: dict[str, Unsettled] = {}
    history: list[Change] = []
    decisions: list[Decision] = []
    """What people decided, the last one at the end; entries are only ever added."""
    contacts: list[Contact] = []
    """What happened after the referral, the last entry at the end; entries are only ever added."""
    holds: list[Hold] = []
    """Legal holds and their releases, the last entry at the end; entries are only ever added."""
    handed_over: HandOver | None = None
    extra: dict[str, JSON] = {}


# --- Changes -------------------------------------------------------------------------------------


def new(program_stamp: Stamp, *, at: str, by: str) -> Case:
    """An empty draft without a number."""
    return Case(
        uid=uuid.uuid4().hex,
        program=program_stamp,
        created=at,
        created_by=by,
        updated=at,
        updated_by=by,
    )


def answers_of(case: Case) -> dict[str, JSON]:
    """The answers for the rules: key to value. What two people have not settled reads unknown."""
    values: dict[str, JSON] = {key: answer.value for key, answer in case.answers.items()}
    for key in case.unsettled:
        values[key] = _UNKNOWN
    return values


def answer(case: Case, key: str, value: JSON, *, at: str, by: str, via: str = "wizard", source: str = "") -> Case:
    """The case with one question answered (`None` takes the answer away).

    It settles the question if two people differed, and forgets what was typed there. The same
    answer once more changes nothing and leaves no entry in the history.
    """
    standing = case.answers.get(key)
    settled = key not in case.unsettled and key not in case.typed
    given = None if value is None else Answer(value=value, at=at, by=by, via=via, source=source)
    if settled and _value(standing) == value and (standing is None or standing.source == source):
        return case
    return _changed(case, key, given, at=at, by=by, via=via)


def leave_typed(case: Case, key: str, text: str, *, at: str, by: str, via: str = "wizard") -> Case:
    """The case with an entry that is no answer (yet) kept as it was typed.

    An answer recorded before is taken away, since it is no longer what the person means. An empty
    text takes both away.
    """
    recorded = key in case.answers or key in case.unsettled
    if case.typed.get(key, "") == text and not recorded:
        return case
    if recorded:
        case = _changed(case, key, None, at=at, by=by, via=via)
    typed = _without(case.typed, key)
    return _replace(case, typed=typed | {key: text} if text else typed)


def undo(case: Case, *, at: str, by: str, via: str = "wizard") -> tuple[Case, Change] | None:
    """Take this person's last change back; `None` where nothing is left to take back.

    Called again it goes further back. Undo never takes another person's answer away: a change is
    passed over where somebody answered the question since, or gave an answer meanwhile that going
    back would wipe out. Gives the new case and the change that was taken back.
    """
    undone = {change.undoes for change in case.history if change.undo}
    standing = [change for change in case.history if not change.undo and change.id not in undone]
    for place in reversed(range(len(standing))):
        change = standing[place]
        if change.by == by and _may_go_back(case, change, standing[:place], standing[place + 1 :]):
            given = None if change.was is None else Answer(value=change.was, at=at, by=by, via=via)
            done = _changed(case, change.key, given, at=at, by=by, via=via, undoes=change.id)
            return done, change
    return None


def _may_go_back(case: Case, change: Change, before: list[Change], after: list[Change]) -> bool:
    """Whether taking a change back brings the answer before it, and touches nothing of anybody else."""
    key = change.key
    if key in case.unsettled or _value(case.answers.get(key)) != change.now:
        return False
    if any(later.key == key for later in after):
        return False
    # Where two answered at once, both changes began at the same answer: going back would skip one.
    earlier = next((each for each in reversed(before) if each.key == key), None)
    return earlier is None or earlier.by == change.by or earlier.now == change.was


def assessed(case: Case, outcome: str, stamp: Stamp, *, at: str = "") -> Case:
    """The case with the rule result and the program file it came from; with *at*, also when it was first known."""
    known = case.screened or (at if outcome in KNOWN else "")
    return _replace(case, outcome=outcome, program=stamp, screened=known)


def finish(case: Case, hand_over: HandOver) -> Case:
    """The case handed over: no draft any more, with the snapshot of this moment.

    A case is handed over once; the first snapshot stands.
    """
    if case.handed_over is not None:
        return case
    status = OPEN if case.status == DRAFT else case.status
    return with_row(_replace(case, status=status, handed_over=hand_over))


def decide(
    case: Case, decision: str, *, at: str, by: str, entered_by: str, reason: str = "", reads: Iterable[str] = ()
) -> Case:
    """The case with one more decision, beside the rule result as it stands.

    `reads` are the keys of the answers that the rule result rests on.
    """
    keys = list(reads)
    entry = Decision(
        id=uuid.uuid4().hex,
        at=at,
        decision=decision,
        by=by,
        entered_by=entered_by,
        reason=reason,
        outcome=case.outcome,
        program=case.program,
        reads=keys,
        answers=digest_of(answers_of(case), keys),
    )
    return with_row(_replace(case, decision=decision, decisions=[*case.decisions, entry]))


def add_contact(case: Case, entry: Contact) -> Case:
    """The case with one more entry of what happened after the referral; closing and reopening move its status."""
    return with_row(_replace(case, contacts=[*case.contacts, entry]))


def digest_of(answers: Mapping[str, JSON], keys: Iterable[str]) -> str:
    """A digest of some answers: the same for the same answers, whoever gave them and when."""
    given = [[key, answers.get(key)] for key in keys]
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode("ascii")).hexdigest()


# --- Small things --------------------------------------------------------------------------------


def _changed(case: Case, key: str, given: Answer | None, *, at: str, by: str, via: str, undoes: str = "") -> Case:
    change = Change(
        id=uuid.uuid4().hex,
        at=at,
        by=by,
        via=via,
        key=key,
        was=_value(case.answers.get(key)),
        now=_value(given),
        undoes=undoes,
    )
    answers = _without(case.answers, key) if given is None else case.answers | {key: given}
    return with_row(
        _replace(
            case,
            answers=answers,
            typed=_without(case.typed, key),
            unsettled=_without(case.unsettled, key),
            history=[*case.history, change],
        )
    )


def with_row(case: Case) -> Case:
    """Keep what list rows show in step with the answers and the contacts."""
    name, pathway, referred, call_back = (
        value if isinstance(value := _value(case.answers.get(key)), str) else "" for key in _IN_ROW
    )
    part = contacts_.row_part(
        case.contacts, received=case.handed_over is not None, decided=bool(case.decisions), call_back=call_back
    )
    return _replace(
        case,
        name=name,
        pathway=pathway,
        referred=referred,
        status=_status(case),
        **{field: getattr(part, field) for field in _ROW},
    )


_IN_ROW: Final = ("name", "pathway", "referral_date", "call_back_by")


def _status(case: Case) -> str:
    """The status, with the last closing or reopening; a draft is neither, nor is an emptied case."""
    if case.status not in (OPEN, CLOSED):
        return case.status
    last = next(
        (each.did for each in reversed(case.contacts) if each.did in (contacts_.CLOSED, contacts_.REOPENED)), ""
    )
    return {contacts_.CLOSED: CLOSED, contacts_.REOPENED: OPEN}.get(last, case.status)


def _value(given: Answer | None) -> JSON:
    return None if given is None else given.value


def _without(mapping: dict[str, _T], key: str) -> dict[str, _T]:
    return {k: v for k, v in mapping.items() if k != key} if key in mapping else mapping


def _replace(case: Case, /, **fields: Any) -> Case:  # noqa: ANN401 - any field
    return msgspec.structs.replace(case, **fields)
