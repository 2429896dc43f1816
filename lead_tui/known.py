"""Who of all cases is perhaps the person in hand, and the cases that are linked as one person's: for staff alone."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import msgspec

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui import links, listing
from lead_tui.access import Deed
from lead_tui.case import EXPUNGED, Case
from lead_tui.contact import Contact
from lead_tui.facts import known_date
from lead_tui.intake import Intake
from lead_tui.likeness import Named, likeness
from lead_tui.lines import Summary
from lead_tui.program import Program
from lead_tui.question import JSON
from lead_tui.refusals import StoreError
from lead_tui.seen import Seen
from lead_tui.store import Store

NAME = "name"
"""The key of the answer that a case is known by."""
_READ = 200
"""Most cases of a close name whose birth date is read."""
_TOLD = 9
"""Most matches that are told."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is perhaps of the same person."""

    row: Summary
    born: JSON
    """The birth date there, as an answer."""
    reason: str
    rank: int


class Known:
    """Looks among the cases that *seen* lets through; to whoever may not be told, nobody is known."""

    def __init__(self, seen: Seen, program: Program) -> None:
        self._seen = seen
        self._program = program
        self._named = Named()
        self._lock = threading.Lock()
        self.birth = next((question.key for question in program.questions.values() if question.birth), "")
        """The key of the date of birth; empty where none is asked."""

    @property
    def told(self) -> bool:
        """Whether this person may be told that somebody is known."""
        return self._seen.access.may(Deed.LINK)

    def get_ready(self) -> None:
        """Take in all names, so that the first search is as quick as the others."""
        if self.told:
            with self._lock:
                self._named.take((row.case, row.name) for row in self._seen.rows())

    def matches(self, case: Case, name: str, born: JSON) -> list[Match]:
        """Give the cases that are perhaps of the person called *name* and *born* then, the likeliest first.

        *case* is the one in hand: neither it, nor what is linked with it, nor what somebody said is another
        person's is given. Safe to call from any thread.
        """
        if not self.told or not name.strip():
            return []
        rows = self._rows()
        with self._lock:
            self._named.take((row.case, row.name) for row in rows)
            near = self._named.near(name)
        if not near:
            return []
        own = {row.case for row in self._of_person(rows, case)} | {case.case}
        away = links.apart(case.contacts)
        likely = [row for row in rows if row.case in near and row.case not in own and not away & {row.case, row.person}]
        likely.sort(key=lambda row: (near[row.case], listing.age(row.case)), reverse=True)
        day = known_date(born)
        found = []
        for row in likely[:_READ]:
            other = self._read(row.case)
            if other is None or (case.uid and other.uid == case.uid) or links.apart(other.contacts) & (own - {""}):
                continue
            their_born = cases.answers_of(other).get(self.birth)
            alike = likeness(near[row.case], day, known_date(their_born))
            if alike is not None:
                found.append(Match(row=row, born=their_born, reason=alike.reason, rank=alike.rank))
        found.sort(key=lambda match: match.rank, reverse=True)
        people: dict[str, Match] = {}
        for match in found:  # of linked cases the likeliest stands for the others: linking one links all
            people.setdefault(match.row.person or match.row.case, match)
        return list(people.values())[:_TOLD]

    def of(self, case: Case) -> list[Match]:
        """Give the cases that are perhaps of the same person as a case, as it stands."""
        return self.matches(case, case.name, cases.answers_of(case).get(self.birth))

    def linked(self, case: Case) -> list[Summary]:
        """Give the other cases of the same person, the newest first."""
        if not self.told:
            return []
        return [row for row in reversed(self._of_person(self._rows(), case)) if row.case != case.case]

    def earlier(self, case: Case) -> list[Case]:
        """Give the records of the other cases of the same person, the newest first."""
        found = (self._read(row.case) for row in self.linked(case))
        return [each for each in found if each is not None]

    def say(self, intake: Intake, number: str, *, same: bool) -> None:
        """Record in *intake* that its person is that of case *number*, or is another."""
        case = intake.case
        if not same:
            intake.link("not_linked", number)
            return
        members = links.group(self._rows(), *{number, case.case, case.person} - {""})
        person = links.first_of([*(row.case for row in members), *[case.case] * bool(case.case)])
        if person != case.case:  # the first case of a person goes by its own number
            intake.link("linked", person)

    def _of_person(self, rows: list[Summary], case: Case) -> list[Summary]:
        numbers = {case.case, case.person, *links.targets(case.contacts)} - {""}
        return links.group(rows, *numbers) if numbers else []

    def _rows(self) -> list[Summary]:
        return [row for row in self._seen.rows() if row.status != EXPUNGED]

    def _read(self, number: str) -> Case | None:
        try:
            return self._seen.get(number)
        except StoreError:
            return None


def join(store: Store, number: str, *others: str, at: Callable[[], str], by: str, via: str) -> None:
    """Bring case *number*, *others* and all that it was linked with to one number; again it changes nothing.

    What others linked meanwhile is taken in. Raises StoreError where a case cannot be saved.
    """
    while True:
        wanted = [number, *others, *links.targets(store.get(number).contacts)]
        rows = [row for row in store.summaries() if row.status != EXPUNGED]
        changed = links.to_link(rows, *wanted)
        if not changed:
            return
        for case, person in changed.items():
            _save(store, case, contacts.LINKED, person, at=at(), by=by, via=via)


def part(store: Store, number: str, *, at: Callable[[], str], by: str, via: str) -> None:
    """Say on disk that case *number* is of another person than the cases linked with it. Raises StoreError."""
    rows = [row for row in store.summaries() if row.status != EXPUNGED]
    left = [row.case for row in links.group(rows, number) if row.case != number]
    if not left:
        return
    for case, person in links.to_unlink(rows, number).items():
        did = contacts.LINKED if person else contacts.UNLINKED
        named = person or (links.first_of(left) if case == number else number)
        _save(store, case, did, named, at=at(), by=by, via=via)


def _save(store: Store, number: str, did: str, what: str, *, at: str, by: str, via: str) -> None:
    base = store.get(number)
    entry = Contact(id=uuid.uuid4().hex, at=at, by=by, did=did, what=what, via=via)
    store.save(base, cases.add_contact(base, entry), by=by)
