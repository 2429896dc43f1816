"""Painting rows of text without markup: pieces of text with a style name, made into a strip of cells.

Everything a screen shows of what people typed goes through here, so no character of it is ever
parsed; what would act on a terminal is dropped by the line filter of ``screens.quiet``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from lead_tui import safe_text

STYLES = frozenset(("met", "unmet", "open", "quiet", "fault", "strong", "bar"))
"""Names of styles: ``met``, ``unmet`` and ``open`` are results; ``quiet`` is dim; ``bar`` is the focus."""

_RESULTS = frozenset(("met", "unmet", "open"))
_BOLD = Style(bold=True)
"""Results stay bold under the focus bar, which takes their colour."""

Pieces = str | Sequence[tuple[str, str]]
"""A plain text, or (text, style name) pairs; the style name may be empty."""


def plain(pieces: Pieces) -> str:
    """Give the text of *pieces* alone."""
    return pieces if isinstance(pieces, str) else "".join(text for text, _style in pieces)


def fit(text: str, width: int) -> str:
    """Give *text* made exactly *width* cells wide, for a column: cut or filled with blanks."""
    return set_cell_size(text.translate(safe_text.DROPPED), max(width, 0))


def columns(left: str, right: str, width: int) -> str:
    """Give *left* and *right* at the two ends of *width* cells; *left* gives way where room is short."""
    room = width - cell_len(right)
    return fit(left, room) + right if room > 0 else fit(right, width)


def wrap(lines: Iterable[str], width: int, indent: int = 0) -> list[str]:
    """Give *lines* no wider than *width* cells, broken between words, later lines indented.

    A word too long for a line is broken where it must be; nothing is cut.
    """
    return [part for line in lines for part in _wrapped(line, width, indent)]


def _wrapped(line: str, width: int, indent: int) -> Iterator[str]:
    rest = line
    while cell_len(rest) > width > indent:
        cut = _room(rest, width)
        blank = rest.rfind(" ", indent + 1, cut + 1)
        cut = blank if blank > 0 else cut
        yield rest[:cut].rstrip()
        rest = " " * indent + rest[cut:].lstrip()
    yield rest


def _room(text: str, width: int) -> int:
    """Give how many characters of *text* fit in *width* cells, at least one."""
    cells = 0
    for count, character in enumerate(text):
        cells += cell_len(character)
        if cells > width:
            return max(count, 1)
    return len(text)


class Painted(Widget):
    """A widget whose lines are painted from pieces, in the styles that the desk's first screen carries."""

    def strip(self, pieces: Pieces, width: int, base: str = "") -> Strip:
        """Give one line of exactly *width* cells; *base* is the style name of all of it (such as ``bar``)."""
        ground = self._style(base)
        parts = ((pieces, ""),) if isinstance(pieces, str) else pieces
        bold = ground + _BOLD
        segments = []
        for text, style in parts:
            if not text:
                continue
            over = bold if style in _RESULTS else ground
            segments.append(Segment(text.translate(safe_text.DROPPED), over if base else self._style(style)))
        return Strip(segments).adjust_cell_length(width, ground).simplify()

    def _style(self, name: str) -> Style:
        # One widget has them for all: Textual works each out anew for every widget that it makes, which was half
        # the time that a step of the wizard took to open.
        first = self.app.screen_stack[0]
        return first.get_component_rich_style(name) if name in STYLES else self.rich_style
