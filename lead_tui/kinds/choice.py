"""One of several options, by its letter or its title."""

from __future__ import annotations

from lead_tui.kinds.refusal import in_file, sentence
from lead_tui.kinds.yes_no import cells, columns, uncell
from lead_tui.question import JSON, Context, Option, Question, Reading

__all__ = ["cells", "check", "columns", "letter", "read", "say", "typed", "uncell"]


def letter(option: Option) -> str:
    """Give the letter that picks an option."""
    return (option.key or option.title[:1]).casefold()


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take an option's letter, id, title, or a beginning that only one title has."""
    word = " ".join(typed.casefold().split())
    exact = [o for o in question.options if word in (letter(o), o.id.casefold(), o.title.casefold())]
    begun = [o for o in question.options if word and o.title.casefold().startswith(word)]
    for found in (exact, begun):
        if len(found) == 1:
            return Reading(value=found[0].id, echo=found[0].title)
    keys = ", ".join(f"{letter(o)} ({o.title})" for o in question.options)
    return Reading(problem=sentence(question, "no_option", context, given=typed.strip(), options=keys))


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept the id of an option."""
    return "" if question.option(value) else in_file(question, "choice", context, value)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give the option's title."""
    option = question.option(value)
    return option.title if option else str(value)


def typed(question: Question, value: JSON) -> str:
    """Give the option's title."""
    option = question.option(value)
    return option.title if option else str(value)
