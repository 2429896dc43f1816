"""A line to type in: nothing blinks, and what is pasted is taken whole."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from lead_tui import safe_text

NEW_LINE = "\u21b5"
"""Stands for a line break in the one line of a field; it is a line break again in the record."""


class TextLine(Input):
    """The text between two brackets."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text.replace("\n", NEW_LINE), compact=True, select_on_focus=False)
        self.cursor_blink = False

    @property
    def text(self) -> str:
        """What stands there, line breaks as such."""
        return self.value.replace(NEW_LINE, "\n")

    def left_out(self, count: int) -> None:
        """So many characters of a paste were left out, since no reader sees them."""

    def _on_paste(self, event: events.Paste) -> None:
        """Take a paste whole: a line break becomes a sign that stands for it."""
        event.stop()
        event.prevent_default()
        lines = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        text, removed = safe_text.clean(lines)
        start, end = sorted(self.selection)
        self.replace(text.replace("\n", NEW_LINE), start, end)
        if removed:
            self.left_out(removed)
