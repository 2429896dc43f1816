"""A list of painted rows with a cursor: the line API, so that 100,000 rows cost what 20 cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from lead_tui import keys
from lead_tui.widgets.paint import Painted, Pieces


class Rows(ScrollView, Painted, can_focus=True, inherit_bindings=False):
    """Rows made on demand by :meth:`row`; the cursor moves over those that :meth:`can_rest` on.

    Moving the cursor writes two rows. Subclasses give the rows.
    """

    KEEPS_MARK: ClassVar[bool] = True
    """Whether the mark of the cursor stays while something else is in focus."""
    BINDINGS = keys.bindings(keys.LIST)

    @dataclass
    class Moved(Message):
        """The cursor came to rest on another row."""

        rows: Rows
        index: int

        @property
        def control(self) -> Rows:
            """The list whose cursor moved."""
            return self.rows

    @dataclass
    class Picked(Message):
        """Enter was pressed on a row."""

        rows: Rows
        index: int

        @property
        def control(self) -> Rows:
            """The list whose row was picked."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self._count = 0

    def row(self, index: int) -> Pieces:
        """Give the pieces of a row; the first two columns are the cursor's."""
        raise NotImplementedError

    def can_rest(self, index: int) -> bool:  # noqa: ARG002 - for subclasses
        """Say whether the cursor may stand on a row (not on headings)."""
        return True

    @property
    def browsed(self) -> bool:
        """Whether the list has no cursor: the keys scroll it."""
        return False

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def set_count(self, count: int, cursor: int = 0) -> None:
        """Show *count* rows with the cursor at *cursor* or the nearest row it can rest on."""
        self._count = count
        self.virtual_size = Size(0, count)
        self.cursor = self._nearest(cursor, 1)
        self._scroll_into_view()
        self.refresh()
        self.post_message(self.Moved(self, self.cursor))

    def move_to(self, index: int, step: int = 1) -> None:
        """Move the cursor to *index*, or on in the direction of *step* to where it can rest."""
        if self.browsed:
            self.scroll_to(y=self.scroll_offset.y + index - self.cursor, animate=False, immediate=True)
            return
        target = self._nearest(max(0, min(index, self._count - 1)), step)
        if target == self.cursor or not self._count:
            return
        before, self.cursor = self.cursor, target
        top = self.scroll_offset.y
        self._scroll_into_view()
        if self.scroll_offset.y == top:
            for changed in (before, target):
                self.refresh(Region(0, changed - top, self.size.width, 1))
        self.post_message(self.Moved(self, target))

    def _nearest(self, index: int, step: int) -> int:
        for direction in (step, -step):
            place = index
            while 0 <= place < self._count:
                if self.can_rest(place):
                    return place
                place += direction
        return 0

    def _scroll_into_view(self) -> None:
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        first = self.cursor
        # A heading directly above is shown with its first row.
        while first and not self.can_rest(first - 1) and self.cursor - first < height - 1:
            first -= 1
        if first < top:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll_into_view()

    def render_line(self, y: int) -> Strip:
        """Give the cells of the visible line *y*."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= self._count:
            return Strip.blank(width, self.rich_style)
        here = index == self.cursor and not self.browsed and self.can_rest(index)
        pieces = self.row(index)
        head = " > " if here and (self.KEEPS_MARK or self.has_focus) else "   "
        parts = [(head, "")] + ([(pieces, "")] if isinstance(pieces, str) else list(pieces))
        # Under a dialogue only the mark is left: two bars would tell of two places.
        bar = here and self.has_focus and self.screen.is_active
        return self.strip(parts, width, "bar" if bar else "")

    # Textual's own handlers write the whole list anew; only the bar comes and goes.

    def on_focus(self, event: events.Focus) -> None:
        """Show the focus bar."""
        event.prevent_default()
        self._set_focus(True, events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Leave only the mark."""
        event.prevent_default()
        self._set_focus(False, events.DescendantBlur(self))

    def _set_focus(self, has_focus: bool, news: Message) -> None:
        self.has_focus = has_focus
        self.refresh_cursor()
        if self.parent is not None:
            self.parent.post_message(news)

    def refresh_cursor(self) -> None:
        """Write the row under the cursor again."""
        self.refresh(Region(0, self.cursor - self.scroll_offset.y, self.size.width, 1))

    def action_cursor_up(self) -> None:
        """Move up."""
        self.move_to(self.cursor - 1, -1)

    def action_cursor_down(self) -> None:
        """Move down."""
        self.move_to(self.cursor + 1)

    def action_cursor_page_up(self) -> None:
        """Move a page up."""
        self.move_to(self.cursor - max(self.size.height - 1, 1), -1)

    def action_cursor_page_down(self) -> None:
        """Move a page down."""
        self.move_to(self.cursor + max(self.size.height - 1, 1))

    def action_cursor_first(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def action_cursor_last(self) -> None:
        """Move to the last row."""
        self.move_to(self._count - 1, -1)

    def action_open(self) -> None:
        """Pick the row under the cursor."""
        if self._count and self.can_rest(self.cursor):
            self.post_message(self.Picked(self, self.cursor))
