from __future__ import annotations

import pytest
from inner_pytest import IN_A_WORKER, pytest_over

SKIPS = (
    'import pytest\n@pytest.mark.skip(reason="no tmux 0")\ndef test_it(): pass\n',
    'import pytest\ndef test_it(): pytest.skip("no tmux 1")\n',
    'import pytest\n@pytest.fixture\ndef lack(): pytest.skip("no tmux 2")\ndef test_it(lack): pass\n',
    'import pytest\npytest.skip("no tmux 3", allow_module_level=True)\n',
)
"""Every way to skip: a mark, a call, a fixture, a whole module."""


@pytest.mark.parametrize("options", [(), IN_A_WORKER])
def test_every_skip_fails_in_ci_and_names_its_reason(tmp_path, options):
    done = pytest_over("no_skips", tmp_path, *SKIPS, options=(*options, "--continue-on-collection-errors"), CI="true")

    assert done.returncode != 0
    assert " passed" not in done.stdout
    assert " skipped" not in done.stdout
    for number in range(len(SKIPS)):
        assert f"no test may skip where CI=true. Skipped: no tmux {number}" in done.stdout


def test_a_skip_passes_on_a_persons_machine(tmp_path):
    done = pytest_over("no_skips", tmp_path, SKIPS[0])

    assert done.returncode == 0
    assert "1 skipped" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path):
    text = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\ndef test_other(): pass\n"

    assert pytest_over("no_skips", tmp_path, text, CI="true").returncode == 0
