"""The entry: plain ``lead-tui`` goes to the screen by the shortest way, everything else to the commands.

A command run by Typer costs a third of the whole start, so the screen is reached without it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence

_ESCAPE_DELAY = 50
"""Milliseconds below which Esc and an arrow cannot be told apart over a slow line."""


def main() -> None:
    """Run ``lead-tui`` and exit with its code; a fault is one line on standard error."""
    arguments = sys.argv[1:]
    options = desk_options(arguments)
    completing = "_LEAD_TUI_COMPLETE" in os.environ  # the shell asks without arguments
    if options is None or completing or os.environ.get("LEAD_TUI_PLAIN"):
        from lead_tui.cli import run

        sys.exit(run(arguments))
    sys.exit(_desk(options))


def desk_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """Give the options of a call that wants the screen and nothing else; None for any other call."""
    options: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        from lead_tui.settings import OPTIONS  # here, since plain lead-tui needs none of it

        name, equals, value = rest.pop(0).partition("=")
        if name not in OPTIONS:
            return None
        if not equals:
            if not rest or rest[0].startswith("-"):
                return None
            value = rest.pop(0)
        options[name.removeprefix("--")] = value
    return options


def cannot_draw(environ: Mapping[str, str], terminals: Mapping[str, bool]) -> str:
    """Give why the full screen cannot be used here; nothing where it can.

    *terminals* says of standard input, output and error whether each is a terminal.
    """
    missing = [name for name, terminal in terminals.items() if not terminal]
    if missing:
        return f"{missing[0]} is not a terminal"
    term = environ.get("TERM", "")
    return f"TERM is {term or 'not set'}" if term in ("", "dumb", "unknown") else ""


def _desk(options: Mapping[str, str]) -> int:
    why = cannot_draw(
        os.environ,
        {
            "standard input": _is_terminal(0),
            "standard output": _is_terminal(1),
            "standard error": _is_terminal(2),
        },
    )
    if why:
        from lead_tui.output import complain

        complain(f"lead-tui: no full screen here: {why}. Use lead-tui --plain (line by line), or see lead-tui --help.")
        return 1
    # What modules leave behind is never garbage: looking for some in it costs 7 % of the start.
    gc.disable()
    prepare(os.environ)
    try:
        return _start(options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - no traceback may reach the terminal
        # Here, since a start that goes well needs nothing of it.
        from lead_tui.ending import told

        return told(error)


def _start(options: Mapping[str, str]) -> int:
    from lead_tui import places, program_file, themes

    program = program_file.load(places.program_file(options.get("program")))
    from lead_tui.store import Store

    role, agency = places.role(options.get("role")), places.agency(program, options.get("agency"))
    store = Store.open(places.case_file(options.get("db")))
    from lead_tui import app

    look = themes.choose(os.environ, os.environ.get("LEAD_TUI_THEME", "dark"), utf8=themes.carries_utf8(os.environ))
    return app.run(program, store, places.user(options.get("user")), role=role, agency=agency, look=look)


def prepare(environ: dict[str, str] | os._Environ[str]) -> None:
    """Close the environment as a way in, before Textual reads it.

    ``TEXTUAL*`` can load a driver, write files and press keys; ``COLUMNS`` and ``LINES`` hide the real size.
    """
    for name in list(environ):
        if name.startswith("TEXTUAL") or name in ("COLUMNS", "LINES"):
            del environ[name]
    if not environ.get("NO_COLOR", "set"):
        del environ["NO_COLOR"]  # Empty means colours; Textual takes it for the contrary.
    environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    delay = environ.get("ESCDELAY", "")
    if not delay.isdecimal() or int(delay) < _ESCAPE_DELAY:
        environ.pop("ESCDELAY", None)


def _is_terminal(number: int) -> bool:
    try:
        return os.isatty(number)
    except OSError:
        return False


if __name__ == "__main__":
    main()
