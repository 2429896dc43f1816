"""The rule result in words; it is never called a decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROGRAMS, law, programs, referrals

from lead_tui import outcome_words
from lead_tui.partial_date import parse_edtf
from lead_tui.prospects import prospects
from lead_tui.rules import Status, assess

SOCIAL = {"pathway": "social", "referral_date": "2026-11-24", "seeking_treatment": "yes", "date_of_birth": "1990"}
CRIMINAL = {
    "pathway": "criminal",
    "referral_date": "2026-11-24",
    "date_of_birth": "1990-05-14",
    "minor_offense": "yes",
    "substance_use_identified": "yes",
    "parole_or_probation": "no",
    "drug_distribution": "no",
    "opioid_dosage_units": 12,
}


def said(program, answers, role="officer"):
    """The head and the lines below it, by name."""
    assessment, ahead = assess(program, answers), prospects(program, answers)
    head = outcome_words.head(program, assessment, ahead)
    return head, dict(outcome_words.lines(program, assessment, ahead, role))


def test_eligible(wilmington):
    head, lines = said(wilmington, SOCIAL)

    assert head == "+ ELIGIBLE under the rules for a social referral"
    assert lines["clear"] == "Clear: seeking treatment; age 35 or 36."
    assert lines["open"] == "Nothing open. People may still decide otherwise."
    assert lines["next"] == "Next: you may offer LEAD; it may be declined. Call the case manager."


def test_not_eligible_names_the_rule_the_next_step_and_the_other_door(wilmington):
    head, lines = said(wilmington, CRIMINAL | {"parole_or_probation": "yes"})

    assert head == "x NOT ELIGIBLE under the rules for a criminal referral"
    assert lines == {
        "why": "Why: on parole or probation on 24 Nov 2026.",
        "next": "Next: the usual process; discretion is yours and the prosecutor's.",
        "otherwise": "Anyone seeking treatment can ask for a social referral; it decides no charge.",
    }


def test_a_social_referral_that_is_not_eligible_names_no_other_door(wilmington):
    _, lines = said(wilmington, SOCIAL | {"seeking_treatment": "no"})

    assert "otherwise" not in lines
    assert lines["next"] == "Next: a person decides; anyone can ask LEAD."


def test_two_rules_that_are_not_met_are_counted_and_named_in_the_order_of_asking(wilmington):
    _, lines = said(wilmington, CRIMINAL | {"opioid_dosage_units": 51, "parole_or_probation": "yes"})

    assert lines["why"] == (
        "Why: 2 rules are not met: on parole or probation on 24 Nov 2026; 51 units is more than 50."
    )


def test_not_yet_known_says_what_is_clear_and_what_is_open(wilmington):
    head, lines = said(wilmington, CRIMINAL)

    assert head == "? NOT YET KNOWN: 4 answers can still change it"
    assert lines["clear"] == (
        "Clear: age 36; minor offense; harmful use; no parole or probation; no distribution; "
        "12 units is not more than 50."
    )
    assert lines["open"] == "Open: violent crime; listed assault; promoting prostitution; exploitation"
    assert "why" not in lines


def test_a_date_that_is_not_close_enough_is_why_it_is_not_yet_known(wilmington):
    answers = CRIMINAL | {
        "violent_crime_date": "2016",
        "listed_assault_charge_date": "never",
        "promoting_prostitution": "no",
        "exploitation_of_minors": "no",
    }

    head, lines = said(wilmington, answers)

    assert head == "? NOT YET KNOWN: 1 answer can still change it"
    assert lines["why"] == "Why: violent crime in 2016 may or may not be within 10 years of the referral."
    assert lines["open"] == "Open: violent crime"


def test_without_a_pathway_there_is_nothing_to_say_but_to_choose_one(wilmington):
    assert said(wilmington, {}) == ("? NOT YET KNOWN: choose a pathway", {})


def test_a_contact_that_is_set_stands_in_the_next_step():
    santa_fe = PROGRAMS["santa_fe"]

    _, lines = said(santa_fe, {"pathway": "arrest", "informant": "yes"})

    assert lines["next"] == "Next: the attorney may lift a presumption, 505-555-0100."


@pytest.mark.parametrize(
    ("opens", "sentence"),
    [
        ("2027-08-03", "A referral on or after 3 August 2027 would meet this rule."),
        ("2028", "A referral on or after a day from 1 January 2028 to 31 December 2028 would meet this rule."),
        (None, ""),
    ],
)
def test_when_it_opens(wilmington, opens, sentence):
    known = parse_edtf(opens) if opens else None

    assert outcome_words.opens_in_words(wilmington, known) == sentence


@law
@given(data=st.data(), name=programs, role=st.sampled_from(["officer", "staff", "exporter"]))
def test_every_criterion_has_its_line_and_nothing_is_left_unfilled(data, name, role):
    program = PROGRAMS[name]
    answers = data.draw(referrals(program))
    assessment, ahead = assess(program, answers), prospects(program, answers)

    head, lines = said(program, answers, role)
    found = list(outcome_words.finding_lines(program, assessment))

    assert len(found) == len(assessment.findings)
    assert all(isinstance(status, Status) and text for status, text in found)
    assert not any("{" in text or "decision" in text for text in [head, *lines.values()])
    assert len(outcome_words.open_names(program, ahead)) == ahead.most
