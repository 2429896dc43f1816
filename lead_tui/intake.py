"""One case being filled in; the wizard and the plain interview are its two faces.

Beyond what can be read of it, it takes what is entered, and hands every change to whoever keeps it on disk. It
shows nothing and waits for nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from lead_tui import case as cases
from lead_tui import decision, deeds, kinds, outcome_words, safe_text
from lead_tui.access import STAFF, Deed, Role
from lead_tui.assessed_case import AssessedCase, stamp
from lead_tui.case import EXPUNGED, Case, HandOver
from lead_tui.contact import Contact
from lead_tui.deeds import Deed as Done
from lead_tui.deeds import Wrong
from lead_tui.earlier import BY_DEFAULT as BY_DEFAULT
from lead_tui.merge import merge
from lead_tui.program import PATHWAY, REFERRAL_DATE, Program
from lead_tui.question import JSON, Reading


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


class Intake(AssessedCase):
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
        super().__init__(program, case, user=user, clock=clock, role=role)
        self.via = via
        self._keep = keep

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
        return cls(program, case, user=user, clock=clock, **options)  # type: ignore[arg-type]  # as __init__ names them

    def beside(self, case: Case) -> Intake:
        """Give another case to be read by the same person; nothing entered in it is kept."""
        return Intake(self.program, case, user=self.user, clock=self._clock, role=self.role)

    def take(self, key: str, typed: str) -> Reading:
        """Record what was typed: as the answer, or, where it is none, as it stands, beside the question."""
        question = self.program.questions[key]
        settled = key in self.case.answers and key not in self.case.unsettled
        if settled and typed == kinds.typed(question, self.answers.get(key)):
            return Reading(value=self.answers.get(key))
        reading = self.read(key, typed)
        at = self.stamp()
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
        at = self.stamp()
        self._change(cases.answer(self.case, key, value, at=at, by=self.user, via=self.via))

    def take_over(self, key: str) -> bool:
        """Answer a question with what was given in an earlier case; False where nothing is offered."""
        found = self.offered(self.program.questions[key])
        if found is None:
            return False
        at = self.stamp()
        taken = cases.answer(self.case, key, found.value, at=at, by=self.user, via=self.via, source=found.case)
        self._change(taken)
        return True

    def undo(self) -> Undone | None:
        """Take this person's last answer back, whatever step it is in; None where there is none left."""
        done = cases.undo(self.case, at=self.stamp(), by=self.user, via=self.via)
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
            at=self.stamp(),
            by=self.user,
            answers=self.answers,
            outcome=self.assessment.outcome,
            outcomes=dict(self.assessment.pathways),
            reasons=[finding.reason for finding in self.assessment.findings],
            program=self.program.stamp,
        )
        self._change(cases.finish(self.case, hand_over))

    def decide(self, word: str, *, by: str, reason: str = "") -> str:
        """Record what a person decided, beside the rule result; gives what is wrong, in one line, if it cannot be."""
        if not self.decides:
            return self._access.refusal(Deed.DECIDE)
        if emptied := self._emptied:
            return emptied
        by, reason = (safe_text.clean(text)[0].strip() for text in (by, reason))
        outcome = self.assessment.outcome
        problem = decision.problem(word, by=by, reason=reason, outcome=outcome, approvers=self.program.approvers)
        if problem:
            return problem
        pathway = self.program.pathway(self.assessment.pathway)
        reads = (PATHWAY, REFERRAL_DATE, *(self.program.asks(pathway) if pathway else ()))
        at = self.stamp()
        self._change(
            cases.decide(self.case, word, at=at, by=by, entered_by=self.user, reason=reason, reads=dict.fromkeys(reads))
        )
        return ""

    @property
    def _emptied(self) -> str:
        """What is said where somebody emptied the case meanwhile."""
        empty = self.case.status == EXPUNGED
        return f"{self.case.case} was emptied meanwhile: nothing can be recorded any more." if empty else ""

    def record(self, deed: Done, typed: Mapping[str, str], about: Sequence[str] = ()) -> Wrong | None:
        """Record what was done after the referral (*about* these changes); gives what is wrong, if it cannot be."""
        if not self.follows:
            return Wrong(part="", said=self._access.refusal(Deed.CONTACT))
        if emptied := self._emptied:
            return Wrong(part="", said=emptied)
        clean = {name: safe_text.clean(text)[0] for name, text in typed.items()}
        made = deeds.entry(deed, clean, words=self.program.words, now=self.now, by=self.user, via=self.via)
        if isinstance(made, Wrong):
            return made
        self._change(cases.add_contact(self.case, msgspec.structs.replace(made, about=list(about))))
        return None

    def link(self, did: Literal["linked", "not_linked"], number: str) -> None:
        """Record that the person is the one who goes by *number*, or is not the person of case *number*."""
        if self._knows_others:
            entry = Contact(id=uuid.uuid4().hex, at=self.stamp(), by=self.user, did=did, what=number, via=self.via)
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
            at = self.stamp()
            self._change(cases.leave_typed(self.case, key, typed, at=at, by=self.user, via=self.via))
        else:
            self.answer(key, other.value if mine else standing.value if standing else None)

    def _change(self, changed: Case) -> None:
        if changed == self.case:
            return
        self._see(changed, at=self.stamp())
        self._keep_it()

    def _keep_it(self) -> None:
        if self._keep is not None:
            self._keep(self.case)
