"""A person who is known already: staff are told while they type, and nothing is joined unasked."""

from __future__ import annotations

import msgspec
import pytest
from desk import desk, press, running, sample_case, screen_text, settled, until
from textual.dom import NoScreen
from wizard import burst, names_of

from lead_tui import case as cases
from lead_tui import known, links, saver
from lead_tui.contact import Contact
from lead_tui.known import Known
from lead_tui.screens import lookout
from lead_tui.screens.case import CaseScreen
from lead_tui.store import DiskFull, Store

BORN = {"referral_date": "2026-08-03", "pathway": "social", "date_of_birth": "1990-05-14"}


def known_case(number: str, name: str = "Sample Person 07", **fields):
    """A case of the person, as it was left in August."""
    case = sample_case(number, BORN | {"name": name} | fields.pop("answers", {}), **({"decision": "accept"} | fields))
    return msgspec.structs.replace(case, outcome="eligible")


OLD = known_case("W26-0011")
NEW = sample_case("W26-0042", {"name": "Sampel Person 07", "date_of_birth": "1990-05-14", "pathway": "social"})


def number_of(app, number: str) -> str:
    return app.store.get(number).person


async def test_the_page_of_a_case_says_who_is_perhaps_the_same_and_links_them(wilmington):
    app = desk(wilmington, NEW, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: "Perhaps the same person" in screen_text(app))
        assert "Same birth date, very close name." in screen_text(app)

        await press(pilot, "home", "enter")
        dialogue = screen_text(app)
        assert "W26-0011  Sample Person 07  born 14 May 1990  3 Aug 2026" in dialogue
        assert "social  + ELIGIBLE  accepted" in dialogue
        assert "Nothing is joined unasked." in dialogue

        await press(pilot, "tab", "tab", "enter")
        await until(pilot, lambda: number_of(app, "W26-0042") == "W26-0011")
        await until(pilot, lambda: "W26-0011 (accepted, 3 Aug 2026)" in screen_text(app))
        assert "Perhaps" not in screen_text(app)
    assert app.store.get("W26-0011").rev == OLD.rev


async def test_a_link_is_taken_back_on_the_page(wilmington):
    linked = msgspec.structs.replace(NEW, person="W26-0011")
    app = desk(wilmington, linked, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0011")
        await until(pilot, lambda: "W26-0042 (open)" in screen_text(app))

        await press(pilot, "home", "enter")
        assert "Unlink W26-0011: another person than that of W26-0042" in screen_text(app)
        await press(pilot, "down", "enter")
        await until(pilot, lambda: number_of(app, "W26-0042") == "")

        await until(pilot, lambda: "W26-0042" not in screen_text(app))


async def test_what_unlinks_from_many_is_one_whole_row(wilmington):
    others = [msgspec.structs.replace(known_case(f"W26-00{n}"), person="W26-0011") for n in range(12, 17)]
    app = desk(wilmington, OLD, *others)
    async with running(app, (60, 20)) as pilot:
        app.open_case("W26-0011")
        await until(pilot, lambda: "Same person" in screen_text(app))

        await press(pilot, "home", "enter")
        assert "Unlink W26-0011: another person than that of 5 others" in screen_text(app)


async def test_a_case_emptied_while_one_is_asked_is_not_linked_and_not_said_to_be(wilmington):
    app = desk(wilmington, NEW, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: "Perhaps the same person" in screen_text(app))
        await press(pilot, "home", "enter")
        Store.open(app.store.path).expunge("W26-0011", by="other", order="26-0114")
        await press(pilot, "end", "enter")

        assert "W26-0011 was emptied meanwhile: nothing is recorded." in screen_text(app)
        assert app.store.get("W26-0042").contacts == []


async def test_what_somebody_linked_while_one_is_asked_is_not_said_to_be_another_person(wilmington):
    app = desk(wilmington, NEW, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: "Perhaps the same person" in screen_text(app))
        await press(pilot, "home", "enter")
        other = Store.open(app.store.path)
        known.join(other, "W26-0042", "W26-0011", at=lambda: "2026-11-25T02:00:00Z", by="other", via="wizard")
        await press(pilot, "down", "enter")

        assert "Somebody linked W26-0011 meanwhile: nothing is recorded." in screen_text(app)
        assert [each.did for each in other.get("W26-0042").contacts] == ["linked"]


async def test_another_person_is_not_asked_about_again(wilmington):
    app = desk(wilmington, NEW, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: "Perhaps the same person" in screen_text(app))
        await press(pilot, "home", "enter", "down", "enter")
        await until(pilot, lambda: "Perhaps the same person" not in screen_text(app))
        assert links.apart(app.store.get("W26-0042").contacts) == {"W26-0011"}

        app.screen.dismiss(None)
        app.open_case("W26-0011")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen) and "  Sample Person 07 " in screen_text(app))
        await settled(pilot)
        assert "Perhaps" not in screen_text(app)


async def test_a_look_leads_back_to_the_question(wilmington):
    app = desk(wilmington, NEW, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: "Perhaps the same person" in screen_text(app))
        await press(pilot, "home", "enter", "enter")
        await until(
            pilot, lambda: " W26-0011  Sample Person 07  " in screen_text(app) and "Record 1" in screen_text(app)
        )

        await press(pilot, "escape")
        assert "Nothing is joined unasked." in screen_text(app)
        await press(pilot, "escape")
        assert app.screen.number == "W26-0042"


@pytest.mark.parametrize("other", [
    known_case("W26-0011", status="expunged"),
    known_case("W26-0011", name="Sample Person 08"),
    known_case("W26-0011", answers={"date_of_birth": "1991-05-14"}),
], ids=["emptied", "another name", "another birth date"])  # fmt: skip
async def test_nothing_is_said_of_people_who_are_not_the_same(wilmington, other):
    app = desk(wilmington, NEW, other)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        assert app.known.of(app.store.get("W26-0042")) == []
        await settled(pilot)
        assert "Perhaps" not in screen_text(app)


def test_the_one_in_hand_is_never_its_own_double(wilmington):
    app = desk(wilmington, msgspec.structs.replace(OLD, uid="one"))
    unsaved = cases.answer(msgspec.structs.replace(OLD, uid="one", case=""), "notes", "x", at="t", by="u")

    assert app.known.of(OLD) == []
    assert app.known.of(unsaved) == []


# In the wizard.


@pytest.fixture
def at_rest(monkeypatch):
    """Keys are pressed without haste: whatever the row says has been read."""
    monkeypatch.setattr(lookout, "REST", 0.001)
    monkeypatch.setattr(lookout, "READ", 0.0)


async def to_the_name(pilot, name: str) -> None:
    """From the list to the name in a new social intake, and type it."""
    await press(pilot, "i", "s", "ctrl+p")
    while pilot.app.screen.key != "name":
        await press(pilot, "down")
    await press(pilot, *names_of(name))


def row(app) -> str:
    return app.screen.message_row.text


SAID = "Perhaps the same person as W26-0011, born 14 May 1990"


async def test_staff_are_told_while_the_name_is_typed_and_enter_shows_who_it_is(wilmington, at_rest):
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "sampel person 07")
        wizard = app.screen
        await until(pilot, lambda: row(app) == f"{SAID}: Enter shows")

        await press(pilot, "enter")
        assert "Same name; birth date not known in one." not in screen_text(app)
        assert "Very close name; birth date not known in one. Nothing is joined unasked." in screen_text(app)
        assert wizard.intake.answers["name"] == "sampel person 07"

        await press(pilot, "tab", "tab", "enter")
        assert row(app) == "Linked: the same person as W26-0011."
        assert app.screen.key == "safe_contact"
        assert app.saver.flush(5)
    case = app.store.get("W26-0012")
    assert case.person == "W26-0011"
    assert [(each.did, each.what, each.via) for each in case.contacts] == [("linked", "W26-0011", "wizard")]
    assert app.store.get("W26-0011").rev == OLD.rev


async def test_tab_leaves_the_name_and_the_row_goes_on_saying_it_with_the_key_that_shows(wilmington, at_rest):
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "Sample Person 07")
        await until(pilot, lambda: row(app) == f"{SAID}: Enter shows")
        await press(pilot, "tab")
        wizard = app.screen
        assert row(app) == f"{SAID}: Ctrl+K shows"

        await press(pilot, "ctrl+n", "y", *"05141990")
        assert app.screen is wizard
        assert row(app) == f"{SAID}: Ctrl+K shows"
        await press(pilot, "ctrl+k")
        assert "Nothing is joined unasked." in screen_text(app)
        await press(pilot, "escape")
        assert row(app) == f"{SAID}: Ctrl+K shows"


async def test_the_birth_date_rules_out_and_brings_in(wilmington, at_rest):
    app = desk(wilmington, known_case("W26-0011", name="Sample Personne 07"))
    async with running(app) as pilot:
        await to_the_name(pilot, "Sampel Persons 07")
        await press(pilot, "ctrl+n", "y")
        assert app.screen.key == "date_of_birth"
        assert row(app) == ""

        await press(pilot, *"05141990")
        await until(pilot, lambda: row(app) == "")
        await press(pilot, "tab")
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "Sampel Person 07")
        await until(pilot, lambda: SAID in row(app))
        await press(pilot, "ctrl+n", "y", *"05151990")
        await until(pilot, lambda: row(app) == "")


async def test_another_person_stays_another_in_this_case(wilmington, at_rest):
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "Sample Person 07")
        await until(pilot, lambda: SAID in row(app))
        await press(pilot, "enter", "tab", "enter")
        assert "Noted: another person than that of W26-0011." in row(app)
        await press(pilot, "ctrl+n", "y", *"05141990", "tab")
        await pilot.pause(0.05)
        assert SAID not in row(app)
        assert app.saver.flush(5)
    assert [(each.did, each.what) for each in app.store.get("W26-0012").contacts] == [("not_linked", "W26-0011")]


async def test_keys_typed_ahead_never_open_it(wilmington):
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "")
        wizard = app.screen
        burst(app, "Sample Person 07\r")
        await app.typed_out()
        await until(pilot, lambda: f"{SAID}: Ctrl+K shows" == row(app))
        burst(app, "\r")
        await pilot.pause()

        assert app.screen is wizard or "Same" not in screen_text(app)
        assert wizard.intake.answers["name"] == "Sample Person 07"
        assert wizard.key != "name"


async def test_several_are_chosen_among(wilmington, at_rest):
    app = desk(wilmington, OLD, known_case("W26-0010", answers={"date_of_birth": "1980-05-14"}))
    async with running(app) as pilot:
        await to_the_name(pilot, "Sample Person 07")
        await until(pilot, lambda: "and 1 more: Enter shows" in row(app))
        await press(pilot, "enter")
        assert "Which of them is it?" in screen_text(app)
        await press(pilot, "down", "enter")
        assert "W26-0010  Sample Person 07  born 14 May 1980" in screen_text(app)


async def test_an_officer_is_told_nothing_and_the_key_does_nothing(wilmington, at_rest, monkeypatch):
    read: list[str] = []
    get = Store.get
    monkeypatch.setattr(Store, "get", lambda store, number: read.append(number) or get(store, number))
    monkeypatch.setattr(Known, "_rows", lambda _known: read.append("all") or [])
    monkeypatch.setattr(saver, "utc_now", lambda: "2026-11-25T02:04:00Z")  # the title names the minute
    shown = []
    for sample in (OLD, known_case("W26-0011", name="Quite Another")):
        app = desk(wilmington, sample, user="sample-officer-02", role="officer")
        async with running(app) as pilot:
            await to_the_name(pilot, "Sample Person 07")
            await pilot.pause(0.05)
            assert app.saver.flush(5)
            shown.append(screen_text(app))
            await press(pilot, "tab", "ctrl+k")
            shown.append(screen_text(app))
            await press(pilot, "ctrl+g")
            shown.append(screen_text(app))
    assert set(read) <= {"W26-0012"}
    assert shown[:3] == shown[3:]
    assert "same person" not in "".join(shown).casefold()


def test_linked_cases_are_one_person_to_match(wilmington):
    entry = Contact(id="1", at=OLD.updated, by="sample-user", did="linked", what="W26-0011")
    app = desk(wilmington, OLD, cases.add_contact(known_case("W26-0030"), entry), known_case("W26-0031"))

    assert {match.row.person or match.row.case for match in app.known.of(NEW)} == {"W26-0011", "W26-0031"}
    assert len(app.known.of(NEW)) == 2


async def test_a_name_taken_out_and_typed_again_is_told_again(wilmington, at_rest):
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "Sample Person 07")
        await until(pilot, lambda: SAID in row(app))
        await press(pilot, "ctrl+u")
        await until(pilot, lambda: row(app) == "")
        await press(pilot, *names_of("Sample Person 07"))
        await until(pilot, lambda: SAID in row(app))


async def test_the_key_is_the_fields_own_while_nobody_is_like_this_person(wilmington, at_rest):
    app = desk(wilmington, OLD)
    async with running(app) as pilot:
        await to_the_name(pilot, "Quite Another")
        await press(pilot, "home", "ctrl+k")
        assert app.screen.form.field.text == ""


async def test_a_search_that_fails_as_its_screen_goes_ends_no_desk(wilmington, monkeypatch):
    app = desk(wilmington, NEW, OLD)
    searched = []

    def fail(case):
        searched.append(case)
        raise NoScreen("node has no screen")

    monkeypatch.setattr(app.known, "of", fail)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: searched and all(worker.is_finished for worker in app.workers))
    assert app.fault is None


async def test_a_link_that_cannot_be_saved_is_said(wilmington, monkeypatch):
    def full(*_numbers, **_by):
        raise DiskFull("Not saved: the disk is full.")

    monkeypatch.setattr(known, "join", full)
    app = desk(wilmington, NEW, OLD)
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await until(pilot, lambda: "Perhaps the same person" in screen_text(app))
        await press(pilot, "home", "enter", "tab", "tab", "enter")
        await until(pilot, lambda: row(app) == "Not saved: the disk is full.")
