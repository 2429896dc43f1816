"""``list`` and ``show``."""

from __future__ import annotations

import pytest
from cli_fixtures import NOW
from desk import MORNING, case_file, sample_case
from rich.cells import cell_len

from lead_tui import case as cases
from lead_tui import list_page
from lead_tui.contact import Contact
from lead_tui.store import Store

pytest_plugins = ["cli_fixtures"]

SOCIAL = {
    "pathway": "social",
    "referral_date": "2026-11-24",
    "seeking_treatment": "yes",
    "date_of_birth": "1990-05-14",
    "name": "Sample Person 01",
}
CRIMINAL = {"pathway": "criminal", "referral_date": "2026-11-24", "minor_offense": "no", "name": "Sample Person 02"}


def draft(lead, wilmington, name: str) -> None:
    at = "2026-11-24T15:00:00Z"
    case = cases.answer(cases.new(wilmington.stamp, at=at, by="sample-user"), "name", name, at=at, by="sample-user")
    Store.open(lead.db, clock=lambda: at).create("W", 2026, case)


def test_the_list_has_drafts_then_the_newest_cases(lead, wilmington):
    lead.import_(SOCIAL, CRIMINAL)
    draft(lead, wilmington, "Sample Person 03")

    ran = lead.run("list")

    assert [line.split("  ")[0].strip() or line.split()[0] for line in ran.lines] == [
        "Number", "Drafts", "W26-0003", "Cases, newest first", "W26-0002", "W26-0001",
    ]  # fmt: skip
    assert "S. P." in ran.out
    assert "Sample" not in ran.out


def test_a_name_of_any_length_widens_its_own_line_alone(lead):
    lead.import_({**SOCIAL, "name": "Sample " * 50}, SOCIAL)

    head, _heading, short, long = lead.run("list", "--names").lines

    assert len(long) > 350
    assert len(head) < 120
    assert len(short) < 120


def test_names_are_whole_where_that_is_asked_for(lead):
    lead.import_(SOCIAL)

    assert "W26-0001  Sample Person 01  social   + ELIGIBLE   open" in lead.run("list", "--names").out


def test_the_list_keeps_its_columns_under_wide_letters_and_obeys_none(lead):
    lead.import_({"name": "名前名前"}, {"name": "Sample"})
    store = Store.open(lead.db)
    case = store.get("W26-0001")
    # A script may write what no keyboard can.
    table = store.db.table("cases")
    table.update({"name": f"{case.name}\x1b[2J\u202e"}, doc_ids=[1])

    lines = lead.run("list", "--names").lines

    assert "\x1b" not in "".join(lines)
    assert "名前名前<U+001B>[2J<U+202E>" in lines[3]
    assert len({cell_len(line[: line.index("? NOT")]) for line in lines[2:]}) == 1


def test_the_list_as_json_has_an_object_a_line_in_the_same_order(lead, wilmington):
    lead.import_(SOCIAL, CRIMINAL)
    draft(lead, wilmington, "Sample Person 03")

    records = lead.run("list", "--json").records

    assert [record["case"] for record in records] == ["W26-0003", "W26-0002", "W26-0001"]
    assert records[2] | {"updated": ""} == {
        "case": "W26-0001", "rev": 1, "status": "open", "updated": "", "updated_by": "sample-user",
        "created_by": "sample-user", "name": "Sample Person 01", "pathway": "social", "outcome": "eligible",
        "decision": "", "referred": "2026-11-24", "assigned": "", "next": "", "due": "", "tried": "", "tried_at": "",
        "person": "", "overdue": 0, "days_since_referral": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--outcome", "eligible"], ["W26-0001"]),
        (["--outcome", "eligible", "--outcome", "not_eligible"], ["W26-0002", "W26-0001"]),
        (["--pathway", "criminal"], ["W26-0002"]),
        (["--status", "draft"], []),
        (["--find", "person 02"], ["W26-0002"]),
        (["--find", "w26-0001"], ["W26-0001"]),
        (["--pathway", "criminal", "--outcome", "eligible"], []),
    ],
)
def test_filters_are_those_of_the_screen(lead, options, expected):
    lead.import_(SOCIAL, CRIMINAL)

    assert [record["case"] for record in lead.run("list", "--json", *options).records] == expected


def morning(lead) -> None:
    """A file with a morning's work in it."""
    case_file(*MORNING, path=lead.db)


def test_what_is_to_be_done_stands_first_with_what_is_due_first(lead):
    morning(lead)

    lines = lead.run("list").lines

    assert lines[:11] == [
        "  Number    Person           Due             Next step                      Last try             Referral"
        "  Who has it       Pathway   Rule result",
        "To do, due first",
        "  W26-0037  S. P.            waiting         First contact                  none yet             day 5"
        "     nobody           criminal  ? NOT YET KNOWN",
        "  W26-0031  S. P.          ! 2 days overdue  Call again                     no answer 20 Nov     day 12"
        "    sample-user      criminal  + ELIGIBLE",
        "  W26-0033  S. P.          ! 1 day overdue   Call the sister about the bed  message left 21 Nov  day 9"
        "     sample-staff-02  social    + ELIGIBLE",
        "  W26-0038  (no name yet)    waiting         First contact                  none yet             day 1"
        "     nobody           criminal  x NOT ELIGIBLE",
        "  W26-0035  S. P.            today 2 pm      Intake appointment             reached 20 Nov       day 7"
        "     sample-user      criminal  + ELIGIBLE",
        "  W26-0036  S. P.            in 3 days       Intake appointment             reached today        day 6"
        "     sample-user      social    + ELIGIBLE",
        "",
        "  Number    Person  Pathway   Rule result      State   Changed",
        "Drafts",
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 118, 120, 140])
def test_on_a_terminal_every_line_fits_and_a_cut_is_marked(wilmington, width):
    lines = list_page.lines(wilmington, MORNING, NOW, whole_names=True, width=width)

    assert max(map(cell_len, lines[:8])) <= width
    assert "! 2 days overdue" in lines[3]
    assert ("Who has it" in lines[0]) == (width >= 120)
    assert ".." in lines[4] or "Call the sister about the bed" in lines[4]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--due"], ["W26-0037", "W26-0031", "W26-0033", "W26-0038", "W26-0035"]),
        (["--mine"], ["W26-0031", "W26-0035", "W26-0036", "W26-0032"]),
        (["--mine", "--due"], ["W26-0031", "W26-0035"]),
        (["--due", "--pathway", "social"], ["W26-0033"]),
        (["--due", "--find", "0035"], ["W26-0035"]),
    ],
)
def test_the_list_can_be_only_mine_and_only_what_is_due(lead, options, expected):
    morning(lead)

    assert [record["case"] for record in lead.run("list", "--json", *options).records] == expected


def test_the_list_as_json_has_the_days_in_numbers(lead):
    morning(lead)

    none, overdue, _other, _waiting, today = lead.run("list", "--json").records[:5]

    names = ("next", "due", "overdue", "tried", "tried_at", "assigned", "referred", "days_since_referral", "person")
    assert [overdue[name] for name in names] == [
        "Call again", "2026-11-22", 2, "no_answer", "2026-11-20T15:00:00Z", "sample-user", "2026-11-12", 12, "",
    ]  # fmt: skip
    assert (today["overdue"], none["overdue"], none["due"]) == (0, 0, "")


def test_an_officer_lists_their_own_and_is_told_nothing_of_the_days_after(lead):
    morning(lead)
    officer = ("--role", "officer")

    assert lead.run(*officer, "list", "--mine") == lead.run(*officer, "list")
    assert lead.run(*officer, "list", "--due").err == (
        "lead-tui: contact is for staff, and you are here as an officer. Ask LEAD staff.\n"
    )
    assert lead.run(*officer, "list", "--due").code == 1


def test_an_empty_list_says_so_on_standard_error(lead):
    nothing = lead.run("list")
    lead.import_(SOCIAL)

    assert nothing == (0, "", f"No cases yet in {lead.db}. lead-tui intake starts one.\n")
    assert lead.run("list", "--status", "closed") == (0, "", "No case matches.\n")


def test_a_torn_file_is_listed_as_far_as_it_is_whole_with_a_notice(lead):
    lead.import_(SOCIAL)
    with lead.db.open("r+b") as file:
        file.seek(-3, 2)
        file.write(b',"2":{"case":"W26-0002","na')

    ran = lead.run("list", "--json")

    assert [record["case"] for record in ran.records] == ["W26-0001"]
    assert ran.code == 0
    assert ran.err.startswith("lead-tui: ")


def test_a_case_is_shown_with_every_reason_and_the_quote_of_what_is_not_met(lead):
    lead.import_(CRIMINAL)

    page = lead.run("show", "W26-0001").out

    assert "x NOT ELIGIBLE under the rules for a criminal referral" in page
    assert "  x The offense is not minor, as answered." in page
    assert 'Page: "Criminal Referral: Individuals who have committed' in " ".join(page.split())
    assert "Sample Person 02" in page
    assert max(map(cell_len, page.splitlines())) <= 80


def test_a_long_note_is_wrapped_and_never_cut(lead):
    note = " ".join(f"word{n}" for n in range(60))
    lead.import_(SOCIAL | {"notes": f"first\n{note}"})

    page = lead.run("show", "W26-0001").out

    assert note in " ".join(page.split())


@pytest.mark.parametrize("stamp", ["soon", "", "0001-01-01T00:00:00Z"])
def test_a_case_is_shown_though_another_program_wrote_times_that_are_none(lead, stamp):
    tried = Contact(id="1", at=stamp, by="sample-user", did="attempt", result="no_answer")
    case_file(sample_case("W26-0042", created=stamp, updated=stamp, contacts=[tried]), path=lead.db)

    listed, page = lead.run("list"), lead.run("show", "W26-0042")

    assert (listed.code, page.code, page.err) == (0, 0, "")
    assert "Contact attempt: no answer." in page.out


def test_of_an_emptied_case_only_that_is_shown_and_why(lead):
    lead.import_(SOCIAL)
    lead.run("expunge", "W26-0001", "--order", "26-0114", "--yes")

    first, *others = lead.run("show", "W26-0001").lines

    assert first == "W26-0001  emptied"
    assert others[0].startswith("It holds nothing any more. Emptied ")
    assert " ".join(others).endswith("by sample-user, by the order 26-0114.")


def test_show_as_json_has_the_record_and_its_assessment(lead):
    lead.import_(SOCIAL)

    ran = lead.run("show", "W26-0001", "--json")

    [record] = ran.records
    assert next(iter(record)) == "case"
    assert record["answers"]["name"]["value"] == "Sample Person 01"
    assert record["assessment"]["outcome"] == "eligible"


@pytest.mark.parametrize("typed", ["w26-0001", "W26-1", " W26-0001 "])
def test_a_number_may_be_typed_in_any_letter_case_and_without_zeros(lead, typed):
    lead.import_(SOCIAL)

    assert lead.run("show", typed).out.startswith("W26-0001  Sample Person 01")


def test_a_wrong_number_names_the_closest(lead):
    none = lead.run("show", "W26-0001")
    lead.import_(SOCIAL, CRIMINAL)
    wrong = lead.run("show", "W27-0002")

    assert none == (1, "", f'lead-tui: no case "W26-0001": there are no cases yet in {lead.db}.\n')
    assert wrong == (
        1, "", f'lead-tui: no case "W27-0002" in {lead.db}; the closest is W26-0002. lead-tui list shows all.\n',
    )  # fmt: skip


def test_a_folder_or_another_file_is_no_case_file(lead):
    lead.file("cases.json", "hello")

    folder = lead.run("--db", str(lead.folder), "list")
    other = lead.run("list")

    assert folder == (
        2, "", f"lead-tui: {lead.folder} is a folder; name the case file itself, like {lead.folder}/cases.json.\n",
    )  # fmt: skip
    assert (other.code, other.out, len(other.errors)) == (2, "", 1)
    assert "is not a case file" in other.err


@pytest.mark.parametrize("option", ["--db", "--program"])
def test_the_home_of_nobody_is_named(lead, option):
    named = "~no-such-user-here/cases.json"

    assert lead.run(option, named, "list") == (
        2, "", f"lead-tui: {named}: there is no such user here; write the whole path.\n",
    )  # fmt: skip
