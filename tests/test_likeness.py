"""Who is perhaps the same person: spelling is forgiven, and staff are not drowned in people who are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from lead_tui.likeness import Closeness, Named, closeness, likeness, name_of
from lead_tui.partial_date import parse_edtf

BORN = "1990-05-14"

SAME = [
    ("Maria Sample", "maria  SAMPLE "),
    ("María Sámple", "Maria Sample"),
    ("Person, Sample", "Sample Person"),
    ("O'Sample Jones-Person", "OSample Jones Person"),
    ("Sample Person 07", "Person 07, Sample"),
]
"""Ways to write one name."""

CLOSE = [
    ("Sample Person", "Sampel Person"),
    ("Samples Person", "Sample Person"),
    ("Sample Alexis Person", "Sample Person"),
    ("Sample A. Person", "Sample Alexis Person"),
    ("Sample A. Person", "Sample Person"),
    ("Sample Person Garcia", "Garcia Sample"),
    ("Sampel Person 07", "Sample Person 07"),
]
"""Names that may well be one person's, whatever is known of the birth date."""

FAINT = [
    ("S. Person", "Sample Person"),
    ("Sampel Persom", "Sample Person"),
    ("Joan Sample", "John Sample"),
    ("Sample A. Person", "Sample B. Person"),
    ("Sample", "Sample"),
    ("Christiana Sample", "Kristiana Sample"),
]
"""Names that are one person's perhaps, where the birth date is the same to the day."""

OTHERS = [
    ("Sample Person", "Sample Parsons Jones"),
    ("Sample Person 07", "Sample Person 08"),
    ("Sample Person 07", "Sample Person"),
    ("Sample Person", "Sample"),
    ("Sample Person", "Person"),
    ("Ann Sample", "Amy Sample"),
    ("Sample Lee", "Sample Lea"),
    ("Bob Sample", "Robert Sample"),
    ("Sample Person", "Sample Warden"),
    ("Q. Person", "Sample Person"),
    ("", "Sample Person"),
    ("07", "07"),
    ("?", "?"),
]
"""Names of two people."""

TABLE = [
    *((one, other, Closeness.SAME) for one, other in SAME),
    *((one, other, Closeness.CLOSE) for one, other in CLOSE),
    *((one, other, Closeness.FAINT) for one, other in FAINT),
    *((one, other, Closeness.NONE) for one, other in OTHERS),
]


@pytest.mark.parametrize(("one", "other", "alike"), TABLE)
def test_names_are_as_alike_as_people_would_say(one, other, alike):
    assert closeness(name_of(one), name_of(other)) is alike
    assert closeness(name_of(other), name_of(one)) is alike


@pytest.mark.parametrize(("one", "other", "alike"), TABLE)
def test_a_name_is_found_among_all_names_as_alike_as_it_is(one, other, alike):
    named = Named()
    named.take([("W26-0001", other), ("W26-0002", "Quite Another"), ("W26-0003", "")])

    assert named.near(one) == ({"W26-0001": alike} if alike else {})


WORDS = st.sampled_from(["sample", "sampel", "person", "persons", "al", "ana", "anna", "j", "07", "08", "lee", "ruiz"])
NAMES = st.lists(WORDS, max_size=4).map(" ".join)


@law
@given(NAMES, st.lists(NAMES, max_size=8))
def test_the_quick_search_finds_what_comparing_each_would_find(wanted, names):
    rows = [(f"W26-{number:04d}", name) for number, name in enumerate(names)]
    named = Named()
    named.take(rows[:3])
    named.take(rows)

    each = {case: closeness(name_of(wanted), name_of(name)) for case, name in rows}
    assert named.near(wanted) == {case: near for case, near in each.items() if near}


@law
@given(NAMES, NAMES)
def test_it_does_not_matter_who_is_compared_with_whom(one, other):
    assert closeness(name_of(one), name_of(other)) is closeness(name_of(other), name_of(one))


def test_a_name_that_was_changed_is_found_as_it_is_now():
    named = Named()
    named.take([("W26-0001", "Sample Person")])
    named.take([("W26-0001", "Quite Another")])

    assert named.near("Sample Person") == {}
    assert named.near("Quite Another") == {"W26-0001": Closeness.SAME}


REASONS = [
    (Closeness.SAME, BORN, BORN, "Same birth date, same name."),
    (Closeness.CLOSE, BORN, BORN, "Same birth date, very close name."),
    (Closeness.FAINT, BORN, BORN, "Same birth date, close name."),
    (Closeness.SAME, "1990", BORN, "Same name; the birth dates may be the same."),
    (Closeness.CLOSE, "1990-05", "1989/1991", "Very close name; the birth dates may be the same."),
    (Closeness.SAME, None, BORN, "Same name; birth date not known in one."),
    (Closeness.SAME, None, None, "Same name; birth date known in neither."),
    (Closeness.CLOSE, BORN, None, "Very close name; birth date not known in one."),
    (Closeness.SAME, BORN, "1990-05-15", "Same name, another birth date."),
    (Closeness.SAME, "1991", BORN, "Same name, another birth date."),
    (Closeness.CLOSE, BORN, "1990-05-15", ""),
    (Closeness.FAINT, BORN, "1990", ""),
    (Closeness.FAINT, "1990", "1990", ""),
    (Closeness.FAINT, None, BORN, ""),
    (Closeness.NONE, BORN, BORN, ""),
]


@pytest.mark.parametrize(("name", "mine", "other", "reason"), REASONS)
def test_the_reason_is_said_in_words(name, mine, other, reason):
    dates = [parse_edtf(date) if date else None for date in (mine, other)]
    found, back = likeness(name, *dates), likeness(name, *reversed(dates))

    assert (found.reason if found else "") == reason
    assert back == found


def test_the_more_likely_comes_first():
    found = [likeness(name, *[parse_edtf(date) if date else None for date in dates]) for name, *dates, _ in REASONS]
    ranks = {each.reason: each.rank for each in found if each}

    assert sorted(ranks, key=ranks.__getitem__, reverse=True)[0] == "Same birth date, same name."
    assert min(ranks, key=ranks.__getitem__) == "Same name, another birth date."
    assert ranks["Same name; birth date not known in one."] > ranks["Very close name; birth date not known in one."]
