"""A pytest plugin: what a test opened of case files is closed after it, and nothing else may stay open.

A desk keeps its case file, lock and log open, and its saver running, until the process ends. Hundreds of desks in
one process would come to the number of files that a system allows, which is often 1,024.
"""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

DESCRIPTORS = Path("/proc/self/fd")
"""Where Linux tells what a process has open; elsewhere nothing is looked at."""
PATIENCE = 5.0
"""Seconds that what is being saved may take, on a busy machine."""


@pytest.fixture(autouse=True)
def case_files_closed(monkeypatch):
    """End, after the test, what the desks in it began; fail a test that leaves anything else open."""
    from lead_tui.casefile import CaseStorage
    from lead_tui.log import Log
    from lead_tui.saver import Saver

    savers = made(Saver, monkeypatch)
    files = [made(kind, monkeypatch) for kind in (CaseStorage, Log)]
    before = still_open()
    yield
    for saver in savers:
        saver.close(0)
        saver._thread.join(PATIENCE)  # one that ends its last save later would open the file again
    for one in (one for each in files for one in each):
        one.close()
    patience = time.monotonic() + PATIENCE
    while left := still_open() - before:
        assert time.monotonic() < patience, f"left open: {sorted(left)}; close it in the test or in what it calls"
        gc.collect()  # what nobody holds any more is closed sooner or later
        time.sleep(0.01)


def made(kind: type, monkeypatch) -> list:
    """Give a list that takes in every new one of a class from now on."""
    everyone: list = []
    begin = kind.__init__

    def begun(one, *arguments, **options) -> None:
        everyone.append(one)
        begin(one, *arguments, **options)

    monkeypatch.setattr(kind, "__init__", begun)
    return everyone


def still_open() -> set[tuple[str, str]]:
    """Give the number of each open descriptor and what it leads to."""
    found = set()
    for descriptor in DESCRIPTORS.iterdir() if DESCRIPTORS.exists() else ():
        try:
            found.add((descriptor.name, str(descriptor.readlink())))
        except OSError:  # the one that read the folder
            continue
    return found
