"""The help overlay: this question first, then the keys that hold here, from the key table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from lead_tui import keys
from lead_tui.screens.dialogs import Overlay
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import fit, wrap

_TWO_FROM = 76
"""Columns from which the keys stand in two columns."""


class HelpScreen(Overlay[None]):
    """Help about *title*: paragraphs, then the keys of *places*, for *staff* or for others."""

    WIDTH = 80
    BINDINGS = keys.bindings(keys.HELP)

    def __init__(self, title: str, text: Sequence[str], places: Sequence[str], *, staff: bool = True) -> None:
        super().__init__("Help: this question" if text else "Help")
        self._about = title
        self._text = text
        self._places = places
        self._staff = staff

    def inside(self) -> ComposeResult:
        """Give question, then keys; it scrolls where it is longer than the screen."""
        with VerticalScroll(id="help"):
            if self._about:
                yield Line([(f" {self._about}", "strong")])
            for line in wrap(self._text, self.room):
                yield Line(f" {line}")
            if self._about or self._text:
                yield Rule("Keys")
            for line in key_lines(self._places, self.room, staff=self._staff):
                yield Line(line)

    def on_mount(self) -> None:
        """Say in the frame how to leave."""
        self.query_one(".frame").border_subtitle = "Esc or Ctrl+G closes"

    def action_help(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    def action_scroll_on(self) -> None:
        """Scroll a page on."""
        self.query_one("#help").scroll_page_down(animate=False)

    def action_scroll_back(self) -> None:
        """Scroll a page back."""
        self.query_one("#help").scroll_page_up(animate=False)


def key_lines(places: Sequence[str], width: int, *, staff: bool = True) -> list[str]:
    """Give the keys of *places* for *width* columns, in two columns where there is room, to be read down."""
    two = width >= _TWO_FROM
    column = (width - 1) // 2 if two else width
    lines = keys.help_lines(*places, staff=staff)
    room = max((len(shown) for shown, _words in lines), default=0) + 2
    entries: list[list[str]] = []
    for shown, words in lines:
        broken = wrap([words], column - room - 1) or [""]
        entries.append([f"{shown:<{room}}{broken[0]}", *(" " * room + more for more in broken[1:])])
    if not two:
        return [f" {cell}" for cell in chain(*entries)]
    left, right = _halves(entries)
    return [f" {fit(one, column)} {other}".rstrip() for one, other in zip_longest(left, right, fillvalue="")]


def _halves(entries: list[list[str]]) -> tuple[list[str], list[str]]:
    """Give two columns as near to one height as they come with no entry broken in two, the left one the longer."""
    all_rows, rows = sum(map(len, entries)), 0
    for number, entry in enumerate(entries, 1):
        rows += len(entry)
        if rows >= all_rows - rows:
            return list(chain(*entries[:number])), list(chain(*entries[number:]))
    return [], []
