"""Dates in words, so that nobody swaps day and month."""

from __future__ import annotations

import pytest

from lead_tui import date_words
from lead_tui.partial_date import parse_edtf
from lead_tui.program_file import common_words
from lead_tui.words import Words

WORDS = Words(common_words())


@pytest.mark.parametrize(
    ("edtf", "alone", "on", "born"),
    [
        ("1990-05-14", "14 May 1990", "on 14 May 1990", "14 May 1990"),
        ("2016-09-01", "1 September 2016", "on 1 September 2016", "1 September 2016"),
        ("1990-05", "May 1990", "in May 1990", "in May 1990"),
        ("1990", "1990", "in 1990", "in 1990"),
        ("../2015-12-31", "before 2016", "before 2016", "before 2016"),
        ("../2016-11-23", "before 24 November 2016", "before 24 November 2016", "before 24 November 2016"),
        ("2017-01-01/..", "after 2016", "after 2016", "after 2016"),
        ("2021-03-01/..", "after 28 February 2021", "after 28 February 2021", "after 28 February 2021"),
        (
            "2022-05-14/2024-05-14",
            "between 14 May 2022 and 14 May 2024",
            "between 14 May 2022 and 14 May 2024",
            "between 14 May 2022 and 14 May 2024",
        ),
    ],
)
def test_a_date_alone_after_an_event_and_after_born(edtf, alone, on, born):
    known = parse_edtf(edtf)

    assert date_words.in_words(known, WORDS) == alone
    assert date_words.on(known, WORDS) == on
    assert date_words.born(known, WORDS) == born


def test_months_are_short_in_lists():
    assert date_words.in_words(parse_edtf("2016-09-30"), WORDS, short=True) == "30 Sep 2016"
    assert date_words.in_words(parse_edtf("2016-09"), WORDS, short=True) == "Sep 2016"
    assert date_words.on(parse_edtf("../2016-09-29"), WORDS, short=True) == "before 30 Sep 2016"
