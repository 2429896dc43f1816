"""Reads a program file, and says all that is wrong with it before anybody is asked a question.

The language is described in ``docs/program-file.md``.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from lead_tui.condition import Within, leaves
from lead_tui.condition_file import read_condition
from lead_tui.problems import Problems, record
from lead_tui.program import PATHWAY, Criterion, Partner, Pathway, Program, Service, Step
from lead_tui.program_check import check_program
from lead_tui.question import Note, Option, Question, ReadAloud
from lead_tui.words import Words, flatten

T = TypeVar("T", bound=msgspec.Struct)

TOP = {
    "program", "contact", "words", "pathway", "criterion", "question", "step", "service", "partner", "next", "say",
}  # fmt: skip
"""Tables of a program file."""


class ProgramError(Exception):
    """A program file that cannot be used; its text has a line for each thing wrong."""


def data_folder() -> Path:
    """Give the folder of the files carried along: in the wheel, or beside the sources of a checkout."""
    carried = Path(__file__).parent / "data"
    return carried if carried.is_dir() else Path(__file__).parent.parent / "data"


def load(path: Path | None = None) -> Program:
    """Give the program of a file (by default Wilmington's); ProgramError names all that is wrong."""
    path = path or data_folder() / "wilmington.toml"
    problems = Problems(str(path))
    try:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        raw = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise ProgramError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except UnicodeDecodeError:
        raise ProgramError(f"{path}: is not UTF-8 text; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ProgramError(f"{path}: is not TOML: {error}.") from None
    program = _program(raw, hashlib.sha256(content).hexdigest(), problems)
    if program is not None:
        check_program(program, problems)
    if problems.lines or program is None:
        raise ProgramError("\n".join(problems.lines))
    return program


def common_words() -> dict[str, str]:
    """Give the wording of ``words.toml``, under dotted names."""
    raw = tomllib.loads((data_folder() / "words.toml").read_text("utf-8"))
    return dict(flatten(raw))


def _program(raw: dict[str, Any], digest: str, problems: Problems) -> Program | None:
    """Make the records; None where something is so wrong that there is no program to check further."""
    problems.unknown(raw, TOP, "")
    head = raw.get("program")
    if not isinstance(head, dict):
        problems.add("program", "is missing; write a table [program] with id, version, name, series and time_zone")
        return None
    words = _words(raw.get("words", {}), problems)
    pathways = _named(raw, "pathway", Pathway, problems)
    criteria = list(_criteria(raw, problems))
    questions = list(_questions(raw, pathways, criteria, problems))
    fields = {
        "id", "version", "name", "series", "time_zone", "source", "retrieved", "page", "approvers", "deadline_days",
    }  # fmt: skip
    problems.unknown(head, fields, "program")
    try:
        ZoneInfo(str(head.get("time_zone")))
    except (OSError, ValueError, KeyError):
        problems.add("program.time_zone", 'is no time zone; write one like "America/New_York"')
    return record(
        Program,
        {
            **{key: head[key] for key in fields if key in head},
            "hash": digest,
            "source": head.get("source", ""),
            "pathways": tuple(pathways),
            "criteria": {criterion.id: criterion for criterion in criteria},
            "questions": {question.key: question for question in questions},
            "steps": tuple(_named(raw, "step", Step, problems)),
            "services": tuple(_named(raw, "service", Service, problems)),
            "partners": tuple(_named(raw, "partner", Partner, problems)),
            "contact": raw.get("contact", {}),
            "next_steps": {role: dict(flatten(texts)) for role, texts in raw.get("next", {}).items()},
            "say": {
                name: spoken
                for name, said in raw.get("say", {}).items()
                if (spoken := record(ReadAloud, said, f"say.{name}", problems)) is not None
            },
            "words": words,
        },
        "program",
        problems,
    )


def _words(own: dict[str, Any], problems: Problems) -> Words:
    table = common_words()
    for name, text in flatten(own):
        if name not in table:
            close = problems.close(name, table)
            problems.add(f"words.{name}", f"is no wording of words.toml; {close}")
        elif not isinstance(text, str):
            problems.add(f"words.{name}", "is no text; write it between quotation marks")
        else:
            table[name] = text
    return Words(table)


def _named(raw: dict[str, Any], name: str, kind: type[T], problems: Problems) -> list[T]:
    """Read an array of tables, each with an id of its own."""
    found: list[T] = []
    for number, entry in enumerate(_tables(raw, name, problems), 1):
        where = f"{name}.{entry.get('id', number)}"
        made = record(kind, entry, where, problems)
        if made is not None:
            found.append(made)
    _distinct([getattr(entry, "id", "") for entry in found], name, problems)
    return found


def _criteria(raw: dict[str, Any], problems: Problems) -> Iterable[Criterion]:
    entries = _tables(raw, "criterion", problems)
    _distinct([str(entry.get("id", "")) for entry in entries], "criterion", problems)
    for number, entry in enumerate(entries, 1):
        where = f"criterion.{entry.get('id', number)}"
        rule = read_condition(entry.get("rule"), f"{where}.rule", problems)
        made = record(Criterion, {**entry, "rule": rule}, where, problems) if rule is not None else None
        if made is not None:
            yield made


def _questions(
    raw: dict[str, Any], pathways: list[Pathway], criteria: list[Criterion], problems: Problems
) -> Iterable[Question]:
    entries = _tables(raw, "question", problems)
    _distinct([str(entry.get("key", "")) for entry in entries], "question", problems)
    read_by = {leaf.key: (criterion, leaf) for criterion in reversed(criteria) for leaf in leaves(criterion.rule)}
    for number, entry in enumerate(entries, 1):
        key = str(entry.get("key", number))
        where = f"question.{key}"
        entry = {**entry, "name": entry.get("name") or str(entry.get("label", "")).lower()}
        if "when" in entry:
            entry["when"] = read_condition(entry["when"], f"{where}.when", problems)
        entry["notes"] = tuple(_notes(entry.pop("note", []), where, problems))
        if key == PATHWAY:
            options = [Option(id=p.id, title=p.title, help=p.help, key=p.key) for p in pathways]
            entry |= {"options": tuple(options), "pathway": True, "unknown": False}
        if entry.get("kind") == "text" or entry.get("full"):
            entry["unknown"] = False
        if key in read_by:
            criterion, leaf = read_by[key]
            entry["quote"] = criterion.quote
            entry["window"] = leaf.span if isinstance(leaf, Within) else None
        made = record(Question, entry, where, problems)
        if made is not None:
            yield made


def _notes(entries: Any, where: str, problems: Problems) -> Iterable[Note]:  # noqa: ANN401 - raw TOML
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        place = f"{where}.note.{number}"
        if not isinstance(entry, dict):
            problems.add(place, 'is no table; write { when = {...}, text = "..." }')
            continue
        when = read_condition(entry.get("when"), f"{place}.when", problems)
        made = record(Note, {**entry, "when": when}, place, problems) if when is not None else None
        if made is not None:
            yield made


def _tables(raw: dict[str, Any], name: str, problems: Problems) -> list[dict[str, Any]]:
    entries = raw.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.add(name, f"is no array of tables; write [[{name}]] above each")
        return []
    return entries


def _distinct(ids: list[str], name: str, problems: Problems) -> None:
    for repeated in sorted({id_ for id_ in ids if id_ and ids.count(id_) > 1}):
        problems.add(f"{name}.{repeated}", "stands twice; give each its own name")
