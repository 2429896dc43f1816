"""What must agree within a program file: references, wording, placeholders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lead_tui.condition import Age, Condition, Includes, Is, Leaf, Number, Within, leaves
from lead_tui.kinds.choice import letter
from lead_tui.problems import Problems
from lead_tui.program import PATHWAY, REFERRAL_DATE, Criterion, Program
from lead_tui.question import DECLINED, UNKNOWN, Question
from lead_tui.reasons import FORMS
from lead_tui.words import placeholders

OUTCOMES = ("eligible", "not_eligible", "undetermined")


def check_program(program: Program, problems: Problems) -> None:
    """Add a line for each thing that does not fit with the rest of the program."""
    _reserved(program, problems)
    _pathways(program, problems)
    for criterion in program.criteria.values():
        _criterion(program, criterion, problems)
    for question in program.questions.values():
        _question(program, question, problems)
    _steps(program, problems)
    _next_steps(program, problems)


def _reserved(program: Program, problems: Problems) -> None:
    day = program.questions.get(REFERRAL_DATE)
    if day is None or day.kind != "date" or not day.full:
        problems.add(f"question.{REFERRAL_DATE}", "must be there, of kind date, with full = true")
    chosen = program.questions.get(PATHWAY)
    if chosen is None or chosen.kind != "choice":
        problems.add(f"question.{PATHWAY}", "must be there, of kind choice; its options are the pathways")
    births = [q.key for q in program.questions.values() if q.birth]
    if len(births) > 1:
        problems.add("question", f"only one may have birth = true; here: {', '.join(births)}")
    if not program.series.isalpha():
        problems.add("program.series", 'must be letters, like "W": case numbers begin with it')


def _pathways(program: Program, problems: Problems) -> None:
    if not program.pathways:
        problems.add("pathway", "there is none; write at least one [[pathway]]")
    used: set[str] = set()
    for pathway in program.pathways:
        where = f"pathway.{pathway.id}.criteria"
        used |= set(pathway.criteria)
        if not pathway.criteria:
            problems.add(where, "is empty; name at least one criterion")
        for name in pathway.criteria:
            if name not in program.criteria:
                problems.add(where, f"there is no criterion {name}; accepted: {', '.join(program.criteria)}")
        for name in sorted({n for n in pathway.criteria if pathway.criteria.count(n) > 1}):
            problems.add(where, f"{name} stands twice")
    for name in program.criteria:
        if name not in used:
            problems.add(f"criterion.{name}", "no pathway uses it; name it in a pathway's criteria")


def _criterion(program: Program, criterion: Criterion, problems: Problems) -> None:
    where = f"criterion.{criterion.id}"
    _condition(program, criterion.rule, f"{where}.rule", problems)
    for leaf in leaves(criterion.rule):
        question = program.questions.get(leaf.key)
        if question is not None and question.when is not None:
            problems.add(f"question.{leaf.key}.when", f"criterion {criterion.id} reads it, so it cannot be hidden")
    known = {"how", "limit", REFERRAL_DATE}
    for table, texts, required in (
        ("reason", criterion.reason, ("met", "not_met", "unknown")),
        ("brief", criterion.brief, ("met", "not_met", "unknown")),
    ):
        problems.unknown(texts, {"met", "not_met", "unknown", "partial", "never"}, f"{where}.{table}")
        for name in required:
            if not texts.get(name):
                problems.add(f"{where}.{table}.{name}", "is missing")
        for name, text in texts.items():
            place = f"{where}.{table}.{name}"
            _placeholders(text, known, set(criterion.keys), place, problems)
            if "{limit}" in text and not any(_has_limit(leaf) for leaf in leaves(criterion.rule)):
                problems.add(place, "{limit} stands for nothing: the rule has no limit")


def _has_limit(leaf: Leaf) -> bool:
    return isinstance(leaf, Age | Number) or (isinstance(leaf, Within) and leaf.span is not None)


def _placeholders(text: str, known: set[str], answers: set[str], where: str, problems: Problems) -> None:
    try:
        found = placeholders(text)
    except ValueError:
        problems.add(where, "has a brace without its partner; write {name}, or {{ for a brace itself")
        return
    accepted = sorted(known | answers) + [f"{key}:{form}" for key in sorted(answers) for form in FORMS]
    for name in found:
        if name not in accepted:
            problems.add(where, f"there is no {{{name}}}; accepted: {', '.join(f'{{{n}}}' for n in accepted)}")


def _condition(program: Program, condition: Condition, where: str, problems: Problems) -> None:
    """Add a line for each leaf that no question answers, or that does not fit its kind."""
    for leaf in leaves(condition):
        question = program.questions.get(leaf.key)
        if question is None:
            problems.add(where, f"no question asks {leaf.key}; {problems.close(leaf.key, program.questions)}")
        else:
            for line in _misfit(leaf, question):
                problems.add(where, line)


def _misfit(leaf: Leaf, question: Question) -> Iterable[str]:
    kinds = {
        Is: ("yes_no", "choice"), Includes: ("ticks",), Number: ("number",), Age: ("date",), Within: ("event", "date"),
    }[type(leaf)]  # fmt: skip
    if question.kind not in kinds:
        yield f"{leaf.key} is of kind {question.kind}; this condition reads kind {' or '.join(kinds)}"
    elif isinstance(leaf, Is | Includes):
        options = [option.id for option in question.options] or ["yes", "no"]
        for value in leaf.values:
            if value not in options:
                open_word = " (not known is never an answer to a rule)" if value in (UNKNOWN, DECLINED) else ""
                yield f"{leaf.key} has no answer {value}{open_word}; accepted: {', '.join(options)}"
    elif isinstance(leaf, Number) and leaf.unit and leaf.unit != question.unit:
        yield f"counts {leaf.unit}, but {leaf.key} is in {question.unit or 'no unit'}"
    elif isinstance(leaf, Age) and not question.birth:
        yield f"{leaf.key} is no birth date; set birth = true on its question"


def _question(program: Program, question: Question, problems: Problems) -> None:
    where = f"question.{question.key}"
    for name in ("label", "ask"):
        if not getattr(question, name).strip():
            problems.add(f"{where}.{name}", "is empty: every question needs its wording")
    if not question.key.replace("_", "").replace(".", "").isalnum() or question.key != question.key.lower():
        problems.add(where, "its key must be small letters, digits, _ and full stops")
    if question.kind in ("choice", "ticks"):
        ids = [option.id for option in question.options]
        letters = [letter(option) for option in question.options]
        if not ids:
            problems.add(f"{where}.options", "is missing; a choice needs options")
        for repeated in sorted({name for name in ids if ids.count(name) > 1}):
            problems.add(f"{where}.options", f"{repeated} stands twice")
        for repeated in sorted({name for name in letters if letters.count(name) > 1}):
            problems.add(f"{where}.options", f'two options have the letter {repeated}; give one another key = "..."')
    elif question.options:
        problems.add(f"{where}.options", f"kind {question.kind} has no options; use kind choice or ticks")
    conditions = [("when", question.when)] + [(f"note.{n}", note.when) for n, note in enumerate(question.notes, 1)]
    for name, condition in conditions:
        if condition is not None:
            _condition(program, condition, f"{where}.{name}", problems)


def _steps(program: Program, problems: Problems) -> None:
    asked: list[str] = []
    for step in program.steps:
        for section in step.section:
            for key in section.questions:
                asked.append(key)
                if key not in program.questions:
                    close = problems.close(key, program.questions)
                    problems.add(f"step.{step.id}", f"there is no question {key}; {close}")
        if step.finish and step.section:
            problems.add(f"step.{step.id}", "is where the intake is finished, so it has no questions")
    if sum(section.criteria for step in program.steps for section in step.section) != 1:
        problems.add("step", "exactly one section must have criteria = true")
    read = {key for pathway in program.pathways for name in pathway.criteria for key in _keys(program, name)}
    for key in program.questions:
        times = asked.count(key) + (key in read)
        if key in (REFERRAL_DATE, PATHWAY):
            times = asked.count(key)
        if times != 1:
            problems.add(f"question.{key}", f"is asked {times} times; name it in one step, or read it in a criterion")


def _keys(program: Program, criterion: str) -> tuple[str, ...]:
    found = program.criteria.get(criterion)
    return found.keys if found else ()


def _next_steps(program: Program, problems: Problems) -> None:
    problems.unknown(program.next_steps, {"officer", "staff"}, "next")
    known = set(program.contact)
    for role, texts in program.next_steps.items():
        narrower = [f"{pathway.id}.{outcome}" for pathway in program.pathways for outcome in OUTCOMES]
        problems.unknown(texts, [*OUTCOMES, *narrower], f"next.{role}")
        _contacts(texts, known, f"next.{role}", problems)


def _contacts(texts: Mapping[str, str], known: set[str], where: str, problems: Problems) -> None:
    for name, text in texts.items():
        _placeholders(text, known, set(), f"{where}.{name}", problems)
