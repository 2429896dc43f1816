"""Kinds of answer: what each reads, echoes, refuses and says, and that its cells lose nothing."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROGRAMS, REFERRAL, few, law, values

from lead_tui import kinds
from lead_tui.kinds.date import age_on
from lead_tui.partial_date import exactly
from lead_tui.program_texts import ERRORS
from lead_tui.question import TEXT_LIMIT, Context, Question
from lead_tui.words import placeholders

WILMINGTON = PROGRAMS["wilmington"]
CALIFORNIA = PROGRAMS["california_1001_87"]
CONTEXT = Context(words=WILMINGTON.words, today=REFERRAL, referral=REFERRAL, now="20:50")
ACCEPTED = ', "unknown" or "declined".'


def ask(key, program=WILMINGTON) -> Question:
    return program.questions[key]


def read(key, typed, *, program=WILMINGTON, context=CONTEXT, typing=False):
    return kinds.read(ask(key, program), typed, context, typing=typing)


@pytest.mark.parametrize(
    ("key", "typed", "value", "echo"),
    [
        ("drug_distribution", "y", "yes", "Yes"),
        ("drug_distribution", "Y", "yes", "Yes"),
        ("drug_distribution", "yes", "yes", "Yes"),
        ("drug_distribution", "ye", "yes", "Yes"),
        ("drug_distribution", " n ", "no", "No"),
        ("drug_distribution", "no", "no", "No"),
        ("drug_distribution", "u", "unknown", "Unknown"),
        ("drug_distribution", "unknown", "unknown", "Unknown"),
        ("drug_distribution", "don't know", "unknown", "Unknown"),
        ("drug_distribution", "don’t know", "unknown", "Unknown"),
        ("drug_distribution", "D", "declined", "Declined"),
        ("drug_distribution", "refused", "declined", "Declined"),
        ("pathway", "s", "social", "Social referral"),
        ("pathway", "c", "criminal", "Criminal referral"),
        ("pathway", "Criminal", "criminal", "Criminal referral"),
        ("pathway", "social referral", "social", "Social referral"),
        ("referral_source", "the person", "self", "The person themselves"),
        ("referral_source", "v", "provider", "Service provider"),
        ("answer_sources", "r, w", ["record", "observation"], "Records check, Own observation"),
        ("answer_sources", "w,r,w", ["record", "observation"], "Records check, Own observation"),
        ("answer_sources", "records check", ["record"], "Records check"),
        ("answer_sources", "none", [], "None of these"),
        ("answer_sources", "u", "unknown", "Unknown"),
        ("opioid_dosage_units", "12", 12, "12 dosage units"),
        ("opioid_dosage_units", "50.5", 50.5, "50.5 dosage units"),
        ("opioid_dosage_units", "50.0", 50, "50 dosage units"),
        ("opioid_dosage_units", "0", 0, "0 dosage units"),
        ("opioid_dosage_units", "-0", 0, "0 dosage units"),
        ("opioid_dosage_units", ".5", 0.5, "0.5 dosage units"),
        ("opioid_dosage_units", "007", 7, "7 dosage units"),
        ("opioid_dosage_units", "u", "unknown", "Unknown"),
        ("date_of_birth", "05141990", "1990-05-14", "14 May 1990 (age 36)"),
        ("date_of_birth", "1990", "1990", "1990 (age 35 or 36)"),
        ("date_of_birth", "before 1990", "../1989-12-31", "before 1990"),
        ("date_of_birth", "age 34", "1991-11-25/1992-11-24", "between 25 Nov 1991 and 24 Nov 1992 (age 34)"),
        ("date_of_birth", "d", "declined", "Declined"),
        ("referral_date", "today", "2026-11-24", "24 Nov 2026 (today)"),
        ("referral_date", "11/2/2026", "2026-11-02", "2 Nov 2026"),
        ("violent_crime_date", "n", "never", "Never"),
        ("violent_crime_date", "never", "never", "Never"),
        ("violent_crime_date", "none", "never", "Never"),
        ("violent_crime_date", "o", "../2016-11-23", "older than 10 years"),
        ("violent_crime_date", "w", "2016-11-24/2026-11-24", "within 10 years"),
        ("violent_crime_date", "Nov 2016", "2016-11", "Nov 2016"),
        ("violent_crime_date", "Dec 2016", "2016-12", "Dec 2016"),
        ("violent_crime_date", "about 3 years ago", "2022-11-24/2024-11-24", "between 24 Nov 2022 and 24 Nov 2024"),
        ("listed_assault_charge_date", "o", "../2021-11-23", "older than 5 years"),
        ("case_manager_called", "8:50 pm", "20:50", "8:50 pm"),
        ("case_manager_called", "8 PM", "20:00", "8:00 pm"),
        ("case_manager_called", "20:50", "20:50", "8:50 pm"),
        ("case_manager_called", "t", "20:50", "8:50 pm"),
        ("case_manager_called", "now", "20:50", "8:50 pm"),
        ("case_manager_called", "12:05 am", "00:05", "12:05 am"),
        ("case_manager_called", "12 pm", "12:00", "12:00 pm"),
        ("name", "Sample Person 07", "Sample Person 07", ""),
        ("name", "u", "u", ""),
        ("name", "unknown", "unknown", ""),
        ("name", " padded ", " padded ", ""),
    ],
)
def test_what_is_typed_is_echoed_as_it_is_understood(key, typed, value, echo):
    reading = read(key, typed)

    assert (reading.value, reading.echo, reading.problem) == (value, echo, "")
    assert type(reading.value) is type(value)


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("drug_distribution", "k", "k is no answer here. Press y, n, u or d, or Enter to see them."),
        ("drug_distribution", "yess", "yess is no answer here. Press y, n, u or d, or Enter to see them."),
        ("pathway", "k", "k is no pathway. Press s for social or c for criminal."),
        ("pathway", "u", "u is no pathway. Press s for social or c for criminal."),
        (
            "referral_source",
            "x",
            "x is none of the options. Choose one of p (Police officer), v (Service provider), "
            "t (The person themselves), f (Family or friend), c (Somebody of the community), b (By telephone).",
        ),
        (
            "answer_sources",
            "r, x",
            "x is none of the options. Choose among r (Records check), w (Own observation), p (The person), "
            "h (Other), with commas between, or none.",
        ),
        ("opioid_dosage_units", "-3", "-3 is below 0. Enter 0 or more, like 12."),
        ("opioid_dosage_units", "ten", "ten is not a number. Enter digits, like 10, or u for unknown."),
        ("opioid_dosage_units", "1,5", "1,5: use a point, like 1.5."),
        ("opioid_dosage_units", "1,000", "1,000 is not a number. Enter digits, like 10, or u for unknown."),
        ("opioid_dosage_units", "1e3", "1e3 is not a number. Enter digits, like 10, or u for unknown."),
        ("opioid_dosage_units", "nan", "nan is not a number. Enter digits, like 10, or u for unknown."),
        ("opioid_dosage_units", "１２", "１２ is not a number. Enter digits, like 10, or u for unknown."),
        (
            "opioid_dosage_units",
            "1234567890123",
            "1234567890123 has too many digits. Enter at most 12 before the point and 6 after it.",
        ),
        ("referral_date", "2026-11", "2026-11 lacks the day. Enter the full date, like 2026-11-24."),
        ("referral_date", "2027-01-02", "2 Jan 2027 is after today. Enter today or an earlier date."),
        (
            "referral_date",
            "u",
            "u is not a date. Enter a year, month or day, like 2016 or 2016-05-14.",
        ),
        ("date_of_birth", "5/14/2030", "14 May 2030 is after the referral. Enter a date before 24 Nov 2026."),
        ("date_of_birth", "1890", "1890 is over 120 years ago. Check the year."),
        ("date_of_birth", "5/14/90", "5/14/90: write the year with 4 digits, like 5/14/1990."),
        (
            "date_of_birth",
            "14/5/1990",
            "14/5/1990: there is no month 14. Use month/day/year, like 5/14/1990.",
        ),
        ("date_of_birth", "2016-02-30", "Feb 30 does not exist. Enter a real date, like 2016-02-28."),
        (
            "date_of_birth",
            "never",
            "never is not a date. Enter a year, month or day, like 2016 or 2016-05-14.",
        ),
        (
            "violent_crime_date",
            "12/1/2026",
            "1 Dec 2026 is after the referral. Enter an earlier date, or n for never.",
        ),
        (
            "violent_crime_date",
            "abc",
            "abc is not a date. Enter a year, month or day, like 2016 or 2016-05-14.",
        ),
        (
            "case_manager_called",
            "25:00",
            "25:00 is not a time. Enter a time of day, like 8:50 pm or 20:50, or t for now.",
        ),
        ("case_manager_called", "850", "850 is not a time. Enter a time of day, like 8:50 pm or 20:50, or t for now."),
        (
            "case_manager_called",
            "13 pm",
            "13 pm is not a time. Enter a time of day, like 8:50 pm or 20:50, or t for now.",
        ),
        (
            "name",
            "x" * (TEXT_LIMIT + 1),
            "This text has 20,001 characters; 20,000 is the most. Shorten it, nothing was cut.",
        ),
    ],
)
def test_what_is_wrong_is_answered_in_these_words(key, typed, sentence):
    reading = read(key, typed)

    assert (reading.value, reading.problem) == (None, sentence)


@pytest.mark.parametrize(
    ("birth", "typed", "warning"),
    [
        ("1990", "1985", "1985 is before the date of birth. Check both."),
        ("1990", "2005", "2005 is before the 18th birthday: a juvenile matter must not be entered."),
        ("1990", "2008", ""),
        ("1990-05-14", "2008-05-13", "13 May 2008 is before the 18th birthday: a juvenile matter must not be entered."),
        ("1990-05-14", "2008-05-14", ""),
        ("../1990", "1985", ""),
        ("1990", "n", ""),
    ],
)
def test_an_event_before_the_birth_or_the_18th_birthday_is_kept_with_a_warning(birth, typed, warning):
    known = {"1990": (date(1990, 1, 1), date(1990, 12, 31)), "../1990": (None, date(1990, 12, 31))}
    earliest, latest = known.get(birth, (date(1990, 5, 14), date(1990, 5, 14)))
    context = msgspec.structs.replace(CONTEXT, birth=type(exactly(REFERRAL))(earliest, latest))

    reading = read("violent_crime_date", typed, context=context)

    assert reading.warning == warning
    assert reading.value


def test_older_and_within_need_the_day_of_the_referral():
    context = Context(words=WILMINGTON.words, today=REFERRAL)

    reading = read("violent_crime_date", "o", context=context)

    assert reading.problem == "o counts from the date of the referral, which is not set. Enter that first."


def test_a_window_in_months_is_said_in_months():
    assert read("involvement_date", "w", program=CALIFORNIA).echo == "within 24 months"


@pytest.mark.parametrize("key", ["drug_distribution", "pathway", "opioid_dosage_units", "date_of_birth", "name"])
def test_an_empty_field_is_no_answer_and_no_error(key):
    for typed in ("", "   "):
        reading = read(key, typed)
        assert (reading.problem, reading.value) == ("", typed if key == "name" and typed else None)


@pytest.mark.parametrize(
    ("key", "typed", "value", "echo"),
    [
        ("date_of_birth", "19900", "1990", "1990 (age 35 or 36)"),
        ("date_of_birth", "0514199", "1990-05-14/1999-05-14", "between 14 May 1990 and 14 May 1999"),
        ("date_of_birth", "5/14/199", None, ""),
        ("date_of_birth", "2016-02-30", None, ""),
        ("date_of_birth", "2030", None, ""),
        ("date_of_birth", "d", None, "Declined"),
        ("violent_crime_date", "n", None, "Never"),
        ("violent_crime_date", "no", None, "Never"),
        ("violent_crime_date", "nov", None, ""),
        ("violent_crime_date", "o", None, "older than 10 years"),
        ("violent_crime_date", "d", None, "Declined"),
        ("opioid_dosage_units", "12", 12, "12 dosage units"),
        ("opioid_dosage_units", "1,", None, ""),
        ("opioid_dosage_units", "t", None, ""),
        ("case_manager_called", "8:", None, ""),
    ],
)
def test_while_typing_nothing_is_refused_and_letters_of_a_date_wait(key, typed, value, echo):
    reading = read(key, typed, typing=True)

    assert (reading.value, reading.echo, reading.problem) == (value, echo, "")


# ------------------------------------------------------------------------------------ values from a file

YES_NO = f'write "yes", "no"{ACCEPTED}'
DATE = f"write 2016, 2016-05, 2016-05-14, an interval like 2014/2016{ACCEPTED}"
EVENT = f'write 2016, 2016-05, 2016-05-14, an interval like 2014/2016, "never"{ACCEPTED}'
FULL = "write a full date, like 2016-05-14."


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("drug_distribution", True, f"true is not accepted here; {YES_NO}"),
        ("drug_distribution", "Yes", f'"Yes" is not accepted here; {YES_NO}'),
        ("drug_distribution", 1, f"1 is not accepted here; {YES_NO}"),
        ("drug_distribution", ["yes"], f'["yes"] is not accepted here; {YES_NO}'),
        ("drug_distribution", {"a": 1}, f'{{"a": 1}} is not accepted here; {YES_NO}'),
        ("drug_distribution", "never", f'"never" is not accepted here; {YES_NO}'),
        ("pathway", "Social", '"Social" is not accepted here; write "social", "criminal".'),
        ("pathway", "unknown", '"unknown" is not accepted here; write "social", "criminal".'),
        (
            "answer_sources",
            "record",
            '"record" is not accepted here; write a list of "record", "observation", "person", "other"' + ACCEPTED,
        ),
        (
            "answer_sources",
            ["record", "hearsay"],
            '["record", "hearsay"] is not accepted here; write a list of "record", "observation", "person", "other"'
            + ACCEPTED,
        ),
        (
            "answer_sources",
            ["record", "record"],
            '["record", "record"] is not accepted here; write a list of "record", "observation", "person", "other"'
            + ACCEPTED,
        ),
        ("opioid_dosage_units", "12", f'"12" is not accepted here; write a number, 0 or more{ACCEPTED}'),
        ("opioid_dosage_units", -1, f"-1 is not accepted here; write a number, 0 or more{ACCEPTED}"),
        ("opioid_dosage_units", True, f"true is not accepted here; write a number, 0 or more{ACCEPTED}"),
        ("opioid_dosage_units", float("nan"), f"NaN is not accepted here; write a number, 0 or more{ACCEPTED}"),
        ("opioid_dosage_units", float("inf"), f"Infinity is not accepted here; write a number, 0 or more{ACCEPTED}"),
        ("date_of_birth", 1990, f"1990 is not accepted here; {DATE}"),
        ("date_of_birth", "05/14/16", f'"05/14/16" is not accepted here; {DATE}'),
        ("date_of_birth", "2016-5", f'"2016-5" is not accepted here; {DATE}'),
        ("date_of_birth", "never", f'"never" is not accepted here; {DATE}'),
        ("date_of_birth", "2016-02-30", '"2016-02-30": Feb 30 does not exist. Enter a real date, like 2016-02-28.'),
        (
            "date_of_birth",
            "2016-13",
            '"2016-13": there is no month 13. Months are 01 to 12, like 2016-05-14.',
        ),
        (
            "date_of_birth",
            "2016/2014",
            '"2016/2014" ends before it begins. Write the earlier end first, like 2014/2016.',
        ),
        ("date_of_birth", "../..", '"../.." has no end at all. Give one end, like ../2015 or 2016/..'),
        (
            "date_of_birth",
            "2027",
            '"2027" is after the referral on 2026-11-24; write a date on or before it.',
        ),
        ("violent_crime_date", "none", f'"none" is not accepted here; {EVENT}'),
        (
            "violent_crime_date",
            "2026-11-25/..",
            '"2026-11-25/.." is after the referral on 2026-11-24; write a date on or before it.',
        ),
        ("referral_date", "2026-11", f'"2026-11" is not accepted here; {FULL}'),
        ("referral_date", "2026-11-24/2026-11-24", f'"2026-11-24/2026-11-24" is not accepted here; {FULL}'),
        ("referral_date", "unknown", f'"unknown" is not accepted here; {FULL}'),
        ("referral_date", 20261124, f"20261124 is not accepted here; {FULL}"),
        ("name", 7, "7 is not accepted here; write text."),
        (
            "name",
            "\x1b[31m",
            "the character U+001B at position 1 is not accepted: it is no letter, but tells a screen what to do.",
        ),
        ("name", "x" * 20_001, "This text has 20,001 characters; 20,000 is the most. Shorten it, nothing was cut."),
        ("case_manager_called", "8:50 pm", f'"8:50 pm" is not accepted here; write a time, like "20:50"{ACCEPTED}'),
        ("case_manager_called", "24:00", f'"24:00" is not accepted here; write a time, like "20:50"{ACCEPTED}'),
        ("drug_distribution", "x" * 100, f'"{"x" * 56}... is not accepted here; {YES_NO}'),
        ("drug_distribution", "\x1b[2J", f'"\\u001b[2J" is not accepted here; {YES_NO}'),
    ],
)  # fmt: skip
def test_a_value_of_a_file_is_refused_in_these_words(key, value, sentence):
    assert kinds.check(ask(key), value, CONTEXT) == sentence


@pytest.mark.parametrize("key", list(WILMINGTON.questions))
def test_empty_cells_and_null_are_the_same_as_a_missing_key(key):
    assert kinds.check(ask(key), "", CONTEXT) == ""
    assert kinds.check(ask(key), None, CONTEXT) == ""
    assert kinds.say(ask(key), None, CONTEXT) == ""


OPEN_ANSWERS = (
    "date_of_birth", "seeking_treatment", "minor_offense", "substance_use_identified", "opioid_dosage_units",
    "drug_distribution", "exploitation_of_minors", "promoting_prostitution", "parole_or_probation",
    "violent_crime_date", "listed_assault_charge_date",
)  # fmt: skip
"""What the rules read, but the pathway and the day of the referral."""


@pytest.mark.parametrize("key", OPEN_ANSWERS)
@pytest.mark.parametrize("value", ["unknown", "declined"])
def test_unknown_and_declined_are_answers_to_all_that_the_rules_ask_of_a_person(key, value):
    assert kinds.check(ask(key), value, CONTEXT) == ""
    assert kinds.say(ask(key), value, CONTEXT) == value.capitalize()


@pytest.mark.parametrize("key", [key for key, question in WILMINGTON.questions.items() if question.full])
@pytest.mark.parametrize("value", ["unknown", "declined"])
def test_a_full_date_is_a_date_and_nothing_else(key, value):
    assert kinds.check(ask(key), value, CONTEXT).startswith(f'"{value}"')


def test_a_text_that_says_unknown_is_that_text():
    assert kinds.say(ask("name"), "unknown", CONTEXT) == "unknown"


# ------------------------------------------------------------------------------------------ round trips

ALL = [(name, key) for name, program in PROGRAMS.items() for key in program.questions]


def _values(question, program):
    if question.full:
        return st.dates(date(2000, 1, 1), REFERRAL).map(date.isoformat)
    if question.kind == "number":
        return st.one_of(st.integers(0, 10**20), st.floats(0, allow_infinity=False).map(abs), st.just(1e-07))
    if question.kind == "text":
        return st.text(min_size=1, max_size=30)
    if question.kind == "time":
        return st.times().map(lambda time: f"{time:%H:%M}")
    return values(program, question, REFERRAL)


@few
@given(st.sampled_from(ALL), st.data())
def test_cells_give_the_answer_back(where, data):
    name, key = where
    question = PROGRAMS[name].questions[key]
    value = data.draw(st.one_of(_values(question, PROGRAMS[name]), st.sampled_from(["unknown", "declined"])))

    cells = kinds.cells(question, value)

    assert len(cells) == len(kinds.columns(question))
    assert all(isinstance(cell, str) for cell in cells)
    in_form_order = [option.id for option in question.options if isinstance(value, list) and option.id in value]
    assert kinds.uncell(question, cells) == (in_form_order if isinstance(value, list) else value)


@law
@given(st.sampled_from([where for where in ALL if ask(where[1], PROGRAMS[where[0]]).kind != "text"]), st.data())
def test_an_answer_typed_again_as_it_stands_is_the_same_answer(where, data):
    name, key = where
    question = PROGRAMS[name].questions[key]
    drawn = _values(question, PROGRAMS[name])
    if question.kind == "number":
        drawn = st.integers(0, 10**11) | st.sampled_from([0.5, 50.5, 0.000001])
    value = data.draw(drawn.filter(lambda value: not kinds.check(question, value, CONTEXT)))

    typed = kinds.typed(question, value)

    again = kinds.read(question, typed, CONTEXT).value
    assert again == value or kinds.say(question, again, CONTEXT) == kinds.say(question, value, CONTEXT)


@law
@given(st.sampled_from(ALL), st.text(max_size=12))
def test_any_text_typed_anywhere_is_an_answer_or_a_sentence(where, typed):
    name, key = where
    question = PROGRAMS[name].questions[key]
    for typing in (True, False):
        reading = kinds.read(question, typed, CONTEXT, typing=typing)
        assert reading.value is None or reading.problem == ""
        assert "\n" not in reading.problem or "\n" in typed
        if reading.value is not None and question.kind != "text":
            assert kinds.check(question, reading.value, CONTEXT) == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date_of_birth", "someday"),
        ("date_of_birth", ["1990"]),
        ("case_manager_called", "late"),
        ("drug_distribution", "maybe"),
        ("violent_crime_date", "2016-99"),
        ("pathway", "another"),
    ],
)
def test_a_value_that_no_kind_takes_is_shown_as_it_stands(key, value):
    assert kinds.say(ask(key), value, CONTEXT) == str(value)
    assert kinds.cells(ask(key), value)[0] == str(value)


def test_columns_of_ticks_and_of_dates():
    assert kinds.columns(ask("answer_sources")) == (
        "answer_sources", "answer_sources.record", "answer_sources.observation", "answer_sources.person",
        "answer_sources.other",
    )  # fmt: skip
    assert kinds.columns(ask("violent_crime_date")) == (
        "violent_crime_date", "violent_crime_date.from", "violent_crime_date.to",
    )  # fmt: skip
    assert kinds.columns(ask("referral_date")) == ("referral_date",)
    assert kinds.cells(ask("violent_crime_date"), "../2015") == ("../2015", "", "2015-12-31")
    assert kinds.cells(ask("violent_crime_date"), "never") == ("never", "", "")
    assert kinds.cells(ask("answer_sources"), []) == ("asked", "no", "no", "no", "no")


def test_an_edited_cell_that_says_neither_yes_nor_no_is_refused():
    value = kinds.uncell(ask("answer_sources"), ("asked", "yes", "perhaps", "", ""))

    assert kinds.check(ask("answer_sources"), value, CONTEXT).startswith('"perhaps" is not accepted here')


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), 17),
        (date(2008, 11, 24), date(2026, 11, 24), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
    ],
)
def test_age_in_whole_years(birth, day, age):
    assert age_on(birth, day) == age


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_error_that_a_question_may_word_itself_has_its_common_sentence(kind):
    for name, filled in ERRORS[kind].items():
        assert set(placeholders(WILMINGTON.words.table[f"{kind}.{name}"])) <= filled


def test_every_kind_is_a_kind_that_a_question_may_have():
    assert set(kinds.KINDS) == set(ERRORS)
