"""Whether all is well with a case file and what stands beside it: a finding for each thing looked at.

It only reads, and takes no lock. Each finding that is wrong says what mends it: a command where one does, else
what a person has to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from lead_tui import backup_names, surroundings
from lead_tui.case_reader import CaseReader
from lead_tui.file_health import of_log, of_records, settle
from lead_tui.finding import Finding, good, quoted, wrong
from lead_tui.program import Program
from lead_tui.refusals import StoreError


def look(
    path: Path, program: Program | Exception, *, call: str, user: str, now: datetime, log_after: int = 0
) -> list[Finding]:
    """Look at the case file and at all that stands beside it.

    *program* is the one in use, or what is wrong with its file; *call* is how this case file is named to the command,
    like ``lead-tui --db cases.json``. What is wrong in the log up to the line *log_after* is not told again.
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
            found += _as_far_as_may_be("file", of_records(reader, program, call=call, now=now))
            found += _as_far_as_may_be("log", of_log(reader, call=call, after=log_after))
        else:
            found.append(wrong("file", f"There is no case file {path}.", _restoring(path, call) or f"{call} intake"))
    finally:
        reader.close()
    if isinstance(program, Exception):
        first = str(program).splitlines()[0].removeprefix("lead-tui: ")
        found.append(wrong("program", f"The program file is not valid: {first}", "lead-tui program check"))
    else:
        found.append(good("program", f"{program.id} {program.version} is valid."))
    for point, looked in {
        "rights": surroundings.rights(path),
        "aside": surroundings.beside(path, call),
        "disk": surroundings.disk(path),
        "backups": surroundings.backups(path, call, now),
        "kept": surroundings.kept(path, user, call),
    }.items():
        found += _as_far_as_may_be(point, looked)
    return found


def _as_far_as_may_be(point: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Give the findings; where this user may not look, that is one."""
    try:
        yield from findings
    except FileNotFoundError:
        return  # told already: there is no case file, or no folder for one
    except OSError as error:
        yield wrong(point, f"{error.filename}: {(error.strerror or str(error)).lower()}. Look as its owner.")
    except StoreError as problem:
        yield wrong(point, str(problem))


def _restoring(path: Path, call: str) -> str:
    """Give the command that puts the newest backup in the place of the file; nothing where there is none."""
    kept = backup_names.kept(path, backup_names.usual_folder(path))
    return f"{call} restore {quoted(kept[-1])}" if kept else ""
