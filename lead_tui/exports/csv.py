"""CSV for spreadsheets and for ``import``: RFC 4180, UTF-8.

Rows end with CRLF, as the RFC has it: Excel, LibreOffice and Python read it right, and a line feed within a
text stays one. Texts that a spreadsheet would take for a formula begin with one apostrophe. Texts that it would
take for a number, such as a long id, stand between quotation marks: a spreadsheet told to take quoted fields as
text (a tick in LibreOffice's import) keeps them whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lead_tui.case import Case
from lead_tui.exports.columns import cells, names
from lead_tui.program import Program

_ENDS_A_CELL = re.compile(r'[",\r\n]')
_LIKE_A_NUMBER = re.compile(r"[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?")


def pieces(program: Program, cases: Iterable[Case]) -> Iterator[str]:
    """Give the header, then a row a case."""
    columns = names(program)
    texts = {place for place, name in enumerate(columns) if _is_text(program, name)}
    yield _row(columns, set())
    for case in cases:
        yield _row(cells(program, case), texts)


def _is_text(program: Program, column: str) -> bool:
    question = program.questions.get(column)
    return question is not None and question.kind == "text"


def _row(values: list[str], texts: set[int]) -> str:
    return ",".join(_cell(value, place in texts) for place, value in enumerate(values)) + "\r\n"


def _cell(value: str, is_text: bool) -> str:
    """Give one cell: between quotation marks where RFC 4180 asks for them, and a text like a number always."""
    if _ENDS_A_CELL.search(value) or (is_text and _LIKE_A_NUMBER.fullmatch(value)):
        return '"' + value.replace('"', '""') + '"'
    return value
