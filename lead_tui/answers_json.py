"""Answers as JSON: one object, an array of objects, or JSON Lines; every key with its line.

The values are read by the standard library, the objects key by key: so that a key given twice is an error,
and an error names the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from lead_tui.answers_file import Contents, Problem, Record, named
from lead_tui.question import JSON

_BLANK = re.compile(r"[ \t\r\n]*")
_LONGEST_INT = 300
"""Digits; longer numbers are read as floating point, which is what JSON promises at most."""

_SAID = {
    "Expecting property name": "a key between double quotation marks is expected",
    "Expecting ',' delimiter": "a comma or a closing bracket is expected",
    "Expecting ':' delimiter": "a colon is expected",
    "Expecting value": "a value is expected",
    "Illegal trailing comma": "a comma with nothing after it",
    "Invalid control character": r"a line end or control character inside a text; write it as \n or \u000a",
    "Invalid \\": r"a backslash that means nothing in JSON; write \\ for one",
    "Unterminated string": "a text without its closing quotation mark",
}
"""The standard library's complaints, in the words of ours."""


def read(text: str, ignored: Collection[str] = ()) -> Contents:
    """Give the records of a text; keys among *ignored* are left out."""
    contents = Contents()
    if _is_json_lines(text):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                _read_document(_Walk(line, number, ignored, contents), contents, array=False)
        return contents
    _read_document(_Walk(text, 1, ignored, contents), contents, array=True)
    return contents


def _is_json_lines(text: str) -> bool:
    """Say whether each line is a record of its own, by the first two that are not blank."""
    lines = re.findall(r"[^\n]*\S[^\n]*", text[:1_000_000])[:2]
    first, second = (line.strip() for line in (*lines, "", "")[:2])
    return not first.startswith("[") and (not second or second.startswith("{") or first.endswith("}"))


def _read_document(walk: _Walk, contents: Contents, *, array: bool) -> None:
    """Go through one JSON document, and add what is no JSON."""
    try:
        walk.document(array=array)
    except json.JSONDecodeError as error:
        said = next((said for begin, said in _SAID.items() if error.msg.startswith(begin)), "JSON is expected")
        column = error.pos - walk.text.rfind("\n", 0, error.pos)
        what = f"is not JSON at column {column}: {said}."
        contents.problems.append(Problem(walk.line_of(error.pos), what, walk.number))
    except RecursionError:
        what = "is nested too deeply; a record is one object with a value for each key."
        contents.problems.append(Problem(walk.line_of(walk.at), what, walk.number))


class _Walk:
    """The way through one document, which begins on *line* of the file."""

    def __init__(self, text: str, line: int, ignored: Collection[str], contents: Contents) -> None:
        self.text = text
        self.at = 0
        self.number = 0
        self._line, self._counted = line, 0
        self._ignored = ignored
        self._contents = contents
        self._value = json.JSONDecoder(parse_int=_integer).raw_decode

    def line_of(self, position: int) -> int:
        """Give the line of a position that lies at or behind the last one asked for."""
        if position > self._counted:
            self._line += self.text.count("\n", self._counted, position)
            self._counted = position
        return self._line

    def document(self, *, array: bool) -> None:
        """Read an object, or an array of them where that may be, and nothing behind it."""
        self._skip()
        if array and self._next() == "[":
            for _ in self._items("]"):
                self.number += 1
                self._record()
        else:
            self._record()
        self._skip()
        if self.at < len(self.text):
            raise json.JSONDecodeError("Expecting ',' delimiter", self.text, self.at)

    def _record(self) -> None:
        line = self.line_of(self.at)
        if self._next() != "{":
            value = self._take()
            shown = json.dumps(value)
            given = shown if len(shown) <= 60 else f"{shown[:57]}..."
            what = f'given {given}; a record is an object, like {{"pathway": "social"}}.'
            self._contents.problems.append(Problem(line, what, self.number))
            return
        answers: dict[str, JSON] = {}
        lines: dict[str, int] = {}
        seen: set[str] = set()
        for _ in self._items("}"):
            at = self.line_of(self.at)
            key, value = self._pair()
            if key in seen:
                what = f"{named(key)}: stands twice in this record; keep one."
                self._contents.problems.append(Problem(at, what, self.number))
            elif key not in self._ignored:
                answers[key] = value
                if at != line:
                    lines[key] = at
            seen.add(key)
        record = Record(line=line, answers=answers, number=self.number, lines=lines)
        self._contents.records.append(record)

    def _pair(self) -> tuple[str, JSON]:
        if self._next() != '"':
            raise json.JSONDecodeError("Expecting property name", self.text, self.at)
        key = self._take()
        self._skip()
        if self._next() != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", self.text, self.at)
        self.at += 1
        self._skip()
        return key, self._take()

    def _items(self, closing: str) -> Iterator[None]:
        """Stop at each item between the bracket here and its closing one, and go on behind that."""
        self.at += 1
        self._skip()
        if self._next() == closing:
            self.at += 1
            return
        while True:
            yield
            self._skip()
            if self._next() not in (",", closing):
                raise json.JSONDecodeError("Expecting ',' delimiter", self.text, self.at)
            self.at += 1
            if self.text[self.at - 1] == closing:
                return
            self._skip()

    def _take(self) -> Any:  # noqa: ANN401 - any value of JSON
        value, self.at = self._value(self.text, self.at)
        return value

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_INT else float(digits)
