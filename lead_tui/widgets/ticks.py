"""Several of several options, ticked in the open list."""

from __future__ import annotations

from lead_tui import keys
from lead_tui.widgets.choice import ChoiceField
from lead_tui.widgets.field import OptionsWanted


class TicksField(ChoiceField):
    """A question whose options Space or Enter shows, to be ticked there."""

    BINDINGS = keys.bindings(keys.TICKS)

    def action_tick(self) -> None:
        """Show the options to tick."""
        self.post_message(OptionsWanted(self.key))
