"""A pytest plugin: what a test opened of case files is closed after it.

A desk keeps its case file and its lock open until the process ends. Hundreds of desks in one process would
come to the number of files that a system allows, which is often 1,024.
"""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def case_files_closed(monkeypatch):
    """Close, after the test, the case files that were opened in it."""
    from lead_tui.casefile import CaseStorage

    opened: list[CaseStorage] = []
    begin = CaseStorage.__init__

    def begun(storage: CaseStorage, *arguments, **options) -> None:
        opened.append(storage)
        begin(storage, *arguments, **options)

    monkeypatch.setattr(CaseStorage, "__init__", begun)
    yield
    for storage in opened:
        storage.close()
