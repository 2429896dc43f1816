"""What is open, what would settle it, and when it opens by time alone: as laws, and by example."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules_fixtures import CLEAR, minimal, program_of
from strategies import (
    PROGRAMS,
    days_in,
    decisive,
    edges,
    few,
    harms,
    is_open,
    law,
    open_keys,
    outcome,
    partial_dates,
    programs,
    referral_days,
    referrals,
    sound,
    values,
)

from lead_tui import rules
from lead_tui.condition import Age, Within, leaves, reads_referral_date
from lead_tui.facts import Facts, facts_of, known_date
from lead_tui.partial_date import exactly, minus
from lead_tui.program import PATHWAY, REFERRAL_DATE
from lead_tui.prospects import prospects
from lead_tui.question import NEVER
from lead_tui.rules import Outcome, Status

WILMINGTON = PROGRAMS["wilmington"]


# ------------------------------------------------------------------------------------- open questions


@law
@given(data=st.data(), name=programs)
def test_an_answer_outside_the_open_questions_never_changes_the_chosen_outcome(data, name):
    program = PROGRAMS[name]
    before = data.draw(referrals(program))
    ahead = prospects(program, before).open_questions
    closed = [key for key in open_keys(before, program) if key not in ahead]
    after = dict(before)
    day = data.draw(referral_days)
    for key in data.draw(st.lists(st.sampled_from(closed), unique=True)) if closed else []:
        after[key] = data.draw(decisive(program, before, key, day))
    assume(sound(program, after))

    assert outcome(program, after) is outcome(program, before)


@few
@given(data=st.data(), name=programs)
def test_every_open_question_can_still_change_the_outcome(data, name):
    program = PROGRAMS[name]
    before = data.draw(referrals(program))
    pathway = program.pathway(before[PATHWAY])
    ahead = prospects(program, before).open_questions
    assume(ahead)
    key = data.draw(st.sampled_from(ahead))
    # Without the day of the referral each criterion is looked at by itself. A date known in part is open then, even
    # where on every day on which it could still matter the person would be too young.
    assume(REFERRAL_DATE not in ahead or key == REFERRAL_DATE or known_date(before.get(key)) is None)

    reads = [c for c in pathway.criteria if key in (REFERRAL_DATE, *program.criteria[c].keys)]
    if key == REFERRAL_DATE or any(reads_referral_date(program.criteria[c].rule) for c in reads):
        reads = [c for c in pathway.criteria if reads_referral_date(program.criteria[c].rule)]
    beside = [other for c in reads for other in (REFERRAL_DATE, *program.criteria[c].keys) if other in ahead]
    beside = list(dict.fromkeys(other for other in beside if other != key))

    for chosen in product(*(_candidates(program, before, other) for other in beside)):
        rest = before | dict(zip(beside, chosen, strict=True))
        for other in ahead:
            if other not in (key, *beside):
                rest[other] = _kind_answer(program, pathway, rest, other)
        if len({outcome(program, rest | {key: value}) for value in _candidates(program, rest, key)}) > 1:
            return
    pytest.fail(f"{key} is said to be open in {before}, and no answer to it changes anything")


@law
@given(data=st.data(), name=programs)
def test_open_questions_follow_the_order_of_asking_with_what_was_asked_already_last(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))

    ahead = prospects(program, answers).open_questions

    asked = [key for key in ahead if answers.get(key) is not None]
    new = [key for key in ahead if answers.get(key) is None and key != REFERRAL_DATE]
    order = program.asks(program.pathway(answers[PATHWAY]))
    assert list(ahead) == [key for key in ahead if key == REFERRAL_DATE] + new + asked
    assert new == [key for key in order if key in new]
    assert asked == [key for key in order if key in asked]
    assert all(is_open(answers.get(key)) for key in ahead)


@law
@given(data=st.data(), name=programs)
def test_only_an_undetermined_outcome_has_open_questions_and_each_has_its_sentence(data, name):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))

    ahead = prospects(program, answers)

    undetermined = outcome(program, answers) is Outcome.UNDETERMINED
    assert bool(ahead.open_questions) is undetermined
    assert (ahead.fewest > 0) is undetermined
    assert ahead.fewest <= ahead.most == len(ahead.open_questions) == len(ahead.would_settle)
    assert all(sentence and "{" not in sentence for sentence in ahead.would_settle)


# ---------------------------------------------------------------------------------------------- bounds


@law
@given(data=st.data(), name=programs)
def test_answering_every_open_question_settles_the_outcome(data, name):
    program = PROGRAMS[name]
    before = data.draw(referrals(program))
    day = known_date(before.get(REFERRAL_DATE))
    day = day.day if day else data.draw(referral_days)
    after = dict(before)
    for key in prospects(program, before).open_questions:
        after[key] = data.draw(decisive(program, before, key, day))
    assume(sound(program, after))

    assert outcome(program, after) is not Outcome.UNDETERMINED


@few
@given(data=st.data(), name=programs)
def test_no_fewer_answers_than_the_fewest_settle_the_outcome(data, name):
    program = PROGRAMS[name]
    before = data.draw(referrals(program))
    ahead = prospects(program, before)

    for keys in combinations(ahead.open_questions, min(2, ahead.fewest - 1)) if ahead.fewest else ():
        for chosen in product(*(_candidates(program, before, key) for key in keys)):
            after = before | dict(zip(keys, chosen, strict=True))
            assert not sound(program, after) or outcome(program, after) is Outcome.UNDETERMINED


@few
@given(data=st.data())
def test_the_fewest_answers_of_wilmington_are_enough_when_they_are_the_right_ones(data):
    before = data.draw(referrals(WILMINGTON))
    ahead = prospects(WILMINGTON, before)
    assume(ahead.fewest)

    tries = (
        before | dict(zip(keys, chosen, strict=True))
        for keys in combinations(ahead.open_questions, ahead.fewest)
        for chosen in product(*(_candidates(WILMINGTON, before, key) for key in keys))
    )

    assert any(outcome(WILMINGTON, after) is not Outcome.UNDETERMINED for after in tries)


@pytest.mark.parametrize(
    ("taken", "fewest", "most"),
    [
        (["exploitation_of_minors"], 1, 1),
        (["date_of_birth"], 1, 1),
        (["exploitation_of_minors", "violent_crime_date"], 1, 2),
        (["referral_date"], 1, 1),
        (["referral_date", "date_of_birth"], 2, 2),
        (["referral_date", "date_of_birth", "violent_crime_date"], 2, 3),
        ([key for key in CLEAR if key != "pathway"], 1, 11),
        (["pathway"], 1, 1),
    ],
)
def test_the_bounds_of_a_criminal_referral_with_these_answers_missing(taken, fewest, most):
    ahead = prospects(WILMINGTON, {key: value for key, value in CLEAR.items() if key not in taken})

    assert (ahead.fewest, ahead.most) == (fewest, most)
    assert set(ahead.open_questions) == set(taken)


def test_never_settles_an_event_that_is_required_though_the_day_of_the_referral_is_missing():
    answers = {
        "pathway": "social",
        "evidence": ["records"],
        "in_area": "yes",
        "drug_court": "no",
        "mental_health_court": "no",
        "contact_order": "no",
        "capacity": "yes",
    }

    ahead = prospects(PROGRAMS["california_1001_87"], answers)

    assert (ahead.fewest, ahead.most) == (1, 2)


def test_one_answer_that_two_parts_of_a_rule_share_counts_once():
    raw = minimal()
    shown, many = {"answer": "proof", "includes_any_of": ["records"]}, {"number": "units", "above": 9}
    adult = {"birth": "date_of_birth", "age_at_least": 18}
    raw["criterion"][3]["rule"] = {"any_of": [{"all_of": [shown, many]}, {"all_of": [shown, adult]}]}
    answers = {"pathway": "only", "referral_date": "2026-11-24", "crime_date": "never"}
    raw["pathway"][0]["criteria"] = ["history", "kinds"]
    raw["criterion"] = raw["criterion"][2:]

    ahead = prospects(program_of(raw), answers)

    assert (ahead.fewest, ahead.most) == (1, 3)


def _candidates(program, answers, key):
    """A few answers to a question, among them some for and some against the person, whatever the day."""
    question = program.questions[key]
    known = known_date(answers.get(key))
    referral = known_date(answers.get(REFERRAL_DATE))
    dated = [known_date(value) for name, value in answers.items() if name != REFERRAL_DATE]
    ends = [end for d in dated if d for end in (d.earliest, d.latest) if end]
    day = referral.day if referral else max([date(2030, 6, 15), *ends])
    if key == REFERRAL_DATE:
        later = [minus(end, years=-n) for end in ends for n in (0, 1, 2, 5, 6, 10, 11, 18, 19, 20)]
        return [d.isoformat() for d in dict.fromkeys([day, date(2099, 1, 1), *later])]
    if known is not None:
        known = known.up_to(day) or known
        first, last = known.earliest or date(1900, 1, 1), known.latest or date(2099, 1, 1)
        return [first.isoformat(), last.isoformat()]
    match question.kind:
        case "yes_no":
            return ["yes", "no"]
        case "choice":
            return [option.id for option in question.options]
        case "ticks":
            return [[], *([option.id] for option in question.options)]
        case "number":
            return [0, 10**6]
        case _:
            days = [edge.isoformat() for edge in edges(program, key, day)]
            return [NEVER, *days] if question.kind == "event" else days


def _kind_answer(program, pathway, answers, key):
    """The answer that stands against the person in the fewest criteria, beside the others."""

    def against(value):
        return _statuses(program, pathway, answers | {key: value}).count(Status.NOT_MET)

    return min(_candidates(program, answers, key), key=against)


def _statuses(program, pathway, answers):
    facts = facts_of(program, answers)
    return [rules.status(program.criteria[name], facts) for name in pathway.criteria]


# ----------------------------------------------------------------------------------------- opening by time


@st.composite
def refused_by_time(draw, program, *, exact):
    """A referral that one or more dates alone refuse, near the end of their windows; *exact* to the day."""
    pathways = [p for p in program.pathways if any(reads_referral_date(program.criteria[c].rule) for c in p.criteria)]
    pathway = draw(st.sampled_from(pathways))
    day = draw(referral_days)
    answers = {PATHWAY: pathway.id, REFERRAL_DATE: day.isoformat()}
    for key in program.asks(pathway):
        fitting = values(program, program.questions[key], day).filter(
            lambda v, key=key: (
                not (exact and is_open(v))
                and sound(program, answers | {key: v})
                and not harms(program, pathway, answers, key, v)
            )
        )
        answers[key] = draw(fitting)
    timed = [
        leaf.key
        for name in pathway.criteria
        for leaf in leaves(program.criteria[name].rule)
        if isinstance(leaf, Age | Within)
    ]
    for key in draw(st.lists(st.sampled_from(timed), min_size=1, unique=True)):
        near = st.sampled_from(edges(program, key, day)[1:-1] or [day - timedelta(days=30)])
        days = st.builds(lambda edge, more: min(day, edge + timedelta(days=more)), near, st.integers(-60, 300))
        one = exactly(draw(days)) if exact else draw(partial_dates(days))
        assume(sound(program, answers | {key: one.edtf()}))
        answers[key] = one.edtf()
    return answers


def _first_day(program, answers, most):
    """Look day by day for the first later referral that passes, the facts being the same."""
    pathway = program.pathway(answers[PATHWAY])
    facts = facts_of(program, answers)
    for more in range(1, most + 1):
        later = Facts(facts.answers, facts.referral + timedelta(days=more))
        if rules.combined([rules.status(program.criteria[c], later) for c in pathway.criteria]) is Outcome.ELIGIBLE:
            return later.referral
    return None


@few
@given(data=st.data(), name=programs)
def test_it_opens_on_the_first_day_on_which_the_same_facts_pass(data, name):
    program = PROGRAMS[name]
    answers = data.draw(refused_by_time(program, exact=False))
    found = _statuses(program, program.pathway(answers[PATHWAY]), answers)
    assume(Status.NOT_MET in found and Status.UNKNOWN not in found)
    opens = prospects(program, answers).opens_on
    referral = known_date(answers[REFERRAL_DATE]).day
    exact = dict(answers)
    for key, value in answers.items():
        known = known_date(value)
        if (
            known is not None
            and known.day is None
            and harms(program, program.pathway(answers[PATHWAY]), answers, key, value)
        ):
            exact[key] = data.draw(days_in(known.up_to(referral))).isoformat()

    most = (opens.latest - referral).days if opens else 500
    first = _first_day(program, exact, min(most, 800))

    if opens is None:
        assert first is None
    elif most <= 800:
        assert opens.earliest <= first <= opens.latest


@few
@given(data=st.data(), name=programs)
def test_where_every_date_is_known_to_the_day_it_opens_on_one_day(data, name):
    program = PROGRAMS[name]
    answers = data.draw(refused_by_time(program, exact=True))
    assume(outcome(program, answers) is Outcome.NOT_ELIGIBLE)

    opens = prospects(program, answers).opens_on

    if opens is not None:
        assert opens.day is not None
        assert outcome(program, answers | {REFERRAL_DATE: opens.day.isoformat()}) is Outcome.ELIGIBLE
        before = opens.day - timedelta(days=1)
        assert outcome(program, answers | {REFERRAL_DATE: before.isoformat()}) is not Outcome.ELIGIBLE


@pytest.mark.parametrize(
    ("changed", "opens"),
    [
        ({"violent_crime_date": "2019-03-02"}, "2029-03-03"),
        ({"violent_crime_date": "2020-02-29"}, "2030-03-01"),
        ({"listed_assault_charge_date": "2024-02-29"}, "2029-03-01"),
        ({"violent_crime_date": "2019-03-02", "listed_assault_charge_date": "2024-06-01"}, "2029-06-02"),
        ({"date_of_birth": "2008-11-25"}, "2026-11-25"),
        ({"date_of_birth": "2012-02-29"}, "2030-03-01"),
        ({"violent_crime_date": "2019"}, "2029-01-02/2030-01-01"),
        ({"violent_crime_date": "2026-11-01/.."}, "2036-11-02/2036-11-25"),
        ({"violent_crime_date": "2019", "drug_distribution": "yes"}, None),
        ({"violent_crime_date": "2019", "drug_distribution": "unknown"}, None),
        ({"violent_crime_date": "2019", "date_of_birth": "2008"}, None),  # unknown now, though not by then
        ({"opioid_dosage_units": 51}, None),
        ({}, None),
    ],
)
def test_a_criminal_referral_opens_on(changed, opens):
    found = prospects(WILMINGTON, CLEAR | changed).opens_on

    assert (found.edtf() if found else None) == opens


def test_an_earlier_involvement_that_is_too_old_never_opens_by_time():
    california = PROGRAMS["california_1001_87"]
    answers = {
        "pathway": "social",
        "referral_date": "2026-11-24",
        "involvement_date": "2024-11-23",
        "evidence": ["records"],
        "in_area": "yes",
        "drug_court": "no",
        "mental_health_court": "no",
        "contact_order": "no",
        "capacity": "yes",
    }

    assert outcome(california, answers) is Outcome.NOT_ELIGIBLE
    assert prospects(california, answers).opens_on is None
    assert outcome(california, answers | {"involvement_date": "2024-11-24"}) is Outcome.ELIGIBLE


# --------------------------------------------------------------------------------------- what would settle


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"violent_crime_date": "2016"},
            "Violent crime: the month is enough, unless it is November 2016. "
            "Before 24 November 2016: clear. On or after: it applies.",
        ),
        (
            {"violent_crime_date": "2016-11"},
            "Violent crime: the full date. Before 24 November 2016: clear. On or after: it applies.",
        ),
        (
            {"date_of_birth": "2008"},
            "Date of birth: the month is enough, unless it is November 2008. "
            "Before 25 November 2008: met. On or after: not met.",
        ),
        (
            {"referral_date": "2026-06-01", "violent_crime_date": "2016"},
            "Violent crime: the month is enough: before June 2016 clear, from June 2016 on it applies.",
        ),
        (
            {"referral_date": "2026-01-01", "violent_crime_date": "2015/2016"},
            "Violent crime: the year is enough: before 2016 clear, from 2016 on it applies.",
        ),
        ({"violent_crime_date": None}, "Violent crime: never, older than the window or within it, or a date."),
        ({"date_of_birth": "unknown"}, "Date of birth: a date; a year may be enough."),
        ({"opioid_dosage_units": "declined"}, "Dosage units: a number."),
        ({"drug_distribution": "unknown"}, "Distribution: yes or no."),
        ({"referral_date": None}, "Date of the referral: the full date."),
        ({"pathway": None}, "Pathway: which one is asked for."),
    ],
)
def test_what_would_settle_it_is_said_in_a_sentence(changed, sentence):
    assert prospects(WILMINGTON, CLEAR | changed).would_settle[0] == sentence
