from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_tui.lines import Summary
from lead_tui.listing import Filters, Search, initials, keep, ordered, person, when

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WILMINGTON = ZoneInfo("America/New_York")


def row(number: str, name: str = "", **fields) -> Summary:
    return Summary(case=number, name=name, **({"status": "open"} | fields))


def numbers(rows) -> list[str]:
    return [each.case for each in rows]


def test_drafts_come_first_by_their_last_change_and_cases_by_their_number():
    _todo, drafts, cases = ordered(
        [
            row("W26-0009"),
            row("W26-0003", status="draft", updated="2026-11-01T00:00:00Z"),
            row("W26-0010"),
            row("W26-0001", status="draft", updated="2026-11-02T00:00:00Z"),
        ]
    )

    assert numbers(drafts) == ["W26-0001", "W26-0003"]
    assert numbers(cases) == ["W26-0010", "W26-0009"]


def test_numbers_of_five_digits_and_of_another_year_keep_their_order():
    _todo, _drafts, cases = ordered([row("W26-9999"), row("W27-0001"), row("W26-10000"), row("odd")])

    assert numbers(cases) == ["W27-0001", "W26-10000", "W26-9999", "odd"]


@pytest.mark.parametrize(
    "typed",
    ["nunez", "NÚÑEZ", "jose nu", "nunes", "Nuñes", "josé  núñez", "0041", "w26-0041", "41 jos", "núñze"],
)
def test_a_person_is_found_by_number_or_name_however_it_is_spelt(typed):
    rows = [row("W26-0040", "Sample Person 05"), row("W26-0041", "José Núñez Sample")]

    assert numbers(Search(rows).find(typed)) == ["W26-0041"]


def test_what_was_typed_exactly_stands_before_what_is_only_near():
    rows = [row("W26-0001", "Smyth Sample"), row("W26-0002", "Smith Sample")]

    assert numbers(Search(rows).find("smith")) == ["W26-0002", "W26-0001"]


@pytest.mark.parametrize("typed", ["zzzz", "0099", "(", "[red]", "*"])
def test_what_is_nowhere_is_not_found(typed):
    assert Search([row("W26-0041", "Sample Person 06")]).find(typed) == []


def test_a_short_word_is_not_guessed_at():
    assert Search([row("W26-0041", "Ann Sample")]).find("anx") == []


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=6))
def test_a_name_is_found_by_itself_and_no_search_fails(typed, names):
    rows = [row(f"W26-{n:04d}", name) for n, name in enumerate(names)]
    search = Search(rows)

    assert set(numbers(search.find(typed))) <= set(numbers(rows))
    for each in rows:
        assert each in search.find(each.name)


def test_filters_hold_together_and_within_one_any_will_do():
    rows = [
        row("W26-0001", outcome="eligible", pathway="social"),
        row("W26-0002", outcome="not_eligible", pathway="criminal"),
        row("W26-0003", outcome="", pathway="criminal", status="draft"),
    ]

    def kept(**filters) -> list[str]:
        return numbers(keep(rows, Filters(**{key: frozenset(value) for key, value in filters.items()})))

    assert kept() == ["W26-0001", "W26-0002", "W26-0003"]
    assert kept(outcomes=["eligible", "not_eligible"]) == ["W26-0001", "W26-0002"]
    assert kept(outcomes=["undetermined"]) == ["W26-0003"]
    assert kept(pathways=["criminal"], statuses=["open"]) == ["W26-0002"]


def test_what_is_to_be_done_is_ordered_by_its_day_and_a_first_contact_is_due_from_the_referral_on():
    waiting = [
        row("W26-0001", next="First contact", referred="2026-11-20"),
        row("W26-0002", next="First contact"),
        row("W26-0003", next="First contact", referred="2026-11-12"),
        row("W26-0004", next="Call", due="2026-11-29"),
        row("W26-0005", next="Call", due="2026-11-24T14:00"),
        row("W26-0006", next="Call", due="2026-11-24"),
        row("W26-0007", next="Call", due="2026-11-20", referred="2026-11-19"),
        row("W26-0008", next="Call", due="2026-11-20", referred="2026-11-18"),
        row("W26-0009", next="Call", due="2026-11-19", status="draft"),
        row("W26-0010", next="Call", due="2026-11-19", status="closed"),
    ]

    found = ordered([*waiting, row("W26-0011"), row("W26-0012", status="draft")])

    assert [number[-2:] for number in numbers(found.todo)] == ["03", "09", "08", "07", "01", "06", "05", "04", "02"]
    assert numbers(found.drafts) == ["W26-0012"]
    assert numbers(found.cases) == ["W26-0011", "W26-0010"]
    assert sorted(numbers(found.rows())) == sorted([*numbers(waiting), "W26-0011", "W26-0012"])


@given(st.lists(st.builds(
    row, st.sampled_from(["W26-0001", "W26-10000", "odd", ""]), status=st.sampled_from(["draft", "open", "closed", ""]),
    next=st.sampled_from(["", "Call"]), due=st.sampled_from(["", "2026-11-24", "soon"]), updated=st.text(max_size=3),
), max_size=9))  # fmt: skip
def test_every_case_stands_in_exactly_one_section(rows):
    assert sorted(map(id, ordered(rows).rows())) == sorted(map(id, rows))


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"mine": "me"}, ["W26-0001", "W26-0004", "W26-0005"]),
        ({"nobodys": True}, ["W26-0003"]),
        ({"mine": "me", "nobodys": True}, ["W26-0001", "W26-0003", "W26-0004", "W26-0005"]),
        ({"due_by": "2026-11-24"}, ["W26-0001", "W26-0002"]),
        ({"mine": "me", "due_by": "2026-11-24"}, ["W26-0001"]),
    ],
)
def test_cases_can_be_filtered_by_who_has_them_and_by_what_is_due(filters, left):
    rows = [
        row("W26-0001", assigned="me", next="Call", due="2026-11-24T14:00"),
        row("W26-0002", assigned="you", next="Call", due="2026-11-20", updated_by="me", created_by="me"),
        row("W26-0003", next="First contact", created_by="me", updated_by="me"),
        row("W26-0004", status="draft", updated_by="me", created_by="you"),
        row("W26-0005", status="draft", updated_by="you", created_by="me"),
        row("W26-0006", status="draft", updated_by="you", created_by="you"),
        row("W26-0007", status="draft", assigned="you", updated_by="me"),
        row("W26-0008", status="closed", assigned="you", due="2026-11-20"),
    ]

    assert numbers(keep(rows, Filters(**filters))) == left


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sample Person 07", "S. P."),
        ("josé núñez", "J. N."),
        ("山田 太郎", "山. 太."),
        ("07", "(name)"),
        ("", "(no name yet)"),
    ],
)
def test_the_list_shows_initials_unless_it_may_show_names(name, short):
    assert person(name, whole=False) == short
    assert person(name, whole=True) == (name or "(no name yet)")


def test_initials_never_hold_a_whole_word():
    assert initials("Sample De La Person") == "S. D. L."


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        ("2026-11-25T02:04:00Z", "9:04 pm"),
        ("2026-11-24T05:00:00Z", "12:00 am"),
        ("2026-11-24T04:59:00Z", "23 Nov"),
        ("2025-12-31T12:00:00Z", "Dec 2025"),
        ("", ""),
        ("yesterday", ""),
        ("0001-01-01T00:00:00Z", ""),  # still the year before in Wilmington, and no such year
    ],
)
def test_a_change_is_told_by_the_clock_of_the_programs_place(stamp, said):
    now = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)

    assert when(stamp, now, WILMINGTON, MONTHS) == said
