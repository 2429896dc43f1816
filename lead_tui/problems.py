"""All that is wrong with a file, a line each: where, what, and what is accepted."""

from __future__ import annotations

import difflib
import json
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class Problems:
    """The lines collected while a file is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []
        self.broken: set[str] = set()
        """Records that could not be made, such as ``question.name``; what refers to them is not wrong itself."""

    def add(self, where: str, what: str) -> None:
        """Add a line: the key *where*, and *what* is wrong with it."""
        self.lines.append(f"{self.file}: {where}: {what}.")

    def refuse(self, where: str, given: object, accepted: str) -> None:
        """Add a line for a value: what was *given*, and what is *accepted*."""
        self.add(where, f"{_quoted(given)} is not accepted here; write {accepted}")

    def unknown(self, table: Mapping[str, Any], accepted: Iterable[str], where: str) -> None:
        """Add a line for each key of a table that has no meaning there."""
        names = sorted(accepted)
        for name in table:
            if name not in names:
                self.add(f"{where}.{name}".lstrip("."), f"is no key here; accepted: {', '.join(names)}")

    def table(self, raw: Mapping[str, Any], name: str, within: str = "") -> dict[str, Any]:
        """Give a table of the file; empty where there is none, or after adding that it is no table."""
        found = raw.get(name, {})
        if isinstance(found, dict):
            return found
        self.refuse(f"{within}{name}", found, f"a table, [{within}{name}]")
        return {}

    @staticmethod
    def close(name: str, accepted: Iterable[str]) -> str:
        """Say which accepted name comes closest to one that is not."""
        near = difflib.get_close_matches(name, list(accepted), 1, 0.0)
        return f"the closest is {near[0]}" if near else "there is none"


_HERE = {
    "Program": {
        "id", "version", "name", "series", "time_zone", "source", "retrieved", "page", "approvers", "deadline_days",
    },
    "Criterion": {"id", "role", "title", "quote", "rule", "presumptive", "reason", "brief"},
    "Question": {
        "key", "kind", "label", "ask", "name", "help", "reading", "options", "unit", "least", "full", "later",
        "birth", "of_person", "unknown", "default", "when", "note", "audience", "errors", "read_aloud",
    },
    "Service": {"id", "title", "short", "quote", "audience", "suggest"},
}  # fmt: skip
"""Keys that a file may give, where the record has others, filled in at loading."""


def record(
    kind: type[T],
    entry: Any,  # noqa: ANN401 - raw TOML
    where: str,
    problems: Problems,
    filled: Mapping[str, Any] | None = None,
) -> T | None:
    """Make a record of a table and of what is *filled* in already; or add what is wrong, each field on a line."""
    if not isinstance(entry, Mapping):
        problems.refuse(where, entry, "a table")
        return None
    before = len(problems.lines)
    values: dict[str, Any] = dict(filled or {})
    hints = typing.get_type_hints(kind)
    required = {field.encode_name for field in msgspec.structs.fields(kind) if field.required}
    accepted = _HERE.get(kind.__name__, set(hints))
    problems.unknown(entry, accepted, where)
    for name in sorted(accepted & hints.keys() - values.keys()):
        place = f"{where}.{name}"
        if name in entry:
            values[name] = _converted(entry[name], hints[name], place, problems)
        elif name in required:
            problems.add(place, f"is missing; write {_accepted(hints[name])}")
    if len(problems.lines) > before:
        problems.broken.add(where)
        return None
    return kind(**values)


def _converted(value: Any, kind: Any, where: str, problems: Problems) -> Any:  # noqa: ANN401 - any field's type
    """Give a value as the field's type has it, after adding a line for each thing wrong with it."""
    parts = typing.get_args(kind)
    if typing.get_origin(kind) is types.UnionType:
        return _converted(value, parts[0], where, problems)  # a file has no word for None: the key is left out
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return record(kind, value, where, problems)
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        each = [_converted(item, parts[0], f"{where}.{n}", problems) for n, item in enumerate(value, 1)]
        return tuple(each)
    if typing.get_origin(kind) is Mapping and isinstance(value, dict):
        return {name: _converted(item, parts[1], f"{where}.{name}", problems) for name, item in value.items()}
    try:
        return msgspec.convert(value, dict if typing.get_origin(kind) is Mapping else kind)
    except msgspec.ValidationError:
        problems.refuse(where, value, _accepted(kind))
        return None


def _accepted(kind: Any) -> str:  # noqa: ANN401 - any field's type
    """Say in words what a field of this type takes."""
    parts = typing.get_args(kind)
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        return " or ".join(f'"{part}"' for part in parts)
    if origin is types.UnionType:
        return _accepted(parts[0])
    if origin is tuple:
        return f"a list, [...], of {_accepted(parts[0])}"
    plain = {str: 'text, "..."', bool: "true or false", int: "a whole number", float: "a number"}
    return plain.get(kind, "a table")


def _quoted(value: object, limit: int = 60) -> str:
    """Give a value as the file has it, shortened."""
    shown = json.dumps(value, default=str)
    return shown if len(shown) <= limit else f"{shown[: limit - 3]}..."
