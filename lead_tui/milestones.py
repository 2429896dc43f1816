"""How far a case has come: milestones that follow by themselves from what is in the record.

First contact, screened, intake done, enrolled and closed are the steps at which diversion programs count
people; nobody enters them.
"""

from __future__ import annotations

import msgspec

from lead_tui import decision
from lead_tui.case import Case
from lead_tui.contact import standing


class Milestones(msgspec.Struct, frozen=True, kw_only=True):
    """When each was reached: UTC, ISO 8601; empty where it was not."""

    first_contact: str = ""
    """The person was first reached, or came to the intake appointment."""
    screened: str = ""
    """The rule result of the chosen pathway was first known."""
    intake_done: str = ""
    """The intake appointment was first kept."""
    enrolled: str = ""
    """The intake was done and the decision that stands is to accept: the later of the two."""
    closed: str = ""
    """The closing that stands."""

    def told(self) -> list[tuple[str, str]]:
        """Give name and time of those that were reached, in the order of the way."""
        names = ("First contact", "Screened", "Intake done", "Enrolled", "Closed")
        return [(name, at) for name, at in zip(names, msgspec.structs.astuple(self), strict=True) if at]


def milestones(case: Case) -> Milestones:
    """Give the milestones of a case."""
    now = standing(case.contacts)
    decided = decision.standing(case)
    accepted = decided.at if decided is not None and decided.decision == decision.ACCEPT else ""
    return Milestones(
        first_contact=now.reached_at,
        screened=case.screened,
        intake_done=now.kept_at,
        enrolled=max(now.kept_at, accepted) if now.kept_at and accepted else "",
        closed=now.closed.at if now.closed is not None else "",
    )
