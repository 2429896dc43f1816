"""What holds for every command: help, usage errors, endings, completion, and what is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lead_tui import check_record, cli

pytest_plugins = ["cli_fixtures"]

COMMANDS = [
    [], ["intake"], ["list"], ["show"], ["check"], ["import"], ["export"], ["demo"], ["doctor"], ["backup"],
    ["restore"], ["program"], ["program", "check"], ["program", "show"], ["contact"], ["expunge"], ["hold"], ["log"],
    ["log", "verify"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_reads_well_at_80_columns_and_aloud_and_has_an_example(lead, command):
    for option in ("--help", "-h"):
        ran = lead.plain(*command, option)

        assert (ran.code, ran.err) == (0, "")
        assert max(map(len, ran.lines)) <= 80
        assert ran.out.isascii()
        assert "\b" not in ran.out
        assert "  Example" in ran.out
        assert f"    lead-tui {' '.join(command)}".rstrip() in ran.out


USAGE = [
    (["chek"], "no such command 'chek'. Did you mean 'check'? See lead-tui --help."),
    (["--jsn"], "no such option: --jsn. See lead-tui --help."),
    (["--db"], "option '--db' requires an argument. See lead-tui --help."),
    (["list", "--jsn"], "no such option: --jsn (Possible options: --json). See lead-tui list --help."),
    (["list", "all"], "got unexpected extra argument(s) (all). See lead-tui list --help."),
    (["list", "--outcome", "good"],
     "invalid value for '--outcome': 'good' is not one of 'eligible', 'not_eligible', 'undetermined'. "
     "See lead-tui list --help."),
    (["show"], "missing argument 'CASE'. See lead-tui show --help."),
    (["export"], "missing argument 'csv|jsonl|json'. Choose from: csv, jsonl, json. See lead-tui export --help."),
    (["export", "pdf"],
     "invalid value for 'csv|jsonl|json': 'pdf' is not one of 'csv', 'jsonl', 'json'. See lead-tui export --help."),
    (["program"], "missing command. See lead-tui program --help."),
    (["program", "chck"], "no such command 'chck'. Did you mean 'check'? See lead-tui program --help."),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "line"), USAGE, ids=[" ".join(arguments) for arguments, _ in USAGE])
def test_a_wrong_command_line_is_one_line_that_says_what_to_do(lead, arguments, line):
    assert lead.plain(*arguments) == (2, "", f"lead-tui: {line}\n")


def test_a_wrong_command_line_shows_nothing_that_a_terminal_obeys(lead):
    ran = lead.plain("\x1b[2J")

    assert ran.code == 2
    assert "\x1b" not in ran.err


def test_the_version_is_told(lead):
    assert lead.plain("--version").out.startswith("lead-tui ")


def test_global_options_may_stand_behind_the_command(lead, tmp_path):
    lead.import_({})
    other = tmp_path / "other.json"

    ran = lead.plain("list", "--json", "--db", str(lead.db))
    with_equals = lead.plain("import", "-", f"--db={other}", "--user=somebody", stdin="{}")

    assert [record["case"] for record in ran.records] == ["W26-0001"]
    assert len(with_equals.lines) == 1
    assert other.exists()


def test_what_stands_behind_two_dashes_is_no_option():
    assert cli.hoisted(["check", "--db", "x", "--", "--user", "y"]) == ["--db", "x", "check", "--", "--user", "y"]
    assert cli.hoisted(["list", "--db"]) == ["list", "--db"]


def test_the_environment_names_case_file_and_program(lead, monkeypatch):
    lead.import_({})
    monkeypatch.setenv("LEAD_TUI_DB", str(lead.db))
    listed = lead.plain("list", "--json")
    monkeypatch.setenv("LEAD_TUI_PROGRAM", str(lead.folder / "nowhere.toml"))
    checked = lead.plain("check", "-", stdin="{}")

    assert len(listed.records) == 1
    assert checked == (2, "", f"{lead.folder}/nowhere.toml: cannot be read: no such file or directory.\n")


# --------------------------------------------------------------------------------------------- endings


def test_a_fault_is_one_line_without_what_was_typed(lead, monkeypatch):
    def fail(*_arguments):
        raise ValueError("born SAMPLE-0007")

    monkeypatch.setattr(check_record, "record", fail)

    ran = lead.run("check", "-", stdin="{}")

    assert (ran.code, ran.out, len(ran.errors)) == (1, "", 1)
    assert ran.err.startswith("lead-tui: stopped by a fault (ValueError at ")
    assert "SAMPLE" not in ran.err


def test_an_interruption_is_quiet(lead, monkeypatch):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(check_record, "record", interrupt)

    assert lead.run("check", "-", stdin="{}") == (130, "", "")


def lead_tui(*arguments: str, **options) -> subprocess.Popen:
    """``lead-tui`` as a process of its own."""
    code = "import sys; from lead_tui.cli import run; sys.exit(run(sys.argv[1:]))"
    environ = {**os.environ, "COLUMNS": "80"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def test_a_closed_pipe_ends_quietly():
    reading, writing = os.pipe()
    os.close(reading)

    process = lead_tui("program", "show", stdout=writing)
    os.close(writing)

    assert process.communicate()[1] == ""
    assert process.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
@pytest.mark.parametrize("command", [("program", "show"), ("--version",)], ids=" ".join)
def test_a_full_disk_behind_standard_output_is_one_line(command):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        process = lead_tui(*command, stdout=full)

        assert process.communicate()[1] == (
            "lead-tui: standard output: no space left on device. Make it good and try again.\n"
        )
    assert process.returncode == 1


def test_no_standard_output_at_all_is_no_fault():
    process = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m lead_tui.__main__ program check >&-'],
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip

    assert (process.returncode, process.stderr) == (0, "")


def test_output_is_utf8_where_the_locale_knows_none():
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    code = "from lead_tui import output as o; o.open_streams(); o.write(['\\u00e9\\n']); o.complain('\\u00e9')"

    process = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=True)

    assert (process.stdout.decode(), process.stderr.decode()) == ("é\n", "é\n")


# ------------------------------------------------------------------------------------------ completion


@pytest.fixture
def complete(lead, monkeypatch):
    """Give what the shell is offered for the last of some words."""

    def offered(*words: str) -> list[str]:
        monkeypatch.setenv("_LEAD_TUI_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", " ".join(["lead-tui", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return [line for line in lead.plain().lines if line]

    return offered


def test_the_shell_completes_commands_and_the_values_of_options(complete):
    assert complete("exp") == ["export", "expunge"]
    assert complete("export", "") == ["csv", "jsonl", "json"]
    assert complete("list", "--outcome", "un") == ["undetermined"]
    assert complete("list", "--pathway", "") == ["social", "criminal"]
    assert "--pathway" in complete("list", "--p")


def test_the_shell_completes_case_numbers_and_tells_no_names(lead, complete):
    lead.import_({"name": "Sample Person 01"}, {})
    db = ("--db", str(lead.db))

    assert complete(*db, "show", "W26") == ["W26-0001", "W26-0002"]
    assert complete(*db, "show", "w26-") == ["w26-0001", "w26-0002"]
    assert complete(*db, "intake", "W26-0002") == ["W26-0002"]


def test_completion_of_a_file_that_is_no_case_file_offers_nothing(lead, complete):
    lead.file("cases.json", "hello")

    assert complete("--db", str(lead.db), "show", "W") == []


# --------------------------------------------------------------------------------------- what is loaded


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--help"], ["textual", "tinydb", "rich", "msgspec", "pydantic", "rapidfuzz", "platformdirs"]),
        (["export", "--help"], ["textual", "tinydb", "rich", "msgspec", "pydantic"]),
        (["check", "{file}"], ["textual", "tinydb", "rich", "pydantic", "rapidfuzz"]),
        (["program", "show"], ["textual", "tinydb", "pydantic"]),
        (["--db", "{db}", "import", "{file}"], ["textual", "pydantic"]),
        (["--db", "{db}", "export", "csv"], ["textual", "pydantic"]),
        (["--db", "{db}", "list"], ["textual", "pydantic"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and value[0] != "textual" else "",
)
def test_a_command_loads_only_what_it_needs(tmp_path, arguments, never):
    file = tmp_path / "referral.json"
    file.write_text("{}")
    code = f"""
import sys
from lead_tui.cli import run
assert run(sys.argv[1:]) == 0
print([name for name in {never!r} if name in sys.modules], file=sys.stderr)
"""
    filled = [argument.format(file=file, db=tmp_path / "cases.json") for argument in arguments]

    process = subprocess.run([sys.executable, "-c", code, *filled], capture_output=True, text=True, check=False)

    assert process.stderr.splitlines()[-1] == "[]"
