"""The form of one referral: its steps, the questions now in view, and which comes next."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from lead_tui.facts import facts_of
from lead_tui.holding import holding
from lead_tui.program import PATHWAY, Program, Step
from lead_tui.question import Answers, Question
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


def steps(program: Program, answers: Answers, wrong: Collection[str] = ()) -> tuple[StepView, ...]:
    """Give the steps with the questions now in view; *wrong* are the keys whose entry is no answer yet."""
    return tuple(_step(program, step, answers, wrong) for step in program.steps)


def in_view(program: Program, answers: Answers) -> tuple[Question, ...]:
    """Give every question now in view, in the order of the form."""
    return tuple(question for step in steps(program, answers) for question in step.questions)


def hidden(program: Program, answers: Answers) -> tuple[str, ...]:
    """Give the keys that have an answer but are out of view: kept, and not used."""
    seen = {question.key for question in in_view(program, answers)}
    return tuple(key for key in program.questions if key in answers and key not in seen)


def _step(program: Program, step: Step, answers: Answers, wrong: Collection[str]) -> StepView:
    pathway = program.pathway(answers.get(PATHWAY))
    facts = facts_of(program, answers)
    sections = []
    ruled: tuple[str, ...] = ()
    for section in step.section:
        keys = section.questions
        if section.criteria and pathway is not None:
            ruled = program.asks(pathway)
            keys = (*ruled, *keys)
        questions = [program.questions[key] for key in keys]
        shown = tuple(q for q in questions if q.when is None or holding(q.when, facts) is Truth.TRUE)
        if shown:
            sections.append(SectionView(title=section.title, questions=shown))
    view = StepView(
        id=step.id,
        title=step.title,
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
