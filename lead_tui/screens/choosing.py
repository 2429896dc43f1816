"""All options of a question, in a list over the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_tui.screens.field_help import option_entries
from lead_tui.widgets.typed import TypedField

if TYPE_CHECKING:
    from lead_tui.screens.intake import IntakeScreen


def offer(screen: IntakeScreen, key: str, letter: str) -> None:
    """Show all options under the field, or above it where there is no room; *letter* goes to one."""
    field, options = screen.form.fields[key], screen.options
    standing = screen.intake.answers.get(key)
    entries = option_entries(screen.intake, field.question)
    ticked = [str(value) for value in standing] if isinstance(standing, list) else []
    start = next((n for n, entry in enumerate(entries) if entry.value is not None and entry.value == standing), 0)
    options.offer(key, entries, ticked if field.question.kind == "ticks" else None, start)
    options.place(field.region, screen.size)
    options.focus()
    if letter:
        options.go_to_letter(letter)


def fit(screen: IntakeScreen) -> None:
    """Put the list beside its field again, where it is open."""
    field = screen.form.fields.get(screen.options.key)
    if field is not None and screen.options.display:
        screen.options.place(field.region, screen.size)


def close(screen: IntakeScreen, key: str) -> None:
    """Go back from the list to the field."""
    screen.options.display = False
    field = screen.form.fields.get(key)
    if field is not None:
        field.take_focus()
    if isinstance(field, TypedField):
        field.put_back()
