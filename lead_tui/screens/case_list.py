"""Home: the list of cases, with search, filters and a look at the case under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input

from lead_tui import case_pages, keys, leaving, listing, offers, received_page, whereabouts
from lead_tui.access import Deed
from lead_tui.refusals import StoreError
from lead_tui.screens import contact
from lead_tui.screens.quiet import QuietScreen
from lead_tui.widgets.case_table import CaseTable
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import wrap
from lead_tui.widgets.rows import Rows

_SETTLE = 0.05
"""Seconds the cursor rests before the case under it is read: a held key passes rows by."""
_LOOK_AT_DAY = 60.0
"""Seconds between looks at the calendar: a desk left open over night must not tell of yesterday."""
_ALL = "all rule results, pathways, status"
_EMPTY_LINES = 14
_PANE_LINES = 6
"""Lines about the case under the cursor where there is room; a low screen shows the first three."""


class SearchBox(Input):
    """What is searched for; while it has the focus, letters are text and not keys."""

    BINDINGS = keys.bindings(keys.SEARCH)

    def action_leave_search(self) -> None:
        """Go to the list, keeping what was found."""
        cast(CaseList, self.screen).to_list()

    def action_clear_search(self) -> None:
        """Search no more."""
        self.value = ""
        cast(CaseList, self.screen).to_list()


class CaseList(QuietScreen[None]):
    """The first screen; everything starts and ends here."""

    PLACE = keys.HOME
    BINDINGS = keys.bindings(keys.HOME)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._filters = listing.Filters()
        self._rows = listing.ordered(())
        self._search: listing.Search | None = None
        self._settled: Timer | None = None
        self._found = 0
        self._total = 0
        self._stale = False
        self._day = date.min

    def compose_body(self) -> ComposeResult:
        """Search and filter, the table, the case under the cursor; or the words for an empty file."""
        with Horizontal(id="finding"):
            yield Line(" / search: ", id="search-label")
            yield SearchBox(id="search", compact=True, select_on_focus=False)
            yield Line(id="filter")
        yield Rule()
        yield Line(id="heads", classes="heads")
        yield CaseTable(
            person=lambda row: listing.person(row.name, whole=self.desk.whole_names),
            when=self.desk.when,
            words=self.desk.todo_words,
            user=self.desk.user,
            whole_names=self.desk.whole_names,
        )
        with Vertical(id="pane"):
            yield Rule(id="pane-title")
            for number in range(_PANE_LINES):
                yield Line(id=f"pane-{number}")
        with Vertical(id="empty"):
            for number in range(_EMPTY_LINES):
                yield Line(id=f"empty-{number}")

    def on_mount(self) -> None:
        """Show what the file holds, and offer to go on with a draft."""
        self.load()
        self._day = self.desk.today()
        self.set_interval(_LOOK_AT_DAY, self.look_at_day)
        self.table.focus()
        self.desk.tell_notices()
        self.call_after_refresh(self._begin)

    @property
    def table(self) -> CaseTable:
        """The table of cases."""
        return self.query_one(CaseTable)

    # What is shown.

    def load(self) -> None:
        """Read the summaries anew; the cursor stays on its case."""
        self._rows = listing.ordered(self.desk.seen.rows())
        self._search = None
        self.show_rows()

    def show_rows(self) -> None:
        """Show the rows that search and filters leave."""
        todo, drafts, cases = self._rows
        total = self._total = len(todo) + len(drafts) + sum(row.status != listing.EMPTIED for row in cases)
        typed = self.query_one(SearchBox).value.strip()
        if typed:
            if self._search is None:
                self._search = listing.Search(self._rows.rows())
            found = listing.parted(listing.keep(self._search.find(typed), self._filters))
        else:
            found = listing.Sections(*(listing.keep(part, self._filters) for part in self._rows))
        self._found = sum(map(len, found))
        chosen = self.table.chosen
        self.table.show(found, keep=chosen.case if chosen else "")
        self._show_heads()
        self._show_title(total)
        self._show_filter()
        self._show_empty(total == 0)
        self.show_keys()
        if total and not self._found:
            wanted = f"'{typed}'" if typed else "anything"
            with_filters = " with these filters" if self._filters else ""
            self.say(f"No case matches {wanted}{with_filters}. Esc clears.")

    def _show_title(self, total: int) -> None:
        desk = self.desk
        who = f"{desk.user}, {desk.role}"
        if desk.access.may(Deed.COUNT):
            noun = "case" if total == 1 else "cases"
            who += f"  {self._found} of {total} {noun}" if self._found != total else f"  {total} {noun}"
        self.head(f" LEAD intake, {desk.program.name}", who)

    def _show_filter(self) -> None:
        words = f"f filter: {self._filter_words()}"
        if self._tells_mine:
            words += "   m all" if self._filters.mine else "   m mine"
        self.query_one("#filter", Line).say("", words)

    @property
    def _tells_mine(self) -> bool:
        """Whether there is work to be told apart as mine; row 24 has no room for that key where it is narrow."""
        return bool(self._filters.mine or (self._rows.todo and self.can_do("mine")))

    def _filter_words(self) -> str:
        if not self._filters:
            return "all" if self.app.size.width < 80 or self._tells_mine else _ALL
        words = [*["mine"] * bool(self._filters.mine), *["assigned to nobody"] * self._filters.nobodys]
        words += [listing.OUTCOMES[name][0][2:].lower() for name in sorted(self._filters.outcomes)]
        words += [*sorted(self._filters.pathways), *sorted(self._filters.statuses)]
        return ", ".join([*words, *["decision differs"] * self._filters.differs])

    def _show_empty(self, empty: bool) -> None:
        self.set_class(empty, "-empty")
        if empty:
            rows = wrap(self._empty_words(), self.app.size.width - 6, 4)
            for number in range(_EMPTY_LINES):
                self.query_one(f"#empty-{number}", Line).say(rows[number] if number < len(rows) else "")

    def _empty_words(self) -> list[str]:
        program = self.desk.program
        whole = not self.desk.access.limited
        none = f"No cases yet in {self.desk.store.path} (only you can read it)."
        barred = sum(criterion.role == "disqualifier" for criterion in program.criteria.values())
        return [
            none if whole else "No referrals of yours yet.",
            "",
            "i   Start the first intake. Two minutes; every answer is saved as you go.",
            "?   What the keys do.",
            "q   Quit.",
            "",
            "To look around first: leave, then  lead-tui demo  (made-up people, a file",
            "that is thrown away).",
            *(["To bring cases in:  lead-tui import FILE"] if whole else []),
            f"Program: {program.name}, {len(program.pathways)} pathways, {barred} disqualifiers.",
            "To read it:  lead-tui program show",
        ]

    def on_resize(self, event: events.Resize) -> None:
        """Fit the heads of the columns."""
        self.query_one("#filter", Line).styles.width = len(_ALL) + 13 if event.size.width >= 80 else 30
        self._show_filter()
        self._show_empty(not self._total)
        self.call_after_refresh(self._show_heads)

    def _show_heads(self) -> None:
        """Name the columns of the section at the top of the list."""
        self.query_one("#heads", Line).say([(self.table.heads, "quiet")])

    # The case under the cursor.

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show the case under the cursor once the cursor rests."""
        event.stop()
        self._show_heads()
        if self._settled is not None:
            self._settled.stop()
        self._settled = self.set_timer(_SETTLE, self.show_pane)

    def show_pane(self) -> None:
        """Write the lines about the case under the cursor."""
        row = self.table.chosen
        lines: Sequence[str] = ()
        go_on = ""
        if row is not None:
            try:
                reading = self.desk.reading(self.desk.seen.get(row.case))
            except StoreError as problem:
                lines = [str(problem)]
            else:
                page = received_page if reading.received else case_pages
                lines = page.glance(reading, self.desk.when)
                if row.status == listing.DRAFT:
                    go_on = f"Enter continues {whereabouts.ahead(reading)}."
        self.query_one("#pane-title", Rule).say(row.case if row else "")
        rows = self._pane_rows(lines, go_on)
        for number in range(_PANE_LINES):
            self.query_one(f"#pane-{number}", Line).say(f" {rows[number]}" if number < len(rows) else "")

    def _pane_rows(self, lines: Sequence[str], go_on: str) -> list[str]:
        """Give the rows of the pane: what does not fit is left to the case's own pages, with a mark."""
        width = self.app.size.width - 2
        room = self.query_one("#pane").size.height - 1
        rows = wrap(lines, width)
        if len(rows) > room > 1:
            rows = [*rows[: room - 1], rows[-1]]
            rows[-2] = rows[-2][: width - 4].rstrip() + " ..."
        if go_on and rows and len(rows[-1]) + len(go_on) + 1 < width:
            rows[-1] += f" {go_on}"
        elif go_on and len(rows) < room:
            rows.append(go_on)
        return rows

    # Keys.

    def can_do(self, action: str) -> bool:
        """An empty list has nothing to open, search or filter; what happened is for staff."""
        if action == "contact":
            return self._found > 0 and self.desk.access.may(Deed.CONTACT)
        if action == "open":
            return self._found > 0
        if action in ("search", "filter"):
            return any(self._rows)
        if action == "mine":
            return any(self._rows) and self.desk.access.may(Deed.CONTACT)
        return True

    def help_places(self) -> tuple[str, ...]:
        """The keys of the screen and of its list."""
        return (keys.HOME, keys.LIST)

    def to_list(self) -> None:
        """Put the focus on the list."""
        self.table.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while it is typed."""
        event.stop()
        self.show_rows()

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Open the case that was picked: a draft in the wizard, any other as a page."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the case under the cursor."""
        row = self.table.chosen
        if row is None:
            return
        if row.status == listing.DRAFT:
            self.desk.open_draft(row.case)
        else:
            self.desk.open_case(row.case)

    def action_contact(self) -> None:
        """Record what happened with the case under the cursor."""
        row = self.table.chosen
        if row is not None:
            contact.ask(self, row.case, whole=self.desk.whole_names)

    def action_new_intake(self) -> None:
        """Start a new intake."""
        self.desk.new_intake()

    def action_search(self) -> None:
        """Type what is searched for."""
        self.query_one(SearchBox).focus()

    def action_filter(self) -> None:
        """Choose which cases are shown."""
        from lead_tui.screens.filtering import FilterDialog

        self.app.push_screen(FilterDialog(self.desk.program, self._filters, self.desk.access), self._filter_by)

    def action_mine(self) -> None:
        """Show only what is with me, or all again."""
        if not self.can_do("mine"):
            return
        mine = "" if self._filters.mine else self.desk.user
        self._filter_by(msgspec.structs.replace(self._filters, mine=mine))

    def _filter_by(self, filters: listing.Filters | None) -> None:
        if filters is not None:
            self._filters = filters
            self.show_rows()

    def action_back(self) -> None:
        """Clear search and filters; home has nothing behind it."""
        box = self.query_one(SearchBox)
        if box.value or self._filters:
            self._filters = listing.Filters()
            if box.value:
                box.value = ""
            else:
                self.show_rows()
            return
        self.say("q quits.")

    def action_quit_desk(self) -> None:
        """Leave the desk, at once unless something would be lost."""
        leaving.leave(self.desk)

    # What others changed.

    def cases_changed(self, numbers: set[str]) -> None:  # noqa: ARG002 - the list shows all
        """Show the list as the file is now; below another screen, once it is in sight again.

        What lies below is painted too: an autosave cost 13,000 bytes, and the ordering of every row.
        """
        if self.app.screen is self:
            self.load()
        else:
            self._stale = True

    def on_screen_resume(self) -> None:
        """Show what changed while another screen lay over the list."""
        if self._stale:
            self._stale = False
            self.load()

    def look_at_day(self) -> None:
        """Write the rows anew once a day has begun: what was due tomorrow is due today."""
        if self._day != self.desk.today():
            self._day = self.desk.today()
            self.table.refresh()

    def point_at(self, number: str) -> None:
        """Put the cursor on the case that was just left."""
        self.table.point_at(number)

    def _begin(self) -> None:
        # Whoever began already is not asked in the middle of it.
        if not self.desk.begin() and self.app.screen is self:
            offers.make(self.desk, self._rows.rows())
