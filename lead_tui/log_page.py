"""The log in sentences, for ``log``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from lead_tui import log_line as logs
from lead_tui.log_line import Line

_SENTENCES: Final[Mapping[str, str]] = {
    logs.OPENED: "opened {case}",
    logs.CHANGED: "changed {case}",
    logs.IMPORTED: "imported {case}",
    logs.LOOKED: "looked at {case}",
    logs.EXPORTED: "exported {cases}",
    logs.EXPUNGED: "expunged {case}",
    logs.DISCARDED: "discarded the draft {case}",
    logs.HELD: "put a legal hold on {case}",
    logs.RELEASED: "released the legal hold on {case}",
    logs.REFUSED: "was refused: {what} {case}",
    logs.BACKED_UP: "backed up {cases}",
    logs.RESTORED: "restored {cases}",
    logs.FAILED: "could not: what line {line} says did not happen",
    logs.BEGUN: "began the log beside {cases}",
}
"""What is said of each deed; of others their own word, and the case."""
_SAID: Final = ("what", "line", "cases", "first", "last", "torn", "also")


def sentence(line: Line, when: Callable[[str], str]) -> str:
    """Give a line of the log as a sentence. *when* gives a UTC time as people at the program's place say it."""
    details = {name: value for name, value in line.details.items() if name not in _SAID}
    if line.did == logs.GAP:
        said = f"found {_gap(line.details)}"
    else:
        said = (
            _SENTENCES.get(line.did, f"{line.did} {{case}}")
            .format_map(
                {
                    "case": line.case,
                    "cases": line.case or _counted(line.details.get("cases", 0)),
                    "what": line.details.get("what", ""),
                    "line": line.details.get("line", ""),
                }
            )
            .rstrip()
        )
    also = line.details.get("also")
    about = [*line.keys, *(also if isinstance(also, list) else [])]
    if about:
        said += f": {', '.join(map(str, about))}"
    if details:
        said += f" ({'; '.join(f'{name}: {_value(value)}' for name, value in details.items())})"
    origin = f" from {line.from_}" if line.from_ else ""
    return f"{line.n}  {when(line.at)}  {line.who}{origin} {said.strip()}."


def _gap(details: Mapping[str, Any]) -> str:
    first, last = details.get("first"), details.get("last")
    if first is None:
        return "a line that was cut off"
    return f"that line {first} is missing" if first == last else f"that lines {first} to {last} are missing"


def _counted(count: object) -> str:
    return "1 case" if count == 1 else f"{count:,} cases" if isinstance(count, int) else "cases"


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
