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
from lead_tui.generated_questions import generated
from lead_tui.problems import Problems, record
from lead_tui.program import PATHWAY, Criterion, Partner, Pathway, Program, Service, Step, Suggestion
from lead_tui.program_check import check_program
from lead_tui.program_texts import check_wording
from lead_tui.question import Audience, Note, Option, Question, ReadAloud
from lead_tui.words import Words, flatten

T = TypeVar("T", bound=msgspec.Struct)

TOP = {
    "program", "contact", "words", "pathway", "criterion", "question", "contradiction", "step", "service", "partner",
    "next", "say",
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
    try:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        raw = tomllib.loads(content.decode("utf-8-sig"))  # some editors begin a file with a byte order mark
    except OSError as error:
        raise ProgramError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except UnicodeDecodeError:
        raise ProgramError(f"{path}: is not UTF-8 text; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ProgramError(f"{path}: is not TOML: {error}.") from None
    except RecursionError:
        raise ProgramError(f"{path}: is not TOML that can be read: it is nested too deeply.") from None
    return read_table(raw, file=str(path), digest=hashlib.sha256(content).hexdigest())


def read_table(raw: dict[str, Any], *, file: str, digest: str) -> Program:
    """Give the program that a TOML table states; ProgramError names all that is wrong, a line each."""
    problems = Problems(file)
    try:
        program = _program(raw, digest, problems)
        if program is not None:
            check_program(program, problems)
    except RecursionError:
        raise ProgramError(f"{file}: cannot be used: a condition is nested too deeply.") from None
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
    words = _words(problems.table(raw, "words"), problems)
    pathways = _named(raw, "pathway", Pathway, problems)
    criteria = list(_criteria(raw, problems))
    steps = _named(raw, "step", Step, problems)
    services = list(_services(raw, problems))
    partners = list(_partners(raw, problems))
    of_person = {key for step in steps for section in step.section if section.of_person for key in section.questions}
    questions = list(_questions(raw, pathways, criteria, _seen_by(steps, criteria), of_person, problems))
    steps, made = generated(steps, services, partners, words)
    for question in made:
        if any(question.key == written.key for written in questions):
            problems.add(f"question.{question.key}", "is made from a service or partner; give this one another key")
    contact = problems.table(raw, "contact")
    try:
        ZoneInfo(str(head.get("time_zone", "UTC")))
    except (OSError, ValueError, KeyError):
        problems.refuse("program.time_zone", head.get("time_zone"), 'a time zone, like "America/New_York"')
    filled = {
        "hash": digest,
        "pathways": tuple(pathways),
        "criteria": {criterion.id: criterion for criterion in criteria},
        "questions": {question.key: question for question in (*questions, *made)},
        "contradictions": tuple(_conditioned(Note, raw.get("contradiction", []), "contradiction", problems)),
        "steps": tuple(steps),
        "services": tuple(services),
        "partners": tuple(partners),
        "contact": {name: _text(text, f"contact.{name}", problems) for name, text in contact.items()},
        "next_steps": _next(problems.table(raw, "next"), problems),
        "say": {
            name: spoken
            for name, said in problems.table(raw, "say").items()
            if (spoken := record(ReadAloud, said, f"say.{name}", problems)) is not None
        },
        "words": words,
    }
    return record(Program, {"source": "", **head}, "program", problems, filled)


def _next(tables: dict[str, Any], problems: Problems) -> dict[str, dict[str, str]]:
    """Give the next steps by role, then by outcome."""
    found = {}
    for role in tables:
        texts = flatten(problems.table(tables, role, "next."))
        found[role] = {name: _text(text, f"next.{role}.{name}", problems) for name, text in texts}
    return found


def _text(value: object, where: str, problems: Problems) -> str:
    if isinstance(value, str):
        return value
    problems.refuse(where, value, 'text, "..."')
    return ""


def _words(own: dict[str, Any], problems: Problems) -> Words:
    """Give the common wording, with the sentences that the file replaces."""
    common = common_words()
    replaced = {}
    for name, text in flatten(own):
        if name not in common:
            problems.add(f"words.{name}", f"is no wording of words.toml; {problems.close(name, common)}")
        else:
            replaced[name] = _text(text, f"words.{name}", problems) or common[name]
    check_wording(replaced, common, problems)
    return Words(common | replaced)


def _named(raw: dict[str, Any], name: str, kind: type[T], problems: Problems) -> list[T]:
    """Read an array of tables, each with an id of its own."""
    entries = _tables(raw, name, "id", problems)
    made = [record(kind, entry, where, problems) for where, entry in entries]
    return [entry for entry in made if entry is not None]


def _criteria(raw: dict[str, Any], problems: Problems) -> Iterable[Criterion]:
    for where, entry in _tables(raw, "criterion", "id", problems):
        rule = read_condition(entry.get("rule"), f"{where}.rule", problems)
        made = record(Criterion, entry, where, problems, {"rule": rule})
        if made is not None and rule is not None:
            yield made
        problems.broken |= {where} if rule is None else set()


_OF_PATHWAY = ("label", "ask", "name", "help", "reading", "errors", "read_aloud")
"""What a file says of the question for the pathway; its options are the pathways."""


def _seen_by(steps: list[Step], criteria: list[Criterion]) -> dict[str, Audience]:
    """Give who may see each question where it says nothing itself: whoever sees its step."""
    ruled = [key for criterion in criteria for key in criterion.keys]
    return {
        key: step.audience
        for step in steps
        for section in step.section
        for key in (*(ruled if section.criteria else ()), *section.questions)
    }


def _questions(
    raw: dict[str, Any],
    pathways: list[Pathway],
    criteria: list[Criterion],
    seen_by: dict[str, Audience],
    of_person: set[str],
    problems: Problems,
) -> Iterable[Question]:
    read_by = {leaf.key: (criterion, leaf) for criterion in reversed(criteria) for leaf in leaves(criterion.rule)}
    for where, entry in _tables(raw, "question", "key", problems):
        key, label = str(entry.get("key")), entry.get("label")
        filled: dict[str, Any] = {
            "when": read_condition(entry["when"], f"{where}.when", problems) if "when" in entry else None,
            "notes": tuple(_conditioned(Note, entry.get("note", []), f"{where}.note", problems)),
        }
        if "audience" not in entry:
            filled["audience"] = seen_by.get(key, "officer")
        if "of_person" not in entry:
            filled["of_person"] = key in of_person
        if "name" not in entry:
            filled["name"] = str(label).lower()
        if key == PATHWAY:
            problems.unknown({n: entry[n] for n in ("options", "unknown") if n in entry}, _OF_PATHWAY, where)
            options = [Option(id=p.id, title=p.title, help=p.help, key=p.key) for p in pathways]
            filled |= {"options": tuple(options), "pathway": True, "unknown": False}
        if entry.get("kind") == "text" or entry.get("full"):
            filled["unknown"] = False
        if key in read_by:
            criterion, leaf = read_by[key]
            filled |= {"quote": criterion.quote, "window": leaf.span if isinstance(leaf, Within) else None}
        made = record(Question, entry, where, problems, filled)
        if made is not None:
            yield made


def _services(raw: dict[str, Any], problems: Problems) -> Iterable[Service]:
    for where, entry in _tables(raw, "service", "id", problems):
        suggestions = tuple(_conditioned(Suggestion, entry.get("suggest", []), f"{where}.suggest", problems))
        made = record(Service, entry, where, problems, {"suggestions": suggestions})
        if made is not None:
            yield made


def _partners(raw: dict[str, Any], problems: Problems) -> Iterable[Partner]:
    for where, entry in _tables(raw, "partner", "id", problems):
        when = read_condition(entry["officers"], f"{where}.officers", problems) if "officers" in entry else None
        made = record(Partner, entry, where, problems, {"officers": when})
        if made is not None:
            yield made


def _conditioned(
    kind: type[T],
    entries: Any,  # noqa: ANN401 - raw TOML
    where: str,
    problems: Problems,
) -> Iterable[T]:
    """Read a sentence with its condition, or an array of them: notes, suggestions, contradictions."""
    said = "cause" if kind is Suggestion else "text"
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        place = f"{where}.{number}"
        if not isinstance(entry, dict):
            problems.refuse(place, entry, f'{{ when = {{...}}, {said} = "..." }}')
            continue
        when = read_condition(entry.get("when"), f"{place}.when", problems)
        made = record(kind, entry, place, problems, {"when": when})
        if made is not None and when is not None:
            yield made


def _tables(raw: dict[str, Any], name: str, key: str, problems: Problems) -> list[tuple[str, dict[str, Any]]]:
    """Give an array of tables, each with its place: ``question.name``, or its number where it has no name."""
    entries = raw.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.add(name, f"is no array of tables; write [[{name}]] above each")
        return []
    names = [str(entry.get(key, number)) for number, entry in enumerate(entries, 1)]
    for repeated in sorted({each for each in names if names.count(each) > 1}):
        problems.add(f"{name}.{repeated}", "stands twice; give each its own name")
    return [(f"{name}.{each}", entry) for each, entry in zip(names, entries, strict=True)]
