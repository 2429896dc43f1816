from __future__ import annotations

import pytest
from desk import SEVEN, case_file, desk, press, running, sample_case, screen_lines, screen_text, settled, written
from textual import events
from textual.screen import Screen
from textual.widgets import Button, Checkbox, DataTable, Input, Label, OptionList, RadioButton, Select, Static

from lead_tui import themes
from lead_tui.lines import Summary
from lead_tui.saver import SaveState
from lead_tui.screens.case_list import CaseList
from lead_tui.screens.quiet import QuietScreen, SafeLines

HOSTILE = "a\x1b[2Jb\x9bc\x00d\x0ee\x7ff\u202eg\u2066h\u2028i"
"""A name that would clear the screen, turn the line round, or both."""


async def test_a_moved_cursor_writes_two_rows_and_not_the_screen(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.screen.table.move_to(4)
        await settled(pilot)
        sent = written(app)

        app.screen.table.move_to(5)
        await pilot.pause()

        assert 0 < len("".join(sent)) < 700


async def test_a_change_of_focus_writes_less_than_a_tenth_of_the_screen(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        sent = written(app)

        await press(pilot, "slash")
        await pilot.pause()

        assert app.focused.id == "search"
        assert len("".join(sent)) < 700


async def test_textual_still_repaints_the_screen_at_a_change_of_focus_where_it_is_not_quiet(wilmington):
    """The reason for QuietScreen; when this fails, an upgrade has made it needless."""

    class Loud(Screen[None]):
        def compose(self):
            yield Input()
            yield Input()
            yield Static("x" * 1500)

    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await app.push_screen(Loud())
        await pilot.pause()
        sent = written(app)

        await press(pilot, "tab")
        await pilot.pause()

        assert len("".join(sent)) > 2000


async def test_an_idle_desk_writes_nothing(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash")
        await settled(pilot)
        sent = written(app)

        await pilot.pause(1.2)

        assert "".join(sent) == ""
        assert app.focused.cursor_blink is False


async def test_no_stock_widget_lets_a_control_character_through(wilmington):
    class Hostile(QuietScreen[None]):
        PLACE = "home"

        def compose_body(self):
            yield Static(HOSTILE, markup=False)
            yield Label(HOSTILE, markup=False)
            yield Input(HOSTILE, placeholder=HOSTILE)
            yield Button(HOSTILE)
            yield Checkbox(HOSTILE)
            yield RadioButton(HOSTILE)
            yield OptionList(HOSTILE, markup=False)
            yield Select([("a", 1)], prompt=HOSTILE)
            table = DataTable()
            table.add_column("x")
            table.add_row("y" + HOSTILE)
            yield table
            framed = Static("in", markup=False)
            framed.styles.border = ("solid", "white")
            framed.border_title = HOSTILE
            framed.border_subtitle = HOSTILE
            yield framed

    app = desk(wilmington, *SEVEN)
    async with running(app, (100, 60)) as pilot:
        await app.push_screen(Hostile())
        app.notify(HOSTILE, title=HOSTILE, markup=False)
        await settled(pilot)

        shown = screen_text(app)

        assert shown.count("bcdefghi") >= 9
        assert not set(shown) & set("\x1b\x9b\x00\x0e\x7f\u202e\u2066\u2028")


async def test_an_ascii_terminal_gets_ascii_alone(wilmington):
    look = themes.choose({"TERM": "vt100"})
    app = desk(wilmington, sample_case("W26-0041", name="José Núñez 漢"), look=look)
    async with running(app):
        shown = screen_text(app)

    assert shown.isascii()
    assert "Jose Nunez ??" in shown
    assert "-" * 80 in shown


async def test_a_name_of_markup_stays_as_it_was_typed(wilmington):
    names = ["[red]Sample[/red]", "[/b] x", "[@click=app.quit]y[/]", "[TODO] plan"]
    cases = [sample_case(f"W26-000{n}", name=name) for n, name in enumerate(names, 1)]
    app = desk(wilmington, *cases)
    async with running(app) as pilot:
        for number, name in zip(reversed(range(1, 5)), reversed(names), strict=True):
            app.screen.table.move_to(5 - number)
            await settled(pilot)
            assert name[:19] in screen_text(app)
            await press(pilot, "enter")
            await settled(pilot)
            assert name in screen_lines(app)[0]
            await press(pilot, "escape")
            await settled(pilot)

    assert app.fault is None


async def test_a_screen_too_small_says_so_and_takes_no_keys(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app, (59, 24)) as pilot:
        await press(pilot, "f")
        await pilot.pause()

        assert screen_lines(app)[0] == " 59x24 is too small: 60x20 is needed."
        assert isinstance(app.screen, CaseList)

        await pilot.resize_terminal(80, 24)
        await settled(pilot)

        assert "LEAD intake" in screen_lines(app)[0]


async def test_what_is_not_saved_stands_on_every_screen_until_it_is(wilmington):
    app = desk(wilmington, *SEVEN)
    problem = "Not saved: the disk of /home/sample/cases.json is full (1 MB needed). Nothing was lost; free space."
    async with running(app) as pilot:
        app.post_message(app.SavingChanged(SaveState(waiting=3, problem=problem)))
        await pilot.pause()
        rows = screen_lines(app)
        assert rows[0] == " !! NOT SAVED: the disk of /home/sample/cases.json is full (1 MB needed). Keep"
        assert rows[1] == " !! working: saving goes on by itself. 3 answers wait here; keep this window"
        assert rows[2] == " !! open."

        app.post_message(app.SavingChanged(SaveState(saved_at="2026-11-25T02:04:00Z")))
        await pilot.pause()

        assert "LEAD intake" in screen_lines(app)[0]


async def test_what_waits_no_more_is_not_said_to_wait(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.post_message(app.SavingChanged(SaveState(problem="Not saved: W26-0042 was expunged.")))
        await pilot.pause()
        assert screen_lines(app)[0] == " !! NOT SAVED: W26-0042 was expunged."
        assert "Keep working" not in screen_text(app)


async def test_the_alarm_stands_on_a_screen_opened_later_too(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.post_message(app.SavingChanged(SaveState(waiting=1, problem="Not saved: no.")))
        await pilot.pause()
        app.open_case("W26-0041")
        await settled(pilot)

        assert "1 answer waits" in screen_text(app)


async def test_ctrl_s_tells_the_truth(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "ctrl+s")
        assert "every answer is saved as you go" in app.screen.message_row.text

        app.post_message(app.SavingChanged(SaveState(saved_at="2026-11-25T02:04:00Z")))
        await pilot.pause()
        await press(pilot, "ctrl+s")

        assert app.screen.message_row.text == "Saved 9:04 pm"


@pytest.mark.parametrize(
    "torn", [["left_square_bracket", "D"], ["O", "D"], ["left_square_bracket", "1", "semicolon", "5", "D"]]
)
async def test_an_arrow_torn_apart_by_a_slow_line_does_nothing(wilmington, torn):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash", "escape", "slash", "x")
        await press(pilot, "escape", *torn, "slash", "y")
        await pilot.pause()

        assert app.screen.query_one(Input).value == "y"


async def test_esc_and_then_a_letter_is_that_letter(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "escape", "slash", "D", "left_square_bracket", "O")
        await pilot.pause()

        assert app.screen.query_one(Input).value == "D[O"


async def test_esc_never_quits_and_ctrl_c_is_another_esc(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        for key in ("escape", "ctrl+c", "ctrl+q", "ctrl+z", "ctrl+p", "escape"):
            await press(pilot, key)
        await pilot.pause()

        assert app.is_running
        assert app.screen.message_row.text == "q quits."


async def test_keys_that_arrive_in_one_burst_are_handled_one_after_the_other(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        for key, character in (("f", "f"), ("space", " "), ("enter", "\r"), ("slash", "/"), ("7", "7")):
            app.post_message(events.Key(key, character))
        await settled(pilot)
        await settled(pilot)

        rows = screen_lines(app)
        assert "f filter: eligible" in rows[1]
        assert "/ search: 7" in rows[1]
        assert rows[5][3:11] == "W26-0037"


async def test_losing_the_window_is_not_leaving_the_field(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        await press(pilot, "slash")
        app.post_message(events.AppBlur())
        await pilot.pause()

        assert app.focused.id == "search"


async def test_nothing_leads_out_of_the_desk(wilmington, tmp_path):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        sent = written(app)
        before = list(app.screen_stack)
        for action in ("screenshot", "suspend_process", "notify('x')", "push_screen('x')", "toggle_dark", "quit",
                       "simulate_key('q')", "add_class('Screen', 'x')", "command_palette", "pop_screen",
                       "switch_mode('x')", "change_theme", "show_help_panel"):  # fmt: skip
            await app.run_action(f"app.{action}")
        app.copy_to_clipboard("Sample Person 07")
        app.open_url("https://example.org")
        await pilot.pause()

        assert app.is_running
        assert app.screen_stack == before
        assert "]52;" not in "".join(sent)
    assert list(tmp_path.rglob("*.svg")) == []


async def test_the_barrier_is_the_first_filter_and_the_private_names_are_there(wilmington):
    app = desk(wilmington, *SEVEN)

    assert isinstance(app._filters[0], SafeLines)
    for name in ("_handle_exception", "_close_messages_no_wait", "_exception_event", "_clipboard"):
        assert hasattr(app, name)
    assert QuietScreen.focused._repaint is False


@pytest.mark.parametrize("environ", [{"TERM": "vt100"}, {"TERM": "xterm-256color", "NO_COLOR": "1"}])
async def test_without_colours_the_result_is_bold_and_the_focus_reversed(wilmington, environ, monkeypatch):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    app = desk(wilmington, *SEVEN, look=themes.choose(environ))
    async with running(app):
        strips = app.screen._compositor.render_strips()
        styles = {segment.text.strip(): segment.style for strip in strips for segment in strip}

    assert styles["+ ELIGIBLE"].bold
    bar = next(style for text, style in styles.items() if "> W26-0042" in text)
    assert bar.reverse
    colours = {style.color.name for style in styles.values() if style and style.color}
    assert colours <= {"default"}


async def test_others_changes_appear_by_themselves(wilmington):
    path = case_file(*SEVEN)
    from lead_tui.store import Store

    app = desk(wilmington, store=Store.open(path))
    async with running(app) as pilot:
        assert "Sample Person 09" not in screen_text(app)
        other = Store.open(path)
        other.create("W", 2026, sample_case("", name="Sample Person 09"))

        app.look_at_file()
        await settled(pilot)

        assert "Sample Person 09" in screen_text(app)
        assert "8 cases" in screen_lines(app)[0]


def test_a_summary_is_a_row_of_the_list():
    assert {"case", "status", "updated", "updated_by", "name", "pathway", "outcome"} <= set(Summary.__struct_fields__)


async def test_every_notice_of_the_case_file_is_told_at_the_start_and_later(wilmington):
    app = desk(wilmington, *SEVEN)
    app.store.notices.extend(["The file may be read by everybody.", "One line in it is damaged."])
    async with running(app, (120, 40)) as pilot:
        first = screen_text(app)
        app.store.notices.append("The last save before the crash was unfinished.")
        app.look_at_file()
        await settled(pilot)
        later = screen_text(app)

    assert "The file may be read by everybody. One line in it is damaged." in first
    assert "The last save before the crash was unfinished." in later
    assert app.store.notices == []
