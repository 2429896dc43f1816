"""The list of cases: order, filters, search and the words of a row. The screen and ``list`` share it.

Pure: it reads summaries, never a case file or a clock.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo

import msgspec

from lead_tui import decision, todo

if TYPE_CHECKING:
    from lead_tui.program import Program

DRAFT = "draft"

EMPTIED = "expunged"
"""The status of cases that hold nothing any more: they are listed only where that is asked for."""

OUTCOMES = {
    "eligible": ("+ ELIGIBLE", "met"),
    "not_eligible": ("x NOT ELIGIBLE", "unmet"),
    "undetermined": ("? NOT YET KNOWN", "open"),
}
"""Mark and word of each rule result, and the style it is painted in."""

STATUS_WORDS = {"draft": "draft", "open": "open", "closed": "closed", "expunged": "emptied", "received": "received"}
"""The word of each status."""

_NOT_KNOWN = OUTCOMES["undetermined"]


def result(outcome: str) -> tuple[str, str]:
    """Give mark and word of a rule result, and its style; what nobody assessed is not yet known."""
    return OUTCOMES.get(outcome, _NOT_KNOWN)


_NEAR_FROM = 4
"""Letters from which a word may be misspelt and still be found."""


class Row(todo.Row, Protocol):
    """What the list reads of a summary."""

    @property
    def case(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def updated(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def updated_by(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def created_by(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def name(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def pathway(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def outcome(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def decision(self) -> str: ...  # noqa: D102 - as in a summary
    @property
    def assigned(self) -> str: ...  # noqa: D102 - as in a summary


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases are wanted; an empty set wants all. Within a set any will do, between sets all must hold."""

    outcomes: frozenset[str] = frozenset()
    pathways: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    differs: bool = False
    """Only where a person's decision differs from the rule result."""
    mine: str = ""
    """Only the cases of this user: assigned to them, and their own drafts."""
    nobodys: bool = False
    """Only cases that nobody has; with `mine`, those as well."""
    due_by: str = ""
    """``YYYY-MM-DD``: only where something is due on that day or before."""

    def __bool__(self) -> bool:
        return self != _ALL

    def take(self, row: Row) -> bool:
        """Say whether *row* is wanted. No rule result counts as not yet known."""
        return (
            (not self.outcomes or (row.outcome or "undetermined") in self.outcomes)
            and (not self.pathways or row.pathway in self.pathways)
            and (row.status in self.statuses if self.statuses else row.status != EMPTIED)
            and (not self.differs or decision.differs(row.decision, row.outcome))
            and (not (self.mine or self.nobodys) or self._has_it(row))
            and (not self.due_by or (todo.waits(row) and "" < todo.due_since(row)[:10] <= self.due_by))
        )

    def _has_it(self, row: Row) -> bool:
        """Say whether the case is with whom it is wanted of; a draft is whose it was, until it is assigned."""
        if row.assigned:
            return row.assigned == self.mine
        if row.status == DRAFT:
            return self.mine in (row.updated_by, row.created_by) if self.mine else False
        return self.nobodys


_ALL = Filters()


class Sections(NamedTuple):
    """The list in its sections; a case stands in one of them."""

    todo: list[Row]
    drafts: list[Row]
    cases: list[Row]

    def rows(self) -> list[Row]:
        """Give all rows, in the order of the list."""
        return [*self.todo, *self.drafts, *self.cases]


TITLES = ("To do, due first", "Drafts", "Cases, newest first")
"""Of the sections."""


def ordered(rows: Iterable[Row]) -> Sections:
    """Give what is to be done (due first), drafts (last changed first) and cases (highest number first).

    *rows* come in the order in which they were made, and what is due on the same day stays in it.
    """
    found = parted(rows)
    found.todo.sort(key=todo.order)
    found.drafts.sort(key=lambda row: row.updated, reverse=True)
    found.cases.sort(key=lambda row: age(row.case), reverse=True)
    return found


def parted(rows: Iterable[Row]) -> Sections:
    """Give rows in their sections, in the order in which they come."""
    found = Sections([], [], [])
    for row in rows:
        if (row.next or row.due) and todo.waits(row):
            found.todo.append(row)
        elif row.status == DRAFT:
            found.drafts.append(row)
        else:
            found.cases.append(row)
    return found


def age(number: str) -> tuple[str, int, str]:
    """Give year, length and the rest of ``W26-0042``, so that W26-10000 is newer than W26-9999."""
    year = number.partition("-")[0][-2:]
    return (year if year.isdecimal() else "", len(number), number)


def folded(text: str) -> str:
    """Give *text* for comparing: no accents, no case, words with one blank between them."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(text.casefold().split())


class Search:
    """Finds rows by number and name; forgives accents, case and a slip of the keys."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._texts = [f"{row.case.casefold()} {folded(row.name)}" for row in rows]
        self._places: dict[str, list[int]] | None = None

    def find(self, typed: str) -> list[Row]:
        """Give the rows in their order: first those that hold all words as typed, then those that nearly do."""
        words = folded(typed).split()
        texts = self._texts
        sure: Sequence[int] = range(len(texts))
        for word in words:
            sure = [place for place in sure if word in texts[place]]
        near = [self._near(word) for word in words]
        if not any(near):
            return [self._rows[place] for place in sure]
        close: set[int] = set(range(len(texts)))
        for word, places in zip(words, near, strict=True):
            close &= places | {place for place in close if word in texts[place]}
        found = [*sure, *sorted(close.difference(sure))]
        return [self._rows[place] for place in found]

    def _near(self, word: str) -> set[int]:
        """Give the places of rows with a word in the name that begins nearly like *word*."""
        if len(word) < _NEAR_FROM or any(character.isdigit() for character in word):
            return set()
        # Imported at the first search: it costs more than all other work of the start.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        # 100,000 names hold far fewer different words, and each is compared once.
        names = self._words()
        heads: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= len(word) - 1:
                heads.setdefault(name[: len(word)], []).append(name)
        slips = 1 if len(word) < 8 else 2
        alike = process.extract(word, list(heads), scorer=OSA.distance, score_cutoff=slips, limit=None)
        return {place for head, slip, _index in alike if slip for name in heads[head] for place in names[name]}

    def _words(self) -> dict[str, list[int]]:
        if self._places is None:
            self._places = {}
            for place, text in enumerate(self._texts):
                for word in text.split()[1:]:
                    self._places.setdefault(word, []).append(place)
        return self._places


def initials(name: str) -> str:
    """Give ``S. P.`` for ``Sample Person 07``: enough to know a row again, too little to read over a shoulder."""
    letters = [part[0].upper() for part in name.split() if part[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters[:3])


def person(name: str, *, whole: bool) -> str:
    """Give what the list shows of a name."""
    if not name.strip():
        return "(no name yet)"
    return name if whole else (initials(name) or "(name)")


def state(row: Row) -> str:
    """Give the word of the State column: the decision where there is one, else the status.

    A case that was accepted or on hold and is closed since is closed: only what still goes on is told as accepted.
    """
    over = row.status == "closed" and row.decision in (decision.ACCEPT, decision.HOLD)
    if row.decision in decision.STATE_WORDS and not over:
        return decision.STATE_WORDS[row.decision]
    return STATUS_WORDS.get(row.status, row.status)


def at_place(stamp: str, zone: ZoneInfo) -> datetime | None:
    """Give a UTC *stamp* as the time at a place; None where it is none: other programs write the file, too."""
    try:
        return datetime.fromisoformat(stamp).astimezone(zone)
    except (ValueError, OverflowError):  # the first and the last day of all years lie in no other zone
        return None


def when(stamp: str, now: datetime, zone: ZoneInfo, months: Sequence[str]) -> str:
    """Give when a UTC *stamp* was, seen from *now*: ``9:04 pm`` today, ``22 Nov`` this year, ``Nov 2025`` before."""
    then = at_place(stamp, zone)
    if then is None:
        return ""
    here = now.astimezone(zone)
    if then.date() == here.date():
        return clock(then)
    month = months[then.month - 1]
    return f"{then.day} {month}" if then.year == here.year else f"{month} {then.year}"


def moment(stamp: str, now: datetime, zone: ZoneInfo, months: Sequence[str]) -> str:
    """Give day and time of a UTC *stamp*: ``20 Nov 10:15 am``, with the year where it is another."""
    then = at_place(stamp, zone)
    if then is None:
        return ""
    year = "" if then.year == now.astimezone(zone).year else f" {then.year}"
    return f"{then.day} {months[then.month - 1]}{year} {clock(then)}"


def in_full(program: Program) -> Callable[[str], str]:
    """Give what says a UTC time as ``24 Nov 2026, 9:04 pm`` where the program is, and ``-`` where it is none."""
    zone = ZoneInfo(program.time_zone)
    months = program.words.listing("date.months_short")

    def said(stamp: str) -> str:
        then = at_place(stamp, zone)
        return f"{then.day} {months[then.month - 1]} {then.year}, {clock(then)}" if then else "-"

    return said


def clock(then: datetime) -> str:
    """Give ``9:04 pm``."""
    return f"{then.hour % 12 or 12}:{then.minute:02d} {'am' if then.hour < 12 else 'pm'}"


def keep(rows: Iterable[Row], filters: Filters) -> list[Row]:
    """Give the wanted rows."""
    take: Callable[[Row], bool] = filters.take
    return [row for row in rows if take(row)] if filters else [row for row in rows if row.status != EMPTIED]
