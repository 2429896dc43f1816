"""Every command that README and operators' notes show is run, and what they show as its output is compared.

``console`` blocks run in one shell, in their order: lines after ``$`` are commands (``>`` goes on), the others
are their output, where ``...`` stands for anything. ``sh`` blocks open the desk, in a terminal; those under a
``ci:`` mark install something, and are run by ``.ci/run``.
"""

from __future__ import annotations

import asyncio
import grp
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from terminal import Terminal

ROOT = Path(__file__).parent.parent
README, OPERATORS = ROOT / "README.md", ROOT / "docs" / "operators.md"
END = "--8<-- end of command"

BLOCK = re.compile(r"^(?:<!-- ci: (?P<mark>\w+) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)


class Shown(NamedTuple):
    """A command, and what is shown below it."""

    command: str
    output: str


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language that carry no mark."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [block["text"] for block in found if block["language"] == language and not block["mark"]]


def shown(page: Path) -> list[Shown]:
    """The commands of the ``console`` blocks, in order."""
    commands: list[Shown] = []
    for line in "".join(blocks(page, "console")).splitlines():
        if line.startswith("$ "):
            commands.append(Shown(line[2:], ""))
        elif line.startswith(">"):
            last = commands.pop()
            commands.append(last._replace(command=f"{last.command}\n{line[2:]}"))
        else:
            last = commands.pop()
            commands.append(last._replace(output=f"{last.output}{line}\n"))
    return commands


def run(commands: list[str], folder: Path) -> list[str]:
    """Run commands in one shell in *folder*, where ``lead-tui`` is the command; gives what each printed."""
    (folder / "bin").mkdir()
    for name, words in {"lead-tui": "-m lead_tui", "python": ""}.items():
        command = folder / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        command.chmod(0o755)
    script = "".join(f"{command}\necho; echo '{END}' $?\n" for command in commands)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LEAD_TUI")}
    done = subprocess.run(
        ["bash"], input=script, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        env=plain | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "COLUMNS": "80", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    outputs = []
    for piece in done.stdout.split(f"\n{END} ")[:-1]:
        outputs.append(re.sub(r"\A\d+\n", "", piece))
    codes = re.findall(rf"^{END} (\d+)$", done.stdout, re.M)
    assert codes == ["0"] * len(commands), done.stdout
    return outputs


def fits(pattern: str, output: str) -> bool:
    """Say whether *output* is what is shown: ``...`` on a line of its own is any lines, within one any text."""
    pieces = []
    for line in pattern.splitlines():
        words = ".*?".join(re.escape(piece) for piece in line.split("..."))
        pieces.append("(?:.*\n)*?" if line == "..." else f"{words}\n")
    return re.fullmatch("".join(pieces), output) is not None


def test_every_command_of_the_readme_prints_what_is_shown(tmp_path):
    (tmp_path / "data").symlink_to(ROOT / "data")
    commands = shown(README)

    outputs = run([command for command, _ in commands], tmp_path)

    assert len(commands) > 8
    for (command, expected), output in zip(commands, outputs, strict=True):
        assert fits(expected, output), f"$ {command}\n{output}"


def test_every_command_of_the_operators_notes_runs(tmp_path):
    group = grp.getgrgid(os.getgid()).gr_name
    for folder in ("backup", "profile.d"):
        (tmp_path / folder).mkdir()

    def here(text: str) -> str:
        text = text.replace("/srv/", f"{tmp_path}/").replace("/etc/profile.d", f"{tmp_path}/profile.d")
        return text.replace("-g lead", f"-g {group}")

    commands = [here(command) for command, _ in shown(OPERATORS)]
    first_save = f'. {tmp_path}/profile.d/lead-tui.sh; echo \'{{"pathway": "social"}}\' | lead-tui import -'
    outputs = run([*commands[:2], first_save, *commands[2:]], tmp_path)

    assert re.fullmatch(r"W\d\d-0001\n", outputs[2])
    assert (tmp_path / "lead").stat().st_mode & 0o7777 == 0o2770
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "lead").iterdir()] == [0o660] * 3
    [backup] = (tmp_path / "backup").glob("*.json")
    assert backup.read_bytes() == (tmp_path / "lead" / "cases.json").read_bytes()
    assert "0001" not in outputs[3]  # nobody's case is told to an officer who has none
    assert "0001" in outputs[-3]


@pytest.mark.process
@pytest.mark.parametrize("line", [line for text in blocks(README, "sh") for line in text.splitlines()])
def test_every_line_that_opens_the_desk_opens_it(line):
    command, *arguments = line.split()
    terminal = Terminal("-m", "lead_tui", *arguments)
    try:
        terminal.until("Wilmington NC")
        terminal.quiet()
        terminal.type("\x04" if "--plain" in arguments else "q")
        assert command == "lead-tui"
        assert terminal.ended() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize(("page", "marks"), [(README, ["open", "tests"]), (OPERATORS, ["install"])])
def test_what_installs_something_is_one_line_and_is_run_by_ci(page, marks):
    marked = [block for block in BLOCK.finditer(page.read_text(encoding="utf-8")) if block["mark"]]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert [block["mark"] for block in marked] == marks
    for block in marked:
        assert block["text"].count("\n") == 1
        assert re.search(rf"line_of {block['mark']}\b", script)


def test_links_of_the_pages_lead_somewhere():
    for page in (README, OPERATORS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"):
        links = re.findall(r"\]\((?!https:)([^)#]+)", page.read_text(encoding="utf-8"))

        assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_map_of_the_house_names_what_is_there():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:lead_tui|tests|data|docs|scripts|\.ci)/[^` ]*)`", page)

    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_contributors_are_given_the_line_that_the_readme_gives():
    [line] = [block["text"] for block in BLOCK.finditer(README.read_text("utf-8")) if block["mark"] == "tests"]

    assert f"    {line}" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_the_picture_is_what_the_program_shows():
    spec = importlib.util.spec_from_file_location("make_picture", ROOT / "scripts" / "make_picture.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    picture = asyncio.run(script.drawing())

    assert picture == script.TARGET.read_text(encoding="utf-8"), "out of date: run python scripts/make_picture.py"
