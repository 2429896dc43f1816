"""Wording by name: sentences that a kind of answer or the rules share.

The sentences stand in ``data/words.toml``; a program file may replace any of them under ``[words]``.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec


class Words(msgspec.Struct, frozen=True):
    """A table of sentences under dotted names, such as ``date.no_such_day``."""

    table: Mapping[str, str]

    def say(self, name: str, /, **values: object) -> str:
        """Give the sentence called *name* with its placeholders filled; KeyError if there is none."""
        return self.table[name].format_map({k: str(v) for k, v in values.items()})

    def has(self, name: str) -> bool:
        """Say whether a sentence of this name exists."""
        return name in self.table

    def listing(self, name: str) -> tuple[str, ...]:
        """Give a sentence that is a list of words, such as the months, as its words."""
        return tuple(self.table[name].split())


def flatten(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give (dotted name, value) of nested tables, in order."""
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def placeholders(template: str) -> list[str]:
    """Give the placeholders of a template, with their forms (``{birth:born}`` gives ``birth:born``).

    Raises ValueError where braces do not pair.
    """
    found = []
    for _, name, form, conversion in string.Formatter().parse(template):
        if name is not None:
            found.append(f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}")
    return found
