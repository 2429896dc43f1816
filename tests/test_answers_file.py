"""The catalogue of errors in files of answers: each bad input, and the line that it gets."""

from __future__ import annotations

import pytest

from lead_tui import answers_json

pytest_plugins = ["cli_fixtures"]

DATES = "write 2016, 2016-05, 2016-05-14, an interval like 2014/2016"
OPEN = '"unknown" or "declined"'

WRONG_RECORDS = [
    ("a misspelt key", '{"pathwy": "social"}', ["1: pathwy: no question has this key; the closest is pathway."]),
    ("a misspelt key without a value", '{"nam": ""}', ["1: nam: no question has this key; the closest is name."]),
    ("a key of odd characters", '{"na\\u001bme": 1}',
     ['1: "na\\u001bme": no question has this key; the closest is name.']),
    ("a key given twice", '{"name": "A", "name": "B"}', ["1: name: stands twice in this record; keep one."]),
    ("an unknown pathway", '{"pathway": "civil"}',
     ['1: pathway: "civil" is not accepted here; write "social", "criminal".']),
    ("an unknown pathway is not known", '{"pathway": "unknown"}',
     ['1: pathway: "unknown" is not accepted here; write "social", "criminal".']),
    ("true for yes", '{"minor_offense": true}',
     [f'1: minor_offense: true is not accepted here; write "yes", "no", {OPEN}.']),
    ("Yes for yes", '{"minor_offense": "Yes"}',
     [f'1: minor_offense: "Yes" is not accepted here; write "yes", "no", {OPEN}.']),
    ("a number as text", '{"opioid_dosage_units": "12"}',
     [f'1: opioid_dosage_units: "12" is not accepted here; write a number, 0 or more, {OPEN}.']),
    ("a number below the lowest", '{"opioid_dosage_units": -1}',
     [f"1: opioid_dosage_units: -1 is not accepted here; write a number, 0 or more, {OPEN}."]),
    ("NaN", '{"opioid_dosage_units": NaN}',
     [f"1: opioid_dosage_units: NaN is not accepted here; write a number, 0 or more, {OPEN}."]),
    ("a number beyond all", '{"opioid_dosage_units": 1e999}',
     [f"1: opioid_dosage_units: Infinity is not accepted here; write a number, 0 or more, {OPEN}."]),
    ("infinity", '{"name": Infinity}', ["1: name: Infinity is not accepted here; write text."]),
    ("a text that is a list", '{"name": ["A"]}', ['1: name: ["A"] is not accepted here; write text.']),
    ("a partial referral date", '{"referral_date": "2026-05"}',
     ['1: referral_date: "2026-05" is not accepted here; write a full date, like 2016-05-14.']),
    ("an unknown referral date", '{"referral_date": "unknown"}',
     ['1: referral_date: "unknown" is not accepted here; write a full date, like 2016-05-14.']),
    ("an American date", '{"violent_crime_date": "05/14/16"}',
     [f'1: violent_crime_date: "05/14/16" is not accepted here; {DATES}, "never", {OPEN}.']),
    ("a month of one digit", '{"date_of_birth": "2016-5"}',
     [f'1: date_of_birth: "2016-5" is not accepted here; {DATES}, {OPEN}.']),
    ("a birth date that is never", '{"date_of_birth": "never"}',
     [f'1: date_of_birth: "never" is not accepted here; {DATES}, {OPEN}.']),
    ("a birth after the referral", '{"referral_date": "2026-05-14", "date_of_birth": "2026-06"}',
     ['1: date_of_birth: "2026-06" is after the referral on 2026-05-14; write a date on or before it.']),
    ("an escape in a name", '{"name": "A\\u001b[2J"}',
     ["1: name: the character U+001B at position 2 is not accepted: it is no letter, but tells a screen what to do."]),
    ("half a character in a name", '{"name": "\\ud800"}',
     ["1: name: the character U+D800 at position 1 is not accepted: it is no letter, but tells a screen what to do."]),
    ("ticks that are no list", '{"answer_sources": "record"}',
     ['1: answer_sources: "record" is not accepted here; write a list of "record", "observation", "person", "other", '
      f"{OPEN}."]),
    ("no object", "[3]", ['1: record 1: given 3; a record is an object, like {"pathway": "social"}.']),
    ("an array in a line of JSON Lines", '{}\n[{}]',
     ['2: given [{}]; a record is an object, like {"pathway": "social"}.']),
]  # fmt: skip

WRONG_FORM = [
    ("a missing comma", '{"name": "A" "notes": "B"}',
     ["1: is not JSON at column 14: a comma or a closing bracket is expected."]),
    ("a missing colon", '{"name" "A"}', ["1: is not JSON at column 9: a colon is expected."]),
    ("a key without quotation marks", '{name: "A"}',
     ["1: is not JSON at column 2: a key between double quotation marks is expected."]),
    ("a missing value", '{"name": }', ["1: is not JSON at column 10: a value is expected."]),
    ("a file cut short", '{"name": "A', ["1: is not JSON at column 10: a text without its closing quotation mark."]),
    ("a line end in a text", '[{"name": "A\nB"}]',
     ["1: record 1: is not JSON at column 13: a line end or control character inside a text; "
      "write it as \\n or \\u000a."]),
    ("a lone backslash", '{"name": "\\q"}',
     ["1: is not JSON at column 11: a backslash that means nothing in JSON; write \\\\ for one."]),
    ("two objects on a line", '{"name": "A"} {"name": "B"}',
     ["1: is not JSON at column 15: a comma or a closing bracket is expected."]),
    ("deep nesting", "[" * 100_000,
     ["1: record 1: is nested too deeply; a record is one object with a value for each key."]),
    ("deep nesting in a value", '{"name": ' + "[" * 100_000,
     ["1: is nested too deeply; a record is one object with a value for each key."]),
    ("an empty file", "", [": is empty; it must hold at least one record."]),
    ("blank lines only", " \n\n", [": is empty; it must hold at least one record."]),
]  # fmt: skip

WRONG_CSV = [
    ("an unknown column", "pathway,colour\nsocial,red\n",
     ["1: colour: no question has this key; the closest is consent_discloser."]),
    ("a column twice", "name,name\nA,B\n", ["1: name: this column stands twice; keep one."]),
    ("semicolons", "pathway;name\nsocial;A\n",
     ["1: the header has no commas; save the file as CSV with commas between cells."]),
    ("no header", "W26-0001\n", ["1: \"W26-0001\": no question has this key; the closest is pathway.",
                                 "1: the header names no question; its first line must hold keys such as "
                                 "pathway,referral_date."]),
    ("columns of the desk alone", "case,status\nW26-0001,open\n",
     ["1: the header names no question; its first line must hold keys such as pathway,referral_date."]),
    ("part of an answer alone", "name,answer_sources.record\nA,yes\n",
     ["1: answer_sources.record: needs the column answer_sources too."]),
    ("too few cells", "pathway,name\nsocial\n", ["2: has 1 cells, the header has 2; give every column a cell."]),
    ("too many cells", "pathway,name\nsocial,A,B\n", ["2: has 3 cells, the header has 2; give every column a cell."]),
    ("an open quotation mark", 'pathway,name\nsocial,"A\n',
     ['2: is not CSV: a quotation mark stands alone; write "" for one inside a quoted cell, and close the cell.']),
    ("a wrong cell behind a cell of two lines", 'pathway,name\nsocial,"A\nB"\ncivil,C\n',
     ['4: pathway: "civil" is not accepted here; write "social", "criminal".']),
    ("the row of a cell of two lines", 'pathway,name\ncivil,"A\nB"\n',
     ['2: pathway: "civil" is not accepted here; write "social", "criminal".']),
    ("a decimal comma", 'opioid_dosage_units\n"12,5"\n',
     [f'2: opioid_dosage_units: "12,5" is not accepted here; write a number, 0 or more, {OPEN}.']),
    ("no word for ticks", "answer_sources\nsome\n",
     ['2: answer_sources: "some" is not accepted here; write a list of "record", "observation", "person", "other", '
      f"{OPEN}."]),
]  # fmt: skip


WRONG_JSON = WRONG_RECORDS + WRONG_FORM


def names(catalogue) -> list[str]:
    return [name for name, *_ in catalogue]


@pytest.mark.parametrize(("name", "content", "lines"), WRONG_JSON, ids=names(WRONG_JSON))
@pytest.mark.parametrize("command", ["check", "import"])
def test_what_is_wrong_is_told_and_nothing_is_printed(lead, command, name, content, lines):
    file = lead.file("referrals.jsonl", content)

    ran = lead.run(command, file)

    assert ran.errors == [f"{file}{'' if line.startswith(':') else ':'}{line}" for line in lines]
    assert (ran.code, ran.out) == (2, "")
    assert not lead.db.exists()


@pytest.mark.parametrize(("name", "content", "lines"), WRONG_CSV, ids=names(WRONG_CSV))
def test_what_is_wrong_in_a_sheet_is_told_and_nothing_is_imported(lead, name, content, lines):
    file = lead.file("referrals.csv", content)

    ran = lead.run("import", file)

    assert ran.errors == [f"{file}:{line}" for line in lines]
    assert (ran.code, ran.out) == (2, "")
    assert not lead.db.exists()


def test_several_errors_get_a_line_each_in_the_order_of_the_file(lead):
    ran = lead.run("check", "-", stdin='{"pathway": 1, "nam": "A"}\n\n{"name": 2}\n')

    assert [error.split(" ", 3)[:3] for error in ran.errors] == [
        ["standard", "input:1:", "pathway:"],
        ["standard", "input:1:", "nam:"],
        ["standard", "input:3:", "name:"],
    ]


def test_of_many_errors_the_first_twenty_are_told_and_the_others_counted(lead):
    ran = lead.run("check", "-", stdin='{"name": 1}\n' * 1021)

    assert len(ran.errors) == 21
    assert ran.errors[19].startswith("standard input:20: name: ")
    assert ran.errors[20] == "and 1,001 more"


def test_an_error_in_an_array_names_the_record_and_the_line_of_the_key(lead):
    text = '[\n {"name": "A"},\n {"pathway": "social",\n  "name": 3}\n]\n'

    ran = lead.run("check", "-", stdin=text)

    assert ran.errors == ["standard input:4: record 2: name: 3 is not accepted here; write text."]


def test_an_error_in_a_printed_object_names_the_line_of_the_key(lead):
    ran = lead.run("check", "-", stdin='{\n  "pathway": "social",\n  "name": 3\n}\n')

    assert ran.errors == ["standard input:3: name: 3 is not accepted here; write text."]


def test_bytes_that_are_no_text_are_one_line(lead):
    ran = lead.run("check", "-", stdin=b'{"name": "A"}\n{"name": "\xe9"}\n')

    assert ran == (2, "", "standard input:2: the byte 0xE9 is not UTF-8; save the file as UTF-8.\n")


@pytest.mark.parametrize(
    ("place", "reason"),
    [("nowhere.json", "no such file or directory"), (".", "is a directory"), ("a\0b", "embedded null byte")],
)
def test_a_file_that_cannot_be_read_is_one_line(lead, place, reason):
    ran = lead.run("check", place)

    assert ran.code == 2
    assert ran.errors == [
        f"{place}: cannot be read: {reason}; name a file, or - for standard input.".replace("\0", "<U+0000>")
    ]


@pytest.mark.parametrize("text", [b"\xef\xbb\xbf{}", b"{}\r\n{}\r\n", b"\n\n{}\n\n", b"[{},\n{}]", b" {\n}\n"])
def test_marks_and_line_ends_of_other_systems_are_taken(lead, text):
    ran = lead.run("check", "-", stdin=text)

    assert (ran.code, ran.err) == (0, "")
    assert len(ran.lines) == text.count(b"{")


def test_null_and_an_empty_text_are_the_same_as_a_missing_key(lead):
    with_nothing = '{"pathway": "social", "referral_date": null, "seeking_treatment": "", "name": null, "notes": ""}'

    ran = lead.run("check", "-", stdin=f'{with_nothing}\n{{"pathway": "social"}}\n')

    first, second = ran.lines
    assert first == second


def test_an_empty_array_has_no_records(lead):
    assert lead.run("check", "-", stdin="[]") == (0, "", "")


def test_dates_are_held_against_the_referral_of_the_same_record(lead):
    early = '{"referral_date": "2020-05-14", "violent_crime_date": "2021"}'
    late = '{"referral_date": "2022-05-14", "violent_crime_date": "2021"}'

    ran = lead.run("check", "-", stdin=f"{late}\n{early}\n")

    assert len(ran.errors) == 1
    assert ran.errors[0].startswith("standard input:2: violent_crime_date: ")


def test_a_date_to_come_is_taken_since_files_are_read_alike_on_every_day(lead):
    assert lead.run("check", "-", stdin='{"referral_date": "2999-05-14"}').code == 0


def test_a_long_text_is_refused_with_its_count_and_never_cut(lead):
    for stdin in (f'{{"notes": "{"a" * 20_001}"}}', f"name,notes\nA,{'a' * 200_001}\n"):
        ran = lead.run("import", "-", stdin=stdin)

        assert ran.code == 2
        assert "characters; 20,000 is the most" in ran.err


def test_a_huge_number_is_read_as_one(lead):
    ran = lead.run("check", "-", stdin=f'{{"opioid_dosage_units": {"9" * 5000}}}')

    assert ran.code == 2
    assert len(ran.errors) == 1


def test_an_error_shows_nothing_that_a_terminal_obeys(lead):
    ran = lead.run("check", "-", stdin='{"\\u001b]0;x\\u0007": 1, "pathway": "\\u001b[2J\\u202e"}')

    assert ran.code == 2
    assert ran.err.isascii()
    assert "\x1b" not in ran.err


def test_the_line_of_a_key_counts_line_feeds_only():
    contents = answers_json.read('[{"name": "A",\n"notes": "\u2028"}, {\n"name": "B"}]')

    assert [(record.line, record.lines) for record in contents.records] == [(1, {"notes": 2}), (2, {"name": 3})]
