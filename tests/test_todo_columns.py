from __future__ import annotations

import pytest
from rich.cells import cell_len

from lead_tui import todo
from lead_tui.lines import Summary
from lead_tui.todo_columns import TodoColumns
from lead_tui.widgets.paint import plain

WIDE = "名" * 50


@pytest.mark.parametrize("whole_names", [True, False])
def test_the_columns_stand_under_their_heads_at_every_width_whatever_is_in_them(whole_names):
    told = todo.Words(
        due="  today", overdue=False, pressing=True, step=WIDE, tried=WIDE, tried_short=WIDE, since="day 5"
    )
    row = Summary(case="W26-0031", name=WIDE, assigned=WIDE, outcome="not_eligible", pathway=WIDE)
    for width in range(60, 200):
        columns = TodoColumns.of(width, whole_names=whole_names)

        heads, cells = columns.heading(), plain(columns.row(row, WIDE, told, user="sample-user"))

        assert cell_len(heads) <= width
        assert cell_len(cells) == cell_len(heads) - 3
        assert heads.index("Due") == 3 + cell_len(cells[: cells.index("today")])
        assert heads.index("Next step") == 3 + cell_len(cells[: cells.index("today")]) + 16


@pytest.mark.parametrize("step", ["First contact", "Intake appointment", "Call back"])
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_what_comes_next_by_itself_is_never_cut(step, width):
    told = todo.words(Summary(next=step, due="2026-11-24"), todo.date(2026, 11, 24), todo.ZoneInfo("UTC"), ())

    cells = plain(TodoColumns.of(width, whole_names=True).row(Summary(), "Sample Person 01", told, user=""))

    assert "today" in cells
    assert step in cells or todo.short_step(step) in cells
