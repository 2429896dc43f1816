"""Whether all is well with a case file and what stands beside it: a finding for each thing looked at.

It only reads, and takes no lock. Each finding that is wrong says what mends it: a command where one does, else
what a person has to do.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from lead_tui import backup_names, surroundings
from lead_tui.case_reader import CaseReader
from lead_tui.file_health import of_records, settle
from lead_tui.finding import Finding, good, quoted, wrong
from lead_tui.program import Program
from lead_tui.refusals import StoreError


def look(path: Path, program: Program | Exception, *, call: str, user: str, now: datetime) -> list[Finding]:
    """Look at the case file and at all that stands beside it.

    *program* is the one in use, or what is wrong with its file; *call* is how this case file is named to the command,
    like ``lead-tui --db cases.json``.
    """
    path = Path(os.path.realpath(path))
    found: list[Finding] = []
    reader = CaseReader(path)
    try:
        settle(reader)
    except StoreError as problem:
        found.append(wrong("file", str(problem), _restoring(path, call)))
    else:
        if path.exists():
            found += of_records(reader, program, call=call, now=now)
        else:
            found.append(wrong("file", f"There is no case file {path}.", _restoring(path, call) or f"{call} intake"))
    finally:
        reader.close()
    if isinstance(program, Exception):
        first = str(program).splitlines()[0].removeprefix("lead-tui: ")
        found.append(wrong("program", f"The program file is not valid: {first}", "lead-tui program check"))
    else:
        found.append(good("program", f"{program.id} {program.version} is valid."))
    if path.parent.is_dir():
        found += surroundings.around(path, call=call, now=now)
    found += surroundings.kept(path, user, call)
    return found


def _restoring(path: Path, call: str) -> str:
    """Give the command that puts the newest backup in the place of the file; nothing where there is none."""
    kept = backup_names.kept(path, backup_names.usual_folder(path))
    return f"{call} restore {quoted(kept[-1])}" if kept else ""
