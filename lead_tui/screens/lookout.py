"""Whether the person in hand is known already: looked for while staff type, and said until somebody has answered.

It never opens anything by itself: only a key pressed for it does, once what it says has stood there for a moment.
"""

from __future__ import annotations

import asyncio
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from lead_tui import known_words
from lead_tui.known import NAME, Match
from lead_tui.screens import known
from lead_tui.widgets.typed import TypedField

if TYPE_CHECKING:
    from lead_tui.question import JSON
    from lead_tui.screens.intake import IntakeScreen

REST = 0.15
"""Seconds that keys rest before names are compared."""
READ = 0.3
"""Seconds that the words stand, and keys rest, before Enter is meant for them: keys typed ahead are not."""


class Lookout:
    """Looks for the person of one intake among all cases; an officer's intake has none that looks."""

    def __init__(self, screen: IntakeScreen) -> None:
        self._screen = screen
        self._wanted: object = None
        self._timer: Timer | None = None
        self._since = 0.0
        self._last_key = 0.0
        self._told = ""
        self.matches: list[Match] = []

    @property
    def _works(self) -> bool:
        return self._screen.desk.known.told

    def begin(self) -> None:
        """Get ready before anybody types, and look who is known by what the case says already."""
        if self._works:
            known.aside(self._screen, partial(asyncio.to_thread, self._screen.desk.known.get_ready), "ready")
            self.look()

    def look(self) -> None:
        """Look anew, soon, where name or birth date are other than they were."""
        if not self._works:
            return
        case = self._screen.intake.case
        name, born = self._typed()
        empty = not (name.strip() or case.case or case.contacts)
        wanted = None if empty else (name, born, case.case, case.person, len(case.contacts))
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if self._timer is not None:
            self._timer.stop()
        if wanted is None:
            self._found([])
            return
        self._timer = self._screen.set_timer(REST, lambda: self._start(name, born))

    def _typed(self) -> tuple[str, JSON]:
        """Give name and birth date, with what is being typed."""
        screen = self._screen
        answers, birth = screen.intake.answers, screen.desk.known.birth
        name, born = answers.get(NAME), answers.get(birth)
        field = screen.form.field
        text = field.text_changed if isinstance(field, TypedField) else None
        if text is not None and screen.key == NAME:
            name = text
        elif text is not None and screen.key == birth:
            born = screen.intake.read(birth, text, typing=True).value
        return (name if isinstance(name, str) else ""), born

    def _start(self, name: str, born: JSON) -> None:
        known.aside(self._screen, partial(self._search, name, born), "known")

    async def _search(self, name: str, born: JSON) -> None:
        wanted, intake = self._wanted, self._screen.intake
        known_, case = self._screen.desk.known, intake.case
        intake.earlier = await asyncio.to_thread(known_.earlier, case)
        found = await asyncio.to_thread(known_.matches, case, name, born)
        if wanted == self._wanted and self._screen.is_attached:  # people go on, and leave
            self._found(found)
            self._screen.show_help()

    def remember(self) -> None:
        """Read anew what was given in earlier cases of the person."""
        self._screen.intake.earlier = self._screen.desk.known.earlier(self._screen.intake.case)

    def _found(self, matches: list[Match]) -> None:
        if matches and not self.matches:
            self._since = monotonic()
        self.matches = matches
        self.tell()

    # What is said, and the keys for it.

    @property
    def words(self) -> str:
        """What there is to say, with the key that shows who it is; nothing where nobody is like this person."""
        if not self.matches:
            return ""
        said = known_words.in_short(self._screen.desk.program, self.matches[0])
        more = f" and {len(self.matches) - 1} more" if len(self.matches) > 1 else ""
        return f"{said}{more}: {'Enter' if self._at_name else 'Ctrl+K'} shows"

    @property
    def _at_name(self) -> bool:
        return self._screen.key == NAME and isinstance(self._screen.form.field, TypedField)

    def tell(self) -> None:
        """Write it into the message row, unless something else is said there."""
        if self._screen.message_row.text in ("", self._told):
            self._screen.say("")

    def standing(self) -> str:
        """Give what the message row says where nothing else is said."""
        self._told = self.words
        return self._told

    def takes(self, event: events.Key) -> bool:
        """Take Enter on the name, where it is pressed for the words that stand below."""
        now = monotonic()
        rested = now - max(self._since, self._last_key) >= READ
        self._last_key = now
        if event.key != "enter" or not (self.matches and rested and self._at_name):
            return False
        self._screen.call_later(self.ask)
        return True

    def ask(self) -> None:
        """Ask about the person, with what is typed taken over first; then go on to the next field."""
        screen, field = self._screen, self._screen.key
        screen.take_typed()
        if not self.matches:
            screen.say("Nobody of that name is known yet.")
            return

        def done() -> None:
            self.matches = []  # until the next look, which follows at once
            self.look()
            if field == NAME and screen.key == NAME:
                screen.action_next_field()

        known.ask(screen, screen.intake, self.matches, done)
