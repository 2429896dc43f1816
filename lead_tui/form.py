"""The form of one referral: its steps, the questions now in view, and which comes next."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from lead_tui.condition import Condition
from lead_tui.condition import keys as keys_of
from lead_tui.facts import Facts, facts_of
from lead_tui.holding import holding
from lead_tui.program import PATHWAY, Program, Step
from lead_tui.question import Answers, Audience, Question
from lead_tui.truth import Truth


class Mark(StrEnum):
    """How far a step is, by the sign that the rail shows."""

    DONE = "+"
    BEGUN = "-"
    ERROR = "!"
    NOT_BEGUN = "."


class SectionView(msgspec.Struct, frozen=True, kw_only=True):
    """Questions under one heading."""

    title: str
    questions: tuple[Question, ...]


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One step as it is now."""

    id: str
    title: str
    short: str
    """The title where there is less room."""
    sections: tuple[SectionView, ...]
    mark: Mark
    finish: bool = False
    answered: int = 0
    """Of the questions that the rules ask for in this step, those that are answered."""
    asked: int = 0
    """Questions that the rules ask for in this step; 0 where there are none."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in view, in order."""
        return tuple(question for section in self.sections for question in section.questions)


def steps(
    program: Program, answers: Answers, wrong: Collection[str] = (), *, role: str = "staff"
) -> tuple[StepView, ...]:
    """Give the steps and questions now in view that *role* may see.

    *wrong* are the keys whose entry is no answer yet.
    """
    facts = counted(program, answers)
    seen = (step for step in program.steps if may_see(role, step.audience))
    return tuple(_step(program, step, answers, facts, wrong, role) for step in seen)


def in_view(program: Program, answers: Answers, *, role: str = "staff") -> tuple[Question, ...]:
    """Give every question now in view that *role* may see, in the order of the form."""
    return tuple(question for step in steps(program, answers, role=role) for question in step.questions)


def hidden(program: Program, answers: Answers) -> tuple[str, ...]:
    """Give the keys that have an answer but are out of view, whoever looks: kept, and not used."""
    facts = counted(program, answers)
    elsewhere = _elsewhere(program, facts)
    return tuple(key for key in program.questions if key in answers and not _shows(program, key, elsewhere, facts))


def counted(program: Program, answers: Answers) -> Facts:
    """Give the facts that count in the form: those of questions in view.

    A question out of view takes those out that hang on its answer.
    """
    facts = facts_of(program, answers)
    while True:
        elsewhere = _elsewhere(program, facts)
        shown = {key: value for key, value in facts.answers.items() if _shows(program, key, elsewhere, facts)}
        if len(shown) == len(facts.answers):
            return facts
        facts = Facts(shown, facts.referral)


def may_see(role: str, audience: Audience) -> bool:
    """Say whether a role may see what is for *audience*."""
    return role == "staff" or audience == "officer"


def may_know(program: Program, role: str, condition: Condition) -> bool:
    """Say whether a role may see every answer that a condition reads: its truth would tell of the others."""
    read = [program.questions.get(key) for key in keys_of(condition)]
    return all(question is not None and may_see(role, question.audience) for question in read)


def _asked(program: Program, facts: Facts) -> tuple[str, ...]:
    """Give the keys that the chosen pathway's criteria read, in its order of asking."""
    pathway = program.pathway(facts.answers.get(PATHWAY))
    return program.asks(pathway) if pathway else ()


def _elsewhere(program: Program, facts: Facts) -> set[str]:
    """Give the keys that only criteria of other pathways read; none while no pathway is chosen."""
    asked = _asked(program, facts)
    return {key for pathway in program.pathways for key in program.asks(pathway)}.difference(asked) if asked else set()


def _shows(program: Program, key: str, elsewhere: Collection[str], facts: Facts) -> bool:
    """Say whether a question is in view: what other pathways ask is not, nor what waits for an answer."""
    if key in elsewhere:
        return False
    when = program.questions[key].when
    return when is None or holding(when, facts) is Truth.TRUE


def _step(program: Program, step: Step, answers: Answers, facts: Facts, wrong: Collection[str], role: str) -> StepView:
    sections = []
    elsewhere = _elsewhere(program, facts)
    ruled: tuple[str, ...] = ()
    for section in step.section:
        keys = section.questions
        if section.criteria:
            ruled = _asked(program, facts)
            keys = (*ruled, *keys)
        shown = tuple(
            program.questions[key]
            for key in keys
            if may_see(role, program.questions[key].audience) and _shows(program, key, elsewhere, facts)
        )
        if shown:
            sections.append(SectionView(title=section.title, questions=shown))
    view = StepView(
        id=step.id,
        title=step.title,
        short=step.short or step.title,
        sections=tuple(sections),
        mark=Mark.NOT_BEGUN,
        finish=step.finish,
        answered=sum(answers.get(key) not in (None, "") for key in ruled),
        asked=len(ruled),
    )
    return msgspec.structs.replace(view, mark=_mark(program, view, ruled, answers, wrong))


def _mark(program: Program, view: StepView, ruled: tuple[str, ...], answers: Answers, wrong: Collection[str]) -> Mark:
    keys = [question.key for question in view.questions]
    if any(key in wrong for key in keys):
        return Mark.ERROR
    given = [key for key in keys if answers.get(key) not in (None, "")]
    first = view.sections[0].questions if view.sections else ()
    needed = ruled or tuple(question.key for question in first)
    if needed and all(key in given for key in needed):
        return Mark.DONE
    own = [key for key in given if not program.questions[key].default]
    return Mark.BEGUN if own else Mark.NOT_BEGUN
