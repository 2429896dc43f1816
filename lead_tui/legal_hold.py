"""Legal holds: while one stands, nothing of a case may be expunged.

Entries are only ever added: one that puts a hold on the case, one that releases it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

HELD: Final = "held"
RELEASED: Final = "released"


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A hold that somebody put on a case, or released."""

    id: str
    at: str
    """UTC, ISO 8601."""
    by: str
    did: str
    """``held`` or ``released``."""
    reason: str


def standing(holds: Sequence[Hold]) -> Hold | None:
    """Give the hold that stands, by the last entry; None where there is none."""
    return holds[-1] if holds and holds[-1].did == HELD else None
