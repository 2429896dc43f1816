"""One case, page by page: the record, what happened since, the assessment, the history."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len
from textual.app import ComposeResult

from lead_tui import case_pages, explaining, follow_up_page, history_page, keys
from lead_tui.access import Deed
from lead_tui.case import EXPUNGED, Case
from lead_tui.case_pages import Entry
from lead_tui.history_page import Offer
from lead_tui.refusals import StoreError
from lead_tui.screens import contact, known
from lead_tui.screens.change import BACK, ChangeDialog
from lead_tui.screens.quiet import QuietScreen
from lead_tui.screens.why import ask_why
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import Pieces, fit, wrap
from lead_tui.widgets.rows import Rows

RECORD, FOLLOW_UP, ASSESSMENT, HISTORY = "Record", "Follow-up", "Assessment", "History"
_HINTS = {RECORD: "Enter changes it", HISTORY: ""}
"""The pages with something to open, and what stands beside it there."""
_LABEL = 38
"""Columns of the labels, on a screen of 80 columns."""
_NARROW, _WIDE = 76, 100
_BESIDE = 8
"""Columns at the right end, on pages that have something there."""


class CasePage(Rows):
    """The lines of a page; long ones are wrapped."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self._entries: list[Entry] = []
        self._lines: list[tuple[int, Pieces]] = []
        self._ends: list[tuple[int, bool]] = []
        """Of each line: how many lines its entry has from there on, and whether it is the first."""
        self._hint = ""

    def show(self, entries: list[Entry], hint: str, *, keep: bool = False) -> None:
        """Show *entries*; *hint* stands beside what Enter can open or change."""
        stood = self.chosen.key if keep and self.chosen else ""
        cursor = self.cursor if keep else 0
        self._entries, self._hint = entries, hint
        self.lay_out(cursor)
        if stood and self.chosen and self.chosen.key != stood:  # lines came or went above it
            places = (n for n, (number, _line) in enumerate(self._lines) if self._entries[number].key == stood)
            self.move_to(next(places, cursor))

    def lay_out(self, cursor: int = 0) -> None:
        """Break the entries into lines for the width there is."""
        width = self.size.width - 4
        laid = [_lines(entry, width) for entry in self._entries]
        self._lines = [(number, line) for number, lines in enumerate(laid) for line in lines]
        self._ends = [(len(lines) - place, place == 0) for lines in laid for place in range(len(lines))]
        self.set_count(len(self._lines), cursor)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.lay_out(self.cursor)

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self._lines[self.cursor][0]] if self._lines else None

    @property
    def browsed(self) -> bool:
        """A page with nothing to open is read, not gone through."""
        return not any(entry.key for entry in self._entries)

    def can_rest(self, index: int) -> bool:
        """On what Enter opens, not on headings: on its first line; on every line of a long one, to read it through."""
        left, first = self._ends[index]
        return bool(self._entries[self._lines[index][0]].key) and (first or self._long(index, left))

    def _long(self, index: int, left: int) -> bool:
        """Say whether what a line belongs to takes more than half of the page; *left* are its lines from here on."""
        before = next(n for n in range(index + 1) if self._ends[index - n][1])
        return before + left > self.size.height // 2

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor with all lines of its entry; what stands below the last one is scrolled to."""
        before = self.cursor
        super().move_to(index, step)
        if self.browsed or not self._lines:
            return
        left, _first = self._ends[self.cursor]
        below = self.cursor + min(left, self.size.height) - self.size.height
        if index > self.cursor:
            below = self.scroll_offset.y + index - before if self.cursor == before else index - self.size.height + 1
        if below > self.scroll_offset.y:
            self.scroll_to(y=below, animate=False, immediate=True)

    def row(self, index: int) -> Pieces:
        """Give a line; the one under the cursor says what Enter does."""
        number, pieces = self._lines[index]
        if index != self.cursor or not self._entries[number].key:
            return pieces
        parts = [(pieces, "")] if isinstance(pieces, str) else list(pieces)
        used = sum(cell_len(text) for text, _style in parts)
        hint = self._entries[number].hint or self._hint
        room = self.size.width - 4 - used - len(hint)
        return [*parts, (" " * room + hint, "quiet")] if room > 1 else parts


def _lines(entry: Entry, width: int) -> list[Pieces]:
    """Give the lines of one entry in *width* columns."""
    if entry.label:
        room = _LABEL if _NARROW <= width < _WIDE else _LABEL - 8 if width < _NARROW else _LABEL + 10
        room = min(entry.room or room, width // 2)
        left, style = wrap([entry.label], room - 2), entry.style
    else:
        room = len(entry.mark)
        left, style = [entry.mark], "" if entry.mark.strip() else entry.style
    side = _BESIDE if entry.beside else 0
    first, *others = entry.said.split("\n")
    right = [(line, style) for line in _broken(first, width - room - side)]
    for said in others:
        warns = entry.room and said.startswith("! ")
        right += [(line, "fault" if warns else style) for line in wrap([said], width - room)]
    left += [""] * (len(right) - len(left))
    right += [("", style)] * (len(left) - len(right))
    lines: list[Pieces] = [
        [(fit(label, room), "" if entry.label else entry.style), told] for label, told in zip(left, right, strict=True)
    ]
    if entry.beside:
        end = (f"{entry.beside:>{side}}", entry.beside_style)
        lines[0] = [(fit(left[0], room), ""), (fit(right[0][0], width - room - side), style), end]
    return lines


def _broken(said: str, width: int) -> list[str]:
    """Break a line: before the arrow, where what is after it stays whole so."""
    before, arrow, after = said.partition(" -> ")
    if arrow and cell_len(said) > width >= cell_len(f"-> {after}"):
        return [*wrap([before], width), f"-> {after}"]
    return wrap([said], width)


class CaseScreen(QuietScreen[None]):
    """The pages of the case *number*, as it is in the file now."""

    PLACE = keys.CASE
    BINDINGS = keys.bindings(keys.CASE)

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.page = 0
        self._seen: set[int] = set()
        self._to_newest = False
        self._emptied = False
        self._others = known.Others()
        self._pages = Line(id="pages")
        self._body = CasePage()

    def compose_body(self) -> ComposeResult:
        """The names of the pages, and the page."""
        yield self._pages
        yield Rule()
        yield self._body

    def on_mount(self) -> None:
        """Show the record first."""
        self._body.focus()
        self.call_after_refresh(self.show_page)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages, in order; what happened since is for staff, and an emptied case has one."""
        if self._emptied:
            return (RECORD,)
        follows = self.desk.access.may(Deed.CONTACT)
        return (RECORD, FOLLOW_UP, ASSESSMENT, HISTORY) if follows else (RECORD, ASSESSMENT, HISTORY)

    @property
    def here(self) -> str:
        """The page in sight."""
        return self.pages[self.page]

    def show_page(self, *, keep: bool = False) -> None:
        """Write the page as the case is now."""
        try:
            case = self.desk.seen.get(self.number)
        except StoreError as problem:
            self.say(str(problem), style="fault")
            return
        self._seen.add(self.page)
        name = case.name.strip() or "(no name yet)"
        self._emptied = case.status == EXPUNGED
        if self._emptied:
            self.page = 0
            self.head(f" {self.number}  emptied", "")
        else:
            self.head(f" {self.number}  {name}", f"{case.status}, saved {self.desk.when(case.updated)}")
        self._pages.say(self._page_names(), self._way_on())
        self._show(case, keep=keep)
        self.show_keys()
        if self.desk.known.told:
            known.aside(self, partial(self._look_for_others, case), "others")

    def _show(self, case: Case, *, keep: bool) -> None:
        self._body.show(self._entries(case), _HINTS.get(self.here, ""), keep=keep)

    async def _look_for_others(self, case: Case) -> None:
        if await self._others.found(self.desk.known, case) and self.is_attached and self.here == RECORD:
            self._show(case, keep=True)

    def _entries(self, case: Case) -> list[Entry]:
        if self._emptied:
            return [Entry(said=case_pages.emptied(case, self.desk.moment))]
        reading = self.desk.reading(case)
        if self.here == RECORD:
            return [*self._others.entries(self.desk.program), *case_pages.record(reading, self.desk.when)]
        if self.here == FOLLOW_UP:
            return follow_up_page.entries(reading, self.desk.moment)
        if self.here == ASSESSMENT:
            return [*case_pages.assessment(reading), *case_pages.decided(reading, self.desk.when)]
        return history_page.page(reading, self.desk.moment)

    def _way_on(self) -> str:
        if self.app.size.width < 80:
            return ""
        return "Ctrl+N next" if self.page < len(self.pages) - 1 else "Ctrl+P before" if self.page else ""

    def _page_names(self) -> Pieces:
        parts: list[tuple[str, str]] = []
        for number, name in enumerate(self.pages):
            here = number == self.page
            mark = ">" if here else ("+" if number in self._seen else ".")
            count = f" {number + 1}/{len(self.pages)}" if self.app.size.width >= 80 else ""
            parts.append((f"  {mark} {name}{count}", "strong" if here else "quiet"))
        return parts

    def can_do(self, action: str) -> bool:
        """Some pages have nothing to open; the last page has none after it; an emptied case is only looked at."""
        if self._emptied and action in ("open", "contact", "review"):
            return False
        if action == "open":
            return self.here in _HINTS
        if action == "contact":
            return self.desk.access.may(Deed.CONTACT)
        if action == "next_page":
            return self.page < len(self.pages) - 1
        return self.page > 0 if action == "previous_page" else True

    def help_places(self) -> tuple[str, ...]:
        """The keys of the screen and of its page."""
        return (keys.CASE, keys.LIST)

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Enter on a line."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Change the answer under the cursor in the form, or show a change whole."""
        entry = self._body.chosen
        if entry is None or not entry.key:
            return
        if self.here == RECORD:
            if not self._others.open(self, self.number, entry.key):
                self.desk.open_draft(self.number, at=entry.key)
            return
        reading = self.desk.reading(self.desk.seen.get(self.number))
        whole = history_page.whole(reading, entry.key, self.desk.moment)
        self.app.push_screen(ChangeDialog(whole), lambda chosen: self._follow(entry.key, chosen))

    def _follow(self, event: str, chosen: Offer | str | None) -> None:
        """Take an earlier value again as a new change, or ask why a change was made; as the case is by now."""
        case = self.desk.case(self.number) if chosen not in (None, BACK) else None
        if case is None:
            return
        intake = self.desk.working(case)
        whole = history_page.whole(intake, event, self.desk.moment)
        if isinstance(chosen, Offer) and chosen not in whole.offers:
            self.say("Somebody changed this meanwhile: nothing is taken again. Enter shows how it is now.")
            return
        if isinstance(chosen, Offer):
            self._to_newest = True
            self.say(history_page.taken_again(intake, chosen))
            lacking = explaining.lacking(intake, case)
        else:
            lacking = [change for change in case.history if change.id == whole.unexplained]
        ask_why(self, intake, lacking, lambda: None)

    def action_contact(self) -> None:
        """Record what happened."""
        contact.ask(self, self.number, whole=True)

    def action_review(self) -> None:
        """Look at all answers in the form's last step, where a decision is recorded."""
        from lead_tui.widgets.review import DECISION

        self.desk.open_draft(self.number, at=DECISION)

    def action_next_page(self) -> None:
        """Go to the next page."""
        self._go(self.page + 1)

    def action_previous_page(self) -> None:
        """Go to the page before."""
        self._go(self.page - 1)

    def _go(self, page: int) -> None:
        if 0 <= page < len(self.pages):
            self.page = page
            self.show_page()

    def cases_changed(self, numbers: set[str]) -> None:
        """Show the case as others, or this desk, have left it; what was just taken again stands first."""
        if self.number in numbers:
            self.show_page(keep=not self._to_newest)
            self._to_newest = False
