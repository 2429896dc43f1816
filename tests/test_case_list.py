from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from desk import (
    CRIMINAL,
    MORNING,
    NOW,
    SEVEN,
    case_file,
    desk,
    press,
    running,
    sample_case,
    screen_lines,
    screen_text,
    settled,
    until,
)
from textual import events

from lead_tui import case as cases
from lead_tui.kept_copy import keep_copy, kept_copies, state_folder
from lead_tui.lines import Summary
from lead_tui.screens.case import CaseScreen
from lead_tui.screens.case_list import CaseList
from lead_tui.store import Store


async def test_the_list_is_the_drawing(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app):
        rows = screen_lines(app)

    assert rows[:13] == [
        " LEAD intake, Wilmington NC                         sample-user, staff  7 cases",
        " / search:                         f filter: all rule results, pathways, status",
        "─" * 80,
        "   Number    Person               Pathway    Rule result      State     Changed",
        "   Drafts",
        " > W26-0042  Sample Person 07     criminal   ? NOT YET KNOWN  draft     9:04 pm",
        "   W26-0038  (no name yet)        social     ? NOT YET KNOWN  draft     22 Nov",
        "   Cases, newest first",
        "   W26-0041  Sample Person 06     social     + ELIGIBLE       open      21 Nov",
        "   W26-0040  Sample Person 05     criminal   x NOT ELIGIBLE   open      19 Nov",
        "   W26-0039  Sample Person 04     criminal   + ELIGIBLE       open      12 Nov",
        "   W26-0037  Sample Person 03     social     + ELIGIBLE       open      3 Nov",
        "   W26-0036  Sample Person 02     criminal   + ELIGIBLE       open      30 Oct",
    ]
    assert rows[17:] == [
        "── W26-0042 " + "─" * 68,
        " Criminal referral of 24 Nov 2026. 6 of 10 questions answered.",
        " Open: violent crime; listed assault; promoting prostitution; exploitation",
        " Last change 9:04 pm by somebody-else, saved.",
        " Enter continues at the first open question.",
        "",
        " i new intake   Enter open   c contact   / search   f filter   ? help   q quit",
    ]


async def test_names_are_initials_unless_the_operator_says_otherwise(wilmington):
    app = desk(wilmington, *SEVEN, whole_names=False)
    async with running(app) as pilot:
        assert "Sample Person" not in screen_text(app)
        assert "S. P." in screen_text(app)

        await press(pilot, "slash", *"person")
        assert "S. P." in screen_text(app)


async def test_a_wide_screen_tells_by_whom_and_more_of_the_case(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app, (120, 40)):
        rows = screen_lines(app)

    assert rows[3].endswith("Changed   By")
    assert rows[5].endswith("9:04 pm   somebody-else")
    assert rows[31].startswith("── W26-0042")
    assert max(map(len, rows)) <= 120


MORNING_80 = [
    "   Number    Person     Due             Next step     Last try          Referral",
    "   To do, due first",
    " > W26-0037  S. P.      waiting         First contact none yet          day 5",
    "   W26-0031  S. P.    ! 2 days overdue  Call again    no answer 20 Nov  day 12",
    "   W26-0033  S. P.    ! 1 day overdue   Call the si.. message 21 Nov    day 9",
    "   W26-0038  no name    waiting         First contact none yet          day 1",
    "   W26-0035  S. P.      today 2 pm      Appointment   reached 20 Nov    day 7",
    "   W26-0036  S. P.      in 3 days       Appointment   reached today     day 6",
    "   Drafts                         Pathway    Rule result      State     Changed",
    "   W26-0039  S. P.                criminal   ? NOT YET KNOWN  draft     23 Nov",
    "   Cases, newest first",
    "   W26-0034  S. P.                criminal   + ELIGIBLE       closed    21 Nov",
]


async def test_a_morning_says_whom_to_call_why_and_by_when(wilmington):
    app = desk(wilmington, *MORNING, whole_names=False)
    async with running(app):
        rows = screen_lines(app)

    assert rows[3:15] == MORNING_80


async def test_a_wide_screen_says_who_has_it_and_the_rule_result_too(wilmington):
    app = desk(wilmington, *MORNING, whole_names=False)
    async with running(app, (120, 40)):
        rows = screen_lines(app)

    assert [rows[3], *rows[6:9]] == [
        "   Number    Person     Due             Next step        Last try          Referral Who ha"
        "s it  Pathway  Rule result",
        "   W26-0031  S. P.    ! 2 days overdue  Call again       no answer 20 Nov  day 12   me    "
        "      criminal + ELIGIBLE",
        "   W26-0033  S. P.    ! 1 day overdue   Call the siste.. message 21 Nov    day 9    sample"
        "-st.. social   + ELIGIBLE",
        "   W26-0038  no name    waiting         First contact    none yet          day 1    nobody"
        "      criminal x NOT ELIGIBLE",
    ]
    assert "m mine" in rows[-1]


async def test_a_low_terminal_keeps_whom_by_when_and_what(wilmington):
    app = desk(wilmington, *MORNING)
    async with running(app, (60, 20)):
        rows = screen_lines(app)

    assert rows[6] == "   W26-0031  Sample Perso.. ! 2 days overdue  Call again"
    assert max(map(len, rows)) <= 60


async def test_the_heads_are_those_of_the_section_at_the_top(wilmington):
    many = [sample_case(f"W25-{n:04d}") for n in range(1, 40)]
    app = desk(wilmington, *MORNING, *many)
    async with running(app) as pilot:
        await press(pilot, "end")
        assert screen_lines(app)[3].endswith("Rule result      State     Changed")

        await press(pilot, "home")
        assert screen_lines(app)[3].endswith("Last try          Referral")


async def test_a_case_stands_in_one_section_also_in_a_search(wilmington):
    app = desk(wilmington, *MORNING)
    async with running(app) as pilot:
        for keys in ((), ("slash", *"sample")):
            await press(pilot, *keys)
            shown = [row[3:11] for row in screen_lines(app)[4:17] if row[3:6] == "W26"]
            assert sorted(shown) == sorted(set(shown))
        assert "To do, due first" in screen_text(app)
        assert "W26-0031" in shown


async def test_m_shows_my_cases_and_my_drafts_and_all_again(wilmington):
    draft = sample_case("W26-0040", status="draft", updated_by="somebody-else")
    app = desk(wilmington, *MORNING, draft)
    async with running(app) as pilot:
        assert screen_lines(app)[1].endswith("f filter: all   m mine")
        await press(pilot, "m")

        mine = [row[3:11] for row in screen_lines(app)[4:17] if row[3:6] == "W26"]
        assert mine == ["W26-0031", "W26-0035", "W26-0036", "W26-0040", "W26-0032"]
        assert screen_lines(app)[1].rstrip().endswith("f filter: mine   m all")
        assert "5 of 10 cases" in screen_lines(app)[0]

        await press(pilot, "m")
        assert "10 cases" in screen_lines(app)[0]
        await press(pilot, "m", "escape")
        assert "  10 cases" in screen_lines(app)[0]


async def test_a_desk_left_open_over_night_tells_of_the_new_day(wilmington):
    app = desk(wilmington, *MORNING)
    async with running(app) as pilot:
        app.clock = lambda: NOW + timedelta(days=1)
        app.screen.look_at_day()
        await settled(pilot)

        shown = screen_text(app)
        assert "! 3 days overdue" in shown
        assert "! 1 day overdue   Appointment" in shown
        assert "day 13" in shown


async def test_who_has_it_can_be_ticked_in_the_filters(wilmington):
    app = desk(wilmington, *MORNING)
    async with running(app) as pilot:
        await press(pilot, "f", "end", "space", "enter")
        await settled(pilot)

        nobodys = [row[3:11] for row in screen_lines(app)[4:17] if row[3:6] == "W26"]
        assert nobodys == ["W26-0037", "W26-0038", "W26-0034"]
        assert "f filter: assigned to nobody" in screen_lines(app)[1]

        await press(pilot, "f", "end", "up", "space", "enter")
        await settled(pilot)
        assert "f filter: mine, assigned to nobody" in screen_lines(app)[1]


async def test_an_officer_is_shown_no_work_of_staff(wilmington):
    app = desk(wilmington, *MORNING, role="officer")
    async with running(app) as pilot:
        before = screen_text(app)
        await press(pilot, "m")

        assert "To do" not in before
        assert "mine" not in before
        assert screen_text(app) == before


async def test_an_empty_file_says_how_to_begin(wilmington):
    app = desk(wilmington)
    async with running(app):
        shown = screen_text(app)
        footer = screen_lines(app)[-1]

    assert f"No cases yet in {app.store.path}" in shown
    assert "i   Start the first intake." in shown
    assert "Program: Wilmington NC, 2 pathways, 7 disqualifiers." in shown
    assert any(row.strip() == "To read it:  lead-tui program show" for row in shown.splitlines())
    assert footer == " i new intake   ? help   q quit"


async def test_search_narrows_while_it_is_typed_and_esc_takes_it_away(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash", *"person 05")

        assert "W26-0040" in screen_text(app)
        assert "W26-0041" not in screen_text(app)
        assert "1 of 7 cases" in screen_lines(app)[0]

        await press(pilot, "escape")

        assert "W26-0041" in screen_text(app)
        assert app.focused is app.screen.table


async def test_enter_keeps_what_was_found_and_goes_to_the_list(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash", *"0040", "enter")
        assert app.focused is app.screen.table

        await press(pilot, "enter")
        await settled(pilot)

        assert isinstance(app.screen, CaseScreen)
        assert "W26-0040  Sample Person 05" in screen_lines(app)[0]


async def test_a_search_without_a_match_says_so(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash", *"abcd")

        assert app.screen.message_row.text == "No case matches 'abcd'. Esc clears."
        assert app.screen.table.count == 0


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("space",), ["W26-0041", "W26-0039", "W26-0037", "W26-0036"]),
        (("down", "space"), ["W26-0040"]),
        (("down", "down", "space"), ["W26-0042", "W26-0038"]),
        (("space", "down", "down", "down", "space"), ["W26-0041", "W26-0037"]),
    ],
)
async def test_filters_are_ticked_and_shown(wilmington, keys, left):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "f")
        await press(pilot, *keys, "enter")
        await settled(pilot)

        shown = [row[3:11] for row in screen_lines(app)[4:17] if row[3:6] == "W26"]
        assert shown == left
        assert "f filter: all" not in screen_lines(app)[1]

        await press(pilot, "escape")
        assert "7 cases" in screen_lines(app)[0]


async def test_esc_in_the_filters_changes_nothing(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "f", "space", "escape")
        await settled(pilot)

        assert "7 cases" in screen_lines(app)[0]


async def test_an_officer_sees_no_count(wilmington):
    app = desk(wilmington, *SEVEN, role="officer")
    async with running(app):
        assert screen_lines(app)[0].endswith("sample-user, officer")


async def test_a_draft_of_the_same_user_is_offered_at_the_start(wilmington):
    mine = sample_case("W26-0042", CRIMINAL, name="Sample Person 07", status="draft", updated="2026-11-25T02:04:00Z")
    app = desk(wilmington, mine)
    async with running(app) as pilot:
        await settled(pilot)
        rows = [row.strip() for row in screen_lines(app)]

        assert any("Go on with a draft?" in row for row in rows)
        assert any("W26-0042  Sample Person 07  criminal  9:04 pm" in row for row in rows)
        assert any("> Go on at the first open question" in row for row in rows)

        await press(pilot, "escape")

        assert isinstance(app.screen, CaseList)


async def test_a_draft_in_which_nothing_is_open_leads_to_its_review(wilmington):
    clear = {"pathway": "social", "referral_date": "2026-11-20", "seeking_treatment": "yes", "date_of_birth": "1990"}
    mine = sample_case("W26-0042", clear, name="Sample Person 07", status="draft", updated="2026-11-25T02:04:00Z")
    app = desk(wilmington, mine)
    async with running(app) as pilot:
        await settled(pilot)

        assert "> Go on at the review" in screen_text(app)

        await press(pilot, "escape")
        await until(pilot, lambda: "Enter continues at the review." in screen_text(app))


@pytest.mark.parametrize(
    ("options", "title"),
    [
        ({"intake": True}, " New intake"),
        ({"intake": True, "case": "W26-0042"}, " W26-0042  Sample Person 07  Criminal referral"),
        ({"case": "W26-0042"}, " W26-0042  Sample Person 07  Criminal referral"),
        ({"case": "W26-0041"}, " W26-0041  Sample Person 06  "),
    ],
)
async def test_a_desk_started_for_a_case_begins_with_it(wilmington, options, title):
    app = desk(wilmington, *SEVEN, **options)
    async with running(app) as pilot:
        await settled(pilot)
        assert screen_lines(app)[0].startswith(title)

        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(app.screen, CaseList)


async def test_answers_kept_for_this_user_are_offered_and_saved(wilmington):
    path = case_file(*SEVEN)
    base = sample_case("W26-0041", {"name": "Sample Person 06"})
    mine = cases.answer(base, "notes", "kept", at="2026-11-25T01:00:00Z", by="sample-user")
    keep_copy(state_folder(), "sample-user", path, base=base, mine=mine)
    app = desk(wilmington, store=Store.open(path))
    async with running(app) as pilot:
        await settled(pilot)
        assert "Answers kept for you" in screen_text(app)
        assert "W26-0041" in screen_text(app)

        await press(pilot, "enter")
        await until(pilot, lambda: "Saved as W26-0041." in screen_text(app))

        assert app.store.get("W26-0041").answers["notes"].value == "kept"
        assert kept_copies(state_folder(), "sample-user") == []


async def test_answers_kept_for_somebody_else_are_not_told_of(wilmington):
    path = case_file(*SEVEN)
    mine = sample_case("W26-0041", {"name": "Sample Person 06"})
    keep_copy(state_folder(), "other", path, base=None, mine=mine)
    app = desk(wilmington, store=Store.open(path))
    async with running(app) as pilot:
        await settled(pilot)

        assert isinstance(app.screen, CaseList)


async def test_somebody_elses_draft_is_not_offered(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await settled(pilot)

        assert isinstance(app.screen, CaseList)


async def test_the_cursor_stays_on_its_case_when_the_list_changes(wilmington):
    path = case_file(*SEVEN)
    app = desk(wilmington, store=Store.open(path))
    async with running(app) as pilot:
        app.screen.table.point_at("W26-0039")
        Store.open(path).create("W", 2026, sample_case("", name="Sample Person 09"))
        app.look_at_file()
        await settled(pilot)

        assert app.screen.table.chosen.case == "W26-0039"


async def test_the_first_case_of_the_list_shows_its_heading_too(wilmington):
    cases = [sample_case(f"W26-{n:04d}", name=f"Sample Person {n:02d}") for n in range(1, 60)]
    app = desk(wilmington, *cases)
    async with running(app) as pilot:
        await press(pilot, "end")
        assert " > W26-0001" in screen_text(app)
        await press(pilot, "home")

        assert screen_lines(app)[4] == "   Cases, newest first"
        assert " > W26-0059" in screen_lines(app)[5]


async def test_pages_and_ends_are_reached_and_the_cursor_never_leaves_the_list(wilmington):
    cases = [sample_case(f"W26-{n:04d}") for n in range(1, 60)]
    app = desk(wilmington, *cases)
    async with running(app) as pilot:
        for keys, number in (("up",), "W26-0059"), (("pagedown",), "W26-0047"), (("end", "down"), "W26-0001"):
            await press(pilot, *keys)
            assert app.screen.table.chosen.case == number


async def test_a_hundred_thousand_cases_are_painted_row_by_row(wilmington, monkeypatch):
    store = Store.open(case_file(*SEVEN))
    many = [
        Summary(case=f"W26-{n:05d}", status="open", name=f"Sample Person {n}", updated="2026-11-21T15:00:00Z")
        for n in range(100_000)
    ]
    monkeypatch.setattr(store, "summaries", lambda: many)
    monkeypatch.setattr(store, "get", lambda number: sample_case(number))
    app = desk(wilmington, store=store)
    async with running(app) as pilot:
        painted = []
        table = app.screen.table
        row = table.row
        monkeypatch.setattr(table, "row", lambda index: painted.append(index) or row(index))

        await press(pilot, "down", "end", "pageup")

        assert table.count == 100_001
        assert len(painted) < 100
        assert table.chosen.case == "W26-00012"


async def test_help_tells_the_keys_of_the_list(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "question_mark")
        await settled(pilot)
        shown = screen_text(app)

        for words in ("start a new intake", "search by number or", "this help", "quit", "next row"):
            assert words in shown
        await press(pilot, "ctrl+g")
        assert isinstance(app.screen, CaseList)


async def test_a_damaged_summary_is_shown_and_does_no_harm(wilmington, monkeypatch):
    store = Store.open(case_file(*SEVEN))
    odd = msgspec.structs.replace(Summary(), case="odd", status="strange", outcome="maybe", updated="never")
    monkeypatch.setattr(store, "summaries", lambda: [odd])
    app = desk(wilmington, store=store)
    async with running(app):
        assert "odd" in screen_text(app)
        assert "? NOT YET KNOWN" in screen_text(app)


async def test_a_search_of_any_length_leaves_the_keys_in_sight(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash")
        app.post_message(events.Paste("nobody " * 3000))
        await pilot.pause()
        await app.typed_out()
        await settled(pilot)

        assert "No case matches" in screen_text(app)
        assert screen_lines(app)[0].startswith(" LEAD intake")
        assert "q quit" in screen_lines(app)[-1]
