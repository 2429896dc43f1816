"""Kleene's three values: what can be said of a statement when something is not known.

Every combination of the three values is written here, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """True, false, or not known; never guessed."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse to be read as one of two values."""
        raise TypeError("a Truth has three values: compare it with one of them")


def of(value: bool) -> Truth:
    """Give the truth of something known."""
    return Truth.TRUE if value else Truth.FALSE


def negation(value: Truth) -> Truth:
    """Give what holds when *value* does not; the unknown stays unknown."""
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(value, Truth.UNKNOWN)


def all_of(values: Iterable[Truth]) -> Truth:
    """Give FALSE if one is false, else UNKNOWN if one is unknown, else TRUE."""
    seen = set(values)
    if Truth.FALSE in seen:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE


def any_of(values: Iterable[Truth]) -> Truth:
    """Give TRUE if one is true, else UNKNOWN if one is unknown, else FALSE."""
    return negation(all_of(negation(value) for value in values))
