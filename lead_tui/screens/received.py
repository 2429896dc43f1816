"""A referral that LEAD has received, as its officer sees it: one page, to be read."""

from __future__ import annotations

from textual.app import ComposeResult

from lead_tui import keys, received_page
from lead_tui.refusals import StoreError
from lead_tui.screens.case import CasePage
from lead_tui.screens.quiet import QuietScreen
from lead_tui.widgets.line import Rule


class ReceivedScreen(QuietScreen[None]):
    """The snapshot of the case *number*; nothing on it opens or changes anything."""

    PLACE = keys.CASE
    BINDINGS = keys.bindings(keys.CASE)

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self._body = CasePage()

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield Rule()
        yield self._body

    def on_mount(self) -> None:
        """Show the page once there is room."""
        self._body.focus()
        self.call_after_refresh(self.show_page)

    def show_page(self) -> None:
        """Write the page."""
        try:
            case = self.desk.seen.get(self.number)
        except StoreError as problem:
            self.say(str(problem), style="fault")
            return
        name = case.name.strip() or "(no name yet)"
        self.head(f" {self.number}  {name}", f"Received by LEAD, {self.desk.when(case.updated)}")
        self._body.show(received_page.entries(self.desk.reading(case), self.desk.moment), "")
        self.show_keys()

    def can_do(self, action: str) -> bool:
        """There is one page, to be read and left; whatever else a case's pages can do is for staff."""
        return action in ("help", "back")

    def help_text(self) -> list[str]:
        """Say why nothing can be changed."""
        return ["LEAD has received this referral and goes on with it. This page shows it as it was handed over."]

    def help_places(self) -> tuple[str, ...]:
        """The keys of the page."""
        return (keys.LIST,)

    def action_open(self) -> None:
        """Nothing opens here."""

    def action_review(self) -> None:
        """The decision is not told here."""

    def action_next_page(self) -> None:
        """There is one page."""

    def action_previous_page(self) -> None:
        """There is one page."""
