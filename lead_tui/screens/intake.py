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
from lead_tui.question import UNKNOWN
from lead_tui.screens import choosing, entering, frame, news, review, settling
from lead_tui.screens.course import Course
from lead_tui.screens.field_help import help_lines, takes
from lead_tui.screens.lookout import Lookout
from lead_tui.screens.quiet import WIDE, QuietScreen
from lead_tui.screens.why import ask_why
from lead_tui.screens.word_keys import WordKeys
from lead_tui.widgets.field import Answered, OptionsWanted, Pressed, Refused, ReviewLine, Typing
from lead_tui.widgets.form import Form
from lead_tui.widgets.help_rows import HelpRows
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.options import Options
from lead_tui.widgets.outcome_panel import OutcomePanel, OutcomeStrip
from lead_tui.widgets.step_rail import StepRail
from lead_tui.widgets.typed import TypedField
from lead_tui.widgets.yes_no import YesNoField

if TYPE_CHECKING:
    from lead_tui.saver import SaveState
    from lead_tui.store import Saved

PLACES = {"yes_no": keys.YES_NO, "choice": keys.CHOICE, "ticks": keys.TICKS}
"""Where the keys of a kind stand in the key table; the others are typed into."""

WHOLE = (80, 24)
"""Columns and rows below which the question's help gives way to the form."""


class IntakeScreen(QuietScreen[str]):
    """The wizard on one case; it gives ``finished``, ``left``, ``received`` or ``emptied``."""

    PLACE = keys.WIZARD
    BINDINGS = [*keys.bindings(keys.WIZARD), *keys.bindings(keys.KNOWN)]  # noqa: RUF012 - Textual's

    def __init__(self, intake: Intake) -> None:
        super().__init__()
        self.intake = intake
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
        self.course = Course(self)
        self.save_state: SaveState | None = None
        """What the saver told last; None: nothing yet."""
        self.opened = intake.case
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
        self.lookout.begin()
        await self.course.begin()
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
        self.show_all()
        choosing.fit(self)

    @property
    def steps(self) -> tuple[StepView, ...]:
        """The steps as they are now."""
        return self.intake.steps()

    @property
    def here(self) -> int:
        """The number of the step that is open."""
        return self.course.here

    @property
    def key(self) -> str:
        """The key of the question in focus, or the name of the line."""
        return self.form.key

    async def go_to(self, key: str) -> None:
        """Go to a question, whatever step it is in."""
        await self.course.go_to(key)

    # What is shown.

    def show_all(self) -> None:
        """Show the case as it is now."""
        self.form.show()
        frame.show_result(self)
        self.show_help()
        self.lookout.look()

    def show_help(self) -> None:
        """Show what stands around the questions, and what there is to say about the one in hand."""
        frame.show(self)

    def show_saving(self, state: SaveState) -> None:
        """Say in row 1 what is on disk."""
        super().show_saving(state)
        self.save_state = state
        self.show_help()

    def say(self, text: str, *, style: str = "") -> None:
        """Write the message; where it takes more rows, the result gives up its last ones, and nothing moves."""
        super().say(text or self.lookout.standing(), style=style)
        self.strip.give_up(self.message_row.rows - 1)

    def can_do(self, action: str) -> bool:
        """Say which keys do something now."""
        if action == "open_question":
            return bool(self.intake.ahead.open_questions)
        if action == "review":
            return not self.course.at_end
        return action != "next_step" or self.course.has_next

    # Answers.

    async def on_answered(self, event: Answered) -> None:
        """Record a one-key answer, and go on."""
        self._words.begin(event.key, event.letter)
        self.intake.answer(event.key, event.value)
        await self._after_answer(event.key)

    async def _after_answer(self, key: str) -> None:
        """Show what an answer changed, and go to what is asked next."""
        entering.say_beside(self, self.intake.program.questions[key])
        await self.course.rebuild()
        self.show_all()
        await self.course.follow(key)

    def on_typing(self, event: Typing) -> None:
        """Show what is understood of a text, and what would come of it; record nothing yet."""
        entering.understand(self, event.key, event.text)
        self.lookout.look()

    def take_typed(self) -> bool:
        """Take over what was typed in the field in focus; say whether it is an answer, or nothing was typed."""
        return entering.take(self)

    def keep_typed(self) -> None:
        """Hand over what is being typed: the terminal is going away."""
        self.take_typed()

    def on_refused(self, event: Refused) -> None:
        """Say what a key that answers nothing could have been."""
        reading = self.intake.read(event.key, event.character)
        self.say(reading.problem or "This question takes y or n.", style="fault")

    # All options.

    def on_options_wanted(self, event: OptionsWanted) -> None:
        """Show all options, or ask which of two people's answers is to stand."""
        if event.key not in self.form.fields:
            return
        if event.key in self.intake.case.unsettled:
            settling.ask(self, event.key)
        else:
            choosing.offer(self, event.key, event.letter)

    async def on_options_chosen(self, event: Options.Chosen) -> None:
        """Record the option picked."""
        choosing.close(self, event.key)
        self.intake.answer(event.key, event.value)
        await self._after_answer(event.key)

    def on_options_closed(self, event: Options.Closed) -> None:
        """Go back to the field; nothing changes."""
        choosing.close(self, event.key)

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
        self.show_all()

    def action_next_field(self) -> None:
        """Take over what is typed, and go to the next field."""
        self.call_later(self.course.move, 1)

    def action_previous_field(self) -> None:
        """Take over what is typed, and go to the field before; never blocked."""
        self.call_later(self.course.move, -1)

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
        await self.course.turn(1)

    async def action_previous_step(self) -> None:
        """Go to the step before."""
        await self.course.turn(-1)

    async def action_review(self) -> None:
        """Show every answer on one page."""
        await self.course.review()

    async def on_pressed(self, event: Pressed) -> None:
        """Go on to the next step, finish, or go to the question of the line."""
        await review.enter(self, event.key)

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
        await self.course.rebuild()
        self.show_all()
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
        self.leave("left")

    def leave(self, how: str) -> None:
        """Leave, once it was asked why answers were changed that a decision rested on."""
        ask_why(self, self.intake, explaining.lacking(self.intake, self.opened), lambda: self.dismiss(how))

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
        if not self.can_do("take_over"):
            return
        self.lookout.remember()  # what was expunged since is not brought back
        if self.intake.take_over(key):
            await self._after_answer(key)
        else:
            self.show_help()
            self.say("That was taken out of the earlier case meanwhile: nothing is taken over.")

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
        self.show_help()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """Show the question that came into focus; what is below is known once the form has moved."""
        self.show_help()
        self.lookout.tell()
        self.call_after_refresh(self.show_help)

    def case_saved(self, saved: Saved) -> None:
        """Take over what the disk has, and say what others changed."""
        news.saved(self, saved)

    def cases_changed(self, numbers: set[str]) -> None:
        """Take over what others saved in this case, or leave where LEAD received it from an officer."""
        news.changed(self, numbers)
