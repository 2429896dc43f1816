"""A field that is typed into: dates, numbers, times, words.

Where it is not in focus it shows the answer in words; in focus, what is typed between brackets and, behind
it, what is understood of it.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widgets import Input

from lead_tui import keys
from lead_tui.question import Question
from lead_tui.widgets.field import LABEL, NOT_ASKED, WIDE_LABEL, OptionsWanted, Typing
from lead_tui.widgets.paint import Painted, fit
from lead_tui.widgets.text_line import NEW_LINE, TextLine

HELD = 0.7
"""Seconds within which another ``t`` comes of a key that is held down: it would be the time of what never was."""


class Entry(TextLine, Painted):
    """The text between the brackets."""

    BINDINGS = keys.bindings(keys.TYPED)
    pressed_at: ClassVar[float] = float("-inf")
    """When ``t`` was last pressed, in seconds of the clock that events carry."""

    def __init__(self, owner: TypedField) -> None:
        super().__init__()
        self.owner = owner
        self.quiet = False

    def render_line(self, y: int) -> Strip:
        """Give what is typed, or, out of focus, the first columns of the answer in words."""
        if self.has_focus:
            return super().render_line(y)
        text, style = self.owner.outside()
        return self.strip([(fit(text, self.size.width), style)], self.size.width)

    def action_accept(self) -> None:
        """Accept what was just typed; where nothing was, show all options."""
        if self.owner.text_changed is None:
            self.post_message(OptionsWanted(self.owner.key))
        else:
            self.screen.action_next_field()  # type: ignore[attr-defined]

    async def _on_key(self, event: events.Key) -> None:
        """Take ``t`` alone in a time of day as the time it is, and go on: hands are not free at the scene."""
        empty = not self.value or self.selected_text == self.value
        if self.owner.question.kind == "time" and event.character in ("t", "T") and empty:
            event.stop()
            event.prevent_default()
            held = event.time - Entry.pressed_at < HELD
            Entry.pressed_at = event.time
            if held:
                self.screen.say("One time is taken at a time: let the key go, then press t again.")  # type: ignore[attr-defined]
            else:
                self.value = "t"
                self.screen.action_next_field()  # type: ignore[attr-defined]
            return
        await super()._on_key(event)

    def left_out(self, count: int) -> None:
        """Say it in the message row."""
        self.screen.say(f"{count} characters that no reader sees were left out of the paste.")  # type: ignore[attr-defined]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed so far."""
        event.stop()
        if self.has_focus and not self.quiet:
            self.post_message(Typing(self.owner.key, self.owner.text))


class _Label(Painted):
    """Mark and label, with the bar where the entry is in focus."""

    def __init__(self, owner: TypedField) -> None:
        super().__init__(classes="label", markup=False)
        self.owner = owner

    def render_line(self, y: int) -> Strip:
        """Give the cells."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        focused = self.owner.entry.has_focus
        mark = " > " if focused else " ! " if self.owner.wrong else "   "
        width = WIDE_LABEL if self.screen.has_class("-columns") else LABEL
        label = fit(f"{mark}{self.owner.label}", width)
        bracket = self.strip([("[" if focused else " ", "")], 1)
        return Strip.join([self.strip([(label, "")], width, "bar" if focused else ""), bracket])


class _Behind(Painted):
    """What is understood of the text, or the rest of the answer in words."""

    def __init__(self, owner: TypedField) -> None:
        super().__init__(classes="behind", markup=False)
        self.owner = owner

    def render_line(self, y: int) -> Strip:
        """Give the cells."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        if self.owner.entry.has_focus:
            echo = f"] = {self.owner.echo}" if self.owner.echo else "]"
            return self.strip([(echo if len(echo) <= width else "]", "")], width)
        text, style = self.owner.outside()
        shown = fit(text, self.owner.entry.size.width + width)[self.owner.entry.size.width :]
        return self.strip([(shown, style)], width)


class TypedField(Horizontal):
    """A question answered by typing."""

    def __init__(self, question: Question, label: str) -> None:
        super().__init__(classes="typed words" if question.kind == "text" else "typed")
        self.question = question
        self.label = label
        self.said = ""
        self.wrong = False
        self.echo = ""
        self._standing = ""
        self.entry = Entry(self)

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

    def compose(self) -> ComposeResult:
        """Give label, text and what stands behind it."""
        yield _Label(self)
        yield self.entry
        yield _Behind(self)

    @property
    def text(self) -> str:
        """What stands in the field, line breaks as such."""
        return self.entry.text

    @property
    def text_changed(self) -> str | None:
        """Text typed and not taken over yet; None where there is none."""
        return None if self.entry.value == self._standing.replace("\n", NEW_LINE) else self.text

    def outside(self) -> tuple[str, str]:
        """Give what is shown out of focus, with its style."""
        said = self.said.replace("\n", NEW_LINE)
        return (said or NOT_ASKED, "fault" if self.wrong else "")

    def show(self, said: str, *, typed: str = "", label: str = "", text: str = "") -> None:
        """Show an answer in words, or what was *typed* and is none; *text* is what stands in the field."""
        before = (self.said, self.wrong, self.label, self._standing, self.echo, self.entry.value)
        self.said, self.wrong = typed or said, bool(typed)
        self.label = label or self.label
        self._standing = typed or text
        self.echo = ""
        if before == (self.said, self.wrong, self.label, self._standing, "", self._standing.replace("\n", NEW_LINE)):
            return
        with self.entry.prevent(Input.Changed):
            self.entry.value = self._standing.replace("\n", NEW_LINE)
            self.entry.cursor_position = len(self.entry.value)
        self.repaint()

    def understood(self, echo: str) -> None:
        """Show what is understood of the text so far."""
        if echo != self.echo:
            self.echo = echo
            self.query_one(_Behind).refresh()

    def put_back(self) -> bool:
        """Take what was typed since the last answer out again; say whether there was anything."""
        if self.text_changed is None:
            return False
        self.entry.value = self._standing.replace("\n", NEW_LINE)
        self.entry.cursor_position = len(self.entry.value)
        return True

    def take_focus(self) -> None:
        """Bring the text into focus, the cursor at its end."""
        self.entry.focus()

    def repaint(self) -> None:
        """Paint the row again."""
        for part in self.children:
            part.refresh()

    def on_descendant_focus(self) -> None:
        """Select what stands there, so that typing replaces it."""
        if self._standing and not self.wrong:
            self.entry.select_all()
        self.repaint()

    def on_descendant_blur(self) -> None:
        """Show the answer in words again."""
        self.repaint()
