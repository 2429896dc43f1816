"""What the person may see: the question, its approved words, the keys, and nothing else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from lead_tui import keys
from lead_tui.question import ReadAloud
from lead_tui.screens.quiet import QuietScreen
from lead_tui.widgets.line import Line
from lead_tui.widgets.paint import wrap


class PersonView(QuietScreen[None]):
    """One question without a name, an answer or a result: the person may be watching."""

    PLACE = keys.HELP
    BINDINGS = keys.bindings(keys.HELP)

    def __init__(self, ask: str, read_aloud: ReadAloud | None) -> None:
        super().__init__()
        self._ask = ask
        self._aloud = read_aloud if read_aloud is not None and read_aloud.approved else None

    def compose_body(self) -> ComposeResult:
        """Give the question and its words."""
        with VerticalScroll(id="person", can_focus=False):
            said = [self._aloud.en, "", self._aloud.es] if self._aloud else ["No approved words yet."]
            yield Line("")
            yield Line([(f"  {self._ask}", "strong")])
            yield Line("")
            for text in wrap(said, 74):
                yield Line(f"  {text}")

    def action_scroll_on(self) -> None:
        """Scroll a page on."""
        self.query_one("#person").scroll_page_down(animate=False)

    def action_scroll_back(self) -> None:
        """Scroll a page back."""
        self.query_one("#person").scroll_page_up(animate=False)
