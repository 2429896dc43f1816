"""The command line in this process: what it printed, and its exit code."""

from __future__ import annotations

import functools
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from lead_tui import cli, program_file, settings

NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)
"""9:04 pm on 24 November 2026 in Wilmington."""


load_once = functools.cache(program_file.load)
"""Reading a program is most of what a quick command costs."""

built_once = functools.cache(typer.main.get_command)
"""Making the commands is most of the rest; every process makes them once."""


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()

    @property
    def records(self) -> list[dict]:
        """JSON Lines of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


class Desk:
    """``lead-tui`` over one case file, at 9:04 pm on 24 November 2026 in Wilmington."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "cases.json"

    def run(self, *arguments: str, stdin: str | bytes = b"") -> Ran:
        """Run a command line over the case file."""
        return run("--db", str(self.db), "--user", "sample-user", *arguments, stdin=stdin)

    @staticmethod
    def plain(*arguments: str, stdin: str | bytes = b"") -> Ran:
        """Run a command line with no options of its own."""
        return run(*arguments, stdin=stdin)

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file and give its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def import_(self, *referrals: dict) -> list[str]:
        """Import answers; gives the case numbers."""
        ran = self.run("import", "-", stdin="\n".join(map(json.dumps, referrals)))
        assert (ran.code, ran.err) == (0, "")
        return ran.lines


@pytest.fixture
def lead(tmp_path, monkeypatch) -> Desk:
    monkeypatch.setattr(settings, "utc_now", lambda: NOW)
    monkeypatch.setattr(program_file, "load", load_once)
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder)


def run(*arguments: str, stdin: str | bytes = b"") -> Ran:
    """Run a command line with these streams."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    streams = [io.TextIOWrapper(io.BytesIO(content)) for content in (given, b"", b"")]
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(typer.main, "get_command", built_once)
            code = cli.run(arguments)
        for stream in streams[1:]:
            stream.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
    return Ran(code, out, err)
