"""Builders for screen tests: sample cases in a file, a desk over them, and what its screen shows."""

from __future__ import annotations

import json
import tempfile
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from textual._context import visible_screen_stack

from lead_tui import case as cases
from lead_tui import case_record, themes
from lead_tui.app import LeadApp
from lead_tui.case import Case, Stamp
from lead_tui.store import Store

NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)
"""9:04 pm on 24 November 2026 in Wilmington."""

CRIMINAL = {
    "pathway": "criminal",
    "referral_date": "2026-11-24",
    "name": "Sample Person 07",
    "date_of_birth": "1990-05-14",
    "minor_offense": "yes",
    "substance_use_identified": "yes",
    "parole_or_probation": "no",
    "drug_distribution": "no",
    "opioid_dosage_units": 12,
}
"""The criminal referral of the desk's drawing: six of ten questions answered."""


def sample_case(number: str, answers: dict | None = None, **fields) -> Case:
    """A plainly synthetic case; *answers* and *fields* say what matters to the test."""
    plain = {
        "case": number,
        "rev": 1,
        "status": "open",
        "updated": "2026-11-21T15:00:00Z",
        "updated_by": "sample-user",
        "created": "2026-11-21T14:00:00Z",
        "created_by": "sample-user",
        "pathway": "criminal",
        "outcome": "eligible",
        "program": Stamp(id="wilmington", version="1.0.0", hash="a3f9c2d1" * 8),
    }
    case = Case(**(plain | fields))
    for key, value in (answers or {}).items():
        case = cases.answer(case, key, value, at=case.updated, by=case.updated_by)
    return case


SEVEN = (
    sample_case("W26-0042", CRIMINAL, name="Sample Person 07", status="draft", outcome="undetermined",
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


def waiting(number: str, next: str, due: str = "", **fields) -> Case:
    """A case about which something is to be done."""
    return sample_case(number, next=next, due=due, **fields)


MORNING = (
    waiting("W26-0031", "Call again", "2026-11-22", name="Sample Person 01", referred="2026-11-12",
            tried="no_answer", tried_at="2026-11-20T15:00:00Z", assigned="sample-user"),
    waiting("W26-0033", "Call the sister about the bed", "2026-11-23", name="Sample Person 02", pathway="social",
            referred="2026-11-15", tried="message_left", tried_at="2026-11-21T15:00:00Z", assigned="sample-staff-02"),
    waiting("W26-0035", "Intake appointment", "2026-11-24T14:00", name="Sample Person 03", referred="2026-11-17",
            tried="reached", tried_at="2026-11-20T15:00:00Z", assigned="sample-user"),
    waiting("W26-0036", "Intake appointment", "2026-11-27T10:30", name="Sample Person 04", pathway="social",
            referred="2026-11-18", tried="reached", tried_at="2026-11-24T15:00:00Z", assigned="sample-user"),
    waiting("W26-0037", "First contact", name="Sample Person 05", referred="2026-11-19", outcome="undetermined"),
    waiting("W26-0038", "First contact", name="", referred="2026-11-23", outcome="not_eligible"),
    sample_case("W26-0039", name="Sample Person 07", status="draft", outcome="undetermined",
                updated="2026-11-23T15:00:00Z", updated_by="somebody-else", created_by="somebody-else"),
    sample_case("W26-0034", name="Sample Person 08", status="closed", next="Call", due="2026-11-22"),
    sample_case("W26-0032", name="Sample Person 09", pathway="social", assigned="sample-user"),
)  # fmt: skip
"""A morning's work: six cases wait, in the order in which they are to be done; a draft, and two with nothing to do."""


def case_file(*sample: Case, path: Path | None = None) -> Path:
    """A case file with *sample* in it, as stock TinyDB writes one; none is made for no cases."""
    path = path or Path(tempfile.mkdtemp()) / "cases.json"
    if sample:
        table = {str(number): case_record.to_json(case) for number, case in enumerate(sample, 1)}
        path.write_text(json.dumps({"cases": table}))
        path.chmod(0o600)
    return path


def desk(program, *sample: Case, **options) -> LeadApp:
    """A desk over *sample*: whole names, full colour, 9:04 pm."""
    store = options.pop("store", None) or Store.open(case_file(*sample))
    options.setdefault("whole_names", True)
    options.setdefault("look", themes.Look(theme=themes.DARK))
    return LeadApp(program, store, options.pop("user", "sample-user"), clock=lambda: NOW, **options)


@asynccontextmanager
async def running(app: LeadApp, size: tuple[int, int] = (80, 24)):
    """The desk running without a terminal; gives the pilot once the first screen stands."""
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def press(pilot, *names: str) -> None:
    """Press keys, and wait until all that they do is done."""
    await pilot.press(*names)
    await pilot.app.typed_out()
    await pilot.pause()


async def settled(pilot) -> None:
    """Wait until nothing moves any more: no key, no message, no work beside them, no line still to be written."""
    await pilot.app.typed_out()
    still = 0
    for _turn in range(500):
        await pilot.pause(0.01)
        still = 0 if moving(pilot.app) else still + 1
        if still == 2:
            return
    raise AssertionError(screen_text(pilot.app))


def moving(app: LeadApp) -> bool:
    """Say whether something is going on that may still change a screen."""
    pumps = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
    timers = (getattr(screen, "_settled", None) for screen in app.screen_stack)
    return (
        bool(app._tasks)
        or any(not pump._message_queue.empty() or pump._next_callbacks for pump in pumps)
        or any(timer is not None and timer._task is not None and not timer._task.done() for timer in timers)
    )


def screen_lines(app: LeadApp) -> list[str]:
    """What the screen shows, row by row, as it goes to the terminal (dialogues over what lies below)."""
    visible_screen_stack.set(app._background_screens)
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: LeadApp) -> str:
    """All rows in one text."""
    return "\n".join(screen_lines(app))


def written(app) -> list[str]:
    """Collect what goes to the terminal from now on; a desk without one makes it all the same."""
    sent: list[str] = []

    def display(_screen, update) -> None:
        if update is not None:
            sent.append(update.render_segments(app.console))

    app._display = display
    app._driver.write = sent.append
    return sent


async def until(pilot, condition) -> None:
    """Wait until something holds; where it never does, the screen says what it holds instead."""
    for _turn in range(500):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError(screen_text(pilot.app))
