"""What can be told of the disk under a file, from what the kernel shows (Linux)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_DEVICES: Final = Path("/sys/dev/block")


def encrypted(path: Path, devices: Path = _DEVICES) -> bool | None:
    """Say whether the file system of *path* lies on devices that this machine encrypts; None where that cannot be told.

    It cannot where the file system has no device of its own (btrfs, overlays, network disks) or lies in a file. What
    a disk encrypts by itself, or a host beneath a virtual disk, is never seen from here.
    """
    number = path.stat().st_dev
    return _encrypted(devices / f"{os.major(number)}:{os.minor(number)}")


def _encrypted(device: Path) -> bool | None:
    if not device.exists() or (device / "loop").exists():
        return None
    if _text(device / "dm" / "uuid").startswith("CRYPT-"):
        return True
    if (device / "partition").exists():
        return _encrypted(device.resolve().parent)
    slaves = device / "slaves"
    below = [_encrypted(each) for each in slaves.iterdir()] if slaves.is_dir() else []
    if None in below:
        return None
    return bool(below) and all(below)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
