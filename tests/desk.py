"""Builders for screen tests: sample cases in memory, a desk over them, and what its screen shows."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from conftest import NOW
from textual._context import visible_screen_stack

from lead_tui import themes
from lead_tui.app import LeadApp
from lead_tui.case import Case, Stamp


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A summary."""

    case: str
    rev: int = 1
    status: str = "open"
    updated: str = "2026-11-21T15:00:00Z"
    updated_by: str = "sample-user"
    created_by: str = "sample-user"
    name: str = ""
    pathway: str = "criminal"
    outcome: str = "eligible"


class MemoryStore:
    """Cases in memory, with the part of the store that screens read."""

    def __init__(self, *cases: Case, path: str = "/home/sample/lead/cases.json") -> None:
        self.cases = {case.case: case for case in cases}
        self.path = Path(path)
        self.notices: list[str] = []
        self.changed: set[str] = set()
        self.writable = True

    def summaries(self):
        for case in self.cases.values():
            yield Row(
                case=case.case,
                status=case.status,
                updated=case.updated,
                updated_by=case.updated_by,
                created_by=case.created_by,
                name=case.name,
                pathway=case.pathway,
                outcome=case.outcome,
            )

    def get(self, number: str) -> Case:
        return self.cases[number]

    def refresh(self) -> set[str]:
        changed, self.changed = self.changed, set()
        return changed


def sample_case(number: str, **fields) -> Case:
    """A plainly synthetic case; *fields* say what matters to the test."""
    plain = {
        "case": number,
        "rev": 1,
        "status": "open",
        "updated": "2026-11-21T15:00:00Z",
        "updated_by": "sample-user",
        "created": "2026-11-21T15:00:00Z",
        "created_by": "sample-user",
        "pathway": "criminal",
        "outcome": "eligible",
        "program": Stamp(id="wilmington", version="1.0.0", hash="a3f9c2d1" * 8),
    }
    return Case(**(plain | fields))


SEVEN = (
    sample_case("W26-0042", name="Sample Person 07", status="draft", outcome="undetermined",
                updated="2026-11-25T02:04:00Z", updated_by="somebody-else"),
    sample_case("W26-0038", status="draft", pathway="social", outcome="undetermined",
                updated="2026-11-22T15:00:00Z", updated_by="somebody-else"),
    sample_case("W26-0041", name="Sample Person 06", pathway="social"),
    sample_case("W26-0040", name="Sample Person 05", outcome="not_eligible", updated="2026-11-19T15:00:00Z"),
    sample_case("W26-0039", name="Sample Person 04", updated="2026-11-12T15:00:00Z"),
    sample_case("W26-0037", name="Sample Person 03", pathway="social", updated="2026-11-03T15:00:00Z"),
    sample_case("W26-0036", name="Sample Person 02", updated="2026-10-30T15:00:00Z"),
)  # fmt: skip
"""The cases of the desk's drawing."""


def desk(program, *cases: Case, **options) -> LeadApp:
    """A desk over *cases*, whole names, in full colour."""
    store = options.pop("store", None) or MemoryStore(*cases)
    options.setdefault("whole_names", True)
    options.setdefault("look", themes.Look(theme=themes.DARK))
    return LeadApp(program, store, options.pop("user", "sample-user"), clock=lambda: NOW, **options)


@asynccontextmanager
async def running(app: LeadApp, size: tuple[int, int] = (80, 24)):
    """The desk running without a terminal; gives the pilot once the first screen stands."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def screen_lines(app: LeadApp) -> list[str]:
    """What the screen shows, row by row, as it goes to the terminal (dialogues over what lies below)."""
    visible_screen_stack.set(app._background_screens)
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: LeadApp) -> str:
    """All rows in one text."""
    return "\n".join(screen_lines(app))
