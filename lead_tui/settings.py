"""What a command works with, as the options before it say: case file, program, user, and the time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from lead_tui import output
from lead_tui.wrong_input import CouldNot, WrongInput

if TYPE_CHECKING:
    from lead_tui.access import Access, Deed
    from lead_tui.program import Program
    from lead_tui.seen import Seen
    from lead_tui.store import Store


def utc_now() -> datetime:
    """Give the time, in UTC; the one clock of all commands."""
    return datetime.now(UTC)


class Settings(NamedTuple):
    """The global options; what they name is opened only when a command asks for it."""

    db: str | None = None
    program: str | None = None
    user: str | None = None
    role: str | None = None
    agency: str | None = None

    def read_program(self) -> Program:
        """Give the program; ProgramError names all that is wrong with its file."""
        from lead_tui import places, program_file

        return program_file.load(places.program_file(self.program))

    def open_store(self) -> Store:
        """Give the store of the case file, and say on standard error what is unusual about it."""
        # Here, since a command that reads no case must not pay for TinyDB.
        from lead_tui import places
        from lead_tui.store import Store

        store = Store.open(places.case_file(self.db))
        self.tell_notices(store)
        return store

    @staticmethod
    def tell_notices(store: Store) -> None:
        """Say on standard error what is unusual about the case file and its log, once."""
        for notice in store.notices:
            output.complain(f"lead-tui: {notice}")
        store.notices.clear()

    def who(self) -> str:
        """Give the name that changes are recorded under."""
        from lead_tui import places

        return places.user(self.user)

    def access(self, program: Program | None = None) -> Access:
        """Give what the person at the desk may see and do; WrongInput where no such role, or agency of *program*, is.

        Without a program nothing is shown under a consent.
        """
        from lead_tui import places
        from lead_tui.access import Access

        role = places.role(self.role)
        if program is None:
            return Access(user=self.who(), role=role)
        agency = places.agency(program, self.agency)
        return Access(user=self.who(), role=role, agency=agency, today=lambda: self.today(program))

    def seen(self, program: Program, store: Store) -> Seen:
        """Give the cases of *store* that the person at the desk may see."""
        from lead_tui.seen import Seen

        return Seen(store, program, self.access(program))

    def require(self, deed: Deed) -> None:
        """CouldNot where the person at the desk may not do that; the log beside the case file tells of it."""
        access = self.access()
        if not access.may(deed):
            self._log_refusal(deed, access.user)
            raise CouldNot(access.refusal(deed))

    def _log_refusal(self, deed: Deed, user: str) -> None:
        from lead_tui import places
        from lead_tui.log_line import REFUSED
        from lead_tui.refusals import StoreError
        from lead_tui.store import Store

        path = places.case_file(self.db)
        if path.exists():
            with suppress(StoreError):  # nothing is done that had to be logged
                store = Store.open(path)
                store.record(REFUSED, by=user, details={"what": str(deed)})
                store.close()

    def now(self) -> datetime:
        """Give the time in UTC."""
        return utc_now()

    def today(self, program: Program) -> date:
        """Give the day where the program is."""
        from zoneinfo import ZoneInfo

        return self.now().astimezone(ZoneInfo(program.time_zone)).date()

    def year(self, program: Program) -> int:
        """Give the year of today where the program is: case numbers carry it."""
        return self.today(program).year


def day(text: str | None, option: str, *, last: bool = False) -> date | None:
    """Give the first (or the last) day that an option means; WrongInput where it is no date."""
    if text is None:
        return None
    from lead_tui.partial_date import DateProblem, parse_edtf

    try:
        known = parse_edtf(text)
        found = known.latest if last else known.earliest
    except DateProblem:
        found = None
    if found is None or "/" in text:
        raise WrongInput(f'lead-tui: {option}: "{text}" is no date; write 2026, 2026-05 or 2026-05-14.')
    return found


def number_among(typed: str, numbers: Iterable[str], place: os.PathLike[str] | str) -> str:
    """Give the case number meant by *typed*: in any letter case, with or without its zeros.

    *place* says where the numbers are. CouldNot names the closest there is.
    """
    known = list(numbers)
    head, dash, count = typed.strip().upper().rpartition("-")
    meant = f"{head}-{int(count):04d}" if dash and count.isdecimal() and count.isascii() else typed.strip().upper()
    if meant in known:
        return meant
    if not known:
        raise CouldNot(f'no case "{typed}": there are no cases yet in {place}.')
    # Imported here: only a wrong number needs it.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    closest = process.extractOne(meant, known, scorer=OSA.distance)[0]
    raise CouldNot(f'no case "{typed}" in {place}; the closest is {closest}. lead-tui list shows all.')


OPTIONS = tuple(f"--{name}" for name in Settings._fields)
"""The names of the global options on a command line."""
