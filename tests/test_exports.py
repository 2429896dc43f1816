from __future__ import annotations

import csv
import io
import json
import os
import stat

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lead_tui import case as cases
from lead_tui import case_import, case_record, exports, form
from lead_tui.answers_csv import read as read_csv
from lead_tui.answers_json import read as read_json
from lead_tui.contact import Contact
from lead_tui.exports import columns
from lead_tui.safe_text import REFUSED
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]

AT = "2026-11-25T02:04:00Z"

SOCIAL = {"pathway": "social", "referral_date": "2026-11-14", "name": "Sample Person 01"}
CRIMINAL = {
    "pathway": "criminal",
    "referral_date": "2026-11-20",
    "name": "Sample Person 02",
    "date_of_birth": "1990-05",
    "opioid_dosage_units": 12.5,
    "violent_crime_date": "../2015",
    "listed_assault_charge_date": "never",
    "answer_sources": ["record", "person"],
}


def sheet(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def draft(lead, wilmington, **answers) -> str:
    """A draft in the case file; gives its number."""
    case = cases.new(wilmington.stamp, at=AT, by="sample-user")
    for key, value in answers.items():
        case = cases.answer(case, key, value, at=AT, by="sample-user")
    return Store.open(lead.db).create("W", 2026, case).case


def test_every_format_has_the_same_columns_in_the_same_order(lead):
    lead.import_(SOCIAL, CRIMINAL)

    header = next(csv.reader(io.StringIO(lead.run("export", "csv").out, newline="")))
    line = json.loads(lead.run("export", "jsonl").lines[0])
    item = json.loads(lead.run("export", "json").out)[0]

    assert header == list(line) == list(item)
    assert header[:3] == ["case", "pathway", "referral_date"]
    assert header[-len(columns.RECORD) :] == list(columns.RECORD)


def test_a_date_has_its_first_and_last_possible_day_beside_it(lead):
    lead.import_(CRIMINAL)

    row = sheet(lead.run("export", "csv").out)[0]

    born, crime = (
        [row[f"{key}{end}"] for end in ("", ".from", ".to")] for key in ("date_of_birth", "violent_crime_date")
    )
    assert born == ["1990-05", "1990-05-01", "1990-05-31"]
    assert crime == ["../2015", "", "2015-12-31"]
    assert row["listed_assault_charge_date"] == "never"


def test_ticks_have_a_column_for_each_option(lead):
    lead.import_(CRIMINAL, CRIMINAL | {"answer_sources": []})

    ticked, none = (
        {name: cell for name, cell in row.items() if name.startswith("answer_sources")}
        for row in sheet(lead.run("export", "csv").out)
    )

    assert list(ticked.values()) == ["asked", "yes", "no", "yes", "no"]
    assert list(none.values()) == ["asked", "no", "no", "no", "no"]


def test_json_has_answers_as_the_record_has_them(lead):
    lead.import_(CRIMINAL)

    row = lead.run("export", "jsonl").records[0]

    assert row["opioid_dosage_units"] == 12.5
    assert row["answer_sources"] == ["record", "person"]
    assert row["seeking_treatment"] is None


def test_rows_end_as_rfc_4180_has_it_and_a_text_keeps_its_line_feeds(lead):
    lead.import_({"name": "one\ntwo"})

    text = lead.run("export", "csv").out

    assert text.count("\r\n") == 2
    assert '"one\ntwo"' in text


def test_cases_come_in_the_order_of_their_numbers(lead, wilmington):
    new = [case_import.imported(wilmington, {}, at=AT, by="sample-user") for _ in range(3)]
    store = Store.open(lead.db)
    numbered = [msgspec.structs.replace(case, case=number, rev=1) for case, number in
                zip(new, ["W26-10000", "W25-0002", "W26-9999"], strict=True)]  # fmt: skip
    store.db.table("cases").insert_multiple([case_record.to_json(case) for case in numbered])

    rows = lead.run("export", "jsonl").records

    assert [row["case"] for row in rows] == ["W25-0002", "W26-9999", "W26-10000"]


def test_drafts_stay_out_unless_asked_for_and_imported_cases_are_none(lead, wilmington):
    open_case = lead.import_(SOCIAL)[0]
    begun = draft(lead, wilmington, name="Sample Person 03")

    def numbers(*options: str) -> list[str]:
        return [row["case"] for row in lead.run("export", "jsonl", *options).records]

    assert numbers() == [open_case]
    assert numbers("--drafts") == [open_case, begun]
    assert numbers("--status", "draft") == [begun]


def test_a_question_that_two_people_answered_differently_reads_unknown_and_is_named(lead, wilmington):
    number = draft(lead, wilmington, minor_offense="yes")
    store = Store.open(lead.db)
    base = store.get(number)
    for who, value in (("sample-user", "no"), ("sample-staff", "unknown")):
        store.save(base, cases.answer(base, "minor_offense", value, at=AT, by=who), by=who)

    row = lead.run("export", "jsonl", "--drafts").records[0]

    assert (row["minor_offense"], row["unsettled"]) == ("unknown", "minor_offense")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--pathway", "social"], ["W26-0001"]),
        (["--pathway", "social", "--pathway", "criminal"], ["W26-0001", "W26-0002"]),
        (["--outcome", "eligible"], []),
        (["--since", "2026-11-20"], ["W26-0002"]),
        (["--until", "2026-11-19"], ["W26-0001"]),
        (["--since", "2026-11", "--until", "2026-11"], ["W26-0001", "W26-0002"]),
        (["--since", "2027"], []),
    ],
)
def test_filters_choose_cases_and_limits_count_by_the_day_of_the_referral(lead, options, expected):
    lead.import_(SOCIAL, CRIMINAL, {})

    rows = lead.run("export", "jsonl", *options).records

    assert [row["case"] for row in rows] == expected


def test_cases_that_a_limit_leaves_out_are_counted_aloud(lead):
    lead.import_(SOCIAL, {})

    ran = lead.run("export", "jsonl", "--since", "2026-11")

    assert ran.errors == ["Left out: 1 case of another day of referral, or of none known."]


def test_a_file_is_readable_by_its_owner_alone_also_where_one_stood(lead):
    lead.import_(SOCIAL)
    file = lead.folder / "cases.csv"
    file.write_text("old")
    file.chmod(0o644)
    before = os.umask(0)
    try:
        ran = lead.run("export", "csv", "-o", str(file))
    finally:
        os.umask(before)

    assert (ran.code, ran.out) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == lead.run("export", "csv").out.encode()
    assert sorted(entry.name for entry in lead.folder.iterdir() if entry.name.startswith(".")) == []


def test_a_dash_is_standard_output(lead):
    lead.import_(SOCIAL)

    assert lead.run("export", "csv", "-o", "-") == lead.run("export", "csv")


def test_the_mark_for_excel_stands_first_and_import_takes_it(lead):
    lead.import_(SOCIAL)

    text = lead.run("export", "csv", "--bom").out

    assert text.startswith("\ufeffcase,")
    assert lead.run("import", "-", stdin=text).lines == ["W26-0002"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["json", "--bom"], "lead-tui: --bom is for csv; leave it out, json needs none."),
        (["csv", "--since", "May"], 'lead-tui: --since: "May" is no date; write 2026, 2026-05 or 2026-05-14.'),
        (["csv", "--until", "2026-02-30"],
         'lead-tui: --until: "2026-02-30" is no date; write 2026, 2026-05 or 2026-05-14.'),
        (["csv", "--since", "../2026"], 'lead-tui: --since: "../2026" is no date; write 2026, 2026-05 or 2026-05-14.'),
        (["csv", "--pathway", "civil"], 'lead-tui: --pathway: "civil" is none; write social or criminal.'),
        (["csv", "-o", "{folder}"], "lead-tui: -o: {folder} is a folder; name a file in it."),
        (["csv", "-o", "{db}"], "lead-tui: -o: {db} is the case file itself; name another file."),
        (["csv", "-o", "{db}.log"], "lead-tui: -o: {db}.log belongs to the case file; name another file."),
        (["csv", "-o", "{db}.lock"], "lead-tui: -o: {db}.lock belongs to the case file; name another file."),
    ],
)  # fmt: skip
def test_what_an_export_cannot_take_is_one_line(lead, arguments, error):
    lead.import_(SOCIAL)
    before = lead.db.read_bytes()

    def filled(text: str) -> str:
        return text.format(folder=lead.folder, db=lead.db)

    ran = lead.run("export", *map(filled, arguments))

    assert ran == (2, "", filled(error) + "\n")
    assert lead.db.read_bytes() == before


def test_a_place_that_cannot_be_written_is_one_line_and_leaves_nothing(lead):
    lead.import_(SOCIAL)

    ran = lead.run("export", "csv", "-o", str(lead.folder / "nowhere" / "cases.csv"))

    assert ran.code == 1
    assert len(ran.errors) == 1
    assert ran.err.endswith("cannot be written: no such file or directory. Name another place, or make room there.\n")


def test_answers_that_no_question_of_this_program_has_are_named(lead, wilmington):
    draft(lead, wilmington, shoe_size="44")

    ran = lead.run("export", "csv", "--drafts")

    assert ran.errors == ["Left out: answers that no question of wilmington has: shoe_size."]


# ------------------------------------------------------------------------------------------ there and back

NASTY = [
    "=cmd()", "+1", "-1", "@sum", "\t=1", "'quoted", "''twice", "＝１", "[red]", "a,b;c", 'say "no"', '"', "a\nb",
    "\n", " ", "é", "e\u0301", "🙂👩‍👩‍👧", "שלום", "\u200eleft", "\ufeffmark", "unknown", "declined", "asked", "0012",
    "null", "\\N", "a\tb", "#REF!",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()).filter(lambda c: ord(c) not in REFUSED), min_size=1, max_size=30),
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "notes": texts,
        "supervisor": texts,
        "pathway": st.sampled_from(["social", "criminal"]),
        "referral_date": st.dates().map(str),
        "minor_offense": st.sampled_from(["yes", "no", "unknown", "declined"]),
        "opioid_dosage_units": st.one_of(
            st.integers(0, 10**30), st.floats(0, allow_infinity=False), st.just("declined")
        ),
        "violent_crime_date": st.sampled_from(["never", "1000", "1001-02", "../0999", "0999-05-14/..", "unknown"]),
        "answer_sources": st.one_of(
            st.sampled_from(["unknown", "declined"]), st.sets(st.sampled_from(["record", "person"])).map(sorted)
        ),
        "case_manager_called": st.just("20:50"),
    },
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(records=st.lists(answers, max_size=4))
def test_what_was_typed_and_holds_comes_back_from_every_format_as_it_was(wilmington, records):
    new = [case_import.imported(wilmington, record, at=AT, by="=sample-user") for record in records]
    ignored = columns.derived(wilmington)

    from_csv = read_csv("".join(exports.form("csv").pieces(wilmington, new)), wilmington, ignored)
    from_lines = read_json("".join(exports.form("jsonl").pieces(wilmington, new)), ignored)
    from_array = read_json("".join(exports.form("json").pieces(wilmington, new)), ignored)

    for contents in (from_csv, from_lines, from_array):
        back = [{k: v for k, v in record.answers.items() if v is not None} for record in contents.records]
        assert contents.problems == []
        # A list of ticks is written in the order of the form.
        assert [_in_form_order(record) for record in back] == [_in_form_order(used(wilmington, r)) for r in records]


def used(program, record: dict) -> dict:
    """The answers of a record that no other answer takes out of view."""
    return {key: value for key, value in record.items() if key not in form.hidden(program, record)}


def test_an_answer_that_is_not_used_leaves_its_cells_empty_and_comes_back_with_its_branch(wilmington):
    case = case_import.imported(wilmington, CRIMINAL, at=AT, by="sample-user")
    social = cases.answer(case, "pathway", "social", at=AT, by="sample-user")

    row = columns.values(wilmington, social)
    assert (row["opioid_dosage_units"], row["answer_sources"], row["answer_sources.record"]) == (None, None, None)
    assert (row["violent_crime_date"], row["violent_crime_date.to"]) == (None, None)
    assert (row["date_of_birth"], row["date_of_birth.to"]) == ("1990-05", "1990-05-31")
    assert cases.answers_of(social)["opioid_dosage_units"] == 12.5

    back = cases.answer(social, "pathway", "criminal", at=AT, by="sample-user")
    assert columns.cells(wilmington, back)[:-9] == columns.cells(wilmington, case)[:-9]


def _in_form_order(record: dict) -> dict:
    return {key: sorted(value) if isinstance(value, list) else value for key, value in record.items()}


@QUICK
@given(records=st.lists(answers, max_size=4))
def test_no_cell_of_a_sheet_begins_like_a_formula(wilmington, records):
    new = [case_import.imported(wilmington, record, at=AT, by="=sample-user") for record in records]

    for row in csv.reader(io.StringIO("".join(exports.form("csv").pieces(wilmington, new)), newline="")):
        assert not [cell for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"} and cell]


def test_nasty_texts_come_back_through_the_commands(lead):
    lead.import_(*({"name": text, "notes": text} for text in NASTY))

    first = lead.run("export", "csv").out
    ran = lead.run("import", "-", stdin=first)
    rows = lead.run("export", "jsonl").records

    assert (ran.code, ran.err) == (0, "")
    assert [row["name"] for row in rows] == NASTY * 2
    assert [row["notes"] for row in rows] == NASTY * 2


def test_a_sheet_saved_by_another_system_comes_back_too(lead):
    lead.import_({"name": "one\ntwo", "notes": "=x"})
    text = lead.run("export", "csv").out
    with_lf = text.replace("\r\n", "\n")
    with_crlf = with_lf.replace("\n", "\r\n")
    with_an_empty_row = f"{text}{',' * text.splitlines()[0].count(',')}\r\n"

    for saved in (with_lf, with_crlf, with_an_empty_row):
        assert len(lead.run("import", "-", stdin=saved).lines) == 1

    assert {row["name"] for row in lead.run("export", "jsonl").records} == {"one\ntwo"}


@pytest.mark.parametrize("text", ["000123456789012345678", "1E5", "007", "3.50"])
def test_a_text_like_a_number_stands_between_quotation_marks_and_comes_back_whole(lead, text):
    lead.import_(CRIMINAL | {"incident_number": text})

    written = lead.run("export", "csv").out

    assert f',"{text}",' in written
    assert f",{CRIMINAL['opioid_dosage_units']}," in written, "a number stays one"
    assert sheet(written)[0]["incident_number"] == text


def contact(did: str, at: str, **fields) -> Contact:
    return Contact(id=f"{did}{at}", at=at, by="sample-user", did=did, **fields)


def followed(lead) -> None:
    """A case that was called twice, came to the intake appointment, and was closed; and one that waits."""
    lead.import_(SOCIAL, SOCIAL, SOCIAL)
    store = Store.open(lead.db)
    closed = [
        contact("assigned", "2026-11-15T15:00:00Z", who="sample-user"),
        contact("attempt", "2026-11-16T15:00:00Z", result="no_answer", how="phone"),
        contact("attempt", "2026-11-17T15:00:00Z", result="reached", how="phone"),
        contact("appointment", "2026-11-17T15:01:00Z", result="made", due="2026-11-20T14:00"),
        contact("appointment", "2026-11-20T19:00:00Z", result="kept"),
        contact("linked", "2026-11-20T19:01:00Z", what="W26-0001"),
        contact("closed", "2026-11-21T15:00:00Z", result="moved", note="=To another city"),
    ]
    waits = [contact("attempt", "2026-11-16T15:00:00Z", result="no_answer", what="=Call again", due="2026-11-22")]
    for number, contacts in (("W26-0002", closed), ("W26-0003", waits)):
        base = store.get(number)
        case = base
        for each in contacts:
            case = cases.add_contact(case, each)
        store.save(base, case, by="sample-user")


FOLLOWED = columns.RECORD[columns.RECORD.index("assigned") :]


def test_an_export_has_what_happened_since_the_referral(lead):
    followed(lead)

    [nothing, closed, waits] = sheet(lead.run("export", "csv").out)

    assert [closed[name] for name in FOLLOWED] == [
        "sample-user", "", "", "2", "2026-11-17T15:00:00Z", "", "2026-11-20T19:00:00Z", "", "2026-11-21T15:00:00Z",
        "moved", "W26-0001",
    ]  # fmt: skip
    assert [waits[name] for name in FOLLOWED] == ["", "'=Call again", "2026-11-22", "1", *[""] * 7]
    assert [nothing[name] for name in FOLLOWED] == ["", "", "", "0", *[""] * 7]


def test_json_counts_attempts_and_has_null_for_what_was_not_reached(lead):
    followed(lead)

    for row in (lead.run("export", "jsonl").records[1], json.loads(lead.run("export", "json").out)[1]):
        assert [row[name] for name in ("attempts", "intake_done", "enrolled", "due")] == [
            2, "2026-11-20T19:00:00Z", None, None,
        ]  # fmt: skip


def test_an_import_passes_what_happened_over(lead):
    followed(lead)

    exports = [lead.run("export", each).out for each in ("csv", "jsonl")]

    numbers, as_lines = (lead.run("import", "-", stdin=text).lines for text in exports)

    for number in (*numbers, *as_lines):
        record = lead.run("show", number, "--json").records[0]
        assert record.get("contacts") is None
        assert record.get("next") is None
    assert len(numbers) == len(as_lines) == 3


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--due"], ["W26-0003"]),
        (["--mine"], ["W26-0002"]),
        (["--mine", "--due"], []),
    ],
)
def test_an_export_takes_the_filters_of_the_days_after(lead, options, expected):
    followed(lead)

    assert [row["case"] for row in lead.run("export", "jsonl", *options).records] == expected
