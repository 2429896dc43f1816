"""The lock beside a case file: who is named where somebody else holds it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lead_tui.lock import FileLock
from lead_tui.refusals import Held, user_name


@pytest.mark.parametrize("elsewhere", ["ff:ff", "ff:fe"])
def test_the_holder_is_the_one_of_this_file_and_not_of_a_file_of_another_disk_with_its_number(
    tmp_path, monkeypatch, elsewhere
):
    path = tmp_path / "cases.json"
    mine, other = FileLock(path, wait=0.0), FileLock(path, wait=0.0)
    read_text = Path.read_text

    def locks(self, *given, **named):
        if str(self) != "/proc/locks":
            return read_text(self, *given, **named)
        seen = mine.path.stat()
        place = f"{os.major(seen.st_dev):02x}:{os.minor(seen.st_dev):02x}:{seen.st_ino}"
        return "".join(
            f"{n}: FLOCK  ADVISORY  WRITE {process} {where} 0 EOF\n"
            for n, (process, where) in enumerate(
                [(1, f"{elsewhere}:{seen.st_ino}"), (os.getpid(), place), (2, f"{elsewhere}:{seen.st_ino}")], 1
            )
        )

    monkeypatch.setattr(Path, "read_text", locks)
    with mine.held(lambda: 0o600), pytest.raises(Held) as refusal, other.held(lambda: 0o600):
        pass
    mine.close()
    other.close()

    assert str(refusal.value) == (
        f"Not saved yet: {path} has been held by {user_name()}, process {os.getpid()}, for 0 s."
    )


def test_a_user_whom_the_system_does_not_know_is_named_by_number(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 987654)
    monkeypatch.setattr(os, "getuid", lambda: 987654)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)

    assert user_name() == user_name(987654) == "987654"
