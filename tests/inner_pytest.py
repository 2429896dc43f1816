"""Runs pytest within a test, over files of its own: what the plugins of this folder do is seen from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
IN_A_WORKER = ("-p", "xdist.plugin", "-n", "1")


def pytest_over(plugin: str, folder: Path, *texts: str, options=(), **environ: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with one plugin of this folder, and none that is installed, over a file of each text."""
    for number, text in enumerate(texts):
        (folder / f"test_{number}.py").write_text(text)
    plain = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    plain["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    arguments = ["-p", f"tests.{plugin}", "-c", os.devnull, "--rootdir", folder, *options, folder]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT, env=plain | environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
