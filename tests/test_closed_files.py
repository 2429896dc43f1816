from __future__ import annotations

import pytest
from inner_pytest import IN_A_WORKER, pytest_over

LEFT_OPEN = """
import os
from tests import closed_files
def test_it():
    closed_files.PATIENCE = 0.1
    os.open(os.devnull, os.O_RDONLY)
"""
CLOSED = """
import tempfile, pathlib
from lead_tui.store import Store
def test_it():
    store = Store.open(pathlib.Path(tempfile.mkdtemp()) / "cases.json")
    assert list(store.summaries()) == []
"""


@pytest.mark.parametrize("options", [(), IN_A_WORKER])
def test_a_test_that_leaves_something_open_fails_and_says_what(tmp_path, options):
    done = pytest_over("closed_files", tmp_path, LEFT_OPEN, options=options)

    assert done.returncode != 0
    assert "/dev/null" in done.stdout
    assert "left open" in done.stdout


def test_a_case_file_that_a_desk_keeps_open_is_closed_for_the_test(tmp_path):
    done = pytest_over("closed_files", tmp_path, CLOSED)

    assert done.returncode == 0, done.stdout
