"""What is told to whoever opens a case file: what is unusual about it, as far as opening has shown."""

from __future__ import annotations

from pathlib import Path

from lead_tui.case_reader import CaseReader
from lead_tui.lock import network_disk


def at_opening(reader: CaseReader) -> list[str]:
    """Say what is unusual about a case file and where it lies, a sentence each."""
    found: list[str] = []
    say = found.append
    if disk := network_disk(reader.path):
        say(
            f"{reader.path} lies on a network disk ({disk}): others' saves may show late. "
            "Keep it on a disk of this machine."
        )
    if reader.path.exists() and reader.path.stat().st_mode & 0o007:
        say(
            f"{reader.path} may be read by everybody on this machine. The operator can close it: chmod o= {reader.path}"
        )
    if not reader.writable:
        say(f"{reader.path} cannot be written: looking works, saving does not, and no look is logged.")
    if reader.unfinished:
        say(
            f"The last save in {reader.path} is unfinished ({reader.unfinished} bytes); "
            "it is not shown. All earlier saves are there."
        )
    if damage := reader.damage:
        say(damage)
    if count := sum(not row.case for row in reader.rows()):
        say(nameless(count, reader.path))
    return found


def nameless(count: int, path: Path) -> str:
    """Say that records are not shown because they have no case number."""
    return (
        f"{count} record(s) in {path} have no case number and are not shown. Another program put them there; "
        'they need a field "case".'
    )
