"""One row of the screen that is written again only when its text changed."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from lead_tui.widgets.paint import Painted, Pieces, fit, plain, wrap


class Line(Painted):
    """One row: *left* from the first column, *right* up to the last; *left* gives way where room is short."""

    def __init__(
        self,
        left: Pieces = "",
        right: str = "",
        *,
        base: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._left = left
        self._right = right
        self._base = base

    @property
    def text(self) -> str:
        """What the row says, without styles."""
        return plain(self._left) + (f"  {self._right}" if self._right else "")

    def say(self, left: Pieces, right: str | None = None, *, base: str | None = None) -> bool:
        """Show *left*, and *right* and *base* where given; say whether anything had to be written."""
        left = left if isinstance(left, str) else tuple(left)
        new = (left, self._right if right is None else right, self._base if base is None else base)
        old = (self._left, self._right, self._base)
        if new == old:
            return False
        before = self._cells()
        self._left, self._right, self._base = new
        self._write(before, self._cells(), whole=new[2] != old[2])
        return True

    def _cells(self) -> list[tuple[str, str]]:
        pieces = [(self._left, "")] if isinstance(self._left, str) else self._left
        return [(character, style) for text, style in pieces for character in text]

    def _write(self, before: list[tuple[str, str]], after: list[tuple[str, str]], *, whole: bool) -> None:
        """Refresh from the first cell that differs: over a slow line most of a row stays as it is."""
        same = 0
        for old, new in zip(before, after, strict=False):
            if old != new:
                break
            same += 1
        start = 0 if whole else cell_len("".join(character for character, _style in after[:same]))
        width = self.size.width
        if start < width:
            self.refresh(Region(start, 0, width - start, 1))

    def render_line(self, y: int) -> Strip:
        """Give the row's cells."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        right = f" {self._right} " if self._right else ""
        room = max(width - cell_len(right), 0)
        strips = [self.strip(self._left, room, self._base)]
        if right:
            strips.append(self.strip([(right, "")], width - room, self._base))
        return Strip.join(strips).simplify()


class Message(Painted):
    """A message across the screen: one row, or as many as the words need; only beyond half the screen it is cut.

    *head* stands before each row.
    """

    def __init__(self, *, head: str = "", id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._head = f" {head}"
        self._text = ""
        self._style_name = ""
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return max(len(self._lines), 1)

    def say(self, text: str, style: str = "") -> None:
        """Show *text* in *style*; nothing is written where it is there already."""
        if (text, style) == (self._text, self._style_name):
            return
        self._text, self._style_name = text, style
        self._lay_out()
        self.refresh()

    def on_resize(self) -> None:
        """Break the words anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(self.app.size.width - len(self._head) - 1, 20)
        lines, most = wrap([self._text], width), max(self.app.size.height // 2, 1)
        if len(lines) > most:  # a text of any length may stand in it
            lines = [*lines[: most - 1], f"{fit(lines[most - 1], width - 4).rstrip()} ..."]
        self._lines = [self._head + line for line in lines]
        if self.styles.height is None or self.styles.height.value != self.rows:
            self.styles.height = self.rows

    def render_line(self, y: int) -> Strip:
        """Give one of the rows."""
        line = self._lines[y] if y < len(self._lines) else ""
        return self.strip([(line, self._style_name)], self.size.width)


class Rule(Line):
    """A line across the screen, with a title in it where there is one: ``── W26-0042 ─────``."""

    def render_line(self, y: int) -> Strip:
        """Give the row's cells."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        title = plain(self._left)
        if not title:
            return self.strip([("─" * width, "quiet")], width)
        drawn = max(width - cell_len(title) - 4, 0)
        return self.strip([("── ", "quiet"), (title, ""), (" " + "─" * drawn, "quiet")], width)
