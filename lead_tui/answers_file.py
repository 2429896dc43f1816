"""Answers from a file: records read, each held against the program's questions, all errors in one go.

Nothing is given back while anything is wrong. ``answers_json`` and ``answers_csv`` read the forms.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from lead_tui import kinds
from lead_tui.facts import context_of
from lead_tui.program import Program
from lead_tui.question import JSON
from lead_tui.wrong_input import WrongInput

STANDARD_INPUT = "-"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a file, as it was read."""

    line: int
    """Where it begins; a file's first line is 1."""
    answers: dict[str, JSON]
    number: int = 0
    """Its place in an array of JSON, from 1; 0 where the line says enough."""
    lines: dict[str, int] = {}
    """The line of each key that stands on another."""


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong in a file."""

    line: int
    what: str
    """The key, and a sentence."""
    number: int = 0
    """Of the record, where it stands in an array."""

    def said(self, file: str) -> str:
        """Give the line for the user: ``FILE:LINE: KEY: what is wrong``."""
        place = f"record {self.number}: " if self.number else ""
        return f"{file}:{self.line}: {place}{self.what}"


class Contents(msgspec.Struct):
    """What a file holds: its records, and what is wrong with its form."""

    records: list[Record] = []
    problems: list[Problem] = []


def read(name: str, program: Program, *, csv: bool = False, ignored: Collection[str] = ()) -> list[dict[str, JSON]]:
    """Give the answers of the file *name* (``-`` is standard input), a record each, checked.

    A key whose value is null or an empty text is left out: it means not asked. WrongInput has a line an error.

    Read as JSON; with *csv* as CSV too, by how the file begins. Keys among *ignored* count as not there.
    """
    shown = "standard input" if name == STANDARD_INPUT else name
    text = text_of(name, shown)
    if not text.strip():
        raise WrongInput(f"{shown}: is empty; it must hold at least one record.")
    contents = _contents(text, program, csv, ignored)
    problems = list(contents.problems)
    for record in contents.records:
        problems += _problems(record, program)
    if problems:
        problems.sort(key=lambda problem: (problem.line, problem.number))
        raise WrongInput(*(problem.said(shown) for problem in problems))
    return [_given(record.answers) for record in contents.records]


def _given(answers: Mapping[str, JSON]) -> dict[str, JSON]:
    return {key: value for key, value in answers.items() if value is not None and value != ""}


def text_of(name: str, shown: str) -> str:
    """Give the text of a file or of standard input, without a byte order mark; WrongInput if it has none."""
    try:
        content = _standard_input() if name == STANDARD_INPUT else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise WrongInput(f"{shown}: cannot be read: {reason}; name a file, or - for standard input.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise WrongInput(f"{shown}:{line}: the byte 0x{byte:02X} is not UTF-8; save the file as UTF-8.") from None


def _standard_input() -> bytes:
    return b"" if sys.stdin is None else sys.stdin.buffer.read()


def unknown_key(key: str, accepted: Iterable[str]) -> str:
    """Give the sentence for a key that no question has, with the closest that one has."""
    from rapidfuzz import fuzz, process  # fast: a file of another program has many such keys

    near = process.extractOne(key[:100], list(accepted), scorer=fuzz.ratio)
    closest = f"; the closest is {near[0]}" if near else ""
    return f"{named(key)}: no question has this key{closest}."


def named(key: str) -> str:
    """Give a key as an error names it: as it is where it is plain, else as JSON text."""
    if key.isascii() and key.replace("_", "").replace(".", "").isalnum() and len(key) <= 60:
        return key
    quoted = json.dumps(key)
    return quoted if len(quoted) <= 60 else f"{quoted[:57]}..."


def _contents(text: str, program: Program, csv: bool, ignored: Collection[str]) -> Contents:
    if csv and text.lstrip()[0] not in "{[":
        from lead_tui import answers_csv

        return answers_csv.read(text, program, ignored)
    from lead_tui import answers_json

    return answers_json.read(text, ignored)


def _problems(record: Record, program: Program) -> Iterable[Problem]:
    """Give what is wrong with the answers of a record; dates are held against its own referral date."""
    # Files are checked alike on every day: no answer is held against today.
    context = context_of(program, record.answers, date.max)
    for key, value in record.answers.items():
        question = program.questions.get(key)
        if question is None:
            what = unknown_key(key, program.questions)
        elif sentence := kinds.check(question, value, context):
            what = f"{key}: {sentence}"
        else:
            continue
        yield Problem(record.lines.get(key, record.line), what, record.number)
