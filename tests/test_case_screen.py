from __future__ import annotations

import pytest
from desk import CRIMINAL, NOW, SEVEN, desk, press, running, sample_case, screen_lines, screen_text, settled, until
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lead_tui import case as cases
from lead_tui import case_pages
from lead_tui.intake import Intake
from lead_tui.screens.case import CaseScreen
from lead_tui.screens.case_list import CaseList
from lead_tui.store import Store
from lead_tui.widgets.paint import wrap
from lead_tui.widgets.review import DECISION


def reading(program, case, role="staff") -> Intake:
    return Intake(program, case, user="sample-user", clock=lambda: NOW, role=role)


def said(entries) -> str:
    return "\n".join(f"{entry.label}: {entry.said}" for entry in entries)


NOT_ELIGIBLE = CRIMINAL | {
    "date_of_birth": "1988",
    "violent_crime_date": "2019-03-02",
    "opioid_dosage_units": "unknown",
    "listed_assault_charge_date": "never",
    "promoting_prostitution": "no",
    "exploitation_of_minors": "no",
}


def test_the_record_page_tells_every_answer_in_words(wilmington):
    page = said(case_pages.record(reading(wilmington, sample_case("W26-0040", NOT_ELIGIBLE)), str))

    for words in ("Sample Person 07", "1988", "2 March 2019", "24 November 2026"):
        assert words in page or words.replace("November", "Nov").replace("March", "Mar") in page
    assert "unknown or declined" in page


def test_an_entry_that_is_no_answer_is_shown_as_typed(wilmington):
    case = cases.leave_typed(sample_case("W26-0040", CRIMINAL), "violent_crime_date", "20x6", at="t", by="u")

    assert "! 20x6 (not finished)" in said(case_pages.record(reading(wilmington, case), str))


def test_the_assessment_page_tells_reason_page_and_what_time_opens(wilmington):
    page = said(case_pages.assessment(reading(wilmington, sample_case("W26-0040", NOT_ELIGIBLE))))

    assert "x NOT ELIGIBLE" in page
    assert "Violent crime on 2 March 2019 is within 10 years of the referral on 24 November 2026." in page
    assert 'Page: "' in page
    assert f"wilmington {wilmington.version}, {wilmington.hash[:8]}" in page


def test_when_it_opens_is_told_to_staff_alone(wilmington):
    case = sample_case("W26-0040", NOT_ELIGIBLE | {"opioid_dosage_units": 3})

    staff, officer = (said(case_pages.assessment(reading(wilmington, case, role))) for role in ("staff", "officer"))

    assert "3 March 2029" in staff
    assert "3 March 2029" not in officer


async def test_the_pages_are_gone_through_and_esc_goes_back_to_the_list(wilmington):
    app = desk(wilmington, sample_case("W26-0040", NOT_ELIGIBLE))
    async with running(app) as pilot:
        await press(pilot, "enter")
        await settled(pilot)
        rows = screen_lines(app)
        assert rows[0] == " W26-0040  Sample Person 07                                  open, saved 21 Nov"
        assert rows[1] == "  > Record 1/4  . Follow-up 2/4  . Assessment 3/4  . History 4/4    Ctrl+N next"
        assert "Enter changes it" in screen_text(app)

        await press(pilot, "ctrl+n")
        await settled(pilot)
        assert screen_lines(app)[1].startswith("  + Record 1/4  > Follow-up 2/4  . Assessment 3/4")
        assert "Nothing is recorded yet." in screen_text(app)

        await press(pilot, "ctrl+n")
        await settled(pilot)
        assert screen_lines(app)[1].startswith("  + Record 1/4  + Follow-up 2/4  > Assessment 3/4  . History 4/4")
        assert "x NOT ELIGIBLE" in screen_text(app)
        assert "Enter" not in screen_lines(app)[-1]

        await press(pilot, "ctrl+n", "ctrl+n")
        await settled(pilot)
        assert "> History 4/4" in screen_lines(app)[1]

        await press(pilot, "enter")
        await settled(pilot)
        assert "One entry of the history" in screen_text(app)

        await press(pilot, "escape", "ctrl+p", "escape")
        await settled(pilot)
        assert isinstance(app.screen, CaseList)


async def test_what_somebody_else_changes_in_an_open_case_appears(wilmington):
    app = desk(wilmington, sample_case("W26-0040", CRIMINAL))
    async with running(app) as pilot:
        await press(pilot, "enter")
        await settled(pilot)
        other = Store.open(app.store.path)
        base = other.get("W26-0040")
        changed = cases.answer(base, "name", "Sample Person 99", at="2026-11-25T02:00:00Z", by="other")
        other.save(base, changed, by="other")

        app.look_at_file()
        await settled(pilot)

        assert "Sample Person 99" in screen_text(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_nothing_of_a_long_answer_is_cut(wilmington, size):
    words = " ".join(f"word{n}" for n in range(60))
    app = desk(wilmington, sample_case("W26-0040", {"name": words}, name=words))
    async with running(app, size) as pilot:
        app.open_case("W26-0040")
        await settled(pilot)
        seen = ""
        for _page in range(12):
            seen += screen_text(app)
            await press(pilot, "pagedown")

        assert all(f"word{n}" in seen for n in range(60))


@pytest.mark.parametrize("way", [["end"], ["pagedown"] * 9, ["down"] * 120])
async def test_what_stands_below_the_last_answer_is_reached(wilmington, way):
    app = desk(wilmington, sample_case("W26-0040", NOT_ELIGIBLE))
    async with running(app) as pilot:
        app.open_case("W26-0040")
        await settled(pilot)
        assert "Last change" not in screen_text(app)
        await press(pilot, *way)
        await settled(pilot)
        assert "Last change" in screen_text(app)

        await press(pilot, "up", "home")
        await settled(pilot)
        assert app.screen._body.scroll_offset.y == 0


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))), max_size=4), st.integers(10, 90))
def test_wrapped_lines_fit_and_lose_no_letter(lines, width):
    wrapped = wrap(lines, width)

    assert all(cell_len(line) <= width for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join("".join(lines).split())


async def test_enter_on_an_answer_opens_the_form_at_it_and_esc_comes_back(wilmington):
    app = desk(wilmington, sample_case("W26-0040", NOT_ELIGIBLE))
    async with running(app) as pilot:
        await press(pilot, "enter")
        await settled(pilot)
        while app.screen._body.chosen.key != "parole_or_probation":
            await press(pilot, "down")
        await press(pilot, "enter")
        await settled(pilot)
        await settled(pilot)
        assert app.screen.key == "parole_or_probation"

        await press(pilot, "y", "escape")
        await until(pilot, lambda: "Saved as W26-0040." in screen_text(app))

        assert isinstance(app.screen, CaseScreen)
        assert "Yes" in next(row for row in screen_lines(app) if "On parole or probation" in row)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_page_of_a_case_emptied_meanwhile_says_so_and_offers_nothing(wilmington, size):
    app = desk(wilmington, *SEVEN)
    async with running(app, size) as pilot:
        app.open_case("W26-0041")
        await settled(pilot)
        await press(pilot, "ctrl+n", "ctrl+n")
        Store.open(app.store.path).expunge("W26-0041", by="other", order="26-0114")
        app.look_at_file()
        await settled(pilot)

        text = screen_text(app)
        assert "W26-0041  emptied" in text
        assert "by other, by the order 26-0114." in " ".join(text.split())
        assert not any(word in text for word in ("Sample", "Enter", "contact", "History", "not asked"))


async def test_the_form_of_a_case_emptied_meanwhile_is_left_and_nothing_is_recorded_of_it(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.open_draft("W26-0041", at=DECISION)
        await settled(pilot)
        intake = app.screen.intake
        await press(pilot, "enter", "down", "enter", *"Sample Staff 01")
        Store.open(app.store.path).expunge("W26-0041", by="other", order="26-0114")
        app.look_at_file()
        await settled(pilot)

        assert isinstance(app.screen, CaseList)
        assert "W26-0041 was emptied meanwhile; it takes no answers any more." in screen_text(app)
        assert "NOT SAVED" not in screen_text(app)
        assert "Saved as" not in screen_text(app)
    emptied = intake.beside(app.store.get("W26-0041"))
    assert emptied.decide("accept", by="Sample Staff 01") == (
        "W26-0041 was emptied meanwhile: nothing can be recorded any more."
    )


async def test_what_enter_does_stands_whole_beside_wide_characters(wilmington):
    app = desk(wilmington, sample_case("W26-0042", {"pathway": "social", "name": "漢字漢字"}))
    async with running(app) as pilot:
        app.open_case("W26-0042")
        await settled(pilot)
        while app.screen._body.chosen.key != "name":
            await press(pilot, "down")

        [row] = [line for line in screen_lines(app) if line.startswith(" > Name")]
        assert row.endswith(" Enter changes it")
        assert cell_len(row) == 79
