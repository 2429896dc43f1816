"""The last step: every answer, the rule result, offer and reply, the decision; and discarding a false start."""

from __future__ import annotations

import msgspec
import pytest
from desk import case_file, desk, press, running, sample_case, screen_lines, screen_text, settled, until
from wizard import names_of

from lead_tui.case import EXPUNGED
from lead_tui.refusals import NotSaved
from lead_tui.screens.decision import DecisionDialog
from lead_tui.store import Store

SOCIAL_KEYS = ["i", "s", "y", *"05141990", "tab"]
APPROVERS = ("Sample Approver 01", "Sample Approver 02")
CLEAR = {"pathway": "social", "referral_date": "2026-11-20", "seeking_treatment": "yes", "date_of_birth": "1990-05-14",
         "name": "Sample Person 07"}  # fmt: skip


async def saved(app, number="W26-0001"):
    """The case, as another person would read it from the disk."""
    assert app.saver.flush(5)
    return Store.open(app.store.path).get(number)


def line_of(app, words: str) -> str:
    """The first row of the screen with these words."""
    return next(line for line in screen_lines(app) if words in line)


# --- What stands there -----------------------------------------------------------------------------


async def test_the_review_has_every_answer_with_what_its_criterion_makes_of_it(wilmington):
    app = desk(wilmington)
    async with running(app, size=(80, 60)) as pilot:
        await press(pilot, "i", "c", *"05141990", "tab", "y", "u", "y", "ctrl+r")
        await until(pilot, lambda: "Discard draft" in screen_text(app))

        assert line_of(app, "Date of birth").endswith("14 May 1990 (age 36)     + met")
        assert line_of(app, "Harmful use").endswith("? not known")
        assert app.screen.form.fields["parole_or_probation"].verdict == ("x applies", "unmet")
        assert app.screen.form.fields["referral_date"].verdict == ("", "")


async def test_the_three_records_stand_apart_below_the_answers(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "down")
        await until(pilot, lambda: "Discard draft" in screen_text(app))
        text = screen_text(app)

    assert f"1 Rule result, computed: wilmington {wilmington.version}, {wilmington.hash[:8]}" in text
    assert "+ ELIGIBLE under the rules for a social referral" in text
    assert "2 The officer's offer and the person's reply" in text
    assert "3 Decision, by a person" in text
    assert "Decision   none yet: Enter records one" in text
    assert text.index("1 Rule result") < text.index("2 The officer") < text.index("3 Decision") < text.index("Finish:")


async def test_an_offer_brings_its_reply_into_view_and_both_are_kept(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r")
        app.screen.form.fields["offer"].take_focus()
        await press(pilot, "m", "enter")
        assert app.screen.key == "offer_reply"
        await press(pilot, "d", "enter")
        await press(pilot, *"today", "tab")
        case = await saved(app)

    assert {key: case.answers[key].value for key in ("offer", "offer_reply", "offer_date")} == {
        "offer": "made", "offer_reply": "declines", "offer_date": "2026-11-24",
    }  # fmt: skip
    assert case.outcome == "eligible"


async def test_the_prosecutors_answer_is_asked_of_staff_in_criminal_referrals_alone(wilmington):
    keys = {}
    for role, pathway in (("staff", "c"), ("staff", "s"), ("officer", "c")):
        app = desk(wilmington, role=role)
        async with running(app) as pilot:
            await press(pilot, "i", pathway, "ctrl+r")
            keys[role, pathway] = app.screen.form.asked

    assert "prosecutor_agrees" in keys["staff", "c"]
    assert "prosecutor_agrees" not in keys["staff", "s"]
    assert keys["officer", "c"] == ("offer",)


# --- The decision ----------------------------------------------------------------------------------


async def test_a_decision_is_recorded_from_its_line_and_told_there(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "up", "enter")
        assert isinstance(app.screen, DecisionDialog)
        await press(pilot, "down", "enter", *names_of("Sample Approver 01"), "enter", "enter")
        await until(pilot, lambda: "Typed by" in screen_text(app))
        text = screen_text(app)
        case = await saved(app)

    assert "Decision   accept, by Sample Approver 01, 24 Nov 9:04 pm" in text
    assert "Typed by   sample-user" in text
    assert [(entry.decision, entry.by, entry.entered_by) for entry in case.decisions] == [
        ("accept", "Sample Approver 01", "sample-user")
    ]


async def test_what_lacks_a_reason_is_refused_in_the_dialogue_and_nothing_is_lost(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "up", "enter")
        await press(pilot, "down", "down", "enter", *names_of("Sample Approver 01"), "enter", "enter")

        assert "! Reason: none is given, and it differs from the rule result." in screen_text(app)
        assert "needed: it differs from the rule result" in screen_text(app)
        await press(pilot, *names_of("Moved away."), "enter")
        case = await saved(app)

    assert (case.decision, case.decisions[0].reason) == ("decline", "Moved away.")


async def test_approvers_are_chosen_and_nobody_is_chosen_at_first(wilmington):
    app = desk(msgspec.structs.replace(wilmington, approvers=APPROVERS))
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "up", "enter")
        await press(pilot, "down", "enter", "enter", "enter")
        assert "! By: nobody is named. Choose who decided." in screen_text(app)

        await press(pilot, "down", "down", "tab", "enter")
        case = await saved(app)

    assert case.decisions[0].by == "Sample Approver 02"


async def test_nothing_is_decided_before_somebody_chooses(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "up", "enter", "enter", *"Ada", "enter", "enter")
        assert "! Decision: nothing is chosen. Choose accept, decline" in screen_text(app)
        await press(pilot, "down", "enter", "enter", "enter")
        case = await saved(app)

    assert [(entry.decision, entry.by) for entry in case.decisions] == [("accept", "Ada")]


async def test_esc_in_the_dialogue_records_nothing(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "up", "enter", "enter", "a", "escape")
        case = await saved(app)

        assert app.screen.key == "decision"
    assert case.decisions == []


async def test_an_officer_has_no_decision_to_see_or_record(wilmington):
    app = desk(wilmington, role="officer")
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r")

        assert "decision" not in app.screen.form.fields
        assert "by a person" not in screen_text(app)
        assert "1 Rule result, computed" in screen_text(app)


async def test_a_finished_case_is_decided_later_from_its_pages(wilmington):
    app = desk(wilmington, sample_case("W26-0042", CLEAR, name="Sample Person 07", pathway="social"))
    async with running(app) as pilot:
        await press(pilot, "enter", "ctrl+r")
        await until(pilot, lambda: getattr(app.screen, "key", "") == "decision")
        await press(pilot, "tab")
        assert "Enter goes to the list" in screen_text(app)
        assert "hands it over" not in screen_text(app)
        await press(pilot, "shift+tab")
        await press(pilot, "enter", "down", "down", "down", "down", "enter", *"Ada", "enter", "enter")
        await press(pilot, "escape", "ctrl+n", "ctrl+n")
        await until(pilot, lambda: "hold, Ada" in screen_text(app))
        assert "Decision, by a person" in screen_text(app)
        assert "Next: offer LEAD" not in screen_text(app)
        await press(pilot, "escape")
        assert app.saver.flush(5)
        app.look_at_file()
        await settled(pilot)

        assert "on hold" in line_of(app, "Sample Person 07")
        assert "Decision: hold, Ada" in screen_text(app)
    case = Store.open(app.store.path).get("W26-0042")
    assert (case.status, case.decision) == ("open", "hold")


async def test_a_decision_on_answers_that_changed_since_is_marked(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "up", "enter", "down", "enter", *"Ada", "enter", "enter")
        app.screen.form.fields["seeking_treatment"].take_focus()
        await press(pilot, "enter", "u")
        app.screen.form.fields["decision"].take_focus()
        await until(pilot, lambda: "! It differs" in screen_text(app))

        assert "! Answers have changed since this decision." in screen_text(app)


# --- Discarding a false start ----------------------------------------------------------------------


async def test_a_discarded_draft_is_out_of_the_file_and_its_number_stays_used(wilmington):
    path = case_file()
    app = desk(wilmington, store=Store.open(path))
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS)
        await saved(app)
        await press(pilot, "ctrl+r", "down", "enter")
        assert "Discard this draft?" in screen_text(app)
        await press(pilot, "down", "enter")
        await until(pilot, lambda: app.screen.id == "home")
        await settled(pilot)

        assert "W26-0001 is discarded. Its number stays used." in screen_text(app)
        assert "1990" not in path.read_text()
        assert "No cases yet" in screen_text(app)
    store = Store.open(path)
    emptied = store.get("W26-0001")
    assert emptied.status == EXPUNGED
    assert emptied.extra | {"at": ""} == {"at": "", "by": "sample-user", "reason": "opened by mistake"}
    draft = msgspec.structs.replace(sample_case("", CLEAR), case="")
    assert store.create("W", 2026, draft).case == "W26-0002"


async def test_a_draft_is_kept_unless_it_is_to_be_discarded(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, *SOCIAL_KEYS, "ctrl+r", "down", "enter", "enter")
        case = await saved(app)

    assert case.status == "draft"


@pytest.mark.parametrize("fields", [{"status": "draft", "created_by": "sample-staff-01"}, {"status": "open"}])
async def test_only_ones_own_draft_can_be_discarded(wilmington, fields):
    app = desk(wilmington, sample_case("W26-0042", CLEAR, **fields))
    async with running(app) as pilot:
        app.open_draft("W26-0042")
        await until(pilot, lambda: getattr(app.screen, "key", ""))
        await press(pilot, "ctrl+r")

        assert "discard" not in app.screen.form.fields


def test_what_is_no_draft_any_more_is_not_discarded():
    store = Store.open(case_file(sample_case("W26-0042", CLEAR)))

    with pytest.raises(NotSaved, match="W26-0042 is no draft any more; only a draft can be discarded"):
        store.expunge("W26-0042", by="sample-user", reason="opened by mistake")

    assert store.get("W26-0042").answers


async def test_an_emptied_case_is_not_gone_on_with(wilmington):
    store = Store.open(case_file(sample_case("W26-0042", CLEAR, status="draft")))
    store.expunge("W26-0042", by="sample-user", reason="opened by mistake")
    app = desk(wilmington, store=store, intake=True, case="W26-0042")
    async with running(app):
        assert app.screen.id == "home"
        assert "W26-0042 holds nothing any more: opened by mistake." in screen_text(app)
