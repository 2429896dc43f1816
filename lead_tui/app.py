"""The Textual application: one program, one case file, one person at the desk.

It starts on the list of cases, keeps the screens told of what changed in the file and of what is
saved, and leaves cleanly however the terminal goes away.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypedDict, Unpack
from zoneinfo import ZoneInfo

from textual import events
from textual.filter import NoColor
from textual.message import Message
from textual.screen import Screen

from lead_tui import faults, keyboard, leaving, listing, sitting, themes, todo
from lead_tui.access import STAFF, Access, Role
from lead_tui.case import EXPUNGED
from lead_tui.closed_app import ClosedApp
from lead_tui.intake import Intake
from lead_tui.known import Known
from lead_tui.refusals import StoreError
from lead_tui.screens.quiet import QuietScreen, SafeLines
from lead_tui.seen import Seen

if TYPE_CHECKING:
    from lead_tui.case import Case
    from lead_tui.program import Program
    from lead_tui.saver import Saver, SaveState
    from lead_tui.store import Saved, Store

LOOK_EVERY = 1.0
"""Seconds between looks at the case file for what others changed."""

FAULT_WORDS = "What was saved is in the case file. Start lead-tui again."


class Options(TypedDict, total=False):
    """How a desk differs from the plain one."""

    role: Role
    """``staff`` or ``officer``."""
    agency: str
    """The officer's agency, as `access.Access` has it."""
    clock: Callable[[], datetime]
    """Gives the time, in UTC."""
    look: themes.Look
    """How the terminal is painted."""
    whole_names: bool
    """True: the list shows whole names, not initials."""
    intake: bool
    """True: begin in the wizard, with a new intake or with *case*."""
    case: str
    """Number of a case to begin with."""


class LeadApp(ClosedApp):
    """The desk of *user* over *store*, for *program*."""

    CSS_PATH = "app.tcss"
    TITLE = "LEAD intake"

    class SavingChanged(Message):
        """The saver reached the disk, or could not."""

        def __init__(self, state: SaveState) -> None:
            super().__init__()
            self.state = state

    class CaseSaved(Message):
        """A case is on disk, joined with what others changed in it."""

        def __init__(self, saved: Saved) -> None:
            super().__init__()
            self.saved = saved

    def __init__(self, program: Program, store: Store, user: str, **options: Unpack[Options]) -> None:
        self.look = options.get("look", themes.Look(theme=themes.DARK))
        super().__init__(ansi_color=self.look.ansi)
        self.program = program
        self.store = store
        self.user = user
        self.role = options.get("role", STAFF)
        self.access = Access(user=user, role=self.role, agency=options.get("agency", ""), today=self.today)
        self.seen = Seen(store, program, self.access)
        self.known = Known(self.seen, program)
        self.clock = options.get("clock", lambda: datetime.now(UTC))
        self.whole_names = options.get("whole_names", False)
        self._begin = (options.get("intake", False), options.get("case", ""))
        self.zone = ZoneInfo(program.time_zone)
        self.saver: Saver | None = None
        self.saving: SaveState | None = None
        self._months = program.words.listing("date.months_short")
        self.late: set[str] = set()
        """Cases, by their ``uid``, that LEAD had received before what was entered here came to disk."""
        self._tasks: set[asyncio.Task[None]] = set()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = self.look.theme
        # First in the row, so that later filters and the terminal see only what is safe.
        self._filters.insert(0, SafeLines(ascii_only=self.look.ascii_only))
        if not self.look.colours and not self.no_color:
            self._filters.append(NoColor())

    # Starting, and work beside the keys.

    def get_default_screen(self) -> Screen[None]:
        """The list of cases is home: the first screen, under all others."""
        from lead_tui.screens.case_list import CaseList

        return CaseList(id="home")

    def on_mount(self) -> None:
        """Watch the file, and be ready for a terminal that goes away."""
        self.set_interval(LOOK_EVERY, self.look_at_file)
        if not self.is_headless and threading.current_thread() is threading.main_thread():
            leaving.watch_signals(self)
        self.call_after_refresh(_collect_again)

    def do_beside(self, work: Coroutine[None, None, None]) -> None:
        """Run *work* beside the keys; the loop alone would forget it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Screens and keys.

    def screens(self) -> Iterator[QuietScreen[object]]:
        """Give the open screens, home first."""
        for screen in tuple(self.screen_stack):
            if isinstance(screen, QuietScreen):
                yield screen

    def wants_key(self, event: events.Key) -> bool:
        """Pass over keys on a screen too small to see; a key means that the last message has been read."""
        if not super().wants_key(event):
            return False
        screen = self.screen
        quiet = isinstance(screen, QuietScreen)  # in a dialogue q is a letter
        if next(self.screens()).too_small and event.key not in ("escape", "ctrl+c", "ctrl+l", *["q"] * quiet):
            return False
        if isinstance(screen, QuietScreen):
            screen.before_key(event)
            return not screen.takes_key(event)
        return True

    def tell(self, text: str, *, style: str = "") -> None:
        """Say *text* in the message row of the screen in front; *style* as in ``QuietScreen.say``."""
        if isinstance(self.screen, QuietScreen):
            self.screen.say(text, style=style)

    # The file and the saver.

    def look_at_file(self) -> None:
        """Tell the open screens which cases changed since the last look, and what is not on disk after it."""
        if self.saver is not None and (state := self.saver.state).waiting and not state.problem:
            for screen in self.screens():
                screen.show_saving(state)
        try:
            changed = self.store.refresh()
        except StoreError as problem:
            self.tell(str(problem), style="fault")
            return
        if changed:
            for screen in self.screens():
                screen.cases_changed(changed)
        self.tell_notices()

    def tell_notices(self) -> None:
        """Say what is unusual about the file, once, on a screen that has a row for it."""
        if self.store.notices and isinstance(self.screen, QuietScreen):
            self.tell(" ".join(self.store.notices), style="fault")
            self.store.notices.clear()

    def make_saver(self) -> Saver:
        """Give the saver of this desk, made at the first need; its news reach every open screen."""
        if self.saver is None:
            from lead_tui.saver import Saver

            self.saver = Saver(
                self.store,
                series=self.program.series,
                year=lambda: self.today().year,
                # Both are called in the saver's thread; messages may be posted from any.
                on_saved=lambda saved: self.post_message(self.CaseSaved(saved)),
                on_state=lambda state: self.post_message(self.SavingChanged(state)),
                user=self.user,
                see=self.seen.of if self.access.limited else None,
            )
        return self.saver

    def on_lead_app_saving_changed(self, message: SavingChanged) -> None:
        """Tell every screen what is on disk and what is not."""
        self.saving = message.state
        for screen in self.screens():
            screen.show_saving(message.state)

    def on_lead_app_case_saved(self, message: CaseSaved) -> None:
        """Hand the record as it is now on disk to the screens."""
        if message.saved.late:
            self.late.add(message.saved.mine.uid)
            self.tell(sitting.LATE_WORDS)
        for screen in self.screens():
            screen.case_saved(message.saved)
            screen.cases_changed({message.saved.case.case})

    def save_words(self) -> str:
        """The true state of saving in a few words, such as ``Saved 9:04 pm``."""
        state = self.saving
        if state is not None and state.problem:
            return f"NOT SAVED: {state.problem}"
        if state is None or state.saved_at is None:
            return "Nothing to save yet: every answer is saved as you go."
        return f"Saved {self.when(state.saved_at)}"

    # The time at the program's place.

    def today(self) -> date:
        """Give the day."""
        return self.clock().astimezone(self.zone).date()

    def when(self, stamp: str) -> str:
        """Give a UTC *stamp* as time or day: ``9:04 pm``, ``22 Nov``."""
        return listing.when(stamp, self.clock(), self.zone, self._months)

    def moment(self, stamp: str) -> str:
        """Give a UTC *stamp* as day and time: ``20 Nov 10:15 am``."""
        return listing.moment(stamp, self.clock(), self.zone, self._months)

    def todo_words(self, row: listing.Row) -> todo.Words:
        """Give what the list says about what is to be done in a case."""
        return todo.words(row, self.today(), self.zone, self._months)

    # Opening cases.

    def begin(self) -> bool:
        """Open what the desk was started for; False where that is the list."""
        intake, number = self._begin
        if number and (intake or self._is_draft(number)):
            self.open_draft(number)
        elif number:
            self.open_case(number)
        elif intake:
            self.new_intake()
        return intake or bool(number)

    def _is_draft(self, number: str) -> bool:
        case = self.case(number)
        return case is not None and case.status == listing.DRAFT

    def reading(self, case: Case) -> Intake:
        """Give *case* to be read by screens; nothing entered in it is kept."""
        return Intake(self.program, case, user=self.user, clock=self.clock, role=self.role)

    def new_intake(self) -> None:
        """Open the wizard on an empty case."""
        keep = self.make_saver().submit
        intake = Intake.start(self.program, user=self.user, clock=self.clock, role=self.role, keep=keep)
        sitting.begin(self, intake)

    def open_draft(self, number: str, *, at: str = "") -> None:
        """Go on with a case in the wizard: at the first open question, or at the question *at*."""
        case = self.case(number)
        if case is not None and case.status == EXPUNGED:
            self.tell(f"{number} holds nothing any more: {case.extra.get('reason') or 'it was emptied'}.")
        elif case is not None and self.access.received(case):
            self.open_case(number)
            self.tell(sitting.RECEIVED_WORDS)
        elif case is not None:
            sitting.begin(self, self.working(case), at)

    def working(self, case: Case) -> Intake:
        """Give *case* to be worked on: what is entered is put on disk."""
        saver = self.make_saver()
        begun = saver.begin(case)  # with what an earlier sitting of this desk has still to save
        return Intake(self.program, begun, user=self.user, clock=self.clock, role=self.role, keep=saver.submit)

    def open_case(self, number: str, back: Callable[[], object] | None = None) -> None:
        """Show a case page by page; *back* is called once it is left."""
        case = self.case(number)
        if case is None:
            return
        if self.access.received(case):
            from lead_tui.screens.received import ReceivedScreen

            self.push_screen(ReceivedScreen(number))
        else:
            from lead_tui.screens.case import CaseScreen

            def left(_nothing: None) -> None:
                if back is not None:
                    back()

            self.push_screen(CaseScreen(number), left)

    def case(self, number: str) -> Case | None:
        """Give a case as it is in the file; None, and a word in the message row, where it cannot be read."""
        try:
            return self.seen.get(number)
        except StoreError as problem:
            self.tell(str(problem), style="fault")
            return None


def _collect_again() -> None:
    """Garbage collection was off while modules loaded; what they left is never garbage."""
    gc.freeze()
    gc.enable()


def run(program: Program, store: Store, user: str, **options: Unpack[Options]) -> int:
    """Run the desk on this terminal and give the exit code; a fault is one line on standard error."""
    try:
        app = LeadApp(program, store, user, **options)
        keyboard.guard()
        app.run(mouse=False)
        fault = app.fault
        if app.saver is not None:
            app.saver.close(leaving.FLUSH_WITHIN)
    except Exception as error:  # noqa: BLE001 - whatever it is, no traceback may show what people typed
        fault = error
    if fault is None:
        return app.return_code or 0
    print(faults.line(fault, FAULT_WORDS), file=sys.stderr)  # noqa: T201 - the screen is gone by now
    return 1
