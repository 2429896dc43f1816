"""The question in hand, whole: its words, its help and what it takes, in rows that never move."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import wrap

NARROW_ROWS = 2
WIDE_ROWS = 9


class HelpRows(Vertical):
    """A heading, help, and the keys that answer."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self.heading = Rule()
        self.rows = [Line() for _ in range(WIDE_ROWS)]
        self.keys = Line(id="takes")

    def compose(self) -> ComposeResult:
        """Give heading, help rows and the row of keys."""
        yield self.heading
        yield from self.rows
        yield self.keys

    def show(self, ask: str, help_: Sequence[str], takes: str, below: str) -> None:
        """Show a question; *below* says how many more stand below the form's edge.

        Where the help is longer than its rows, Ctrl+G has all of it, and the last row says so.
        """
        wide = self.screen.has_class("-columns")
        room = WIDE_ROWS if wide else NARROW_ROWS
        width = max(self.size.width, 40) - 4
        lines = wrap([text for text in help_ if text], width)
        if len(lines) > room:
            more = " ... Ctrl+G"
            lines = [*lines[: room - 1], wrap([lines[room - 1]], width - len(more))[0] + more]
        self.heading.say(ask)
        for number, row in enumerate(self.rows):
            row.display = number < room
            row.say(f"  {lines[number]}" if number < len(lines) else "")
        if below and len(takes) + len(below) > width:  # whole words or none: the last key gives way
            takes = takes.rpartition("  ")[0]
        self.keys.say([(f"  {takes}", "quiet")], below)
