"""Yes, no, unknown, declined: one key answers."""

from __future__ import annotations

from textual import events

from lead_tui import keys
from lead_tui.question import DECLINED, UNKNOWN
from lead_tui.widgets.field import Answered, Field, OptionsWanted, Refused, printable


class YesNoField(Field):
    """A question answered by y, n, u or d; Enter shows them."""

    BINDINGS = keys.bindings(keys.YES_NO)

    def press(self, letter: str) -> None:
        """Answer with one of the letters y, n, u, d."""
        self._give({"y": "yes", "n": "no", "u": UNKNOWN, "d": DECLINED}[letter.casefold()])

    def _give(self, value: str) -> None:
        if not self.question.unknown and value in (UNKNOWN, DECLINED):
            self.post_message(Refused(self.key, value[0]))
        else:
            self.post_message(Answered(self.key, value, value[0]))

    def action_yes(self) -> None:
        """Answer yes."""
        self._give("yes")

    def action_no(self) -> None:
        """Answer no."""
        self._give("no")

    def action_unknown(self) -> None:
        """Answer that it is not known."""
        self._give(UNKNOWN)

    def action_declined(self) -> None:
        """Answer that the person gave no answer."""
        self._give(DECLINED)

    def action_show_options(self) -> None:
        """Show the four answers."""
        self.post_message(OptionsWanted(self.key))

    def on_key(self, event: events.Key) -> None:
        """Say what answers where another letter was pressed."""
        character = printable(event)
        if character and character not in "?ynudYNUD":
            event.stop()
            self.post_message(Refused(self.key, character))
