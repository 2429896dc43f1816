"""A person who is known already: staff are told while they type, and nothing is joined unasked."""

from __future__ import annotations

import msgspec
import pytest
from desk import desk, press, running, sample_case, screen_text, settled, until

from lead_tui import case as cases
from lead_tui import links
from lead_tui.screens.case import CaseScreen

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
