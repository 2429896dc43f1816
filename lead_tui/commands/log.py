"""``log``: who did what to which case, and whether the log is whole. For staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from lead_tui import listing, log_page, log_proof, output
from lead_tui.access import Deed
from lead_tui.ending import COULD_NOT, DONE
from lead_tui.log_line import Line, opened
from lead_tui.settings import Settings, day, number_among
from lead_tui.wrong_input import WrongInput


def run(settings: Settings, *, case: str | None, since: str | None, as_json: bool) -> None:
    """Print the lines of the log, of one case or since a day where that is asked for, the oldest first."""
    settings.require(Deed.LOG)
    program = settings.read_program()
    first = day(since, "--since", last=False)
    store = settings.open_store()
    found = [opened(text) for text in log_proof.read(store.log_path)]
    lines = [each[:2] for each in found if each is not None]
    if case is not None:
        known = dict.fromkeys(line.case for line, _ in lines if line.case)
        number = number_among(case, [*(row.case for row in store.summaries()), *known], store.log_path)
        lines = [(line, digest) for line, digest in lines if line.case == number]
    zone = ZoneInfo(program.time_zone)
    lines = [(line, digest) for line, digest in lines if first is None or _since(line, first, zone)]
    if as_json:
        output.write(f"{output.json_text(msgspec.to_builtins(line) | {'hash': digest})}\n" for line, digest in lines)
    else:
        when = listing.in_full(program)
        for line, _ in lines:
            output.say(log_page.sentence(line, when))
    if unread := len(found) - sum(each is not None for each in found):
        output.complain(f"lead-tui: {unread} line(s) of the log cannot be read; see lead-tui log verify.")
    elif not lines:
        output.complain(f"Nothing of that in {store.log_path}.")


def verify(settings: Settings, *, after: int) -> int:
    """Say in one line that the log is whole, or a line for each thing wrong; gives the exit code."""
    settings.require(Deed.LOG)
    program = settings.read_program()
    store = settings.open_store()
    proof = store.verify_log(after=after)
    if proof.findings:
        output.write(_told(proof.findings))
        return COULD_NOT
    if not proof.lines:
        output.say(f"There is no log beside {store.path} yet; it begins with the next save.")
        return DONE
    if after > proof.last:
        raise WrongInput(f"lead-tui: --after: the log ends at line {proof.last}; write that, or a line before it.")
    since = f" after line {after}" if after else ""
    count = "1 line" if proof.lines == 1 else f"{proof.lines:,} lines"
    output.say(f"Whole{since}: {count} until {listing.in_full(program)(proof.until)}, hash {proof.digest}.")
    return DONE


def _told(findings: list[str]) -> Iterator[str]:
    for finding in findings:
        yield f"{finding}\n"


def _since(line: Line, first: date, zone: ZoneInfo) -> bool:
    then = listing.at_place(line.at, zone)
    return then is None or then.date() >= first  # whose time nobody can tell is left out by none
