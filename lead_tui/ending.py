"""How a command ends: with an exit code, and a line on standard error for each thing wrong; never a traceback.

0 done, 1 could not, 2 wrong arguments or input, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from lead_tui import faults, output
from lead_tui.wrong_input import CouldNot, WrongInput, first_lines

DONE, COULD_NOT, WRONG, INTERRUPTED = 0, 1, 2, 130

# The click that Typer carries has moved between its releases; its classes have not.
_UsageError = typer.BadParameter.__mro__[1]


def ended(command: Callable[[], object]) -> int:
    """Run a command and give its exit code; all that went wrong is told."""
    output.open_streams()
    try:
        code = command()
        output.flush()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except output.PipeClosed:
        _forget_output()
        return DONE
    except Exception as error:  # noqa: BLE001 - whatever it is, no traceback may show what people typed
        if isinstance(error, OSError) and not error.filename:
            _forget_output()
        return told(error)
    return code if isinstance(code, int) else DONE


def told(error: Exception) -> int:
    """Tell on standard error what went wrong, and give the exit code for it."""
    if isinstance(error, WrongInput):
        return _tell(error.lines, WRONG)
    if isinstance(error, CouldNot):
        return _tell([f"lead-tui: {error}"], COULD_NOT)
    if isinstance(error, _UsageError):
        return _tell([f"lead-tui: {_usage(error)}"], WRONG)
    # Where nothing of the kind was loaded, nothing of the kind went wrong.
    from lead_tui.program_file import ProgramError
    from lead_tui.refusals import NotACaseFile, StoreError

    if isinstance(error, ProgramError):
        return _tell(str(error).splitlines(), WRONG)
    if isinstance(error, StoreError):
        return _tell([f"lead-tui: {error}"], WRONG if isinstance(error, NotACaseFile) else COULD_NOT)
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else "standard output: "
        return _tell([f"lead-tui: {place}{error.strerror.lower()}. Make it good and try again."], COULD_NOT)
    return _tell([faults.line(error, "Nothing typed is shown here; tell the operator this line.")], COULD_NOT)


def _tell(lines: list[str] | tuple[str, ...], code: int) -> int:
    for line in first_lines(lines):
        output.complain(line)
    return code


def _usage(error: Exception) -> str:
    """Give a usage error in one line, and where to read on."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "") or "lead-tui"
    said = " ".join(error.format_message().split()) if hasattr(error, "format_message") else str(error)
    said = said[:1].lower() + said[1:]
    return f"{said.rstrip('.?')}{'?' if said.endswith('?') else '.'} See {command} --help."


def _forget_output() -> None:
    """Nobody reads, or nothing more fits; what the interpreter flushes at its end goes nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
