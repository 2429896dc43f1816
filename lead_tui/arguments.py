"""The arguments and options that commands share, with what a shell completes them to.

Help pages load this, so it needs neither the rules nor the records.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lead_tui.settings import Settings


def example(*lines: str) -> str:
    """Give the end of a help page; the first character keeps its lines as they are."""
    heading = "Example:" if len(lines) == 1 else "Examples:"
    return "\b\n" + "\n".join([heading, *(f"  {line}" for line in lines)])


def case_numbers(context: typer.Context, incomplete: str) -> list[str]:
    """Give the case numbers that begin so and may be known, in the letter case that was typed; no names."""
    try:
        from lead_tui import places
        from lead_tui.store import Store

        settings = _settings(context)
        store = Store.open(places.case_file(settings.db))
        rows = settings.seen(settings.read_program(), store).rows()
    except Exception:  # noqa: BLE001 - a shell that completes has no place for an error
        return []
    small = incomplete.islower()
    numbers = (row.case.lower() if small else row.case for row in rows)
    return [number for number in numbers if number.startswith(incomplete)]


def pathways(context: typer.Context, incomplete: str) -> list[str]:
    """Give the program's pathways that begin so."""
    try:
        program = _settings(context).read_program()
    except Exception:  # noqa: BLE001 - a shell that completes has no place for an error
        return []
    return [pathway.id for pathway in program.pathways if pathway.id.startswith(incomplete)]


def _settings(context: typer.Context) -> Settings:
    """Give the global options of a line that is being completed, as far as they stand before the command."""
    given = context.find_root().params
    return Settings(**{name: given.get(name) for name in Settings._fields})


class OutcomeName(StrEnum):
    """Rule results; the rules have them too, but a help page must not load the rules."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


class StatusName(StrEnum):
    """Statuses of a case; an officer's own are draft and received."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    EXPUNGED = "expunged"
    RECEIVED = "received"


AnswersFile = Annotated[str, typer.Argument(metavar="FILE", help="The file; - is standard input.")]
CaseNumber = Annotated[
    str, typer.Argument(metavar="CASE", help="Its number, like W26-0042.", autocompletion=case_numbers)
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for other tools.")]
Outcomes = Annotated[
    list[OutcomeName] | None,
    typer.Option(
        "--outcome", metavar="RESULT", help="Only eligible, not_eligible or undetermined ones; may be given again."
    ),
]
Statuses = Annotated[
    list[StatusName] | None,
    typer.Option("--status", metavar="STATUS", help="Only draft, open, closed or expunged ones; may be given again."),
]
Pathways = Annotated[
    list[str] | None,
    typer.Option(
        "--pathway",
        metavar="PATHWAY",
        help="Only ones of this pathway, like social; may be given again.",
        autocompletion=pathways,
    ),
]
Differs = Annotated[
    bool, typer.Option("--decision-differs", help="Only where the decision differs from the rule result.")
]
Mine = Annotated[bool, typer.Option("--mine", help="Only ones assigned to you, and your own drafts.")]
Due = Annotated[bool, typer.Option("--due", help="Only where something is due today or overdue.")]
Plain = Annotated[bool, typer.Option("--plain", help="Line by line, without a full screen.")]
ProgramFile = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="The program file; without it, the one in use.")
]
