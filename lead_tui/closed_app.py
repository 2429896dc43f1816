"""A Textual application with nothing that leads out of it, and no traceback on a fault.

Its base offers a command palette, the terminal's clipboard, links, files written by actions, and
actions that text could call if it were ever read as markup. None of it is for a shared server or a
forced command. Each private name used here is held by a test.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

SPLIT_WITHIN = 1.0
"""Seconds in which ``[`` or ``O`` after Esc is the rest of an arrow that a slow line tore apart."""

_ROUNDS = 3
"""A key goes up, the message that it causes goes up, and what that one put off is done."""
_LOOK_AGAIN = 0.05
"""Seconds between looks whether a widget that does not answer is gone."""


class ClosedApp(App[None], inherit_bindings=False):
    """The base of the desk."""

    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar = set()
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False

    _escaped_at = float("-inf")
    _torn_arrow = ""
    _typist: asyncio.Task[None] | None = None

    def __init__(self, *, ansi_color: bool = False) -> None:
        super().__init__(ansi_color=ansi_color)
        self._queue: deque[events.Key | events.Paste] = deque()

    # Faults: the caller says one line; a traceback would show what people typed.

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 1
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """End without a traceback; Textual ends so where its reader of the terminal fails."""
        if self._exception is None:
            self._exception = ConnectionError()
        self._return_code = 1
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """What ended the application, if it was not the user."""
        return self._exception

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """Keep from the screens what nobody meant: losing the window's focus, and arrows torn apart."""
        if isinstance(event, (events.AppFocus, events.AppBlur)):
            return  # Looking at another window is not leaving a field.
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._queue.append(event)
            if self._typist is None or self._typist.done():
                self._typist = asyncio.create_task(self._handle_keys())
            return
        await super().on_event(event)

    async def _handle_keys(self) -> None:
        """Handle keys one after the other, each when all that the one before did is done.

        Textual sends a key to what is in focus when it arrives. In a burst, as a slow line delivers it,
        that is still the field that the key before answered: the ``n`` of ``yn`` would answer it again.
        """
        try:
            while self._queue:
                event = self._queue.popleft()
                if isinstance(event, events.Key) and not self.wants_key(event):
                    continue
                await super().on_event(event)
                await self._settled()
        except Exception as error:  # noqa: BLE001 - handled as Textual handles those of its own tasks
            self._handle_exception(error)

    async def _settled(self) -> None:
        """Wait until a key has gone its way: up to the application, its messages, their effects."""
        for _ in range(_ROUNDS):
            target: MessagePump | None = self.focused or self.screen
            while target is not None:
                await self._reached(target)
                target = target._parent

    async def _reached(self, target: MessagePump) -> None:
        """Wait until a widget has handled all that it was sent, or is gone."""
        passed = asyncio.Event()
        if not target.call_later(passed.set):
            return
        while target.is_running and not passed.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), _LOOK_AGAIN)

    async def typed_out(self) -> None:
        """Wait until every key that arrived is handled."""
        while self._typist is not None and not self._typist.done():
            await self._typist

    def wants_key(self, event: events.Key) -> bool:
        """Say whether a key is to be handled at all; asked once for each key."""
        return not self._is_torn_arrow(event)

    def _is_torn_arrow(self, event: events.Key) -> bool:
        """Swallow ``[D`` after Esc: D must not read as declined."""
        if event.key == "escape":
            self._escaped_at, self._torn_arrow = event.time, ""
            return False
        if event.time - self._escaped_at > SPLIT_WITHIN:
            return False
        character = event.character or ""
        if not self._torn_arrow and character in ("[", "O"):
            self._torn_arrow = character
            return True
        torn = bool(self._torn_arrow)
        more = self._torn_arrow == "[" and (character.isdigit() or character == ";")
        if not more:
            self._escaped_at = float("-inf")
        return torn and bool(character)

    def action_escape(self) -> None:
        """Ctrl+C is another Esc."""
        self.simulate_key("escape")

    def action_redraw(self) -> None:
        """Draw the whole screen again, for a terminal that another program wrote on."""
        for widget in self.screen.walk_children(with_self=True):
            widget.refresh()

    # Ways out.

    def copy_to_clipboard(self, text: str) -> None:
        """Keep *text* for pasting inside the desk; it does not go to the terminal's clipboard."""
        self._clipboard = text

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing."""

    def deliver_text(self, *_arguments: object, **_options: object) -> None:
        """Deliver nothing."""

    def deliver_binary(self, *_arguments: object, **_options: object) -> None:
        """Deliver nothing."""

    def deliver_screenshot(self, *_arguments: object, **_options: object) -> None:
        """Deliver nothing."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write no file."""

    def action_suspend_process(self) -> None:
        """Never stop the process: answers would stay off the disk."""

    def action_notify(self, *_arguments: object, **_options: object) -> None:
        """Say nothing from markup."""

    def action_toggle_dark(self) -> None:
        """Themes are chosen by the operator."""

    def action_change_theme(self) -> None:
        """Themes are chosen by the operator."""

    def action_show_help_panel(self) -> None:
        """The help is our own."""

    async def action_quit(self) -> None:
        """Quit only from home, by its own key."""

    async def action_back(self) -> None:
        """Screens go back by their own action."""

    async def action_push_screen(self, screen: str) -> None:
        """Push no screen by its name."""

    async def action_switch_screen(self, screen: str) -> None:
        """Switch no screen by its name."""

    async def action_switch_mode(self, mode: str) -> None:
        """Switch no mode."""

    async def action_pop_screen(self) -> None:
        """Pop no screen."""

    async def action_simulate_key(self, key: str) -> None:
        """Press no key."""

    async def action_add_class(self, selector: str, class_name: str) -> None:
        """Change no class."""

    async def action_remove_class(self, selector: str, class_name: str) -> None:
        """Change no class."""

    async def action_toggle_class(self, selector: str, class_name: str) -> None:
        """Change no class."""
