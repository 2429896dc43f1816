"""Input that cannot be used, and work that could not be done: the lines that a command ends with."""

from __future__ import annotations

from collections.abc import Sequence

from lead_tui.safe_text import clean

_LONGEST = 1000
"""Characters of a text in an option, which stands in the log."""
MOST_LINES = 20
"""Errors told one by one; of more, only the number is told."""


class WrongInput(Exception):
    """Something wrong in the arguments or in a file they name: a line for each error (exit code 2)."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class CouldNot(Exception):
    """Something that could not be done; its text is one line that says what to do (exit code 1)."""


def one_line(option: str, given: str, lacks: str) -> str:
    """Give the text of an option on one line, without what acts on a terminal; WrongInput where nothing is left of it.

    *lacks* says what to write.
    """
    text = " ".join(clean(given)[0].split())
    if not text:
        raise WrongInput(f"lead-tui: {option}: it is empty; {lacks}.")
    if len(text) > _LONGEST:
        raise WrongInput(f"lead-tui: {option}: it has {len(text):,} characters; {_LONGEST:,} at most.")
    return text


def first_lines(lines: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """Give the first *most* lines, and how many more there are."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[:most], f"and {len(lines) - most:,} more"]
