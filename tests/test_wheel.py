"""The program as it is installed: built, put into an environment of its own, run far from its sources."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.process


def run(*command: object, cwd: Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; it must succeed."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=plain, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built as an installer builds it; the build needs no network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def lead_tui(wheel, tmp_path_factory) -> Path:
    """The command of the wheel, in an environment that has its dependencies and not these sources."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    options = ["--no-index", "--no-deps", "--quiet", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, cwd=folder)
    [packages] = folder.glob("lib/python*/site-packages")
    # A path in a .pth file brings the modules of that folder, and not what its own .pth files name.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "lead-tui"


def test_the_wheel_carries_program_and_licence_and_no_tests(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    for name in ("wilmington.toml", "words.toml", "sample_cases.json"):
        assert f"lead_tui/data/{name}" in names
    assert "lead_tui/py.typed" in names
    assert "lead_tui/app.tcss" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if not name.startswith("lead_tui")]


def test_the_command_runs_where_the_sources_are_not(lead_tui, tmp_path):
    python = lead_tui.with_name("python")
    where = "import lead_tui; print(lead_tui.__file__)"

    module = run(python, "-c", where, cwd=tmp_path).stdout

    assert Path(module).is_relative_to(lead_tui.parent.parent)
    assert run(lead_tui, "--version", cwd=tmp_path).stdout == "lead-tui 0.1.0\n"


def test_the_installed_command_knows_the_program(lead_tui, tmp_path):
    page = run(lead_tui, "program", "show", cwd=tmp_path).stdout

    assert page.startswith("# Wilmington NC\n")


def test_the_installed_command_assesses_a_referral(lead_tui, tmp_path):
    referral = {
        "pathway": "social",
        "seeking_treatment": "yes",
        "referral_date": "2026-11-24",
        "date_of_birth": "1990",
    }

    result = json.loads(run(lead_tui, "check", "-", cwd=tmp_path, given=json.dumps(referral)).stdout)

    assert result["outcome"] == "eligible"


def test_the_installed_module_is_the_same_command(lead_tui, tmp_path):
    python = lead_tui.with_name("python")

    assert run(python, "-m", "lead_tui", "--version", cwd=tmp_path).stdout == "lead-tui 0.1.0\n"
