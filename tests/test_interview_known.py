"""Perhaps the same person, in the plain interview: said after name and birth date, and linked when asked."""

from __future__ import annotations

import io
import re

import pytest
from cli_fixtures import run
from desk import NOW, desk, press, running, sample_case, until
from wizard import names_of

from lead_tui import case as cases
from lead_tui import interview
from lead_tui.contact import Contact
from lead_tui.screens import lookout
from lead_tui.store import Store

BORN = {"referral_date": "2026-08-03", "pathway": "social", "date_of_birth": "1990-05-14", "language": "spanish"}
OLD = sample_case("", BORN | {"name": "Sample Person 07"}, updated="2026-08-03T15:00:00Z")
SOCIAL = ("s", "", "y", "05141990", "y")
"""Answers up to the name, in a social intake."""


@pytest.fixture
def store(tmp_path):
    """A file with a person of August in it, and a case linked with theirs."""
    made = Store.open(tmp_path / "cases.json", clock=lambda: "2026-08-03T15:00:00Z")
    made.create("W", 2026, OLD)
    yield made
    made.close()


def hold(program, store, *typed, number=None, role="staff"):
    waiting, out = iter(typed), io.StringIO()
    code = interview.run(
        program, store, user="sample-user", clock=lambda: NOW, number=number, role=role, out=out,
        read=lambda: next(waiting, None),
    )  # fmt: skip
    assert code == 0
    return out.getvalue().splitlines()


def linked(store) -> list[tuple[str, str]]:
    return [(each.did, each.what) for each in store.get("W26-0002").contacts]


def test_staff_are_told_after_the_name_and_link_by_a_word(wilmington, store):
    said = hold(wilmington, store, *SOCIAL, "sampel person 07", "link")

    at = said.index("Perhaps the same person:")
    assert said[at + 1 : at + 5] == [
        "W26-0001  Sample Person 07  born 14 May 1990  3 Aug 2026",
        "social  + ELIGIBLE  open",
        "Same birth date, very close name. Nothing is joined unasked.",
        "Type link, look, other (another person), or nothing to go on.",
    ]
    assert "Linked: the same person as W26-0001." in said
    assert linked(store) == [("linked", "W26-0001")]
    assert store.get("W26-0002").person == "W26-0001"
    assert store.get("W26-0001").rev == 1


def test_the_case_can_be_looked_at_and_is_asked_about_again(wilmington, store):
    said = hold(wilmington, store, *SOCIAL, "Sample Person 07", "look", "other")

    assert any("RULE RESULT. People decide." in line for line in said)
    assert said.count("Type link, look, other (another person), or nothing to go on.") == 2
    assert linked(store) == [("not_linked", "W26-0001")]


def test_a_blank_line_goes_on_and_it_is_not_asked_twice_for_one_reason(wilmington, store):
    said = hold(wilmington, store, *SOCIAL, "Sample Person 07", "", "<", "Sample  Person 07", "")

    assert sum(line.startswith("Perhaps the same person") for line in said) == 1
    assert linked(store) == []


def test_what_was_given_before_is_taken_over_by_an_equals_sign(wilmington, store):
    typed = (*SOCIAL, "Sample Person 07", "link", *[""] * 4, "skip", "y", *[""] * 2, "=")
    said = hold(wilmington, store, *typed)

    assert "Given on 3 Aug 2026 (3 months ago): Spanish. = takes it over." in said
    case = store.get("W26-0002")
    answer = case.answers["language"]
    assert (answer.value, answer.by, answer.via, answer.source) == ("spanish", "sample-user", "plain", "W26-0001")


def test_an_officer_is_told_nothing(wilmington, store):
    shared = hold(wilmington, store, *SOCIAL, "Sample Person 07", "=", role="officer")

    assert not any("same person" in line.casefold() or "Given on" in line for line in shared)
    assert store.get("W26-0002").contacts == []
    assert store.get("W26-0002").answers["safe_contact"].value == "="


async def test_both_faces_record_the_same(wilmington, store, tmp_path, monkeypatch):
    monkeypatch.setattr(lookout, "REST", 0.001)
    monkeypatch.setattr(lookout, "READ", 0.0)
    other = Store.open(tmp_path / "other.json", clock=lambda: "2026-08-03T15:00:00Z")
    other.create("W", 2026, OLD)
    hold(wilmington, store, *SOCIAL, "Sample Person 07", "link", *[""] * 4, "skip", "y", *[""] * 2, "=")

    app = desk(wilmington, store=other)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "y", *"05141990", "tab", "ctrl+p", "down", "down")
        assert app.screen.key == "name"
        await press(pilot, *names_of("Sample Person 07"))
        await until(pilot, lambda: "Enter shows" in app.screen.message_row.text)
        await press(pilot, "enter", "tab", "tab", "enter")
        screen = app.screen
        await screen.go_to("language")
        await until(pilot, lambda: screen.intake.offered(wilmington.questions["language"]) is not None)
        await press(pilot, "ctrl+y")
        assert app.saver.flush(5)
    one, two = (each.get("W26-0002") for each in (store, other))
    other.close()

    assert cases.answers_of(one) == cases.answers_of(two)
    assert one.answers["language"].source == two.answers["language"].source == "W26-0001"
    assert [(each.did, each.what) for each in one.contacts] == [(each.did, each.what) for each in two.contacts]
    assert one.person == two.person == "W26-0001"


def test_a_whole_group_comes_to_one_number(wilmington, store):
    store.create("W", 2026, sample_case("", BORN, status="draft"))
    store.create("W", 2026, sample_case("", BORN, status="draft"))
    base = store.get("W26-0003")
    entry = Contact(id="1", at=base.updated, by="u", did="linked", what="W26-0002")
    store.save(base, cases.add_contact(base, entry), by="u")

    hold(wilmington, store, "y", "y", "Sample Person 07", "link", number="W26-0003")

    assert [row.person or row.case for row in store.summaries()] == ["W26-0001"] * 3


def test_show_says_the_links_to_staff(wilmington, store, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    hold(wilmington, store, *SOCIAL, "Sample Person 07", "link")

    shown = [run("--db", str(store.path), "show", number).out for number in ("W26-0001", "W26-0002")]

    assert re.search(r"Same person +W26-0002 \(draft, 24 Nov 2026\)", shown[0])
    assert re.search(r"Same person +W26-0001 \(open, 3 Aug 2026\)", shown[1])
