"""One case in lines: what its record and its history say."""

from __future__ import annotations

from datetime import UTC, datetime

from lead_tui import case_pages, program_file
from lead_tui.intake import Intake

NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)


def test_what_only_staff_ask_is_one_line_until_something_of_it_is_answered():
    intake = Intake.start(program_file.load(), user="sample-staff-01", clock=lambda: NOW)
    intake.answer("pathway", "social")
    intake.answer("consent.rha.given", "yes")
    intake.answer("consent.rha.why", "outreach")

    entries = case_pages.record(intake, str)
    lines = [(entry.label, entry.said) for entry in entries]

    assert ("Nothing asked yet", "13 questions") in lines
    assert ("RHA: why", "outreach") in lines
    assert ("Wilmington Police Department", "-") in lines
    assert next(e for e in entries if e.said == "13 questions").key == "service.peer_support.status"


def test_an_answer_that_is_not_used_and_what_hardly_goes_together_stand_on_the_record():
    intake = Intake.start(program_file.load(), user="sample-staff-01", clock=lambda: NOW)
    for key, value in (("consent.rha.given", "yes"), ("consent.rha.why", "outreach"), ("consent.rha.given", "no")):
        intake.answer(key, value)
    intake.answer("language", "english")
    intake.answer("interpreter", "yes")

    entries = case_pages.record(intake, str)

    heading = next(n for n, entry in enumerate(entries) if entry.said.startswith("Not used now"))
    assert (entries[heading + 1].label, entries[heading + 1].said) == ("RHA: why", "outreach")
    assert any(e.said == "The language is English, yet an interpreter is wanted. Check both." for e in entries)


def test_a_consent_that_was_given_says_what_it_lacks_before_it_is_in_force():
    intake = Intake.start(program_file.load(), user="sample-staff-01", clock=lambda: NOW)
    intake.answer("consent.wpd.given", "yes")
    intake.answer("consent.rha.given", "no")
    intake.answer("consent.wpd.why", "To know how it went")

    def lacks() -> list[str]:
        return [entry.said for entry in case_pages.record(intake, str) if "in force" in entry.said]

    assert lacks() == ["Police: consent given, not in force yet. Open: what may be shared, to whom, from, until."]

    for part, value in (("what", "The decision"), ("to_whom", "The officer"), ("from", "2026-11-20")):
        intake.answer(f"consent.wpd.{part}", value)
    intake.answer("consent.wpd.until", "2026-12-20")
    assert lacks() == []
