"""The history on the screen: one entry whole, earlier values taken again, and reasons asked for."""

from __future__ import annotations

import contextlib

import pytest
from desk import CRIMINAL, desk, press, running, sample_case, screen_text, settled, until, written

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui import explaining
from lead_tui.case import Case
from lead_tui.screens.case import CaseScreen
from lead_tui.screens.change import ChangeDialog
from lead_tui.screens.why import WhyDialog
from lead_tui.store import Store

CLEAR = CRIMINAL | {
    "violent_crime_date": "never",
    "listed_assault_charge_date": "never",
    "promoting_prostitution": "no",
    "exploitation_of_minors": "no",
}
NUMBER = "W26-0040"


def decided(case: Case) -> Case:
    return cases.decide(
        case, "decline", at="2026-11-22T15:00:00Z", by="Sample Approver 01", entered_by="sample-user", reads=CLEAR
    )


def on_disk(app) -> Case:
    with contextlib.closing(Store.open(app.store.path)) as store:
        return store.get(NUMBER)


async def history_of(app, pilot) -> None:
    """Open the history of the case."""
    app.open_case(NUMBER)
    await settled(pilot)
    await press(pilot, "ctrl+n", "ctrl+n", "ctrl+n")
    await settled(pilot)


async def point_at(app, pilot, words: str) -> None:
    """Put the cursor on the line with these words."""
    await press(pilot, "home")
    while words not in app.screen._body.chosen.said:
        await press(pilot, "down")


# --- Earlier values ---------------------------------------------------------------------------------


async def test_an_earlier_value_is_taken_again_as_a_new_change(wilmington):
    case = cases.answer(sample_case(NUMBER, CLEAR), "parole_or_probation", "yes", at="2026-11-22T15:00:00Z", by="other")
    app = desk(wilmington, case)
    async with running(app) as pilot:
        await history_of(app, pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert 'Take "No" again, as a new change' in screen_text(app)

        await press(pilot, "down", "enter")
        await until(pilot, lambda: len(on_disk(app).history) > len(case.history))

        kept = on_disk(app)
        last = kept.history[-1]
        assert (last.key, last.was, last.now, last.by) == ("parole_or_probation", "yes", "no", "sample-user")
        assert len(kept.history) == len(case.history) + 1
        await until(pilot, lambda: app.screen._body.chosen.key == last.id)
        assert "x NOT ELIGIBLE -> + ELIGIBLE" in screen_text(app)


async def test_a_value_is_not_taken_again_where_somebody_changed_it_meanwhile(wilmington):
    case = cases.answer(sample_case(NUMBER, CLEAR), "parole_or_probation", "yes", at="2026-11-22T15:00:00Z", by="other")
    app = desk(wilmington, case)
    async with running(app) as pilot:
        await history_of(app, pilot)
        await press(pilot, "enter")
        with contextlib.closing(Store.open(app.store.path)) as other:
            base = other.get(NUMBER)
            now = cases.answer(base, "parole_or_probation", "no", at="2026-11-25T02:00:00Z", by="x")
            other.save(base, now, by="x")

        await press(pilot, "down", "enter")

        assert "Somebody changed this meanwhile: nothing is taken again." in screen_text(app)
        assert on_disk(app).history[-1].by == "x"


async def test_looking_at_an_entry_changes_nothing(wilmington):
    app = desk(wilmington, sample_case(NUMBER, CLEAR))
    async with running(app) as pilot:
        await history_of(app, pilot)
        for way_back in ("enter", "escape"):
            await press(pilot, "enter")
            assert isinstance(app.screen, ChangeDialog)
            await press(pilot, way_back)
            assert isinstance(app.screen, CaseScreen)

        assert app.saver is None


async def test_the_cursor_stays_on_its_entry_when_another_comes(wilmington):
    app = desk(wilmington, sample_case(NUMBER, CLEAR))
    async with running(app) as pilot:
        await history_of(app, pilot)
        await point_at(app, pilot, "Minor offense")
        chosen = app.screen._body.chosen.key
        with contextlib.closing(Store.open(app.store.path)) as other:
            base = other.get(NUMBER)
            other.save(base, cases.answer(base, "notes", "seen", at="2026-11-25T02:00:00Z", by="x"), by="x")

        app.look_at_file()
        await until(pilot, lambda: "Notes: - -> seen" in "".join(e.said for e in app.screen._body._entries))

        assert app.screen._body.chosen.key == chosen


async def test_a_key_goes_from_entry_to_entry_each_in_sight_with_all_its_lines(wilmington):
    case = sample_case(NUMBER, {"notes": "x", **{f"consent.{each}.why": "word " * 20 for each in ("rha", "nchrc")}})
    app = desk(wilmington, case)
    async with running(app, (60, 20)) as pilot:
        await history_of(app, pilot)
        body = app.screen._body
        seen = []
        for _entry in body._entries[1:]:
            seen.append(body.chosen.key)
            lines = [number for number, (entry, _line) in enumerate(body._lines) if body._entries[entry] is body.chosen]
            top = body.scroll_offset.y
            assert top <= lines[0] <= lines[-1] < top + body.size.height
            await press(pilot, "down")

        assert seen == [entry.key for entry in body._entries[1:]]


# --- Hostile values ---------------------------------------------------------------------------------

HOSTILE = "[red]red[/] [/b] [@click=app.quit]x[/] \x1b[2J\x1b]52;c;eA==\x07 \u202ertl "


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_long_and_hostile_value_is_read_whole_and_acts_on_nothing(wilmington, size):
    words = [f"word{n}" for n in range(1200)]
    case = sample_case(NUMBER, {"notes": HOSTILE + " ".join(words)})
    app = desk(wilmington, case)
    async with running(app, size) as pilot:
        await history_of(app, pilot)
        await point_at(app, pilot, "Notes")
        sent = written(app)
        await press(pilot, "enter")
        await settled(pilot)
        seen = ""
        for _page in range(200):
            seen += screen_text(app)
            if "word1199" in seen:
                break
            await press(pilot, "pagedown")

        assert [word for word in words if word not in seen] == []
        assert "[/b] [@click=app.quit]x[/]" in seen
        assert not any(act in "".join(sent) for act in ("\x1b[2J", "\x1b]52", "\u202e"))
        assert "read on" in screen_text(app)
        assert "Esc back" in screen_text(app)


# --- Reasons ----------------------------------------------------------------------------------------


async def changed_in_the_wizard(app, pilot) -> None:
    app.open_draft(NUMBER, at="parole_or_probation")
    await settled(pilot)
    await until(pilot, lambda: app.screen.key == "parole_or_probation")
    await press(pilot, "y")


async def test_leaving_the_wizard_asks_why_what_a_decision_rested_on_was_changed(wilmington):
    app = desk(wilmington, decided(sample_case(NUMBER, CLEAR)))
    async with running(app) as pilot:
        await changed_in_the_wizard(app, pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, WhyDialog)
        assert "1 answer was changed after the decision of 22 Nov 10:00 am (decline)" in screen_text(app)

        await press(pilot, *"Court", "enter")
        await until(pilot, lambda: on_disk(app).contacts != [])

        kept = on_disk(app)
        assert [(each.did, each.note, each.about) for each in kept.contacts] == [
            (contacts.EXPLAINED, "Court", [kept.history[-1].id])
        ]
        await history_of(app, pilot)
        assert "After the decision: Court" in screen_text(app)


async def test_leaving_without_a_reason_keeps_the_change_and_says_so_in_the_history(wilmington):
    app = desk(wilmington, decided(sample_case(NUMBER, CLEAR)))
    async with running(app) as pilot:
        await changed_in_the_wizard(app, pilot)
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: on_disk(app).answers["parole_or_probation"].value == "yes")

        assert app.screen.id == "home"
        await history_of(app, pilot)
        assert "! After the decision; no reason given." in screen_text(app)

        await press(pilot, "enter", "end", "enter")
        assert isinstance(app.screen, WhyDialog)
        await press(pilot, *"Court", "enter")
        await until(pilot, lambda: "After the decision: Court" in screen_text(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_question_why_is_whole_on_small_screens(wilmington, size):
    app = desk(wilmington, decided(sample_case(NUMBER, CLEAR)))
    async with running(app, size) as pilot:
        await changed_in_the_wizard(app, pilot)
        await press(pilot, "escape")
        framed = " ".join(screen_text(app).replace("│", " ").split())

        assert "On parole or probation on 24 Nov 2026. Why?" in framed
        assert "It will stand beside the changes, which are kept either way." in framed
        assert "Esc leaves without a reason" in framed


async def test_an_empty_reason_is_none(wilmington):
    app = desk(wilmington, decided(sample_case(NUMBER, CLEAR)))
    async with running(app) as pilot:
        await changed_in_the_wizard(app, pilot)
        await press(pilot, "escape", "enter")

        assert isinstance(app.screen, WhyDialog)
        assert "Why: nothing is given" in screen_text(app)


@pytest.mark.parametrize("pressed", [["n"], ["ctrl+z"]])
async def test_nobody_is_asked_about_what_was_changed_back(wilmington, pressed):
    app = desk(wilmington, decided(sample_case(NUMBER, CLEAR)))
    async with running(app) as pilot:
        await changed_in_the_wizard(app, pilot)
        app.screen.form.fields["parole_or_probation"].take_focus()
        await press(pilot, *pressed)
        assert app.screen.intake.answers["parole_or_probation"] == "no"
        await press(pilot, "escape")

        assert app.screen.id == "home"


async def test_taking_a_value_again_after_a_decision_asks_why(wilmington):
    case = decided(sample_case(NUMBER, CLEAR))
    app = desk(
        wilmington, cases.answer(case, "parole_or_probation", "yes", at="2026-11-23T15:00:00Z", by="sample-user")
    )
    async with running(app) as pilot:
        await history_of(app, pilot)
        await press(pilot, "enter", "down", "enter")
        assert isinstance(app.screen, WhyDialog)
        await press(pilot, *"Court", "enter")

        await until(pilot, lambda: "After the decision: Court" in screen_text(app))


def test_a_sitting_answers_for_its_own_changes_alone(wilmington):
    app = desk(wilmington)
    case = decided(sample_case(NUMBER, CLEAR))
    earlier = cases.answer(case, "minor_offense", "no", at="2026-11-23T15:00:00Z", by="sample-user")
    both = cases.answer(earlier, "drug_distribution", "yes", at="2026-11-24T15:00:00Z", by="somebody-else")
    mine = cases.answer(both, "parole_or_probation", "yes", at="2026-11-24T16:00:00Z", by="sample-user")

    assert [change.key for change in explaining.lacking(app.reading(mine), earlier)] == ["parole_or_probation"]
    officer = desk(wilmington, role="officer").reading(mine)
    assert explaining.lacking(officer, earlier) == []


async def test_the_record_says_why_beside_the_decision(wilmington):
    case = decided(sample_case(NUMBER, CLEAR))
    app = desk(
        wilmington, cases.answer(case, "parole_or_probation", "yes", at="2026-11-23T15:00:00Z", by="sample-user")
    )
    async with running(app) as pilot:
        app.open_case(NUMBER)
        await settled(pilot)
        await press(pilot, "end")
        assert "No reason is given for 1 change." in screen_text(app)

        intake = app.working(on_disk(app))
        assert explaining.explain(intake, intake.case.history[-1:], "Court record.") == ""
        await until(pilot, lambda: "Reason for the change: Court record." in screen_text(app))
