"""A pytest plugin: what a test opened of case files is closed after it, and nothing else may stay open.

A desk keeps its case file and its lock open until the process ends. Hundreds of desks in one process would
come to the number of files that a system allows, which is often 1,024.
"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

DESCRIPTORS = Path("/proc/self/fd")
"""Where Linux tells what a process has open; elsewhere nothing is looked at."""


@pytest.fixture(autouse=True)
def case_files_closed(monkeypatch):
    """Close, after the test, the case files that were opened in it; fail a test that leaves anything open."""
    from lead_tui.casefile import CaseStorage
    from lead_tui.log import Log

    opened: list[CaseStorage | Log] = []

    def remembered(begin):
        def begun(one, *arguments, **options) -> None:
            opened.append(one)
            begin(one, *arguments, **options)

        return begun

    for kind in (CaseStorage, Log):
        monkeypatch.setattr(kind, "__init__", remembered(kind.__init__))
    before = still_open()
    yield
    for one in opened:
        one.close()
    if still_open() - before:
        gc.collect()  # what nobody holds any more is closed sooner or later
    assert sorted(still_open() - before) == [], "left open; close it in the test or in what the test calls"


def still_open() -> set[tuple[str, str]]:
    """Give the number of each open descriptor and what it leads to."""
    found = set()
    for descriptor in DESCRIPTORS.iterdir() if DESCRIPTORS.exists() else ():
        try:
            found.add((descriptor.name, str(descriptor.readlink())))
        except OSError:  # the one that read the folder
            continue
    return found
