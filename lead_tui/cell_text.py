"""Texts in columns of a terminal, measured in its cells: wide letters take two."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from lead_tui import safe_text


def cut(text: str, width: int) -> str:
    """Give *text* in exactly *width* cells, with two points where something of it is left out."""
    text = text.translate(safe_text.DROPPED)
    if cell_len(text) > width > 3:
        text = set_cell_size(text, width - 2).rstrip() + ".."
    return set_cell_size(text, max(width, 0))
