"""Perhaps the same person: what staff are asked about it, and what is done with the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from textual.worker import WorkType

from lead_tui import known, known_words
from lead_tui.assessed_case import stamp
from lead_tui.case import EXPUNGED, Case
from lead_tui.case_pages import Entry
from lead_tui.intake import Intake
from lead_tui.known import Known, Match
from lead_tui.lines import Summary
from lead_tui.program import Program
from lead_tui.refusals import StoreError
from lead_tui.screens.dialogs import CHOOSE, Choice, Dialog
from lead_tui.screens.quiet import QuietScreen, Result

_TITLE = "Perhaps the same person"
_KEYS = f"{CHOOSE}leaves it open"
_WITHIN = 2.0
"""Seconds that a link waits for what was typed before it to be on disk."""


class MatchDialog(Dialog[str]):
    """One match, and what may be done about it; names are shown whole, but no longer than a row."""

    WIDTH = 76
    MOST_ROWS = 2


def ask(screen: QuietScreen[Result], intake: Intake, matches: Sequence[Match], done: Callable[[], None]) -> None:
    """Ask about the person of *intake*: which match where there are several, then what to do; *done* follows."""
    program = screen.desk.program

    def about(match: Match) -> None:
        number = match.row.case
        choices = [
            Choice("look", known_words.LOOK.format(case=number)),
            Choice("not_linked", known_words.ANOTHER),
            Choice("linked", known_words.LINK),
        ]

        def chosen(word: str | None) -> None:
            if word == "look":
                screen.desk.open_case(number, lambda: about(match))
            elif word is not None:
                say_so(screen, intake, match, same=word == "linked")
                done()

        screen.app.push_screen(MatchDialog(_TITLE, known_words.about(program, match), choices, [_KEYS]), chosen)

    def which(number: str | None) -> None:
        match = next((each for each in matches if each.row.case == number), None)
        if match is not None:
            about(match)

    if len(matches) == 1:
        about(matches[0])
    elif matches:
        rows = [Choice(match.row.case, known_words.row(program, match)) for match in matches]
        screen.app.push_screen(MatchDialog(_TITLE, ["Which of them is it?"], rows, [_KEYS]), which)


def say_so(screen: QuietScreen[Result], intake: Intake, match: Match, *, same: bool) -> None:
    """Record that the person of *intake* is that of a match, or another; and bring linked cases to one number."""
    desk, number = screen.desk, match.row.case
    desk.look_at_file()
    if not any(row.case == number and row.status != EXPUNGED for row in desk.seen.rows()):
        screen.say(f"{number} was emptied meanwhile: nothing is recorded.")
        return
    if not same and any(row.case == number for row in desk.known.linked(intake.case)):
        screen.say(f"Somebody linked {number} meanwhile: nothing is recorded. The case's page unlinks it.")
        return
    desk.known.say(intake, number, same=same)
    screen.say((known_words.LINKED if same else known_words.NOTED).format(case=number))
    if same and intake.case.case:
        _save(screen, known.join, intake.case.case, number)


class Others:
    """The cases of the same person as one case's, and those that perhaps are."""

    def __init__(self) -> None:
        self._linked: list[Summary] = []
        self._matches: list[Match] = []

    async def found(self, among: Known, case: Case) -> bool:
        """Look anew; say whether anything is other than it was."""
        before = (self._linked, self._matches)
        self._linked = await asyncio.to_thread(among.linked, case)
        self._matches = await asyncio.to_thread(among.of, case)
        return before != (self._linked, self._matches)

    def entries(self, program: Program) -> list[Entry]:
        """Give their lines for the case's page."""
        return known_words.entries(program, self._linked, self._matches)

    def open(self, screen: QuietScreen[Result], number: str, key: str) -> bool:
        """Ask about the one that *key* names, on the page of case *number*; False where it names none."""
        kind, _colon, other = key.partition(":")
        matches = [match for match in self._matches if match.row.case == other]
        if kind == known_words.SAME:
            _open_linked(screen, number, other, [row.case for row in self._linked])
        elif kind == known_words.PERHAPS and matches:
            case = screen.desk.case(number)
            if case is not None:
                ask(screen, screen.desk.working(case), matches, lambda: None)
        return bool(other)


def _open_linked(screen: QuietScreen[Result], number: str, other: str, others: Sequence[str]) -> None:
    """Ask what to do about case *other*, which is linked with case *number*, as all of *others* are."""
    all_of = others[0] if len(others) == 1 else f"{len(others)} others"
    unlink = known_words.UNLINK.format(case=number, others=all_of)
    choices = [Choice("look", known_words.LOOK.format(case=other)), Choice("unlink", unlink)]

    def chosen(word: str | None) -> None:
        if word == "look":
            screen.desk.open_case(other)
        elif word == "unlink":
            _save(screen, known.part, number)

    screen.app.push_screen(MatchDialog("The same person", [], choices, [_KEYS]), chosen)


def aside(screen: QuietScreen[Result], search: partial[Coroutine[Any, Any, None]], group: str) -> None:
    """Run *search* beside the keys, in place of an older one of its *group*; one that fails leaves no trace."""
    work: WorkType[None] = search
    screen.run_worker(work, exclusive=True, group=group, exit_on_error=False)


def _save(screen: QuietScreen[Result], change: Callable[..., None], *numbers: str) -> None:
    work: WorkType[None] = partial(_on_disk, screen, change, *numbers)
    screen.app.run_worker(work)  # the screen may be left before it is done


async def _on_disk(screen: QuietScreen[Result], change: Callable[..., None], *numbers: str) -> None:
    """Change the links of a case on disk, after what waits to be saved; say what is wrong if it cannot be."""
    desk = screen.desk
    await asyncio.to_thread(desk.make_saver().flush, _WITHIN)
    try:
        await asyncio.to_thread(
            change, desk.store, *numbers, at=lambda: stamp(desk.clock()), by=desk.user, via="wizard"
        )
    except StoreError as problem:
        desk.tell(str(problem), style="fault")
    desk.look_at_file()
