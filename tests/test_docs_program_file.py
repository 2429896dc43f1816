"""Every example of docs/program-file.md loads, within the smallest program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from rules_fixtures import minimal, problems_of, program_of

from lead_tui.condition_file import FORMS
from lead_tui.kinds import KINDS
from lead_tui.problems import _HERE
from lead_tui.program_texts import ERRORS

TEXT = (Path(__file__).parent.parent / "docs" / "program-file.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)

EXTRA = tomllib.loads(
    """
[[question]]
key = "seeking_treatment"
kind = "yes_no"
label = "Seeking treatment"
ask = "Is the person seeking treatment?"

[[question]]
key = "offense"
kind = "choice"
label = "Offense"
ask = "Which offense?"
options = [
  { id = "possession", title = "Possession" },
  { id = "theft", title = "Theft" },
  { id = "burglary", title = "Burglary" },
]

[[criterion]]
id = "example"
role = "requirement"
title = "Example"
quote = "an example"
reason = { met = "Met.", not_met = "Not met.", unknown = "Example: {how}." }
brief = { met = "met", not_met = "not met", unknown = "example" }
"""
)
"""What the examples speak of beside the smallest program; only what one uses is added."""


def within_the_smallest_program(example: str):
    """Put an example into the smallest program: tables of the same id replace, others are added."""
    raw, own = minimal(), tomllib.loads(example)
    if "rule" in own:
        own = {"criterion": [EXTRA["criterion"][0] | {"rule": own["rule"]}]}
    for question in EXTRA["question"]:
        if question["key"] in example:
            own.setdefault("question", []).append(question)
    for name, value in own.items():
        if not isinstance(value, list):
            raw[name] = raw.get(name, {}) | value
            continue
        ids = {entry.get("id", entry.get("key")) for entry in value}
        raw[name] = [entry for entry in raw.get(name, []) if entry.get("id", entry.get("key")) not in ids] + value
    if "contact" in own:
        raw["next"] = own["next"]
    pathway = raw["pathway"][0]
    pathway["criteria"] += [c["id"] for c in raw["criterion"] if c["id"] not in pathway["criteria"]]
    rules = str([criterion["rule"] for criterion in raw["criterion"]])
    asked = [key for step in raw["step"] for section in step.get("section", []) for key in section.get("questions", [])]
    unasked = [q["key"] for q in raw["question"] if q["key"] not in asked and f"'{q['key']}'" not in rules]
    next(step for step in raw["step"] if step["id"] == "referral")["section"].append({"questions": unasked})
    return raw


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.strip().splitlines()[0][:40] for example in EXAMPLES])
def test_the_example_loads(example):
    raw = within_the_smallest_program(example)

    assert problems_of(raw) == []
    program = program_of(raw)
    for table, named in (("criterion", program.criteria), ("question", program.questions)):
        written = re.findall(rf"\[\[{table}\]\]\n(?:id|key) = \"([^\"]+)\"", example)
        assert set(written) <= set(named)


def test_every_form_of_a_condition_has_an_example():
    examples = "".join(EXAMPLES)
    for head, forms in FORMS.items():
        assert re.search(rf"\b{head} =", examples), head
        for word in {word for form in forms for word in form} - {"at_most"}:
            assert re.search(rf"\b{word} =", examples), word


def test_every_key_of_a_program_a_criterion_and_a_question_is_described():
    for keys in _HERE.values():
        for key in keys:
            assert re.search(rf"`{key}`|^\s*{key} =|\[question\.{key}\]|\[criterion\.{key}\]", TEXT, re.MULTILINE), key


def test_every_kind_and_every_error_that_may_be_worded_is_named():
    for kind in KINDS:
        assert f"| `{kind}` |" in TEXT
        for error in ERRORS[kind]:
            assert f"`{error}`" in TEXT
