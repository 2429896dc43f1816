"""Whether a disk is encrypted, from what the kernel shows of its devices."""

from __future__ import annotations

import os

import pytest

from lead_tui import disks


@pytest.fixture
def device(tmp_path):
    """The device that *tmp_path* lies on, in a made-up list of the kernel."""
    number = tmp_path.stat().st_dev
    made = tmp_path / "devices" / f"{os.major(number)}:{os.minor(number)}"
    made.mkdir(parents=True)
    return made


def mapped(device, uuid: str) -> None:
    (device / "dm").mkdir()
    (device / "dm" / "uuid").write_text(f"{uuid}\n")


def below(device, name: str):
    slave = device / "slaves" / name
    slave.mkdir(parents=True)
    return slave


def told(device) -> bool | None:
    return disks.encrypted(device.parent.parent, device.parent)


def test_a_plain_disk_is_not_encrypted(device):
    assert told(device) is False


def test_a_volume_on_an_encrypted_one_is(device):
    mapped(device, "LVM-1")
    mapped(below(device, "dm-0"), "CRYPT-LUKS2-1")

    assert told(device) is True


def test_a_volume_that_is_only_partly_on_an_encrypted_one_is_not(device):
    mapped(below(device, "dm-0"), "CRYPT-LUKS2-1")
    below(device, "sdb")

    assert told(device) is False


def test_a_partition_is_what_its_disk_is(device, tmp_path):
    disk = tmp_path / "disk"
    mapped_disk = disk / "part"
    mapped_disk.mkdir(parents=True)
    mapped(disk, "CRYPT-LUKS2-1")
    (mapped_disk / "partition").write_text("1\n")
    device.rmdir()
    device.symlink_to(mapped_disk)

    assert told(device) is True


@pytest.mark.parametrize("unknown", ["no device", "a file as a disk", "below"])
def test_what_cannot_be_told_is_not_told(device, unknown):
    if unknown == "no device":
        device.rmdir()
    elif unknown == "below":
        (below(device, "loop0") / "loop").mkdir()
    else:
        (device / "loop").mkdir()

    assert told(device) is None
