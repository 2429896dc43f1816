"""What is said of a fault in the program: one line, with its place and nothing of what people typed."""

from __future__ import annotations


def line(fault: BaseException, then: str) -> str:
    """Give the line for a fault that ended a desk or a command; *then* says how one goes on."""
    return f"lead-tui: stopped by a fault ({type(fault).__name__} at {place(fault)}). {then}"


def place(fault: BaseException) -> str:
    """Name module and line where *fault* was raised; a message or a value could hold what was typed."""
    found = "an unknown place"
    trace = fault.__traceback__
    while trace is not None:
        found = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
