"""What happened after the referral, recorded line by line; and that both faces record the same."""

from __future__ import annotations

import io

import msgspec
import pytest
from cli_fixtures import Desk
from desk import NOW, case_file, desk, press, running, sample_case

from lead_tui import case as cases
from lead_tui import deeds, interview
from lead_tui.case import CLOSED, EXPUNGED, OPEN, Case
from lead_tui.contact import Contact
from lead_tui.store import Store

NUMBER = "W26-0001"
REACH = {
    "pathway": "social",
    "referral_date": "2026-11-20",
    "seeking_treatment": "yes",
    "name": "Sample Person 07",
    "safe_contact": "910-555-0107",
    "message_allowed": "no",
}
SETTLED = {"date_of_birth": "1990-05-14"}


def entry(did: str, **fields: str) -> Contact:
    return Contact(id=did, at="2026-11-23T14:00:00Z", by="sample-user", did=did, **fields)


def begun(program, *entries: Contact, **answers: str) -> Case:
    case = sample_case(NUMBER, REACH | answers, program=program.stamp)
    for each in entries:
        case = cases.add_contact(case, each)
    return case


@pytest.fixture
def hold(wilmington, tmp_path):
    """Records line by line; gives the lines said, the case and the exit code."""

    def held(*typed, case=None, contact=True, **options):
        store = Store.open(case_file(case or begun(wilmington), path=tmp_path / "cases.json"))
        waiting = iter(typed)
        out = io.StringIO()
        options = {"user": "sample-user", "clock": lambda: NOW, "number": NUMBER, "contact": contact} | options
        code = interview.run(wilmington, store, read=lambda: next(waiting, None), out=out, **options)
        return out.getvalue().splitlines(), store.get(NUMBER), code

    return held


def test_an_attempt_is_asked_for_part_by_part_and_recorded(hold):
    said, case, code = hold("n", "v", "Nobody there", "Call again", "fri", "", "")
    told = "Recorded. W26-0001: contact attempt by a visit: no answer. Next: Call again by 27 Nov 2026, sample-user."
    assert told in " ".join(said)
    assert "Understood: Fri 27 Nov 2026, in 3 days." in said
    [made] = case.contacts
    assert (made.how, made.note, made.what, made.due, made.who, made.via) == (
        "visit", "Nobody there", "Call again", "2026-11-27", "sample-user", "plain",
    )  # fmt: skip
    assert code == 0


def test_it_begins_with_how_to_reach_the_person_what_the_last_try_was_and_what_comes_next(hold, wilmington):
    case = begun(wilmington, entry("attempt", result="no_answer", what="Call again", due="2026-11-23"))
    said, _case, _code = hold(case=case)
    assert said[:4] == [
        "W26-0001, Sample Person 07, Social referral of 20 Nov 2026.",
        "Safe way to reach the person: 910-555-0107.",
        "A message may be left there: No.",
        "Last try 23 Nov 9:00 am: no answer. Next: Call again by 23 Nov 2026 (1 day",
    ]


def test_a_message_left_though_none_may_be_is_warned_of_and_recorded(hold):
    said, case, _code = hold("m", "", "", "", "")
    assert "Check: No message may be left there." in said
    assert case.contacts[0].result == "message_left"


def test_what_happened_earlier_is_recorded_with_its_time(hold):
    said, case, _code = hold("n", "", "", "", "tomorrow 9 am", "yesterday 2 pm")
    assert "Error: When it was: tomorrow 9 am is still to come. Write when" in " ".join(said)
    assert "Understood: Mon 23 Nov 2026 2:00 pm." in said
    assert (case.contacts[0].at, case.contacts[0].when) == ("2026-11-25T02:04:00Z", "2026-11-23T19:00:00Z")


def test_without_a_next_step_nobody_is_asked_for_its_day(hold):
    said, case, _code = hold("r", "", "Doing well", "", "")
    assert "By?" not in said
    assert (case.contacts[0].due, case.contacts[0].who) == ("", "")


def test_what_is_wrong_is_asked_again_and_going_back_leads_one_level(hold):
    said, case, _code = hold("s", "", "Call", "soon", "<", "", "fri", "", "a", "<", "zz", "")
    assert "Error: Next step: nothing is given. Type it." in said
    assert "Error: By: soon is no day. Write a day, like 27 Nov, fri, tomorrow, +3 or" in said
    assert said.count("What happened?") == 2
    assert [each.what for each in case.contacts] == ["Call"]


def test_what_stands_is_taken_away_with_a_word_of_its_own(hold, wilmington):
    before = entry("attempt", result="no_answer", what="Call again")
    said, case, _code = hold("n", "", "", "-", "", case=begun(wilmington, before))
    assert "Your own words. Blank: Call again. - takes that away." in said
    assert case.contacts[-1].what == ""


def test_a_text_goes_on_in_the_next_line_and_a_command_can_be_written(hold):
    _said, case, _code = hold("s", "Call\\", "the sample shelter", "", "\\-")
    assert (case.contacts[0].what, case.contacts[0].who) == ("Call\nthe sample shelter", "-")


@pytest.mark.parametrize("lines", [(), ("",), ("n",), ("n", "p", "note"), ("n", "<", ""), ("c", "x")])
def test_nothing_is_recorded_before_the_last_part(hold, lines):
    said, case, code = hold(*lines)
    assert (case.contacts, code) == ([], 0)
    assert ("Nothing recorded." in said) == bool(lines)


def test_more_than_one_thing_can_be_recorded(hold):
    _said, case, _code = hold("r", "", "", "", "", "a", "fri 2 pm", "", "", "")
    assert [(each.did, each.due) for each in case.contacts] == [("attempt", ""), ("appointment", "2026-11-27T14:00")]


def test_the_end_of_an_interview_offers_it(hold, wilmington):
    settled = begun(wilmington, **SETTLED)
    said, case, _code = hold("n", "contact", "n", "", "", "", "", "", case=settled, contact=False)
    assert "contact records calls, appointments, the next step, closing." in said
    assert [each.result for each in case.contacts] == ["no_answer"]


def test_a_closed_case_is_opened_again_with_a_word_why(hold, wilmington):
    case = begun(wilmington, entry("closed", result="not_found"))
    said, case, _code = hold("Came to the office", "n", "n", case=case, contact=False)
    assert "W26-0001 is closed: could not be found." in said
    assert "Opened again." in said
    assert (case.status, case.contacts[-1].note, case.contacts[-1].via) == (OPEN, "Came to the office", "plain")


def test_a_closed_case_may_stay_closed_and_be_corrected(hold, wilmington):
    case = begun(wilmington, entry("closed", result="not_found"))
    _said, case, code = hold("", "1990", case=case, contact=False)
    assert (case.status, case.answers["date_of_birth"].value, code) == (CLOSED, "1990", 0)


def test_an_emptied_case_takes_nothing(hold, wilmington):
    said, _case, code = hold("n", case=sample_case(NUMBER, status=EXPUNGED))
    assert (said[-1], code) == ("It takes no answers here.", 1)


def test_ctrl_c_records_nothing_and_ends_as_the_interview_does(wilmington, tmp_path):
    store = Store.open(case_file(begun(wilmington), path=tmp_path / "cases.json"))

    def read() -> str:
        raise KeyboardInterrupt

    options = {"user": "sample-user", "clock": lambda: NOW, "number": NUMBER, "contact": True}
    assert interview.run(wilmington, store, read=read, out=io.StringIO(), **options) == interview.INTERRUPTED
    assert store.get(NUMBER).contacts == []


# --- The command ---------------------------------------------------------------------------------


def test_the_command_works_from_a_pipe(wilmington, tmp_path):
    lead = Desk(tmp_path)
    case_file(begun(wilmington), path=lead.db)
    ran = lead.run("contact", "w26-1", stdin="n\n\n\n\n\n")
    assert (ran.code, ran.lines[-1], ran.err) == (0, "Saved: W26-0001.", "")
    assert Store.open(lead.db).get(NUMBER).contacts[0].result == "no_answer"


def test_the_command_is_for_staff(wilmington, tmp_path):
    lead = Desk(tmp_path)
    case_file(begun(wilmington), path=lead.db)
    ran = lead.run("--role", "officer", "contact", NUMBER, stdin="n\n\n\n\n\n")
    assert (ran.code, ran.out) == (1, "")
    assert ran.errors == ["lead-tui: contact is for staff, and you are here as an officer. Ask LEAD staff."]


def test_the_command_names_the_closest_where_there_is_no_such_case(wilmington, tmp_path):
    lead = Desk(tmp_path)
    case_file(begun(wilmington), path=lead.db)
    assert lead.run("contact", "W26-0002").errors[0].startswith('lead-tui: no case "W26-0002"')


# --- Both faces ----------------------------------------------------------------------------------

GIVEN = {
    "how": "v",
    "when": "9 am",
    "what": "Call; again",
    "due": "fri 2 pm",
    "who": "Sample Staff 02",
    "note": "=Note, [b]x[/]",
    "result": "m",
}
"""What is typed in each part, in both faces."""


@pytest.mark.parametrize("deed", deeds.DEEDS, ids=lambda deed: f"{deed.key} {deed.words}")
async def test_both_faces_record_the_same(hold, wilmington, deed):
    needs = {
        "kov": entry("appointment", result="made", due="2026-11-24T10:00"),
        "p": entry("closed", result="not_found"),
        "f": entry("next_step", what="Call"),
        "e": entry("due_date", due="2026-11-24", who="Sample Approver 01"),
    }
    before = [each for keys, each in needs.items() if deed.key in keys]
    typed = [GIVEN[part.name].removesuffix(" 2 pm" if part.kind == "day" else "") for part in deed.parts]
    _said, plain, _code = hold(deed.key, *typed, case=begun(wilmington, *before))

    app = desk(wilmington, begun(wilmington, *before))
    async with running(app) as pilot:
        await press(pilot, "c", deed.key)
        for text in typed:
            await press(pilot, *text, "enter")
        assert app.saver.flush(5)
        app.store.refresh()
        drawn = app.store.get(NUMBER)

    one, other = ([*case.contacts][-1] for case in (plain, drawn))
    assert len(plain.contacts) == len(drawn.contacts) == len(before) + 1
    assert msgspec.structs.replace(one, id="", via="") == msgspec.structs.replace(other, id="", via="")
    assert (one.via, other.via) == ("plain", "wizard")
    assert (plain.next, plain.due, plain.assigned, plain.status) == (
        drawn.next,
        drawn.due,
        drawn.assigned,
        drawn.status,
    )
