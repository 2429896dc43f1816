"""What happened after the referral, recorded at the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from desk import NOW, desk, press, running, sample_case, screen_lines, screen_text, settled, until
from textual import events

from lead_tui import case as cases
from lead_tui import program_file
from lead_tui.case import CLOSED, OPEN
from lead_tui.contact import Contact
from lead_tui.refusals import StoreError
from lead_tui.screens.case_list import CaseList
from lead_tui.screens.contact import ContactDialog
from lead_tui.store import Store

PROGRAMS = Path(__file__).parent / "programs"
SIZES = [(60, 20), (80, 24), (120, 40)]
REACH = {"name": "Sample Person 07", "safe_contact": "910-555-0107, evenings", "message_allowed": "no"}
CASE = sample_case("W26-0042", {"pathway": "social", "referral_date": "2026-11-20"} | REACH)

HOSTILE = ["[/b][@click=app.quit]x[/]", "\x1b[2J\x1b]0;x\x07name", "😀👩‍👩‍👧 東京" * 20, "\u202eabc אבג", "x" * 10_000]


@pytest.fixture(scope="module")
def santa_fe():
    """A program that asks for no safe way."""
    return program_file.load(PROGRAMS / "santa_fe.toml")


def entry(did: str, **fields: str) -> Contact:
    return Contact(id=did, at="2026-11-23T14:00:00Z", by="sample-user", did=did, **fields)


async def recorded(app) -> list[Contact]:
    """The entries of the case, as they are on disk."""
    assert app.saver.flush(5)
    app.store.refresh()
    return app.store.get("W26-0042").contacts


async def pasted(pilot, text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    await pilot.app.typed_out()


async def test_an_attempt_takes_two_keys_and_enter_and_is_said_in_the_message_row(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "n", *["enter"] * 6)
        await until(pilot, lambda: isinstance(app.screen, CaseList))
        assert "W26-0042: contact attempt by phone: no answer." in screen_text(app)
        [made] = await recorded(app)

    assert (made.did, made.result, made.how, made.by, made.via) == (
        "attempt",
        "no_answer",
        "phone",
        "sample-user",
        "wizard",
    )
    assert made.at == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_one_key_records_at_once_what_stands_there(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "n", "v", "ctrl+r")
        [made] = await recorded(app)

    assert (made.result, made.how) == ("no_answer", "visit")


async def test_keys_typed_ahead_in_one_packet_are_handled_one_after_another(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        for key in ("c", "n", "t", "ctrl+r", "c", "r", "enter", "enter", *"Visit", "enter", "+", "2", "ctrl+r"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await app.typed_out()
        first, second = await recorded(app)

    assert (first.result, first.how) == ("no_answer", "text")
    assert (second.result, second.how, second.what, second.due) == ("reached", "phone", "Visit", "2026-11-26")


async def test_a_day_is_echoed_as_it_is_typed(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "s", *"Call", "enter", *"fri")
        assert "= Fri 27 Nov 2026, in 3 days" in screen_text(app)
        await press(pilot, "x")
        assert "= Fri" not in screen_text(app)


async def test_what_is_wrong_is_said_on_its_part_and_nothing_typed_is_lost(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "n", "enter", *"Rang twice", "enter", "enter", *"soon", "ctrl+r")
        assert "! By: soon is no day. Write a day, like 27 Nov" in screen_text(app)
        assert "Rang twice" in screen_text(app)
        assert app.screen.part is app.screen.parts[3]
        await press(pilot, *["backspace"] * 4, *"fri", "ctrl+r")
        assert "! Next step: a day is given, but not what is to be done. Say what." in screen_text(app)
        assert app.screen.part is app.screen.parts[2]
        await press(pilot, *"Call again", "ctrl+r")
        [made] = await recorded(app)

    assert (made.note, made.what, made.due) == ("Rang twice", "Call again", "2026-11-27")


async def test_esc_leads_back_one_level_records_nothing_and_keeps_what_was_typed(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "n", "enter", *"Rang twice", "escape")
        assert "What happened?" in screen_text(app)
        await press(pilot, "n")
        assert "Rang twice" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, CaseList)
        assert "W26-0042: nothing was recorded, and what was typed for it is not kept." in screen_text(app)
        await press(pilot, "c", "n", "escape", "escape")
        assert "nothing was recorded" not in screen_text(app)
        assert await recorded(app) == []


async def test_a_day_that_turned_into_another_at_midnight_is_said_before_it_is_recorded(wilmington):
    now = [datetime(2026, 11, 25, 4, 59, tzinfo=UTC)]
    app = desk(wilmington, CASE)
    app.clock = lambda: now[0]
    async with running(app) as pilot:
        await press(pilot, "c", "s", *"Call", "enter", *"tomorrow")
        assert "= Wed 25 Nov 2026, tomorrow" in screen_text(app)
        now[0] += timedelta(minutes=2)
        await press(pilot, "ctrl+r")
        assert "! A new day has begun: this is Thu 26 Nov 2026 now. Ctrl+R records that." in screen_text(app)
        assert "= Thu 26 Nov 2026, tomorrow" in screen_text(app)
        await press(pilot, "ctrl+r")
        assert [made.due for made in await recorded(app)] == ["2026-11-26"]


async def test_a_message_left_though_none_may_be_is_warned_of_and_never_refused(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c")
        assert "A message may be left there: No" in screen_text(app)
        await press(pilot, "n")
        assert "! No message may be left there." not in screen_text(app)
        await press(pilot, "escape", "m")
        assert "! No message may be left there." in screen_text(app)
        await press(pilot, "ctrl+r")
        assert [made.result for made in await recorded(app)] == ["message_left"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_dialogue_says_whom_it_is_about_how_to_reach_them_and_what_comes_next(wilmington, size):
    app = desk(wilmington, CASE, whole_names=False)
    async with running(app, size) as pilot:
        await press(pilot, "c")
        text = screen_text(app)
        assert "W26-0042  S. P." in text
        assert "910-555-0107, evenings" in text
        assert "Last try: nobody has tried yet" in text
        assert "n  no answer" in text
        assert "A letter, or Up, Down and Enter, choose   Esc back" in text
        await press(pilot, "end")
        assert "close, with the reason" in screen_text(app)


async def test_an_appointment_is_made_and_then_moved_kept_or_missed(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "a", *"fri 2 pm", "ctrl+r", "c")
        assert "Next: Intake appointment on 27 Nov 2026 2:00 pm (in 3 days), sample-user" in screen_text(app)
        assert "a  made, with the time" not in screen_text(app)
        await press(pilot, "k", "ctrl+r")
        assert [made.result for made in await recorded(app)] == ["made", "kept"]


async def test_a_closed_case_is_opened_again_with_a_reason(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "c", "n", "ctrl+r")
        assert "W26-0042: closed: could not be found." in screen_text(app)
        await recorded(app)
        assert app.store.get("W26-0042").status == CLOSED
        await press(pilot, "enter", "c")
        assert "p  open again" in screen_text(app)
        assert "n  no answer" not in screen_text(app)
        await press(pilot, "p", "enter")
        assert "! Why: nothing is given. Type it." in screen_text(app)
        await press(pilot, *"Came to the office", "enter")
        await recorded(app)
        assert app.store.get("W26-0042").status == OPEN


async def test_an_officer_has_no_such_key(wilmington):
    app = desk(wilmington, sample_case("W26-0042", REACH, status="draft"), role="officer")
    async with running(app) as pilot:
        await press(pilot, "escape", "c")
        assert isinstance(app.screen, CaseList)
        assert "contact" not in screen_lines(app)[-1]
        await press(pilot, "question_mark")
        assert "start a new intake" in screen_text(app)
        assert "what happened" not in screen_text(app)
        assert "mine" not in screen_text(app)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_in_names_and_notes_stays_text_and_keeps_the_dialogue_in_the_screen(wilmington, size, text):
    case = sample_case("W26-0042", REACH | {"name": text, "safe_contact": text})
    app = desk(wilmington, case)
    async with running(app, size) as pilot:
        await press(pilot, "c")
        assert "n  no answer" in screen_text(app)
        await press(pilot, "n", "enter")
        await pasted(pilot, text)
        await press(pilot, "enter")
        await pasted(pilot, text)
        assert "Esc back" in screen_text(app)
        await press(pilot, "ctrl+r")
        await settled(pilot)
        assert "\x1b" not in screen_text(app)
        assert not isinstance(app.screen, ContactDialog)
        [made] = await recorded(app)

    assert made.note == made.what == text.translate(dict.fromkeys([27, 7, 0x202E])).strip()


async def test_what_cannot_be_saved_is_said_so_and_is_saved_once_it_can_be(wilmington, monkeypatch):
    app = desk(wilmington, CASE)
    refused = StoreError("Not saved: the disk is full")

    def refuse(*_arguments: object, **_options: object) -> None:
        raise refused

    async with running(app) as pilot:
        with monkeypatch.context() as patch:
            patch.setattr(app.store, "save", refuse)
            await press(pilot, "c", "n", "ctrl+r")
            await until(pilot, lambda: "NOT SAVED" in screen_text(app))
            await press(pilot, "c", "n", "ctrl+r")
            await until(pilot, lambda: app.saving.waiting == 2)
            await press(pilot, "c")
            assert "Last try: 24 Nov 9:04 pm: no answer" in screen_text(app)
            await press(pilot, "escape")
        assert [made.result for made in await recorded(app)] == ["no_answer"] * 2
        await until(pilot, lambda: "NOT SAVED" not in screen_text(app))


async def test_what_two_people_record_at_once_is_kept_of_both(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "n")
        other = Store.open(app.store.path)
        base = other.get("W26-0042")
        other.save(base, cases.add_contact(base, entry("assigned", who="Sample Staff 02")), by="other")
        await press(pilot, "ctrl+r")
        assert {made.did for made in await recorded(app)} == {"attempt", "assigned"}


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_accepted_is_said_whole_however_much_was_typed(wilmington, size):
    app = desk(wilmington, CASE)
    async with running(app, size) as pilot:
        await press(pilot, "c", "n", "enter", "enter", "enter")
        await pasted(pilot, "x" * 500)
        await press(pilot, "ctrl+r")
        assert "+3 or 2026-11-27." in " ".join(screen_text(app).replace("│", "").split())
        await press(pilot, "ctrl+a", "ctrl+k", "tab", "tab")
        await pasted(pilot, "in the middle of the morning")
        await press(pilot, "ctrl+r")
        said = " ".join(screen_text(app).replace("│", "").split())
        assert "yesterday 2 pm or 24 Nov 14:00." in said


async def test_no_key_records_anything_on_a_screen_too_small_to_see_it(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "s", *"Call", "enter", *"soon", "ctrl+r")
        await pilot.resize_terminal(40, 10)
        await settled(pilot)
        assert screen_lines(app)[0] == " 40x10 is too small: 60x20 is needed."
        await press(pilot, *["backspace"] * 4, "ctrl+r")
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "[soon" in screen_text(app)
        assert "tomorrow, +3 or 2026-11-27." in screen_text(app)
        await press(pilot, "escape", "escape")
        assert await recorded(app) == []


@pytest.mark.parametrize("size", SIZES)
async def test_what_somebody_did_meanwhile_is_said_before_what_does_not_go_together_with_it(wilmington, size):
    app = desk(wilmington, CASE)
    async with running(app, size) as pilot:
        await press(pilot, "c", "n")
        other = Store.open(app.store.path)
        base = other.get("W26-0042")
        other.save(base, cases.add_contact(base, entry("closed", result="died")), by="other")
        await press(pilot, "ctrl+r")
        assert "! Meanwhile, by sample-user: Closed: died." in screen_text(app)
        assert await recorded(app) == other.get("W26-0042").contacts
        await press(pilot, "ctrl+r")
        assert {made.did for made in await recorded(app)} == {"attempt", "closed"}


async def test_what_is_recorded_all_the_same_stands_behind_what_somebody_did_meanwhile(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "a", *"fri 3 pm")
        other = Store.open(app.store.path)
        base = other.get("W26-0042")
        made = entry("appointment", result="made", due="2026-11-27T14:00")
        made = msgspec.structs.replace(made, at="2026-11-25T02:09:00Z")  # by a clock that is five minutes ahead
        other.save(base, cases.add_contact(base, made), by="other")
        await press(pilot, "escape")
        assert "Next: Intake appointment on 27 Nov 2026 2:00 pm" in screen_text(app)
        assert "a  made, with the time" not in screen_text(app)
        await press(pilot, "v", *"fri 3 pm", "ctrl+r")
        assert [made.due for made in await recorded(app)] == ["2026-11-27T14:00", "2026-11-27T15:00"]


async def test_nothing_is_recorded_of_a_case_that_was_emptied_meanwhile(wilmington):
    app = desk(wilmington, CASE)
    async with running(app) as pilot:
        await press(pilot, "c", "n")
        Store.open(app.store.path).expunge("W26-0042", by="other", order="26-0114")
        await press(pilot, "ctrl+r", "ctrl+r")
        assert "! W26-0042 was emptied meanwhile: nothing can be recorded any more." in screen_text(app)
        assert "NOT SAVED" not in screen_text(app)
        assert await recorded(app) == []


async def test_a_closed_case_is_read_and_corrected_and_stays_closed(wilmington):
    app = desk(wilmington, cases.add_contact(CASE, entry("closed", result="not_found")))
    async with running(app) as pilot:
        await press(pilot, "escape", "enter")
        await settled(pilot)
        while app.screen._body.chosen.key != "seeking_treatment":
            await press(pilot, "down")
        await press(pilot, "enter")
        await until(pilot, lambda: getattr(app.screen, "key", "") == "seeking_treatment")
        await press(pilot, "y", "escape")
        await recorded(app)
        case = app.store.get("W26-0042")

    assert (case.answers["seeking_treatment"].value, case.status) == ("yes", CLOSED)


async def test_a_case_of_another_program_without_such_questions_is_followed_too(santa_fe):
    app = desk(santa_fe, sample_case("W26-0042", {"name": "Sample Person 07"}, program=santa_fe.stamp))
    async with running(app) as pilot:
        await press(pilot, "c")
        assert "Last try: nobody has tried yet" in screen_text(app)
        await press(pilot, "n", "ctrl+r")
        assert [made.result for made in await recorded(app)] == ["no_answer"]
