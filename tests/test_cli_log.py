"""``log``, ``expunge``, ``hold``, and what other commands leave in the log."""

from __future__ import annotations

import io
import json
import re

import pytest
from cli_fixtures import NOW

from lead_tui import known
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]

ONE = {"pathway": "social", "name": "Sample Person 07", "notes": "calm"}
TWO = {"pathway": "criminal", "name": "Sample Person 08"}


@pytest.fixture
def filled(lead):
    lead.import_(ONE, TWO)
    return lead


def told(lead) -> list[dict]:
    return [json.loads(line) for line in (lead.folder / "cases.json.log").read_text().splitlines()]


def deeds(lead) -> list[str]:
    return [f"{line['did']} {line['case']}".strip() for line in told(lead)]


# Reading.


def test_the_log_is_read_in_sentences_the_oldest_first(filled):
    filled.run("show", "W26-0002")

    ran = filled.run("log")

    first, second, look = ran.lines
    assert re.fullmatch(
        r"1  \d+ \w{3} \d{4}, \d+:\d\d [ap]m  sample-user imported W26-0001: name, notes, pathway\.", first
    )
    assert second.startswith("2  ")
    assert look.endswith("sample-user looked at W26-0002.")
    assert "Person" not in ran.out


def test_the_log_of_one_case_or_since_a_day_is_read_alone(filled):
    assert len(filled.run("log", "--case", "w26-2").lines) == 1
    assert len(filled.run("log", "--since", "2020").lines) == 2
    late = filled.run("log", "--since", "2099-01")
    assert (late.code, late.out) == (0, "")
    assert "Nothing of that" in late.err


def test_a_line_whose_time_is_none_is_read_and_left_out_by_no_day(filled):
    log = filled.folder / "cases.json.log"
    log.write_bytes(re.sub(rb'"at":"[^"]*"', b'"at":"soon"', log.read_bytes(), count=1))

    assert filled.run("log").lines[0] == "1  -  sample-user imported W26-0001: name, notes, pathway."
    assert len(filled.run("log", "--since", "2020").lines) == 2
    assert filled.run("log", "verify").lines == ["Line 1 was changed."]


def test_what_is_asked_for_wrongly_is_refused_in_one_line(filled):
    wrong = filled.run("log", "--since", "May")
    assert (wrong.code, wrong.errors) == (
        2, ['lead-tui: --since: "May" is no date; write 2026, 2026-05 or 2026-05-14.'],
    )  # fmt: skip
    assert filled.run("log", "--case", "W26-0009").code == 1
    assert (filled.run("log", "--case", "").code, filled.run("log", "--case", "").out) == (1, "")
    beyond = filled.run("log", "verify", "--after", "99")
    assert (beyond.code, beyond.errors) == (
        2, ["lead-tui: --after: the log ends at line 2; write that, or a line before it."],
    )  # fmt: skip


def test_the_log_as_json_is_the_lines_of_the_log(filled):
    assert filled.run("log", "--json").records == told(filled)


def test_what_acts_on_a_terminal_stands_in_no_reason(filled):
    assert filled.run("hold", "W26-0001", "--reason", "\u202e\x00").code == 2
    assert filled.run("hold", "W26-0001", "--reason", "Sample\x1b[2J\nsubpoena").code == 0
    [hold] = json.loads(filled.run("show", "W26-0001", "--json").out)["holds"]
    assert hold["reason"] == "Sample[2J subpoena"


def test_an_expunged_case_is_still_in_the_log(filled):
    filled.run("expunge", "W26-0001", "--order", "26-0114", "--yes")

    assert "expunged W26-0001 (order: 26-0114)" in filled.run("log", "--case", "W26-0001").lines[-1]


def test_a_whole_log_is_told_in_one_line(filled):
    ran = filled.run("log", "verify")

    assert ran.code == 0
    assert re.fullmatch(r"Whole: 2 lines until \d+ \w{3} \d{4}, [\d:]+ [ap]m, hash [0-9a-f]{64}\.\n", ran.out)


def test_a_log_that_was_tampered_with_is_told_and_the_exit_code_says_so(filled):
    log = filled.folder / "cases.json.log"
    log.write_bytes(log.read_bytes().replace(b"sample-user", b"sample-eser", 1))

    ran = filled.run("log", "verify")

    assert (ran.code, ran.lines) == (1, ["Line 1 was changed."])


def test_what_was_looked_into_is_not_told_again(filled):
    (filled.folder / "cases.json.log").write_bytes(b"")
    filled.run("show", "W26-0001")

    assert filled.run("log", "verify").lines[0].startswith("Lines 1 to 2 are missing; found ")
    later = filled.run("log", "verify", "--after", "3")
    assert (later.code, later.out.partition(":")[0]) == (0, "Whole after line 3")


def test_without_a_log_there_is_nothing_to_be_whole(lead):
    assert (lead.run("log", "verify").code, lead.run("log").code) == (0, 0)
    assert list(lead.folder.iterdir()) == []


# What other commands leave in it.


def test_an_export_is_logged_with_form_count_filters_and_to_whom(filled):
    filled.run("export", "csv", "-o", str(filled.folder / "x.csv"), "--pathway", "social", "--to", "Sample Office")

    line = told(filled)[-1]
    assert (line["did"], line["who"]) == ("exported", "sample-user")
    assert line["details"] == {
        "form": "csv", "cases": 1, "only": ["social"], "to": "Sample Office", "file": str(filled.folder / "x.csv"),
    }  # fmt: skip


def test_an_export_that_cannot_be_logged_leaves_nothing(filled, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lead_tui.log._write_all", full)

    ran = filled.run("export", "csv")

    assert (ran.code, ran.out) == (1, "")
    assert ran.errors[0].startswith("lead-tui: not exported, since an export must stand in the log: the disk of ")


def test_an_export_that_was_logged_and_not_written_is_told_too(filled):
    ran = filled.run("export", "csv", "-o", str(filled.folder / "nowhere" / "x.csv"))

    assert ran.code == 1
    assert [line["did"] for line in told(filled)[-2:]] == ["exported", "failed"]
    assert told(filled)[-1]["details"] == {"line": told(filled)[-2]["n"]}


def test_an_export_of_no_case_is_no_disclosure(lead):
    assert lead.run("export", "csv").code == 0
    assert not (lead.folder / "cases.json.log").exists()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["export", "csv"], "export"),
        (["import", "-"], "import"),
        (["log"], "log"),
        (["log", "verify"], "log"),
        (["expunge", "W26-0001", "--order", "x", "--yes"], "expunge"),
        (["hold", "W26-0001", "--reason", "x"], "hold"),
    ],
)
def test_what_an_officer_may_not_do_is_refused_and_logged(filled, arguments, what):
    before = filled.db.read_bytes()

    ran = filled.run("--role", "officer", *arguments)

    assert (ran.code, ran.out) == (1, "")
    assert ran.errors == [f"lead-tui: {what} is for staff, and you are here as an officer. Ask LEAD staff."]
    assert (told(filled)[-1]["did"], told(filled)[-1]["details"]) == ("refused", {"what": what})
    assert filled.db.read_bytes() == before


# Expunging.


def test_an_expunged_case_is_gone_and_what_may_still_hold_it_is_named(filled):
    filled.run("export", "csv", "-o", str(filled.folder / "x.csv"), "--to", "Sample Office")

    ran = filled.run("expunge", "w26-1", "--order", " 26-0114 of  3 November 2026 ", "--yes")

    assert ran.code == 0
    assert ran.lines[0].startswith("W26-0001 is expunged")
    assert "to Sample Office (line 3 of the log)" in ran.out
    assert b"Person 07" not in filled.db.read_bytes()
    assert told(filled)[-1]["details"] == {"order": "26-0114 of 3 November 2026"}
    again = filled.run("expunge", "W26-0001", "--order", "26-0114", "--yes")
    assert (again.code, "expunged before" in again.err) == (1, True)


def test_single_answers_are_expunged_and_the_rule_result_is_found_anew(filled):
    ran = filled.run("expunge", "W26-0001", "--answers", "pathway", "--answers", "name", "--order", "26-0114", "--yes")

    assert (ran.code, ran.lines[0]) == (0, "name, pathway of W26-0001: expunged, with all that the record told of it.")
    [record] = filled.run("show", "W26-0001", "--json").records
    assert set(record["answers"]) == {"notes"}
    assert record["outcome"] == "undetermined"
    assert "Name: expunged by an order" in "\n".join(_history(filled))


def _history(lead) -> list[str]:
    from lead_tui import history_page, program_file
    from lead_tui.intake import Intake

    intake = Intake(program_file.load(), Store.open(lead.db).get("W26-0001"), user="sample-user", clock=lambda: NOW)
    return [entry.said for entry in history_page.page(intake, str)]


def test_other_cases_of_the_same_person_are_named(filled):
    filled.import_(ONE)
    store = Store.open(filled.db)
    for number in ("W26-0002", "W26-0003"):
        known.join(store, "W26-0001", number, at=lambda: "2026-11-25T02:04:00Z", by="sample-user", via="wizard")
    store.close()

    ran = filled.run("expunge", "W26-0002", "--order", "26-0114", "--yes")
    again = filled.run("expunge", "W26-0001", "--order", "26-0114", "--yes")

    assert "Other cases of the same person, which stay as they are: W26-0001, W26-0003." in ran.lines
    assert "Other cases of the same person, which stay as they are: W26-0003." in again.lines


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "missing option '--order'."),
        (["--order", " ", "--yes"], "--order: it is empty;"),
        (["--order", "\x1b \u202e", "--yes"], "--order: it is empty;"),
        (["--order", "x" * 1001, "--yes"], "--order: it has 1,001 characters; 1,000 at most."),
        (["--order", "26-0114"], "nobody can be asked here; add --yes"),
        (["--order", "26-0114", "--answers", "nmae", "--yes"], '--answers: W26-0001 has nothing under "nmae"'),
    ],
)
def test_what_is_not_said_rightly_expunges_nothing(filled, arguments, said):
    before = filled.db.read_bytes()

    ran = filled.run("expunge", "W26-0001", *arguments)

    assert (ran.code, len(ran.errors)) == (2, 1)
    assert said in ran.err
    assert filled.db.read_bytes() == before


@pytest.mark.parametrize(("typed", "code"), [("W26-0001\n", 0), ("w26-0001 \n", 0), ("yes\n", 1), ("", 1)])
def test_at_a_terminal_the_number_is_typed_first(filled, monkeypatch, typed, code):
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(io, "TextIOWrapper", Terminal)

    ran = filled.run("expunge", "W26-0001", "--order", "26-0114", stdin=typed)

    assert ran.code == code
    assert "Type W26-0001 to go on:" in ran.err
    assert (b"Person 07" in filled.db.read_bytes()) is (code == 1)


def test_a_case_on_hold_is_not_expunged_until_it_is_released(filled):
    assert filled.run("hold", "W26-0001", "--reason", "subpoena 26-0114").code == 0
    assert "Legal hold" in filled.run("show", "W26-0001").out
    assert [hold["reason"] for hold in filled.run("show", "W26-0001", "--json").records[0]["holds"]] == [
        "subpoena 26-0114"
    ]

    refused = filled.run("expunge", "W26-0001", "--order", "26-0114", "--yes")
    assert (refused.code, "on legal hold since" in refused.err) == (1, True)
    assert "was refused: expunge W26-0001." in filled.run("log").out

    assert filled.run("hold", "W26-0001", "--release", "--reason", "withdrawn").code == 0
    assert filled.run("expunge", "W26-0001", "--order", "26-0114", "--yes").code == 0
    assert deeds(filled)[2:] == [
        "held W26-0001",
        "looked W26-0001",
        "looked W26-0001",
        "refused W26-0001",
        "released W26-0001",
        "expunged W26-0001",
    ]


def test_a_hold_without_a_reason_is_refused(filled):
    ran = filled.run("hold", "W26-0001", "--reason", " ")

    assert (ran.code, "say why" in ran.err) == (2, True)
