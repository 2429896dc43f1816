"""Every way in which a program file can be wrong, and the line that says so: the catalogue of its errors."""

from __future__ import annotations

import copy
import hashlib
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_fixtures import minimal, problems_of, program_of
from strategies import law

from lead_tui import form, kinds, outcome_words, program_file
from lead_tui.condition_file import ACCEPTED
from lead_tui.exports import columns
from lead_tui.program import Program
from lead_tui.program_check import DERIVED
from lead_tui.prospects import prospects
from lead_tui.question import Context
from lead_tui.rules import assess


def change(raw, path, value):
    """Put *value* at a path such as ``question.units.label``; by id where a part of it is an array."""
    *parts, last = path.split("/")
    place = raw
    for part in parts:
        place = _step(place, part)
    if value is KeyError:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return raw


def _step(place, part):
    if isinstance(place, list):
        return next((e for e in place if part in (e.get("id"), e.get("key"))), None) or place[int(part)]
    return place[part]


GONE = KeyError
TEXT = 'write text, "..."'
CONDITION = f"is no condition; accepted: {ACCEPTED}."
QUESTION_KEYS = (
    "ask, audience, birth, default, errors, full, help, key, kind, label, later, least, name, note, of_person, "
    "options, read_aloud, reading, unit, unknown, when"
)

CATALOGUE = [
    # keys that mean nothing, at each level
    ("colour", "red", "colour: is no key here; accepted: contact, contradiction, criterion, next, partner, "
     "pathway, program, question, say, service, step, words."),
    ("program/colour", "red", "program.colour: is no key here; accepted: approvers, deadline_days, id, name, page, "
     "retrieved, series, source, time_zone, version."),
    ("program/hash", "0", "program.hash: is no key here; accepted: approvers, deadline_days, id, name, page, "
     "retrieved, series, source, time_zone, version."),
    ("pathway/only/colour", "red", "pathway.only.colour: is no key here; accepted: criteria, help, id, key, "
     "otherwise, title."),
    ("criterion/age/colour", "red", "criterion.age.colour: is no key here; accepted: brief, id, presumptive, quote, "
     "reason, role, rule, title."),
    ("criterion/age/reason/maybe", "x", "criterion.age.reason.maybe: is no key here; accepted: met, never, not_met, "
     "partial, unknown."),
    ("criterion/age/brief/maybe", "x", "criterion.age.brief.maybe: is no key here; accepted: met, never, not_met, "
     "partial, unknown."),
    ("question/units/colour", "red", f"question.units.colour: is no key here; accepted: {QUESTION_KEYS}."),
    ("question/units/window", {}, f"question.units.window: is no key here; accepted: {QUESTION_KEYS}."),
    ("question/units/quote", "x", f"question.units.quote: is no key here; accepted: {QUESTION_KEYS}."),
    ("question/pathway/options", [], "question.pathway.options: is no key here; accepted: ask, errors, help, label, "
     "name, read_aloud, reading."),
    ("question/proof/options/records/colour", "red", "question.proof.options.1.colour: is no key here; accepted: "
     "help, id, key, title."),
    ("question/name/read_aloud/fr", "x", "question.name.read_aloud.fr: is no key here; accepted: approved_by, "
     "approved_on, en, es."),
    ("question/units/note/colour", "red", "question.units.note.1.colour: is no key here; accepted: text, when."),
    ("question/units/errors", {"no_answer": "x"}, "question.units.errors.no_answer: is no key here; accepted: comma, "
     "not_a_number, too_long, too_low."),
    ("step/referral/colour", "red", "step.referral.colour: is no key here; accepted: audience, finish, id, section, "
     "short, title."),
    ("step/referral/section/0/colour", "red", "step.referral.section.1.colour: is no key here; accepted: criteria, "
     "of_person, partners, questions, services, title."),
    ("service/care/colour", "red", "service.care.colour: is no key here; accepted: audience, id, quote, short, "
     "suggest, title."),
    ("partner/friends/colour", "red", "partner.friends.colour: is no key here; accepted: id, officers, quote, short, "
     "title."),
    ("next/judge", {"eligible": "x"}, "next.judge: is no key here; accepted: officer, staff."),
    ("next/officer/perhaps", "x", "next.officer.perhaps: is no key here; accepted: eligible, not_eligible, "
     "only.eligible, only.not_eligible, only.undetermined, undetermined."),
    ("say/perhaps", {"en": "x"}, "say.perhaps: is no key here; accepted: eligible, first, not_eligible, "
     "undetermined."),
    ("words", {"date": {"not_a_dat": "x"}}, "words.date.not_a_dat: is no wording of words.toml; the closest is "
     "date.not_a_date."),
    # references to nothing
    ("pathway/only/criteria", ["age", "amount", "history", "kinds", "ages"], "pathway.only.criteria: there is no "
     "criterion ages; accepted: age, amount, history, kinds."),
    ("pathway/only/criteria", ["age", "amount", "history", "kinds", "age"], "pathway.only.criteria: age stands "
     "twice."),
    ("pathway/only/criteria", ["amount", "history", "kinds"], "criterion.age: no pathway uses it; name it in a "
     "pathway's criteria."),
    ("criterion/amount/rule/number", "unit", "criterion.amount.rule: no question asks unit; the closest is units."),
    ("question/name/when/answer", "pathways", "question.name.when: no question asks pathways; the closest is "
     "pathway."),
    ("question/units/note/when/number", "none", "question.units.note.1.when: no question asks none; the closest is "
     "name."),
    ("step/referral/section/0/questions", ["pathway", "referral_date", "name", "nam"], "step.referral: there is no "
     "question nam; the closest is name."),
    ("step/referral/section/0/questions", ["pathway", "referral_date"], "question.name: is asked 0 times; name it in "
     "one step, or read it in a criterion."),
    ("step/referral/section/0/questions", ["pathway", "referral_date", "name", "units"], "question.units: is asked 2 "
     "times; name it in one step, or read it in a criterion."),
    ("step/referral/section/0/questions", ["pathway", "pathway", "referral_date", "name"], "question.pathway: is "
     "asked 2 times; name it in one step, or read it in a criterion."),
    # wording that is missing, and placeholders that nothing fills
    ("question/units/label", "", "question.units.label: is empty: every question needs its wording."),
    ("question/units/ask", GONE, f"question.units.ask: is missing; {TEXT}."),
    ("question/units/label", GONE, f"question.units.label: is missing; {TEXT}."),
    ("criterion/age/quote", GONE, f"criterion.age.quote: is missing; {TEXT}."),
    ("criterion/age/reason/not_met", GONE, "criterion.age.reason.not_met: is missing."),
    ("criterion/age/brief/unknown", "", "criterion.age.brief.unknown: is missing."),
    ("criterion/age/reason/met", "Born {birth}.", "criterion.age.reason.met: there is no {birth}; accepted: "
     "{date_of_birth}, {date_of_birth:age}, {date_of_birth:born}, {date_of_birth:on}, {how}, {limit}, "
     "{referral_date}."),
    ("criterion/amount/reason/met", "{units:on}.", "criterion.amount.reason.met: there is no {units:on}; accepted: "
     "{how}, {limit}, {referral_date}, {units}."),
    ("criterion/history/reason/met", "{crime_date:age}.", "criterion.history.reason.met: there is no "
     "{crime_date:age}; accepted: {crime_date}, {crime_date:born}, {crime_date:on}, {how}, {limit}, "
     "{referral_date}."),
    ("criterion/amount/reason/met", "{units!r}.", "criterion.amount.reason.met: there is no {units!r}; accepted: "
     "{how}, {limit}, {referral_date}, {units}."),
    ("criterion/amount/reason/met", "{units:>99}.", "criterion.amount.reason.met: there is no {units:>99}; accepted: "
     "{how}, {limit}, {referral_date}, {units}."),
    ("criterion/amount/reason/met", "{}.", "criterion.amount.reason.met: there is no {}; accepted: {how}, {limit}, "
     "{referral_date}, {units}."),
    ("criterion/amount/reason/met", "{units", "criterion.amount.reason.met: has a brace without its partner; write "
     "{name}, or {{ for a brace itself."),
    ("criterion/kinds/reason/met", "{limit}", "criterion.kinds.reason.met: {limit} stands for the limit of a rule, "
     "and this has 0; write it out."),
    ("criterion/amount/rule", {"number": "units", "above": 50, "at_most": 90}, "criterion.amount.reason.met: {limit} "
     "stands for the limit of a rule, and this has 2; write it out."),
    ("criterion/amount/reason/partial", "x", "criterion.amount.reason.partial: is never said: the rule reads no "
     "date."),
    ("criterion/age/reason/never", "x", "criterion.age.reason.never: is never said: the rule reads more than "
     "events."),
    ("question/units/ask", "How many on {day}?", "question.units.ask: there is no {day}; accepted: "
     "{referral_date}."),
    ("question/units/help", "On {referral_date}.", "question.units.help: {referral_date} would be shown as it "
     "stands: nothing is filled in here."),
    ("question/units/errors", {"too_low": "{given} is below {last}."}, "question.units.errors.too_low: there is no "
     "{last}; accepted: {given}, {least}."),
    ("next/officer/eligible", "call {prosecutor}.", "next.officer.eligible: there is no {prosecutor}; accepted: "
     "{desk}."),
    ("words", {"date": {"not_a_date": "{typed}?"}}, "words.date.not_a_date: there is no {typed}; accepted: "
     "{given}."),
    ("words", {"date": {"months": "January February"}}, "words.date.months: has 2 words; write 12, with spaces "
     "between."),
    ("question/name/read_aloud/approved_by", "Sample Approver 01", "question.name.read_aloud: needs approved_by and "
     "approved_on together, or neither."),
    # what does not fit together
    ("criterion/amount/rule/number", "crime_date", "criterion.amount.rule: crime_date is of kind event; this "
     "condition reads kind number."),
    ("criterion/age/rule/birth", "crime_date", "criterion.age.rule: crime_date is of kind event; this condition "
     "reads kind date."),
    ("criterion/age/rule/birth", "referral_date", "criterion.age.rule: referral_date is no birth date; set birth = "
     "true on its question."),
    ("criterion/kinds/rule", {"answer": "proof", "is": "records"}, "criterion.kinds.rule: proof is of kind ticks; "
     "this condition reads kind yes_no or choice."),
    ("criterion/kinds/rule/includes_any_of", ["record"], "criterion.kinds.rule: proof has no answer record; "
     "accepted: records, observation."),
    ("question/name/when/is", "unknown", "question.name.when: pathway has no answer unknown (not known is never an "
     "answer to a rule); accepted: only."),
    ("criterion/amount/rule/unit", "grams", "criterion.amount.rule: counts grams, but units is in units."),
    ("question/units/unit", GONE, "criterion.amount.rule: counts units, but units is in no unit."),
    ("criterion/kinds/rule", {"answer": "pathway", "is": "only"}, "criterion.kinds.rule: reads pathway; say which "
     "pathway a criterion binds in pathway.criteria."),
    ("question/units/when", {"answer": "pathway", "is": "only"}, "question.units.when: criterion amount reads it, so "
     "it cannot be hidden."),
    ("question/name/when", {"answer": "name", "is": "x"}, "question.name.when: reads its own answer, so it would "
     "never be asked."),
    ("question/pathway/when", {"number": "units", "above": 1}, "question.pathway.when: must not be there: this "
     "question is always asked."),
    ("question/units/full", True, "question.units.full: is for kind date; this one is of kind number."),
    ("question/crime_date/birth", True, "question.crime_date.birth: is for kind date; this one is of kind event."),
    ("question/name/unit", "grams", "question.name.unit: is for kind number; this one is of kind text."),
    ("question/name/default", "today", "question.name.default: today is of kind date; this one is of kind text."),
    ("question/units/default", "login", "question.units.default: login is of kind text; this one is of kind "
     "number."),
    ("question/units/least", float("nan"), "question.units.least: NaN is not accepted here; write a number."),
    ("question/units/options", [{"id": "a", "title": "A"}], "question.units.options: kind number has no options; use "
     "kind choice or ticks."),
    ("question/proof/options", [], "question.proof.options: is missing; a choice needs options."),
    ("question/proof/options/1/id", "records", "question.proof.options: records stands twice."),
    ("question/proof/options/1/key", "r", "question.proof.options: two options have the letter r; give one another "
     'key = "...".'),
    ("question/proof/options/1/title", "Doctors", "question.proof.options: d means unknown or declined; give "
     'observation another key = "...".'),
    ("question/proof/options/1/key", "ob", 'question.proof.options: "ob" is not accepted here; write one letter as '
     "key."),
    ("question/proof/options/1/id", "unknown", 'question.proof.options: "unknown" is not accepted here; write an id '
     "of small letters, digits and _, not unknown or declined."),
    ("question/referral_date/full", False, "question.referral_date: must be there, of kind date, with full = true."),
    ("question/pathway/kind", "text", "question.pathway: must be there, of kind choice; its options are the "
     "pathways."),
    ("question/units/kind", "number ", 'question.units.kind: "number " is not accepted here; write "yes_no" or '
     '"choice" or "ticks" or "date" or "event" or "number" or "text" or "time".'),
    ("criterion/age/role", "rule", 'criterion.age.role: "rule" is not accepted here; write "requirement" or '
     '"disqualifier".'),
    ("step/finish/finish", False, "step.finish: has no questions; write [[step.section]], or finish = true."),
    ("step/referral/finish", True, "step: exactly one must have finish = true."),
    ("step/eligibility/finish", True, "step.eligibility: is where the intake is finished; criteria = true belongs to "
     "a step before it."),
    ("step/eligibility/section/0/criteria", False, "step: exactly one section must have criteria = true."),
    ("step/referral/section/0/criteria", True, "step: exactly one section must have criteria = true."),
    # names
    ("question/name/key", "Name", 'question.Name: "Name" is not accepted here; write a key of small letters, digits '
     "and _, in parts joined by full stops."),
    ("question/name/key", "name..", 'question.name..: "name.." is not accepted here; write a key of small letters, '
     "digits and _, in parts joined by full stops."),
    ("pathway/only/id", "the only", 'pathway.the only: "the only" is not accepted here; write a name of small '
     "letters, digits and _."),
    ("contact/the desk", "1", 'contact.the desk: "the desk" is not accepted here; write a name of small letters, '
     "digits and _."),
    ("question/name/key", "case", "question.case: the column case is already that of the export."),
    ("question/name/key", "updated_by", "question.updated_by: the column updated_by is already that of the export."),
    ("question/name/key", "proof.records", "question.proof.records: the column proof.records is already that of "
     "proof."),
    ("question/name/key", "units", "question.units: stands twice; give each its own name."),
    ("criterion/amount/id", "age", "criterion.age: stands twice; give each its own name."),
    ("step/eligibility/id", "referral", "step.referral: stands twice; give each its own name."),
    # values of a wrong type
    ("program/name", 7, f"program.name: 7 is not accepted here; {TEXT}."),
    ("program/id", "", "program.id: is empty."),
    ("program/version", GONE, f"program.version: is missing; {TEXT}."),
    ("program/series", "W1", 'program.series: "W1" is not accepted here; write letters, like "W": case numbers begin '
     "with it."),
    ("program/time_zone", "America/Nowhere", 'program.time_zone: "America/Nowhere" is not accepted here; write a '
     'time zone, like "America/New_York".'),
    ("program/time_zone", "../etc", 'program.time_zone: "../etc" is not accepted here; write a time zone, like '
     '"America/New_York".'),
    ("program/time_zone", GONE, f"program.time_zone: is missing; {TEXT}."),
    ("program/retrieved", date(2026, 11, 24), f'program.retrieved: "2026-11-24" is not accepted here; {TEXT}.'),
    ("program/deadline_days", "30", 'program.deadline_days: "30" is not accepted here; write a whole number.'),
    ("program/deadline_days", 0, "program.deadline_days: 0 is not accepted here; write 1 or more, or leave it out."),
    ("program/approvers", "Sample Approver 01", 'program.approvers: "Sample Approver 01" is not accepted here; write '
     'a list, [...], of text, "...".'),
    ("program", "x", "program: is missing; write a table [program] with id, version, name, series and time_zone."),
    ("pathway", [], "pathway: there is none; write at least one [[pathway]]."),
    ("pathway/only/criteria", [], "pathway.only.criteria: is empty; name at least one criterion."),
    ("pathway/only/criteria/1", 7, f"pathway.only.criteria.2: 7 is not accepted here; {TEXT}."),
    ("pathway/only/id", 7, f"pathway.7.id: 7 is not accepted here; {TEXT}."),
    ("criterion", {"id": "age"}, "criterion: is no array of tables; write [[criterion]] above each."),
    ("criterion/age/presumptive", "yes", 'criterion.age.presumptive: "yes" is not accepted here; write true or '
     "false."),
    ("criterion/age/reason", "Old enough.", 'criterion.age.reason: "Old enough." is not accepted here; write a '
     "table."),
    ("criterion/age/reason/met", 7, f"criterion.age.reason.met: 7 is not accepted here; {TEXT}."),
    ("question/units/least", "0", 'question.units.least: "0" is not accepted here; write a number.'),
    ("question/units/label", 7, f"question.units.label: 7 is not accepted here; {TEXT}."),
    ("question/proof/options", "records", 'question.proof.options: "records" is not accepted here; write a list, '
     "[...], of a table."),
    ("question/proof/options/0", "records", 'question.proof.options.1: "records" is not accepted here; write a '
     "table."),
    ("question/proof/options/0/title", GONE, f"question.proof.options.1.title: is missing; {TEXT}."),
    ("question/units/note", "Many.", 'question.units.note.1: "Many." is not accepted here; write { when = {...}, '
     'text = "..." }.'),
    ("question/name/read_aloud", "Name?", 'question.name.read_aloud: "Name?" is not accepted here; write a table.'),
    ("step/referral/section", {"questions": []}, 'step.referral.section: {"questions": []} is not accepted here; '
     "write a list, [...], of a table."),
    ("contact", "555-0100", 'contact: "555-0100" is not accepted here; write a table, [contact].'),
    ("contact/desk", 5550100, f"contact.desk: 5550100 is not accepted here; {TEXT}."),
    ("next", "x", 'next: "x" is not accepted here; write a table, [next].'),
    ("next/officer", "x", 'next.officer: "x" is not accepted here; write a table, [next.officer].'),
    ("next/officer/eligible", 7, f"next.officer.eligible: 7 is not accepted here; {TEXT}."),
    ("say", [], "say: [] is not accepted here; write a table, [say]."),
    ("say/eligible", "x", 'say.eligible: "x" is not accepted here; write a table.'),
    ("say/eligible/en", GONE, f"say.eligible.en: is missing; {TEXT}."),
    ("words", "x", 'words: "x" is not accepted here; write a table, [words].'),
    ("words", {"date": {"not_a_date": 7}}, f"words.date.not_a_date: 7 is not accepted here; {TEXT}."),
    # conditions
    ("criterion/age/rule", GONE, f"criterion.age.rule: {CONDITION}"),
    ("criterion/age/rule", "yes", f"criterion.age.rule: {CONDITION}"),
    ("criterion/age/rule", {"answer": "proof", "number": "units"}, f"criterion.age.rule: {CONDITION}"),
    ("criterion/age/rule", {"age": 18}, f"criterion.age.rule: {CONDITION}"),
    ("criterion/age/rule/age_above", 18, "criterion.age.rule: has age_above, age_at_least beside birth; accepted "
     "beside it: age_at_least | age_above."),
    ("criterion/age/rule/age_at_least", 18.5, "criterion.age.rule: needs age_at_least or age_above, in whole years, "
     "like age_at_least = 18."),
    ("criterion/age/rule/age_at_least", -1, "criterion.age.rule: needs age_at_least or age_above, in whole years, "
     "like age_at_least = 18."),
    ("criterion/age/rule/birth", 7, "criterion.age.rule.birth: 7 is not accepted here; write the key of a question."),
    ("criterion/amount/rule", {"number": "units"}, "criterion.amount.rule: needs a number as above, at_least, below "
     "or at_most."),
    ("criterion/amount/rule/above", "50", "criterion.amount.rule: needs a number as above, at_least, below or "
     "at_most."),
    ("criterion/amount/rule/above", float("inf"), "criterion.amount.rule: needs a number as above, at_least, below "
     "or at_most."),
    ("criterion/history/rule/within", "10 years", "criterion.history.rule: needs within = { years = N }, { months = "
     'N } or "ever".'),
    ("criterion/history/rule/within", {"days": 10}, "criterion.history.rule: needs within = { years = N }, { months "
     '= N } or "ever".'),
    ("criterion/history/rule/within", {"years": 0}, "criterion.history.rule: needs within = { years = N }, { months "
     '= N } or "ever".'),
    ("criterion/history/rule/within", {"years": 10**30}, "criterion.history.rule: needs within = { years = N }, { "
     'months = N } or "ever".'),
    ("criterion/kinds/rule/includes_any_of", [], 'criterion.kinds.rule: needs is = "...", is_one_of = ["..."] or '
     'includes_any_of = ["..."].'),
    ("criterion/kinds/rule", {"answer": "proof"}, 'criterion.kinds.rule: needs is = "...", is_one_of = ["..."] or '
     'includes_any_of = ["..."].'),
    ("criterion/kinds/rule", {"all_of": []}, "criterion.kinds.rule: needs a list of conditions after all_of."),
    ("criterion/kinds/rule", {"any_of": [{"not": {}}]}, f"criterion.kinds.rule.any_of.1.not: {CONDITION}"),
    ("question/name/when", "always", f"question.name.when: {CONDITION}"),
    ("question/units/note/when", GONE, f"question.units.note.1.when: {CONDITION}"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "line"), CATALOGUE, ids=[f"{row[0]}={row[1]!r:.20}" for row in CATALOGUE])
def test_what_is_wrong_is_said_in_one_line(path, value, line):
    lines = problems_of(change(minimal(), path, value))

    assert f"sample.toml: {line}" in lines


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("question/units/label", 7),
        ("question/crime_date/label", GONE),
        ("criterion/age/rule", "yes"),
        ("criterion/age/quote", GONE),
        ("question/proof/options/0", "records"),
        ("question/name/when", "always"),
        ("step/referral/section/0/colour", "red"),
        ("pathway/only/id", 7),
    ],
)
def test_what_only_follows_from_an_error_is_not_said_beside_it(path, value):
    assert len(problems_of(change(minimal(), path, value))) == 1


def test_several_errors_are_a_line_each_whatever_level_they_stand_on():
    raw = minimal()
    for path, value in [
        ("program/series", "1"),
        ("pathway/only/criteria", ["age", "amount", "history", "kinds", "none"]),
        ("criterion/age/reason/met", "{birth}"),
        ("question/units/label", ""),
        ("question/crime_date/colour", "red"),
        ("next/officer/eligible", 7),
        ("words", {"date": {"on": "{day}"}}),
    ]:
        change(raw, path, value)

    lines = problems_of(raw)

    assert [line.split(": ")[1] for line in lines] == [
        "words.date.on",
        "question.crime_date.colour",
        "next.officer.eligible",
        "program.series",
        "pathway.only.criteria",
        "question.units.label",
        "criterion.age.reason.met",
    ]


def test_the_smallest_program_is_one():
    program = program_of(minimal())

    assert program.questions["units"].name == "units"
    assert program.asks(program.pathways[0]) == ("date_of_birth", "units", "crime_date", "proof")


# ----------------------------------------------------------------------------------------------- the file


def _wrong(path: Path) -> str:
    with pytest.raises(program_file.ProgramError) as caught:
        program_file.load(path)
    return str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    path = tmp_path / "none.toml"

    assert _wrong(path) == f"{path}: cannot be read: no such file or directory."


def test_a_folder_is_no_file(tmp_path):
    assert _wrong(tmp_path) == f"{tmp_path}: cannot be read: is a directory."


def test_a_file_that_is_not_toml(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("[program\n")

    assert _wrong(path).startswith(f"{path}: is not TOML: ")
    assert "line 1" in _wrong(path)


def test_a_file_that_is_not_utf_8(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('[program]\nname = "Peña"\n'.encode("latin-1"))

    assert _wrong(path) == f"{path}: is not UTF-8 text; save it as UTF-8."


def test_a_file_that_is_empty(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text("")

    assert _wrong(path).startswith(f"{path}: program: is missing; ")


@pytest.mark.parametrize("deep", ["x = " + "[" * 5000, "x = " + "{a=" * 5000])
def test_a_file_nested_too_deeply(tmp_path, deep):
    path = tmp_path / "deep.toml"
    path.write_text(deep)

    assert _wrong(path) == f"{path}: is not TOML that can be read: it is nested too deeply."


def test_a_condition_nested_too_deeply():
    rule = {"answer": "proof", "includes_any_of": ["records"]}
    for _ in range(3000):
        rule = {"not": rule}

    lines = problems_of(change(minimal(), "criterion/kinds/rule", rule))

    assert lines == ["sample.toml: cannot be used: a condition is nested too deeply."]


def test_line_ends_and_a_byte_order_mark_make_no_other_program(tmp_path):
    content = (program_file.data_folder() / "wilmington.toml").read_bytes()
    windows = tmp_path / "windows.toml"
    windows.write_bytes(content.replace(b"\n", b"\r\n"))
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + content)

    assert program_file.load(windows) == program_file.load()
    assert program_file.load(windows).hash == hashlib.sha256(content).hexdigest()
    assert program_file.load(marked).criteria == program_file.load().criteria


def test_the_carried_program_says_nothing_that_its_page_does_not(wilmington):
    assert wilmington.deadline_days is None
    assert wilmington.approvers == ()
    assert set(wilmington.contact.values()) == {""}
    assert all(not spoken.approved for spoken in wilmington.say.values())
    assert len(wilmington.services) == 13
    assert len(wilmington.partners) == 7
    assert sum(criterion.role == "disqualifier" for criterion in wilmington.criteria.values()) == 7


# -------------------------------------------------------------------------------------------- any file at all

WILMINGTON = tomllib.loads((program_file.data_folder() / "wilmington.toml").read_text("utf-8"))
JUNK = st.one_of(
    st.sampled_from(
        ["", "x", "{", "{x}", "pathway", "unknown", "age", 0, -1, 7, 2.5, True, False, [], {}, ["x"], [[]]]
    ),
    st.sampled_from([float("nan"), float("inf"), 10**400, date(2026, 11, 24), [{}], {"x": {"y": {}}}, {"": ""}]),
)


def _places(raw, path=()):
    """Every place in a table, as the keys that lead there."""
    entries = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from _places(value, (*path, key))


@law
@given(data=st.data(), base=st.sampled_from(["wilmington", "minimal", "minimal"]))
def test_any_table_is_a_program_or_lines_that_say_what_is_wrong(data, base):
    raw = copy.deepcopy(WILMINGTON) if base == "wilmington" else minimal()
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(list(_places(raw))))
        place = raw
        for key in path:
            place = place[key]
        match data.draw(st.sampled_from(["junk", "junk", "delete", "rename", "twice"])):
            case "junk":
                place[last] = copy.deepcopy(data.draw(JUNK))
            case "delete":
                del place[last]
            case "rename" if isinstance(place, dict):
                place[data.draw(st.sampled_from(["x", "", "id", "rule", "when", "é", "a.b"]))] = place.pop(last)
            case "twice" if isinstance(place, list):
                place.append(copy.deepcopy(place[last]))
            case _:
                place[last] = None

    lines = problems_of(raw)

    assert all(line.startswith("sample.toml: ") and len(line) < 2000 for line in lines)
    if not lines:
        _use(program_of(raw))


def _use(program: Program) -> None:
    """Whatever loads can be asked, assessed and worded."""
    context = Context(words=program.words, today=date(2026, 11, 24), referral=date(2026, 11, 24))
    answers = {"referral_date": "2026-11-24", "pathway": program.pathways[0].id}
    for question in program.questions.values():
        for typed in ("1990", "y", "n", "u", "12", "-1", "x", "99/99/9999", "2030"):
            reading = kinds.read(question, typed, context)
            if reading.value is not None:
                answers.setdefault(question.key, reading.value)
                kinds.check(question, "\x00", context)
                kinds.say(question, reading.value, context)
    for given_ in ({}, answers, {"pathway": program.pathways[0].id}):
        assessment, ahead = assess(program, given_), prospects(program, given_)
        form.steps(program, given_)
        outcome_words.head(program, assessment, ahead)
        for role in ("officer", "staff"):
            outcome_words.lines(program, assessment, ahead, role)


def test_no_question_may_have_the_name_of_a_column_that_an_import_passes_over():
    assert {columns.CASE, *columns.RECORD} <= set(DERIVED)
