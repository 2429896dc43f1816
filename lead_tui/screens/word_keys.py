"""Keys of whole words typed where one key answers, between the keyboard and the fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual import events
from textual.timer import Timer

from lead_tui.spelling import Spelling, Verdict
from lead_tui.widgets.field import printable

HOLD = 1.0
"""Seconds after which a letter that might go on spelling a word counts by itself."""


class Clock(Protocol):
    """What sets a timer: a screen."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after so many seconds."""


class WordKeys:
    """Takes the keys that only go on spelling a word whose first letter answered already.

    *press* gives a letter that was held to the field in focus; *unknown* turns the answer of a key into
    unknown, where ``d`` became ``don't know``.
    """

    def __init__(
        self, words: tuple[str, ...], clock: Clock, press: Callable[[str], None], unknown: Callable[[str], None]
    ) -> None:
        self._spelling = Spelling(words)
        self._clock = clock
        self._press = press
        self._unknown = unknown
        self._answered = ""
        self._held: tuple[str, Timer] | None = None

    def begin(self, key: str, letter: str) -> None:
        """The question *key* was answered with one *letter*."""
        self._answered = key
        self._spelling.begin(letter)

    def takes(self, event: events.Key) -> bool:
        """Say whether a key belongs to the word and so does nothing."""
        held = self._release()
        if event.key in ("tab", "enter") and not held and self._spelling.ends_word():
            return True
        character = printable(event)
        verdict = self._spelling.key(character) if character else Verdict.PASS
        if not character:
            self._spelling.end()
        if verdict is Verdict.DROP:
            return True
        if held:
            self._press(held)
        if verdict is Verdict.HOLD:
            self._held = (character, self._clock.set_timer(HOLD, self._let_go))
        elif verdict is Verdict.UNKNOWN:
            self._unknown(self._answered)
        return verdict is not Verdict.PASS

    def _release(self) -> str:
        if self._held is None:
            return ""
        character, timer = self._held
        timer.stop()
        self._held = None
        return character

    def _let_go(self) -> None:
        """No further key came: the letter held answers by itself."""
        held = self._release()
        self._spelling.end()
        if held:
            self._press(held)
