"""The base of every screen: three quiet rows (title, message, keys) and a body between them.

Quiet: over a slow line nothing is written but what changed, nothing blinks, and no text that people
typed is parsed as markup or reaches the terminal as a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from lead_tui import keys, safe_text
from lead_tui.widgets.line import Line, Message
from lead_tui.widgets.paint import STYLES, Pieces
from lead_tui.widgets.rows import Rows

if TYPE_CHECKING:
    from lead_tui.app import LeadApp
    from lead_tui.saver import SaveState
    from lead_tui.store import Saved

SMALLEST = (60, 20)
"""Columns and rows below which no screen is drawn."""
WIDE = (110, 30)
"""Columns and rows from which on screens lie side by side."""

Result = TypeVar("Result")


class SafeLines(LineFilter):
    """The barrier: drops what would act on a terminal from every row, and writes ASCII only where asked."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii_only = ascii_only

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Give the segments that may be written."""
        safe = []
        for segment in segments:
            text = segment.text
            if text.isascii() and text.isprintable():
                safe.append(segment)
                continue
            text = text.translate(safe_text.DROPPED)
            if self.ascii_only:
                text = safe_text.as_ascii(text, map(cell_len, text))
            safe.append(Segment(text, segment.style, segment.control))
        return safe


class QuietScreen(Screen[Result], inherit_bindings=False):
    """A screen with a title row, a body, a message row and a row of keys.

    Subclasses set ``PLACE`` and ``BINDINGS = keys.bindings(PLACE)``, give their widgets in
    :meth:`compose_body`, and say what they have to say with :meth:`head` and :meth:`say`. Textual calls
    the ``on_`` handlers of every class of a screen by itself: a subclass must not call those of its base.
    """

    # Textual repaints the whole screen at each change of focus: 7,000 bytes for a Tab. Borders and styles
    # of the two widgets still follow. A test counts the bytes.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    COMPONENT_CLASSES: ClassVar[set[str]] = set(STYLES)
    PLACE: ClassVar[str]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE[0], "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (WIDE[1], "-high")]  # noqa: RUF012

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title_row = Line(id="title")
        self.message_row = Message(id="message")
        self.key_row = Line(id="keys")
        self._alarm = Message(head="!! ", id="alarm")
        self._too_small = TooSmall()

    def compose(self) -> ComposeResult:
        """Give the rows in their order; the notices lie over them."""
        yield self.title_row
        yield from self.compose_body()
        yield self.message_row
        yield self.key_row
        yield self._alarm
        yield self._too_small

    def compose_body(self) -> ComposeResult:
        """Give the widgets between title and message."""
        yield from ()

    @property
    def desk(self) -> LeadApp:
        """The application."""
        return cast("LeadApp", self.app)

    # What the rows say.

    def head(self, left: Pieces, right: str | None = None) -> None:
        """Write row 1: what is on the screen at the left, the save state at the right."""
        self.title_row.say(left, right)

    def say(self, text: str, *, style: str = "") -> None:
        """Write the message row: until the next key, or until something else is said.

        *style* is a style name of ``widgets.paint``, such as ``fault``.
        """
        self.message_row.say(text, style)

    def show_keys(self) -> None:
        """Write row 24 anew: call it when what the keys can do has changed."""
        told = keys.footer(self.PLACE, self.app.size.width, self.can_do)
        parts: list[tuple[str, str]] = []
        for words in told.split("   "):
            key, _blank, does = words.strip().partition(" ")
            parts += [(f" {key} ", ""), (f"{does}  ", "quiet")]
        self.key_row.say(parts)

    def can_do(self, action: str) -> bool:  # noqa: ARG002 - for subclasses
        """Say whether a key of this screen does something now; row 24 tells only those."""
        return True

    def show_saving(self, state: SaveState) -> None:
        """Rows 1 and 2 tell that answers are not on disk, on every screen, until they are."""
        if state.problem:
            since = f" since {self.desk.when(state.saved_at)}" if state.saved_at else ""
            told, _stop, _rest = state.problem.removeprefix("Not saved: ").partition(". ")
            waits = "1 answer waits" if state.waiting == 1 else f"{state.waiting} answers wait"
            goes_on = f" Keep working: saving goes on by itself. {waits} here; keep this window open."
            self._alarm.say(f"NOT SAVED{since}: {told.removesuffix('.')}.{goes_on if state.waiting else ''}", "fault")
        self._alarm.display = bool(state.problem)

    # Hooks for the application.

    def before_key(self, event: events.Key) -> None:  # noqa: ARG002 - for subclasses
        """A key is about to be handled: the last message has been read."""
        self.say("")

    def takes_key(self, event: events.Key) -> bool:  # noqa: ARG002 - for subclasses
        """Say whether the screen takes this key for itself, before any field sees it."""
        return False

    def keep_typed(self) -> None:
        """The terminal is going away: hand what is being typed to the record. Must not block."""

    def case_saved(self, saved: Saved) -> None:
        """A case is on disk, joined with what others changed in it."""

    def cases_changed(self, numbers: set[str]) -> None:
        """Cases were changed in the file by somebody else, or by this desk."""

    def point_at(self, number: str) -> None:
        """This case was in hand a moment ago."""

    @property
    def too_small(self) -> bool:
        """Whether the terminal is too small to show anything; keys then count for nothing."""
        return _too_small(self.app.size.width, self.app.size.height)

    # Events.

    def _on_mount(self, event: events.Mount) -> None:  # noqa: ARG002 - Textual calls each class's own
        self.show_keys()
        if self.desk.saving is not None:
            self.show_saving(self.desk.saving)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - for subclasses
        """Fit the rows to the new size."""
        self._too_small.measure(self.app.size.width, self.app.size.height)
        self.show_keys()

    def on_screen_suspend(self) -> None:
        """A dialogue comes in front: the focus bar is there now."""
        self._refresh_bar()

    def on_screen_resume(self) -> None:
        """The focus bar is here again."""
        self._refresh_bar()

    def _refresh_bar(self) -> None:
        if isinstance(self.focused, Rows):
            self.focused.refresh_cursor()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Stop the cursor of a text field from blinking: half a screen of bytes a second."""
        if getattr(event.widget, "cursor_blink", False):
            event.widget.cursor_blink = False  # type: ignore[attr-defined]

    # Actions that hold on every screen.

    def action_help(self) -> None:
        """Show the help overlay: this question first, then the keys."""
        from lead_tui.screens.help import HelpScreen

        limited = self.desk.access.limited
        self.app.push_screen(HelpScreen(self.help_title(), self.help_text(), self.help_places(), staff=not limited))

    def help_title(self) -> str:
        """What the help is about."""
        return ""

    def help_text(self) -> list[str]:
        """Paragraphs about what is in focus, before the keys."""
        return []

    def help_places(self) -> tuple[str, ...]:
        """The places whose keys the help tells."""
        return (self.PLACE,)

    def action_save_truth(self) -> None:
        """Answer the habit of Ctrl+S with the true state."""
        self.say(self.desk.save_words())

    def action_back(self) -> None:
        """Go one level back; nothing is discarded, nothing quits."""
        self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()


def _too_small(width: int, height: int) -> bool:
    return width < SMALLEST[0] or height < SMALLEST[1]


class TooSmall(Line):
    """The notice that covers a screen too small to draw on."""

    def measure(self, width: int, height: int) -> None:
        """Say the size there is and the size that is needed; nothing where it is enough."""
        self.display = _too_small(width, height)
        needed = f"{SMALLEST[0]}x{SMALLEST[1]}"
        whole = f" {width}x{height} is too small: {needed} is needed."
        self.say(whole if len(whole) <= width else f" needs {needed}")
