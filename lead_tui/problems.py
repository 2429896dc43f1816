"""All that is wrong with a file, a line each: where, what, and what is accepted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class Problems:
    """The lines collected while a file is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Add a line: the key *where*, and *what* is wrong with it."""
        self.lines.append(f"{self.file}: {where}: {what}.")

    def unknown(self, table: Mapping[str, Any], accepted: Iterable[str], where: str) -> None:
        """Add a line for each key of a table that has no meaning there."""
        names = sorted(accepted)
        for name in table:
            if name not in names:
                self.add(f"{where}.{name}".lstrip("."), f"is no key here; accepted: {', '.join(names)}")

    @staticmethod
    def close(name: str, accepted: Iterable[str]) -> str:
        """Say which accepted name comes closest to one that is not."""
        near = difflib.get_close_matches(name, list(accepted), 1, 0.0)
        return f"the closest is {near[0]}" if near else "there is none"


_HERE = {
    "Pathway": {"id", "title", "key", "help", "criteria", "otherwise"},
    "Criterion": {"id", "role", "title", "quote", "rule", "presumptive", "reason", "brief"},
    "Question": {
        "key", "kind", "label", "ask", "name", "help", "reading", "options", "unit", "least", "full", "birth",
        "unknown", "default", "when", "note", "audience", "errors", "read_aloud",
    },
    "Note": {"when", "text"},
}  # fmt: skip
"""Keys that a file may give, where the record has more that are filled in at loading."""

_FILLED_IN = {"notes", "quote", "window", "pathway"}


def record(kind: type[T], entry: Any, where: str, problems: Problems) -> T | None:  # noqa: ANN401 - raw TOML
    """Make a record of a table, or add what is wrong with it, each field on a line."""
    if not isinstance(entry, Mapping):
        problems.add(where, "is no table")
        return None
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    accepted = _HERE.get(kind.__name__, set(fields))
    values: dict[str, Any] = {}
    sound = True
    for name, value in entry.items():
        if name not in fields or (name not in accepted and name not in _FILLED_IN and kind.__name__ in _HERE):
            problems.unknown({name: value}, accepted, where)
            sound = False
            continue
        try:
            values[name] = _converted(value, fields[name].type)
        except msgspec.ValidationError as error:
            problems.add(f"{where}.{name}", _plain(str(error)))
            sound = False
    for name, field in fields.items():
        if field.required and name not in values and name in accepted and name not in entry:
            problems.add(f"{where}.{name}", "is missing")
            sound = False
    if not sound or any(field.required and name not in values for name, field in fields.items()):
        return None
    return kind(**values)


def _converted(value: Any, kind: Any) -> Any:  # noqa: ANN401 - any field of any record
    """Give a value as the field's type has it; records made already are taken as they are."""
    if isinstance(value, msgspec.Struct):
        return value
    if isinstance(value, tuple) and all(isinstance(part, msgspec.Struct) for part in value):
        return value
    if isinstance(value, dict) and value and all(isinstance(part, msgspec.Struct) for part in value.values()):
        return value
    return msgspec.convert(value, kind)


def _plain(error: str) -> str:
    """Give msgspec's sentence in the tone of ours, without a full stop."""
    return error[:1].lower() + error[1:].rstrip(".")
