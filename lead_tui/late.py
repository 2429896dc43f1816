"""What somebody entered who could not know that the referral had been handed over: notes in the history.

They change no answer and no rule result; staff read them and take over what is right.
"""

from __future__ import annotations

import uuid
from typing import Final

import msgspec

from lead_tui.case import JSON, Case, Change

LATE: Final = "late"
"""How such a change came: it stands in the history alone."""


def noted(base: Case, mine: Case, theirs: Case, *, at: str, by: str) -> Case:
    """Give *theirs* with a note of each answer that *mine* has since *base* and that says something else.

    The same record given again adds nothing. *at* and *by* are for entries that are no answers yet.
    """
    known = {change.id for change in theirs.history}
    new = [change for change in mine.history if change.id not in known]
    notes = [msgspec.structs.replace(change, via=LATE) for change in new if change.now != _standing(theirs, change.key)]
    told = {(change.key, change.now) for change in theirs.history if change.via == LATE}
    for key, text in mine.typed.items():
        if text not in (base.typed.get(key), theirs.typed.get(key)) and (key, text) not in told:
            was = _standing(theirs, key)
            notes.append(Change(id=uuid.uuid4().hex, at=at, by=by, via=LATE, key=key, was=was, now=text))
    return msgspec.structs.replace(theirs, history=[*theirs.history, *notes]) if notes else theirs


def waiting(case: Case) -> list[Change]:
    """Give the notes that nobody has acted on: no other change of the question came after them."""
    found: dict[str, Change] = {}
    for change in case.history:
        if change.via == LATE:
            found[change.key] = change
        else:
            found.pop(change.key, None)
    return [change for change in found.values() if change.now != _standing(case, change.key)]


def _standing(case: Case, key: str) -> JSON:
    given = case.answers.get(key)
    return None if given is None else given.value
