"""What a case file must bear, with real processes, run short; ``bench/torture.py`` runs the same at full length."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torture

# Every end that a crash may leave is tried by test_casefile.py; other users and disks are for root alone.
SHORT = sorted(torture.TRIALS.keys() - {"tails"} - ({"two_users", "full_disk"} if os.geteuid() else set()))
ALONE = "import sys, torture; print(torture.run(sys.argv[1], torture.Path(sys.argv[2]), seed=7, size=int(sys.argv[3])))"


@pytest.mark.process
@pytest.mark.parametrize("name", SHORT)
def test_nothing_that_was_told_as_saved_is_lost_in(name, tmp_path):
    # A process of its own, since it forks, and a test runner has threads.
    size = torture.TRIALS[name][1]
    done = subprocess.run(
        [sys.executable, "-c", ALONE, name, tmp_path, str(size)],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
