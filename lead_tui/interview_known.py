"""Perhaps the same person, line by line: said after name and birth date, and done what is answered; for staff alone."""

from __future__ import annotations

from collections.abc import Callable

from lead_tui import known_words
from lead_tui.intake import Intake
from lead_tui.known import NAME, Known, Match, join
from lead_tui.refusals import StoreError
from lead_tui.store import Store

LOOK, LINK, OTHER = "look", "link", "other"
TAKES = "Type link, look, other (another person), or nothing to go on."
Say = Callable[..., None]
_MOST = 3
"""Most matches that are asked about, one after the other."""
_WIDTH = 76
"""Columns of a case that is shown."""


class People:
    """Who is perhaps the person of *intake* among all that *known* looks through."""

    def __init__(self, intake: Intake, known: Known, store: Store) -> None:
        self._intake = intake
        self._known = known
        self._store = store
        self._told: set[tuple[str, str]] = set()
        self._linked = ""
        """The case just linked, until it is brought to one number on disk."""
        self.remember()

    def remember(self) -> None:
        """Read what was given in earlier cases of the person."""
        self._intake.earlier = self._known.earlier(self._intake.case)

    def ask(self, key: str, say: Say, hear: Callable[[], str]) -> None:
        """Tell and ask about those who are perhaps the same by the answer to *key*, each once for one reason.

        *hear* gives the next line once all before it is on disk.
        """
        if not self._known.told or key not in (NAME, self._known.birth):
            return
        linked = self._intake.case.person
        for match in self._known.of(self._intake.case)[:_MOST]:
            named = (match.row.case, match.reason)
            if named not in self._told and self._intake.case.person == linked:
                self._told.add(named)
                self._ask(match, say, hear)

    def _ask(self, match: Match, say: Say, hear: Callable[[], str]) -> None:
        number = match.row.case
        about = (line.strip() for line in known_words.about(self._intake.program, match))
        say("Perhaps the same person:", *about, TAKES)
        while said := hear().strip().casefold():
            if said in (LINK, OTHER):
                self._known.say(self._intake, number, same=said == LINK)
                say((known_words.LINKED if said == LINK else known_words.NOTED).format(case=number))
                self._linked = number if said == LINK else ""
                return
            if said == LOOK:
                self._look(number, say)
            say(TAKES)

    def _look(self, number: str, say: Say) -> None:
        try:
            case = self._store.get(number)
        except StoreError as problem:
            say(f"Error: {problem}")
            return
        from lead_tui import show_page  # with Rich, which counts the columns of a text

        self._store.look(number, by=self._intake.user)
        say(*show_page.lines(self._intake.beside(case), _WIDTH))

    def bring_together(self, say: Say) -> None:
        """Bring what was linked to one number on disk, now that the case itself is there."""
        other, self._linked = self._linked, ""
        if not other:
            return
        intake = self._intake
        try:
            join(self._store, intake.case.case, other, at=intake.stamp, by=intake.user, via=intake.via)
        except StoreError as problem:
            say(f"Error: {problem}")
        self.remember()
