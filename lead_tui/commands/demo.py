"""``demo``: the desk over made-up people, in a file that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from lead_tui import program_file
from lead_tui.commands import desk
from lead_tui.settings import Settings

SAMPLE = "sample_cases.json"


def run(settings: Settings, *, plain: bool = False) -> int:
    """Open the desk over a copy of the sample cases; the copy goes when the desk is left."""
    folder = Path(tempfile.mkdtemp(prefix="lead-tui-demo-"))
    try:
        copy = folder / SAMPLE
        shutil.copyfile(program_file.data_folder() / SAMPLE, copy)
        copy.chmod(0o600)
        return desk.run(settings._replace(db=str(copy)), plain=plain)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
