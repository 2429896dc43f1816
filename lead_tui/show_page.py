"""One case as a page of text, for ``show``."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import TextWrapper

from rich.cells import cell_len

from lead_tui import case_pages, follow_up_page, listing, received_page
from lead_tui.case import EXPUNGED
from lead_tui.case_pages import Entry
from lead_tui.intake import Intake
from lead_tui.safe_text import shown

_LABELS = 38
"""Columns for the labels, where there is room for them."""


def lines(intake: Intake, width: int, others: Sequence[Entry] = ()) -> list[str]:
    """Give the case: its title, the rule result with every reason, the record, what happened since; no line is cut.

    *others* are lines about other cases of the same person.
    """
    program = intake.program
    when = listing.in_full(program)
    if intake.received:
        told = [Entry(said=intake.title()), *received_page.entries(intake, when)]
        return [line for entry in told for line in _entry_lines(entry, width)]
    if intake.case.status == EXPUNGED:
        told = [Entry(said=f"{intake.case.case}  emptied"), Entry(said=case_pages.emptied(intake.case, when))]
        return [line for entry in told for line in _entry_lines(entry, width)]
    status = listing.STATUS_WORDS.get(intake.case.status, intake.case.status)
    state = listing.state(intake.case) if intake.decides else status
    said = status if state == status else f"{status}, {state}"
    pages = [
        [Entry(said=intake.title()), Entry(said=f"State: {said}")],
        [Entry(said="RULE RESULT. People decide."), *case_pages.assessment(intake)],
        [Entry(said="RECORD"), *others, *case_pages.record(intake, when)],
        *[[Entry(said="FOLLOW-UP"), *follow_up_page.entries(intake, when)]] * intake.follows,
    ]
    found: list[str] = []
    for page in pages:
        found += [""] if found else []
        for entry in page:
            found += _entry_lines(entry, width)
    return found


def _entry_lines(entry: Entry, width: int) -> list[str]:
    """Give an entry's lines: what is said behind its mark, or beside its label, each wrapped below itself."""
    paragraphs = [shown(paragraph) for paragraph in entry.said.split("\n")]
    if not entry.label:
        return _wrapped(paragraphs, entry.mark, " " * cell_len(entry.mark), width)
    label = f"  {shown(entry.label)}"
    room = min(_LABELS, width // 2) + 2
    if cell_len(label) > room:
        return [*_wrapped([label.strip()], "  ", " " * 4, width), *_wrapped(paragraphs, " " * 4, " " * 4, width)]
    return _wrapped(paragraphs, f"{label}{' ' * (room - cell_len(label))}  ", " " * (room + 2), width)


def _wrapped(paragraphs: list[str], lead: str, hang: str, width: int) -> list[str]:
    """Give the paragraphs in lines of *width*: *lead* before the first line, *hang* before all others."""
    lines: list[str] = []
    for paragraph in paragraphs:
        begin = hang if lines else lead
        wrapper = TextWrapper(max(width, 20), initial_indent=begin, subsequent_indent=hang, break_on_hyphens=False)
        lines += wrapper.wrap(paragraph) or [begin.rstrip()]
    return lines
