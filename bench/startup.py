"""Measures how long the commands take to start, beside ``import typer`` in the same run.

Run by hand: ``python bench/startup.py [ROUNDS]``. Every round runs each of them once, in turn; medians and
ratios are printed. It also says whether the installed Typer loads pydantic when a command runs: once it
does not, the cap on Typer in pyproject.toml can go.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REFERRAL = '{"pathway": "social", "referral_date": "2026-11-24", "seeking_treatment": "yes", "date_of_birth": "1990"}'

LOADED = """
import sys
from lead_tui.cli import run
run(["--version"])
print("pydantic" in sys.modules)
"""


def main(rounds: int) -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp())
    referral = folder / "referral.json"
    referral.write_text(REFERRAL)
    desk = ["-m", "lead_tui", "--db", str(folder / "cases.json")]
    calls = {
        "python alone": ["-c", "pass"],
        "import typer": ["-c", "import typer"],
        "lead-tui --help": [*desk, "--help"],
        "lead-tui --version": [*desk, "--version"],
        "lead-tui check": [*desk, "check", str(referral)],
        "lead-tui list": [*desk, "list"],
        "lead-tui program show": [*desk, "program", "show"],
    }
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, arguments in calls.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
            taken[name].append((time.perf_counter() - begun) * 1000)
    unit = statistics.median(taken["import typer"])
    print(f"medians of {rounds} rounds, in turn")
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"  {name:24} {middle:7.0f} ms   {middle / unit:.2f}x")
    loaded = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    print(f"pydantic loaded by a command: {'yes' if 'True' in loaded.stdout else 'no'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
