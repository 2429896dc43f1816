"""``demo``: the desk over made-up people, in a file that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from lead_tui import program_file, samples
from lead_tui.commands import desk
from lead_tui.settings import Settings


def run(settings: Settings, *, plain: bool = False) -> int:
    """Open the desk over made-up cases as they stand today, some of them the user's; they go when it is left."""
    folder = Path(tempfile.mkdtemp(prefix="lead-tui-demo-"))
    try:
        cases = folder / "demo.json"
        program = program_file.load()
        samples.write(cases, program, settings.today(program), settings.who())
        return desk.run(settings._replace(db=str(cases)), plain=plain)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
