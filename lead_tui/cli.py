"""The commands: each parses its arguments, calls one function, and prints.

``--help`` loads neither Textual nor TinyDB: what a command needs is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from lead_tui import output
from lead_tui.arguments import (
    AnswersFile,
    AsJson,
    CaseNumber,
    Differs,
    Due,
    Mine,
    Outcomes,
    Pathways,
    Plain,
    ProgramFile,
    Statuses,
    case_numbers,
    example,
)
from lead_tui.ending import ended
from lead_tui.exports import FormatName
from lead_tui.operator_commands import operators_app
from lead_tui.settings import OPTIONS, Settings

if TYPE_CHECKING:
    from lead_tui.listing import Filters

PROGRAM_NAME = "lead-tui"

app = typer.Typer(
    name=PROGRAM_NAME,
    rich_markup_mode=None,  # drawn help costs as much again as all the rest, and reads worse aloud
    pretty_exceptions_enable=False,
    add_completion=True,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=example("lead-tui", "lead-tui check referral.json", "lead-tui export csv -o cases.csv"),
)
program_app = typer.Typer(
    rich_markup_mode=None,
    help="Check a program file, or show what it states.",
    epilog=example("lead-tui program check wilmington.toml"),
)
app.add_typer(program_app, name="program")
app.add_typer(operators_app)


@app.callback()
def lead_tui(
    context: typer.Context,
    db: Annotated[str | None, typer.Option("--db", metavar="FILE", envvar="LEAD_TUI_DB", help="The case file.")] = None,
    program: Annotated[
        str | None, typer.Option("--program", metavar="FILE", envvar="LEAD_TUI_PROGRAM", help="The program file.")
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(
            "--user", metavar="NAME", envvar="LEAD_TUI_USER", help="Who is at the desk; else the name of the login."
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role", metavar="officer|staff", envvar="LEAD_TUI_ROLE", help="An officer has their own referrals alone."
        ),
    ] = None,
    agency: Annotated[
        str | None,
        typer.Option(
            "--agency", metavar="ID", envvar="LEAD_TUI_AGENCY", help="The officer's: for what a consent lets it see."
        ),
    ] = None,
    plain: Plain = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """The intake desk of a LEAD program, in the terminal.

    Without a command it opens the desk: the list of cases, and new intakes.
    """
    settings = context.obj = Settings(db=db, program=program, user=user, role=role, agency=agency)
    if version:
        from importlib.metadata import version as version_of

        output.say(f"{PROGRAM_NAME} {version_of(PROGRAM_NAME)}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from lead_tui.commands import desk

        raise typer.Exit(desk.run(settings, plain=plain))


@app.command(epilog=example("lead-tui intake", "lead-tui intake W26-0042", "lead-tui intake --plain"))
def intake(
    context: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="A case to go on with, like W26-0042.", autocompletion=case_numbers),
    ] = None,
    plain: Plain = False,
) -> None:
    """Start a new intake, or go on with one.

    Every answer is saved as it is given. With --plain the questions come line by line: for screen readers
    and for terminals that cannot draw.
    """
    from lead_tui.commands import desk

    raise typer.Exit(desk.run(context.obj, case=case, plain=plain, intake=True))


@app.command(
    "list",
    epilog=example("lead-tui list --mine --due", "lead-tui list --outcome undetermined", "lead-tui list --json"),
)
def list_cases(
    context: typer.Context,
    find: Annotated[
        str | None, typer.Option("--find", metavar="TEXT", help="Only ones with this in number or name.")
    ] = None,
    pathway: Pathways = None,
    outcome: Outcomes = None,
    status: Statuses = None,
    decision_differs: Differs = False,
    mine: Mine = False,
    due: Due = False,
    names: Annotated[bool, typer.Option("--names", help="Whole names instead of initials.")] = False,
    json: AsJson = False,
) -> None:
    """List the cases: what is to be done with what is due first, then drafts, then the newest."""
    from lead_tui.commands import list_

    filters = _filters(context, pathway, outcome, status, differs=decision_differs, mine=mine, due=due)
    list_.run(context.obj, filters=filters, find=find, whole_names=names, as_json=json)


@app.command(epilog=example("lead-tui show W26-0042", "lead-tui show w26-42 --json"))
def show(context: typer.Context, case: CaseNumber, json: AsJson = False) -> None:
    """Show one case: the rule result with its reasons, and the record."""
    from lead_tui.commands import show as command

    command.run(context.obj, case, as_json=json)


@app.command(epilog=example("lead-tui contact W26-0042"))
def contact(context: typer.Context, case: CaseNumber) -> None:
    """Record what happened with a case: calls, appointments, the next step, closing.

    It asks line by line, as the desk does with the key c.
    """
    from lead_tui.commands import contact as command

    raise typer.Exit(command.run(context.obj, case))


@app.command(
    epilog=example(
        "lead-tui check referral.json",
        'echo \'{"pathway": "social", "seeking_treatment": "yes"}\' | lead-tui check -',
    )
)
def check(context: typer.Context, file: AnswersFile) -> None:
    """Say the rule result of answers in a file.

    The file holds one JSON object with a key for each answer, an array of them, or JSON Lines. For each,
    one JSON object is printed: outcome, findings, open questions. Nothing is saved. Where anything in the
    file is wrong, nothing is printed but the errors, a line each, and the exit code is 2.
    """
    from lead_tui.commands import check as command

    command.run(context.obj, file)


@app.command("import", epilog=example("lead-tui import --dry-run referrals.csv", "lead-tui import referrals.csv"))
def import_cases(
    context: typer.Context,
    file: AnswersFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; save nothing.")] = False,
) -> None:
    """Make cases of answers in a file, all or none.

    The file holds JSON Lines, one case a line, or CSV in the columns of export csv. All of it is checked
    first; where anything is wrong, nothing is imported. The new case numbers are printed once they are
    safe on disk.
    """
    from lead_tui.commands import import_

    import_.run(context.obj, file, dry_run=dry_run)


@app.command(epilog=example("lead-tui export csv -o cases.csv", "lead-tui export jsonl --since 2026-10 | head"))
def export(
    context: typer.Context,
    form: Annotated[FormatName, typer.Argument(metavar="|".join(get_args(FormatName)), help="The format.")],
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, readable by you alone.")
    ] = None,
    pathway: Pathways = None,
    outcome: Outcomes = None,
    status: Statuses = None,
    decision_differs: Differs = False,
    mine: Mine = False,
    due: Due = False,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First date of referral.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last date of referral.")] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Drafts too.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="For csv: mark it as UTF-8, for Excel.")] = False,
    to: Annotated[
        str | None, typer.Option("--to", metavar="TEXT", help="For whom it is; the log tells of every export.")
    ] = None,
) -> None:
    """Export cases in the order of their numbers.

    Every format has the same columns: the case number, the answers, the state of the record. A text that
    a spreadsheet would take for a formula begins with an apostrophe; import takes it off again.
    """
    from lead_tui.commands import export as command

    filters = _filters(context, pathway, outcome, status, differs=decision_differs, mine=mine, due=due)
    command.run(context.obj, form, file=file, filters=filters, since=since, until=until, drafts=drafts, bom=bom, to=to)


@program_app.command("check", epilog=example("lead-tui program check wilmington.toml"))
def program_check(context: typer.Context, file: ProgramFile = None) -> None:
    """Say all that is wrong with a program file, a line each."""
    from lead_tui.commands import program

    program.check(context.obj, file)


@program_app.command("show", epilog=example("lead-tui program show"))
def program_show(context: typer.Context, file: ProgramFile = None) -> None:
    """Show what a program states: pathways, criteria, quotes, questions."""
    from lead_tui.commands import program

    program.show(context.obj, file)


@app.command(epilog=example("lead-tui demo"))
def demo(context: typer.Context, plain: Plain = False) -> None:
    """Open the desk over made-up people, to look around."""
    from lead_tui.commands import demo as command

    raise typer.Exit(command.run(context.obj, plain=plain))


def _filters(
    context: typer.Context,
    pathways: Sequence[str] | None,
    outcomes: Sequence[str] | None,
    statuses: Sequence[str] | None,
    *,
    differs: bool,
    mine: bool,
    due: bool,
) -> Filters:
    """Give the filters; WrongInput for a pathway that the program has not, CouldNot for what an officer may not ask."""
    # Here, since help pages need no records.
    from lead_tui.listing import Filters
    from lead_tui.wrong_input import WrongInput

    if pathways:
        known = [pathway.id for pathway in context.obj.read_program().pathways]
        for given in pathways:
            if given not in known:
                raise WrongInput(f'lead-tui: --pathway: "{given}" is none; write {" or ".join(known)}.')
    if due:
        from lead_tui.access import Deed

        context.obj.require(Deed.CONTACT)
    return Filters(
        pathways=frozenset(pathways or ()),
        outcomes=frozenset(outcomes or ()),
        statuses=frozenset(statuses or ()),
        differs=differs,
        # An officer has no other cases than their own.
        mine=context.obj.who() if mine and not context.obj.access().limited else "",
        due_by=context.obj.today(context.obj.read_program()).isoformat() if due else "",
    )


# ------------------------------------------------------------------------------------------------- run


def run(arguments: Sequence[str]) -> int:
    """Run a command line and give its exit code; never a traceback."""
    return ended(lambda: typer.main.get_command(app).main(hoisted(arguments), PROGRAM_NAME, standalone_mode=False))


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Give the arguments with the global options first, so that they may stand behind the command too."""
    first: list[str] = []
    rest = list(arguments)
    others: list[str] = []
    while rest and rest[0] != "--":
        argument = rest.pop(0)
        name, equals, _ = argument.partition("=")
        if name in OPTIONS and (equals or rest):
            first += [argument] if equals else [argument, rest.pop(0)]
        else:
            others.append(argument)
    return [*first, *others, *rest]
