"""What the plain interview says around the program's own wording: short lines, the most important first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from lead_tui import known_words, outcome_words
from lead_tui.access import RECEIVED as IS_RECEIVED
from lead_tui.case import EXPUNGED, Case
from lead_tui.intake import BY_DEFAULT, Intake
from lead_tui.kinds.choice import letter
from lead_tui.kinds.event import span_in_words
from lead_tui.kinds.number import plain
from lead_tui.program import Program
from lead_tui.program_file import common_words
from lead_tui.question import JSON, Option, Question
from lead_tui.words import Words

HELP, BACK, UNDO, CLEAR, SAME = "?", "<", "<<", "-", "="

COMMANDS = (HELP, BACK, UNDO, CLEAR)
"""Lines that are no answer; in a text answer a backslash before one makes it text. ``=`` is one where it is offered."""

LONG = 200
"""Characters; a longer text is told by its count and its beginning."""

_ESCAPED = re.compile(r"(\s*)\\(\\*(?:\?|<<?|-)\s*)")

_IN_LINES = {
    "yes_no.no_answer": "{given} is no answer here. Type y, n, u or d; ? explains.",
    "number.not_a_number": "{given} is not a number. Type digits, like 10, or u for unknown.",
}
"""Errors whose common wording speaks of keys that only the full screen has."""

GREETING = (
    "Type an answer, then Enter. ? is help, < goes back.",
    "A blank line leaves a question open. Every answer is saved.",
)
FIRST = "This is the first question."
NOTHING_TO_UNDO = "Nothing to take back."
NOTHING_ENTERED = "Nothing was entered. No case was made."
NO_ANSWERS = "It takes no answers here."
NONE = "no answer"
LEFT_OPEN = "Left open."
RULES_CHANGED = "The rules changed since. The result is assessed anew."
SKIP = "skip"
OFFER = "y, or skip for the next part. n or blank: no more."
FINISH = ("Hand over now?", "y or n, ? reads all answers. Blank: no.")
DECIDE, CONTACT, DISCARD = "decide", "contact", "discard"
"""Words that do something where handing over is offered."""

DECIDES = "decide records what a person decided."
CONTACTS = "contact records calls, appointments, the next step, closing."
DISCARDS = "discard empties this draft, opened by mistake."
DISCARD_NOW = ("Its answers are taken out of the case file and cannot come back. Discard it?", "y or n. Blank: no.")
LEAVES = "Blank ends."
GOES_ON = "The text goes on: next line."
RECEIVED = "LEAD had received this referral before: it takes no answers here any more."
NOTED = "What you entered since is kept for staff as notes."
CUT = (
    "a terminal hands on no more than 4,095 bytes a line, so the end of this one is missing. Nothing was recorded. "
    "Send it in shorter lines, each but the last ending in \\."
)


def in_lines(program: Program) -> Program:
    """Give the program with errors worded for lines, where it has no wording of its own for them."""
    common = common_words()
    table = dict(program.words.table)
    table |= {name: text for name, text in _IN_LINES.items() if table.get(name) == common[name]}
    return msgspec.structs.replace(program, words=Words(table))


def question(intake: Intake, asked: Question) -> Iterator[str]:
    """Give a question: its wording, what stands or stood, and what it takes."""
    yield intake.ask(asked)
    if suggested := intake.suggestion(asked):
        yield suggested
    yield from _standing(intake, asked)
    if before := known_words.offer(intake, asked, key=SAME):
        yield before
    yield accepted(intake, asked)


def _standing(intake: Intake, asked: Question) -> Iterator[str]:
    typed = intake.case.typed.get(asked.key, "")
    answer = intake.case.answers.get(asked.key)
    said = brief(intake.said(asked.key))
    if typed:
        yield f"Typed, and no answer yet: {brief(typed)}"
    elif answer is not None and answer.via == BY_DEFAULT:
        yield f"Blank takes {sentence(said)}"
    elif answer is not None:
        yield f"Now: {sentence(said)} Blank keeps it, - takes it away."


def accepted(intake: Intake, asked: Question) -> str:
    """Give what a question takes, in one line."""
    takes = _takes(intake, asked)
    if asked.unknown:
        between = "," if asked.kind in ("yes_no", "choice", "ticks", "event") else ";"
        takes += f"{between} u unknown, d declined"
    return f"{takes}."


def _takes(intake: Intake, asked: Question) -> str:
    match asked.kind:
        case "yes_no":
            return "y yes, n no"
        case "choice":
            return ", ".join(f"{pick(asked, option)} {option.title}" for option in asked.options)
        case "ticks":
            listed = ", ".join(f"{pick(asked, option)} {option.title}" for option in asked.options)
            return f"Letters with commas between, or none: {listed}"
        case "number":
            return f"A number, {plain(asked.least)} or more, like 12"
        case "time":
            return "A time, like 8:50 pm; t is now"
        case "event":
            span = span_in_words(asked, intake.context)
            sides = f", o older than {span}, w within {span}" if span else ""
            return f"A date, like 2016 or 2016-05; n never{sides}"
        case "date" if asked.full:
            return f"A full date, like {intake.today.isoformat()}"
        case "date":
            return "A year, month or day, like 1990 or 1990-05-14"
        case _:
            return "Your own words"


def pick(asked: Question, option: Option) -> str:
    """Give what picks an option: its letter, or, where that means something else here, its id."""
    letters = [letter(other) for other in asked.options]
    free = letters.count(letter(option)) == 1 and not (asked.unknown and letter(option) in ("u", "d"))
    return letter(option) if free else option.id


def help_lines(intake: Intake, asked: Question) -> Iterator[str]:
    """Give what helps with a question, then the commands."""
    if asked.help:
        yield asked.help
    if asked.reading:
        yield f"Read as: {asked.reading}"
    if asked.quote:
        yield f'Rule, in the page\'s words: "{asked.quote}"'
    aloud = asked.read_aloud
    if aloud is not None and aloud.approved:
        yield f"To read aloud: {aloud.en}"
        if aloud.es:
            yield f"En voz alta: {aloud.es}"
    for option in asked.options:
        yield f"{pick(asked, option)}: {option.title}{f', {option.help}' if option.help else ''}"
    if not asked.options:
        yield accepted(intake, asked)
    elif asked.unknown:
        yield "u: unknown, d: declined"
    if asked.kind == "text":
        yield "A line of only ?, <, << or - is text with \\ before it."
        yield "A line that ends in \\ goes on in the next; \\\\ at the end is one \\."
    yield from COMMAND_HELP
    yield intake.ask(asked)


COMMAND_HELP = (
    "< goes back to the question before; answers stay.",
    "<< takes the last answer back, wherever it was (as Ctrl+Z on the full screen).",
    "- takes the answer of this question away.",
    "A blank line goes on. End of input (Ctrl+D) keeps the draft.",
)

CHOICE_HELP = COMMAND_HELP[:2]


def understood(asked: Question, value: JSON, echo: str) -> str:
    """Give an answer as it was understood."""
    return f"Understood: {sentence(brief(str(value) if asked.kind == 'text' else echo))}"


def answers(intake: Intake) -> Iterator[str]:
    """Give every answer in view, a line each; entries that are none are told as such."""
    for step in intake.steps():
        for asked in step.questions:
            typed = intake.case.typed.get(asked.key)
            said = intake.said(asked.key)
            if typed:
                yield f"{intake.label(asked)}: typed {brief(typed)}, no answer yet"
            elif said:
                yield f"{intake.label(asked)}: {brief(said)}"
    for asked in intake.not_used():
        yield f"Not used now: {intake.label(asked)}: {brief(intake.said(asked.key))}"


def closing(intake: Intake) -> Iterator[str]:
    """Give what can be done at the end, the question last."""
    if intake.decides:
        yield DECIDES
    if intake.follows:
        yield CONTACTS
    if intake.may_discard:
        yield DISCARDS
    yield from FINISH if intake.draft else (LEAVES,)


def refusal(case: Case, program: Program, when: Callable[[str], str]) -> str:
    """Say why a case takes no answers here; nothing where it does."""
    if case.status == IS_RECEIVED:
        return f"{case.case} was received by LEAD, {when(case.updated)}."
    if case.status == EXPUNGED:
        return f"{case.case} is {case.status}."
    if case.program.id != program.id:
        return f"{case.case} belongs to the program {case.program.id}; this is {program.id}."
    return ""


def result(intake: Intake) -> str:
    """Give the rule result in one line."""
    return f"Rule result: {intake.head()}"


def result_lines(intake: Intake, *names: str) -> Iterator[str]:
    """Give what stands below a result: why, clear, open, next, otherwise; *names* choose among them."""
    for name, text in outcome_words.lines(intake.program, intake.assessment, intake.ahead, intake.role):
        if not names or name in names:
            yield sentence(text)


def kept(number: str) -> tuple[str, str]:
    """Give that a draft is kept, and how to go on with it."""
    return f"Draft {number} is kept. To go on:", f"lead-tui intake {number} --plain"


def unsaved(folder: Path, *, kept: bool) -> Iterator[str]:
    """Give what is said at the end where not all is on disk; *kept* says whether a copy of it could be."""
    if not kept:
        yield "NOT SAVED. The last answers are lost: no copy of them could be kept."
        return
    yield "NOT SAVED. The answers are kept in a copy that only you can read, in"
    yield str(folder)


def offer(step: str, waiting: int) -> str:
    """Give the question whether to go on with what can wait of a step."""
    return f"{step}: {_counted(waiting, 'question')} can wait. Go on with {'it' if waiting == 1 else 'them'} now?"


def removed(count: int) -> str:
    """Say that characters were left out of a line."""
    return f"Left out: {_counted(count, 'control character')} that no answer may hold."


def sentence(text: str) -> str:
    """Give a text with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def brief(text: str) -> str:
    """Give a text, or, of a long one, its count and its beginning."""
    return text if len(text) <= LONG else f"{len(text):,} characters, beginning {text[: LONG // 2]}"


def unescaped(line: str) -> str:
    """Give a line of text without the backslash that kept it from being a command."""
    found = _ESCAPED.fullmatch(line)
    return f"{found[1]}{found[2]}" if found else line


def folded(line: str) -> tuple[str, bool]:
    """Give a line of text, and whether it goes on: pairs of backslashes at its end are one, an odd one goes on."""
    body = line.rstrip("\\")
    pairs, odd = divmod(len(line) - len(body), 2)
    return body + "\\" * pairs, bool(odd)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
