"""The Textual application: one program, one case file, one person at the desk.

It starts on the list of cases, keeps the screens told of what changed in the file and of what is
saved, and leaves cleanly however the terminal goes away. Nothing leads out of it: no palette, no
clipboard of the client, no links, no files written by an action.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual import events
from textual.app import App
from textual.filter import NoColor
from textual.message import Message
from textual.screen import Screen

from lead_tui import listing, themes
from lead_tui.screens.quiet import QuietScreen, SafeLines

if TYPE_CHECKING:
    from lead_tui.program import Program
    from lead_tui.saver import Saver, SaveState
    from lead_tui.store import Saved, Store

LOOK_EVERY = 1.0
"""Seconds between looks at the case file for what others changed."""
FLUSH_WITHIN = 2.0
"""Seconds that a lost terminal leaves for putting the last answers on disk."""
SPLIT_WITHIN = 1.0
"""Seconds in which ``[`` or ``O`` after Esc is the rest of an arrow that a slow line tore apart."""


class LeadApp(App[None], inherit_bindings=False):
    """The desk of *user*, whose role is *role*, over *store* for *program*; *clock* gives UTC."""

    CSS_PATH = "app.tcss"
    TITLE = "LEAD intake"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS = set()
    BINDINGS = []
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False

    class SavingChanged(Message):
        """The saver reached the disk, or could not."""

        def __init__(self, state: SaveState) -> None:
            super().__init__()
            self.state = state

    class CaseSaved(Message):
        """A case is on disk, joined with what others changed."""

        def __init__(self, saved: Saved) -> None:
            super().__init__()
            self.saved = saved

    def __init__(
        self,
        program: Program,
        store: Store,
        user: str,
        *,
        role: str = "staff",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        look: themes.Look | None = None,
        whole_names: bool = False,
    ) -> None:
        self.look = look or themes.Look(theme=themes.DARK)
        super().__init__(ansi_color=self.look.ansi)
        self.program = program
        self.store = store
        self.user = user
        self.role = role
        self.clock = clock
        self.whole_names = whole_names
        self.zone = ZoneInfo(program.time_zone)
        self.saving: SaveState | None = None
        self.saver: Saver | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = self.look.theme
        # First in the row, so that later filters and the terminal see only what is safe.
        self._filters.insert(0, SafeLines(ascii_only=self.look.ascii_only))
        if not self.look.colours and not self.no_color:
            self._filters.append(NoColor())
        self._escaped_at = float("-inf")
        self._torn_arrow = ""

    # Starting and leaving.

    def get_default_screen(self) -> Screen[Any]:
        """The list of cases is home: the first screen, under all others."""
        from lead_tui.screens.case_list import CaseList

        return CaseList(id="home")

    def on_mount(self) -> None:
        """Watch the file, and be ready for a terminal that goes away."""
        self.set_interval(LOOK_EVERY, self._look_at_file)
        if not self.is_headless and threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self._leave_for, number)
            # The driver has set its own by now; a suspended desk would keep answers from the disk.
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self.call_after_refresh(_collect_again)

    def _leave_for(self, number: int) -> None:
        """The terminal is gone or the system asks: put what is typed on disk, then end within seconds."""
        doom = threading.Timer(FLUSH_WITHIN + 1.0, os._exit, (128 + number,))
        doom.daemon = True
        doom.start()
        for screen in self.screen_stack:
            if isinstance(screen, QuietScreen):
                screen.keep_typed()
        self._leaving = asyncio.create_task(self._flush_and_exit(128 + number))

    async def _flush_and_exit(self, return_code: int) -> None:
        if self.saver is not None:
            await asyncio.to_thread(self.saver.flush, FLUSH_WITHIN)
        self.exit(return_code=return_code)

    def leave(self) -> None:
        """Leave the desk; every answer is on disk or has been asked about."""
        self.exit()

    # Faults: one line, never a traceback with what people typed.

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 1
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """End without a word on the terminal: :func:`run` says the one line."""
        self._return_code = 1
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """What ended the application, if it was not the user."""
        return self._exception

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """Take keys before the screens do: torn arrows, screens too small to see, the last message."""
        if isinstance(event, (events.AppFocus, events.AppBlur)):
            return  # Looking at another window is not leaving a field.
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._is_torn_arrow(event):
                return
            screen = self.screen
            if isinstance(screen, QuietScreen):
                if screen.too_small and event.key not in ("escape", "ctrl+c", "ctrl+l", "q"):
                    return
                screen.before_key(event)
        await super().on_event(event)

    def _is_torn_arrow(self, event: events.Key) -> bool:
        """Swallow ``[D`` after Esc: a slow line split an arrow, and D must not read as declined."""
        if event.key == "escape":
            self._escaped_at, self._torn_arrow = event.time, ""
            return False
        if event.time - self._escaped_at > SPLIT_WITHIN:
            return False
        character = event.character or ""
        if not self._torn_arrow and character in ("[", "O"):
            self._torn_arrow = character
            return True
        if not self._torn_arrow:
            self._escaped_at = float("-inf")
            return False
        if self._torn_arrow == "O" or not (character.isdigit() or character == ";"):
            self._escaped_at = float("-inf")
        return bool(character)

    def action_redraw(self) -> None:
        """Draw the whole screen again, for a terminal that another program wrote on."""
        self.screen.refresh(layout=True)
        for widget in self.screen.walk_children():
            widget.refresh()

    def action_escape(self) -> None:
        """Ctrl+C is another Esc."""
        self.simulate_key("escape")

    # The file and the saver.

    def _look_at_file(self) -> None:
        from lead_tui.store import StoreError

        try:
            changed = self.store.refresh()
        except StoreError as problem:
            self.tell(str(problem), style="fault")
            return
        if changed:
            self._tell_changed(changed)

    def _tell_changed(self, numbers: set[str]) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, QuietScreen):
                screen.cases_changed(numbers)

    def tell(self, text: str, *, style: str = "") -> None:
        """Say *text* in the message row of the screen in front."""
        if isinstance(self.screen, QuietScreen):
            self.screen.say(text, style=style)

    def make_saver(self) -> Saver:
        """Give the saver of this desk, made at the first need."""
        if self.saver is None:
            from lead_tui.saver import Saver

            self.saver = Saver(
                self.store,
                series=self.program.series,
                year=lambda: self.today().year,
                on_saved=lambda saved: self.post_message(self.CaseSaved(saved)),
                on_state=lambda state: self.post_message(self.SavingChanged(state)),
            )
        return self.saver

    def on_lead_app_saving_changed(self, message: SavingChanged) -> None:
        """Tell every screen what is on disk and what is not."""
        self.saving = message.state
        for screen in self.screen_stack:
            if isinstance(screen, QuietScreen):
                screen.show_saving(message.state)

    def on_lead_app_case_saved(self, message: CaseSaved) -> None:
        """Hand the record as it is now on disk to the screen that holds the case."""
        for screen in self.screen_stack:
            if isinstance(screen, QuietScreen):
                screen.case_saved(message.saved)
                screen.cases_changed({message.saved.case.case})

    def save_words(self) -> str:
        """The true state of saving in a few words, such as ``Saved 9:04 pm``."""
        state = self.saving
        if state is None or (state.saved_at is None and not state.problem):
            return "Nothing to save yet: every answer is saved as you go."
        if state.problem:
            return f"NOT SAVED: {state.problem}"
        return f"Saved {self.when(state.saved_at or '')}"

    def when(self, stamp: str) -> str:
        """Give a UTC *stamp* as time or day at the program's place: ``9:04 pm``, ``22 Nov``."""
        months = self.program.words.listing("date.months_short")
        return listing.when(stamp, self.clock(), self.zone, months)

    def today(self) -> date:
        """The day at the program's place."""
        return self.clock().astimezone(self.zone).date()

    # Opening cases.

    def new_intake(self) -> None:
        """Open the wizard on an empty case."""

    def open_draft(self, number: str) -> None:
        """Go on with a draft in the wizard."""

    def open_case(self, number: str) -> None:
        """Show a case page by page."""

    def offer_draft(self, row: listing.Row) -> None:
        """Ask whether to go on with this draft."""

    # Ways out that markup, bindings or the environment could reach: closed.

    def copy_to_clipboard(self, text: str) -> None:
        """Keep *text* for pasting inside the desk; it does not go to the terminal's clipboard."""
        self._clipboard = text

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing."""

    def deliver_text(self, *_arguments: Any, **_options: Any) -> None:
        """Deliver nothing."""

    def deliver_binary(self, *_arguments: Any, **_options: Any) -> None:
        """Deliver nothing."""

    def deliver_screenshot(self, *_arguments: Any, **_options: Any) -> None:
        """Deliver nothing."""

    def action_screenshot(self, *_arguments: Any) -> None:
        """Write no file."""

    def action_suspend_process(self) -> None:
        """Never stop the process: answers would stay off the disk."""

    def action_notify(self, *_arguments: Any, **_options: Any) -> None:
        """Say nothing from markup."""

    async def action_push_screen(self, screen: str) -> None:
        """Push no screen from markup."""

    async def action_switch_screen(self, screen: str) -> None:
        """Switch no screen from markup."""

    async def action_switch_mode(self, mode: str) -> None:
        """Switch no mode from markup."""

    async def action_pop_screen(self) -> None:
        """Pop no screen from markup."""

    async def action_back(self) -> None:
        """Go nowhere from markup."""

    async def action_simulate_key(self, key: str) -> None:
        """Press no key from markup."""

    async def action_add_class(self, selector: str, class_name: str) -> None:
        """Change no class from markup."""

    async def action_remove_class(self, selector: str, class_name: str) -> None:
        """Change no class from markup."""

    async def action_toggle_class(self, selector: str, class_name: str) -> None:
        """Change no class from markup."""

    def action_toggle_dark(self) -> None:
        """Themes are chosen by the operator."""

    def action_change_theme(self) -> None:
        """Themes are chosen by the operator."""

    async def action_quit(self) -> None:
        """Quit only from home, by its own key."""


def _collect_again() -> None:
    """Garbage collection was off while modules loaded; what they left is never garbage."""
    gc.freeze()
    gc.enable()


def run(program: Program, store: Store, user: str, **options: Any) -> int:
    """Run the desk on this terminal and give the exit code; a fault is told in one line on standard error."""
    try:
        app = LeadApp(program, store, user, **options)
        app.run(mouse=False)
        fault = app.fault
        code = app.return_code or 0
    except Exception as error:  # noqa: BLE001 - whatever it is, no traceback may show what people typed
        fault, code = error, 1
    else:
        if app.saver is not None:
            app.saver.close(FLUSH_WITHIN)
    if fault is not None:
        print(  # noqa: T201
            f"lead-tui: stopped by a fault ({type(fault).__name__} in {_place(fault)}). "
            "Answers that were saved are in the case file. Start lead-tui again.",
            file=sys.stderr,
        )
        return 1
    return code


def _place(fault: BaseException) -> str:
    """Name module and line of *fault*: enough to find it, nothing of what was typed."""
    trace = fault.__traceback__
    place = "the terminal driver"
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
