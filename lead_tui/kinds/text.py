"""Words of a person's own; kept as they were typed."""

from __future__ import annotations

from lead_tui.kinds.refusal import in_file, sentence
from lead_tui.kinds.yes_no import cells, columns, uncell
from lead_tui.question import JSON, TEXT_LIMIT, Context, Question, Reading
from lead_tui.safe_text import first_refused

__all__ = ["cells", "check", "columns", "read", "say", "typed", "uncell"]


def read(question: Question, typed: str, context: Context, *, typing: bool) -> Reading:
    """Take any text up to the limit; a longer one is refused with its count, never cut."""
    if len(typed) > TEXT_LIMIT:
        return Reading(
            problem=sentence(question, "too_long", context, count=f"{len(typed):,}", limit=f"{TEXT_LIMIT:,}")
        )
    return Reading(value=typed or None)


def check(question: Question, value: JSON, context: Context) -> str:
    """Accept text up to the limit, without characters that a terminal or a reader obeys."""
    if not isinstance(value, str):
        return in_file(question, "text", context, value)
    if len(value) > TEXT_LIMIT:
        return context.words.say("text.too_long", count=f"{len(value):,}", limit=f"{TEXT_LIMIT:,}")
    refused = first_refused(value)
    if refused is not None:
        position, code = refused
        return context.words.say("text.control", position=position + 1, code=f"U+{code:04X}")
    return ""


def say(question: Question, value: JSON, context: Context) -> str:
    """Give the text itself; what shows it makes it safe."""
    return str(value)


def typed(question: Question, value: JSON) -> str:
    """Give the text itself."""
    return str(value)
