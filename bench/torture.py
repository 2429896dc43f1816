"""Puts a case file through what it must bear, with real processes, and prints the counts.

Run by hand: ``python bench/torture.py [--part N] [--seed N] [NAME ...]``; ``--part 0.1`` runs a tenth of the full
length, names choose trials (all of them without). It ends with an error at the first thing that was lost. A full
length takes about ten minutes; a real power cut is not among the trials.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import torture


def main() -> None:
    """Run the trials, a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(torture.TRIALS)}")
    parser.add_argument("--part", type=float, default=1.0, help="of the full length (default 1)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the chance in it")
    given = parser.parse_args()
    print(f"seed {given.seed}, {given.part:g} of the full length")
    for name in given.names or torture.TRIALS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            size = max(torture.TRIALS[name][1], round(torture.TRIALS[name][2] * given.part))
            told = torture.run(name, Path(folder), seed=given.seed, size=size)
        print(f"{name}: {told} ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
