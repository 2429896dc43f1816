"""Write ``data/sample_cases.json``: made-up cases for tests and to try commands on.

Run it after a change of the program file or of the record: ``python scripts/make_sample_cases.py``. The same
sources give the same bytes; a test holds the file against them. Nobody in it exists.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import uuid
from datetime import date
from pathlib import Path
from unittest import mock

from lead_tui import program_file, samples

TARGET = Path(__file__).parent.parent / "data" / "sample_cases.json"
TODAY = date(2026, 11, 24)
"""The morning at which the cases stand; ``lead-tui demo`` makes them anew for the day it is opened."""

_NUMBERS = re.compile(rb',"log":\d+(?=\})')
"""Numbers of lines in a log: the file goes without its log, and the first to use it begins a new one."""


def content() -> bytes:
    """Give the bytes of the file."""
    dice = random.Random(2026)

    def not_random() -> uuid.UUID:
        return uuid.UUID(int=dice.getrandbits(128), version=4)

    with tempfile.TemporaryDirectory() as folder, mock.patch("uuid.uuid4", not_random):
        path = Path(folder) / TARGET.name
        samples.write(path, program_file.load(), TODAY)
        return _NUMBERS.sub(b"", path.read_bytes())


if __name__ == "__main__":
    TARGET.write_bytes(content())
    sys.stdout.write(f"{TARGET} is up to date.\n")
