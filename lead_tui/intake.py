"""One case being filled in; the wizard and the plain interview are its two faces.

It knows the record, the form and the rule result, and hands every change to whoever keeps it on disk. It
shows nothing and waits for nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from lead_tui import case as cases
from lead_tui import date_words, decision, deeds, form, kinds, outcome_words, safe_text
from lead_tui.access import OFFICER, RECEIVED, STAFF, Access, Deed, Role
from lead_tui.case import DRAFT, EXPUNGED, Case, HandOver
from lead_tui.condition import keys as keys_of
from lead_tui.contact import Contact
from lead_tui.deeds import Deed as Done
from lead_tui.deeds import Wrong
from lead_tui.earlier import BY_DEFAULT as BY_DEFAULT
from lead_tui.earlier import Given, given
from lead_tui.facts import context_of, facts_of
from lead_tui.holding import holding
from lead_tui.merge import merge
from lead_tui.program import PATHWAY, REFERRAL_DATE, Program
from lead_tui.prospects import Prospects, prospects
from lead_tui.question import JSON, Context, Question, Reading
from lead_tui.rules import Assessment, assess
from lead_tui.suggestions import suggestions
from lead_tui.truth import Truth


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What taking the last answer back did."""

    key: str
    was: str
    """The answer taken back, in words."""
    now: str
    """What stands in its place, in words."""
    before: str
    """The outcome before."""
    after: str
    """The outcome now."""

    def in_words(self, intake: Intake) -> str:
        """Say what was taken back, and how the rule result moved."""
        label = intake.label(intake.program.questions[self.key])
        said = f"Taken back: {label}, {self.was or '-'} -> {self.now or '-'}."
        if self.before == self.after:
            return said
        before, after = (outcome_words.label(intake.program, outcome) for outcome in (self.before, self.after))
        return f"{said} Result: {before} -> {after}."


class Intake:
    """One case as *user* fills it in, by *via* (``wizard`` or ``plain``).

    *clock* gives the time in UTC; *keep* is told the record after every change, to put it on disk.
    """

    def __init__(
        self,
        program: Program,
        case: Case,
        *,
        user: str,
        clock: Callable[[], datetime],
        via: str = "wizard",
        role: Role = STAFF,
        keep: Callable[[Case], object] | None = None,
    ) -> None:
        self.program = program
        self.user = user
        self.via = via
        self.role = role
        self._clock = clock
        self._keep = keep
        self._zone = ZoneInfo(program.time_zone)
        self._steps: tuple[form.StepView, ...] | None = None
        self.case = case
        self.rules_changed = bool(case.case) and case.program.hash not in ("", program.hash)
        """Whether the case was last assessed by another program file; its hand-over keeps the earlier result."""
        self.earlier: Sequence[Case] = ()
        """Earlier cases of the same person, the newest first: what was given there may be taken over."""
        self._see(case)

    @classmethod
    def start(cls, program: Program, *, user: str, clock: Callable[[], datetime], **options: object) -> Intake:
        """Give an intake of an empty case, with the form's honest defaults filled in as such."""
        at = stamp(clock())
        case = cases.new(program.stamp, at=at, by=user)
        today = clock().astimezone(ZoneInfo(program.time_zone)).date()
        defaults = {"today": today.isoformat(), "login": user}
        for question in program.questions.values():
            if question.default and question.when is None:
                value = defaults[question.default]
                case = cases.answer(case, question.key, value, at=at, by="", via=BY_DEFAULT)
        return cls(program, case, user=user, clock=clock, **options)  # type: ignore[arg-type]

    def beside(self, case: Case) -> Intake:
        """Give another case to be read by the same person; nothing entered in it is kept."""
        return Intake(self.program, case, user=self.user, clock=self._clock, role=self.role)

    # What is known.

    @property
    def today(self) -> date:
        """Today in the program's time zone."""
        return self.now.date()

    @property
    def now(self) -> datetime:
        """The time at the program's place."""
        return self._clock().astimezone(self._zone)

    def stamp(self) -> str:
        """Give the time now, as a record holds it."""
        return stamp(self._clock())

    @property
    def answers(self) -> dict[str, JSON]:
        """The answers as the rules read them; a question two people answered differently reads unknown."""
        return cases.answers_of(self.case)

    @property
    def context(self) -> Context:
        """What reading a further answer may depend on."""
        here = self._clock().astimezone(self._zone)
        return context_of(self.program, self.answers, here.date(), f"{here:%H:%M}")

    @property
    def began(self) -> bool:
        """Whether anything was entered that is no default."""
        return bool(self.case.typed) or any(answer.via != BY_DEFAULT for answer in self.case.answers.values())

    @property
    def refused(self) -> frozenset[str]:
        """Keys whose answer stands in the record, but is none now: a date that lies after the referral."""
        return facts_of(self.program, self.answers).refused

    def problem(self, key: str) -> str:
        """Say what is wrong with what stands at a question; nothing where it is an answer, or empty."""
        typed = self.case.typed.get(key)
        if typed is None and key in self.refused:
            typed = kinds.typed(self.program.questions[key], self.answers[key])
        return self.read(key, typed).problem if typed else ""

    def steps(self) -> tuple[form.StepView, ...]:
        """Give the steps and their questions now in view."""
        if self._steps is None:  # asked many times at every key
            wrong = self.case.typed.keys() | self.case.unsettled.keys() | self.refused
            self._steps = form.steps(self.program, self.answers, wrong, role=self.role)
        return self._steps

    def not_used(self) -> tuple[Question, ...]:
        """Give the questions whose answers are kept and not used: another answer took them out of view."""
        kept = (self.program.questions[key] for key in form.hidden(self.program, self.answers))
        return tuple(question for question in kept if form.may_see(self.role, question.audience))

    def said(self, key: str) -> str:
        """Give the standing answer to a question in words; nothing where it is not asked yet."""
        return self.word(key, self.answers.get(key))

    def word(self, key: str, value: JSON) -> str:
        """Give *value* as an answer to a question, in words."""
        question = self.program.questions[key]
        return "" if value is None else kinds.say(question, value, self.context)

    def label(self, question: Question) -> str:
        """Give a question's line in the form."""
        return self._filled(question.label)

    def ask(self, question: Question) -> str:
        """Give a question in full."""
        return self._filled(question.ask)

    def notes(self, question: Question) -> tuple[str, ...]:
        """Give the sentences that stand beside the answer and decide nothing."""
        facts = form.counted(self.program, self.answers)
        return tuple(note.text for note in question.notes if holding(note.when, facts) is Truth.TRUE)

    def contradictions(self, question: Question) -> tuple[str, ...]:
        """Give what hardly goes together with the answer to a question; nothing of it is refused."""
        return self.contradicted(question.key)

    def contradicted(self, key: str = "") -> tuple[str, ...]:
        """Give what hardly goes together in the answers that count and this person may see; with *key* or in all."""
        facts = form.counted(self.program, self.answers)
        return tuple(
            each.text
            for each in self.program.contradictions
            if (not key or key in keys_of(each.when))
            and form.may_know(self.program, self.role, each.when)
            and holding(each.when, facts) is Truth.TRUE
        )

    def offered(self, question: Question) -> Given | None:
        """Give what was answered in an earlier case, where this question has no answer and may take it over."""
        key = question.key
        open_here = self.answers.get(key) in (None, "") and key not in self.case.typed
        found = given(question, self.earlier) if open_here and self.earlier else None
        fits = found is not None and not kinds.check(question, found.value, self.context)
        return found if fits and self._knows_others else None

    def suggestion(self, question: Question) -> str:
        """Say why a service is suggested, where this question asks what has come of it; nothing where it is not."""
        cause = self.suggested.get(question.key)
        return self.program.words.say("service.suggested", cause=cause) if cause else ""

    def _filled(self, text: str) -> str:
        if "{" not in text:
            return text
        referral = self.context.referral
        words = self.program.words
        said = date_words.day_in_words(referral, words, short=True) if referral else words.say("how.no_referral_date")
        return text.replace(f"{{{REFERRAL_DATE}}}", said)

    # What is entered.

    def read(self, key: str, typed: str, *, typing: bool = False) -> Reading:
        """Give what would be understood of *typed*; it is not recorded."""
        return kinds.read(self.program.questions[key], typed, self.context, typing=typing)

    def preview(self, key: str, value: JSON) -> tuple[Assessment, Prospects]:
        """Give the rule result as it would be with *value*; it is not recorded."""
        answers = {k: v for k, v in self.answers.items() if k != key}
        if value is not None:
            answers[key] = value
        return assess(self.program, answers), prospects(self.program, answers)

    def take(self, key: str, typed: str) -> Reading:
        """Record what was typed: as the answer, or, where it is none, as it stands, beside the question."""
        question = self.program.questions[key]
        settled = key in self.case.answers and key not in self.case.unsettled
        if settled and typed == kinds.typed(question, self.answers.get(key)):
            return Reading(value=self.answers.get(key))
        reading = self.read(key, typed)
        at = stamp(self._clock())
        if reading.problem:
            changed = cases.leave_typed(self.case, key, typed, at=at, by=self.user, via=self.via)
        elif key in self.case.typed and reading.value is None:
            changed = cases.leave_typed(self.case, key, "", at=at, by=self.user, via=self.via)
        else:
            changed = cases.answer(self.case, key, reading.value, at=at, by=self.user, via=self.via)
        self._change(changed)
        return reading

    def answer(self, key: str, value: JSON) -> None:
        """Record an answer; None takes it away."""
        at = stamp(self._clock())
        self._change(cases.answer(self.case, key, value, at=at, by=self.user, via=self.via))

    def take_over(self, key: str) -> bool:
        """Answer a question with what was given in an earlier case; False where nothing is offered."""
        found = self.offered(self.program.questions[key])
        if found is None:
            return False
        at = stamp(self._clock())
        taken = cases.answer(self.case, key, found.value, at=at, by=self.user, via=self.via, source=found.case)
        self._change(taken)
        return True

    def undo(self) -> Undone | None:
        """Take this person's last answer back, whatever step it is in; None where there is none left."""
        done = cases.undo(self.case, at=stamp(self._clock()), by=self.user, via=self.via)
        if done is None:
            return None
        before = self.assessment.outcome
        changed, change = done
        was, now = (self.word(change.key, value) for value in (change.now, change.was))
        self._change(changed)
        return Undone(key=change.key, was=was, now=now, before=before, after=self.assessment.outcome)

    def finish(self) -> None:
        """Hand the case over: it is no draft any more, and keeps a snapshot of this moment."""
        hand_over = HandOver(
            at=stamp(self._clock()),
            by=self.user,
            answers=self.answers,
            outcome=self.assessment.outcome,
            outcomes=dict(self.assessment.pathways),
            reasons=[finding.reason for finding in self.assessment.findings],
            program=self.program.stamp,
        )
        self._change(cases.finish(self.case, hand_over))

    @property
    def received(self) -> bool:
        """Whether this is an officer's referral that LEAD has received: read, and not changed."""
        return self.role == OFFICER and self.case.status == RECEIVED

    @property
    def draft(self) -> bool:
        """Whether the case is not handed over yet."""
        return self.case.status == DRAFT

    @property
    def may_discard(self) -> bool:
        """Whether this person may take the case back as a false start: a draft that they opened themselves."""
        return self.draft and self.case.created_by == self.user

    @property
    def decides(self) -> bool:
        """Whether this person sees decisions and may record one."""
        return Access(user=self.user, role=self.role).may(Deed.DECIDE)

    @property
    def follows(self) -> bool:
        """Whether this person sees what happened after the referral and may record it."""
        return Access(user=self.user, role=self.role).may(Deed.CONTACT)

    def decide(self, word: str, *, by: str, reason: str = "") -> str:
        """Record what a person decided, beside the rule result; gives what is wrong, in one line, if it cannot be."""
        if not self.decides:
            return Access(user=self.user, role=self.role).refusal(Deed.DECIDE)
        if self.case.status == EXPUNGED:
            return f"{self.case.case} was emptied meanwhile: nothing can be recorded any more."
        by, reason = (safe_text.clean(text)[0].strip() for text in (by, reason))
        outcome = self.assessment.outcome
        problem = decision.problem(word, by=by, reason=reason, outcome=outcome, approvers=self.program.approvers)
        if problem:
            return problem
        pathway = self.program.pathway(self.assessment.pathway)
        reads = (PATHWAY, REFERRAL_DATE, *(self.program.asks(pathway) if pathway else ()))
        at = stamp(self._clock())
        self._change(
            cases.decide(self.case, word, at=at, by=by, entered_by=self.user, reason=reason, reads=dict.fromkeys(reads))
        )
        return ""

    def record(self, deed: Done, typed: Mapping[str, str], about: Sequence[str] = ()) -> Wrong | None:
        """Record what was done after the referral (*about* these changes); gives what is wrong, if it cannot be."""
        if not self.follows:
            return Wrong(part="", said=Access(user=self.user, role=self.role).refusal(Deed.CONTACT))
        clean = {name: safe_text.clean(text)[0] for name, text in typed.items()}
        made = deeds.entry(deed, clean, words=self.program.words, now=self.now, by=self.user, via=self.via)
        if isinstance(made, Wrong):
            return made
        self._change(cases.add_contact(self.case, msgspec.structs.replace(made, about=list(about))))
        return None

    @property
    def _knows_others(self) -> bool:
        return Access(user=self.user, role=self.role).may(Deed.LINK)

    def link(self, did: Literal["linked", "not_linked"], number: str) -> None:
        """Record that the person is the one who goes by *number*, or is not the person of case *number*."""
        if self._knows_others:
            entry = Contact(
                id=uuid.uuid4().hex, at=stamp(self._clock()), by=self.user, did=did, what=number, via=self.via
            )
            self._change(cases.add_contact(self.case, entry))

    def adopt(self, sent: Case, saved: Case, *, joined: bool = True) -> list[str]:
        """Take over what the disk has after *sent* was saved, with others' changes; gives their keys.

        With *joined*, answers came together that nobody had seen so, and a new result of them is kept. A record
        that somebody else saved whole is left as it is: two desks with other rules would write in turns for ever.
        """
        before = self.answers
        both = merge(sent, self.case, saved).case if self.case != sent else saved
        self._see(both)
        if joined and self.case.outcome != saved.outcome:  # nobody has seen this combination of answers before
            self._keep_it()
        return [key for key in before.keys() | self.answers.keys() if before.get(key) != self.answers.get(key)]

    def settle(self, key: str, *, mine: bool) -> None:
        """Settle a question that two people answered differently, by a new answer of this person.

        Where what is kept was no answer yet, it stays as it was typed.
        """
        other = self.case.unsettled[key]
        standing = self.case.answers.get(key)
        typed = other.typed if mine else self.case.typed.get(key)
        if typed:
            at = stamp(self._clock())
            self._change(cases.leave_typed(self.case, key, typed, at=at, by=self.user, via=self.via))
        else:
            self.answer(key, other.value if mine else standing.value if standing else None)

    # What comes next.

    def next_open(self, after: str = "", *, asked_too: bool = False) -> str | None:
        """Give the open question to ask next, in the order of asking; None where nothing is left to ask.

        *after* goes round from that question on; *asked_too* takes in those answered with unknown.
        """
        order = [question.key for question in form.in_view(self.program, self.answers, role=self.role)]
        keys = [key for key in self.ahead.open_questions if key in order and (asked_too or self._unasked(key))]
        if not keys:
            return None
        later = [key for key in keys if after in order and order.index(key) > order.index(after)]
        return later[0] if later else next((key for key in keys if key != after), keys[0])

    def step_of(self, key: str) -> int | None:
        """Give the number of the step in which a question is in view."""
        for number, step in enumerate(self.steps()):
            if any(question.key == key for question in step.questions):
                return number
        return None

    def _unasked(self, key: str) -> bool:
        return key not in self.case.typed and (key not in self.case.answers or key in self.refused)

    # Keeping it.

    def _change(self, changed: Case) -> None:
        if changed == self.case:
            return
        self._see(changed, at=stamp(self._clock()))
        self._keep_it()

    def _keep_it(self) -> None:
        if self._keep is not None:
            self._keep(self.case)

    def _see(self, case: Case, *, at: str = "") -> None:
        """Look at the case anew: its rule result (changed *at* that time), and what lies ahead."""
        self.case = case
        self._steps = None
        answers = cases.answers_of(case)
        self.assessment = assess(self.program, answers)
        self.ahead = prospects(self.program, answers)
        self.suggested = suggestions(self.program, answers, role=self.role)
        """Why services are suggested, by the keys of their status."""
        self.case = cases.assessed(case, self.assessment.outcome, self.program.stamp, at=at)

    def title(self) -> str:
        """Give the case in one line: number, person, which referral of which day."""
        pathway = self.program.pathway(self.assessment.pathway)
        referral = self.context.referral
        day = date_words.day_in_words(referral, self.program.words, short=True) if referral else ""
        kind = f"{pathway.title} of {day}" if pathway and day else pathway.title if pathway else "New intake"
        return "  ".join(part for part in (self.case.case, self.case.name, kind) if part)

    def head(self) -> str:
        """Give the rule result in one line."""
        return outcome_words.head(self.program, self.assessment, self.ahead)


def stamp(now: datetime) -> str:
    """Give a time as a record holds it: UTC, ISO 8601, whole seconds."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
