"""A case as a record of the file: to and from JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from lead_tui.case import JSON, Case
from lead_tui.contact import RowPart

_WRITTEN: Final = tuple(name for name in Case.__struct_fields__ if name != "extra")
_FIELDS: Final = frozenset(Case.__struct_fields__) - {"extra"}
_ONLY_WHEN_SET: Final = (
    "typed", "unsettled", "handed_over", "decision", "decisions", "contacts", "holds", "referred", "screened",
    *RowPart.__struct_fields__,
)  # fmt: skip


class RecordProblem(ValueError):
    """A record that is no case: one line that names the case, the field and what was expected."""


def to_json(case: Case) -> dict[str, JSON]:
    """The record as it stands in the file: number, revision, status and time come first."""
    record: dict[str, JSON] = msgspec.to_builtins(fields(case))
    return record


def fields(case: Case) -> dict[str, Any]:
    """The fields of the record, as they are, in the order and number in which they stand in the file."""
    written = {
        name: value
        for name in _WRITTEN
        if (value := getattr(case, name)) or name not in _ONLY_WHEN_SET
    }  # fmt: skip
    return written | case.extra if case.extra else written


def from_json(record: bytes | str | Mapping[str, Any]) -> Case:
    """The case of a record.

    Raises `RecordProblem` where a field holds something else than it should.
    """
    if isinstance(record, bytes | str):
        record = _decoded(record)
    known = {key: value for key, value in record.items() if key in _FIELDS}
    try:
        case = msgspec.convert(known, Case)
    except msgspec.ValidationError as problem:
        raise RecordProblem(f"{record.get('case') or 'a record'}: {problem}") from None
    extra = {key: value for key, value in record.items() if key not in _FIELDS}
    return msgspec.structs.replace(case, extra=extra) if extra else case


def _decoded(text: bytes | str) -> Mapping[str, Any]:
    try:
        record = msgspec.json.decode(text)
    except msgspec.MsgspecError:  # lone surrogates and huge numbers are JSON to everybody else
        try:
            record = json.loads(text)
        except ValueError as problem:
            raise RecordProblem(f"a record is not JSON: {problem}") from None
    if not isinstance(record, dict):
        raise RecordProblem(f"a record is {type(record).__name__}, not an object")
    return record
