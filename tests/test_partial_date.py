"""What is known of a day: forms of EDTF, good and bad, and counting back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import days_in, law, narrower, partial_dates

from lead_tui.partial_date import (
    DateProblem,
    PartialDate,
    day_after,
    day_before,
    exactly,
    minus,
    month_of,
    parse_edtf,
    year_of,
)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("2016-05", date(2016, 5, 1), date(2016, 5, 31), "month"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2015-02", date(2015, 2, 1), date(2015, 2, 28), "month"),
        ("2016-02-29", date(2016, 2, 29), date(2016, 2, 29), "day"),
        ("2014/2016", date(2014, 1, 1), date(2016, 12, 31), "interval"),
        ("2014-03/2014-05", date(2014, 3, 1), date(2014, 5, 31), "interval"),
        ("2022-05-14/2024-05-14", date(2022, 5, 14), date(2024, 5, 14), "interval"),
        ("2016-05-14/2016-05-14", date(2016, 5, 14), date(2016, 5, 14), "day"),
        ("2016-01-01/2016-12-31", date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("2014/2014-06-01", date(2014, 1, 1), date(2014, 6, 1), "interval"),
        ("../2015", None, date(2015, 12, 31), "interval"),
        ("../2015-12-31", None, date(2015, 12, 31), "interval"),
        ("2021-03-01/..", date(2021, 3, 1), None, "interval"),
        ("2021/..", date(2021, 1, 1), None, "interval"),
        ("0001-01-01", date(1, 1, 1), date(1, 1, 1), "day"),
        ("9999", date(9999, 1, 1), date(9999, 12, 31), "year"),
    ],
)
def test_a_form_of_edtf_that_is_taken(text, earliest, latest, precision):
    known = parse_edtf(text)

    assert (known.earliest, known.latest, known.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2016-5", "date.not_edtf"),
        ("2016-05-4", "date.not_edtf"),
        ("16", "date.not_edtf"),
        ("02016", "date.not_edtf"),
        ("0000", "date.not_edtf"),
        ("-2016", "date.not_edtf"),
        ("2016~", "date.not_edtf"),
        ("2016?", "date.not_edtf"),
        ("201X", "date.not_edtf"),
        ("2016-21", "date.no_such_month"),
        ("2016-00", "date.no_such_month"),
        ("2016-13-01", "date.no_such_month"),
        ("2016-02-30", "date.no_such_day"),
        ("2015-02-29", "date.no_such_day"),
        ("2016-05-00", "date.no_such_day"),
        ("2016-05-14T10:00", "date.not_edtf"),
        (" 2016", "date.not_edtf"),
        ("2016\n", "date.not_edtf"),
        ("２０１６", "date.not_edtf"),
        ("05/14/16", "date.not_edtf"),
        ("never", "date.not_edtf"),
        ("", "date.not_edtf"),
        ("../..", "date.open_both"),
        ("/2015", "date.not_edtf"),
        ("2015/", "date.not_edtf"),
        ("/", "date.not_edtf"),
        ("2014/2015/2016", "date.not_edtf"),
        ("../2015/..", "date.not_edtf"),
        ("2016/2014", "date.backwards"),
        ("2016-05-14/2016-05-13", "date.backwards"),
    ],
)
def test_a_form_that_is_not_taken_says_which_sentence_explains_it(text, word):
    with pytest.raises(DateProblem) as caught:
        parse_edtf(text)

    assert caught.value.word == word


def test_an_interval_has_one_end_at_least_and_does_not_run_backwards():
    with pytest.raises(DateProblem):
        PartialDate(None, None)
    with pytest.raises(DateProblem):
        PartialDate(date(2016, 1, 2), date(2016, 1, 1))


@law
@given(partial_dates())
def test_what_is_written_is_read_back(known):
    assert parse_edtf(known.edtf()) == known


@law
@given(st.data())
def test_what_is_narrower_is_held_and_so_is_each_of_its_days(data):
    known = data.draw(partial_dates())
    part = data.draw(narrower(known))

    assert known.holds(part)
    assert known.holds(exactly(data.draw(days_in(part))))
    assert part == known or not part.holds(known)


@law
@given(known=partial_dates(), day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_read_up_to_a_day_it_holds_the_same_days_up_to_there(known, day):
    cut = known.up_to(day)

    if cut is None:
        assert known.earliest > day
    else:
        assert known.holds(cut)
        assert cut.latest <= day
        assert cut.earliest == known.earliest
        assert cut.holds(exactly(min(day, known.latest or day)))


@pytest.mark.parametrize(
    ("day", "years", "months", "expected"),
    [
        (date(2026, 11, 24), 10, 0, date(2016, 11, 24)),
        (date(2026, 11, 24), 0, 24, date(2024, 11, 24)),
        (date(2024, 2, 29), 1, 0, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, 0, date(2020, 2, 29)),
        (date(2026, 2, 28), 10, 0, date(2016, 2, 28)),
        (date(2026, 8, 31), 0, 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 0, 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 0, 1, date(2025, 12, 15)),
        (date(2026, 3, 31), 1, 1, date(2025, 2, 28)),
        (date(2008, 2, 29), -18, 0, date(2026, 2, 28)),
        (date(2026, 11, 24), 0, 0, date(2026, 11, 24)),
        (date(5, 5, 5), 10, 0, date.min),
        (date(9990, 5, 5), -20, 0, date.max),
    ],
)
def test_counting_back_clamps_to_the_end_of_the_month_and_of_the_calendar(day, years, months, expected):
    assert minus(day, years=years, months=months) == expected


@law
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 60), st.integers(0, 40))
def test_counting_further_back_never_comes_later(day, years, months):
    assert minus(day, years=years, months=months + 1) <= minus(day, years=years, months=months) <= day
    assert minus(day - timedelta(days=1), years=years, months=months) <= minus(day, years=years, months=months)


def test_the_days_beside_a_day_stop_at_the_ends_of_the_calendar():
    assert day_before(date(2024, 3, 1)) == date(2024, 2, 29)
    assert day_after(date(2023, 2, 28)) == date(2023, 3, 1)
    assert day_before(date.min) == date.min
    assert day_after(date.max) == date.max


def test_a_month_and_a_year_are_whole():
    assert month_of(2024, 2).edtf() == "2024-02"
    assert year_of(2024).edtf() == "2024"
    assert PartialDate(date(2024, 2, 1), date(2024, 2, 28)).edtf() == "2024-02-01/2024-02-28"
