"""Dialogues: a question over the screen, with a few answers to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Generic, Literal, TypeVar

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from lead_tui import keys
from lead_tui.screens.quiet import TooSmall
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import Pieces, fit, wrap
from lead_tui.widgets.rows import Rows

Value = TypeVar("Value")

CHOOSE = "Up, Down choose   Enter takes it   Esc "
"""The last line of a dialogue, behind which stands what Esc does."""


class Choice(msgspec.Struct, Generic[Value], frozen=True):
    """One answer: what it gives, and its words."""

    value: Value
    text: str
    key: str = ""
    """A letter that picks it at once."""


class Overlay(ModalScreen[Value], inherit_bindings=False):
    """A framed box over the screen; the screen below stays as it is."""

    WIDTH: ClassVar[int] = 64
    """Columns of the frame."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Give the frame with its title, and in it what :meth:`inside` gives."""
        with Vertical(classes="frame") as frame:
            frame.styles.width = self.WIDTH
            frame.border_title = Content(self._title)
            yield from self.inside()
        yield TooSmall()

    def on_resize(self) -> None:
        """Say so where the terminal is too small to show it whole."""
        self.query_one(TooSmall).measure(self.app.size.width, self.app.size.height)

    @property
    def room(self) -> int:
        """Columns of a line in the frame, without the blanks at its ends."""
        return min(self.WIDTH, self.app.size.width) - 4

    def inside(self) -> ComposeResult:
        """Give the widgets in the frame."""
        yield from ()

    def lines(self, texts: Sequence[str], most: int = 0) -> Iterator[Line]:
        """Give *texts* as rows, wrapped, no more than *most* of each; what begins with ``!`` is a warning."""
        for text in texts:
            style = "fault" if text.startswith("!") else ""
            rows = wrap([text], self.room)
            if 0 < most < len(rows):
                rows = [*rows[: most - 1], fit(rows[most - 1], self.room - 4).rstrip() + " ..."]
            yield from (Line([(f" {row}", style)]) for row in rows)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """No cursor blinks."""
        if getattr(event.widget, "cursor_blink", False):
            event.widget.cursor_blink = False  # type: ignore[attr-defined]

    def action_back(self) -> None:
        """Decide nothing: the dialogue goes, everything stays as it was."""
        self.dismiss(None)

    def action_help(self) -> None:
        """A dialogue says by itself what its keys are."""

    def action_save_truth(self) -> None:
        """The screen below tells what is saved."""


class Choices(Rows, inherit_bindings=True):
    """The answers of a dialogue, one row each."""

    def __init__(self, texts: Sequence[str], start: int, letters: Sequence[str], others: int) -> None:
        super().__init__(id="choices")
        self._texts = texts
        self._start = start
        self._letters = letters
        self._others = others

    def on_mount(self) -> None:
        """Stand on the answer that costs nothing; what finds no room beside the *others* lines is scrolled to."""
        self._fit()
        self.set_count(len(self._texts), self._start)

    def on_resize(self) -> None:
        """Take the room that there is."""
        self._fit()

    def _fit(self) -> None:
        room = self.app.size.height - self._others - 2
        self.styles.height = min(len(self._texts), max(room, 3))

    def row(self, index: int) -> Pieces:
        """Give the words of an answer."""
        return self._texts[index]

    def on_key(self, event: events.Key) -> None:
        """Pick by letter."""
        character = (event.character or "").casefold()
        if event.is_printable and character in self._letters:
            event.stop()
            self.post_message(self.Picked(self, self._letters.index(character)))


class Dialog(Overlay[Value | None]):
    """A question with *choices*; gives the value of the one kept, or None after Esc.

    *before* and *after* are lines around the choices; they are wrapped, never cut, unless `MOST_ROWS` says so.
    """

    MOST_ROWS: ClassVar[int] = 0
    """Rows of each line around the choices; 0: as many as it needs."""

    BINDINGS = keys.bindings(keys.DIALOG)

    def __init__(
        self,
        title: str,
        before: Sequence[str],
        choices: Sequence[Choice[Value]],
        after: Sequence[str] = (),
        *,
        start: int = 0,
    ) -> None:
        super().__init__(title)
        self._before = before
        self._choices = choices
        self._after = after
        self._start = start

    def inside(self) -> ComposeResult:
        """Give the lines and the choices."""
        before, after = (list(self.lines(texts, self.MOST_ROWS)) for texts in (self._before, self._after))
        yield from before
        texts, letters = zip(*((choice.text, choice.key) for choice in self._choices), strict=True)
        yield Choices(texts, self._start, letters, len(before) + len(after))
        yield from after

    @property
    def _rows(self) -> Choices:
        return self.query_one(Choices)

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Keep the choice that was picked."""
        event.stop()
        self.dismiss(self._choices[event.index].value)

    def action_keep(self) -> None:
        """Give the value of the choice under the cursor."""
        self.dismiss(self._choices[self._rows.cursor].value)

    def action_next_choice(self) -> None:
        """Move on, from the last to the first."""
        self._rows.move_to((self._rows.cursor + 1) % len(self._choices))

    def action_previous_choice(self) -> None:
        """Move back, from the first to the last."""
        self._rows.move_to((self._rows.cursor - 1) % len(self._choices))


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a conflict: whose, when, and the answer in words."""

    who: str
    at: str = ""
    said: str

    @property
    def text(self) -> str:
        """The row: who and when in one column, the answer in the next."""
        whose = f"{self.who}, {self.at}" if self.at else self.who
        return f"{whose:<27} {self.said}"


Side = Literal["mine", "theirs", "base"]


def conflict(label: str, mine: Version, theirs: Version, base: Version, *, joined: str = "") -> Dialog[Side]:
    """Give the dialogue over one question that two people answered differently.

    *label* is the question's, *joined* a sentence on what was joined without asking. It gives whose
    answer to keep, or None to decide later: both stay in the record, and the rules read unknown.
    """
    return Dialog(
        "Changed by two people",
        [label],
        [Choice("mine", mine.text), Choice("theirs", theirs.text), Choice("base", base.text)],
        [joined] * bool(joined) + [f"{CHOOSE}keeps both for now"],
        start=1,
    )


def resume(*about: str, ahead: str = "at the first open question") -> Dialog[Literal["go_on", "leave", "new"]]:
    """Give the dialogue that offers to go on with a draft; *about* are a few lines about it, *ahead* where it leads."""
    return Dialog(
        "Go on with a draft?",
        about,
        [
            Choice("go_on", f"Go on {ahead}"),
            Choice("leave", "Leave it in the list"),
            Choice("new", "Start a new intake (i)", "i"),
        ],
        [f"{CHOOSE}leaves it"],
    )


def kept(summaries: Sequence[str]) -> Dialog[Literal["save", "later"]]:
    """Give the dialogue that offers answers kept when they could not be saved; a line about each case."""
    return Dialog(
        "Answers kept for you",
        [*summaries, "They could not be saved when you left. Nobody else can see them."],
        [Choice("save", "Save them now"), Choice("later", "Ask again next time")],
        [f"{CHOOSE}asks again"],
    )


def leave_unsaved(waiting: int, problem: str, *, kept: bool) -> Dialog[Literal["stay", "save", "leave"]]:
    """Give the dialogue that asks before leaving while *waiting* answers are not in the case file.

    *kept* says whether a copy of them waits for the next start.
    """
    answers = "1 answer is" if waiting == 1 else f"{waiting} answers are"
    they = "the answer is" if waiting == 1 else f"the {waiting} answers are"
    fate = "kept for you, offered next time" if kept else "lost: no copy could be kept"
    return Dialog(
        f"Leave? {answers} not in the case file",
        [problem],
        [
            Choice("stay", "Stay: saving goes on by itself"),
            Choice("save", "Try to save now"),
            Choice("leave", f"Leave: {they} {fate}"),
        ],
        [f"{CHOOSE}stays"],
    )


def without_name() -> Dialog[Literal["name", "hand_over"]]:
    """Give the dialogue that asks before a referral without a name is handed over."""
    return Dialog(
        "Hand over without a name?",
        ["Nobody can be found without one. What the person goes by is enough."],
        [Choice("name", "Enter the name"), Choice("hand_over", "Hand over without one")],
        [f"{CHOOSE}back"],
    )


def discard(title: str) -> Dialog[bool]:
    """Give the dialogue that asks before a draft is discarded; *title* says which."""
    return Dialog(
        "Discard this draft?",
        [title, "Its answers are taken out of the case file and cannot come back. Its number stays used."],
        [Choice(False, "Keep it"), Choice(True, "Discard it: it was opened by mistake")],
        [f"{CHOOSE}keeps it"],
    )
