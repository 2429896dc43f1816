"""What is done to a case by an order: it is expunged, wholly or in part, or put on legal hold.

The log tells of an expunging before it is done; a hold is a save like any other.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

import msgspec

from lead_tui import expunging, legal_hold, lines
from lead_tui import log_line as logs
from lead_tui.case import DRAFT, EXPUNGED, Case
from lead_tui.legal_hold import Hold
from lead_tui.log_line import Entry
from lead_tui.refusals import Emptied, NotWritable
from lead_tui.saved_cases import SavedCases


def expunge(
    saved: SavedCases,
    number: str,
    *,
    by: str,
    order: str | None,
    reason: str | None,
    answers: Collection[str] | None,
) -> None:
    """Empty a case, or only these answers, by an *order*; or a draft, for a *reason*. As `Store.expunge` says."""
    if (order is None) == (reason is None):
        raise ValueError("a case is expunged by an order, a draft for a reason")
    with saved.storage.writing():
        place, case = saved.get(number)
        if case.status == EXPUNGED:
            return
        if reason is not None and case.status != DRAFT:
            raise NotWritable(f"Not discarded: {number} is no draft any more; only a draft can be discarded.")
        line = saved.log.next()
        if held := legal_hold.standing(case.holds):
            saved.log.tell_done([Entry(did=logs.REFUSED, by=by, case=number, details={"what": "expunge"})])
            raise NotWritable(
                f"Not expunged: {number} is on legal hold since {held.at[:10]} UTC, put on it by {held.by}. "
                "Nothing of it may go until that is released (lead-tui hold)."
            )
        at = saved.clock()
        why = {"reason": reason} if order is None else {"order": order}
        if answers is None:
            emptied = {"case": number, "rev": case.rev + 1, "status": EXPUNGED, "at": at, "by": by}
            body = lines.encode(emptied | why | {lines.LOGGED: line})
        else:
            bare = expunging.expunged(case, answers, at=at, by=by)
            body = saved.encoded(msgspec.structs.replace(bare, rev=case.rev + 1, updated=at, updated_by=by), line)
        saved.forget(place)
        entry = Entry(
            did=logs.DISCARDED if order is None else logs.EXPUNGED,
            by=by,
            case=number,
            rev=case.rev + 1,
            keys=sorted(answers or ()),
            details=why,
            record=body,
        )
        with saved.log.announced(line, entry):
            saved.storage.rewrite({place: body})  # an appended line would leave the old one in the file


def hold(saved: SavedCases, number: str, *, by: str, reason: str, release: bool) -> Case:
    """Put a case on legal hold, or *release* it. As `Store.hold` says."""
    with saved.storage.writing():
        place, case = saved.get(number)
        if case.status == EXPUNGED:
            raise Emptied(f"Not saved: {number} was expunged; there is nothing to hold.")
        if release == (legal_hold.standing(case.holds) is None):
            raise NotWritable(f"Not saved: {number} is {'not' if release else 'already'} on legal hold.")
        did = legal_hold.RELEASED if release else legal_hold.HELD
        at = saved.clock()
        entry = Hold(id=uuid.uuid4().hex, at=at, by=by, did=did, reason=reason)
        held = msgspec.structs.replace(case, holds=[*case.holds, entry], rev=case.rev + 1, updated=at, updated_by=by)
        saved.append(place, held, did)
    return held
