from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def bounds(requirements: list[str]) -> dict[str, tuple[int, ...]]:
    """The lowest version of each requirement, without zeros at its end."""
    found = [re.match(r"([\w-]+)[>=]=([\d.]+)", requirement) for requirement in requirements]
    return {match[1]: numbers(match[2]) for match in found if match}


def numbers(version: str) -> tuple[int, ...]:
    """``14.2.0`` as (14, 2)."""
    return tuple(int(part) for part in re.sub(r"(\.0)+$", "", version).split("."))


def test_the_lowest_versions_that_are_tried_are_those_that_are_claimed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    claimed = bounds(project["dependencies"] + project["optional-dependencies"]["test"])
    tried = bounds((ROOT / ".ci" / "lowest.txt").read_text("utf-8").splitlines())

    del claimed["tzdata"]  # for Windows alone
    assert tried == claimed
