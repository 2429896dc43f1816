"""The help overlay: this question first, then the keys that hold here, from the key table."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from lead_tui import keys
from lead_tui.screens.dialogs import Overlay
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import fit, wrap

_COLUMN = 37
"""Columns of one of the two columns of keys."""
_INSIDE = 76


class HelpScreen(Overlay[None]):
    """Help about *title*: paragraphs, then the keys of *places*."""

    BINDINGS = keys.bindings(keys.HELP)

    def __init__(self, title: str, text: Sequence[str], places: Sequence[str]) -> None:
        super().__init__("Help: this question" if text else "Help")
        self._about = title
        self._text = text
        self._places = places

    def inside(self) -> ComposeResult:
        """Give question, then keys; it scrolls where it is longer than the screen."""
        with VerticalScroll(id="help"):
            if self._about:
                yield Line([(f" {self._about}", "strong")])
            for line in wrap(self._text, _INSIDE - 2):
                yield Line(f" {line}")
            if self._about or self._text:
                yield Rule("Keys")
            for line in key_lines(self._places):
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


def key_lines(places: Sequence[str]) -> list[str]:
    """Give the keys of *places* in two columns, to be read down each."""
    cells: list[str] = []
    lines = keys.help_lines(*places)
    room = max((len(shown) for shown, _words in lines), default=0) + 2
    for shown, words in lines:
        broken = wrap([words], _COLUMN - room - 1) or [""]
        cells.append(f"{shown:<{room}}{broken[0]}")
        cells += [" " * room + more for more in broken[1:]]
    half = (len(cells) + 1) // 2
    left, right = cells[:half], [*cells[half:], ""]
    return [f" {fit(one, _COLUMN)} {two}".rstrip() for one, two in zip(left, right, strict=False)]
