"""Yes or no: one key."""

from __future__ import annotations

from lead_tui.kinds.refusal import in_file, sentence
from lead_tui.question import JSON, Context, Question, Reading


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take y or n, whole words too; the rest is refused with the keys that answer."""
    word = typed.strip().casefold()
    for value in ("yes", "no"):
        if word and value.startswith(word):
            return Reading(value=value, echo=context.words.say(f"answer.{value}"))
    return Reading(problem=sentence(question, "no_answer", context, given=typed.strip()))


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept the texts ``yes`` and ``no``; not true and false, which say nothing of unknown."""
    return "" if value in ("yes", "no") and isinstance(value, str) else in_file(question, "yes_no", context, value)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give ``Yes`` or ``No``."""
    return context.words.say(f"answer.{value}")


def typed(question: Question, value: JSON) -> str:
    """Give the word itself."""
    return str(value)


def columns(question: Question) -> tuple[str, ...]:
    """Give one column."""
    return (question.key,)


def cells(question: Question, value: JSON) -> tuple[str, ...]:
    """Give the word itself."""
    return (str(value),)


def uncell(question: Question, row: tuple[str, ...]) -> JSON:
    """Give the word itself."""
    return row[0]
