"""The questions that services and partners make, and the form of what staff ask."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest
from rules_fixtures import minimal, problems_of, program_of

from lead_tui import form, kinds
from lead_tui.generated_questions import CONSENT, STATUSES, consent_key, status_key
from lead_tui.question import Context

LABEL = 40
"""Columns of a label beside its mark, at 80 columns."""

DAY = date(2026, 11, 24)


def with_services():
    """The smallest program with a step for staff that asks for its service and its partner."""
    raw = minimal()
    sections = [{"services": True}, {"partners": True}]
    raw["step"].insert(2, {"id": "needs", "title": "Needs", "audience": "staff", "section": sections})
    return raw


def keys_of(view):
    return [question.key for question in view]


def test_a_program_without_a_section_for_them_only_names_its_services_and_partners():
    program = program_of(minimal())

    assert not [key for key in program.questions if key.startswith(("service.", "consent."))]
    assert [service.title for service in program.services] == ["Care"]


def test_a_section_asks_for_each_service_and_each_partner():
    program = program_of(with_services())

    assert [key for key in program.questions if key.startswith("service.")] == [
        "service.care.status", "service.care.date", "service.care.reason",
    ]  # fmt: skip
    assert [key for key in program.questions if key.startswith("consent.")] == [
        consent_key("friends", part) for part in CONSENT
    ]


@pytest.mark.parametrize(
    ("status", "follows"),
    [
        ("wanted", []), ("referred", ["service.care.date"]), ("started", ["service.care.date"]),
        ("unavailable", ["service.care.reason"]), ("not_wanted", []), ("unknown", []), (None, []),
    ],
)  # fmt: skip
def test_what_has_come_of_a_service_says_what_is_asked_next(status, follows):
    program = program_of(with_services())

    shown = keys_of(form.in_view(program, {status_key("care"): status}))

    assert [key for key in shown if key.startswith("service.care.") and key != status_key("care")] == follows


@pytest.mark.parametrize(("given", "asked"), [("yes", 7), ("no", 0), ("unknown", 0), ("declined", 0), (None, 0)])
def test_what_a_consent_covers_is_asked_only_after_a_yes(given, asked):
    program = program_of(with_services())

    shown = keys_of(form.in_view(program, {consent_key("friends"): given}))

    assert sum(key.startswith("consent.friends.") for key in shown) == 1 + asked


def test_a_consent_may_end_later_than_today_and_nothing_else_may(wilmington):
    context = Context(words=wilmington.words, today=DAY, referral=DAY)
    until, revoked = (wilmington.questions[consent_key("rha", part)] for part in ("until", "revoked"))

    assert kinds.read(until, "2027-11-24", context).value == "2027-11-24"
    assert "after today" in kinds.read(revoked, "2027-11-24", context).problem
    assert kinds.read(until, "2027", context).problem


def test_an_overdose_may_lie_after_the_referral(wilmington):
    overdose = wilmington.questions["last_overdose"]
    context = Context(words=wilmington.words, today=DAY, referral=date(2026, 11, 14))

    assert kinds.read(overdose, "2026-11-20", context).value == "2026-11-20"
    assert kinds.check(overdose, "2026-11-20", context) == ""


def test_no_option_of_a_service_has_the_letter_of_unknown_or_declined():
    assert not set(STATUSES.values()) & {"u", "d"}
    assert len(set(STATUSES.values())) == len(STATUSES)


def test_every_question_has_its_whole_wording_in_a_line_that_fits(wilmington):
    at_the_end = {key for step in wilmington.steps if step.finish for part in step.section for key in part.questions}
    for question in wilmington.questions.values():
        assert all((question.label, question.ask, question.name)), question.key
        assert question.help or question.key in at_the_end, question.key
        label = question.label.replace("{referral_date}", "24 Nov 2026")
        star = "* " if any(question.key == status_key(s.id) and s.suggestions for s in wilmington.services) else ""
        assert len(star + label) <= LABEL, label


def test_no_two_questions_of_a_step_have_the_same_label(wilmington):
    for step in form.steps(wilmington, {"pathway": "criminal", "referral_date": "2026-11-24"}):
        labels = [question.label for question in step.questions]
        assert len(set(labels)) == len(labels)


def test_each_partner_and_each_service_is_asked_apart(wilmington):
    given = {key for key in wilmington.questions if re.fullmatch(r"consent\.\w+\.given", key)}
    status = {key for key in wilmington.questions if re.fullmatch(r"service\.\w+\.status", key)}

    assert (len(given), len(status)) == (7, 13)
    assert all(wilmington.questions[key].default == "" for key in given)


def test_what_staff_ask_is_for_staff_alone(wilmington):
    answers = {"pathway": "criminal", "referral_date": "2026-11-24", consent_key("rha"): "yes"}
    officer, staff = (form.in_view(wilmington, answers, role=role) for role in ("officer", "staff"))

    assert all(question.audience == "officer" for question in officer)
    assert not [key for key in keys_of(officer) if key.startswith(("service.", "consent."))]
    assert {"language", "needed_today", "service.hiv_testing.status", "consent.rha.until"} <= set(keys_of(staff))
    assert [view.id for view in form.steps(wilmington, answers, role="officer")][:2] == ["referral", "eligibility"]
    assert not {"participant", "needs", "consent"} & {v.id for v in form.steps(wilmington, answers, role="officer")}


def test_services_for_staff_alone_stay_so_in_a_step_for_everybody(wilmington):
    raw = with_services()
    del raw["step"][2]["audience"]
    raw["service"].append({"id": "testing", "title": "HIV testing", "quote": "HIV testing", "audience": "staff"})
    program = program_of(raw)

    officer = keys_of(form.in_view(program, {}, role="officer"))

    assert "service.care.status" in officer
    assert "service.testing.status" not in officer


def test_nothing_that_staff_ask_moves_a_rule_result(wilmington):
    read = {key for criterion in wilmington.criteria.values() for key in criterion.keys}

    assert not [key for key in read if wilmington.questions[key].audience == "staff"]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda raw: raw["question"].append(
            {"key": "service.care.status", "kind": "text", "label": "x", "ask": "x"}),
         "question.service.care.status: is made from a service or partner; give this one another key."),
        (lambda raw: raw["step"][2]["section"].append({"services": True}),
         "step: at most one section may have services = true."),
        (lambda raw: raw["step"][2]["section"].append({"questions": ["name"]})
         or raw["step"][0]["section"][0]["questions"].remove("name")
         or _question(raw, "name").update(audience="officer"),
         "question.name.audience: the step needs is for staff, so its questions are too."),
        (lambda raw: raw["service"][0].update(suggest={"when": {"number": "units", "above": 1}, "cause": "x"}),
         "service.care.suggest.1.when: reads a number; suggest by what the person names, never by an amount."),
        (lambda raw: raw["service"][0].update(suggest={"when": {"answer": "nobody", "is": "x"}, "cause": "x"}),
         "service.care.suggest.1.when: no question asks nobody; the closest is "),
        (lambda raw: raw["service"][0].update(suggest={"when": {"answer": "pathway", "is": "only"}, "cause": " "}),
         "service.care.suggest.1.cause: is empty."),
        (lambda raw: raw["service"][0].update(suggest="always"),
         'service.care.suggest.1: "always" is not accepted here; write { when = {...}, cause = "..." }.'),
        (lambda raw: raw.update(contradiction={"when": {"answer": "pathway", "is": "only"}}),
         'contradiction.1.text: is missing; write text, "...".'),
        (lambda raw: raw.update(contradiction=[{"when": {"number": "proof", "above": 1}, "text": "x"}]),
         "contradiction.1.when: proof is of kind ticks; this condition reads kind number."),
        (lambda raw: raw.update(contradiction=[{"when": {"answer": "pathway", "is": "only"}, "text": "{name}"}]),
         "contradiction.1.text: {name} would be shown as it stands: nothing is filled in here."),
        (lambda raw: raw["question"].append(
            {"key": "kin", "kind": "text", "label": "Kin", "ask": "Kin?",
             "when": {"answer": "service.care.status", "is": "wanted"}})
         or raw["step"][0]["section"][0]["questions"].append("kin"),
         "question.kin.when: reads what only staff see, and would tell everybody of it."),
        (lambda raw: _question(raw, "units").update(later=True),
         "question.units.later: is for kind date or event; this one is of kind number."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_them_is_said_in_one_line(change, line):
    raw = with_services()
    change(raw)

    assert any(found.startswith(f"sample.toml: {line}") for found in problems_of(raw)), problems_of(raw)


def test_what_hangs_on_a_service_that_cannot_be_read_is_not_said_beside_it():
    raw = with_services()
    raw["service"][0]["colour"] = "red"
    raw["contradiction"] = [{"when": {"answer": "service.care.status", "is": "wanted"}, "text": "x"}]

    assert len(problems_of(raw)) == 1


def test_a_program_words_them_itself():
    raw = with_services()
    raw["words"] = {"service": {"status": {"ask": "{title}?"}, "wanted": "Asked for"}}
    program = program_of(raw)

    assert program.questions["service.care.status"].ask == "Care?"
    assert program.questions["service.care.status"].options[0].title == "Asked for"


def test_a_short_title_stands_before_more_words():
    raw = with_services()
    raw["service"][0]["short"] = "C."
    program = program_of(raw)

    labels = [program.questions[f"service.care.{part}"].label for part in ("status", "date")]
    assert labels == ["Care", "C.: since"]
    assert msgspec.structs.asdict(program.services[0])["short"] == "C."


def _question(raw, key):
    return next(question for question in raw["question"] if question["key"] == key)
