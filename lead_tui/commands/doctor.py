"""``doctor``: what is wrong with the case file and around it, and what mends each."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import msgspec

from lead_tui import health, output, places
from lead_tui.access import Deed
from lead_tui.ending import COULD_NOT, DONE
from lead_tui.finding import Finding, State
from lead_tui.program import Program
from lead_tui.program_file import ProgramError
from lead_tui.settings import Settings


def run(settings: Settings, *, tidy: bool, as_json: bool, log_after: int) -> int:
    """Print a line a finding; gives 1 where anything is wrong. With *tidy* the file is mended first. For staff."""
    settings.require(Deed.DOCTOR)
    path = places.case_file(settings.db)
    if tidy:
        _tidy(path)
    findings = health.look(
        path,
        _program(settings),
        call=call(settings),
        user=settings.who(),
        now=settings.now(),
        log_after=log_after,
    )
    if as_json:
        output.write(f"{output.json_text(msgspec.to_builtins(each))}\n" for each in findings)
    else:
        for each in findings:
            output.say(_line(each))
    return COULD_NOT if any(each.state is State.WRONG for each in findings) else DONE


def call(settings: Settings) -> str:
    """Give the command as it has to be typed for this case file, from this place."""
    named, usual = (os.path.abspath(places.case_file(given)) for given in (settings.db, None))  # noqa: PTH100 - links stay as typed
    return "lead-tui" if named == usual else f"lead-tui --db {shlex.quote(named)}"


def _program(settings: Settings) -> Program | ProgramError:
    try:
        return settings.read_program()
    except ProgramError as problem:
        return problem


def _tidy(path: Path) -> None:
    # Here, since only looking needs no TinyDB.
    from lead_tui.casefile import CaseStorage

    storage = CaseStorage(path)
    storage.tidy()
    for notice in storage.notices:
        output.complain(f"lead-tui: {notice}")
    storage.close()


def _line(finding: Finding) -> str:
    mend = f" Mend: {finding.mend}" if finding.mend else ""
    return f"{finding.state:<6}{finding.point:<11}{finding.text}{mend}"
