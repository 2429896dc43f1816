"""Which cases an export holds, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from lead_tui.case import DRAFT, Case, answers_of
from lead_tui.facts import known_date
from lead_tui.listing import Filters
from lead_tui.program import REFERRAL_DATE

if TYPE_CHECKING:
    from lead_tui.store import Store


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for."""

    filters: Filters = Filters()
    since: date | None = None
    """First day of the referral; with a limit, cases without a date of referral stay out."""
    until: date | None = None
    drafts: bool = False
    """Whether drafts are wanted too; asking for the status draft says so as well."""

    def on_time(self, case: Case) -> bool:
        """Say whether the referral's day is within the limits."""
        if self.since is None and self.until is None:
            return True
        known = known_date(answers_of(case).get(REFERRAL_DATE))
        day = known.day if known else None
        if day is None:
            return False
        return (self.since or date.min) <= day <= (self.until or date.max)


def chosen(store: Store, selection: Selection) -> list[str]:
    """Give the numbers of the cases that the filters take, in order; dates of referral are not looked at."""
    drafts = selection.drafts or DRAFT in selection.filters.statuses
    rows = (row for row in store.summaries() if drafts or row.status != DRAFT)
    return sorted((row.case for row in rows if selection.filters.take(row)), key=in_order)


def records(store: Store, numbers: list[str], selection: Selection) -> Iterator[Case]:
    """Give those cases, whole, each read when it is asked for."""
    for number in numbers:
        case = store.get(number)
        if selection.on_time(case):
            yield case


def in_order(number: str) -> tuple[str, int]:
    """Give what numbers are put in order by: W26-9999 stands before W26-10000."""
    series, _, count = number.rpartition("-")
    return series, int(count) if count.isdecimal() else 0
