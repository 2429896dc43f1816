"""One question on one line: a mark, its label, its answer. The base of every kind of field."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from lead_tui import keys
from lead_tui.question import JSON, Question
from lead_tui.widgets.paint import Painted, Pieces, fit

LABEL = 43
"""Columns of mark and label; the answer begins one column on."""
WIDE_LABEL = 41
"""The same where three columns stand side by side."""

NOT_ASKED = "-"


@dataclass
class Answered(Message):
    """One key gave an answer; *letter* is that key."""

    key: str
    value: JSON
    letter: str


@dataclass
class Typing(Message):
    """The text of a field changed under the hand; it is not taken over yet."""

    key: str
    text: str


@dataclass
class OptionsWanted(Message):
    """All options of a question are to be shown, at the one that *letter* begins."""

    key: str
    letter: str = ""


@dataclass
class Refused(Message):
    """A key that answers nothing here."""

    key: str
    character: str


@dataclass
class Pressed(Message):
    """Enter on a line that is no answer."""

    key: str


class Field(Painted, can_focus=True):
    """A question with its answer in words; subclasses say which keys answer it."""

    def __init__(self, question: Question, label: str) -> None:
        super().__init__(markup=False)
        self.question = question
        self.label = label
        self.said = ""
        self.wrong = False

    @property
    def key(self) -> str:
        """The key of the question."""
        return self.question.key

    def show(self, said: str, *, typed: str = "", label: str = "") -> None:
        """Show an answer in words, or what was *typed* and is none."""
        new = (typed or said, bool(typed), label or self.label)
        if new != (self.said, self.wrong, self.label):
            self.said, self.wrong, self.label = new
            self.refresh()

    def take_focus(self) -> None:
        """Bring this field into focus."""
        self.focus()

    @property
    def text_changed(self) -> str | None:
        """Text typed and not taken over yet; None where there is none."""
        return None

    @property
    def label_width(self) -> int:
        """Columns of mark and label on this screen."""
        return WIDE_LABEL if self.screen.has_class("-columns") else LABEL

    def mark(self) -> str:
        """Give the sign before the label: in focus, wrong, or nothing."""
        return " > " if self.has_focus else " ! " if self.wrong else "   "

    def pieces(self) -> Pieces:
        """Give the row."""
        label = fit(self.mark() + self.label, self.label_width)
        return [(label + " ", ""), (self.said or NOT_ASKED, "fault" if self.wrong else "")]

    def render_line(self, y: int) -> Strip:
        """Give the row's cells; in focus it is the bar."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        return self.strip(self.pieces(), self.size.width, "bar" if self.has_focus else "")

    def on_focus(self) -> None:
        """Show the bar."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the row plain again."""
        self.refresh()


class PressLine(Field):
    """A line that is no answer: Enter does something, other keys do nothing."""

    BINDINGS = keys.bindings(keys.BUTTON)

    def action_press(self) -> None:
        """Tell that Enter was pressed here."""
        self.post_message(Pressed(self.key))


class NextLine(PressLine):
    """The last line of a step: where the focus rests when nothing is open."""

    def pieces(self) -> Pieces:
        """Give the row."""
        return [(self.mark() + self.label, "")]


class ReviewLine(PressLine):
    """An answer on the page of all answers; Enter goes to its question."""


def printable(event: events.Key) -> str:
    """Give the character of a key that writes one; nothing for Tab, Enter and the like."""
    return event.character or "" if event.is_printable else ""
