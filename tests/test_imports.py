"""Which module may know of which: proven in a fresh Python for each, by what it has loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lead_tui"

PURE = [
    "truth", "partial_date", "date_words", "typed_date", "words", "question", "condition", "condition_file", "problems",
    "program", "program_check", "program_texts", "program_file", "facts", "holding", "rules", "reasons", "prospects",
    "form", "outcome_words", "case", "case_record", "merge", "access", "late", "safe_text", "kinds",
    "assessed_case",
]  # fmt: skip
"""Rules, record and form: neither a screen, nor a command line, nor the store."""

STORE = [
    "lines", "lock", "log", "log_line", "log_proof", "logbook", "casefile", "saved_cases", "orders", "store", "saver",
]  # fmt: skip
"""The case file: TinyDB, but neither a screen nor a command line."""

FACELESS = ["intake", "exports", "interview", "answers_file"]
"""What both faces and the commands use: no screen."""

LIBRARIES = ("textual", "typer", "rich", "tinydb", "click", "pydantic")

SCREEN = {"textual", "rich"}
COMMANDS = {"typer", "click", "pydantic"}

SCRIPT = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
ours = {name for name in sys.modules if name.startswith("lead_tui.")}
print(json.dumps(sorted(ours | {name.split(".")[0] for name in sys.modules})))
"""


def loaded_by(*modules: str) -> set[str]:
    """Libraries, and modules of ours, that are loaded once *modules* are imported."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, *modules], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def module(name: str) -> str:
    """The full name of a module of ours; the test fails where there is none."""
    assert (PACKAGE / f"{name}.py").exists() or (PACKAGE / name / "__init__.py").exists(), f"no lead_tui/{name}.py"
    return f"lead_tui.{name}"


@pytest.mark.parametrize("name", PURE)
def test_a_module_of_the_rules_loads_neither_screen_nor_commands_nor_store(name):
    assert loaded_by(module(name)) & set(LIBRARIES) == set()


def test_the_rules_load_no_module_of_the_store_the_screens_or_the_commands():
    above = {"lead_tui." + name for name in [*STORE, *FACELESS, "app", "cli", "screens", "widgets", "keys", "themes"]}

    assert loaded_by(*map(module, PURE)) & above == set()


@pytest.mark.parametrize("name", STORE)
def test_a_module_of_the_store_loads_neither_screen_nor_commands(name):
    found = loaded_by(module(name))

    assert found & (SCREEN | COMMANDS) == set()
    assert found & {"lead_tui.app", "lead_tui.screens", "lead_tui.widgets", "lead_tui.cli", "lead_tui.intake"} == set()


@pytest.mark.parametrize("name", FACELESS)
def test_what_both_faces_use_loads_neither_screen_nor_commands(name):
    found = loaded_by(module(name))

    assert found & (SCREEN | COMMANDS) == set()
    assert found & {"lead_tui.app", "lead_tui.screens", "lead_tui.widgets", "lead_tui.cli"} == set()


def test_the_command_line_loads_neither_textual_nor_the_store_nor_pydantic():
    found = loaded_by(module("cli"))

    assert found & {"textual", "tinydb", "pydantic"} == set()


def _run(*arguments: str) -> set[str]:
    """What a whole run of the command has loaded when it ends."""
    script = (
        "import atexit, json, sys\n"
        "def tell(): sys.stderr.write('\\n' + json.dumps(sorted({n.split('.')[0] for n in sys.modules})))\n"
        "atexit.register(tell)\n"
        f"sys.argv = ['lead-tui', *{list(arguments)!r}]\n"
        "from lead_tui.__main__ import main\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, input="", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help")])
def test_help_loads_neither_textual_nor_the_store(arguments):
    module("cli")

    assert _run(*arguments) & {"textual", "tinydb", "pydantic"} == set()


def test_checking_answers_loads_no_screen(tmp_path):
    module("cli")
    answers = tmp_path / "answers.json"
    answers.write_text('{"pathway": "social"}')

    assert _run("check", str(answers)) & {"textual", "tinydb"} == set()


def test_the_screens_load_no_command_line():
    assert loaded_by(module("app")) & {"typer", "click"} == set()
