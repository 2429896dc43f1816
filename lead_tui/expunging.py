"""Taking single answers out of a case for good, by an order, while the case lives.

Pure: it gives the record without them. That no byte of the old record stays on disk is the store's.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

import msgspec

from lead_tui.case import JSON, Case, Change, HandOver, answers_of, with_row

BY_ORDER: Final = "expunged"
"""How such a change came: it stands in the history alone, without a value."""
_NOT_KNOWN: Final = "undetermined"


def without(case: Case, keys: Collection[str]) -> Case:
    """Give the case without these answers: what stands, what was typed or unsettled, what the history tells of
    them, and all that was found from them.

    The rule result is not known until the case is assessed again. A decision stays; whether it was taken on other
    answers cannot be told of it any more, so it counts as if it was. Entries that say that an answer was expunged
    stay.
    """
    keys = frozenset(keys)
    held = keys & (case.answers.keys() | case.typed.keys() | case.unsettled.keys())
    history = [change for change in case.history if change.key not in keys or change.via == BY_ORDER]
    snapshot = case.handed_over and _snapshot(case.handed_over, keys)
    decisions = [
        msgspec.structs.replace(each, answers="") if keys & set(each.reads) else each for each in case.decisions
    ]
    bare = msgspec.structs.replace(
        case,
        answers={key: given for key, given in case.answers.items() if key not in keys},
        typed={key: text for key, text in case.typed.items() if key not in keys},
        unsettled={key: other for key, other in case.unsettled.items() if key not in keys},
        history=history,
        decisions=decisions,
        handed_over=snapshot,
        outcome=_NOT_KNOWN if held else case.outcome,
    )
    return with_row(bare)


def expunged(case: Case, keys: Collection[str], *, at: str, by: str) -> Case:
    """Give the case without these answers, and with an entry of the history for each that says so."""
    told = [Change(id=uuid.uuid4().hex, at=at, by=by, via=BY_ORDER, key=key) for key in sorted(keys)]
    bare = without(case, keys)
    return msgspec.structs.replace(bare, history=[*bare.history, *told])


def caught_up(case: Case, *others: Case) -> Case:
    """Give the case without the answers that others tell were expunged, and that it does not know of yet.

    Whoever had the case open at that time would bring them back otherwise.
    """
    told = {entry: key for other in others for entry, key in told_in(other).items()}
    known = told_in(case) if told else {}
    keys = {key for entry, key in told.items() if entry not in known}
    return without(case, keys) if keys else case


def told_in(case: Case) -> dict[str, str]:
    """Give the entries that say that an answer was expunged: their ids, with the key of the answer."""
    return {change.id: change.key for change in case.history if change.via == BY_ORDER}


def known_keys(case: Case) -> set[str]:
    """Give the keys of all answers that the record tells anything of."""
    snapshot = case.handed_over.answers if case.handed_over else {}
    history = {change.key for change in case.history}
    return {*case.answers, *case.typed, *case.unsettled, *snapshot, *history}


def still_said(before: Case, now: Case) -> list[str]:
    """Give where a text that was expunged stands too, like a name within a note: the keys of other answers, what was
    recorded after the referral, and reasons of decisions, these with their days.
    """
    gone = {
        text.casefold()
        for change in before.history
        for text in (change.was, change.now)
        if isinstance(text, str) and change.key not in now.answers and len(text) >= _LEAST
    }

    def holds(*texts: JSON) -> bool:
        return any(text in said.casefold() for said in texts if isinstance(said, str) for text in gone)

    found = [key for key, value in answers_of(now).items() if holds(value)]
    days = [each.at[:10] for each in now.contacts if holds(each.what, each.who, each.note)]
    found += [f"what was recorded on {day}" for day in dict.fromkeys(days)]
    return found + [f"the decision of {each.at[:10]}" for each in now.decisions if holds(each.by, each.reason)]


_LEAST: Final = 4
"""Letters from which a text is looked for: a shorter one, like yes, says nothing by itself."""


def _snapshot(handed: HandOver, keys: frozenset[str]) -> HandOver:
    if keys.isdisjoint(handed.answers):
        return handed
    answers: dict[str, JSON] = {key: value for key, value in handed.answers.items() if key not in keys}
    return msgspec.structs.replace(handed, answers=answers, outcome=_NOT_KNOWN, outcomes={}, reasons=[])
