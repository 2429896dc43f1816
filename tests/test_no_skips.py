from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

SKIPS = {
    "a mark": 'import pytest\n@pytest.mark.skip(reason="no tmux")\ndef test_it(): pass\n',
    "a call": 'import pytest\ndef test_it(): pytest.skip("no tmux")\n',
    "a fixture": 'import pytest\n@pytest.fixture\ndef lack(): pytest.skip("no tmux")\ndef test_it(lack): pass\n',
    "a whole module": 'import pytest\npytest.skip("no tmux", allow_module_level=True)\n',
}


def pytest_over(folder: Path, text: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with the plugin over one file of its own."""
    (folder / "test_one.py").write_text(text)
    plain = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-c", os.devnull, "--rootdir", folder, folder],
        cwd=ROOT, env=plain | environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("way", SKIPS)
def test_a_skip_fails_in_ci_and_names_its_reason(tmp_path, way):
    done = pytest_over(tmp_path, SKIPS[way], CI="true")

    assert done.returncode != 0
    assert "no test may skip where CI=true. " in done.stdout
    assert "no tmux" in done.stdout


def test_a_skip_passes_on_a_persons_machine(tmp_path):
    done = pytest_over(tmp_path, SKIPS["a mark"])

    assert done.returncode == 0
    assert "1 skipped" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path):
    text = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\ndef test_other(): pass\n"

    assert pytest_over(tmp_path, text, CI="true").returncode == 0
