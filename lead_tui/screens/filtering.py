"""The dialogue that chooses which cases the list shows."""

from __future__ import annotations

from textual.app import ComposeResult

from lead_tui import keys, listing
from lead_tui.access import OFFICER, RECEIVED, STAFF, Access, Deed, Role
from lead_tui.program import Program
from lead_tui.screens.dialogs import Overlay
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import Pieces
from lead_tui.widgets.rows import Rows

STATUSES: dict[Role, tuple[str, ...]] = {STAFF: ("draft", "open", "closed", "expunged"), OFFICER: ("draft", RECEIVED)}
"""The statuses that cases have, to each role."""

DIFFERS = "decision differs from rule result"
MINE, NOBODYS = "assigned to me, and my drafts", "assigned to nobody"

_Entry = tuple[str, str, str]
"""Group, value, words; a heading has no value."""


class _Ticks(Rows, inherit_bindings=True):
    """Headings and boxes to tick."""

    BINDINGS = keys.bindings(keys.TICKS)

    def __init__(self, entries: list[_Entry], ticked: set[tuple[str, str]]) -> None:
        super().__init__(id="choices")
        self.entries = entries
        self.ticked = ticked

    def on_mount(self) -> None:
        """Show all of it where it fits."""
        self.styles.height = len(self.entries)
        self.set_count(len(self.entries))

    def can_rest(self, index: int) -> bool:
        """Not on headings."""
        return bool(self.entries[index][1])

    def row(self, index: int) -> Pieces:
        """Give a heading, or a box with its words."""
        group, value, words = self.entries[index]
        if not value:
            return [(words, "quiet")]
        return f"[{'x' if (group, value) in self.ticked else ' '}] {words}"

    def action_tick(self) -> None:
        """Tick the box under the cursor, or take the tick away."""
        group, value, _words = self.entries[self.cursor]
        self.ticked ^= {(group, value)}
        self.refresh_line(self.cursor)


class FilterDialog(Overlay[listing.Filters | None]):
    """Tick what is wanted; nothing ticked in a group wants all of it. Gives the filters, or None after Esc."""

    BINDINGS = keys.bindings(keys.DIALOG)

    def __init__(self, program: Program, now: listing.Filters, access: Access) -> None:
        super().__init__("Show which cases?")
        self._user = access.user
        self._ticked = {
            *(("outcomes", value) for value in now.outcomes),
            *(("pathways", value) for value in now.pathways),
            *(("statuses", value) for value in now.statuses),
            *[("decision", "differs")] * now.differs,
            *[("with", "mine")] * bool(now.mine),
            *[("with", "nobody")] * now.nobodys,
        }
        self._entries: list[_Entry] = [
            ("outcomes", "", "Rule result"),
            *(("outcomes", value, mark) for value, (mark, _style) in listing.OUTCOMES.items()),
            ("pathways", "", "Pathway"),
            *(("pathways", pathway.id, pathway.title) for pathway in program.pathways),
            ("statuses", "", "Status"),
            *(("statuses", value, listing.STATUS_WORDS[value]) for value in STATUSES[access.role]),
        ]
        if access.may(Deed.DECIDE):
            self._entries += [("decision", "", "Decision"), ("decision", "differs", DIFFERS)]
        if access.may(Deed.CONTACT):
            self._entries += [("with", "", "Who has it"), ("with", "mine", MINE), ("with", "nobody", NOBODYS)]

    def inside(self) -> ComposeResult:
        """Give the boxes and the keys."""
        yield _Ticks(self._entries, self._ticked)
        yield Line([(" Space tick   Enter show these   Esc change nothing", "quiet")])

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Show what is ticked."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Give the filters that are ticked."""

        def ticked(group: str) -> frozenset[str]:
            return frozenset(value for name, value in self._ticked if name == group)

        self.dismiss(
            listing.Filters(
                outcomes=ticked("outcomes"),
                pathways=ticked("pathways"),
                statuses=ticked("statuses"),
                differs=bool(ticked("decision")),
                mine=self._user if "mine" in ticked("with") else "",
                nobodys="nobody" in ticked("with"),
            )
        )

    def action_next_choice(self) -> None:
        """Move on."""
        self.query_one(_Ticks).action_cursor_down()

    def action_previous_choice(self) -> None:
        """Move back."""
        self.query_one(_Ticks).action_cursor_up()
