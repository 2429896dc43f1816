"""One of several options; the pathway shows its own at all times."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from lead_tui import keys
from lead_tui.kinds.choice import letter
from lead_tui.widgets.field import Answered, Field, OptionsWanted, Refused, printable


class ChoiceField(Field):
    """A question whose options Enter shows; a letter shows them at the one that it begins."""

    BINDINGS = keys.bindings(keys.CHOICE)

    def action_show_options(self) -> None:
        """Show all options."""
        self.post_message(OptionsWanted(self.key))

    def on_key(self, event: events.Key) -> None:
        """Take a letter."""
        character = printable(event)
        if character and character not in "? ":
            event.stop()
            self.pressed(character)

    def pressed(self, character: str) -> None:
        """Show the options at a letter."""
        self.post_message(OptionsWanted(self.key, character))


class PathwayField(ChoiceField):
    """The pathway: its options stand below it, and one letter picks."""

    def on_mount(self) -> None:
        """Take a row for the question, and one for each option."""
        self.styles.height = 1 + len(self.question.options)

    def render_line(self, y: int) -> Strip:
        """Give the question, then the options with the chosen one marked."""
        width = self.size.width
        if y == 0:
            head = f"{self.mark()}{self.label}"
            hint = "Enter all options" if self.has_focus else ""
            return self.strip([(f"{head:<{max(len(head) + 2, 49)}}{hint}", "")], width, "bar" if self.has_focus else "")
        if y > len(self.question.options):
            return Strip.blank(width, self.rich_style)
        option = self.question.options[y - 1]
        tick = "(*)" if self.said == option.title else "( )"
        return self.strip([(f"   {tick} {letter(option)}  {option.title:<20} {option.help}", "")], width)

    def pressed(self, character: str) -> None:
        """Pick by letter; refuse the rest."""
        for option in self.question.options:
            if letter(option) == character.casefold():
                self.post_message(Answered(self.key, option.id, character))
                return
        self.post_message(Refused(self.key, character))
