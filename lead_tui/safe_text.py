"""What may reach a terminal, a sheet or a log: text that other people typed, made harmless.

Some characters act instead of showing: ESC starts a terminal command, a bidirectional override turns
a sentence round, ``=`` at the head of a cell is a formula. This module knows them, and nothing else
about text. Pure: no terminal, no file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def _spans(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in spans for code in range(first, last + 1))


_SURROGATES = _spans((0xD800, 0xDFFF))
_KEPT_CONTROLS = frozenset((0x09, 0x0A))
REFUSED = (
    _spans((0x00, 0x1F), (0x7F, 0x9F), (0x202A, 0x202E), (0x2066, 0x2069), (0x2028, 0x2029)) - _KEPT_CONTROLS
) | _SURROGATES
"""Code points that no answer may hold: C0 but tab and line feed, DEL, C1, lone surrogates, bidirectional
overrides and isolates, line and paragraph separators. Source: contract for text answers."""

_UNSEEN = frozenset((0x200E, 0x200F, 0x061C, 0xFEFF))
"""Direction marks and the byte order mark: welcome in the record, without width, not for a screen row."""

DROPPED: dict[int, str | None] = {
    **dict.fromkeys(REFUSED | _UNSEEN | _KEPT_CONTROLS),
    **dict.fromkeys(_SURROGATES, "?"),
}
"""For ``str.translate``: nothing that acts is left for a screen row. Layout stands: what goes has no
width; a lone surrogate, counted as one cell, becomes a question mark."""

_REMOVE = dict.fromkeys(REFUSED)
_SHOW: dict[int, str | None] = {code: f"<U+{code:04X}>" for code in REFUSED}
_SHOW.update(dict.fromkeys(_UNSEEN))
_SHOW.update({0x09: " ", 0x0A: " "})

_FORMULA_HEADS = frozenset("=+-@\t'＝＋－＠＇")

_BOX = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|+++++++++")
_PLAIN_FORMS = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "·": ".", "\xa0": " "}


def clean(text: str) -> tuple[str, int]:
    """Give *text* without the characters that no answer may hold, and how many there were."""
    cleaned = text.translate(_REMOVE)
    return cleaned, len(text) - len(cleaned)


def shown(text: str) -> str:
    """Give *text* on one line for a terminal or a log, each refused character made visible as ``<U+001B>``."""
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_SHOW)


def first_refused(text: str) -> tuple[int, int] | None:
    """Give position (from 0) and code point of the first character that no answer may hold, or None."""
    for position, character in enumerate(text):
        if ord(character) in REFUSED:
            return position, ord(character)
    return None


def guard(text: str) -> str:
    """Give *text* so that a spreadsheet takes it for text: one apostrophe before what could be a formula."""
    return f"'{text}" if text[:1] in _FORMULA_HEADS and text else text


def unguard(text: str) -> str:
    """Take exactly one guarding apostrophe off: ``unguard(guard(text)) == text`` for every text."""
    return text[1:] if text.startswith("'") else text


def as_ascii(text: str, width: Iterable[int] | None = None) -> str:
    """Give *text* in ASCII for terminals that have nothing else: box lines as ``- | +``, letters without accents.

    What has no plain form becomes a question mark for each cell it takes (*width*, one a character,
    one cell each where it is not given), so that columns stay where they are.
    """
    boxed = text.translate(_BOX)
    if boxed.isascii():
        return boxed
    cells = width if width is not None else (1 for _ in boxed)
    return "".join(_plain(character, cell) for character, cell in zip(boxed, cells, strict=True))


@lru_cache(1024)
def _plain(character: str, cells: int) -> str:
    if character.isascii():
        return character
    if character in _PLAIN_FORMS:
        return _PLAIN_FORMS[character]
    base = unicodedata.normalize("NFKD", character)[0]
    return base if cells == 1 and base.isascii() and base.isprintable() else "?" * cells
