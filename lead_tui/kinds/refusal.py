"""The sentences with which a kind refuses a value."""

from __future__ import annotations

import json

from lead_tui.question import JSON, Context, Question


def sentence(question: Question, name: str, context: Context, **values: object) -> str:
    """Give the error *name* in the question's own words, or in those that its kind shares."""
    own = question.errors.get(name)
    if own is not None:
        return own.format_map({key: str(value) for key, value in values.items()})
    return context.words.say(f"{question.kind}.{name}", **values)


def in_file(question: Question, name: str, context: Context, value: JSON) -> str:
    """Give the sentence for a value in a file: what was given, and all that is accepted."""
    options = ", ".join(f'"{option.id}"' for option in question.options)
    accepted = context.words.say(f"accepts.{name}", unit=question.unit, least=f"{question.least:g}", options=options)
    if question.unknown:
        accepted = context.words.say("accepts.open", accepted=accepted)
    return context.words.say("accepts.refused", given=quoted(value), accepted=accepted)


def quoted(value: JSON, limit: int = 60) -> str:
    """Give a value as an error names it: as JSON, shortened, without anything a terminal obeys."""
    shown = json.dumps(value)
    return shown if len(shown) <= limit else f"{shown[: limit - 3]}..."
