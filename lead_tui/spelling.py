"""Whole words typed where one key answers: ``yes`` answers once, and its e and s answer nothing.

While the keys after a one-key answer go on spelling a word that begins with it, they belong to that
question. The ``n`` of ``un`` may be the next question's no: it is held until the next key says which.
"""

from __future__ import annotations

from enum import Enum

WORDS = ("yes", "no", "unknown", "declined", "don't know", "dont know")
"""Words that answer a one-key question; the pathways' names are given beside them."""

_ANSWERS = "ynud"
_TURNS = ("don't k", "dont k")


class Verdict(Enum):
    """What to do with a key."""

    PASS = "pass"
    """It is no part of a word: let it do what it does."""
    SWALLOW = "swallow"
    """It goes on spelling: it does nothing."""
    HOLD = "hold"
    """It may be either: keep it until the next key, or for a second."""
    DROP = "drop"
    """It goes on spelling, and so did the key held: both do nothing."""
    UNKNOWN = "unknown"
    """What read as declined was ``don't know``: the answer is unknown."""


class Spelling:
    """The word that the keys since the last one-key answer spell."""

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        self._words = tuple(dict.fromkeys((*WORDS, *(word.casefold() for word in words))))
        self._typed = ""
        self._held = False

    def begin(self, letter: str) -> None:
        """A one-key answer was given with *letter*."""
        self._typed = letter.casefold()
        self._held = False

    def end(self) -> None:
        """Whatever was being spelled is over."""
        self._typed = ""
        self._held = False

    def key(self, character: str) -> Verdict:
        """Say what to do with the next printable key."""
        if not self._typed:
            return Verdict.PASS
        held, self._held = self._held, False
        spelled = self._typed + character.casefold()
        if not any(word.startswith(spelled) for word in self._words):
            self._typed = ""
            return Verdict.PASS
        self._typed = spelled
        if spelled in _TURNS:
            return Verdict.UNKNOWN
        if held:
            return Verdict.DROP
        if len(spelled) == 2 and spelled not in self._words and character.casefold() in _ANSWERS:
            self._held = True
            return Verdict.HOLD
        return Verdict.SWALLOW

    def ends_word(self) -> bool:
        """Say whether a Tab or Enter now ends a word of more than its first letter, and so does nothing."""
        whole = len(self._typed) > 1 and self._typed in self._words
        self.end()
        return whole
