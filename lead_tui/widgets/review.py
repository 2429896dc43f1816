"""What stands in the last step beside its questions: every answer, the rule result, the decision."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual.strip import Strip

from lead_tui import case_pages, decision, outcome_words
from lead_tui.case_pages import When
from lead_tui.form import SectionView
from lead_tui.intake import Intake
from lead_tui.question import DECLINED, UNKNOWN, Question
from lead_tui.rules import Outcome, Status
from lead_tui.widgets.field import NOT_ASKED, NextLine, ReviewLine
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import Painted, Pieces, fit, wrap

DECISION, DISCARD = "decision", "discard"
"""Names of lines that are no questions."""

_VERDICT = 13
"""Columns of what a criterion makes of an answer."""

_MOST_LINES = 3
"""Lines of one sentence, such as a reason."""

_STYLES = {Status.MET: "met", Status.NOT_MET: "unmet", Status.UNKNOWN: "open"}
_HEADS = {Outcome.ELIGIBLE: "met", Outcome.NOT_ELIGIBLE: "unmet", Outcome.UNDETERMINED: "open"}


def numbered(sections: Sequence[SectionView]) -> tuple[SectionView, ...]:
    """Give the sections of the last step with the number of its second block before the first title."""
    first = [msgspec.structs.replace(each, title=f"2 {each.title}") for each in sections[:1]]
    return (*first, *sections[1:])


class AnswerLine(ReviewLine):
    """An answer, and behind it what the chosen pathway's criterion makes of it."""

    def __init__(self, question: Question, label: str) -> None:
        super().__init__(question, label)
        self.verdict: tuple[str, str] = ("", "")

    def judge(self, intake: Intake) -> None:
        """Show what the criterion makes of the answer now."""
        found = outcome_words.verdict(intake.program, intake.assessment, self.key)
        verdict = (found[0], _STYLES[found[1]]) if found else ("", "")
        if verdict != self.verdict:
            self.verdict = verdict
            self.refresh()

    def pieces(self) -> Pieces:
        """Give the row."""
        word, style = self.verdict
        if not word:
            return super().pieces()
        narrow = self.screen.has_class("-columns")  # the panel beside it has the words
        word = f" {word[:1]}" if narrow else f"  {word}"
        room = self.size.width - self.label_width - 1 - (3 if narrow else _VERDICT)
        label = fit(self.mark() + self.label, self.label_width)
        return [(f"{label} {fit(self.said or NOT_ASKED, room)}", "fault" if self.wrong else ""), (word, style)]


class PressedLine(NextLine):
    """A line with what stands there: Enter changes it."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(Question(key=name, kind="text", label=label, ask=label, name=name), label)


class Told(Painted):
    """Words in as many rows as they need."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._text: tuple[tuple[str, str], ...] = ()
        self._lines: list[tuple[str, str]] = []

    def say(self, *text: tuple[str, str]) -> None:
        """Show sentences, each in its style; without any the rows are gone."""
        if text != self._text:
            self._text = text
            self._lay_out()

    def on_resize(self) -> None:
        """Break the words anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(self.size.width or self.app.size.width, 20)
        self._lines = [(line, style) for said, style in self._text for line in _short(wrap([said], width - 1, 3))]
        self.display = bool(self._lines)
        if self._lines and (self.styles.height is None or self.styles.height.value != len(self._lines)):
            self.styles.height = len(self._lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Give one of the rows."""
        return self.strip([self._lines[y]] if y < len(self._lines) else "", self.size.width)


def _short(lines: list[str]) -> list[str]:
    """Give the first lines; of a longer text the case's own pages have the rest."""
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "   ..."]


class Review:
    """The blocks of the last step; *when* gives a time as it is told here."""

    def __init__(self, intake: Intake, when: When) -> None:
        self._intake = intake
        self._when = when
        self.counts = Line()
        self.result_rule = Rule(self._stamp())
        self.result = Told()
        self.decision_rule = Rule("3 Decision, by a person")
        self.decision = PressedLine(DECISION, "Decision, by a person")
        self.reason = Told()
        self.discard = PressedLine(DISCARD, "Discard draft: opened by mistake")

    def show(self) -> None:
        """Show how the case stands now."""
        intake = self._intake
        self.counts.say([(f"   {self._counted()}", "quiet")], "Enter changes, comes back")
        self.result_rule.say(self._stamp())
        self.result.say((f" {intake.head()}", _HEADS[intake.assessment.outcome]))
        standing = decision.standing(intake.case)
        if standing is None:
            self._label("Decision   none yet: Enter records one")
            self.reason.say()
            return
        self._label(f"Decision   {decision.word(standing.decision)}, by {standing.by}, {self._when(standing.at)}")
        reason = [(f"   Reason     {' '.join(standing.reason.split())}", "")] if standing.reason else []
        doubts = [(f"   ! {said}", "fault") for said in case_pages.doubts(intake)]
        self.reason.say((f"   Typed by   {standing.entered_by}", "quiet"), *reason, *doubts)

    def _label(self, label: str) -> None:
        self.decision.show("", label=label)

    def _stamp(self) -> str:
        stamp = self._intake.program.stamp
        return f"1 Rule result, computed: {stamp.id} {stamp.version}, {stamp.hash[:8]}"

    def _counted(self) -> str:
        answers = self._intake.answers
        given = [value for value in answers.values() if value not in (None, "")]
        unknown = sum(value in (UNKNOWN, DECLINED) for value in given)
        errors = len(self._intake.case.typed)
        return f"{len(given)} answers, {unknown} unknown" + (f", {errors} not finished" if errors else "")
