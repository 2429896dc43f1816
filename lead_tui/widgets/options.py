"""The open list of a question's options, over the form."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.geometry import Region, Size
from textual.message import Message

from lead_tui import keys
from lead_tui.question import JSON
from lead_tui.widgets.field import LABEL, printable
from lead_tui.widgets.paint import Pieces
from lead_tui.widgets.rows import Rows

MOST = 8
"""Rows of the list at most; more are scrolled."""


@dataclass(frozen=True)
class Entry:
    """One row: the letter that goes there, its words, and the answer it gives (None: only told)."""

    letter: str
    title: str
    value: JSON = None
    back: bool = False
    """Whether Enter on it goes back to the field, and changes nothing."""
    alone: bool = False
    """Whether it stands for the whole answer where several can be ticked: none of these, unknown."""


class Options(Rows, inherit_bindings=False):
    """The options of one question; hidden while nobody asked for them."""

    BINDINGS = keys.bindings(keys.OPTIONS)

    @dataclass
    class Chosen(Message):
        """An option was picked, or several ticked."""

        key: str
        value: JSON

    @dataclass
    class Closed(Message):
        """The list was closed and nothing changes."""

        key: str

    def __init__(self) -> None:
        super().__init__(id="options")
        self.key = ""
        self._entries: tuple[Entry, ...] = ()
        self._ticked: set[str] | None = None

    def place(self, field: Region, screen: Size) -> None:
        """Show the list below a field, or above it where there is no room below."""
        width = min(max((len(self._text(entry)) for entry in self._entries), default=0) + 7, screen.width)
        height = min(MOST, len(self._entries)) + 2
        below = field.y + 1
        top = below if below + height <= screen.height - 2 else max(1, field.y - height)
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (max(0, min(field.x + LABEL, screen.width - width)), top)
        self.display = True

    def offer(self, key: str, entries: tuple[Entry, ...], ticked: list[str] | None, start: int) -> None:
        """Fill the list; with *ticked* several can be chosen."""
        self.key = key
        self._entries = entries
        self._ticked = None if ticked is None else set(ticked)
        self.set_count(len(entries), start)

    def _text(self, entry: Entry) -> str:
        letter = f"{entry.letter}  " if entry.letter else ""
        if self._ticked is None or entry.value is None:
            return f"{letter}{entry.title}"
        if entry.alone:
            return f"    {letter}{entry.title}"
        return f"[{'x' if entry.value in self._ticked else ' '}] {letter}{entry.title}"

    def row(self, index: int) -> Pieces:
        """Give one option."""
        entry = self._entries[index]
        return [(self._text(entry), "" if entry.value is not None else "quiet")]

    def can_rest(self, index: int) -> bool:
        """Only on what can be picked, or leads back."""
        return self._entries[index].value is not None or self._entries[index].back

    def on_key(self, event: events.Key) -> None:
        """Go to the option that a letter begins; Space ticks."""
        character = printable(event).casefold()
        if not character:
            return
        event.stop()
        if character == " " and self._ticked is not None:
            self.action_tick()
            return
        self.go_to_letter(character)

    def go_to_letter(self, letter: str) -> None:
        """Stand on the option of that letter, if there is one."""
        for number, entry in enumerate(self._entries):
            if entry.value is not None and entry.letter == letter.casefold():
                self.move_to(number)
                return

    def action_tick(self) -> None:
        """Tick or untick the option under the cursor."""
        entry = self._entries[self.cursor]
        if self._ticked is not None and isinstance(entry.value, str) and not entry.alone:
            self._ticked ^= {entry.value}
            self.refresh()

    def action_pick(self) -> None:
        """Give the option under the cursor, or all that are ticked; nothing ticked is no answer."""
        entry = self._entries[self.cursor]
        if entry.back:
            self.action_close_options()
        elif self._ticked is None or entry.alone:
            self.post_message(self.Chosen(self.key, entry.value))
        elif self._ticked:
            ticked = [str(e.value) for e in self._entries if isinstance(e.value, str) and e.value in self._ticked]
            self.post_message(self.Chosen(self.key, ticked))
        else:
            self.action_close_options()

    def action_next_option(self) -> None:
        """Go on to the next option, from the last to the first."""
        self._step(1)

    def action_previous_option(self) -> None:
        """Go back to the option before, from the first to the last."""
        self._step(-1)

    def _step(self, step: int) -> None:
        index = self.cursor
        for _ in range(self.count):
            index = (index + step) % self.count
            if self.can_rest(index):
                self.move_to(index)
                return

    def on_blur(self, event: events.Blur) -> None:  # noqa: ARG002 - Textual calls each class's own
        """Close where the focus went on without a choice: by Ctrl+N, Ctrl+O and their like."""
        self.display = False

    def action_close_options(self) -> None:
        """Close the list; nothing changes."""
        self.post_message(self.Closed(self.key))
