"""One event of the history at length, and what can be done about it."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult

from lead_tui.history_page import Offer, Whole
from lead_tui.screens.dialogs import Choice, Choices, Dialog
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import Pieces, wrap
from lead_tui.widgets.rows import Rows

BACK: Final = "back"
WHY: Final = "why"
_ALL_KEYS: Final = "Up, Down choose   Enter takes it   PgDn, PgUp read on   Esc back"


class _Text(Rows, can_focus=False, inherit_bindings=True):
    """The lines, as many as there is room for; the others are scrolled to."""

    def __init__(self, texts: list[str], others: int) -> None:
        super().__init__()
        self._texts = texts
        self._others = others
        self._lines: list[str] = []

    @property
    def browsed(self) -> bool:
        """It is read, not gone through."""
        return True

    @property
    def whole(self) -> bool:
        """Whether all lines are in sight."""
        return len(self._lines) <= self._room

    @property
    def _room(self) -> int:
        return max(self.app.size.height - self._others - 2, 3)

    def lay_out(self, width: int) -> None:
        """Break the lines for *width* columns."""
        self._lines = wrap(self._texts, width)
        self.styles.height = min(len(self._lines), self._room)
        self.set_count(len(self._lines))

    def row(self, index: int) -> Pieces:
        """Give a line; what begins with ``!`` is a warning."""
        line = self._lines[index]
        return [(line, "fault" if line.startswith("! ") else "")]


class _Offers(Choices):
    """What can be done; the keys that turn pages turn those of the text."""

    def __init__(self, texts: list[str], text: _Text) -> None:
        super().__init__(texts, 0, [""] * len(texts), 0)
        self._text = text

    def action_cursor_page_down(self) -> None:
        """Read on."""
        self._text.action_cursor_page_down()

    def action_cursor_page_up(self) -> None:
        """Read back."""
        self._text.action_cursor_page_up()


class ChangeDialog(Dialog[Offer | str]):
    """Shows *whole*; gives a value to take again, ``why`` to say why it was changed, or ``back``."""

    WIDTH = 76

    def __init__(self, whole: Whole) -> None:
        choices: list[Choice[Offer | str]] = [Choice(BACK, "Back to the history")]
        choices += [Choice(offer, offer.words) for offer in whole.offers]
        choices += [Choice(WHY, "Say why it was changed")] * bool(whole.unexplained)
        super().__init__("One entry of the history", whole.lines, choices)
        self._text = _Text(whole.lines, len(choices) + 2)
        self._keys = Line()

    def inside(self) -> ComposeResult:
        """Give the text, what can be done, and the keys."""
        yield self._text
        yield Line()
        yield _Offers([choice.text for choice in self._choices], self._text)
        yield self._keys

    def on_mount(self) -> None:
        """Lay the text out; what can be done has the keys."""
        self._lay_out()

    def on_resize(self) -> None:
        """Lay the text out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._text.lay_out(self.room - 2)
        read = "" if self._text.whole else "PgDn, PgUp read on   "
        choose = "Up, Down choose   " if self.room > len(_ALL_KEYS) or not read else ""
        self._keys.say([(f" {choose}Enter takes it   {read}Esc back", "quiet")])
