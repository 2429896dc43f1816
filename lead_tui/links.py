"""Cases of one person: which are linked, the number that they share, and who is known to be another.

A case names the number of its person; the cases of one person are all that hang together by these numbers, so
that links made by two people at once come to one group, whichever came first. Pure: no file, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from lead_tui import contact as contacts
from lead_tui.contact import Contact
from lead_tui.listing import age


class Row(Protocol):
    """What is read of a summary."""

    @property
    def case(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def person(self) -> str: ...  # noqa: D102 - as in a summary


_R = TypeVar("_R", bound=Row)


def first_of(numbers: Iterable[str]) -> str:
    """Give the oldest of some case numbers: the number that their person goes by."""
    return min(numbers, key=age)


def group(rows: Sequence[_R], *numbers: str) -> list[_R]:
    """Give the cases that are of one person with any of *numbers*, those themselves among them, oldest first."""
    beside: dict[str, set[str]] = {}
    for row in rows:
        if row.person and row.person != row.case:
            beside.setdefault(row.person, set()).add(row.case)
            beside.setdefault(row.case, set()).add(row.person)
    found: set[str] = set()
    ahead = set(numbers)
    while ahead:
        found |= ahead
        ahead = set().union(*(beside.get(number, ()) for number in ahead)) - found
    return sorted((row for row in rows if row.case in found), key=lambda row: age(row.case))


def to_link(rows: Sequence[Row], *numbers: str) -> dict[str, str]:
    """Give the cases whose person gets another number when all of *numbers* are one person's, with that number."""
    members = group(rows, *numbers)
    if len(members) < 2:
        return {}
    first = members[0].case
    return {row.case: first for row in members if (row.person or row.case) != first}


def to_unlink(rows: Sequence[Row], number: str) -> dict[str, str]:
    """Give what changes when case *number* is another person's than its group: each case with its number.

    An empty number is a case that stands alone.
    """
    left = [row for row in group(rows, number) if row.case != number]
    first = left[0].case if len(left) > 1 else ""
    changed = {row.case: first for row in left if row.person != first and not (row.case == first and not row.person)}
    return changed | {number: ""}


def targets(entries: Iterable[Contact]) -> list[str]:
    """Give the numbers that a case was linked with and that nobody took back."""
    found: dict[str, None] = {}
    for each in entries:
        if each.did == contacts.LINKED:
            found[each.what] = None
        elif each.did == contacts.UNLINKED:
            found = {}
    return list(found)


def apart(entries: Iterable[Contact]) -> set[str]:
    """Give the cases and persons that somebody said are another person than this case's."""
    found: set[str] = set()
    for each in entries:
        if each.did in (contacts.NOT_LINKED, contacts.UNLINKED):
            found.add(each.what)
        elif each.did == contacts.LINKED:
            found.discard(each.what)
    return found
