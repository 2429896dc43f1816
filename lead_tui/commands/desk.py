"""The desk on the full screen, and the same line by line."""

from __future__ import annotations

import os
import sys

from lead_tui import __main__ as entry
from lead_tui import output
from lead_tui.ending import COULD_NOT
from lead_tui.settings import Settings, number_among


def run(settings: Settings, *, case: str | None = None, plain: bool = False, intake: bool = False) -> int:
    """Open the desk, at *case* where one is named; gives the exit code.

    Line by line where that is asked for (*plain*, ``LEAD_TUI_PLAIN``), and, for an *intake*, where the terminal
    cannot draw.
    """
    why = entry.cannot_draw(os.environ, _terminals())
    program = settings.read_program()
    if not (plain or intake or os.environ.get("LEAD_TUI_PLAIN")) and why:
        output.complain(f"lead-tui: no full screen here: {why}. Add --plain to go line by line.")
        return COULD_NOT
    access = settings.access(program)
    store = settings.open_store()
    seen = settings.seen(program, store)
    number = case and number_among(case, (row.case for row in seen.rows()), seen.place)
    if plain or why or os.environ.get("LEAD_TUI_PLAIN"):
        from lead_tui import interview

        return interview.run(program, store, user=access.user, role=access.role, clock=settings.now, number=number)
    entry.prepare(os.environ)
    # Here, after the environment is closed: Textual reads it when it is imported.
    from lead_tui import app, themes

    look = themes.choose(os.environ, os.environ.get("LEAD_TUI_THEME", "dark"), utf8=themes.carries_utf8(os.environ))
    return app.run(
        program,
        store,
        access.user,
        role=access.role,
        agency=access.agency,
        look=look,
        intake=intake,
        case=number or "",
    )


def _terminals() -> dict[str, bool]:
    """Say of each standard stream whether it is a terminal."""
    streams = {"input": sys.stdin, "output": sys.stdout, "error": sys.stderr}
    return {f"standard {name}": stream is not None and stream.isatty() for name, stream in streams.items()}
