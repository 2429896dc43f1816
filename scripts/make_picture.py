"""Write ``docs/intake.svg``: the screen of a referral half-way, as the running program draws it.

Run it after a change of what the wizard shows: ``python scripts/make_picture.py``. It opens the desk over the
sample cases at a fixed time and presses keys, as a person would; a test holds the picture against it.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import cast
from unittest import mock

from textual.pilot import Pilot

from lead_tui import program_file, themes
from lead_tui.app import LeadApp
from lead_tui.store import Store

TARGET = Path(__file__).parent.parent / "docs" / "intake.svg"
STAMP = "2026-11-25T02:04:00Z"
"""9:04 pm on 24 November 2026 in Wilmington."""
SIZE = (120, 31)
NAME = "Sample Person 16"
KEYS = [
    *("i", "down", "down", *NAME.replace(" ", "_"), "up", "up"),
    *("c", *"05141990", "tab", "y", "y", "n", "n", *"12"),
]
"""A new intake: name and pathway, then six questions, the last of them still being typed."""

FONT = "'DejaVu Sans Mono', Menlo, Consolas, monospace"


async def drawing() -> str:
    """Give the picture as SVG text."""
    with tempfile.TemporaryDirectory() as folder, mock.patch("lead_tui.saver.utc_now", return_value=STAMP):
        path = Path(folder) / "cases.json"
        shutil.copyfile(program_file.data_folder() / "sample_cases.json", path)
        path.chmod(0o600)
        app = LeadApp(
            program_file.load(),
            Store.open(path, clock=lambda: STAMP),
            "sample-staff-02",
            clock=lambda: datetime.fromisoformat(STAMP),
            look=themes.Look(theme=themes.DARK),
        )
        async with app.run_test(size=SIZE) as pilot:
            for key in KEYS:
                await pressed(pilot, key)
                await saved(pilot)
            return without_fonts_from_elsewhere(app.export_screenshot(title="lead-tui"))


async def pressed(pilot: Pilot[None], key: str) -> None:
    """Press a key, and wait until all that it does is done."""
    await pilot.press("space" if key == "_" else key)
    await cast(LeadApp, pilot.app).typed_out()


async def saved(pilot: Pilot[None]) -> None:
    """Wait until the screen has been told that everything is on disk."""
    app = cast(LeadApp, pilot.app)
    if app.saver is not None and not await asyncio.to_thread(app.saver.flush, 10.0):
        raise SystemExit("The answers of the picture could not be saved.")
    while app.saving is not None and (app.saving.waiting or app.saving.problem):
        await pilot.pause(0.01)
    await pilot.pause(0.02)


def without_fonts_from_elsewhere(svg: str) -> str:
    """Give the drawing in a font of the reader's own machine: a README must fetch nothing."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: [^;]*;", f"font-family: {FONT};", svg)


if __name__ == "__main__":
    TARGET.write_text(asyncio.run(drawing()), encoding="utf-8")
    sys.stdout.write(f"{TARGET} is up to date.\n")
