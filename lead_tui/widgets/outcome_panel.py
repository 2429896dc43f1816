"""The rule result, in sight at every moment: five rows below the form, or a column beside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from lead_tui import outcome_words
from lead_tui.program import Program
from lead_tui.prospects import Prospects
from lead_tui.rules import Assessment, Outcome, Status
from lead_tui.widgets.line import Line, Rule
from lead_tui.widgets.paint import Pieces, wrap

STYLES = {
    Outcome.ELIGIBLE: "met", Outcome.NOT_ELIGIBLE: "unmet", Outcome.UNDETERMINED: "open",
    Status.MET: "met", Status.NOT_MET: "unmet", Status.UNKNOWN: "open",
}  # fmt: skip
"""The style of each result; its mark says the same."""

BODY = 3
"""Rows of the strip below the outcome."""

TINY_ROWS = 3
"""Rows of the strip on a screen that has no room for more."""

_NAME = 11
"""Columns of the pathway's name before the outcome."""


class OutcomeStrip(Vertical):
    """The result in a few rows across the screen: the outcome, then what matters most about it."""

    ROWS = 1 + BODY

    def __init__(self, program: Program, role: str) -> None:
        super().__init__(id="strip")
        self._program = program
        self._role = role
        self.rows = [Line() for _ in range(self.ROWS)]

    def compose(self) -> ComposeResult:
        """Give heading and rows."""
        yield Rule(self._program.words.say("outcome.title"), id="strip-title")
        yield from self.rows

    def give_up(self, rows: int) -> None:
        """Leave so many of its last rows to a message."""
        height = (TINY_ROWS if self.screen.has_class("-tiny") else self.ROWS + 1) - rows
        if self.styles.height is None or self.styles.height.value != max(2, height):
            self.styles.height = max(2, height)

    def show(self, assessment: Assessment, ahead: Prospects) -> None:
        """Show a result; only rows whose words changed are written."""
        width = max(self.size.width, 60) - 2
        said = dict(outcome_words.lines(self._program, assessment, ahead, self._role))
        body = _strip_lines(self._program, said, assessment, ahead, width)
        self.rows[0].say(head_pieces(self._program, assessment, ahead))
        for row, text in zip(self.rows[1:], [*body, "", "", ""], strict=False):
            row.say(f" {text}" if text else "")


def head_pieces(program: Program, assessment: Assessment, ahead: Prospects) -> Pieces:
    """Give the pathway and its outcome, the outcome in its style."""
    name = f" {(assessment.pathway or 'pathway').upper():<{_NAME - 1}} "
    return [(name, "strong"), (outcome_words.head(program, assessment, ahead), STYLES[assessment.outcome])]


def _strip_lines(
    program: Program, said: dict[str, str], assessment: Assessment, ahead: Prospects, width: int
) -> list[str]:
    """Give three rows: what stands against it, what is clear, what is open, what comes next."""
    words = program.words
    if assessment.outcome is Outcome.NOT_ELIGIBLE:
        why = _cut(wrap([said["why"]], width), 2 if "otherwise" not in said else 1, width)
        rest = [said[name] for name in ("next", "otherwise") if name in said]
        return [*why, *rest]
    if assessment.outcome is Outcome.ELIGIBLE:
        return [*_cut(wrap([said["clear"]], width), 1, width), said["open"], *_last(said, "next")]
    if assessment.pathway is None:
        return []
    if "why" in said:
        above, below = _cut(wrap([said["why"]], width), 1, width), [words.say("outcome.never_no")]
    else:
        above, below = _cut(wrap([said["clear"]], width), 2, width) if "clear" in said else [], []
    rows = BODY - len(above) - len(below)
    return [*above, *_open_rows(program, ahead, rows, width), *below]


def _open_rows(program: Program, ahead: Prospects, rows: int, width: int) -> list[str]:
    """Give what is open in at most so many rows, cut at a name."""
    names = outcome_words.open_names(program, ahead)
    for kept in range(len(names), 0, -1):
        listed = outcome_words.shortened(names, program, kept)
        lines = wrap([program.words.say("outcome.open_list", list=listed)], width)
        if len(lines) <= rows:
            return lines
    return lines[:rows]


def _last(said: dict[str, str], name: str) -> list[str]:
    return [said[name]] if name in said else []


def _cut(lines: list[str], most: int, width: int) -> list[str]:
    """Give at most so many lines; what does not fit ends with three dots, never in silence."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last[: width - 4].rstrip('; ')} ..."]


class OutcomePanel(Vertical):
    """The result in a column: the outcome, every criterion, what comes next."""

    ROWS = 33

    def __init__(self, program: Program, role: str) -> None:
        super().__init__(id="panel")
        self._program = program
        self._role = role
        self.rows = [Line() for _ in range(self.ROWS)]

    def compose(self) -> ComposeResult:
        """Give the rows."""
        yield from self.rows

    def show(self, assessment: Assessment, ahead: Prospects) -> None:
        """Show a result; only rows whose words changed are written."""
        width = max(self.size.width, 30) - 2
        lines = [*self._lines(assessment, ahead, width)]
        for number, row in enumerate(self.rows):
            row.say(lines[number] if number < len(lines) else "")

    def _lines(self, assessment: Assessment, ahead: Prospects, width: int) -> list[Pieces]:
        program, words = self._program, self._program.words
        lines: list[Pieces] = [[(f" {words.say('outcome.title')}", "quiet")], ""]
        if assessment.pathway is None:
            return [*lines, *([(f" {text}", "open")] for text in wrap([words.say("outcome.no_pathway")], width))]
        style = STYLES[assessment.outcome]
        lines.append(
            [(f" {assessment.pathway.upper()}  ", "strong"), (outcome_words.label(program, assessment.outcome), style)]
        )
        if assessment.outcome is Outcome.UNDETERMINED:
            lines += [f" {text}" for text in wrap([outcome_words.left_in_words(program, ahead)], width)]
        lines.append("")
        for status, text in outcome_words.finding_lines(program, assessment):
            first, *more = wrap([text], width - 2)
            lines.append([(f" {outcome_words.MARKS[status]} ", STYLES[status]), (first, "")])
            lines += [f"   {rest}" for rest in more]
        lines.append("")
        said = dict(outcome_words.lines(program, assessment, ahead, self._role))
        for name in ("next", "otherwise"):
            if name in said:
                lines += [f" {text}" for text in wrap([said[name]], width)]
        if assessment.outcome is Outcome.UNDETERMINED:
            opened = f"Next open: {outcome_words.open_names(program, ahead)[0]}"
            lines += ["", *(f" {text}" for text in wrap([opened, words.say("outcome.never_no")], width))]
        lines += ["", [(f" {outcome_words.stamp_in_words(assessment)}", "quiet")]]
        return lines
