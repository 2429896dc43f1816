"""Who may see and do what; and what comes too late."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import compartments as people
import msgspec
import pytest
from compartments import CRIMINAL, OFFICER, OTHER, STAFF
from desk import desk, press, running, screen_text, settled

from lead_tui import access, case_pages, case_record, history_page, interview, late, places, program_page
from lead_tui import case as cases
from lead_tui.access import Access, Deed
from lead_tui.case import Case, Unsettled
from lead_tui.contact import Contact
from lead_tui.intake import Intake
from lead_tui.screens.intake import IntakeScreen
from lead_tui.screens.received import ReceivedScreen
from lead_tui.store import Held, Store
from lead_tui.wrong_input import WrongInput

officer = Access(user=OFFICER, role="officer")
staff = Access(user=STAFF)


def clock():
    return datetime(2026, 11, 25, 2, 4, tzinfo=UTC)


def stood(program, *, finish: bool = False, **answers) -> Case:
    """The officer's own referral."""
    case = people.filled(program, OFFICER, "officer", 14, finish=finish, **(CRIMINAL | answers))
    return msgspec.structs.replace(case, case="W26-0001", rev=3, updated="2026-11-20T14:40:00Z", updated_by=OFFICER)


def for_staff(program, key: str):
    """The program with one question for staff alone."""
    question = msgspec.structs.replace(program.questions[key], audience="staff")
    return msgspec.structs.replace(program, questions=dict(program.questions) | {key: question})


# Roles.


@pytest.mark.parametrize(
    ("given", "environ", "role"),
    [
        (None, {}, "staff"),
        (None, {"LEAD_TUI_ROLE": ""}, "staff"),
        (None, {"LEAD_TUI_ROLE": "officer"}, "officer"),
        ("officer", {"LEAD_TUI_ROLE": "staff"}, "officer"),
        ("staff", {"LEAD_TUI_ROLE": "officer"}, "staff"),
    ],
)
def test_who_has_no_role_set_is_staff_and_an_option_comes_before_a_variable(given, environ, role):
    assert places.role(given, environ) == role


@pytest.mark.parametrize("given", ["", "Officer", "officer ", "admin"])
def test_any_other_word_is_no_role(given):
    with pytest.raises(WrongInput, match="write officer or staff"):
        places.role(given, {})


def test_a_user_is_named_by_option_then_by_variable():
    assert places.user(" sample-user ", {"LEAD_TUI_USER": OTHER}) == "sample-user"
    assert places.user(None, {"LEAD_TUI_USER": OTHER}) == OTHER
    assert places.user(None, {"LEAD_TUI_USER": " "}) == places.user(None, {})


@pytest.mark.parametrize("deed", Deed)
def test_what_only_staff_may_do(deed):
    assert (staff.may(deed), officer.may(deed)) == (True, False)
    assert set(access.DEEDS) == set(access.ROLES)


# What is seen.


def test_staff_see_every_case_as_it_is(wilmington):
    for case in (stood(wilmington), stood(wilmington, finish=True)):
        assert staff.view(wilmington, case) is case


@pytest.mark.parametrize(
    "fields", [{"created_by": OTHER}, {"created_by": ""}, {"status": "closed"}, {"status": "open"}]
)
def test_there_is_nothing_for_an_officer_in_other_cases_nor_in_their_own_without_a_hand_over(wilmington, fields):
    assert officer.view(wilmington, msgspec.structs.replace(stood(wilmington), **fields)) is None


@pytest.mark.parametrize("status", ["open", "closed", "draft"])
def test_the_snapshot_stays_whatever_the_case_becomes(wilmington, status):
    handed = stood(wilmington, finish=True)
    worked = cases.answer(handed, "name", "Sample Person 99", at="2026-11-30T10:00:00Z", by=STAFF)
    worked = cases.assessed(worked, "not_eligible", handed.program)
    worked = msgspec.structs.replace(worked, status=status, rev=17, updated="2026-11-30T10:00:00Z", updated_by=STAFF)

    seen = officer.view(wilmington, worked)

    assert case_record.to_json(seen) == case_record.to_json(officer.view(wilmington, handed))
    assert seen.status == access.RECEIVED


def test_what_is_expunged_is_gone_for_an_officer(wilmington):
    expunged = msgspec.structs.replace(stood(wilmington, finish=True), status="expunged")

    assert officer.view(wilmington, expunged) is None


@pytest.mark.parametrize("finish", [False, True])
def test_what_only_staff_are_asked_is_in_no_view_of_an_officer(wilmington, finish):
    program = for_staff(wilmington, "notes")
    case = cases.answer(stood(wilmington), "notes", "Told to staff", at="t", by=STAFF)
    case = cases.leave_typed(case, "no_such_question", "Told", at="t", by=STAFF)
    case = msgspec.structs.replace(case, unsettled={"notes": Unsettled(value="Told twice", by=OTHER)})
    if finish:
        intake = Intake(program, case, user=STAFF, clock=clock)
        intake.finish()
        case = intake.case

    seen = str(case_record.to_json(officer.view(program, case)))

    assert "Told" not in seen
    assert "notes" not in seen
    assert STAFF not in seen
    assert OTHER not in seen


def test_a_draft_that_staff_changed_shows_their_answers_without_their_names(wilmington):
    case = cases.answer(stood(wilmington), "name", "Sample Person 07", at="t", by=STAFF)

    seen = officer.view(wilmington, msgspec.structs.replace(case, updated_by=STAFF))

    assert seen.answers["name"].value == "Sample Person 07"
    assert {seen.answers["name"].by, seen.updated_by, seen.history[-1].by} == {access.SOMEBODY}
    assert seen.answers["pathway"].by == OFFICER


def test_a_held_file_names_its_holder_to_staff_alone(tmp_path):
    held = Held(tmp_path / "cases.json", "sample-staff-01, process 7", 10)

    assert "sample-staff-01" in str(held)
    assert held.unnamed == str(held).replace("sample-staff-01, process 7", "somebody else")


# What an officer saves.


def test_saving_a_draft_keeps_what_the_officer_does_not_see(wilmington, tmp_path):
    program = for_staff(wilmington, "notes")
    store = Store.open(tmp_path / "cases.json")
    draft = store.create("W", 2026, people.filled(wilmington, OFFICER, "officer", 14, finish=False, name="Sample"))
    asked = cases.answer(draft, "notes", "Told to staff", at="t", by=STAFF)
    asked = cases.add_contact(asked, Contact(id="1", at="t", by=STAFF, did="attempt", result="no_answer"))
    asked = msgspec.structs.replace(asked, extra={"disclosures": [1]})
    store.save(draft, asked, by=STAFF)
    seen = officer.view(program, store.get("W26-0001"))
    mine = cases.answer(seen, "name", "Sample Person 07", at="t", by=OFFICER)

    store.save(seen, mine, by=OFFICER, drafts_only=True)

    kept = store.get("W26-0001")
    assert kept.answers["notes"] == asked.answers["notes"]
    assert kept.answers["name"].value == "Sample Person 07"
    assert kept.contacts == asked.contacts
    assert kept.tried == "no_answer"
    assert kept.extra == {"disclosures": [1]}
    assert {change.by for change in kept.history} >= {STAFF, OFFICER}


def handed_over_meanwhile(program, store: Store) -> Case:
    """Staff hand the officer's draft over; gives the case as it was before."""
    base = store.get("W26-0001")
    intake = Intake(program, base, user=STAFF, clock=clock)
    intake.finish()
    store.save(base, intake.case, by=STAFF)
    return base


def test_what_comes_after_the_hand_over_is_kept_as_notes_and_changes_nothing(wilmington, tmp_path):
    store = Store.open(tmp_path / "cases.json")
    store.create("W", 2026, people.filled(wilmington, OFFICER, "officer", 14, finish=False, **CRIMINAL))
    base = handed_over_meanwhile(wilmington, store)
    stands = store.get("W26-0001")
    mine = cases.answer(base, "drug_distribution", "yes", at="2026-11-25T03:00:00Z", by=OFFICER)
    mine = cases.leave_typed(mine, "violent_crime_date", "last yeer", at="t", by=OFFICER)

    saved = store.save(base, mine, by=OFFICER, drafts_only=True)
    again = store.save(base, mine, by=OFFICER, drafts_only=True)

    kept = store.get("W26-0001")
    assert (saved.late, again.late) == (True, False)
    assert (kept.answers, kept.outcome, kept.handed_over) == (stands.answers, stands.outcome, stands.handed_over)
    assert [(note.key, note.now) for note in late.waiting(kept)] == [
        ("drug_distribution", "yes"),
        ("violent_crime_date", "last yeer"),
    ]
    assert "2 notes from after the hand-over" in " ".join(
        case_pages.glance(Intake(wilmington, kept, user=STAFF, clock=clock), str)
    )
    history = history_page.page(Intake(wilmington, kept, user=STAFF, clock=clock), str)
    told = [entry.said for entry in history if "a note, which changed nothing" in entry.said]
    assert len(told) == 3  # the date was taken away by what was typed over it


def test_a_note_waits_until_staff_act_on_its_question(wilmington, tmp_path):
    store = Store.open(tmp_path / "cases.json")
    store.create("W", 2026, people.filled(wilmington, OFFICER, "officer", 14, finish=False, **CRIMINAL))
    base = handed_over_meanwhile(wilmington, store)
    mine = cases.answer(base, "drug_distribution", "yes", at="2026-11-25T03:00:00Z", by=OFFICER)
    noted = store.save(base, mine, by=OFFICER, drafts_only=True).case

    taken_over = cases.answer(noted, "drug_distribution", "yes", at="t", by=STAFF)

    assert (len(late.waiting(noted)), late.waiting(taken_over)) == (1, [])


def test_a_second_hand_over_leaves_the_first_snapshot(wilmington, tmp_path):
    store = Store.open(tmp_path / "cases.json")
    store.create("W", 2026, people.filled(wilmington, OFFICER, "officer", 14, finish=False, **CRIMINAL))
    base = handed_over_meanwhile(wilmington, store)
    first = store.get("W26-0001").handed_over
    intake = Intake(wilmington, base, user=OFFICER, role="officer", clock=people.at(1))
    intake.answer("drug_distribution", "yes")
    intake.finish()

    saved = store.save(base, intake.case, by=OFFICER, drafts_only=True)

    assert saved.case.handed_over == first
    assert saved.late


# Both faces, while the referral is handed over elsewhere.


def officer_desk(program, path):
    store = Store.open(path)
    store.create("W", 2026, people.filled(program, OFFICER, "officer", 14, finish=False, name="Sample Person 01"))
    return desk(program, store=store, user=OFFICER, role="officer", intake=True, case="W26-0001")


async def until(pilot, holds) -> None:
    """Wait until the screen is so."""
    for _turn in range(200):
        await settled(pilot)
        if holds():
            return
    raise AssertionError(screen_text(pilot.app))


async def test_the_wizard_gives_way_to_the_page_when_lead_has_received_the_referral(wilmington, tmp_path):
    path = tmp_path / "cases.json"
    app = officer_desk(wilmington, path)
    async with running(app) as pilot:
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen))
        await press(pilot, "ctrl+g")
        handed_over_meanwhile(wilmington, Store.open(path))
        app.look_at_file()
        await until(pilot, lambda: "LEAD has received this referral" in screen_text(app))

        shown = screen_text(app)
        assert isinstance(app.screen, ReceivedScreen)

    assert "Received by LEAD, 9:04 pm" in shown
    assert STAFF not in shown


async def test_what_the_wizard_saves_too_late_is_told_and_kept_as_a_note(wilmington, tmp_path, monkeypatch):
    monkeypatch.setattr("lead_tui.app.LOOK_EVERY", 3600.0)  # it was handed over within this second
    path = tmp_path / "cases.json"
    app = officer_desk(wilmington, path)
    async with running(app) as pilot:
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen))
        handed_over_meanwhile(wilmington, Store.open(path))
        await press(pilot, "c")
        await until(pilot, lambda: "What you entered since is kept as notes" in screen_text(app))

    kept = Store.open(path).get("W26-0001")
    assert [(note.key, note.now, note.by) for note in late.waiting(kept)] == [("pathway", "criminal", OFFICER)]
    assert "pathway" not in kept.answers


async def test_a_received_referral_opens_as_a_page_and_never_in_the_wizard(wilmington, tmp_path):
    path = tmp_path / "cases.json"
    app = officer_desk(wilmington, path)
    handed_over_meanwhile(wilmington, Store.open(path))
    before = path.read_bytes()
    async with running(app) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReceivedScreen))
        await press(pilot, "enter", "ctrl+n", "ctrl+p", "y", "ctrl+z", "escape")
        assert app.screen.id == "home"

    assert path.read_bytes() == before


def hold(program, path, *typed, number="W26-0001"):
    """An officer's interview; a function among the lines is called."""
    waiting = iter(typed)

    def read():
        for line in waiting:
            if isinstance(line, str):
                return line
            line()
        return None

    out = io.StringIO()
    store = Store.open(path)
    code = interview.run(
        program, store, user=OFFICER, role="officer", clock=clock, number=number, read=read, out=out
    )  # fmt: skip
    return code, out.getvalue()


def test_the_interview_ends_when_lead_has_received_the_referral(wilmington, tmp_path):
    path = tmp_path / "cases.json"
    store = Store.open(path)
    store.create("W", 2026, people.filled(wilmington, OFFICER, "officer", 14, finish=False, name="Sample Person 01"))

    code, said = hold(wilmington, path, lambda: handed_over_meanwhile(wilmington, store), "c", "1990", "y")

    assert code == 1
    assert "LEAD had received this referral before" in said
    assert "kept for staff as notes" in said
    assert STAFF not in said
    assert len(late.waiting(store.get("W26-0001"))) == 1


def test_the_interview_takes_no_answers_for_a_received_referral(wilmington, tmp_path):
    path = people.case_file(wilmington, tmp_path / "cases.json")

    code, said = hold(wilmington, path, "y", number=people.HANDED)

    assert (code, said) == (1, f"{people.HANDED} was received by LEAD, 20 Nov 10:40 am.\nIt takes no answers here.\n")


# The program.


def test_what_is_named_to_staff_only_stands_in_no_officers_page_of_the_program(wilmington):
    def page(who: Access) -> str:
        return "\n".join(program_page.lines(who.edition(wilmington)))

    hidden = [service for service in wilmington.services if service.audience == "staff"]

    assert hidden
    assert all(service.title in page(staff) for service in hidden)
    assert not any(service.title in page(officer) for service in hidden)


def test_no_question_for_staff_alone_is_in_the_form_of_an_officer(wilmington):
    program = for_staff(wilmington, "notes")
    case = stood(wilmington)

    for role, sees in (("officer", False), ("staff", True)):
        intake = Intake(program, case, user=OFFICER, role=role, clock=clock)
        asked = {question.key: question for step in intake.steps() for question in step.questions}
        assert ("notes" in asked) is sees
        assert any(question.audience == "staff" for question in asked.values()) is sees


def test_the_first_hand_over_on_disk_stands_against_an_earlier_one(wilmington, tmp_path):
    store = Store.open(tmp_path / "cases.json")
    store.create("W", 2026, people.filled(wilmington, OFFICER, "officer", 14, finish=False, **CRIMINAL))
    base = handed_over_meanwhile(wilmington, store)
    first = store.get("W26-0001").handed_over
    earlier = Intake(wilmington, base, user=STAFF, clock=people.at(1))
    earlier.finish()

    store.save(base, earlier.case, by=STAFF)

    assert earlier.case.handed_over.at < first.at
    assert store.get("W26-0001").handed_over == first


def test_where_staff_took_an_answer_over_from_is_not_told_to_an_officer(wilmington):
    draft = cases.answer(stood(wilmington), "safe_contact", "910-555-0107", at="t", by=STAFF, source="W26-0011")
    draft = cases.add_contact(draft, Contact(id="1", at="t", by=STAFF, did="linked", what="W26-0011"))

    seen = officer.view(wilmington, draft)

    assert seen.answers["safe_contact"].value == "910-555-0107"
    assert b"W26-0011" not in msgspec.json.encode(case_record.to_json(seen))
