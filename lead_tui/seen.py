"""The case file as one person may see it: what every screen and command asks instead of the store."""

from __future__ import annotations

import msgspec

from lead_tui.access import RECEIVED, Access
from lead_tui.case import Case
from lead_tui.program import Program
from lead_tui.refusals import CannotRead, NoSuchCase
from lead_tui.store import Store, Summary


class Seen:
    """The cases of *store* that *access* lets through, as far as it does."""

    def __init__(self, store: Store, program: Program, access: Access) -> None:
        self.access = access
        self._store = store
        self._program = program

    @property
    def place(self) -> str:
        """Where the cases are, in words."""
        return "your referrals" if self.access.limited else str(self._store.path)

    def rows(self) -> list[Summary]:
        """Give a row for each case, in the order in which they were made."""
        rows = self._store.summaries()
        if not self.access.limited:
            return rows
        seen = (self._seen(row.case) for row in rows if self.access.owns(row.created_by))
        return [_row(case) for case in seen if case is not None]

    def get(self, number: str) -> Case:
        """Give one case. Raises NoSuchCase, in the same words where there is one that is not to be known of.

        The log tells of the look.
        """
        case = self._get(number)
        self._store.look(number, by=self.access.user)
        return case

    def _get(self, number: str) -> Case:
        if not self.access.limited:
            return self._store.get(number)
        own = any(row.case == number and self.access.owns(row.created_by) for row in self._store.summaries())
        case = self.access.view(self._program, self._store.get(number)) if own else None
        if case is None:
            raise NoSuchCase(f'No case "{number}" in {self.place}. The list shows the numbers that there are.')
        return case

    def of(self, case: Case) -> Case:
        """Give what is seen of a record just saved, under the record's own revision."""
        seen = self.access.view(self._program, case) or Case(case=case.case, status=RECEIVED)
        return msgspec.structs.replace(seen, rev=case.rev)

    def _seen(self, number: str) -> Case | None:
        try:
            return self.access.view(self._program, self._store.get(number))
        except CannotRead:
            return None


def _row(case: Case) -> Summary:
    return Summary(**{name: getattr(case, name) for name in Summary.__struct_fields__})
