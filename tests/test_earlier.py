"""What was given in an earlier case of the same person is offered with its age, and taken over by one key."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from desk import desk, press, running, sample_case, screen_text, until
from rules_fixtures import minimal, problems_of

from lead_tui import case as cases
from lead_tui import known_words
from lead_tui.contact import Contact
from lead_tui.earlier import ago
from lead_tui.intake import Intake
from lead_tui.screens import lookout
from lead_tui.store import Store

NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)

BEFORE = {
    "referral_date": "2026-08-03",
    "pathway": "social",
    "date_of_birth": "1990-05-14",
    "name": "Sample Person 07",
    "language": "spanish",
    "safe_contact": "910-555-0107, text only",
    "needed_today": ["food"],
    "seeking_treatment": "yes",
    "substances": "declined",
    "care_notes": "Sample note",
    "consent.wpd.given": "yes",
}
"""The answers of August."""


def given_at(stamp: str, number: str, answers: dict, **fields):
    return sample_case(number, answers, updated=stamp, created=stamp, **fields)


OLD = given_at("2026-08-03T15:00:00Z", "W26-0011", BEFORE)
OLDER = given_at("2025-02-03T15:00:00Z", "W25-0002", {"language": "english", "work": "none", "substances": ["opioids"]})


def intake(program, answers: dict | None = None, *earlier, role="staff") -> Intake:
    made = Intake(program, sample_case("W26-0042", answers or {}, person="W25-0002"), user="sample-user",
                  clock=lambda: NOW, role=role)  # fmt: skip
    made.earlier = earlier
    return made


def offers(made: Intake) -> dict[str, str]:
    questions = made.program.questions.values()
    return {q.key: said for q in questions if (said := known_words.offer(made, q, key="Ctrl+Y"))}


def test_what_the_newest_case_with_an_answer_says_is_offered_with_its_age(wilmington):
    found = offers(intake(wilmington, {}, OLD, OLDER))

    assert found["language"] == "Given on 3 Aug 2026 (3 months ago): Spanish. Ctrl+Y takes it over."
    assert found["substances"].startswith("Given on 3 Feb 2025 (21 months ago): ")
    assert found["date_of_birth"].startswith("Given on 3 Aug 2026 (3 months ago): 14 May 1990")


def test_what_belongs_to_its_day_is_never_offered(wilmington):
    found = offers(intake(wilmington, {}, OLD, OLDER))

    assert set(found) == {"date_of_birth", "safe_contact", "language", "substances", "work"} & set(found)
    assert not {"needed_today", "care_notes", "seeking_treatment", "pathway", "referral_date", "name"} & set(found)
    assert not any(key.startswith(("consent", "service", "offer", "prosecutor")) for key in found)


def test_nothing_of_the_rules_nor_of_consents_services_and_times_is_of_the_person(wilmington):
    read = {key for pathway in wilmington.pathways for key in wilmington.asks(pathway)}
    of_person = {key for key, question in wilmington.questions.items() if question.of_person}

    assert of_person & read == {"date_of_birth"}
    assert not any(wilmington.questions[key].kind == "time" or "." in key for key in of_person)


@pytest.mark.parametrize("standing", ["english", "unknown", "declined"])
def test_what_is_answered_here_stands(wilmington, standing):
    assert "language" not in offers(intake(wilmington, {"language": standing}, OLD))


def test_what_does_not_fit_here_any_more_is_not_offered(wilmington):
    gone = given_at("2026-08-03T15:00:00Z", "W26-0011", {"language": "no_such_option", "work": "none"})
    late = given_at("2026-08-03T15:00:00Z", "W26-0011", {"date_of_birth": "2026-11-01"})

    assert "language" not in offers(intake(wilmington, {}, gone))
    assert "date_of_birth" not in offers(intake(wilmington, {"referral_date": "2026-10-01"}, late))


def test_an_officer_is_offered_nothing_and_takes_nothing_over(wilmington):
    made = intake(wilmington, {}, OLD, role="officer")

    assert offers(made) == {}
    assert made.take_over("date_of_birth") is False
    assert made.answers == {}


def test_taking_over_is_an_answer_of_this_person_with_its_source_and_is_taken_back(wilmington):
    made = intake(wilmington, {}, OLD)

    assert made.take_over("language")
    answer = made.case.answers["language"]
    assert (answer.value, answer.by, answer.via, answer.source) == ("spanish", "sample-user", "wizard", "W26-0011")
    assert made.take_over("language") is False

    assert made.undo().key == "language"
    assert "language" not in made.case.answers


@pytest.mark.parametrize(("then", "said"), [
    ("2026-11-24", "today"), ("2026-11-23", "1 day ago"), ("2026-10-28", "27 days ago"),
    ("2026-10-25", "30 days ago"), ("2026-10-24", "1 month ago"), ("2026-08-03", "3 months ago"),
    ("2024-11-25", "23 months ago"), ("2024-11-24", "2 years ago"), ("2026-12-01", "today"),
])  # fmt: skip
def test_the_age_is_said_in_days_months_and_years(then, said):
    assert ago(date.fromisoformat(then), date(2026, 11, 24)) == said


# In the program file.


@pytest.mark.parametrize(("key", "why"), [
    ("pathway", "all look-backs and rules begin there"),
    ("referral_date", "all look-backs and rules begin there"),
    ("crime_date", "the criterion history reads it"),
])  # fmt: skip
def test_a_program_file_cannot_carry_what_belongs_to_its_referral(key, why):
    raw = minimal()
    next(question for question in raw["question"] if question["key"] == key)["of_person"] = True

    assert problems_of(raw) == [
        f"sample.toml: question.{key}.of_person: must not be true: {why}, and belongs to its own referral."
    ]


# In the wizard.


async def test_one_key_takes_it_over_in_the_wizard(wilmington, monkeypatch):
    monkeypatch.setattr(lookout, "REST", 0.001)
    new = sample_case("W26-0042", {"pathway": "social", "name": "Sample Person 07"}, status="draft")
    link = Contact(id="1", at=new.updated, by="sample-user", did="linked", what="W26-0011")
    new = cases.add_contact(new, link)
    app = desk(wilmington, new, OLD)
    async with running(app) as pilot:
        app.open_draft("W26-0042", at="language")
        await until(
            pilot, lambda: "Given on 3 Aug 2026 (3 months ago): Spanish. Ctrl+Y takes it over." in screen_text(app)
        )
        screen = app.screen
        await press(pilot, "ctrl+y")
        assert screen.intake.answers["language"] == "spanish"
        assert screen.key != "language"

        await screen.go_to("safe_contact")
        await press(pilot, "9", "ctrl+y")
        assert screen.intake.answers["safe_contact"] == "910-555-0107, text only"
        await press(pilot, "ctrl+z")
        assert "safe_contact" not in screen.intake.answers
        assert app.saver.flush(5)
    assert cases.answers_of(app.store.get("W26-0042"))["language"] == "spanish"


async def test_what_was_expunged_since_it_was_offered_is_not_taken_over(wilmington, monkeypatch):
    monkeypatch.setattr(lookout, "REST", 0.001)
    new = sample_case("W26-0042", {"pathway": "social", "name": "Sample Person 07"}, status="draft")
    new = cases.add_contact(new, Contact(id="1", at=new.updated, by="sample-user", did="linked", what="W26-0011"))
    app = desk(wilmington, new, OLD)
    async with running(app) as pilot:
        app.open_draft("W26-0042", at="language")
        await until(pilot, lambda: "Spanish. Ctrl+Y takes it over." in screen_text(app))
        Store.open(app.store.path).expunge("W26-0011", by="other", order="26-0114")
        await press(pilot, "ctrl+y")

        assert "language" not in app.screen.intake.answers
        assert "taken out of the earlier case meanwhile: nothing is taken over." in screen_text(app)
        assert "Spanish. Ctrl+Y" not in screen_text(app)
