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
    ],
)
def test_a_change_is_told_by_the_clock_of_the_programs_place(stamp, said):
    now = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)

    assert when(stamp, now, WILMINGTON, MONTHS) == said
