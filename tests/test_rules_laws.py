"""Laws that hold for the rules of every program, whatever is answered."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    PROGRAMS,
    days_in,
    decisive,
    is_open,
    law,
    narrower,
    open_keys,
    outcome,
    partial_dates,
    programs,
    referral_days,
    referrals,
    sound,
    statuses,
    values,
)

from lead_tui.facts import known_date
from lead_tui.holding import at_least_so_old, on_or_after
from lead_tui.partial_date import exactly, minus
from lead_tui.program import PATHWAY, REFERRAL_DATE
from lead_tui.prospects import prospects
from lead_tui.rules import Outcome, Status, assess, combined
from lead_tui.truth import Truth

PURE = Path(__file__).parent.parent / "lead_tui"


@law
@given(data=st.data(), name=programs)
def test_answering_an_open_question_never_turns_a_decided_criterion_or_outcome(data, name):
    program = PROGRAMS[name]
    before = data.draw(referrals(program))
    day = data.draw(referral_days)
    after = dict(before)
    still_open = open_keys(before, program)
    for key in data.draw(st.lists(st.sampled_from(still_open), unique=True)) if still_open else []:
        after[key] = data.draw(decisive(program, before, key, day))
    assume(sound(program, after))

    was, now = assess(program, before), assess(program, after)

    for pathway, decided in was.pathways.items():
        assert decided in (Outcome.UNDETERMINED, now.pathways[pathway])
    later = statuses(program, after)
    for name, decided in statuses(program, before).items():
        assert decided in (Status.UNKNOWN, later[name])


@law
@given(data=st.data(), name=programs)
def test_narrowing_a_partial_date_never_turns_a_decided_criterion(data, name):
    program = PROGRAMS[name]
    before = data.draw(referrals(program))
    dated = [key for key in before if known_date(before[key]) and is_open(before[key])]
    assume(dated)
    key = data.draw(st.sampled_from(dated))
    after = before | {key: data.draw(narrower(known_date(before[key]))).edtf()}
    assume(sound(program, after))

    later = statuses(program, after)

    for name, decided in statuses(program, before).items():
        assert decided in (Status.UNKNOWN, later[name])


@law
@given(data=st.data(), referral=referral_days, years=st.integers(0, 30))
def test_a_partial_date_agrees_with_every_day_inside_it_or_is_unknown(data, referral, years):
    edge = minus(referral, years=years)
    near = st.integers(-500, 500).map(lambda days: edge + timedelta(days=days))
    known = data.draw(partial_dates(near))
    day = data.draw(days_in(known))

    for truth in (lambda known: on_or_after(known, edge), lambda known: at_least_so_old(known, years, referral)):
        assert truth(known) in (Truth.UNKNOWN, truth(exactly(day)))


@law
@given(data=st.data(), referral=referral_days, years=st.integers(0, 30))
def test_a_partial_date_is_unknown_only_where_its_days_disagree(data, referral, years):
    edge = minus(referral, years=years)
    near = st.integers(-500, 500).map(lambda days: edge + timedelta(days=days))
    known = data.draw(partial_dates(near))
    first, last = known.earliest or date.min, known.latest or date.max

    of_ends = {on_or_after(exactly(first), edge), on_or_after(exactly(last), edge)}

    assert (on_or_after(known, edge) is Truth.UNKNOWN) is (len(of_ends) == 2)


@law
@given(data=st.data(), name=programs)
def test_every_answer_leaves_one_outcome_a_pathway_and_one_finding_a_criterion(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))

    assessment = assess(program, answers)

    chosen = program.pathway(answers[PATHWAY])
    found = {finding.criterion: finding.status for finding in assessment.findings}
    assert set(found) == set(chosen.criteria)
    assert len(assessment.findings) == len(found)
    assert assessment.outcome is combined(list(found.values())) is assessment.pathways[chosen.id]
    assert all(finding.reason and finding.brief and "{" not in finding.reason for finding in assessment.findings)


@law
@given(data=st.data(), name=programs)
def test_unknown_declined_empty_and_missing_answers_give_the_same_outcomes(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))
    key = data.draw(st.sampled_from(program.asks(program.pathway(answers[PATHWAY]))))
    missing = {name: value for name, value in answers.items() if name != key}

    outcomes = [assess(program, missing | {key: value}).pathways for value in ("unknown", "declined", "", None)]

    assert all(each == assess(program, missing).pathways for each in outcomes)


@law
@given(data=st.data(), name=programs)
def test_answers_that_no_criterion_reads_change_nothing(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))
    read = {key for criterion in program.criteria.values() for key in criterion.keys} | {PATHWAY, REFERRAL_DATE}
    others = [q for q in program.questions.values() if q.key not in read and q.kind not in ("text", "time")]
    more = {q.key: data.draw(values(program, q, date(2026, 11, 24))) for q in others}

    changed = assess(program, answers | more | {"name": "Sample Person 07"})

    assert changed == assess(program, answers)


@law
@given(data=st.data(), name=programs)
def test_whatever_stands_under_a_key_the_rules_give_an_assessment(data, name):
    program = PROGRAMS[name]
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2026-13"),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=4,
    )
    answers = data.draw(st.dictionaries(st.sampled_from(sorted(program.questions)), anything))

    assert outcome(program, answers) in Outcome
    assert prospects(program, answers).fewest >= 0


# ----------------------------------------------------------------------- neither clock, nor zone, nor locale


SCRIPT = """
import datetime, json, sys, time
class Frozen:
    @classmethod
    def today(cls): raise AssertionError("a rule read the clock")
    @classmethod
    def now(cls, tz=None): raise AssertionError("a rule read the clock")
datetime.date = type("date", (Frozen, datetime.date), {})
datetime.datetime = type("datetime", (Frozen, datetime.datetime), {})
import locale
try: locale.setlocale(locale.LC_ALL, "")
except locale.Error: pass
from pathlib import Path
from lead_tui import program_file
from lead_tui.prospects import prospects
from lead_tui.rules import assess
for path, answers in json.load(sys.stdin):
    program = program_file.load(Path(path) if path else None)
    ahead = prospects(program, answers)
    opens = ahead.opens_on and ahead.opens_on.edtf()
    print(assess(program, answers), ahead.open_questions, ahead.fewest, ahead.most, ahead.would_settle, opens)
"""

SAMPLES = [
    {"referral_date": "2026-11-24", "date_of_birth": "2008-11-25", "pathway": "criminal"},
    {"referral_date": "2026-11-24", "date_of_birth": "1990", "violent_crime_date": "2016", "pathway": "criminal"},
    {"referral_date": "2024-02-29", "date_of_birth": "../2006-02", "seeking_treatment": "yes", "pathway": "social"},
    {"referral_date": "2026-11-24", "date_of_birth": "2009", "seeking_treatment": "yes", "pathway": "social"},
]


def test_the_same_answers_give_the_same_result_in_any_time_zone_locale_and_on_any_day():
    paths = [None, *(str(path) for path in sorted((Path(__file__).parent / "programs").glob("*.toml")))]
    given = json.dumps([[path, sample] for path in paths for sample in SAMPLES])

    def said(**environment):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            cwd=PURE.parent,
            env={"PATH": os.environ["PATH"], **environment},
        )
        return done.stdout

    results = [
        said(TZ="UTC", LC_ALL="C.UTF-8"),
        said(TZ="Pacific/Kiritimati", LC_ALL="de_DE.UTF-8", PYTHONUTF8="1"),
        said(TZ="America/Adak", LC_ALL="tr_TR.UTF-8", PYTHONUTF8="1", PYTHONHASHSEED="7"),
    ]

    assert len(results[0].splitlines()) == 4 * len(PROGRAMS)
    assert results[0] == results[1] == results[2]


RULES = [
    PURE / f"{name}.py"
    for name in (
        "truth", "partial_date", "typed_date", "date_words", "words", "question", "condition", "condition_file",
        "problems", "facts", "holding", "rules", "reasons", "prospects", "form", "outcome_words", "case", "merge",
        "program", "program_check", "program_texts", "safe_text",
    )
] + sorted((PURE / "kinds").glob("*.py"))  # fmt: skip
"""Every module of the rules but the one that loads the program file."""


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_no_module_of_the_rules_reads_the_clock_or_a_file(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in {"today", "now", "utcnow", "localtime", "open", "read_text", "read_bytes", "getenv"}
        if isinstance(node, ast.Import):
            assert not {"time", "os", "pathlib", "socket", "locale"} & {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module not in {"time", "os", "pathlib", "socket", "locale"}
