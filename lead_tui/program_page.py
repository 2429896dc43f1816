"""A program as a page of text, for ``program show``: what it states, in its own words, and how it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from lead_tui import kinds
from lead_tui.condition import Condition
from lead_tui.condition import keys as keys_of
from lead_tui.program import Criterion, Program
from lead_tui.question import Question
from lead_tui.safe_text import shown

WIDTH = 80


def lines(program: Program, width: int = WIDTH) -> list[str]:
    """Give the page: pathways and their criteria with the quotes, the questions, services and partners."""
    return [line for text, indent in _texts(program) for line in _wrapped(text, indent, width)]


def summary(program: Program) -> str:
    """Give one line that says what a program file holds: it is right."""
    disqualifiers = sum(criterion.role == "disqualifier" for criterion in program.criteria.values())
    return (
        f"{program.id} {program.version}: OK. {len(program.pathways)} pathways, {len(program.criteria)} criteria "
        f"({disqualifiers} disqualifiers), {len(program.questions)} questions. Hash {program.hash[:8]}."
    )


def _texts(program: Program) -> Iterator[tuple[str, int]]:
    """Give each paragraph with its indent."""
    yield f"# {program.name}", 0
    yield "", 0
    yield f"Program file: {program.id} {program.version}, hash {program.hash[:8]}", 0
    yield f"Source{f', as of {program.retrieved}' if program.retrieved else ''}:", 0
    yield program.source or "not given", 0
    yield f"Case numbers begin with {program.series}. Time zone: {program.time_zone}.", 0
    if program.page:
        yield "", 0
        yield f'"{program.page}"', 2
    for pathway in program.pathways:
        yield "", 0
        yield f"## {pathway.title}: {pathway.help}", 0
        yield "", 0
        yield "Criteria, in the order of asking:", 0
        for place, name in enumerate(pathway.criteria, 1):
            yield from _criterion(program.criteria[name], place)
    yield "", 0
    yield "## Questions, with the keys of their answers", 0
    yield "", 0
    for question in program.questions.values():
        yield from _question(question)
    yield from _list("Services", [(service.title, service.quote) for service in program.services])
    causes = [(s.title, each) for s in program.services for each in s.suggestions if _asks(program, each.when)]
    yield from _list("What suggests a service", [(f"{title}: because {each.cause}", "") for title, each in causes])
    yield from _list("Partners", [(partner.title, partner.quote) for partner in program.partners])
    yield from _list(
        "Answers that hardly go together",
        [(each.text, "") for each in program.contradictions if _asks(program, each.when)],
    )


def _asks(program: Program, condition: Condition) -> bool:
    """Say whether all that a condition reads is in this edition of the program."""
    return all(key in program.questions for key in keys_of(condition))


def _criterion(criterion: Criterion, place: int) -> Iterator[tuple[str, int]]:
    presumptive = "; a person may lift it, with a reason" if criterion.presumptive else ""
    yield f"{place}. {criterion.title} ({criterion.role}{presumptive})", 0
    yield f'"{criterion.quote}"', 3
    yield f"Reads: {', '.join(criterion.keys)}", 3


def _question(question: Question) -> Iterator[tuple[str, int]]:
    yield f"{question.key}: {question.ask}", 0
    accepted = [option.id for option in question.options] or [_ACCEPTED[question.kind]]
    if question.kind == "date" and question.full:
        accepted = ["a full date"]
    if question.unknown:
        accepted += ["unknown", "declined"]
    unit = f" ({question.unit})" if question.unit else ""
    yield f"{question.kind.replace('_', '/')}{unit}: {', '.join(accepted)}", 3
    if question.audience == "staff":
        yield "For staff alone", 3
    if question.when is not None:
        yield f"Asked only after: {', '.join(keys_of(question.when))}", 3
    if question.reading:
        yield f"Read as: {question.reading}", 3
    columns = kinds.columns(question)[1:]
    if columns:
        yield f"Also in exports: {', '.join(columns)}", 3


_ACCEPTED = {
    "yes_no": "yes, no",
    "choice": "one of the options",
    "ticks": "a list of options",
    "date": "a date, as much of it as is known",
    "event": "a date, as much of it as is known, or never",
    "number": "a number",
    "text": "text",
    "time": "a time of day",
}


def _list(title: str, entries: list[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    if not entries:
        return
    yield "", 0
    yield f"## {title}", 0
    yield "", 0
    for name, quote in entries:
        yield f"- {name}" + (f': "{quote}"' if quote and quote != name else ""), 0


def _wrapped(text: str, indent: int, width: int) -> list[str]:
    hang = indent + (3 if text[:1].isdigit() else 2 if text.startswith("- ") else 0)
    found = wrap(
        shown(text),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * hang,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return found or [""]
