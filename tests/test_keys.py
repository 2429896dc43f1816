from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding

from lead_tui import keys
from lead_tui.app import LeadApp
from lead_tui.screens.case import CaseScreen
from lead_tui.screens.case_list import CaseList, SearchBox
from lead_tui.screens.contact import ContactDialog
from lead_tui.screens.decision import DecisionDialog
from lead_tui.screens.dialogs import Dialog
from lead_tui.screens.filtering import FilterDialog, _Ticks
from lead_tui.screens.help import HelpScreen, key_lines
from lead_tui.widgets.rows import Rows

HOUSES = [
    (keys.HOME, CaseList),
    (keys.CASE, CaseScreen),
    (keys.DIALOG, Dialog),
    (keys.DIALOG, FilterDialog),
    (keys.FILL, DecisionDialog),
    (keys.FILL, ContactDialog),
    (keys.HELP, HelpScreen),
    (keys.LIST, Rows),
    (keys.SEARCH, SearchBox),
    (keys.TICKS, _Ticks),
]
"""Each place of the table, and who stands there."""

EVERY_PLACE = sorted(keys.SCREENS | keys.PARTS | keys.FIELDS)

NEVER = {
    "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket", "ctrl+q", "ctrl+backslash", "ctrl+a",
    "ctrl+b", "tilde", "ctrl+at",
}  # fmt: skip
"""Keys that terminals, shells and SSH need for themselves."""


def pressed(place: str) -> list[str]:
    """The single keys bound at a place."""
    made = Binding.make_bindings(keys.bindings(place))
    return [binding.key for binding in made]


@pytest.mark.parametrize(("place", "house"), HOUSES, ids=lambda value: str(value))
def test_who_stands_at_a_place_binds_what_the_table_says_and_can_do_it(place, house):
    assert keys.bindings(place) == house.BINDINGS
    for key in keys.TABLE:
        if place in key.places and key.action:
            target, dot, action = key.action.partition(".")
            owner = LeadApp if dot else house
            assert callable(getattr(owner, f"action_{action if dot else target}", None)), key


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_no_key_means_two_things_at_one_place(place):
    assert len(pressed(place)) == len(set(pressed(place)))


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_no_key_is_one_that_terminals_need(place):
    assert not NEVER & set(pressed(place))
    assert not any(key.startswith(("alt+", "shift+up", "shift+down", "super+")) for key in pressed(place))


@pytest.mark.parametrize("place", sorted(keys.SCREENS))
def test_every_screen_can_be_left_helped_and_drawn_again(place):
    assert {"escape", "ctrl+c", "ctrl+g", "f1", "ctrl+l", "ctrl+s"} <= set(pressed(place))


def test_letters_quit_and_answer_only_at_their_place():
    assert [place for place in EVERY_PLACE if "q" in pressed(place)] == [keys.HOME]
    assert [place for place in EVERY_PLACE if "y" in pressed(place)] == [keys.YES_NO]


def test_capitals_count_too():
    assert {"y", "Y", "n", "N", "u", "U", "d", "D"} <= set(pressed(keys.YES_NO))


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_the_footer_tells_only_keys_that_are_bound_there(place):
    for key in keys.TABLE:
        if place in key.footers:
            assert place in key.places
            assert key.footer


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_the_help_tells_every_key_of_a_place(place):
    told = " ".join(shown for shown, _words in keys.help_lines(place))

    for key in keys.TABLE:
        if place in key.places:
            assert key.shown in told
    assert all(words for _shown, words in keys.help_lines(place))


def test_the_footers_are_those_of_the_drawings():
    assert (
        keys.footer(keys.HOME, 80) == " i new intake   Enter open   c contact   / search   f filter   ? help   q quit"
    )
    assert keys.footer(keys.WIZARD, 80) == (
        " Tab next   Ctrl+O open question   Ctrl+N next step   Ctrl+G help   Esc leave"
    )
    assert keys.footer(keys.WIZARD, 120) == (
        " Tab next   Shift+Tab back   Ctrl+O open question   Ctrl+N next step   Ctrl+R review   Ctrl+G help   Esc leave"
    )


def test_the_footer_leaves_out_what_cannot_be_done_now():
    told = keys.footer(keys.HOME, 80, lambda action: action not in ("open", "contact", "search", "filter", "mine"))

    assert told == " i new intake   ? help   q quit"


@given(st.sampled_from(EVERY_PLACE), st.integers(20, 200))
def test_a_footer_is_never_wider_than_the_screen_and_never_cut_in_a_word(place, width):
    told = keys.footer(place, width)
    whole = keys.footer(place, 500)

    assert len(told) <= width or told.count("   ") == 0
    assert set(told.strip().split("   ")) <= set(whole.strip().split("   "))


@given(st.lists(st.sampled_from(EVERY_PLACE), min_size=1, max_size=3), st.integers(56, 76))
def test_the_help_fits_its_frame(places, width):
    assert all(len(line) <= width + 2 for line in key_lines(places, width))


@given(st.lists(st.sampled_from(EVERY_PLACE), min_size=1, max_size=3, unique=True))
def test_no_entry_of_the_help_is_broken_over_its_two_columns(places):
    width = 76
    shown = tuple(key for key, _words in keys.help_lines(*places))
    right = [line[(width - 1) // 2 + 2 :] for line in key_lines(places, width)]

    assert not right[0].strip() or right[0].startswith(shown)
