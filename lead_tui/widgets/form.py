"""The rows of one step: its questions, the headings between them, and the line that leads on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from lead_tui import kinds
from lead_tui.form import SectionView, StepView
from lead_tui.intake import Intake
from lead_tui.question import Question
from lead_tui.widgets.choice import ChoiceField, PathwayField
from lead_tui.widgets.field import Field, NextLine, ReviewLine
from lead_tui.widgets.line import Rule
from lead_tui.widgets.review import DECISION, DISCARD, AnswerLine, Review, numbered
from lead_tui.widgets.ticks import TicksField
from lead_tui.widgets.typed import TypedField
from lead_tui.widgets.yes_no import YesNoField

FIELDS = {"yes_no": YesNoField, "choice": ChoiceField, "ticks": TicksField}
"""The field of each kind; the others are typed into."""

FINISH, NEXT = "finish", "next"
"""Names of the lines that are no questions."""

UNSETTLED = "changed by two people: Enter"


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A step of an intake, a row a question."""

    class Scrolled(Message):
        """Other rows are in sight now."""

    def __init__(self, intake: Intake) -> None:
        super().__init__(id="form")
        self.intake = intake
        self.fields: dict[str, Field | TypedField] = {}
        self.review: Review | None = None

    async def build(self, steps: Sequence[StepView], here: int) -> None:
        """Make the rows of a step anew; at the last one, every answer on one page."""
        step = steps[here]
        rows: list[Widget] = []
        self.fields = {}
        self.review = None
        if step.finish:
            rows += self._review(steps, step)
        else:
            rows += self._sections(step.sections)
            if here + 1 < len(steps):
                rows.append(self._line(NEXT, f"Next: {steps[here + 1].title}"))
        async with self.batch():
            await self.remove_children()
            await self.mount_all(rows)

    def _sections(self, sections: Sequence[SectionView], *, answered: bool = False) -> list[Widget]:
        """Give the rows of sections: a field for each question, or its answer to look at."""
        rows: list[Widget] = []
        for section in sections:
            rows += [Rule(section.title)] if section.title else []
            for question in section.questions:
                label = self.intake.label(question)
                field = AnswerLine(question, label) if answered else self._field(question, label)
                self.fields[question.key] = field
                rows.append(field)
        return rows

    def _review(self, steps: Sequence[StepView], step: StepView) -> list[Widget]:
        """Give the rows of the last step: every answer, the rule result, what is asked here, the decision."""
        review = self.review = Review(self.intake, self.app.moment)  # type: ignore[attr-defined]
        answered = (*_answered(self.intake, steps), *_not_used(self.intake))
        rows = [review.counts, *self._sections(answered, answered=True), review.result_rule, review.result]
        rows += self._sections(numbered(step.sections))
        if self.intake.decides:
            rows += [review.decision_rule, review.decision, review.reason]
            self.fields[DECISION] = review.decision
        rows.append(Rule())
        draft = self.intake.draft
        rows.append(self._line(FINISH, "Finish: hand over and go to the list" if draft else "Go to the list"))
        if self.intake.may_discard:
            rows.append(review.discard)
            self.fields[DISCARD] = review.discard
        review.show()
        return rows

    def _field(self, question: Question, label: str) -> Field | TypedField:
        if question.pathway:
            return PathwayField(question, self.intake.ask(question))
        made = FIELDS.get(question.kind)
        return made(question, label) if made else TypedField(question, label)

    def _line(self, name: str, label: str) -> NextLine:
        line = NextLine(Question(key=name, kind="text", label=label, ask=label, name=name), label)
        self.fields[name] = line
        return line

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the questions shown."""
        return tuple(key for key in self.fields if key not in (FINISH, NEXT, DECISION, DISCARD))

    @property
    def asked(self) -> tuple[str, ...]:
        """The keys of the questions that are asked here, not only shown with their answers."""
        return tuple(key for key in self.keys if not isinstance(self.fields[key], ReviewLine))

    @property
    def rest(self) -> str:
        """The name of the line on which the last step begins."""
        return FINISH if self.intake.draft or DECISION not in self.fields else DECISION

    @property
    def key(self) -> str:
        """The key of the question in focus, or the name of the line; nothing where none is."""
        return next((key for key, field in self.fields.items() if field.has_focus_within), "")

    @property
    def field(self) -> Field | TypedField | None:
        """The field in focus."""
        return self.fields.get(self.key)

    @property
    def question(self) -> Question | None:
        """The question in focus; None on a line that is none."""
        return self.intake.program.questions.get(self.key)

    def on_descendant_focus(self) -> None:
        """Bring what stands below the decision into sight with it."""
        if self.review is not None and self.review.decision.has_focus and self.review.reason.display:
            self.call_after_refresh(self.review.reason.scroll_visible, animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are in sight."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    @property
    def below(self) -> int:
        """Rows below the form's lower edge."""
        return max(0, self.max_scroll_y - int(self.scroll_offset.y))

    def show(self) -> None:
        """Show what each question has for an answer; what is being typed stays."""
        for key in self.keys:
            field = self.fields[key]
            label = self._label(field)
            if not isinstance(field, TypedField):
                field.show(self.intake.said(key), typed=self._beside(key), label=label)
            elif field.text_changed is None or not field.entry.has_focus:
                self.show_typed(field, label)
            if isinstance(field, AnswerLine):
                field.judge(self.intake)
        if self.review is not None:
            self.review.show()
            self.on_descendant_focus()

    def _label(self, field: Field | TypedField) -> str:
        """Give a field's line: the pathway's question in full, a star before a service that is suggested."""
        if isinstance(field, PathwayField):
            return self.intake.ask(field.question)
        star = "* " if field.key in self.intake.suggested else ""
        return star + self.intake.label(field.question)

    def show_typed(self, field: TypedField, label: str = "") -> None:
        """Show the answer of a field that is typed into, in place of what is typed there."""
        text = kinds.typed(field.question, self.intake.answers.get(field.key))
        field.show(self.intake.said(field.key), typed=self._beside(field.key), label=label, text=text)

    def _beside(self, key: str) -> str:
        """Give what stands in place of an answer: what was typed or given and is none, or that two people differ."""
        if key in self.intake.case.unsettled:
            return UNSETTLED
        if key in self.intake.refused:
            return kinds.typed(self.intake.program.questions[key], self.intake.answers[key])
        return self.intake.case.typed.get(key, "")

    def step_from(self, key: str, step: int) -> None:
        """Focus the field so many rows after *key*, or before it; at the ends, the last or first."""
        order = list(self.fields)
        place = order.index(key) + step if key in order else 0
        self.fields[order[max(0, min(place, len(order) - 1))]].take_focus()


def _not_used(intake: Intake) -> tuple[SectionView, ...]:
    """Give the answers that are kept and not used, under a heading that says so."""
    questions = intake.not_used()
    return (SectionView(title=intake.program.words.say("form.not_used"), questions=questions),) if questions else ()


def _answered(intake: Intake, steps: Sequence[StepView]) -> tuple[SectionView, ...]:
    """Give every question in view that has an entry or can still change the result, step by step."""
    entered = intake.case.answers.keys() | intake.case.typed.keys() | set(intake.ahead.open_questions)
    found = []
    for step in steps:
        questions = tuple(q for q in step.questions if q.key in entered and not step.finish)
        if questions:
            found.append(SectionView(title=step.title, questions=questions))
    return tuple(found)
