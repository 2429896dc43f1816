"""The course of a plain interview: which question comes next, and which came before."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from lead_tui.case import DRAFT
from lead_tui.form import StepView
from lead_tui.intake import BY_DEFAULT, Intake
from lead_tui.question import Question


class Place(Enum):
    """Where an interview can be, beside its questions (which go by their keys)."""

    OFFER = "offer"
    """Whether to go on with what can wait."""
    FINISH = "finish"
    """Whether to hand over."""
    END = "end"


class Course:
    """Knows what was asked so far; of the case itself it keeps nothing."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._trail: list[str] = []
        """Questions asked, in the order in which ``before`` goes back through them."""
        self._passed: set[str] = set()
        """Questions that were answered or left open; they do not come again by themselves."""
        self._wanted: set[str] = set()
        """Steps of which what can wait is asked."""
        self._declined: set[str] = set()
        """Steps of which it is not."""
        self._enough = False
        """Whether nothing more that can wait is offered."""

    def resume(self) -> None:
        """Take the answers of a draft as asked: those that the rules need are the nearest to go back to."""
        case = self._intake.case
        opening = self._opening()
        first = (*opening, *self._ruled())

        def given(key: str) -> bool:
            answer = case.answers.get(key)
            return answer is not None and (answer.via != BY_DEFAULT or key in opening)

        seen = [question.key for question in self.questions() if given(question.key)]
        self._trail = [key for key in seen if key not in first] + [key for key in first if key in seen]
        self._passed = set(seen) - set(case.unsettled)

    def questions(self) -> Iterator[Question]:
        """Give the questions in view that this person may see, in the order of the form."""
        for step in self._intake.steps():
            yield from step.questions

    def visit(self, key: str) -> None:
        """Note that a question is asked."""
        if key not in self._trail:
            self._trail.append(key)

    def passed(self, key: str) -> None:
        """Note that a question was answered or left open."""
        self._passed.add(key)

    def reopen(self, key: str) -> None:
        """Note that a question is to come again."""
        self._passed.discard(key)

    def rest(self) -> list[str]:
        """Give the questions that were not dealt with, in the order of the form."""
        return [question.key for question in self.questions() if self._waits(question.key)]

    def waiting(self) -> tuple[StepView, list[str]] | None:
        """Give the first step with questions that can wait and were not declined, and those questions."""
        if self._enough:
            return None
        for step in self._intake.steps():
            keys = [question.key for question in step.questions if self._waits(question.key)]
            if keys and step.id not in self._declined:
                return step, keys
        return None

    def want(self, step: StepView, *, wanted: bool) -> None:
        """Note whether what can wait of a step is to be asked now."""
        (self._wanted if wanted else self._declined).add(step.id)

    def want_no_more(self) -> None:
        """Note that nothing more that can wait is to be offered."""
        self._enough = True

    def next(self) -> str | Place:
        """Give what comes next: how the form begins, what the rules ask, an offer for each step, the end.

        What two people answered differently comes before all.
        """
        case = self._intake.case
        rest = self.rest()
        for key in (*case.unsettled, *self._opening(), *self._intake.ahead.open_questions):
            if key in rest:
                return key
        if waiting := self.waiting():
            step, keys = waiting
            return keys[0] if step.id in self._wanted else Place.OFFER
        ends = self._intake.began if case.status == DRAFT else self._intake.decides
        return Place.FINISH if ends else Place.END

    def before(self, place: str | Place) -> str | Place | None:
        """Give the question before a place; None before the first."""
        if place is Place.FINISH and (self._enough or self._declined) and self.rest():
            self._enough = False
            self._declined.clear()
            return Place.OFFER
        seen = {question.key for question in self.questions()}
        trail = [key for key in self._trail if key in seen]
        at = trail.index(place) if isinstance(place, str) and place in trail else len(trail)
        return trail[at - 1] if at else None

    def _opening(self) -> tuple[str, ...]:
        """Give the keys with which the form begins: its first section."""
        steps = self._intake.steps()
        sections = steps[0].sections if steps else ()
        return tuple(question.key for question in sections[0].questions) if sections else ()

    def _ruled(self) -> tuple[str, ...]:
        """Give the keys that the chosen pathway's rules ask for, in their order."""
        pathway = self._intake.program.pathway(self._intake.assessment.pathway)
        return self._intake.program.asks(pathway) if pathway else ()

    def _waits(self, key: str) -> bool:
        """Say whether a question was not dealt with, and has no answer that somebody gave."""
        case = self._intake.case
        answer = case.answers.get(key)
        unasked = answer is None or answer.via == BY_DEFAULT
        return key not in self._passed and (unasked or key in case.unsettled)
