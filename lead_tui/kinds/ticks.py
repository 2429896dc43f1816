"""Several of several options; none is an answer too."""

from __future__ import annotations

from lead_tui.kinds.choice import letter
from lead_tui.kinds.refusal import in_file, sentence
from lead_tui.question import JSON, Context, Question, Reading

NONE = "none"
"""Typed for an empty list: asked, and none of them."""


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take letters or titles between commas, or ``none``."""
    words = [" ".join(part.casefold().split()) for part in typed.split(",") if part.strip()]
    if words == [NONE]:
        return _reading(question, [], context)
    ticked: list[str] = []
    for word in words:
        found = [o for o in question.options if word in (letter(o), o.id.casefold(), o.title.casefold())]
        found = found or [o for o in question.options if o.title.casefold().startswith(word)]
        if len(found) != 1:
            keys = ", ".join(f"{letter(o)} ({o.title})" for o in question.options)
            return Reading(problem=sentence(question, "no_option", context, given=word, options=keys))
        ticked.append(found[0].id)
    return _reading(question, ticked, context)


def _reading(question: Question, ticked: list[str], context: Context) -> Reading:
    value = [option.id for option in question.options if option.id in ticked]
    return Reading(value=value, echo=say(question, value, context))


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept a list of option ids, each at most once."""
    if isinstance(value, list) and len({str(v) for v in value}) == len(value) and all(map(question.option, value)):
        return ""
    return in_file(question, "ticks", context, value)


def say(question: Question, value: JSON, context: Context) -> str:
    """Give the titles of what is ticked, in the order of the form."""
    ticked = [o.title for o in question.options if isinstance(value, list) and o.id in value]
    return ", ".join(ticked) if ticked else context.words.say("answer.none")


def typed(question: Question, value: JSON) -> str:
    """Give the titles between commas."""
    ticked = [o.title for o in question.options if isinstance(value, list) and o.id in value]
    return ", ".join(ticked) or NONE


def columns(question: Question) -> tuple[str, ...]:
    """Give the key, for unknown and declined, then a column an option, ``KEY.OPTION``."""
    return (question.key, *(f"{question.key}.{option.id}" for option in question.options))


def cells(question: Question, value: JSON) -> tuple[str, ...]:
    """Give ``asked``, then yes or no for each option."""
    ticked = value if isinstance(value, list) else []
    return ("asked", *("yes" if option.id in ticked else "no" for option in question.options))


def uncell(question: Question, row: tuple[str, ...]) -> JSON:
    """Give the ids of the options whose cell says yes; the cells themselves where one says neither."""
    if any(cell not in ("yes", "no", "") for cell in row[1:]):
        return next(cell for cell in row[1:] if cell not in ("yes", "no", ""))
    return [option.id for option, cell in zip(question.options, row[1:], strict=True) if cell == "yes"]
