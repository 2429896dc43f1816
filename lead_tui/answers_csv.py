"""Answers as CSV, in the columns that ``export csv`` writes: a header, then a case a row.

Commas between cells, quotation marks round what needs them, lines ended by LF or CRLF. A missing column is
a question not asked; columns that are derived from answers or kept by the desk are passed over.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Collection, Iterator

from lead_tui import kinds
from lead_tui.answers_file import Contents, Problem, Record, named, unknown_key
from lead_tui.program import Program
from lead_tui.question import DECLINED, JSON, UNKNOWN, Question
from lead_tui.safe_text import unguard

_ASKED = ("", "asked")
"""What the first of several cells holds beside an answer that the others say."""


def read(text: str, program: Program, ignored: Collection[str] = ()) -> Contents:
    """Give the records of a text; a row's line is the one on which it begins."""
    contents = Contents()
    # No answer may hold CR, so those that a spreadsheet put into a cell are line ends too.
    rows = _rows(text.replace("\r\n", "\n"), contents)
    first = next(rows, None)
    if first is None:
        return contents
    line, header = first
    contents.problems += [Problem(line, what) for what in _header_problems(header, program, ignored)]
    if contents.problems:
        return contents
    questions = [question for question in program.questions.values() if question.key in header]
    places = {name: place for place, name in enumerate(header)}
    for line, row in rows:
        if len(row) != len(header):
            what = f"has {len(row)} cells, the header has {len(header)}; give every column a cell."
            contents.problems.append(Problem(line, what))
            continue
        cells = {question.key: _cells(question, row, places) for question in questions}
        contents.problems += [Problem(line, what) for what in _contradictions(program, cells)]
        answers = {key: _answer(program.questions[key], held) for key, held in cells.items()}
        contents.records.append(Record(line=line, answers=answers))
    return contents


def _rows(text: str, contents: Contents) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not blank with the line on which it begins; add what is no CSV."""
    csv.field_size_limit(sys.maxsize)  # too long a text is refused with its key and count
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if any(row):  # spreadsheets leave empty rows behind
                yield line, row
            line = reader.line_num + 1
    except csv.Error:
        what = 'is not CSV: a quotation mark stands alone; write "" for one inside a quoted cell, and close the cell.'
        contents.problems.append(Problem(line, what))


def _header_problems(header: list[str], program: Program, ignored: Collection[str]) -> Iterator[str]:
    key_of = {column: question.key for question in program.questions.values() for column in kinds.columns(question)}
    if len(header) == 1 and header[0] not in key_of and any(mark in header[0] for mark in ";\t"):
        yield "the header has no commas; save the file as CSV with commas between cells."
        return
    for place, column in enumerate(header):
        if column in header[:place]:
            yield f"{named(column)}: this column stands twice; keep one."
        elif column in key_of:
            if key_of[column] not in header:
                yield f"{named(column)}: needs the column {key_of[column]} too."
        elif column not in ignored:
            yield unknown_key(column, key_of)
    for question in program.questions.values():
        # A column that was deleted would read as "no" in every row.
        missing = [part for part in kinds.columns(question)[1:] if part not in header]
        if question.kind == "ticks" and question.key in header and 0 < len(missing) < len(question.options):
            yield f"{missing[0]}: this column is missing; give all columns of {question.key}, or its own alone."
    if not any(column in key_of for column in header):
        yield "the header names no question; its first line must hold keys such as pathway,referral_date."


def _cells(question: Question, row: list[str], places: dict[str, int]) -> tuple[str, ...]:
    """Give the cells that say one answer, an empty one for a column that is not there."""
    columns = kinds.columns(question)
    return tuple(unguard(row[places[column]]) if column in places else "" for column in columns)


def _contradictions(program: Program, cells: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Say where the cells of ticks say two things at once; which one is meant is not ours to guess."""
    for key, (first, *parts) in cells.items():
        ticks = program.questions[key].kind == "ticks"
        if ticks and first in (UNKNOWN, DECLINED) and any(parts):
            yield f"{key}: says {first}, but the columns of its options are filled in; empty them."


def _answer(question: Question, cells: tuple[str, ...]) -> JSON:
    """Give the answer that cells say, still to be checked."""
    answer = kinds.uncell(question, cells)
    if isinstance(answer, list) and (cells[0] not in _ASKED or not any(cells[1:])):
        return cells[0]  # not an empty list: nothing says that each option was no
    return answer
