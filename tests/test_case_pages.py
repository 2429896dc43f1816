"""One case in lines: what its history says."""

from __future__ import annotations

from datetime import UTC, datetime

from lead_tui import case_pages, program_file
from lead_tui.intake import Intake

NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)


def test_a_default_was_entered_by_nobody_and_an_answer_by_a_person():
    begun = Intake.start(program_file.load(), user="sample-staff-01", clock=lambda: NOW)
    begun.answer("pathway", "social")
    default, answer = begun.case.history[0], begun.case.history[-1]

    said = [
        case_pages.change_in_full(begun, change.id, lambda _at: "24 Nov 9:04 pm")[-1] for change in (default, answer)
    ]

    assert said == ["24 Nov 9:04 pm, by default.", "24 Nov 9:04 pm by sample-staff-01, in the form."]
