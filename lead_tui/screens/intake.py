"""The wizard: one question in hand, the whole step and the rule result in sight.

It shows an ``Intake`` and tells it what was pressed and typed; it decides nothing by itself. Every key
that changes an answer shows its result at once; what is still being typed is shown and not recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from lead_tui import explaining, keys
from lead_tui.form import StepView
from lead_tui.intake import Intake
from lead_tui.program import REFERRAL_DATE
from lead_tui.question import UNKNOWN, Question
from lead_tui.refusals import StoreError
from lead_tui.screens import review, settling
from lead_tui.screens.field_help import help_lines, option_entries, takes
from lead_tui.screens.lookout import Lookout
from lead_tui.screens.quiet import WIDE, QuietScreen
from lead_tui.screens.why import ask_why
from lead_tui.screens.word_keys import WordKeys
from lead_tui.widgets.field import Answered, OptionsWanted, Pressed, Refused, ReviewLine, Typing
from lead_tui.widgets.form import FINISH, NEXT, Form
from lead_tui.widgets.help_rows import HelpRows
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.options import Options
from lead_tui.widgets.outcome_panel import OutcomePanel, OutcomeStrip
from lead_tui.widgets.paint import wrap
from lead_tui.widgets.review import DECISION, DISCARD
from lead_tui.widgets.step_rail import StepRail, rail_row
from lead_tui.widgets.typed import TypedField
from lead_tui.widgets.yes_no import YesNoField

if TYPE_CHECKING:
    from lead_tui.case import Case
    from lead_tui.saver import SaveState
    from lead_tui.store import Saved

PLACES = {"yes_no": keys.YES_NO, "choice": keys.CHOICE, "ticks": keys.TICKS}
"""Where the keys of a kind stand in the key table; the others are typed into."""

WHOLE = (80, 24)
"""Columns and rows below which the question's help gives way to the form."""


class IntakeScreen(QuietScreen[str]):
    """The wizard on one case; it gives ``finished``, ``left`` or ``received``."""

    PLACE = keys.WIZARD
    BINDINGS = [*keys.bindings(keys.WIZARD), *keys.bindings(keys.KNOWN)]  # noqa: RUF012 - Textual's

    def __init__(self, intake: Intake) -> None:
        super().__init__()
        self.intake = intake
        self.here = 0
        self.rail_row = Line(id="rail-row")
        self.rail = StepRail()
        self.form = Form(intake)
        self.question = HelpRows()
        self.options = Options()
        self.strip = OutcomeStrip(intake.program, intake.role)
        self.panel = OutcomePanel(intake.program, intake.role)
        doors = tuple(pathway.title.split()[0] for pathway in intake.program.pathways)
        self._words = WordKeys(doors, self, self._press, self._turn_unknown)
        self.lookout = Lookout(self)
        self._from_review = False
        self._save_state: SaveState | None = None
        self._opened = intake.case
        """The record as it was when the wizard opened."""

    def compose_body(self) -> ComposeResult:
        """Give rail, form, question and result; which of them show is the style sheet's."""
        yield self.rail_row
        yield Rule(id="below-rail")
        with Horizontal(id="desk"):
            yield self.rail
            with Vertical(id="middle"):
                yield self.form
                yield self.question
            yield self.panel
        yield self.strip
        yield self.options

    def on_mount(self) -> None:
        """Begin as soon as the rows are there."""
        self.call_later(self._begin)

    async def _begin(self) -> None:
        """Begin at the first open question, or at an entry that is none yet; else at the step that finishes."""
        self.lookout.begin()
        unfinished = (key for key in self.intake.ahead.open_questions if key in self.intake.case.typed)
        start = self.intake.next_open() or next(unfinished, None)
        if start is None:
            await self.action_review()
        else:
            await self._open_step(self.intake.step_of(start) or 0, start)
        if self.intake.rules_changed:
            self.say("Rules changed since this case was assessed: its result is computed anew.")

    def on_resize(self, event: events.Resize) -> None:
        """Fit to the size; focus and place stay."""
        width, height = event.size
        self.set_class(width >= WIDE[0] and height >= WIDE[1], "-columns")
        self.set_class(width < WHOLE[0] or height < WHOLE[1], "-tiny")
        self.strip.give_up(self.message_row.rows - 1)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self._show_all()
        field = self.form.fields.get(self.options.key)
        if field is not None and self.options.display:
            self.options.place(field.region, self.size)

    # Steps.

    @property
    def steps(self) -> tuple[StepView, ...]:
        """The steps as they are now."""
        return self.intake.steps()

    @property
    def key(self) -> str:
        """The key of the question in focus, or the name of the line."""
        return self.form.key

    async def _open_step(self, number: int, key: str = "") -> None:
        """Show a step with the focus on *key*, or on its first question not asked yet."""
        self.here = number
        await self.form.build(self.steps, number)
        fields = self.form.fields
        if key not in fields and self.steps[number].finish:
            key = self.form.rest
        elif key not in fields:
            unasked = (k for k in self.form.keys if k in self.intake.ahead.open_questions and not self.intake.said(k))
            key = next(unasked, next(iter(fields)))
        self._show_all()
        fields[key].take_focus()
        self.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Scroll to the field in focus: rows just made have no place yet when they take it."""
        if self.form.field is not None:
            self.form.field.scroll_visible(animate=False)

    async def _rebuild_where_needed(self) -> None:
        """Make the rows anew where an answer brought questions into view, or took some out."""
        step = self.steps[self.here]
        if self.form.asked == tuple(question.key for question in step.questions):
            return
        key = self.key
        self.take_typed()
        await self.form.build(self.steps, self.here)
        self.form.fields.get(key, next(iter(self.form.fields.values()))).take_focus()
        self.call_after_refresh(self._bring_into_sight)

    async def go_to(self, key: str) -> None:
        """Go to a question, whatever step it is in."""
        number = len(self.steps) - 1 if key == DECISION else self.intake.step_of(key)
        if number is None:
            return
        if number != self.here:
            await self._open_step(number, key)
        elif key in self.form.fields:
            self.form.fields[key].take_focus()

    # What is shown.

    def show_all(self) -> None:
        """Show the case as it is now."""
        self._show_all()

    def _show_all(self) -> None:
        self.form.show()
        self._show_result()
        self._show_frame()
        self.lookout.look()

    def _show_result(self) -> None:
        """Show the rule result; while a date or number is being typed, what it would be with that."""
        assessment, ahead = self.intake.assessment, self.intake.ahead
        field = self.form.field
        text = field.text_changed if isinstance(field, TypedField) else None
        if field is not None and text is not None and field.question.kind != "text":
            # Letters wait for Tab, so that Nov and Dec stay months and nothing flickers on the way.
            letters = text.replace(" ", "").isalpha()
            so_far = None if letters else self.intake.read(field.key, text, typing=True).value
            assessment, ahead = self.intake.preview(field.key, so_far)
        self.strip.show(assessment, ahead)
        self.panel.show(assessment, ahead)

    def _show_frame(self) -> None:
        """Show title, steps and the question in hand."""
        title, saved = self.intake.title(), self._saved_words()
        self.head(f" {title}", saved)
        self.rail_row.say(rail_row(self.steps, self.here, self.size.width))
        self.rail.show(self.steps, self.here, ["Case", *wrap(title.split("  "), 17), "", saved, self.intake.user])
        self.show_keys()
        below = f"{self.form.below} below, PgDn" if self.form.below else ""
        question = self.form.question
        if question is not None and isinstance(self.form.field, ReviewLine):
            said = self.intake.said(question.key) or self.intake.case.typed.get(question.key, "")
            unused = question in self.intake.not_used()
            lines = [said, self.intake.program.words.say("form.not_used_help") if unused else ""]
            can = "It cannot be changed while it is not used" if unused else "Enter changes this answer and comes back"
            self.question.show(self.intake.ask(question), lines, can, below)
        elif question is not None:
            lines = help_lines(self.intake, question, wide=self.has_class("-columns"))
            self.question.show(self.intake.ask(question), lines, takes(question), below)
        elif self.form.field is not None:
            takes_ = review.TAKES.get(self.key, "Enter goes on")
            self.question.show(self.form.field.question.ask, self._line_help(), takes_, below)

    def show_help(self) -> None:
        """Show what there is to say about the question in hand now."""
        self._show_frame()

    def _line_help(self) -> list[str]:
        """Say what Enter does on a line that is no question."""
        if self.key == NEXT:
            still = sum(key in self.form.fields for key in self.intake.ahead.open_questions)
            if still:
                questions = "1 question" if still == 1 else f"{still} questions"
                return [f"{questions} of this step can still change the result: Ctrl+O goes there."]
            return ["Nothing more is asked for in this step. Every answer can still be changed."]
        return review.help_lines(self.intake, self.key)

    def _saved_words(self) -> str:
        """Say what is on disk, and nothing else."""
        state = self._save_state
        if not self.intake.began:
            return ""
        if state is None and self.intake.case == self._opened:
            return f"Saved {self._when(self.intake.case.updated)}"
        if state is None or state.saved_at is None or (state.waiting and not state.problem):
            return "Saving"
        return "NOT SAVED" if state.problem else f"Saved {self._when(state.saved_at)}"

    def _when(self, at: str) -> str:
        return str(self.app.when(at)) if at else ""  # type: ignore[attr-defined]

    def show_saving(self, state: SaveState) -> None:
        """Say in row 1 what is on disk."""
        super().show_saving(state)
        self._save_state = state
        self._show_frame()

    def say(self, text: str, *, style: str = "") -> None:
        """Write the message; where it takes more rows, the result gives up its last ones, and nothing moves."""
        super().say(text or self.lookout.standing(), style=style)
        self.strip.give_up(self.message_row.rows - 1)

    def can_do(self, action: str) -> bool:
        """Say which keys do something now."""
        if action == "open_question":
            return bool(self.intake.ahead.open_questions)
        if action == "review":
            return not self.steps[self.here].finish
        return action != "next_step" or self.here + 1 < len(self.steps)

    # Answers.

    async def on_answered(self, event: Answered) -> None:
        """Record a one-key answer, and go on."""
        self._words.begin(event.key, event.letter)
        self.intake.answer(event.key, event.value)
        await self._after_answer(event.key)

    async def _after_answer(self, key: str) -> None:
        """Show what an answer changed, and go to what is asked next."""
        question = self.intake.program.questions[key]
        self._say_beside(question)
        await self._rebuild_where_needed()
        self._show_all()
        if self._from_review:
            await self.action_review()
        elif not question.pathway and not self.steps[self.here].asked:
            self.form.step_from(key, 1)
        elif (target := self.intake.next_open(after=key)) is not None:
            await self.go_to(target)
        else:
            field = self.form.fields.get(NEXT) or self.form.fields.get(key)
            if field is not None:  # somebody else's answer may have taken the question out of view
                field.take_focus()

    def _say_beside(self, question: Question) -> None:
        """Say what stands beside an answer: a note, or what hardly goes together with it."""
        said = [*self.intake.notes(question), *(f"! {text}" for text in self.intake.contradictions(question))]
        for text in said[-1:]:
            self.say(text)

    def on_typing(self, event: Typing) -> None:
        """Show what is understood of a text, and what would come of it; record nothing yet."""
        field = self.form.fields.get(event.key)
        if isinstance(field, TypedField) and field.question.kind != "text":
            so_far = self.intake.read(event.key, event.text, typing=True)
            field.understood(self.intake.read(event.key, event.text).echo or so_far.echo)
            self._show_result()
        self.lookout.look()

    def take_typed(self) -> bool:
        """Take over what was typed in the field in focus; say whether it is an answer, or nothing was typed."""
        field = self.form.field
        if not isinstance(field, TypedField) or field.text_changed is None:
            return True
        reading = self.intake.take(field.key, field.text)
        if reading.problem:
            self.say(f"! Error: {reading.problem}", style="fault")
        elif reading.warning:
            self.say(f"! {reading.warning}")
        elif field.key == REFERRAL_DATE and self.intake.refused:
            labels = "; ".join(self.intake.label(self.intake.program.questions[key]) for key in self.intake.refused)
            self.say(f"! After this referral date: {labels}. They are kept, and count as not known.", style="fault")
        else:
            self._say_beside(field.question)
        self.form.show_typed(field)
        self._show_all()
        return not reading.problem

    def keep_typed(self) -> None:
        """Hand over what is being typed: the terminal is going away."""
        self.take_typed()

    def on_refused(self, event: Refused) -> None:
        """Say what a key that answers nothing could have been."""
        reading = self.intake.read(event.key, event.character)
        self.say(reading.problem or "This question takes y or n.", style="fault")

    # All options.

    def on_options_wanted(self, event: OptionsWanted) -> None:
        """Show all options under the field, or above it where there is no room."""
        if event.key not in self.form.fields:
            return
        if event.key in self.intake.case.unsettled:
            settling.ask(self, event.key)
            return
        field, options = self.form.fields[event.key], self.options
        standing = self.intake.answers.get(event.key)
        entries = option_entries(self.intake, field.question)
        ticked = [str(value) for value in standing] if isinstance(standing, list) else []
        start = next((n for n, entry in enumerate(entries) if entry.value is not None and entry.value == standing), 0)
        options.offer(event.key, entries, ticked if field.question.kind == "ticks" else None, start)
        options.place(field.region, self.size)
        options.focus()
        if event.letter:
            options.go_to_letter(event.letter)

    async def on_options_chosen(self, event: Options.Chosen) -> None:
        """Record the option picked."""
        self._close_options(event.key)
        self.intake.answer(event.key, event.value)
        await self._after_answer(event.key)

    def on_options_closed(self, event: Options.Closed) -> None:
        """Go back to the field; nothing changes."""
        self._close_options(event.key)

    def _close_options(self, key: str) -> None:
        self.options.display = False
        field = self.form.fields.get(key)
        if field is not None:
            field.take_focus()
        if isinstance(field, TypedField):
            field.put_back()

    # Keys.

    def takes_key(self, event: events.Key) -> bool:
        """Take a key that only goes on spelling a word whose first letter answered already."""
        return self.lookout.takes(event) or self._words.takes(event)

    def _press(self, character: str) -> None:
        """Give a letter to the field in focus, as if it were pressed now."""
        field = self.form.field
        if isinstance(field, TypedField):
            field.entry.insert_text_at_cursor(character)
        elif isinstance(field, YesNoField):
            field.press(character)

    def _turn_unknown(self, key: str) -> None:
        self.intake.answer(key, UNKNOWN)
        self._show_all()

    def action_next_field(self) -> None:
        """Take over what is typed, and go to the next field."""
        self.call_later(self._move, 1)

    def action_previous_field(self) -> None:
        """Take over what is typed, and go to the field before; never blocked."""
        self.call_later(self._move, -1)

    async def _move(self, step: int) -> None:
        key = self.key
        answered = self.take_typed()
        await self._rebuild_where_needed()
        if self._from_review and answered:
            await self.action_review()
        else:
            self.form.step_from(key, step)

    async def action_open_question(self) -> None:
        """Go to the next open question that can change the result, unknown ones too."""
        self.take_typed()
        target = self.intake.next_open(after=self.key) or self.intake.next_open(after=self.key, asked_too=True)
        if target is None:
            self.say("Nothing is open: no further answer can change this result.")
        else:
            await self.go_to(target)

    async def action_next_step(self) -> None:
        """Go to the next step."""
        self.take_typed()
        if self.here + 1 < len(self.steps):
            await self._open_step(self.here + 1)

    async def action_previous_step(self) -> None:
        """Go to the step before."""
        self.take_typed()
        if self.here:
            await self._open_step(self.here - 1)

    async def action_review(self) -> None:
        """Show every answer on one page."""
        self.take_typed()
        self._from_review = False
        await self._open_step(len(self.steps) - 1, self.key)

    async def on_pressed(self, event: Pressed) -> None:
        """Go on to the next step, finish, or go to the question of the line."""
        if event.key == NEXT:
            await self.action_next_step()
        elif event.key == DECISION:
            review.ask_decision(self)
        elif event.key == DISCARD:
            review.ask_discard(self)
        elif event.key == FINISH and not self.intake.draft:
            self._leave("left")
        elif event.key == FINISH and not self.intake.began:
            self.say("Nothing is answered yet, so there is nothing to hand over. Esc leaves, and keeps no case.")
        elif event.key == FINISH and review.lacks_name(self.intake):
            review.ask_without_name(self)
        elif event.key == FINISH:
            self.hand_over()
        elif self.intake.step_of(event.key) is not None:
            await self.go_to(event.key)
            self._from_review = True

    def hand_over(self) -> None:
        """Finish: the case is no draft any more."""
        self.intake.finish()
        self._leave("finished")

    def action_scroll_on(self) -> None:
        """Go a page on."""
        self.take_typed()
        self.form.step_from(self.key, self.form.size.height - 1)

    def action_scroll_back(self) -> None:
        """Go a page back."""
        self.take_typed()
        self.form.step_from(self.key, 1 - self.form.size.height)

    async def action_undo(self) -> None:
        """Take out what is being typed, else take the last answer back, and say so."""
        field = self.form.field
        if isinstance(field, TypedField) and field.put_back():
            self.say("What was typed here is taken out.")
            return
        undone = self.intake.undo()
        if undone is None:
            self.say("Nothing to take back: you have changed nothing more in this case.")
            return
        await self.go_to(undone.key)
        await self._rebuild_where_needed()
        self._show_all()
        self.say(undone.in_words(self.intake))

    def action_person_view(self) -> None:
        """Show the question and its approved words, and nothing else."""
        from lead_tui.screens.person_view import PersonView

        question = self.form.question
        if question is not None:
            self.take_typed()
            self.app.push_screen(PersonView(self.intake.ask(question), question.read_aloud))

    def action_back(self) -> None:
        """Leave for the list; nothing is discarded."""
        self.take_typed()
        self._leave("left")

    def _leave(self, how: str) -> None:
        """Leave, once it was asked why answers were changed that a decision rested on."""
        ask_why(self, self.intake, explaining.lacking(self.intake, self._opened), lambda: self.dismiss(how))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave the keys about a person who is known to the fields while nobody is."""
        if action == "take_over":
            return self.form.question is not None and self.intake.offered(self.form.question) is not None
        return bool(self.lookout.matches) if action == "who_is_it" else True

    def action_who_is_it(self) -> None:
        """Show who is perhaps the same person."""
        self.lookout.ask()

    async def action_take_over(self) -> None:
        """Answer the question in hand with what was given in an earlier case of the person."""
        field, key = self.form.field, self.key
        if isinstance(field, TypedField):
            field.put_back()
        if self.intake.take_over(key):
            await self._after_answer(key)

    # Help.

    def help_title(self) -> str:
        """The question in full."""
        return self.intake.ask(self.form.question) if self.form.question else ""

    def help_text(self) -> list[str]:
        """Everything there is to say about the question."""
        question = self.form.question
        return [*help_lines(self.intake, question, wide=True), takes(question)] if question else []

    def help_places(self) -> tuple[str, ...]:
        """Tell the keys of the wizard and of the field in focus."""
        question = self.form.question
        place = PLACES.get(question.kind, keys.TYPED) if question else keys.BUTTON
        known = (keys.KNOWN,) if self.desk.known.told else ()
        return (keys.WIZARD, *known, keys.BUTTON if isinstance(self.form.field, ReviewLine) else place)

    # News.

    def on_form_scrolled(self, event: Form.Scrolled) -> None:
        """Say what is below now."""
        event.stop()
        self._show_frame()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """Show the question that came into focus; what is below is known once the form has moved."""
        self._show_frame()
        self.lookout.tell()
        self.call_after_refresh(self._show_frame)

    def case_saved(self, saved: Saved) -> None:
        """Take over what the disk has, and say what others changed."""
        case = self.intake.case
        if saved.case.case != case.case and (case.case or saved.mine.created != case.created):
            return
        if self.desk.access.received(saved.case):
            self._leave_received()
            return
        self._adopt(saved.mine, saved.case, joined=True)

    def _adopt(self, sent: Case, disk: Case, *, joined: bool) -> None:
        """Go on from the record that the disk has after *sent* was saved, and say what others changed in it."""
        settled = self.intake.case.unsettled.keys()
        changed = self.intake.adopt(sent, disk, joined=joined)
        self.call_later(self._follow)
        conflicts = [key for key in self.intake.case.unsettled if key not in settled]
        labels = "; ".join(self.intake.label(self.intake.program.questions[key]) for key in conflicts or changed)
        if conflicts:
            self.say(f"! {labels}: changed by two people. Both are kept; Enter there settles it.", style="fault")
        elif changed:
            self.say(f"Somebody else changed: {labels}.")

    async def _follow(self) -> None:
        await self._rebuild_where_needed()
        self._show_all()

    def cases_changed(self, numbers: set[str]) -> None:
        """Take over what others saved in this case, or leave where LEAD received it from an officer."""
        number = self.intake.case.case
        if number not in numbers:
            return
        try:
            disk = self.desk.seen.get(number)
        except StoreError:
            if self.desk.access.limited:  # it is not this officer's to see any more
                self._leave_received()
            return
        if self.desk.access.limited and self.desk.access.received(disk):
            self._leave_received()
        elif disk.rev > self.intake.case.rev and self.desk.make_saver().begin(disk) is disk:
            # Where something waits to be saved, that save brings the news.
            self._adopt(self.intake.case, disk, joined=False)

    def _leave_received(self) -> None:
        """Leave once, with what is being typed handed over first: it becomes a note."""
        if self not in self.app.screen_stack:
            return
        self.take_typed()
        while self.app.screen is not self:
            self.app.pop_screen()
        self.dismiss("received")
