"""Dates as a hand types them: every form, every error in its exact words, and what is read meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from lead_tui.date_words import problem_in_words
from lead_tui.partial_date import DateProblem, exactly, month_of, year_of
from lead_tui.program_file import common_words
from lead_tui.typed_date import read, so_far
from lead_tui.words import Words

WORDS = Words(common_words())
TODAY = date(2026, 11, 24)
MONTHS = WORDS.listing("date.months")
SHORT = WORDS.listing("date.months_short")


def _read(text, *, referral=TODAY, birth=False):
    return read(text, WORDS, today=TODAY, referral=referral, birth=birth)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("1990", "1990"),
        ("1990-05", "1990-05"),
        ("1990-05-14", "1990-05-14"),
        ("5/14/1990", "1990-05-14"),
        ("05/14/1990", "1990-05-14"),
        ("May 1990", "1990-05"),
        ("may 1990", "1990-05"),
        ("MAY 1990", "1990-05"),
        ("  May   1990 ", "1990-05"),
        ("Sep 1990", "1990-09"),
        ("Sept 1990", "1990-09"),
        ("Sep. 1990", "1990-09"),
        ("September 1990", "1990-09"),
        ("May 14 1990", "1990-05-14"),
        ("May 14, 1990", "1990-05-14"),
        ("14 May 1990", "1990-05-14"),
        ("20 May 1990", "1990-05-20"),
        ("today", "2026-11-24"),
        ("Today", "2026-11-24"),
        ("05141990", "1990-05-14"),
        ("19900514", "1990-05-14"),
        ("20000229", "2000-02-29"),
        ("02292000", "2000-02-29"),
        ("10101910", "1910-10-10"),
        ("before 2016", "../2015-12-31"),
        ("before May 2016", "../2016-04-30"),
        ("before 2016-05-14", "../2016-05-13"),
        ("after 2016", "2017-01-01/.."),
        ("since 2016", "2016-01-01/.."),
        ("after 14 May 2016", "2016-05-15/.."),
        ("about 3 years ago", "2022-11-24/2024-11-24"),
        ("about 1 year ago", "2024-11-24/2026-11-24"),
        ("about 0 years ago", "2025-11-24/2026-11-24"),
        ("2014/2016", "2014-01-01/2016-12-31"),
        ("../2015-12-31", "../2015-12-31"),
        ("2021-03-01/..", "2021-03-01/.."),
    ],
)
def test_a_form_that_is_taken(typed, edtf):
    assert _read(typed).edtf() == edtf


def test_an_age_is_read_of_a_birth_date_alone_as_the_days_of_birth_it_leaves():
    assert _read("age 34", birth=True).edtf() == "1991-11-25/1992-11-24"
    assert read("age 34", WORDS, today=TODAY, referral=date(2024, 2, 29), birth=True).edtf() == "1989-03-01/1990-02-28"
    with pytest.raises(DateProblem):
        _read("age 34", birth=False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2016-02-30", "Feb 30 does not exist. Enter a real date, like 2016-02-28."),
        ("2/30/2016", "Feb 30 does not exist. Enter a real date, like 2016-02-28."),
        ("30 Feb 2016", "Feb 30 does not exist. Enter a real date, like 2016-02-28."),
        ("02302016", "Feb 30 does not exist. Enter a real date, like 2016-02-28."),
        ("2015-02-29", "Feb 29, 2015 does not exist. Enter a real date, like 2015-02-28."),
        ("2016-04-31", "Apr 31 does not exist. Enter a real date, like 2016-04-30."),
        ("5/14/90", "5/14/90: write the year with 4 digits, like 5/14/1990."),
        ("5/14/0990", "5/14/0990: write the year with 4 digits, like 5/14/1990."),
        ("14/5/1990", "14/5/1990: there is no month 14. Use month/day/year, like 5/14/1990."),
        ("31/12/1990", "31/12/1990: there is no month 31. Use month/day/year, like 12/31/1990."),
        ("14/15/1990", "14/15/1990: there is no month 14. Use month/day/year, like 5/14/1990."),
        ("2016-13", "2016-13: there is no month 13. Months are 01 to 12, like 2016-05-14."),
        ("0/14/1990", "0/14/1990: there is no month 0. Months are 01 to 12, like 2016-05-14."),
        ("2016-5", "2016-5: write month and day with 2 digits, like 2016-05-14."),
        ("2016-05-4", "2016-05-4: write month and day with 2 digits, like 2016-05-14."),
        ("2016-5-14", "2016-5-14: write month and day with 2 digits, like 2016-05-14."),
        ("abc", "abc is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("16", "16 is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("Mai 1990", "Mai 1990 is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("14 May 14 1990", "14 May 14 1990 is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("2016~", "2016~ is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("before", "before is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("/2015", "/2015 is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        ("before ../2015", "before ../2015 is not a date. Enter a year, month or day, like 2016 or 2016-05-14."),
        (
            "before after 2015",
            "before after 2015 is not a date. Enter a year, month or day, like 2016 or 2016-05-14.",
        ),
        ("../..", "../.. has no end at all. Give one end, like ../2015 or 2016/.."),
        ("2016/2014", "2016/2014 ends before it begins. Write the earlier end first, like 2014/2016."),
        (
            "05143090",
            "05143090: 8 digits are read as month, day, year, like 05141990, or year first, like 19900514.",
        ),
    ],
)
def test_a_form_that_is_not_taken_is_answered_in_these_words(typed, sentence):
    with pytest.raises(DateProblem) as caught:
        _read(typed)

    assert problem_in_words(caught.value, WORDS, given=typed) == sentence


def test_what_counts_from_the_referral_asks_for_its_date_first():
    with pytest.raises(DateProblem) as caught:
        _read("about 3 years ago", referral=None)

    assert problem_in_words(caught.value, WORDS, given="about 3 years ago") == (
        "about 3 years ago counts from the date of the referral, which is not set. Enter that first."
    )


def test_no_text_however_long_does_more_than_be_refused():
    for text in ("before " * 5000, "1" * 5000, "before " * 5000 + "2016", "May " * 2000):
        with pytest.raises(DateProblem):
            _read(text)
        assert so_far(text, WORDS, today=TODAY) is None


# ----------------------------------------------------------------------------------- while it is typed

FORMS = {
    "1990-05-14": lambda d: (d.isoformat(), exactly(d)),
    "1990-05": lambda d: (f"{d:%Y-%m}", month_of(d.year, d.month)),
    "1990": lambda d: (f"{d.year}", year_of(d.year)),
    "5/14/1990": lambda d: (f"{d.month}/{d.day}/{d.year}", exactly(d)),
    "05/14/1990": lambda d: (f"{d.month:02}/{d.day:02}/{d.year}", exactly(d)),
    "05141990": lambda d: (f"{d:%m%d%Y}", exactly(d)),
    "19900514": lambda d: (f"{d:%Y%m%d}", exactly(d)),
    "May 1990": lambda d: (f"{MONTHS[d.month - 1]} {d.year}", month_of(d.year, d.month)),
    "May 14 1990": lambda d: (f"{SHORT[d.month - 1]} {d.day} {d.year}", exactly(d)),
    "14 May 1990": lambda d: (f"{d.day} {MONTHS[d.month - 1].lower()} {d.year}", exactly(d)),
    "before 1990": lambda d: (f"before {d.year}", None),
    "after May 1990": lambda d: (f"after {SHORT[d.month - 1]} {d.year}", None),
    "since 14 May 1990": lambda d: (f"since {d.day} {SHORT[d.month - 1]} {d.year}", None),
}
"""Each form that the form's help names, with what it means."""


@law
@given(st.sampled_from(sorted(FORMS)), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_each_form_of_a_date_is_read_as_that_date(form, day):
    typed, meant = FORMS[form](day)

    known = _read(typed)

    assert known == meant or (meant is None and known.precision == "interval")


@law
@given(
    st.sampled_from(sorted(FORMS)),
    st.one_of(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(1000, 1, 1), date(9999, 12, 31))),
)
def test_what_is_read_while_a_date_is_typed_only_narrows_with_each_key(form, day):
    if form in ("05141990", "19900514") and not 1900 <= day.year <= 2099:
        return  # eight digits are of these two centuries
    typed, _ = FORMS[form](day)
    final = _read(typed)
    before = None

    for keys in range(1, len(typed) + 1):
        known = so_far(typed[:keys], WORDS, today=TODAY)
        assert before is None or known is not None
        assert known is None or before is None or before.holds(known)
        assert known is None or known.holds(final)
        before = known or before

    assert before is None or before == final


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("1", None),
        ("19", None),
        ("199", "1990-01-01/1999-12-31"),
        ("1990", "1990"),
        ("19900", "1990"),
        ("199005", "1990-05"),
        ("1990051", "1990-05"),
        ("1990-", "1990"),
        ("1990-0", "1990"),
        ("1990-05-", "1990-05"),
        ("1990-05-1", "1990-05"),
        ("0514", None),
        ("05141", "1900-05-14/1999-05-14"),
        ("0514199", "1990-05-14/1999-05-14"),
        ("0229199", "1990-02-28/1999-03-01"),
        ("5/14/199", None),
        ("5/14/1990", "1990-05-14"),
        ("14 May 199", None),
        ("199013", None),
        ("0532199", None),
        ("before 2016", None),
        ("n", None),
    ],
)
def test_what_is_read_so_far(typed, edtf):
    known = so_far(typed, WORDS, today=TODAY)

    assert (known.edtf() if known else None) == edtf


@law
@given(st.text("0123456789-/. abdefmnoty", max_size=14))
def test_any_keys_at_all_give_a_date_or_a_sentence(typed):
    try:
        known = _read(typed)
    except DateProblem as problem:
        said = problem_in_words(problem, WORDS, given=typed)
        assert said.endswith((".", "/.."))
        assert "{" not in said
    else:
        assert known.edtf()
    so_far(typed, WORDS, today=TODAY)
