"""Whether all is well around a case file: rights, what lies beside it, the disk, backups, answers kept aside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from lead_tui import backup_names, disks, kept_copy
from lead_tui.finding import Finding, good, notice, quoted, wrong
from lead_tui.lock import network_disk

ROOM: Final = 64 << 20
"""Bytes that should be free on the disk, apart from what a second and a third copy of the file take."""
_STALE: Final = timedelta(days=7)
_OTHERS: Final = 0o007


def rights(path: Path) -> Iterator[Finding]:
    """Look whether others may use the file, or what stands beside it."""
    beside = [
        path,
        path.with_name(path.name + ".lock"),
        path.with_name(path.name + ".log"),
        backup_names.usual_folder(path),
    ]
    open_ones = [each for each in beside if each.exists() and each.stat().st_mode & _OTHERS]
    for each in open_ones:
        yield wrong("rights", f"Everybody on this machine may use {each}.", f"chmod o= {quoted(each)}")
    folder = path.parent.stat()
    if folder.st_mode & _OTHERS:
        shared = folder.st_mode & 0o1000 or path.parent in (Path.home(), Path(path.anchor))
        text = f"Everybody on this machine may look into {path.parent}."
        if shared:
            yield wrong("rights", f"{text} Give the case file a folder of its own.")
        else:
            yield wrong("rights", text, f"chmod o= {quoted(path.parent)}")
    elif not open_ones:
        yield good("rights", "file, folder, lock and log are closed to others.")


def beside(path: Path, call: str) -> Iterator[Finding]:
    """Look for bytes that a repair set aside, and for what a rewrite left."""
    names = sorted(entry.name for entry in path.parent.iterdir())
    aside = [path.with_name(name) for name in names if name.startswith(f"{path.name}.cut-")]
    for each in aside:
        text = f"Bytes that a repair set aside are in {each}; they may hold answers. Look at them first."
        yield wrong("aside", text, f"rm {quoted(each)}")
    if f"{path.name}.new" in names:
        text = f"{path}.new is left over from a rewrite that was cut off."
        yield wrong("aside", text, f"{call} doctor --tidy")
    elif not aside:
        yield good("aside", "no bytes set aside by a repair.")


def disk(path: Path) -> Iterator[Finding]:
    """Look at the disk: room, a network under it, encryption."""
    size = path.stat().st_size if path.exists() else 0
    free = shutil.disk_usage(path.parent).free
    if free < ROOM + 2 * size:
        yield wrong("disk", f"Only {free >> 20:,} MB are free on the disk of {path}. Make room there.")
    else:
        yield good("disk", f"{free >> 20:,} MB free.")
    if kind := network_disk(path):
        text = f"{path} lies on a network disk ({kind}), where no lock is sure. Move it to a disk of this machine."
        yield wrong("network", text)
    elif disks.encrypted(path.parent) is False:
        text = (
            "This machine does not encrypt the disk of the case file; what is beneath the disk is not seen from here."
        )
        yield notice("encryption", text)


def backups(path: Path, call: str, now: datetime) -> Iterator[Finding]:
    """Look when the last backup beside the file was made."""
    folder = backup_names.usual_folder(path)
    kept = backup_names.kept(path, folder)
    if not kept:
        text = f"There is no backup in {folder}."
    elif now.timestamp() - kept[-1].stat().st_mtime > _STALE.total_seconds():
        text = f"The newest backup in {folder} is older than a week."
    else:
        yield good("backups", f"{len(kept)} in {folder}, the newest {kept[-1].name}.")
        return
    yield notice("backups", text, f"{call} backup")


def kept(path: Path, user: str, call: str) -> Iterator[Finding]:
    """Look for answers of *user* that could not be saved into this file."""
    folder = kept_copy.state_folder()
    waiting = [copy for copy in kept_copy.kept_copies(folder, user) if copy.case_file == str(path)]
    if waiting:
        text = f"Cases of {user} that could not be saved wait in {folder}: {len(waiting)}. The desk offers them."
        yield wrong("kept", text, call)
    else:
        yield good("kept", f"no answers of {user} wait to be saved.")
