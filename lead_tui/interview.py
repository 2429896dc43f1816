"""The plain face of an intake: the same questions as the wizard's, line by line.

For screen readers and braille lines, for terminals that cannot draw, and for answers from a pipe.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TextIO
from zoneinfo import ZoneInfo

from lead_tui import interview_contact, interview_decision, interview_settling, listing, whereabouts
from lead_tui import interview_words as words
from lead_tui.access import STAFF, Access, Role
from lead_tui.case import CLOSED, Case
from lead_tui.intake import Intake
from lead_tui.interview_course import Course, Place
from lead_tui.interview_end import End, Step
from lead_tui.interview_known import People
from lead_tui.interview_saving import Keeping
from lead_tui.known import Known
from lead_tui.plain_lines import EndOfInput, Heard, LineSource, Voice, lines_of
from lead_tui.program import Program
from lead_tui.question import Question
from lead_tui.seen import Seen
from lead_tui.store import Store

INTERRUPTED = 130
"""Exit code after Ctrl+C."""

YES, NO = ("y", "yes"), ("n", "no")


def run(
    program: Program,
    store: Store,
    *,
    user: str,
    clock: Callable[[], datetime],
    number: str | None = None,
    read: LineSource | None = None,
    out: TextIO | None = None,
    role: Role = STAFF,
    contact: bool = False,
) -> int:
    """Hold an interview, of a new case or of the draft *number*; gives the exit code. With
    *contact* it asks what happened with that case, and nothing else.

    *read* gives the next line, None at the end of input (standard input by default). 0: done, or the draft is
    kept; 1: not all is on disk, or the case takes no answers; 130: stopped with Ctrl+C, the draft is kept.
    Raises StoreError where the case cannot be read.
    """
    voice = Voice(read or lines_of(sys.stdin), out or sys.stdout)
    access = Access(user=user, role=role)
    zone, months = ZoneInfo(program.time_zone), program.words.listing("date.months_short")

    def when(stamp: str) -> str:
        return listing.moment(stamp, clock(), zone, months)

    seen = Seen(store, program, access)
    standing = seen.get(number) if number else None
    if standing is not None and (refusal := words.refusal(standing, program, when)):
        voice.say(refusal, words.NO_ANSWERS)
        return 1
    see = seen.of if access.limited else None
    keeping = Keeping(program, store, user=user, year=lambda: clock().astimezone(zone).year, see=see)
    plain = words.in_lines(program)
    if standing is None:
        intake = Intake.start(plain, user=user, clock=clock, via="plain", role=role, keep=keeping.submit)
    else:
        case = keeping.begin(standing)
        intake = Intake(plain, case, user=user, clock=clock, via="plain", role=role, keep=keeping.submit)
    people = People(intake, Known(seen, program), store)
    interview = Interview(intake, keeping, voice, people, when=when)
    return _held(interview, interview.contacts if contact else lambda: interview.begin(standing))


def _held(interview: Interview, hold: Callable[[], None]) -> int:
    code = 0
    try:
        hold()
    except EndOfInput:
        pass
    except Received:
        code = 1
    except KeyboardInterrupt:
        interview.voice.say("")
        code = INTERRUPTED
    finally:
        saved = interview.part()
    return code if saved else 1


class Received(Exception):
    """LEAD received the referral while it was being filled in."""


class Interview:
    """One interview: asks, hears, records, and says what came of it."""

    def __init__(
        self,
        intake: Intake,
        keeping: Keeping,
        voice: Voice,
        people: People | None = None,
        *,
        when: Callable[[str], str] = str,
    ) -> None:
        self.intake = intake
        self.voice = voice
        self._keeping = keeping
        self._people = people
        self._when = when
        self._lines = interview_contact.Lines(voice.say, self._hear, self._whole)
        self._course = Course(intake)
        self._opened = intake.case
        self._end = End(intake, keeping, voice, self._choose)
        self._told = self._result()

    # From the first word to the last.

    def begin(self, standing: Case | None) -> None:
        """Hold the interview."""
        self.greet(standing)
        if self.intake.case.status == CLOSED:
            interview_contact.open_again(self.intake, self._lines)
        self.go_on()

    def contacts(self) -> None:
        """Ask what happened with the case, until nothing more did."""
        interview_contact.ask_on(self.intake, self._lines, self._when)

    def greet(self, standing: Case | None) -> None:
        """Say what this is and, of the draft *standing*, what stands."""
        self.voice.say(f"LEAD intake, {self.intake.program.name}.", *words.GREETING)
        if standing is None:
            return
        self.voice.say(f"Going on with {', '.join(self.intake.title().split('  '))}.")
        self.voice.say(*words.answers(self.intake), *(whereabouts.in_draft(self.intake) if self.intake.draft else ()))
        if standing.program != self.intake.case.program:
            self.voice.say(words.RULES_CHANGED)
        self.voice.say(words.result(self.intake), *words.result_lines(self.intake, "why"))
        self._course.resume()

    def go_on(self) -> None:
        """Ask until there is nothing left to ask, or somebody ends it; then why answers were changed, if need be."""
        place = self._course.next()
        while place is not Place.END:
            if isinstance(place, str):
                place = self._ask(place)
            else:
                place = self._offer() if place is Place.OFFER else self._end.offer(self._asides())
        if self._end.discarded is None:
            interview_decision.ask_why(self.intake, self._opened, self.voice.say, lambda: self._hear().text)

    def part(self) -> bool:
        """Say what was kept and how to go on; gives whether all is on disk."""
        return self._end.part()

    # One question.

    def _ask(self, key: str) -> str | Place:
        """Ask one question; gives the place to go to next."""
        intake = self.intake
        question = intake.program.questions[key]
        if key in intake.case.unsettled:
            settled = interview_settling.ask(intake, key, self.voice.say, lambda: self._hear().text)
            return self._pass(key) if settled else self._back(key)
        self._course.visit(key)
        self.voice.say(*words.question(intake, question))
        while True:
            heard = self._hear()
            command = heard.text.strip()
            if command == words.HELP:
                self.voice.say(*words.help_lines(intake, question))
            elif command == words.BACK:
                return self._back(key)
            elif command == words.UNDO:
                return self._undo(key)
            elif command == words.SAME and self._take_over(key):
                self.voice.say(words.understood(question, intake.answers[key], intake.said(key)))
                return self._pass(key)
            elif not command:
                if key not in intake.case.answers and key not in intake.case.typed:
                    self.voice.say(words.LEFT_OPEN)
                return self._pass(key)
            elif command == words.CLEAR:
                intake.take(key, "")
                self.voice.say(f"Taken away: {intake.label(question)}.")
                return self._pass(key)
            elif self._answer(question, heard):
                return self._pass(key)

    def _take_over(self, key: str) -> bool:
        """Answer with what was given in an earlier case, unless it was expunged since."""
        if self._people is not None:
            self._people.remember()
        return self.intake.take_over(key)

    def _pass(self, key: str) -> str | Place:
        self._course.passed(key)
        self._tell()
        if self._people is not None:
            self._people.ask(key, self.voice.say, lambda: self._hear().text)
            self._keep()
            self._people.bring_together(self.voice.say)
        return self._course.next()

    def _answer(self, question: Question, heard: Heard) -> bool:
        """Record a line; gives whether it was an answer. What is none is kept as typed, and told."""
        heard = self._whole(heard) if question.kind == "text" else heard
        if heard.cut:
            self.voice.say(f"Error: {words.CUT}")
            return False
        reading = self.intake.read(question.key, heard.text)
        if reading.problem:
            self.intake.take(question.key, heard.text)
            given = heard.text.strip()
            self.voice.say(f"Error: {reading.problem.replace(given, words.brief(given))}")
            self._tell()
            return False
        self.voice.say(words.understood(question, reading.value, reading.echo))
        if reading.warning:
            self.voice.say(f"Check: {reading.warning}")
        self.intake.take(question.key, heard.text)
        self.voice.say(*(f"Check: {text}" for text in self.intake.contradictions(question)))
        self.voice.say(*(f"Note: {note}" for note in self.intake.notes(question)))
        return True

    def _whole(self, heard: Heard) -> Heard:
        """Give a text answer with the lines that it goes on in."""
        text, on = words.folded(words.unescaped(heard.text))
        cut = heard.cut
        while on:
            self.voice.say(words.GOES_ON)
            further = self._hear()
            line, on = words.folded(further.text)
            text, cut = f"{text}\n{line}", cut or further.cut
        return Heard(text, cut=cut)

    def _back(self, place: str | Place) -> str | Place:
        before = self._course.before(place)
        if before is None:
            self.voice.say(words.FIRST)
        return before or place

    def _undo(self, place: str | Place) -> str | Place:
        """Take the last answer back and go to its question."""
        undone = self.intake.undo()
        if undone is None:
            self.voice.say(words.NOTHING_TO_UNDO)
            return place
        label = self.intake.label(self.intake.program.questions[undone.key])
        self.voice.say(f"Taken back: {label}: {words.sentence(words.brief(undone.was) or words.NONE)}")
        self._course.reopen(undone.key)
        self._tell()
        in_view = any(question.key == undone.key for question in self._course.questions())
        return undone.key if in_view else place

    # Yes or no.

    def _offer(self) -> str | Place:
        """Say what can wait of the next step, and offer it."""
        waiting = self._course.waiting()
        if waiting is None:
            return self._course.next()
        step, keys = waiting
        if self.intake.ahead.open_questions:
            self.voice.say(*words.result_lines(self.intake, "open", "next"))
        offer = words.offer(step.title, len(keys))
        self.voice.say(offer, words.OFFER)

        def chosen(yes: bool) -> str | Place:
            if yes:
                self._course.want(step, wanted=True)
            else:
                self._course.want_no_more()
            return self._course.next()

        def skipped() -> str | Place:
            self._course.want(step, wanted=False)
            return self._course.next()

        return self._choose(Place.OFFER, lambda: (offer,), chosen, {words.SKIP: skipped})

    def _asides(self) -> dict[str, Step]:
        """Give what can be asked for at the end beside handing over, by the words for it."""
        asides = [words.DECIDE] * self.intake.decides + [words.CONTACT] * self.intake.follows
        return {word: partial(self._aside, word) for word in asides}

    def _aside(self, word: str) -> str | Place:
        """Ask for a person's decision, or what happened, and come back."""
        if word == words.DECIDE:
            interview_decision.ask(self.intake, self.voice.say, lambda: self._hear().text)
        else:
            interview_contact.ask(self.intake, self._lines, self._when)
        return Place.FINISH

    def _choose(
        self,
        place: Place,
        explained: Callable[[], Iterable[str]],
        chosen: Callable[[bool], str | Place],
        further: Mapping[str, Step] | None = None,
    ) -> str | Place:
        """Hear yes or no, a command, or a word that does something of its own; blank is no."""
        while True:
            said = self._hear().text.strip().casefold()
            if said in YES or said in NO or not said:
                return chosen(said in YES)
            if further and said in further:
                return further[said]()
            if said == words.BACK:
                return self._back(place)
            if said == words.UNDO:
                return self._undo(place)
            if said == words.HELP:
                self.voice.say(*explained(), *words.CHOICE_HELP)
            self.voice.say("Type y or n.")

    # Hearing, and saying what came of it.

    def _hear(self) -> Heard:
        """Give the next line; what was answered before is on disk by then, or that it is not was said."""
        self._keep()
        heard = self.voice.hear()
        if heard.removed:
            self.voice.say(words.removed(heard.removed))
        return heard

    def _keep(self) -> None:
        """Wait until all is on disk; what two people turn out to have answered differently comes again."""
        before = self.intake.case.unsettled.keys()
        self.voice.say(*self._keeping.rest(self.intake))
        if self._keeping.received:
            raise Received
        for key in self.intake.case.unsettled.keys() - before:
            self._course.reopen(key)

    def _result(self) -> tuple[str, tuple[str, ...]]:
        return self.intake.head(), tuple(words.result_lines(self.intake, "why"))

    def _tell(self) -> None:
        """Save; then say the rule result, where it or the number of open questions changed, and why."""
        self._keep()
        (head, why), before = self._result(), self._told
        self._told = head, why
        if head == before[0] and why == before[1]:
            return
        self.voice.say(words.result(self.intake))
        if not self.intake.ahead.open_questions:
            self.voice.say(*words.result_lines(self.intake))
        elif why != before[1]:
            self.voice.say(*why)
