"""What must agree within a program file: references, kinds of answers, names, steps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from lead_tui import kinds
from lead_tui.condition import Age, Condition, Includes, Is, Leaf, Number, Within, leaves
from lead_tui.form import may_know
from lead_tui.kinds.choice import letter
from lead_tui.problems import Problems
from lead_tui.program import PATHWAY, REFERRAL_DATE, Criterion, Program, Section, Step
from lead_tui.program_texts import check_texts
from lead_tui.question import DECLINED, UNKNOWN, Question

_NAME = re.compile(r"[a-z0-9_]+")
_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")

DERIVED = (
    "case", "status", "outcome", "decision", "decision_by", "decision_at", "decision_reason", "decision_stale",
    "created", "created_by", "updated", "updated_by", "unsettled", "program", "program_version", "program_hash",
    "assigned", "next_step", "due", "attempts", "first_contact", "screened", "intake_done", "enrolled", "closed",
    "closed_reason", "person",
)  # fmt: skip
"""Columns of an export that are no answers: an import passes them over, so no question may have such a key."""


def check_program(program: Program, problems: Problems) -> None:
    """Add a line for each thing that does not fit with the rest of the program."""
    _reserved(program, problems)
    _names(program, problems)
    _pathways(program, problems)
    for criterion in program.criteria.values():
        _criterion(program, criterion, problems)
    for question in program.questions.values():
        _question(program, question, problems)
    _conditioned(program, problems)
    _columns(program, problems)
    _steps(program, problems)
    check_texts(program, problems)


def _reserved(program: Program, problems: Problems) -> None:
    day = program.questions.get(REFERRAL_DATE)
    if f"question.{REFERRAL_DATE}" not in problems.broken and (day is None or day.kind != "date" or not day.full):
        problems.add(f"question.{REFERRAL_DATE}", "must be there, of kind date, with full = true")
    chosen = program.questions.get(PATHWAY)
    if f"question.{PATHWAY}" not in problems.broken and (chosen is None or chosen.kind != "choice"):
        problems.add(f"question.{PATHWAY}", "must be there, of kind choice; its options are the pathways")
    births = [q.key for q in program.questions.values() if q.birth]
    if len(births) > 1:
        problems.add("question", f"only one may have birth = true; here: {', '.join(births)}")
    if not (program.series.isascii() and program.series.isalpha()):
        problems.refuse("program.series", program.series, 'letters, like "W": case numbers begin with it')
    for name in ("id", "version", "name"):
        if not getattr(program, name).strip():
            problems.add(f"program.{name}", "is empty")
    if program.deadline_days is not None and program.deadline_days < 1:
        problems.refuse("program.deadline_days", program.deadline_days, "1 or more, or leave it out")


def _names(program: Program, problems: Problems) -> None:
    """Add a line for each id that is no plain name: ids become keys, columns and placeholders."""
    listed = {
        "pathway": [pathway.id for pathway in program.pathways],
        "criterion": list(program.criteria),
        "step": [step.id for step in program.steps],
        "service": [service.id for service in program.services],
        "partner": [partner.id for partner in program.partners],
        "contact": list(program.contact),
    }
    for kind, names in listed.items():
        for name in names:
            if not _NAME.fullmatch(name):
                problems.refuse(f"{kind}.{name}", name, "a name of small letters, digits and _")
    for key in program.questions:
        if not _KEY.fullmatch(key):
            problems.refuse(
                f"question.{key}", key, "a key of small letters, digits and _, in parts joined by full stops"
            )


def _pathways(program: Program, problems: Problems) -> None:
    if not program.pathways and not any(name.startswith("pathway.") for name in problems.broken):
        problems.add("pathway", "there is none; write at least one [[pathway]]")
    used: set[str] = set()
    for pathway in program.pathways:
        where = f"pathway.{pathway.id}.criteria"
        used |= set(pathway.criteria)
        if not pathway.criteria:
            problems.add(where, "is empty; name at least one criterion")
        for name in pathway.criteria:
            if name not in program.criteria and f"criterion.{name}" not in problems.broken:
                problems.add(where, f"there is no criterion {name}; accepted: {', '.join(program.criteria)}")
        for name in sorted({n for n in pathway.criteria if pathway.criteria.count(n) > 1}):
            problems.add(where, f"{name} stands twice")
    for name in program.criteria:
        if name not in used and not any(name.startswith("pathway.") for name in problems.broken):
            problems.add(f"criterion.{name}", "no pathway uses it; name it in a pathway's criteria")


def _criterion(program: Program, criterion: Criterion, problems: Problems) -> None:
    where = f"criterion.{criterion.id}"
    _condition(program, criterion.rule, f"{where}.rule", problems)
    for key in criterion.keys:
        question = program.questions.get(key)
        if key in (PATHWAY, REFERRAL_DATE):
            problems.add(f"{where}.rule", f"reads {key}; say which pathway a criterion binds in pathway.criteria")
        elif question is not None and question.when is not None:
            problems.add(f"question.{key}.when", f"criterion {criterion.id} reads it, so it cannot be hidden")


def _condition(program: Program, condition: Condition, where: str, problems: Problems) -> None:
    """Add a line for each leaf that no question answers, or that does not fit its kind."""
    for leaf in leaves(condition):
        question = program.questions.get(leaf.key)
        if question is None:
            if not _could_not_be_read(leaf.key, problems):
                problems.add(where, f"no question asks {leaf.key}; {problems.close(leaf.key, program.questions)}")
        else:
            for line in _misfit(leaf, question) if not _broken_pathways(question, problems) else ():
                problems.add(where, line)


def _could_not_be_read(key: str, problems: Problems) -> bool:
    """Say whether a question is missing only because it, or the service it is made from, could not be read."""
    made_from = ".".join(key.replace("consent.", "partner.", 1).split(".")[:2])
    return bool({f"question.{key}", made_from} & problems.broken)


def _conditioned(program: Program, problems: Problems) -> None:
    """Check what suggests a service, and what contradicts itself."""
    for service in program.services:
        for number, suggestion in enumerate(service.suggestions, 1):
            where = f"service.{service.id}.suggest.{number}"
            _condition(program, suggestion.when, f"{where}.when", problems)
            if any(isinstance(leaf, Number) for leaf in leaves(suggestion.when)):
                problems.add(f"{where}.when", "reads a number; suggest by what the person names, never by an amount")
    for partner in program.partners:
        if partner.officers is not None:
            _condition(program, partner.officers, f"partner.{partner.id}.officers", problems)
    for number, contradiction in enumerate(program.contradictions, 1):
        _condition(program, contradiction.when, f"contradiction.{number}.when", problems)


def _broken_pathways(question: Question, problems: Problems) -> bool:
    """Say whether these options are pathways of which one could not be read."""
    return question.pathway and any(name.startswith("pathway.") for name in problems.broken)


def _misfit(leaf: Leaf, question: Question) -> Iterable[str]:
    fitting = {
        Is: ("yes_no", "choice"), Includes: ("ticks",), Number: ("number",), Age: ("date",), Within: ("event", "date"),
    }[type(leaf)]  # fmt: skip
    if question.kind not in fitting:
        yield f"{leaf.key} is of kind {question.kind}; this condition reads kind {' or '.join(fitting)}"
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


_FITTING: dict[str, tuple[str, ...]] = {
    "full": ("date",),
    "later": ("date", "event"),
    "birth": ("date",),
    "unit": ("number",),
    "least": ("number",),
}
"""Fields of a question that only some kinds have."""

_DEFAULTS = {"today": "date", "login": "text"}
"""The kind of answer that each default is."""


def _question(program: Program, question: Question, problems: Problems) -> None:
    where = f"question.{question.key}"
    for name in ("label", "ask"):
        if not getattr(question, name).strip():
            problems.add(f"{where}.{name}", "is empty: every question needs its wording")
    for name, fitting in _FITTING.items():
        if getattr(question, name) and question.kind not in fitting:
            problems.add(f"{where}.{name}", f"is for kind {' or '.join(fitting)}; this one is of kind {question.kind}")
    if question.of_person and (said := _of_the_day(program, question)):
        problems.add(f"{where}.of_person", f"must not be true: {said}, and belongs to its own referral")
    if question.default and _DEFAULTS[question.default] != question.kind:
        needed = _DEFAULTS[question.default]
        problems.add(f"{where}.default", f"{question.default} is of kind {needed}; this one is of kind {question.kind}")
    if not math.isfinite(question.least):
        problems.refuse(f"{where}.least", question.least, "a number")
    _options(question, where, problems)
    if question.when is not None and question.key in (PATHWAY, REFERRAL_DATE):
        problems.add(f"{where}.when", "must not be there: this question is always asked")
    if question.when is not None and any(leaf.key == question.key for leaf in leaves(question.when)):
        problems.add(f"{where}.when", "reads its own answer, so it would never be asked")
    conditions = [("when", question.when)] + [(f"note.{n}.when", note.when) for n, note in enumerate(question.notes, 1)]
    for name, condition in conditions:
        if condition is not None:
            _condition(program, condition, f"{where}.{name}", problems)
            if not may_know(program, question.audience, condition) and not problems.lines:
                problems.add(f"{where}.{name}", "reads what only staff see, and would tell everybody of it")


def _of_the_day(program: Program, question: Question) -> str:
    """Say why an answer may not be taken over into a later referral; nothing where it may."""
    if question.key in (PATHWAY, REFERRAL_DATE):
        return "all look-backs and rules begin there"
    if question.kind == "time":
        return "it is a time of day"
    read_by = [criterion.id for criterion in program.criteria.values() if question.key in criterion.keys]
    return f"the criterion {read_by[0]} reads it" if read_by and not question.birth else ""


def _options(question: Question, where: str, problems: Problems) -> None:
    place = f"{where}.options"
    if question.kind not in ("choice", "ticks"):
        if question.options:
            problems.add(place, f"kind {question.kind} has no options; use kind choice or ticks")
        return
    ids = [option.id for option in question.options]
    letters = [letter(option) for option in question.options]
    if not ids and not _broken_pathways(question, problems):
        problems.add(place, "is missing; a choice needs options")
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        problems.add(place, f"{repeated} stands twice")
    for repeated in sorted({name for name in letters if letters.count(name) > 1}):
        problems.add(place, f'two options have the letter {repeated}; give one another key = "..."')
    for option in question.options:
        if not _NAME.fullmatch(option.id) or option.id in (UNKNOWN, DECLINED):
            problems.refuse(place, option.id, "an id of small letters, digits and _, not unknown or declined")
        if len(letter(option)) != 1:
            problems.refuse(place, option.key, "one letter as key")
        if question.unknown and letter(option) in ("u", "d"):
            problems.add(place, f'{letter(option)} means unknown or declined; give {option.id} another key = "..."')


def _columns(program: Program, problems: Problems) -> None:
    """Add a line for each question whose columns in an export have the name of another column."""
    taken = dict.fromkeys(DERIVED, "the export")
    for question in program.questions.values():
        for column in kinds.columns(question):
            if column in taken:
                problems.add(f"question.{question.key}", f"the column {column} is already that of {taken[column]}")
            taken[column] = question.key


def _steps(program: Program, problems: Problems) -> None:
    asked: list[str] = []
    for made in ("services", "partners"):
        if sum(getattr(section, made) for step in program.steps for section in step.section) > 1:
            problems.add("step", f"at most one section may have {made} = true")
    for step in program.steps:
        where = f"step.{step.id}"
        for section in step.section:
            _audience(program, step, section, problems)
            for key in section.questions:
                asked.append(key)
                if key not in program.questions and f"question.{key}" not in problems.broken:
                    problems.add(where, f"there is no question {key}; {problems.close(key, program.questions)}")
        if step.finish and any(section.criteria for section in step.section):
            problems.add(where, "is where the intake is finished; criteria = true belongs to a step before it")
        if not step.finish and not step.section:
            problems.add(where, "has no questions; write [[step.section]], or finish = true")
    if problems.broken:
        return  # what is missing below may only be what could not be read above
    if sum(section.criteria for step in program.steps for section in step.section) != 1:
        problems.add("step", "exactly one section must have criteria = true")
    if sum(step.finish for step in program.steps) != 1:
        problems.add("step", "exactly one must have finish = true")
    read = {key for pathway in program.pathways for name in pathway.criteria for key in _keys(program, name)}
    for key in program.questions:
        times = asked.count(key) + (key in read - {REFERRAL_DATE, PATHWAY})
        if times != 1:
            problems.add(f"question.{key}", f"is asked {times} times; name it in one step, or read it in a criterion")


def _audience(program: Program, step: Step, section: Section, problems: Problems) -> None:
    """Add a line for each question for everybody in a step that only staff see."""
    for key in section.questions if step.audience == "staff" else ():
        question = program.questions.get(key)
        if question is not None and question.audience != "staff":
            problems.add(f"question.{key}.audience", f"the step {step.id} is for staff, so its questions are too")


def _keys(program: Program, criterion: str) -> tuple[str, ...]:
    found = program.criteria.get(criterion)
    return found.keys if found else ()
