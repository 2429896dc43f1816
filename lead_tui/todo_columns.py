"""The columns of what is to be done: number, person, by when, what, the last try, the days since the referral."""

from __future__ import annotations

import msgspec

from lead_tui import todo
from lead_tui.cell_text import cut
from lead_tui.listing import Row, result
from lead_tui.todo import Words, short_step

_CURSOR = 3
_NARROW, _WIDE = 80, 120
"""Columns below which only number, person, day and step are told, and from which also who has the case."""
_INITIALS, _NAME = 9, 20
_STEP = 12
"""Cells that a next step has at least, before a whole name has more."""
_MOST_STEP = 40
_SHORT_TRY, _WHOLE_TRY = 18, 21


class TodoColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Widths of the columns; 0 where one is not shown. The next step has what the others leave."""

    number: int = 10
    person: int = _INITIALS
    due: int = 18
    step: int = 0
    tried: int = 0
    since: int = 0
    assigned: int = 0
    pathway: int = 0
    result: int = 0

    @classmethod
    def of(cls, width: int, *, whole_names: bool = False) -> TodoColumns:
        """Give the widths for a table of *width* columns."""
        plain = cls(person=0)
        if width >= _NARROW:
            plain = cls(person=0, tried=_SHORT_TRY, since=8)
        if width >= _WIDE:
            tried = _WHOLE_TRY if width >= _WIDE + 20 else _SHORT_TRY
            plain = cls(
                person=0, tried=tried, since=9, assigned=min(12 + (width - _WIDE) // 5, 18), pathway=9, result=15
            )
        room = width - _CURSOR - sum(msgspec.structs.astuple(plain))
        person = min(max(room - _STEP, 0) * 2 // 3 + 4, _NAME) if whole_names else _INITIALS
        return msgspec.structs.replace(plain, person=person, step=min(max(room - person, 0), _MOST_STEP))

    def heading(self) -> str:
        """Give the row of column heads."""
        heads = (
            ("Number", self.number),
            ("Person", self.person),
            ("  Due", self.due),
            ("Next step", self.step),
            ("Last try", self.tried),
            ("Referral", self.since),
            ("Who has it", self.assigned),
            ("Pathway", self.pathway),
            ("Rule result", self.result),
        )
        return " " * _CURSOR + "".join(cut(head, room) for head, room in heads)

    def row(self, row: Row, person: str, words: Words, *, user: str = "") -> list[tuple[str, str]]:
        """Give the cells of one case, each with the name of its style; what *user* has is told as mine."""
        found, style = result(row.outcome)
        name = person if row.name.strip() or self.person > len(person) else "no name"
        step = words.step if len(words.step) < self.step else short_step(words.step)
        tried = words.tried if self.tried > _SHORT_TRY else words.tried_short
        who = "me" if row.assigned == user != "" else row.assigned or todo.NOBODY
        return [
            (_cell(row.case, self.number) + _cell(name, self.person), ""),
            (_cell(words.due, self.due), "strong" if words.pressing else ""),
            (_cell(step, self.step), ""),
            (_cell(tried or todo.NEVER_TRIED, self.tried) + cut(words.since, self.since), ""),
            (_cell(who, self.assigned) + _cell(row.pathway, self.pathway), ""),
            (cut(found, self.result), style),
        ]


def _cell(text: str, width: int) -> str:
    """Give *text* with a blank behind it in *width* cells; what does not fit is marked as left out."""
    return f"{cut(text, width - 1)} " if width > 0 else ""
