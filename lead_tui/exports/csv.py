"""CSV for spreadsheets and for ``import``: RFC 4180, UTF-8.

Rows end with CRLF, as the RFC has it: Excel, LibreOffice and Python read it right, and a line feed within a
text stays one. Texts that a spreadsheet would take for a formula begin with one apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from lead_tui.case import Case
from lead_tui.exports.columns import cells, names
from lead_tui.program import Program


def pieces(program: Program, cases: Iterable[Case]) -> Iterator[str]:
    """Give the header, then a row a case."""
    yield _row(names(program))
    for case in cases:
        yield _row(cells(program, case))


def _row(values: list[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()
