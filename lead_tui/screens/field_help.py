"""What the wizard says about one question: its help, what it takes, and all its options."""

from __future__ import annotations

from lead_tui import kinds, known_words
from lead_tui.intake import Intake
from lead_tui.kinds.choice import letter
from lead_tui.kinds.event import span_in_words
from lead_tui.question import DECLINED, NEVER, UNKNOWN, Question
from lead_tui.widgets.options import Entry

TYPED_FORMS = {
    "date": "1990, 1990-05, 1990-05-14, 5/14/1990, May 1990, 05141990",
    "event": "2016, 2016-05, 5/14/2016, before 2016, about 3 years ago",
    "number": "12, 50.5",
    "time": "t now, 8:50 pm, 20:50",
    "text": "any words, up to 20,000 characters",
}
"""What may be typed, by kind."""


def help_lines(intake: Intake, question: Question, *, wide: bool) -> list[str]:
    """Give help for a question: first what is wrong with what stands there, then the help, then the rule."""
    wrong = intake.problem(question.key)
    suggested = intake.suggestion(question)
    standing = kinds.typed(question, intake.answers.get(question.key)) if question.kind == "event" else ""
    doubted = (intake.read(question.key, standing).warning, *intake.contradictions(question))
    contradictions = [f"! {text}" for text in doubted if text]
    before = known_words.offer(intake, question, key="Ctrl+Y")
    lines = [f"! Error: {wrong}" if wrong else "", *contradictions, before, suggested, question.help]
    known = intake.answers.get(question.key) not in (None, UNKNOWN, DECLINED)
    if known and question.key in intake.ahead.open_questions:  # a date not known closely enough
        lines.insert(-1, intake.ahead.would_settle[intake.ahead.open_questions.index(question.key)])
    lines += intake.notes(question)
    if wide and question.quote:
        lines.append(f'Rule: "{question.quote}"')
    if wide and question.reading:
        lines.append(f"Read as: {question.reading}")
    return [line for line in lines if line]


def takes(question: Question) -> str:
    """Give the keys that answer a question, in one row."""
    if question.kind == "yes_no":
        return "y yes  n no  u unknown  d declined  Enter shows them" if question.unknown else "y yes  n no"
    if question.pathway:
        return "   ".join(f"{letter(option)} {option.title.lower()}" for option in question.options)
    if question.kind == "choice":
        return "Enter all options, or an option's first letter"
    if question.kind == "ticks":
        return "Enter shows them: Space ticks, Enter takes what is ticked"
    if question.kind == "text":
        return "Type; Tab goes on. It may stay empty."
    keys = ["n never  o older  w within" if question.window else "n never"] if question.kind == "event" else []
    keys += ["u unknown  d declined"] if question.unknown else []
    return "  ".join([*keys, "Enter all options"])


def option_entries(intake: Intake, question: Question) -> tuple[Entry, ...]:
    """Give all options of a question, for the open list."""
    words = intake.program.words
    entries: list[Entry] = []
    if question.kind == "yes_no":
        entries += [Entry("y", words.say("answer.yes"), "yes"), Entry("n", words.say("answer.no"), "no")]
    entries += [
        Entry(letter(option), f"{option.title}   {option.help}".strip(), option.id) for option in question.options
    ]
    if question.kind == "event":
        entries.append(Entry("n", words.say("answer.never"), NEVER))
        span = span_in_words(question, intake.context)
        for key, side in (("o", "older"), ("w", "within")):
            reading = intake.read(question.key, key)
            if span and reading.value is not None:
                entries.append(Entry(key, words.say(f"event.{side}", span=span).capitalize(), reading.value))
    if question.kind == "ticks":
        entries.append(Entry("", words.say("answer.none"), [], alone=True))
    if question.unknown:
        taken = {entry.letter for entry in entries}
        for letter_, value in (("u", UNKNOWN), ("d", DECLINED)):
            title = words.say(f"answer.{value}")
            entries.append(Entry("" if letter_ in taken else letter_, title, value, alone=True))
    return tuple(_guarded(intake, question, entries))


def _guarded(intake: Intake, question: Question, entries: list[Entry]) -> list[Entry]:
    """Give the options with one first that changes nothing: Enter twice must never become an answer."""
    standing = intake.answers.get(question.key)
    forms = TYPED_FORMS.get(question.kind, "")
    if question.kind == "ticks":  # where nothing is ticked, Enter goes back
        return entries
    if standing is None:
        return [Entry("", f"type: {forms}" if forms else "No answer yet", back=True), *entries]
    if all(entry.value != standing for entry in entries):
        entries = [Entry("", f"Keep {intake.said(question.key)}", back=True), *entries]
    return [*entries, Entry("", f"or type: {forms}")] if forms else entries
