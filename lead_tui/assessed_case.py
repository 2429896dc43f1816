"""One case with its rule result, as one person reads it: what is known, what is said of it, and what comes next.

It changes nothing, shows nothing and waits for nothing; `intake` fills it in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lead_tui import case as cases
from lead_tui import date_words, form, kinds, outcome_words
from lead_tui.access import OFFICER, RECEIVED, STAFF, Access, Deed, Role
from lead_tui.case import DRAFT, Case
from lead_tui.condition import keys as keys_of
from lead_tui.earlier import BY_DEFAULT, Given, given
from lead_tui.facts import context_of, facts_of
from lead_tui.holding import holding
from lead_tui.program import REFERRAL_DATE, Program
from lead_tui.prospects import Prospects, prospects
from lead_tui.question import JSON, Context, Question, Reading
from lead_tui.rules import Assessment, assess
from lead_tui.suggestions import suggestions
from lead_tui.truth import Truth


class AssessedCase:
    """One case as *user* may read it; *clock* gives the time in UTC."""

    def __init__(
        self, program: Program, case: Case, *, user: str, clock: Callable[[], datetime], role: Role = STAFF
    ) -> None:
        self.program = program
        self.user = user
        self.role = role
        self._access = Access(user=user, role=role)
        self._clock = clock
        self._zone = ZoneInfo(program.time_zone)
        self._steps: tuple[form.StepView, ...] | None = None
        self.case = case
        self.rules_changed = bool(case.case) and case.program.hash not in ("", program.hash)
        """Whether the case was last assessed by another program file; its hand-over keeps the earlier result."""
        self.earlier: Sequence[Case] = ()
        """Earlier cases of the same person, the newest first: what was given there may be taken over."""
        self._see(case)

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

    def read(self, key: str, typed: str, *, typing: bool = False) -> Reading:
        """Give what would be understood of *typed*; it is not recorded."""
        return kinds.read(self.program.questions[key], typed, self.context, typing=typing)

    def preview(self, key: str, value: JSON) -> tuple[Assessment, Prospects]:
        """Give the rule result as it would be with *value*; it is not recorded."""
        answers = {k: v for k, v in self.answers.items() if k != key}
        if value is not None:
            answers[key] = value
        return assess(self.program, answers), prospects(self.program, answers)

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
        return self._access.may(Deed.DECIDE)

    @property
    def follows(self) -> bool:
        """Whether this person sees what happened after the referral and may record it."""
        return self._access.may(Deed.CONTACT)

    @property
    def _knows_others(self) -> bool:
        return self._access.may(Deed.LINK)

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

    def _unasked(self, key: str) -> bool:
        return key not in self.case.typed and (key not in self.case.answers or key in self.refused)

    def _filled(self, text: str) -> str:
        if "{" not in text:
            return text
        referral = self.context.referral
        words = self.program.words
        said = date_words.day_in_words(referral, words, short=True) if referral else words.say("how.no_referral_date")
        return text.replace(f"{{{REFERRAL_DATE}}}", said)

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


def stamp(now: datetime) -> str:
    """Give a time as a record holds it: UTC, ISO 8601, whole seconds."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
