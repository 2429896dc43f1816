"""The bytes of a case file: one JSON document, one record a line.

::

    {"cases":{                    header, one line; whole other tables stand before "cases"
     "1":{"case":"W26-0001",...}  record: separator, id, colon, object, LF; the first separator
    ,"2":{"case":"W26-0002",...}  is a space, every later one a comma
    ,"1":{"case":"W26-0001",...}  the same id again supersedes
    }}                            closing; the only bytes ever overwritten

The comma leads, so that a line is complete in itself and committed bytes never change. All is
ASCII: stock TinyDB opens files in the locale's encoding. LF never occurs inside JSON text, so LF
always ends a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final, NamedTuple

import msgspec

FORMAT: Final = 1
TABLE: Final = "cases"
META: Final = "meta"
CLOSING: Final = b"}}\n"
TIDY_SLACK: Final = 1 << 20
"""Bytes by which superseded lines may outweigh live ones before the file is tidied."""
_HEADER_END: Final = b'"cases":{\n'
ROW_END: Final = b',"program":{'
"""Behind this a record has nothing that a row shows. No text looks like it, since quotes in texts are escaped."""

Tables = dict[str, dict[str, Any]]
"""Table name to documents by id; an id is a number in text, as TinyDB writes it."""


class Summary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a list row shows of one case."""

    case: str = ""
    rev: int = 0
    status: str = ""
    updated: str = ""
    updated_by: str = ""
    created_by: str = ""
    name: str = ""
    pathway: str = ""
    outcome: str = ""
    decision: str = ""
    referred: str = ""
    assigned: str = ""
    next: str = ""
    due: str = ""
    tried: str = ""
    tried_at: str = ""
    person: str = ""


class Record(NamedTuple):
    """One whole record line."""

    id: int
    start: int
    """Where the object begins in its line."""
    row: Summary
    logged: int = 0
    """The number of its line in the log; 0 where it names none."""


LOGGED: Final = "log"
"""The field that names the line of the log which tells of a save; it stands last in a record."""
_LOGGED: Final = re.compile(rb',"log":([0-9]{1,15})\}$')
_encode_text = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
decode_row: Final = msgspec.json.Decoder(Summary).decode
"""The row of an object that is JSON and holds the right types; `msgspec.MsgspecError` for any other."""


def encode(document: Mapping[str, Any]) -> bytes:
    """The document as one ASCII line without its end; `ValueError` for NaN and infinity."""
    # msgspec is five times as fast, but writes UTF-8, and null for NaN.
    with suppress(ValueError, OverflowError, TypeError, msgspec.MsgspecError):
        body = msgspec.json.encode(document)
        if body.isascii() and b"null" not in body:
            return body
    return _encode_text(msgspec.to_builtins(document)).encode("ascii")


def rows_first(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document with all that a list row shows before its program, where it is looked for."""
    if "program" not in document:
        return document
    keys = list(document)
    place = keys.index("program")
    moved = [key for key in keys[place:] if key in Summary.__struct_fields__]
    return {key: document[key] for key in dict.fromkeys([*keys[:place], *moved, *keys])} if moved else document


def decode(body: bytes) -> Any:  # noqa: ANN401 - any value of JSON
    """The document of a record; `ValueError` where it is not JSON.

    What msgspec refuses and the standard library takes (NaN, a lone surrogate, a huge number) is
    no damage: stock TinyDB wrote it and reads it.
    """
    try:
        return msgspec.json.decode(body)
    except msgspec.MsgspecError:
        return json.loads(body)


def record_line(number: int, body: bytes, *, first: bool) -> bytes:
    """The line of one record."""
    return b'%c"%d":%b\n' % (b" " if first else b",", number, body)


def is_text(piece: bytes) -> bool:
    """Whether bytes of a file can be as this module writes them; what a crash leaves behind (zeros) is not."""
    return piece.isascii() and b"\0" not in piece


def parse_record(line: bytes, *, first: bool, sound: bool = False) -> Record | None:
    """What a line (without LF) holds; `None` where it is no whole record.

    Of a line that is known to be `sound` no more is read than its row.
    """
    colon = line.find(b'":', 2)
    if line[:2] != (b' "' if first else b',"') or line[colon + 2 : colon + 3] != b"{":
        return None
    digits = line[2:colon]
    if not digits.isdigit():
        return None
    body = line[colon + 2 :]
    row = (summary(body[: body.find(ROW_END)] + b"}") if sound else None) or summary(body)
    return None if row is None else Record(int(digits), colon + 2, row, logged(line))


def logged(body: bytes) -> int:
    """The number of the line of the log that a record names; 0 for none."""
    found = _LOGGED.search(body, max(0, len(body) - 24))
    return int(found[1]) if found else 0


def summary(body: bytes) -> Summary | None:
    """The list row of a record; `None` where the text is not JSON."""
    if body.isascii():  # in what it skips, msgspec lets bytes pass that are no UTF-8
        with suppress(msgspec.MsgspecError):
            return decode_row(body)
    try:
        return _lenient(json.loads(body))
    except ValueError:
        return None


def _lenient(document: Mapping[str, Any]) -> Summary:
    """The row of a record in which a script left a field of another type."""
    kept = {}
    for field in msgspec.structs.fields(Summary):
        value = document.get(field.name)
        if isinstance(value, field.type):
            kept[field.name] = value
    return Summary(**kept)


def header(others: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The header line: every table but the cases, whole."""
    before = b"".join(encode({name: table})[1:-1] + b"," for name, table in others.items() if name != TABLE)
    return b"{" + before + _HEADER_END


def parse_header(line: bytes) -> Tables | None:
    """The tables that stand in a header line; `None` where it is none of ours."""
    if not (line.startswith(b"{") and line.endswith(_HEADER_END)):
        return None
    try:
        tables = parse_tables(line + b"}}")
    except ValueError:
        return None
    return {name: table for name, table in tables.items() if name != TABLE}


def new_meta(program: str) -> dict[str, Any]:
    """The table of a new file that says how it is written and for which program."""
    return {META: {"1": {"format": FORMAT, "program": program}}}


def format_of(others: Mapping[str, Mapping[str, Any]]) -> int:
    """The format that the `meta` table names; 1 where it names none."""
    for document in others.get(META, {}).values():
        given = document.get("format") if isinstance(document, Mapping) else None
        if isinstance(given, int):
            return given
    return FORMAT


def numbers_of(others: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The highest number given in each series, where the `meta` table keeps it."""
    kept = others.get(META, {}).get("1", {}).get("numbers")
    numbers = kept.items() if isinstance(kept, dict) else ()
    return {series: number for series, number in numbers if isinstance(number, int)}


def with_numbers(others: Tables, numbers: Mapping[str, int]) -> Tables:
    """The tables with the highest numbers kept in `meta`, so that none is given twice."""
    meta = others.get(META, {})
    return others | {META: meta | {"1": meta.get("1", {}) | {"numbers": dict(numbers)}}}


def parse_tables(text: bytes) -> Tables:
    """The tables of a document that stock TinyDB or an editor wrote.

    Raises `ValueError` with what is wrong where the text is no TinyDB document.
    """
    tables = json.loads(text)
    if not isinstance(tables, dict):
        raise ValueError("it is not a JSON object")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ValueError(f'"{name}" in it is no table')
        for key, document in table.items():
            if not isinstance(document, dict) or not (key.isascii() and key.isdigit()):
                raise ValueError(f'table "{name}" in it holds no documents with numbers')
    return tables


class Layout(NamedTuple):
    """A document laid out as this module writes it."""

    image: bytes
    refused: tuple[str, ...]
    """Cases (or tables) that hold a number which JSON cannot write: NaN, infinity."""


def lay_out(tables: Tables) -> Layout:
    """Lay a whole document out, one record a line.

    What JSON cannot write is laid out too, since it can be read; it must never be written back.
    """
    refused: list[str] = []
    others = {name: table for name, table in tables.items() if name != TABLE}
    try:
        pieces = [header(others)]
    except ValueError:
        refused.append(f"table {' or '.join(others)}")
        pieces = [b"{" + json.dumps(others)[1:-1].encode("ascii") + b"," + _HEADER_END]
    for key, document in tables.get(TABLE, {}).items():
        try:
            body = encode(rows_first(document))
        except ValueError:
            refused.append(str(document.get("case") or f"the case with the id {key}"))
            body = json.dumps(rows_first(document), separators=(",", ":")).encode("ascii")
        pieces.append(record_line(int(key), body, first=len(pieces) == 1))
    return Layout(b"".join([*pieces, CLOSING]), tuple(refused))


def whole_file(head: bytes, records: Iterable[tuple[int, bytes]]) -> Iterable[bytes]:
    """The pieces of a whole file, in order."""
    yield head
    first = True
    for number, body in records:
        yield record_line(number, body, first=first)
        first = False
    yield CLOSING
