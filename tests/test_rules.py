"""Every number and every window at its edge, and what each criterion says there."""

from __future__ import annotations

import pytest
from rules_fixtures import CLEAR, minimal, program_of

from lead_tui.rules import Outcome, Status, assess

MET, NOT_MET, UNKNOWN = Status.MET, Status.NOT_MET, Status.UNKNOWN
ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED


def finding(program, criterion, **answers):
    """What a criterion says of an otherwise clear criminal referral."""
    assessment = assess(program, CLEAR | answers)
    return next(found for found in assessment.findings if found.criterion == criterion)


def test_a_clear_criminal_referral_is_eligible(wilmington):
    assessment = assess(wilmington, CLEAR)

    assert assessment.outcome is ELIGIBLE
    assert assessment.pathways == {"social": UNDETERMINED, "criminal": ELIGIBLE}
    assert [found.criterion for found in assessment.findings] == [
        "age", "minor_offense", "substance_use_identified", "opioid_dosage_units", "drug_distribution",
        "exploitation_of_minors", "promoting_prostitution", "violent_crime", "parole_or_probation",
        "listed_assault_charge",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("units", "status"),
    [
        (0, MET),
        (0.5, MET),
        (49, MET),
        (50, MET),
        (50.0, MET),
        (50.000001, NOT_MET),
        (50.5, NOT_MET),
        (51, NOT_MET),
        (10**30, NOT_MET),
        (1e300, NOT_MET),
        ("unknown", UNKNOWN),
        ("declined", UNKNOWN),
        (None, UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_more_than_50_dosage_units_disqualify(wilmington, units, status):
    assert finding(wilmington, "opioid_dosage_units", opioid_dosage_units=units).status is status


@pytest.mark.parametrize("wrong", ["50", -1, True, float("nan"), float("inf"), [50], "never"])
def test_a_number_that_is_none_counts_as_not_asked(wilmington, wrong):
    assert finding(wilmington, "opioid_dosage_units", opioid_dosage_units=wrong).status is UNKNOWN


@pytest.mark.parametrize(
    ("referral", "birth", "status"),
    [
        # the 18th birthday itself counts
        ("2026-11-24", "2008-11-23", MET),
        ("2026-11-24", "2008-11-24", MET),
        ("2026-11-24", "2008-11-25", NOT_MET),
        # who is born on 29 February turns 18 on 1 March of a common year
        ("2026-02-28", "2008-02-29", NOT_MET),
        ("2026-03-01", "2008-02-29", MET),
        ("2026-02-28", "2008-02-28", MET),
        ("2026-02-28", "2008-03-01", NOT_MET),
        # a referral on 29 February counts back to 28 February
        ("2028-02-29", "2010-02-28", MET),
        ("2028-02-29", "2010-03-01", NOT_MET),
        ("2044-02-29", "2026-02-28", MET),
        # a year or a month alone
        ("2026-11-24", "2007", MET),
        ("2026-11-24", "2008", UNKNOWN),
        ("2026-11-24", "2009", NOT_MET),
        ("2026-11-24", "2008-10", MET),
        ("2026-11-24", "2008-11", UNKNOWN),
        ("2026-11-24", "2008-12", NOT_MET),
        ("2026-11-30", "2008-11", MET),
        ("2026-11-29", "2008-11", UNKNOWN),
        ("2026-12-31", "2008", MET),
        # intervals, and ends that are open
        ("2026-11-24", "1991-11-25/1992-11-24", MET),
        ("2026-11-24", "2008-11-24/2008-11-25", UNKNOWN),
        ("2026-11-24", "2008-11-25/2010", NOT_MET),
        ("2026-11-24", "../2008-11-24", MET),
        ("2026-11-24", "../2008-11-25", UNKNOWN),
        ("2026-11-24", "2008-11-25/..", NOT_MET),
        ("2026-11-24", "2008-11-24/..", UNKNOWN),
        # read up to the referral only
        ("2026-11-24", "2026", NOT_MET),
        ("2026-11-24", "2026-11-24", NOT_MET),
        ("2026-11-24", "2026-11-25", UNKNOWN),
        ("2026-11-24", "unknown", UNKNOWN),
        ("2026-11-24", "declined", UNKNOWN),
        ("2026-11-24", None, UNKNOWN),
        (None, "1990-05-14", UNKNOWN),
        (None, "1890", UNKNOWN),
        ("unknown", "1990-05-14", UNKNOWN),
        ("2026-11", "1990-05-14", UNKNOWN),
        ("2026-11-24/2026-11-24", "1990-05-14", UNKNOWN),
        ("2026-02-30", "1990-05-14", UNKNOWN),
    ],
)
def test_18_years_on_the_day_of_the_referral(wilmington, referral, birth, status):
    assert finding(wilmington, "age", referral_date=referral, date_of_birth=birth).status is status


WINDOWS = {
    "violent_crime": [
        ("2026-11-24", "2016-11-23", MET),
        ("2026-11-24", "2016-11-24", NOT_MET),  # the exact anniversary is inside
        ("2026-11-24", "2016-11-25", NOT_MET),
        ("2026-11-24", "2026-11-24", NOT_MET),
        ("2026-11-24", "2015", MET),
        ("2026-11-24", "2016", UNKNOWN),
        ("2026-11-24", "2017", NOT_MET),
        ("2026-11-24", "2016-10", MET),
        ("2026-11-24", "2016-11", UNKNOWN),
        ("2026-11-24", "2016-12", NOT_MET),
        ("2026-12-31", "2016", UNKNOWN),
        ("2027-01-01", "2016", MET),
        ("2026-01-01", "2016", NOT_MET),
        ("2026-01-02", "2016", UNKNOWN),
        # 29 February, of the event and of the referral
        ("2026-02-28", "2016-02-29", NOT_MET),
        ("2026-03-01", "2016-02-29", MET),
        ("2028-02-29", "2018-02-28", NOT_MET),
        ("2028-02-29", "2018-02-27", MET),
        # intervals, open ones too
        ("2026-11-24", "../2015", MET),
        ("2026-11-24", "../2016-11-23", MET),
        ("2026-11-24", "../2016-11-24", UNKNOWN),
        ("2026-11-24", "2021-03-01/..", NOT_MET),
        ("2026-11-24", "2016-11-24/..", NOT_MET),
        ("2026-11-24", "2016-11-23/..", UNKNOWN),
        ("2026-11-24", "2016-11-24/2026-11-24", NOT_MET),
        ("2026-11-24", "2015/2017", UNKNOWN),
        # past the referral: read only up to it
        ("2026-11-24", "2026", NOT_MET),
        ("2026-11-24", "2026-11-20/2030", NOT_MET),
        ("2026-11-24", "2010/2030", UNKNOWN),
        ("2026-11-24", "2026-11-25", UNKNOWN),
        ("2026-11-24", "2027/..", UNKNOWN),
        ("2026-11-24", "never", MET),
        ("2026-11-24", "unknown", UNKNOWN),
        ("2026-11-24", "declined", UNKNOWN),
        ("2026-11-24", None, UNKNOWN),
        (None, "2016-11-24", UNKNOWN),
        (None, "1950", UNKNOWN),
        (None, "never", MET),
    ],
    "listed_assault_charge": [
        ("2026-11-24", "2021-11-23", MET),
        ("2026-11-24", "2021-11-24", NOT_MET),
        ("2026-11-24", "2021-11-25", NOT_MET),
        ("2026-11-24", "2020", MET),
        ("2026-11-24", "2021", UNKNOWN),
        ("2026-11-24", "2022", NOT_MET),
        ("2026-11-24", "2021-10", MET),
        ("2026-11-24", "2021-11", UNKNOWN),
        ("2026-11-24", "2021-12", NOT_MET),
        ("2025-02-28", "2020-02-29", NOT_MET),
        ("2025-03-01", "2020-02-29", MET),
        ("2028-02-29", "2023-02-28", NOT_MET),
        ("2026-11-24", "../2021-11-23", MET),
        ("2026-11-24", "2021-03-01/..", UNKNOWN),
        ("2026-11-24", "never", MET),
        (None, "2021", UNKNOWN),
    ],
}


@pytest.mark.parametrize(
    ("criterion", "referral", "event", "status"),
    [(criterion, *row) for criterion, rows in WINDOWS.items() for row in rows],
)
def test_a_look_back_from_the_referral(wilmington, criterion, referral, event, status):
    found = finding(wilmington, criterion, referral_date=referral, **{f"{criterion}_date": event})

    assert found.status is status


@pytest.mark.parametrize(
    ("key", "criterion", "passes"),
    [
        ("minor_offense", "minor_offense", "yes"),
        ("substance_use_identified", "substance_use_identified", "yes"),
        ("parole_or_probation", "parole_or_probation", "no"),
        ("drug_distribution", "drug_distribution", "no"),
        ("promoting_prostitution", "promoting_prostitution", "no"),
        ("exploitation_of_minors", "exploitation_of_minors", "no"),
    ],
)
def test_a_yes_or_no_decides_and_nothing_else_does(wilmington, key, criterion, passes):
    fails = "no" if passes == "yes" else "yes"
    table = {passes: (MET, ELIGIBLE), fails: (NOT_MET, NOT_ELIGIBLE)}
    table |= dict.fromkeys(["unknown", "declined", "", None, True, False, "Yes", 1], (UNKNOWN, UNDETERMINED))
    for value in [passes, fails, "unknown", "declined", "", None, True, False, "Yes", 1]:
        assessment = assess(wilmington, CLEAR | {key: value})

        found = next(found for found in assessment.findings if found.criterion == criterion)
        assert (found.status, assessment.outcome) == table[value], value


@pytest.mark.parametrize(
    ("seeking", "birth", "outcome"),
    [
        ("yes", "1990", ELIGIBLE),
        ("yes", "2010", NOT_ELIGIBLE),
        ("yes", "2008", UNDETERMINED),
        ("yes", None, UNDETERMINED),
        ("no", "1990", NOT_ELIGIBLE),
        ("no", None, NOT_ELIGIBLE),
        ("unknown", "1990", UNDETERMINED),
        ("unknown", "2010", NOT_ELIGIBLE),
        (None, None, UNDETERMINED),
    ],
)
def test_a_social_referral(wilmington, seeking, birth, outcome):
    answers = {"referral_date": "2026-11-24", "seeking_treatment": seeking, "date_of_birth": birth}

    for pathway in ("social", "criminal", None):
        assert assess(wilmington, answers | {"pathway": pathway}).pathways["social"] is outcome


def test_no_disqualifier_binds_a_social_referral(wilmington):
    worst = CLEAR | {
        "pathway": "social",
        "seeking_treatment": "yes",
        "parole_or_probation": "yes",
        "drug_distribution": "yes",
        "opioid_dosage_units": 1000,
        "violent_crime_date": "2026-01-01",
        "listed_assault_charge_date": "2026-01-01",
        "promoting_prostitution": "yes",
        "exploitation_of_minors": "yes",
        "minor_offense": "no",
    }

    assessment = assess(wilmington, worst)

    assert assessment.outcome is ELIGIBLE
    assert assessment.pathways["criminal"] is NOT_ELIGIBLE
    assert [found.criterion for found in assessment.findings] == ["age", "seeking_treatment"]


@pytest.mark.parametrize("pathway", [None, "", "unknown", "diversion", 3])
def test_without_a_pathway_nothing_is_decided_and_every_criterion_has_its_finding(wilmington, pathway):
    assessment = assess(wilmington, CLEAR | {"pathway": pathway})

    assert assessment.pathway is None
    assert assessment.outcome is UNDETERMINED
    assert [found.criterion for found in assessment.findings] == list(wilmington.criteria)


# ---------------------------------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("criterion", "answers", "reason", "brief"),
    [
        ("age", {}, "Born 14 May 1990: 18 or older on 24 November 2026.", "age 36"),
        ("age", {"date_of_birth": "1988"}, "Born in 1988: 18 or older on 24 November 2026.", "age 37 or 38"),
        (
            "age",
            {"date_of_birth": "2008"},
            "Born in 2008: may be under 18 on 24 November 2026.",
            "born in 2008: may be under 18",
        ),
        (
            "age",
            {"date_of_birth": "../2008-11-24"},
            "Born before 25 November 2008: 18 or older on 24 November 2026.",
            "born before 25 Nov 2008",
        ),
        (
            "age",
            {"date_of_birth": "2012-03"},
            "Born in March 2012: under 18 on 24 November 2026.",
            "under 18 on 24 Nov 2026",
        ),
        ("age", {"date_of_birth": None}, "Birth date: not asked.", "date of birth"),
        ("age", {"date_of_birth": "unknown"}, "Birth date: not known.", "date of birth"),
        ("age", {"date_of_birth": "declined"}, "Birth date: declined.", "date of birth"),
        ("age", {"referral_date": None}, "Birth date: the date of the referral is missing.", "date of birth"),
        ("opioid_dosage_units", {"opioid_dosage_units": 12}, "12 dosage units is not more than 50.", None),
        ("opioid_dosage_units", {"opioid_dosage_units": 50.5}, "50.5 dosage units is more than 50.", None),
        ("opioid_dosage_units", {"opioid_dosage_units": 50.0}, "50 dosage units is not more than 50.", None),
        ("opioid_dosage_units", {"opioid_dosage_units": "unknown"}, "Dosage units: not known.", "dosage units"),
        (
            "violent_crime",
            {"violent_crime_date": "2019-03-02"},
            "Violent crime on 2 March 2019 is within 10 years of the referral on 24 November 2026.",
            "violent crime on 2 Mar 2019 is within 10 years of the referral on 24 Nov 2026",
        ),
        (
            "violent_crime",
            {"violent_crime_date": "2016-11-24"},
            "Violent crime on 24 November 2016 is within 10 years of the referral on 24 November 2026. "
            "The anniversary itself counts as within.",
            None,
        ),
        (
            "violent_crime",
            {"violent_crime_date": "2010"},
            "Violent crime in 2010 is more than 10 years before the referral on 24 November 2026.",
            "violent crime in 2010, over 10 years ago",
        ),
        (
            "violent_crime",
            {"violent_crime_date": "2016"},
            "Violent crime in 2016 may or may not be within 10 years of the referral.",
            "violent crime in 2016 may or may not be within 10 years of the referral",
        ),
        (
            "violent_crime",
            {"violent_crime_date": "../2015"},
            "Violent crime before 2016 is more than 10 years before the referral on 24 November 2026.",
            None,
        ),
        (
            "violent_crime",
            {"violent_crime_date": "2026"},
            "Violent crime between 1 January 2026 and 24 November 2026 is within 10 years of the referral on "
            "24 November 2026.",
            None,
        ),
        ("violent_crime", {}, "No violent crime on record.", "no violent crime"),
        ("violent_crime", {"violent_crime_date": None}, "Violent crime: not asked.", "violent crime"),
        (
            "violent_crime",
            {"violent_crime_date": "2016", "referral_date": None},
            "Violent crime: the date of the referral is missing.",
            None,
        ),
        (
            "listed_assault_charge",
            {"listed_assault_charge_date": "2024-02"},
            "Charge for a listed assault in February 2024 is within 5 years of the referral on 24 November 2026.",
            None,
        ),
        ("parole_or_probation", {}, "Not on parole or probation on 24 November 2026.", "no parole or probation"),
        (
            "parole_or_probation",
            {"parole_or_probation": "yes", "referral_date": None},
            "On parole or probation on the day of the referral.",
            None,
        ),
        ("minor_offense", {"minor_offense": "declined"}, "Minor offense: declined.", "minor offense"),
    ],
)
def test_the_reason_names_facts_and_dates(wilmington, criterion, answers, reason, brief):
    found = finding(wilmington, criterion, **answers)

    assert found.reason == reason
    assert brief is None or found.brief == brief


def test_every_finding_quotes_the_page_and_names_all_that_it_reads(wilmington):
    for found in assess(wilmington, CLEAR | {"pathway": None}).findings:
        counted_back = found.criterion in ("age", "violent_crime", "listed_assault_charge")
        assert found.quote
        assert found.answers == wilmington.criteria[found.criterion].keys + ("referral_date",) * counted_back
        assert found.presumptive is False


def test_a_compound_rule_says_how_the_answer_that_it_waits_for_is_open():
    raw = minimal()
    shown = {"answer": "proof", "includes_any_of": ["records"]}
    many, once = {"number": "units", "above": 9}, {"event": "crime_date", "within": "ever"}
    raw["criterion"][3]["rule"] = {"any_of": [{"all_of": [shown, many]}, once]}
    raw["criterion"][3]["reason"]["met"] = "Shown."

    answers = {"pathway": "only", "proof": [], "crime_date": "unknown"}
    found = next(f for f in assess(program_of(raw), answers).findings if f.criterion == "kinds")

    assert found.reason == "Proof: not known."


def test_braces_written_twice_are_said_once_and_parts_of_a_key_are_filled():
    raw = minimal()
    raw["criterion"][1]["reason"]["met"] = "{{limit}} of {units.found} is {limit}."
    raw["criterion"][1]["rule"]["number"] = "units.found"
    raw["criterion"][1]["reason"]["not_met"] = raw["criterion"][1]["reason"]["unknown"] = "x"
    question = next(q for q in raw["question"] if q["key"] == "units")
    question["key"] = "units.found"
    del question["note"]

    found = next(f for f in assess(program_of(raw), {"units.found": 7}).findings if f.criterion == "amount")

    assert found.reason == "{limit} of 7 is 50."


def test_never_is_said_only_where_every_event_never_was():
    raw = minimal()
    raw["question"].append(raw["question"][4] | {"key": "arrest_date"})
    crime, arrest = ({"event": key, "within": {"years": 10}} for key in ("crime_date", "arrest_date"))
    raw["criterion"][2]["rule"] = {"any_of": [crime, arrest]}
    raw["criterion"][2]["reason"] = {"met": "Clear.", "not_met": "It applies.", "unknown": "?", "never": "Never."}
    program = program_of(raw)

    def said(**answers):
        assessment = assess(program, {"referral_date": "2026-11-24"} | answers)
        return next(f.reason for f in assessment.findings if f.criterion == "history")

    assert said(crime_date="never", arrest_date="never") == "Never."
    assert said(crime_date="never", arrest_date="2020") == "It applies."
    assert said(crime_date="never", arrest_date="2010") == "Clear."
