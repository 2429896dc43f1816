"""What all tests share: a home of their own, a fixed time zone, quick screens, a program and sample cases."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

os.environ["TZ"] = "UTC"
time.tzset()
for name in [name for name in os.environ if name.startswith(("TEXTUAL", "LEAD_TUI", "NO_COLOR"))]:
    if not name.startswith("TEXTUAL_SNAPSHOT"):  # where the workers of pytest-xdist leave their pictures for the report
        del os.environ[name]


@pytest.fixture(autouse=True)
def home_of_its_own(tmp_path, monkeypatch):
    """No test reads or writes in anybody's home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(autouse=True, scope="session")
def quick_pilot():
    """Pilot sleeps 63 ms at each key until the process idles; three turns of the loop do the same work."""
    if os.environ.get("SLOW_PILOT"):
        return

    async def quick(*_arguments, **_options):
        for _turn in range(3):
            await asyncio.sleep(0)

    import textual.app
    import textual.pilot

    textual.app.wait_for_idle = textual.pilot.wait_for_idle = quick


@pytest.fixture(scope="session")
def wilmington():
    """The program that is carried along."""
    from lead_tui import program_file

    return program_file.load()
