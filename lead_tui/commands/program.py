"""``program check`` and ``program show``: a program file, held against the language, and as a page."""

from __future__ import annotations

import shutil
from pathlib import Path

from lead_tui import output, program_file, program_page
from lead_tui.program import Program
from lead_tui.settings import Settings


def check(settings: Settings, file: Path | None) -> None:
    """Print one line where the file is right; ProgramError has a line for each thing wrong."""
    output.say(program_page.summary(_read(settings, file)))


def show(settings: Settings, file: Path | None) -> None:
    """Print the program as a page, as far as it is for who is at the desk."""
    width = min(shutil.get_terminal_size().columns, program_page.WIDTH)
    for line in program_page.lines(settings.access().edition(_read(settings, file)), width):
        output.say(line)


def _read(settings: Settings, file: Path | None) -> Program:
    return settings.read_program() if file is None else program_file.load(file)
