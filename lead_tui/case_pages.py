"""One case in lines of text, for the list's pane, the pages of a case, and ``show``.

Pure: it reads a record and a program, and gives lines; who may see what is decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len

from lead_tui.case import Case
from lead_tui.program import Program

if TYPE_CHECKING:
    from lead_tui.store import Store

When = Callable[[str], str]
"""Gives a UTC time as people at the program's place say it."""


def empty_words(program: Program, store: Store) -> list[str]:
    """Give what the list says where there is no case yet."""
    disqualifiers = sum(criterion.role == "disqualifier" for criterion in program.criteria.values())
    return [
        f"No cases yet in {store.path} (only you can read it).",
        "",
        "i   Start the first intake. Two minutes; every answer is saved as you go.",
        "?   What the keys do.",
        "q   Quit.",
        "",
        "To bring cases in:  lead-tui import FILE",
        f"Program: {program.name}, {len(program.pathways)} pathways, {disqualifiers} disqualifiers.",
    ]


def glance(program: Program, case: Case, when: When) -> list[str]:
    """Give the few lines about a case that the list shows below."""
    return [f"Last change {when(case.updated)} by {case.updated_by}."]


def wrap(lines: Iterable[str], width: int) -> list[str]:
    """Give *lines* no wider than *width* cells, broken between words; a word too long is broken where it must."""
    wrapped = []
    for line in lines:
        rest = line
        while cell_len(rest) > width > 0:
            cut = _room(rest, width)
            blank = rest.rfind(" ", 0, cut + 1)
            cut = blank if blank > 0 else cut
            wrapped.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
        wrapped.append(rest)
    return wrapped


def _room(text: str, width: int) -> int:
    """Give how many characters of *text* fit in *width* cells, at least one."""
    cells = 0
    for count, character in enumerate(text):
        cells += cell_len(character)
        if cells > width:
            return max(count, 1)
    return len(text)
