"""Kleene's tables, written out."""

from __future__ import annotations

from itertools import product

import pytest

from lead_tui.truth import Truth, all_of, any_of, negation, of

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

BOTH = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
EITHER = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}


@pytest.mark.parametrize(("pair", "expected"), BOTH.items())
def test_all_of_two(pair, expected):
    assert all_of(pair) is expected


@pytest.mark.parametrize(("pair", "expected"), EITHER.items())
def test_any_of_two(pair, expected):
    assert any_of(pair) is expected


@pytest.mark.parametrize(("value", "expected"), [(T, F), (F, T), (U, U)])
def test_negation(value, expected):
    assert negation(value) is expected


def test_three_and_more_are_as_two_by_two():
    for one, two, three in product(Truth, repeat=3):
        assert all_of([one, two, three]) is BOTH[BOTH[one, two], three]
        assert any_of([one, two, three]) is EITHER[EITHER[one, two], three]


def test_nothing_at_all_holds_as_all_and_not_as_any():
    assert all_of([]) is T
    assert any_of([]) is F


def test_what_is_known_is_one_of_two():
    assert of(True) is T
    assert of(False) is F


def test_a_truth_is_never_taken_for_one_of_two_values():
    with pytest.raises(TypeError, match="three values"):
        bool(U)
