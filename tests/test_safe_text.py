from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_tui.safe_text import DROPPED, REFUSED, as_ascii, clean, first_refused, guard, shown, unguard

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Every code point, lone surrogates too."""

ACTING = ["\x00", "\x07", "\x08", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\x9d", "\u202e", "\u2066", "\u2028", "\ud800"]


@pytest.mark.parametrize("character", ACTING, ids=ascii)
def test_a_character_that_acts_is_refused_taken_out_and_shown(character):
    text = f"Sample{character}Person"

    assert first_refused(text) == (6, ord(character))
    assert clean(text) == ("SamplePerson", 1)
    assert shown(text) == f"Sample<U+{ord(character):04X}>Person"


@pytest.mark.parametrize("text", ["José Núñez", "👩‍👩‍👧", "א ב", "\u200fא", "=cmd()", "[red]", "a\tb\nc", "e\u0301"])
def test_everything_else_stays_as_it_was_typed(text):
    assert clean(text) == (text, 0)
    assert first_refused(text) is None


@given(ANY_TEXT)
def test_what_is_clean_is_refused_nowhere(text):
    cleaned, taken = clean(text)

    assert first_refused(cleaned) is None
    assert taken == sum(ord(character) in REFUSED for character in text)
    assert clean(cleaned) == (cleaned, 0)


@given(ANY_TEXT)
def test_what_is_shown_is_one_line_that_a_terminal_only_prints(text):
    line = shown(text)

    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert shown(line) == line


@given(ANY_TEXT)
def test_no_screen_row_holds_a_control_character(text):
    row = text.translate(DROPPED)

    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in row)


def test_line_feeds_are_flattened_to_one_blank():
    assert shown("two\r\nlines\tof text") == "two lines of text"


@given(st.text())
def test_a_guarded_text_comes_back_as_it_was(text):
    assert unguard(guard(text)) == text


@given(st.text())
def test_a_guarded_cell_is_no_formula(text):
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'quoted", "＝1", "＋1", "－1", "＠x", "＇x"])
def test_the_head_of_a_formula_is_guarded_by_one_apostrophe(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Sample Person 07", "1 - 2", "a=b", " =1"])
def test_other_texts_are_not_guarded(text):
    assert guard(text) == text


@given(st.text())
def test_a_guarded_cell_survives_a_csv_file(text):
    text = clean(text)[0]
    file = io.StringIO()
    csv.writer(file).writerow([guard(text)])

    read = next(csv.reader(io.StringIO(file.getvalue(), newline="")))

    assert unguard(read[0]) == text


def test_ascii_keeps_box_lines_letters_and_columns():
    assert as_ascii("┌─ Años ─┐│") == "+- Anos -+|"
    assert as_ascii("漢x", (2, 1)) == "??x"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_ascii_is_ascii_of_the_same_width(text):
    written = as_ascii(text)

    assert written.isascii()
    assert len(written) == len(text)
