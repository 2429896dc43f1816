"""The rows of one step: its questions, the headings between them, and the line that leads on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.widget import Widget

from lead_tui import kinds
from lead_tui.form import SectionView, StepView
from lead_tui.intake import Intake
from lead_tui.question import Question
from lead_tui.widgets.choice import ChoiceField, PathwayField
from lead_tui.widgets.field import Field, NextLine, ReviewLine
from lead_tui.widgets.line import Rule
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

    def __init__(self, intake: Intake) -> None:
        super().__init__(id="form")
        self.intake = intake
        self.fields: dict[str, Field | TypedField] = {}

    async def build(self, steps: Sequence[StepView], here: int) -> None:
        """Make the rows of a step anew; at the last one, every answer on one page."""
        step = steps[here]
        rows: list[Widget] = []
        self.fields = {}
        if step.finish:
            rows.append(self._line(FINISH, "Finish: hand over and go to the list"))
        sections = (*_answered(self.intake, steps), *_not_used(self.intake)) if step.finish else step.sections
        for section in sections:
            rows += [Rule(section.title)] if section.title else []
            for question in section.questions:
                label = self.intake.label(question)
                field = ReviewLine(question, label) if step.finish else self._field(question, label)
                self.fields[question.key] = field
                rows.append(field)
        if not step.finish and here + 1 < len(steps):
            rows.append(self._line(NEXT, f"Next: {steps[here + 1].title}"))
        async with self.batch():
            await self.remove_children()
            await self.mount_all(rows)

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
        return tuple(key for key in self.fields if key not in (FINISH, NEXT))

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
        """Give what stands in place of an answer: what was typed and is none, or that two people differ."""
        return UNSETTLED if key in self.intake.case.unsettled else self.intake.case.typed.get(key, "")

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
        questions = tuple(question for question in step.questions if question.key in entered)
        if questions:
            found.append(SectionView(title=step.title, questions=questions))
    return tuple(found)
