"""The commands of operators, who keep the case file and its log: each parses, calls one function, and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lead_tui.arguments import AsJson, CaseNumber, case_numbers, example

operators_app = typer.Typer(rich_markup_mode=None)
"""Has no name: its commands stand among those of the desk."""
log_app = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
    epilog=example("lead-tui log --case W26-0042", "lead-tui log verify"),
)
operators_app.add_typer(log_app, name="log")


@operators_app.command(
    epilog=example("lead-tui doctor", "lead-tui doctor --json | grep wrong", "lead-tui doctor --tidy")
)
def doctor(
    context: typer.Context,
    tidy: Annotated[
        bool, typer.Option("--tidy", help="First mend the file, and write it anew without superseded lines.")
    ] = False,
    log_after: Annotated[
        int,
        typer.Option("--log-after", min=0, metavar="N", help="Tell nothing again that is wrong up to line N."),
    ] = 0,
    json: AsJson = False,
) -> None:
    """Look whether all is well with the case file, and around it.

    Prints a line for each thing looked at; where one is wrong, with what mends it, and the exit code is 1.
    Without --tidy it only reads.
    """
    from lead_tui.commands import doctor as command

    raise typer.Exit(command.run(context.obj, tidy=tidy, as_json=json, log_after=log_after))


@operators_app.command(epilog=example("lead-tui backup", "lead-tui backup /srv/backup --keep 90"))
def backup(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to; without it, backups beside the case file.")
    ] = None,
    keep: Annotated[int, typer.Option("--keep", min=1, metavar="N", help="How many to keep; older ones go.")] = 30,
) -> None:
    """Copy the case file and its log, while others work.

    The copy is of one moment, readable by you alone, and read back before its path is printed. Of this case
    file's backups in the folder the newest N stay; nothing else there is touched.
    """
    from lead_tui.commands import backup as command

    command.run(context.obj, folder, keep=keep)


@operators_app.command(
    epilog=example(
        'lead-tui expunge W26-0042 --order "26-0114 of 3 November 2026"',
        'lead-tui expunge W26-0042 --answers name --answers notes --order "26-0114"',
    )
)
def expunge(
    context: typer.Context,
    case: CaseNumber,
    order: Annotated[
        str, typer.Option("--order", metavar="TEXT", help="By which order; it stays in the file and in the log.")
    ],
    answers: Annotated[
        list[str] | None,
        typer.Option("--answers", metavar="KEY", help="Only this answer; the case lives. May be given again."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Without a question.")] = False,
) -> None:
    """Take a case out of the case file for good, by an order.

    Its number stays and is not given again. What may still hold it, like backups and exports, is said at the
    end. A case on legal hold is refused. Name in the order no person: it stays.
    """
    from lead_tui.commands import expunge as command

    command.run(context.obj, case, order=order, answers=answers or (), yes=yes)


@operators_app.command(
    epilog=example(
        'lead-tui hold W26-0042 --reason "subpoena 26-0114"',
        'lead-tui hold W26-0042 --release --reason "subpoena withdrawn"',
    )
)
def hold(
    context: typer.Context,
    case: CaseNumber,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays in the record.")],
    release: Annotated[bool, typer.Option("--release", help="Release it instead.")] = False,
) -> None:
    """Put a case on legal hold: nothing of it can be expunged until that is released."""
    from lead_tui.commands import hold as command

    command.run(context.obj, case, reason=reason, release=release)


@log_app.callback()
def log(
    context: typer.Context,
    case: Annotated[
        str | None,
        typer.Option("--case", metavar="CASE", help="Only of this case, like W26-0042.", autocompletion=case_numbers),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")] = None,
    json: AsJson = False,
) -> None:
    """Show who did what to which case, and when: the log beside the case file, the oldest first.

    It names the questions that were answered, never an answer.
    """
    if context.invoked_subcommand is None:
        from lead_tui.commands import log as command

        command.run(context.obj, case=case, since=since, as_json=json)


@log_app.command("verify", epilog=example("lead-tui log verify"))
def log_verify(
    context: typer.Context,
    after: Annotated[
        int, typer.Option("--after", min=0, metavar="N", help="Tell nothing again that is wrong up to line N.")
    ] = 0,
) -> None:
    """Say whether the log is whole: nothing in it changed, taken out or cut off, and every case as it says.

    Who notes the hash elsewhere can tell later that nothing before it was changed. The exit code is 1 where
    anything is wrong.
    """
    from lead_tui.commands import log as command

    raise typer.Exit(command.verify(context.obj, after=after))


@operators_app.command(epilog=example("lead-tui restore backups/cases-20261124T213000Z-1f3a5c7e.json"))
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the case file.

    The backup is checked whole, and what would change is shown, before you are asked. What is replaced is
    kept as a backup. Desks that are open go on with what was restored. A case that was emptied stays so, and
    no number is given twice; the log goes on.
    """
    from lead_tui.commands import restore as command

    command.run(context.obj, file, yes=yes)
