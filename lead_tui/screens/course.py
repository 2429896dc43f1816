"""The course through the wizard: which step is open, and which question comes into focus next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_tui.widgets.form import NEXT
from lead_tui.widgets.review import DECISION

if TYPE_CHECKING:
    from lead_tui.screens.intake import IntakeScreen


class Course:
    """Goes through the steps of one wizard; what is typed is taken over before the focus leaves it."""

    def __init__(self, screen: IntakeScreen) -> None:
        self._screen = screen
        self._intake = screen.intake
        self._form = screen.form
        self.here = 0
        """The number of the step that is open."""
        self._from_review = False

    @property
    def at_end(self) -> bool:
        """Whether the step that finishes is open."""
        return self._screen.steps[self.here].finish

    @property
    def has_next(self) -> bool:
        """Whether there is a step after the one that is open."""
        return self.here + 1 < len(self._screen.steps)

    async def begin(self) -> None:
        """Begin at the first open question, or at an entry that is none yet; else at the step that finishes."""
        unfinished = (key for key in self._intake.ahead.open_questions if key in self._intake.case.typed)
        start = self._intake.next_open() or next(unfinished, None)
        if start is None:
            await self.review()
        else:
            await self._open(self._intake.step_of(start) or 0, start)

    async def _open(self, number: int, key: str = "") -> None:
        """Show a step with the focus on *key*, or on its first question not asked yet."""
        form, intake, steps = self._form, self._intake, self._screen.steps
        self.here = number
        await form.build(steps, number)
        if key not in form.fields and steps[number].finish:
            key = form.rest
        elif key not in form.fields:
            unasked = (k for k in form.keys if k in intake.ahead.open_questions and not intake.said(k))
            key = next(unasked, next(iter(form.fields)))
        self._screen.show_all()
        self._focus(key)

    def _focus(self, key: str) -> None:
        self._form.fields[key].take_focus()
        self._screen.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Scroll to the field in focus: rows just made have no place yet when they take it."""
        if self._form.field is not None:
            self._form.field.scroll_visible(animate=False)

    async def rebuild(self) -> None:
        """Make the rows anew where an answer brought questions into view, or took some out."""
        step = self._screen.steps[self.here]
        if self._form.asked == tuple(question.key for question in step.questions):
            return
        key = self._form.key
        self._screen.take_typed()
        await self._form.build(self._screen.steps, self.here)
        self._focus(key if key in self._form.fields else next(iter(self._form.fields)))

    async def go_to(self, key: str) -> None:
        """Go to a question, whatever step it is in."""
        number = len(self._screen.steps) - 1 if key == DECISION else self._intake.step_of(key)
        if number is None:
            return
        if number != self.here:
            await self._open(number, key)
        elif key in self._form.fields:
            self._form.fields[key].take_focus()

    async def visit(self, key: str) -> None:
        """Go from the step that finishes to a question, and back there once it is answered."""
        await self.go_to(key)
        self._from_review = True

    async def follow(self, key: str) -> None:
        """Go to what is asked next, now that the question *key* is answered."""
        if self._from_review:
            await self.review()
        elif not self._intake.program.questions[key].pathway and not self._screen.steps[self.here].asked:
            self._form.step_from(key, 1)
        elif (target := self._intake.next_open(after=key)) is not None:
            await self.go_to(target)
        else:
            field = self._form.fields.get(NEXT) or self._form.fields.get(key)
            if field is not None:  # somebody else's answer may have taken the question out of view
                field.take_focus()

    async def move(self, step: int) -> None:
        """Go so many fields on or back; never blocked."""
        key = self._form.key
        answered = self._screen.take_typed()
        await self.rebuild()
        if self._from_review and answered:
            await self.review()
        else:
            self._form.step_from(key, step)

    async def turn(self, by: int) -> None:
        """Go so many steps on or back, where there are any."""
        self._screen.take_typed()
        if 0 <= self.here + by < len(self._screen.steps):
            await self._open(self.here + by)

    async def review(self) -> None:
        """Show every answer on one page."""
        self._screen.take_typed()
        self._from_review = False
        await self._open(len(self._screen.steps) - 1, self._form.key)
