"""What is said of a fault in the program: one line, with its place and nothing of what people typed."""

from __future__ import annotations


def line(fault: BaseException) -> str:
    """Give the line for a fault that ended the desk."""
    return (
        f"lead-tui: stopped by a fault ({type(fault).__name__} at {place(fault)}). "
        "What was saved is in the case file. Start lead-tui again."
    )


def place(fault: BaseException) -> str:
    """Name module and line where *fault* was raised; a message or a value could hold what was typed."""
    found = "an unknown place"
    trace = fault.__traceback__
    while trace is not None:
        found = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
