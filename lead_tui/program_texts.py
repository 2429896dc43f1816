"""What must agree in the wording of a program file: sentences that are needed, and their placeholders."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from lead_tui.condition import Age, Number, Within, leaves
from lead_tui.problems import Problems
from lead_tui.program import REFERRAL_DATE, Criterion, Program
from lead_tui.question import Question, ReadAloud
from lead_tui.reasons import FORMS
from lead_tui.words import placeholders

OUTCOMES = ("eligible", "not_eligible", "undetermined")
"""What next steps are given for, and what may be said to the person."""

ERRORS: dict[str, dict[str, set[str]]] = {
    "yes_no": {"no_answer": {"given"}},
    "choice": {"no_option": {"given", "options"}},
    "ticks": {"no_option": {"given", "options"}},
    "date": {
        "not_full": {"given", "example"},
        "after_today": {"given"},
        "after_referral": {"given", "referral"},
        "too_old": {"given", "years"},
    },
    "event": {"after_referral": {"given", "referral"}, "before_birth": {"given"}, "juvenile": {"given"}},
    "number": {
        "not_a_number": {"given"},
        "comma": {"given", "example"},
        "too_low": {"given", "least"},
        "too_long": {"given"},
    },
    "text": {"too_long": {"count", "limit"}},
    "time": {"not_a_time": {"given"}},
}
"""Errors of each kind of answer that a question may word itself, and their placeholders."""

_LISTS = {"date.months": 12, "date.months_short": 12}
"""Wordings that are lists, and how many words they have."""

_SHOWN_RAW = re.compile(r"\{[a-z_0-9.:]+\}")


def check_texts(program: Program, problems: Problems) -> None:
    """Add a line for each text that is missing, or has a placeholder that nothing fills."""
    for criterion in program.criteria.values():
        _criterion(program, criterion, problems)
    for question in program.questions.values():
        _question(question, problems)
    for service in program.services:
        for number, suggestion in enumerate(service.suggestions, 1):
            _sentence(suggestion.cause, f"service.{service.id}.suggest.{number}.cause", problems)
    for number, contradiction in enumerate(program.contradictions, 1):
        _sentence(contradiction.text, f"contradiction.{number}.text", problems)
    for name, spoken in program.say.items():
        _read_aloud(spoken, f"say.{name}", problems)
    problems.unknown(program.say, {*OUTCOMES, "first"}, "say")
    _next_steps(program, problems)


def check_wording(own: Mapping[str, str], common: Mapping[str, str], problems: Problems) -> None:
    """Add a line for each common sentence that a file replaces by one with another placeholder."""
    for name, text in own.items():
        _placeholders(text, set(placeholders(common[name])), f"words.{name}", problems)
        count = _LISTS.get(name)
        if count is not None and len(text.split()) != count:
            problems.add(f"words.{name}", f"has {len(text.split())} words; write {count}, with spaces between")


def _criterion(program: Program, criterion: Criterion, problems: Problems) -> None:
    where = f"criterion.{criterion.id}"
    found = list(leaves(criterion.rule))
    fills = {"how", "limit", REFERRAL_DATE, *criterion.keys}
    for key in criterion.keys:
        question = program.questions.get(key)
        forms = FORMS if question is not None and question.birth else FORMS[:-1]
        if question is None or question.kind in ("date", "event"):
            fills |= {f"{key}:{form}" for form in forms}
    for table, texts in (("reason", criterion.reason), ("brief", criterion.brief)):
        problems.unknown(texts, {"met", "not_met", "unknown", "partial", "never"}, f"{where}.{table}")
        for name in ("met", "not_met", "unknown"):
            if not texts.get(name):
                problems.add(f"{where}.{table}.{name}", "is missing")
        for name, text in texts.items():
            place = f"{where}.{table}.{name}"
            _placeholders(text, fills, place, problems)
            if "{limit}" in text and (count := sum(map(_limits, found))) != 1:
                problems.add(place, f"{{limit}} stands for the limit of a rule, and this has {count}; write it out")
        if "partial" in texts and not any(isinstance(leaf, Age | Within) for leaf in found):
            problems.add(f"{where}.{table}.partial", "is never said: the rule reads no date")
        if "never" in texts and not all(isinstance(leaf, Within) for leaf in found):
            problems.add(f"{where}.{table}.never", "is never said: the rule reads more than events")
        if "never" in texts and "never" not in criterion.reason:
            problems.add(f"{where}.reason.never", f"is missing; {table} has it")


def _limits(leaf: object) -> int:
    if isinstance(leaf, Number):
        return sum(limit is not None for limit in (leaf.above, leaf.at_least, leaf.below, leaf.at_most))
    return int(isinstance(leaf, Age) or (isinstance(leaf, Within) and leaf.span is not None))


def _question(question: Question, problems: Problems) -> None:
    where = f"question.{question.key}"
    for name in ("label", "ask"):
        _placeholders(getattr(question, name), {REFERRAL_DATE}, f"{where}.{name}", problems)
    plain = [("help", question.help), ("reading", question.reading), ("name", question.name)]
    for name, text in plain + [(f"note.{n}.text", note.text) for n, note in enumerate(question.notes, 1)]:
        _no_placeholders(text, f"{where}.{name}", problems)
    if question.read_aloud is not None:
        _read_aloud(question.read_aloud, f"{where}.read_aloud", problems)
    problems.unknown(question.errors, ERRORS[question.kind], f"{where}.errors")
    for name, text in question.errors.items():
        _placeholders(text, ERRORS[question.kind].get(name, set()), f"{where}.errors.{name}", problems)


def _read_aloud(spoken: ReadAloud, where: str, problems: Problems) -> None:
    if bool(spoken.approved_by) != bool(spoken.approved_on):
        problems.add(where, "needs approved_by and approved_on together, or neither")
    for name in ("en", "es"):
        _no_placeholders(getattr(spoken, name), f"{where}.{name}", problems)


def _next_steps(program: Program, problems: Problems) -> None:
    problems.unknown(program.next_steps, {"officer", "staff"}, "next")
    narrower = [f"{pathway.id}.{outcome}" for pathway in program.pathways for outcome in OUTCOMES]
    for role, texts in program.next_steps.items():
        problems.unknown(texts, [*OUTCOMES, *narrower], f"next.{role}")
        for name, text in texts.items():
            _placeholders(text, set(program.contact), f"next.{role}.{name}", problems)


def _placeholders(text: str, accepted: Collection[str], where: str, problems: Problems) -> None:
    try:
        found = placeholders(text)
    except ValueError:
        problems.add(where, "has a brace without its partner; write {name}, or {{ for a brace itself")
        return
    for name in found:
        if name not in accepted:
            problems.add(where, f"there is no {{{name}}}; accepted: {_listed(accepted)}")


def _no_placeholders(text: str, where: str, problems: Problems) -> None:
    for found in _SHOWN_RAW.findall(text):
        problems.add(where, f"{found} would be shown as it stands: nothing is filled in here")


def _sentence(text: str, where: str, problems: Problems) -> None:
    if not text.strip():
        problems.add(where, "is empty")
    _no_placeholders(text, where, problems)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
