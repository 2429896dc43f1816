"""The plain interview: the same intake, line by line, for people who listen to it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from lead_tui import case as cases
from lead_tui import form, interview, safe_text
from lead_tui import interview_words as words
from lead_tui.case import Case
from lead_tui.intake import BY_DEFAULT, Intake
from lead_tui.interview import Interview
from lead_tui.plain_lines import TERMINAL_LIMIT, EndOfInput, Voice, lines_of
from lead_tui.question import Option
from lead_tui.store import NoSuchCase, Store

NOW = datetime(2026, 11, 25, 2, 4, tzinfo=UTC)
"""9:04 pm on 24 November 2026 in Wilmington."""

ME = "sample-staff-01"
OTHER = "sample-staff-07"

SOCIAL = ("s", "", "y", "05141990")
CRIMINAL = ("c", "", "05141990", "y", "y", "n", "n", "0", "n", "n", "n", "n")
TO_THE_NAME = (*SOCIAL, "y")
"""Answers up to the first question that can wait: the name."""


class Held(msgspec.Struct):
    """One interview that was held."""

    code: int
    said: str
    case: Case | None

    @property
    def lines(self) -> list[str]:
        return self.said.splitlines()

    @property
    def values(self) -> dict:
        return cases.answers_of(self.case)


class Room:
    """A case file, and interviews held over it."""

    def __init__(self, program, folder) -> None:
        self.program = program
        self.store = Store.open(folder / "cases.json", wait=0.2)

    def hold(self, *typed, number=None, **options) -> Held:
        """Hold an interview with these lines; an exception among them is raised, a function is called."""
        waiting = iter(typed)

        def read():
            for line in waiting:
                if isinstance(line, str):
                    return line
                if isinstance(line, BaseException):
                    raise line
                line()
            return None

        out = options.pop("out", io.StringIO())
        options = {"user": ME, "clock": lambda: NOW, "number": number} | options
        code = interview.run(self.program, self.store, read=read, out=out, **options)
        rows = self.store.summaries()
        case = self.store.get(number or rows[-1].case) if rows else None
        return Held(code, out.getvalue(), case)

    def by_another(self, number: str, **answers: object) -> None:
        """Save another person's answers."""
        store = Store.open(self.store.path)
        base = case = store.get(number)
        for key, value in answers.items():
            case = cases.answer(case, key, value, at="2026-11-25T02:04:30Z", by=OTHER)
        store.save(base, case, by=OTHER)
        store.close()

    def on_disk(self) -> dict:
        """The answers of the first case, as another process would read them; nothing where there is none."""
        store = Store.open(self.store.path)
        rows = store.summaries()
        found = cases.answers_of(store.get(rows[0].case)) if rows else {}
        store.close()
        return found


@pytest.fixture
def room(wilmington, tmp_path):
    made = Room(wilmington, tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that is full for case files until it is freed."""
    full = threading.Event()
    full.set()
    pwrite = os.pwrite

    def refuse(fd, data, offset):
        if full.is_set() and bytes(data) != b"}}\n":
            raise OSError(errno.ENOSPC, "No space left on device")
        return pwrite(fd, data, offset)

    monkeypatch.setattr(os, "pwrite", refuse)
    return full


# --- The whole of it -----------------------------------------------------------------------------


def test_a_clear_social_referral_takes_four_lines(room):
    held = room.hold(*SOCIAL)

    assert held.code == 0
    assert held.values == {
        "pathway": "social",
        "referral_date": "2026-11-24",
        "referrer": ME,
        "seeking_treatment": "yes",
        "date_of_birth": "1990-05-14",
    }
    assert "Rule result: + ELIGIBLE under the rules for a social referral" in held.lines


def test_a_clear_criminal_referral_is_told_with_its_reasons_and_the_next_step(room):
    held = room.hold(*CRIMINAL)

    assert held.case.outcome == "eligible"
    told = held.said[held.said.index("+ ELIGIBLE") :].replace("\n", " ")
    assert "Clear: age 36; minor offense; harmful use;" in told
    assert "Next: offer LEAD; it may be declined." in told


def test_a_rule_that_is_not_met_ends_the_asking_and_shows_the_other_door(room):
    held = room.hold("c", "", "1990", "y", "y", "y")

    told = held.said[held.said.index("x NOT ELIGIBLE") :].replace("\n", " ")
    assert "Why: on parole or probation on 24 Nov 2026." in told
    assert "Anyone seeking treatment can ask for a social referral" in told
    assert "can wait. Go on with them now?" in told
    assert "distributing" not in held.said


def test_a_violent_crime_known_by_its_year_alone_stays_open_and_says_why(room):
    held = room.hold("c", "", "1990", "y", "y", "n", "n", "0", "2016", "n", "n", "n")

    assert held.case.outcome == "undetermined"
    assert "Why: violent crime in 2016 may or may not be within 10 years of the referral." in held.lines
    assert "Rule result: ? NOT YET KNOWN: 1 answer can still change it" in held.lines
    assert "Open: violent crime." in held.lines
    assert held.said.count("Why:") == 1


def test_an_unchanged_result_is_not_said_twice(room):
    held = room.hold("c", "", "1990", "u")

    results = [line for line in held.lines if line.startswith("Rule result")]
    assert len(results) == len(set(results))


def test_unknown_and_declined_are_answers_and_are_not_asked_again(room):
    held = room.hold("s", "", "u", "d")

    assert (held.values["seeking_treatment"], held.values["date_of_birth"]) == ("unknown", "declined")
    assert held.said.count("Date of birth\n") == 1


@pytest.mark.parametrize(
    ("typed", "value"), [("n", "never"), ("o", "../2016-11-23"), ("w", "2016-11-24/2026-11-24"), ("d", "declined")]
)
def test_an_event_takes_its_letters(room, typed, value):
    held = room.hold("c", "", "1990", "y", "y", "n", "n", "0", typed)

    assert held.values["violent_crime_date"] == value


def test_what_can_wait_is_offered_and_never_demanded(room):
    held = room.hold(*SOCIAL, "", "", role="officer")

    assert any(line.endswith(" questions can wait. Go on with them now?") for line in held.lines)
    assert "Name, or what the person goes by" not in held.lines
    assert held.case.status == "draft"


def test_a_service_is_suggested_where_it_is_asked_with_the_cause(room):
    service = room.program.questions["service.medication_assisted_recovery.status"]

    held = room.hold(*SOCIAL, *answers_up_to(room, "substances"), "o", *[""] * 60)

    said = held.lines[held.lines.index(service.ask) + 1]
    assert said == "Suggested because the person names opioids. A suggestion, not a referral."
    assert service.key not in held.values


def test_answers_that_hardly_go_together_are_told_and_kept(room):
    held = room.hold(*SOCIAL, *answers_up_to(room, "needed_today"), "f, n", "")

    assert "Check: Nothing is needed today, yet something is ticked beside it. Check both." in held.lines
    assert held.values["needed_today"] == ["food", "nothing"]


def test_each_part_is_offered_by_itself_and_may_be_skipped(room):
    held = room.hold(*SOCIAL, "skip", "skip", "y", "Sample Person", "")

    offers = [line.partition(":")[0] for line in held.lines if "can wait. Go on" in line]
    assert offers[:3] == ["Referral", "Eligibility", "Participant"]
    assert held.values["id_name"] == "Sample Person"
    assert "name" not in held.values


def test_after_a_part_the_next_is_offered(room):
    held = room.hold(*SOCIAL, "skip", "y", "Calm", "n")

    offers = [line.partition(":")[0] for line in held.lines if "can wait. Go on" in line]
    assert offers == ["Referral", "Eligibility", "Participant"]
    assert held.values["notes"] == "Calm"


def answers_up_to(room, key):
    """What skips the parts before the one with *key*, and passes its questions before that by blank lines."""
    answers = {"pathway": "social", "referral_date": "2026-11-24"}
    lines = []
    for step in form.steps(room.program, answers, (), role="staff"):
        keys = [question.key for question in step.questions]
        if key in keys:
            return [*lines, "y", *[""] * keys.index(key)]
        lines.append("skip")
    raise KeyError(key)


def test_handing_over_is_a_question_of_its_own(room):
    held = room.hold(*SOCIAL, "n", "y")

    assert held.lines[-1] == "Handed over: W26-0001."
    assert held.case.status == "open"
    assert held.case.handed_over.outcome == "eligible"


def test_before_handing_over_a_question_mark_reads_all_answers(room):
    held = room.hold(*SOCIAL, "n", "?")

    assert "Date of birth: 14 May 1990 (age 36)" in held.lines
    assert "Seeking treatment for drug use: Yes" in held.lines


def test_every_answer_is_marked_as_given_line_by_line(room):
    held = room.hold(*SOCIAL)

    assert {key: answer.via for key, answer in held.case.answers.items()} == {
        "pathway": "plain",
        "referral_date": BY_DEFAULT,
        "referrer": BY_DEFAULT,
        "seeking_treatment": "plain",
        "date_of_birth": "plain",
    }


# --- Answers -------------------------------------------------------------------------------------


def test_an_answer_is_told_as_understood_before_it_counts(room):
    told = io.StringIO()
    taken = Intake.take

    def take(intake, key, typed):
        assert "Understood: Criminal referral.\n" in told.getvalue()
        return taken(intake, key, typed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Intake, "take", take)
        held = room.hold("c", out=told)

    assert held.values["pathway"] == "criminal"


def test_a_default_is_shown_as_one_and_a_blank_line_takes_it(room):
    held = room.hold("s", "")

    assert "Blank takes 24 Nov 2026 (today)." in held.lines
    assert held.values["referral_date"] == "2026-11-24"


def test_a_blank_line_leaves_a_question_open(room):
    held = room.hold("s", "", "", "1990")

    assert "Left open." in held.lines
    assert "seeking_treatment" not in held.values
    assert held.values["date_of_birth"] == "1990"


def test_a_wrong_entry_is_told_kept_as_typed_and_can_be_mended(room):
    held = room.hold("s", "", "y", "Feb 30 2016")
    assert "Error: Feb 30 does not exist. Enter a real date, like 2016-02-28." in held.lines
    assert held.case.typed == {"date_of_birth": "Feb 30 2016"}


def test_a_wrong_entry_is_named_before_handing_over(room):
    held = room.hold("s", "", "y", "Feb 30 2016", "", "n")

    assert "No answer yet, kept as typed: Date of birth." in held.lines


def test_a_wrong_entry_of_a_draft_comes_again_as_it_was_typed(room):
    number = room.hold("s", "", "y", "Feb 30 2016").case.case

    held = room.hold("1990", number=number)

    assert "Typed, and no answer yet: Feb 30 2016" in held.lines
    assert (held.values["date_of_birth"], held.case.typed) == ("1990", {})


def test_a_wrong_entry_is_asked_again_until_it_is_right(room):
    held = room.hold("s", "", "k", "ten", "yes")

    assert held.values["seeking_treatment"] == "yes"
    assert held.case.typed == {}
    assert "Error: k is no answer here. Type y, n, u or d; ? explains." in held.lines


def test_a_warning_is_said_and_the_answer_kept(room):
    held = room.hold("c", "", "1990", "y", "y", "n", "n", "0", "1985")

    assert "Check: 1985 is before the date of birth. Check both." in held.lines
    assert held.values["violent_crime_date"] == "1985"


def test_a_note_is_said_beside_the_answer(room):
    held = room.hold("c", "", "1990", "y", "y", "n", "n", "12")

    assert "Note: Pills count by weight too (4 g is trafficking weight): the prosecutor" in held.said


def test_a_hyphen_takes_an_answer_away(room):
    held = room.hold("s", "", "y", "<", "-")

    assert "Taken away: Seeking treatment for drug use." in held.lines
    assert "seeking_treatment" not in held.values


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("\\?", "?"),
        ("\\<", "<"),
        ("\\<<", "<<"),
        ("\\-", "-"),
        ("\\\\?", "\\?"),
        ("What? <no>", "What? <no>"),
        ("  Sample Person 07 ", "  Sample Person 07 "),
        ("=cmd() [red] \u00e9\u00df \u0634 \U0001f600", "=cmd() [red] \u00e9\u00df \u0634 \U0001f600"),
        ("u", "u"),
        ("back\\slash", "back\\slash"),
        ("ends in one\\\\", "ends in one\\"),
    ],
)
def test_a_text_is_recorded_as_meant(room, typed, text):
    held = room.hold(*TO_THE_NAME, typed)

    assert held.values["name"] == text


def test_a_text_may_have_several_lines(room):
    held = room.hold(*TO_THE_NAME, "first\\", "\\", "?")

    assert held.values["name"] == "first\n\n?"
    assert held.lines.count("The text goes on: next line.") == 2


def test_the_longest_text_is_kept_whole_and_a_longer_one_refused_with_its_count(room):
    longest = "Sample " * 2857 + "x"
    held = room.hold(*TO_THE_NAME, longest + "y", longest)

    assert len(longest) == 20_000
    refused = "Error: This text has 20,001 characters; 20,000 is the most. Shorten it, nothing was cut."
    assert refused in held.said.replace("\n", " ")
    assert held.values["name"] == longest
    assert "Understood: 20,000 characters, beginning Sample Sample" in held.said
    assert len(held.said) < 4_000


def test_a_long_line_is_not_read_back_whole_in_its_error(room):
    held = room.hold("s", "", "y", "zz " * 5_000)

    assert "is not a date. Enter a year, month or day" in held.said.replace("\n", " ")
    assert len(held.said) < 4_000


def test_a_text_that_is_too_long_stays_as_typed(room):
    held = room.hold(*TO_THE_NAME, "x" * 20_001)

    assert held.case.typed == {"name": "x" * 20_001}
    assert len(held.said) < 4_000


def test_what_a_terminal_would_obey_is_left_out_with_a_note(room):
    held = room.hold(*TO_THE_NAME, "Sample\x1b[31m Person\u202e 07")

    assert "Left out: 2 control characters that no answer may hold." in held.lines
    assert held.values["name"] == "Sample[31m Person 07"


def test_no_answer_of_another_person_reaches_the_terminal_raw(room):
    number = room.hold("s", "", "y").case.case
    room.by_another(number, name="Sample\x1b[31m\u202ePerson")

    held = room.hold(number=number)

    assert "Sample<U+001B>[31m<U+202E>Person" in held.said
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", held.said)


# --- Commands ------------------------------------------------------------------------------------


def test_back_goes_any_number_of_questions_and_keeps_and_shows_the_answers(room):
    held = room.hold("s", "", "y", "<", "<", "<", "<", "c")

    assert "This is the first question." in held.lines
    assert "Now: Yes. Blank keeps it, - takes it away." in held.lines
    assert "Now: Social referral. Blank keeps it, - takes it away." in held.lines
    assert held.values["pathway"] == "criminal"
    assert held.values["seeking_treatment"] == "yes"


def test_after_going_back_the_interview_goes_on_at_the_first_open_question(room):
    held = room.hold("c", "", "1990", "y", "y", "<", "<", "n", "u")

    assert held.values["minor_offense"] == "no"
    assert held.case.outcome == "not_eligible"
    assert "parole_or_probation" not in held.values


def test_undo_takes_the_last_answer_back_and_asks_it_again(room):
    held = room.hold("s", "", "y", "<<", "n")

    assert "Taken back: Seeking treatment for drug use: Yes." in held.lines
    assert held.values["seeking_treatment"] == "no"
    assert [change.undo for change in held.case.history if change.key == "seeking_treatment"] == [False, True, False]


def test_a_question_whose_answer_was_taken_back_comes_again(room):
    held = room.hold("s", "", "y", "<<", "<", "", "n")

    assert held.values["seeking_treatment"] == "no"


def test_undo_goes_on_to_the_answers_before(room):
    held = room.hold("s", "", "y", "1990", "<<", "<<", "<<", "<<", "c")

    assert "Nothing to take back." in held.lines
    assert held.values["pathway"] == "criminal"
    assert "date_of_birth" not in held.values


def test_from_the_last_question_back_leads_to_what_can_wait_and_before_it(room):
    held = room.hold(*SOCIAL, "n", "<", "<", "1980", "y", "Sample Person 07")

    assert held.values["date_of_birth"] == "1980"
    assert held.values["name"] == "Sample Person 07"


def test_help_tells_the_rule_in_the_pages_words_how_it_is_read_and_what_is_taken(room):
    held = room.hold("c", "", "1990", "y", "y", "n", "n", "?")

    told = held.said.replace("\n", " ")
    assert 'Rule, in the page\'s words: "Posessing more than 50 dosage units of opioids."' in told
    assert f"Read as: {room.program.questions['opioid_dosage_units'].reading}" in told
    assert "< goes back" in told
    assert "<< takes the last answer back" in told
    assert "opioid_dosage_units" not in held.values


def test_help_lists_the_options_by_letter_with_what_they_mean(room):
    held = room.hold("?")

    assert "s: Social referral, the person is seeking treatment" in held.lines
    assert "c: Criminal referral, a minor offense; an officer may offer LEAD" in held.lines


def test_words_to_read_aloud_are_told_only_once_approved(room):
    assert "To read aloud" not in room.hold("?").said
    pathway = room.program.questions["pathway"]
    aloud = msgspec.structs.replace(pathway.read_aloud, approved_by="Sample Counsel", approved_on="2026-11-01")
    approved = msgspec.structs.replace(pathway, read_aloud=aloud)
    room.program = msgspec.structs.replace(room.program, questions={**room.program.questions, "pathway": approved})

    assert "To read aloud: There are two ways into LEAD." in room.hold("?").said


# --- Keeping it ----------------------------------------------------------------------------------


def test_each_answer_is_on_disk_before_the_next_question_is_heard(room):
    seen = []
    see = lambda: seen.append(set(room.on_disk()))  # noqa: E731

    room.hold("s", see, "", "y", see, "1990", see)

    assert ["pathway" in keys for keys in seen] == [True, True, True]
    assert ["seeking_treatment" in keys for keys in seen] == [False, True, True]
    assert ["date_of_birth" in keys for keys in seen] == [False, False, True]


def test_a_case_is_called_saved_only_once_it_is_on_disk(room):
    out = io.StringIO()
    told = []

    def look():
        told.append(("Saved as W26-0001.\n" in out.getvalue(), bool(room.on_disk())))

    room.hold(look, "s", look, out=out)

    assert told == [(False, False), (True, True)]


def test_the_end_of_input_keeps_the_draft_and_says_how_to_go_on(room):
    held = room.hold("s", "", "y")

    assert held.code == 0
    assert held.lines[-2:] == ["Draft W26-0001 is kept. To go on:", "lead-tui intake W26-0001 --plain"]
    assert held.case.status == "draft"


def test_ctrl_c_keeps_the_draft_quietly(room):
    held = room.hold("s", "", "y", KeyboardInterrupt())

    assert held.code == 130
    assert held.lines[-1] == "lead-tui intake W26-0001 --plain"
    assert held.values["seeking_treatment"] == "yes"


@pytest.mark.parametrize("typed", [(), ("", "", "?", "<<"), (KeyboardInterrupt(),)])
def test_where_nothing_was_entered_no_case_is_made(room, typed):
    held = room.hold(*typed)

    assert held.lines[-1] == "Nothing was entered. No case was made."
    assert held.case is None


def test_a_draft_goes_on_at_its_first_open_question_and_tells_what_stands(room):
    number = room.hold("c", "", "1990", "y").case.case

    held = room.hold("y", number=number)

    assert f"Going on with {number}, Criminal referral of 24 Nov 2026." in held.lines
    assert "Date of birth: 1990 (age 35 or 36)" in held.lines
    assert held.values["substance_use_identified"] == "yes"
    assert len(room.store.summaries()) == 1


def test_from_the_first_open_question_of_a_draft_back_leads_to_the_answer_before(room):
    number = room.hold("c", "", "1990", "y").case.case

    held = room.hold("<", "n", number=number)

    assert held.values["minor_offense"] == "no"


def test_back_reaches_every_answer_of_a_draft(room):
    number = room.hold("s", "", "y", "", "y", "Sample Person 07").case.case

    held = room.hold("<", "<", "<", "<", "Sample Person 08", number=number)

    assert held.case.name == "Sample Person 08"


def test_a_draft_begun_on_the_full_screen_goes_on_line_by_line(room):
    draft = Intake.start(room.program, user=OTHER, clock=lambda: NOW)
    draft.answer("pathway", "social")
    number = room.store.create("W", 2026, draft.case).case

    held = room.hold("y", number=number)

    assert {key: held.case.answers[key].via for key in ("pathway", "seeking_treatment")} == {
        "pathway": "wizard",
        "seeking_treatment": "plain",
    }


def test_an_emptied_case_takes_no_answers(room):
    number = room.hold("s").case.case
    base = room.store.get(number)
    room.store.save(base, msgspec.structs.replace(base, status="expunged"), by=ME)

    held = room.hold("n", number=number)

    assert held.code == 1
    assert held.lines[0] == f"{number} is expunged."
    assert held.case.answers == room.store.get(number).answers


def test_a_number_that_no_case_has_is_refused_before_a_word_is_said(room):
    with pytest.raises(NoSuchCase):
        room.hold(number="W26-0999")


def test_rules_that_changed_since_are_told(room):
    number = room.hold(*SOCIAL).case.case
    room.program = msgspec.structs.replace(room.program, version="1.1.0")

    assert "The rules changed since. The result is assessed anew." in room.hold(number=number).lines


def test_a_full_disk_is_told_once_and_asking_goes_on(room, full_disk):
    held = room.hold("s", "", "y", "1990")

    assert held.code == 1
    assert sum(line.startswith("NOT SAVED. Not saved: the disk") for line in held.lines) == 1
    assert "Rule result: + ELIGIBLE under the rules for a social referral" in held.lines
    assert "Saved as" not in held.said
    assert held.lines[-2] == "NOT SAVED. The answers are kept in a copy that only you can read, in"


def test_answers_that_no_copy_could_be_kept_of_are_said_to_be_lost(room, full_disk, monkeypatch):
    def refuse(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lead_tui.saver.keep_copy", refuse)

    held = room.hold("s")

    assert held.code == 1
    assert held.lines[-1] == "NOT SAVED. The last answers are lost: no copy of them could be kept."
    assert "kept in a copy" not in held.said


def test_what_could_not_be_saved_is_saved_once_there_is_room(room, full_disk):
    held = room.hold("s", "", full_disk.clear, "y")

    assert held.code == 0
    assert "Saved again: W26-0001." in held.lines
    assert held.values["seeking_treatment"] == "yes"


# --- Two people ----------------------------------------------------------------------------------


def test_what_somebody_else_answers_meanwhile_is_told(room):
    number = room.hold("c", "", "1990").case.case

    held = room.hold("y", lambda: room.by_another(number, drug_distribution="no"), "y", number=number)

    assert f"{OTHER} answered meanwhile: Involved in distributing drugs: No." in held.lines
    assert held.values["substance_use_identified"] == "yes"


@pytest.mark.parametrize(
    ("choice", "value"), [("m", "2016-03"), ("theirs", "2016-03-02"), ("b", "2016"), ("", "unknown")]
)
def test_an_answer_that_two_people_gave_differently_is_put_to_this_one(room, choice, value):
    number = room.hold("c", "", "1990", "y", "y", "n", "n", "0", "2016").case.case

    def other() -> None:
        room.by_another(number, violent_crime_date="2016-03-02")

    held = room.hold("<", other, "2016-03", choice, number=number)

    assert "m, yours: Mar 2016" in held.lines
    assert f"t, {OTHER}: 2 Mar 2016" in held.lines
    assert "b, before both: 2016" in held.lines
    assert held.values["violent_crime_date"] == value


def test_what_was_not_settled_comes_first_the_next_time(room):
    number = room.hold("c", "", "1990").case.case
    room.hold("<", lambda: room.by_another(number, date_of_birth="1991"), "1992", number=number)

    held = room.hold("t", number=number)

    assert "m, yours: 1992 (age 33 or 34)" in held.lines
    assert held.values["date_of_birth"] == "1991"


# --- How it reads --------------------------------------------------------------------------------


def everything(program) -> tuple[str, ...]:
    """Lines that lead through every question of a criminal referral, each with its help and a slip."""
    slips = ("?", "@@")
    right = {"yes_no": "y", "choice": "p", "ticks": "r, p", "date": "1990", "event": "n", "number": "12", "text": "?"}
    waiting = [line for number in range(20) for line in (*slips, "")]
    asked = [program.questions[key].kind for key in program.asks(program.pathway("criminal"))]
    ruled = [line for kind in asked for line in (*slips, right[kind])]
    return (*slips, "c", *slips, "", *ruled, "?", "y", *waiting, "?")


def test_every_line_is_short_plain_and_without_anything_drawn(room):
    held = room.hold(*everything(room.program))

    assert held.said.isascii()
    assert max(map(len, held.lines)) <= 79
    assert "Supervisor" in held.lines
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|[|+_=*#-]{3}|  ", held.said)


def test_punctuation_is_plain_whatever_the_program_file_has():
    out = io.StringIO()
    Voice(lambda: None, out).say("\u201cIt\u2019s open\u201d \u2013 really\u2026")

    assert out.getvalue() == '"It\'s open" - really...\n'


def test_a_question_is_out_before_its_answer_is_waited_for(room):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    seen = []

    interview.run(
        room.program, room.store, user=ME, clock=lambda: NOW, read=lambda: seen.append(raw.getvalue()), out=out
    )

    assert seen[0].endswith(b"s Social referral, c Criminal referral.\n")


def test_an_option_whose_letter_means_something_else_is_picked_by_its_name(room):
    source = room.program.questions["referral_source"]
    options = (Option(id="drug_court", title="Drug court"), Option(id="sheriff", title="Sheriff"))
    asked = msgspec.structs.replace(source, options=options)
    room.program = msgspec.structs.replace(room.program, questions={**room.program.questions, source.key: asked})

    held = room.hold(*TO_THE_NAME, "", "", "", "drug_court")

    assert "drug_court Drug court, s Sheriff, u unknown, d declined." in held.lines
    assert held.values["referral_source"] == "drug_court"


def test_letters_that_the_output_cannot_write_lose_their_accents(room):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    out.getvalue = lambda: raw.getvalue().decode("ascii")

    held = room.hold(*TO_THE_NAME, "Jos\u00e9 Sample", out=out)

    assert "Understood: Jose Sample." in held.lines
    assert held.values["name"] == "Jos\u00e9 Sample"


def test_bytes_that_are_no_text_are_left_out(room):
    typed = "\n".join(TO_THE_NAME).encode() + b"\nSample \xff\xfe Person\r\n"
    source = lines_of(io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))

    out = io.StringIO()
    interview.run(room.program, room.store, user=ME, clock=lambda: NOW, read=source, out=out)

    assert "Left out: 2 control characters" in out.getvalue()
    assert room.on_disk()["name"] == "Sample  Person"


def test_a_line_that_the_terminal_cut_is_no_answer(room):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = io.StringIO()
    source = lines_of(Terminal("\n".join([*TO_THE_NAME, "x" * TERMINAL_LIMIT])))
    interview.run(room.program, room.store, user=ME, clock=lambda: NOW, read=source, out=out)

    assert "Error: a terminal hands on no more than 4,095 bytes a line" in out.getvalue()
    assert "Nothing was recorded." in out.getvalue()
    assert "name" not in room.on_disk()


def test_a_byte_order_mark_before_the_first_answer_does_no_harm(room):
    assert room.hold("\ufeffs").values["pathway"] == "social"


def test_an_officer_is_not_asked_what_is_for_staff(room):
    name = msgspec.structs.replace(room.program.questions["name"], audience="staff")
    room.program = msgspec.structs.replace(room.program, questions={**room.program.questions, "name": name})

    officer = room.hold(*SOCIAL, "y", role="officer")
    assert "Name, or what the person goes by" not in officer.lines
    assert "What is a safe way to reach the person?" in officer.lines
    assert "Name, or what the person goes by" in room.hold(*SOCIAL, "y", role="staff").lines


def test_the_command_holds_an_interview_from_a_pipe(tmp_path):
    file = tmp_path / "cases.json"
    command = [sys.executable, "-m", "lead_tui", "--db", str(file), "intake", "--plain"]

    done = subprocess.run(command, input="s\n\ny\n05141990\n", capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    assert "+ ELIGIBLE under the rules for a social referral\n" in done.stdout
    assert done.stdout.endswith("--plain\n")


# --- Laws ----------------------------------------------------------------------------------------


class NoDisk:
    """Keeps nothing."""

    problem = ""
    received = late = False

    def rest(self, intake):
        return ()


def typed_lines(text: str) -> list[str]:
    """A text as the help says that it is typed."""
    rows = [re.sub(r"\\+\Z", lambda found: found[0] * 2, row) for row in text.split("\n")]
    rows[:-1] = [row + "\\" for row in rows[:-1]]
    if re.fullmatch(r"\s*\\*(\?|<|<<|-)\s*", rows[0]):
        rows[0] = re.sub(r"\A\s*", lambda found: f"{found[0]}\\", rows[0])
    return rows


letters = st.characters(exclude_characters={chr(code) for code in safe_text.REFUSED})


@law
@given(text=st.one_of(st.text(letters), st.text(st.sampled_from("\\?<- \na"))).filter(str.strip))
def test_every_text_that_a_record_may_hold_can_be_typed(wilmington, text):
    rows = iter(typed_lines(text.removeprefix("\ufeff") or "x"))
    intake = Intake.start(wilmington, user=ME, clock=lambda: NOW, via="plain")
    held = Interview(intake, NoDisk(), Voice(lambda: next(rows, None), io.StringIO()))

    held._ask("name")

    assert intake.answers["name"] == (text.removeprefix("\ufeff") or "x")


@law
@given(typed=st.lists(st.one_of(st.sampled_from([*"scyndu?<-mlow", "<<", "", "1990", "2016", "12", "\\"]), st.text())))
def test_no_line_that_can_be_typed_breaks_an_interview(wilmington, typed):
    rows = iter(typed)
    intake = Intake.start(wilmington, user=ME, clock=lambda: NOW, via="plain")
    out = io.StringIO()
    held = Interview(intake, NoDisk(), Voice(lambda: next(rows, None), out))
    held.greet(None)

    with contextlib.suppress(EndOfInput):
        held.go_on()

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", out.getvalue())
    assert all(len(line) <= 79 or " " not in line for line in out.getvalue().split("\n"))


def test_every_command_is_explained_in_the_help():
    assert [line for command in words.COMMANDS[1:] for line in words.COMMAND_HELP if line.startswith(f"{command} ")]


def test_a_draft_gone_on_with_says_where_one_was(room):
    room.hold(*TO_THE_NAME, "Sample Person 07")

    said = room.hold(number="W26-0001").said

    assert "Last answered: name." in said
    assert "Last answered" not in room.hold().said
