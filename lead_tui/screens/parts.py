"""Dialogues of a few parts, each a choice or a line to type: Enter goes on, and at the last one records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from lead_tui import keys
from lead_tui.screens.dialogs import Overlay
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import Pieces, wrap
from lead_tui.widgets.rows import Rows
from lead_tui.widgets.text_line import TextLine

_NAME = 12
"""Columns of a part's name."""
_SAID_ROWS = 2
"""Rows for what is wrong, or for what the part in hand takes."""


class Part(Protocol):
    """One part of a dialogue."""

    @property
    def value(self) -> str:
        """What stands there now, as it is recorded."""
        ...

    @property
    def hand(self) -> Widget:
        """What is in focus while this part is."""
        ...


class OneOf(Rows, inherit_bindings=True):
    """A choice: all options in sight, as far as there is room; a letter goes to its option."""

    KEEPS_MARK = False

    def __init__(self, name: str, options: dict[str, str], *, letters: Sequence[str] = (), rows: int = 8) -> None:
        super().__init__()
        self._called = name
        self._options = options
        self._letters = letters
        self._most = rows

    @property
    def hand(self) -> Widget:
        """The list itself."""
        return self

    @property
    def value(self) -> str:
        """The id of the option under the cursor."""
        return list(self._options)[self.cursor]

    @value.setter
    def value(self, chosen: str) -> None:
        self.cursor = list(self._options).index(chosen) if chosen in self._options else 0

    def on_mount(self) -> None:
        """Show all options where there is room."""
        self.styles.height = min(len(self._options), self._most)
        self.set_count(len(self._options), self.cursor)

    def row(self, index: int) -> Pieces:
        """Give the words of an option, behind its letter where it has one."""
        name = self._called if index == self.scroll_offset.y else ""
        letter = f"{self._letters[index]}  " if self._letters else ""
        tick = "(*)" if index == self.cursor else "( )"
        return [(f"{name:<{_NAME}} ", "quiet"), (f"{tick} {letter}{list(self._options.values())[index]}", "")]

    def on_key(self, event: events.Key) -> None:
        """Go to the option of a letter."""
        character = (event.character or "").casefold()
        if event.is_printable and character in self._letters:
            event.stop()
            self.move_to(self._letters.index(character))


class _Box(TextLine):
    async def action_submit(self) -> None:
        """Enter is the dialogue's."""
        self.screen.action_keep()  # type: ignore[attr-defined]


class Asked(Horizontal):
    """A line to type in, behind its name; *echo* says what is understood of it, as far as there is room."""

    def __init__(self, name: str, text: str = "", *, echo: Callable[[str], str] | None = None) -> None:
        super().__init__(classes="asked day" if echo else "asked")
        self._label = Line([(f"   {name:<{_NAME}}", "quiet"), ("[", "")], classes="name")
        self._words = name
        self._echo = echo
        self._behind = Line("]", classes="behind")
        self._understood = ("", "")
        self.box = _Box(text)

    @property
    def hand(self) -> Widget:
        """The box."""
        return self.box

    @property
    def value(self) -> str:
        """What stands there."""
        return self.box.text

    def compose(self) -> ComposeResult:
        """Give name, box and what stands behind it."""
        yield self._label
        yield self.box
        yield self._behind

    def on_resize(self) -> None:
        """Say what is understood in the room there is."""
        self.call_after_refresh(self.say_echo)

    def say_echo(self) -> None:
        """Say what is understood."""
        echo = self._echo(self.value) if self._echo else ""
        self._understood = (self.value, _day(echo))
        if cell_len(echo) + 4 > self._behind.size.width:
            echo = _day(echo)  # the day itself matters more than how far it is
        self._behind.say(f"] = {echo}" if echo else "]")

    def changed(self) -> str:
        """Give the day that is understood now, where the same words were another a moment ago; it is shown then."""
        before = self._understood
        self.say_echo()
        value, day = self._understood
        return day if value == before[0] and before[1] and day != before[1] else ""

    def on_descendant_focus(self) -> None:
        """Mark the part; what stood there is selected, so that typing replaces it."""
        self.box.select_all()
        self._label.say([(f" > {self._words:<{_NAME}}", "bar"), ("[", "")])

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self._label.say([(f"   {self._words:<{_NAME}}", "quiet"), ("[", "")])


def _day(echo: str) -> str:
    return echo.partition(",")[0]


class PartsDialog(Overlay[bool | None]):
    """A few parts to fill in; gives True once they are recorded, None after Esc.

    Subclasses make the *parts*, give them in :meth:`inside` before the rows of :meth:`ending`, and record.
    """

    BINDINGS = keys.bindings(keys.FILL)
    WIDTH = 76

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.parts: Sequence[Part] = ()
        self._said = [Line() for _ in range(_SAID_ROWS)]
        self._wrong = ""

    def record(self) -> tuple[Part | None, str] | None:
        """Record the parts, or give what is wrong in one line, with the part that it is about."""
        raise NotImplementedError

    def hint(self) -> str:
        """Say what the part in hand takes."""
        return ""

    def ending(self) -> ComposeResult:
        """Give the rows at the end: what is to be said, and the keys."""
        yield from self._said
        yield Line([(" Enter goes on, then records   Ctrl+R records   Esc back", "quiet")])

    def on_mount(self) -> None:
        """Begin with the first part."""
        self.parts[0].hand.focus()

    def on_resize(self) -> None:
        """Break the words under the parts anew."""
        self.tell(self._wrong)

    @property
    def part(self) -> Part:
        """The part in hand."""
        return next((part for part in self.parts if part.hand is self.focused), self.parts[0])

    def tell(self, wrong: str = "") -> None:
        """Write the rows under the parts: what is *wrong*, or what the part in hand takes."""
        self._wrong = wrong
        lines = wrap([f"! {wrong}" if wrong else self.hint()], self.room)
        for number, row in enumerate(self._said):
            row.say([(f" {lines[number]}", "fault" if wrong else "quiet")] if number < len(lines) else "")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """The bar is in one part at a time."""
        for part in self.parts:
            if isinstance(part, Rows):
                part.refresh_cursor()
        self.tell(self._wrong)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another option may take other things."""
        event.stop()
        if self.focused is event.rows:
            self.tell()

    def on_input_changed(self) -> None:
        """Say what is understood while it is typed."""
        part = self.part
        if isinstance(part, Asked):
            part.say_echo()
        self.tell()

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Enter on an option goes on."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Go on to the next part; at the last, record."""
        if self.part is self.parts[-1]:
            self.action_record_now()
        else:
            self.action_next_choice()

    def action_record_now(self) -> None:
        """Record the parts as they stand, or say in one line what they lack."""
        wrong = self.record()
        if wrong is None:
            self.dismiss(True)
            return
        part, said = wrong
        if part is not None:
            part.hand.focus()
        self.tell(said)

    def action_next_choice(self) -> None:
        """Go to the next part, from the last to the first."""
        self._go(1)

    def action_previous_choice(self) -> None:
        """Go to the part before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        self._wrong = ""
        here = list(self.parts).index(self.part)
        self.parts[(here + step) % len(self.parts)].hand.focus()
