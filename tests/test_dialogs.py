from __future__ import annotations

import pytest
from desk import SEVEN, desk, press, running, screen_lines, settled, until

from lead_tui.saver import SaveState
from lead_tui.screens import dialogs
from lead_tui.screens.dialogs import Version


def a_conflict() -> dialogs.Dialog:
    return dialogs.conflict(
        "Date of the latest violent crime",
        Version(who="yours", at="9:04:31 pm", said="March 2016"),
        Version(who="Sample Staff 01", at="9:04:12", said="2 March 2016"),
        Version(who="Before both", said="2016"),
        joined="All other changes were joined: 2 yours, 1 theirs.",
    )


def framed(app) -> list[str]:
    """The rows of the dialogue in front, without its frame."""
    inside = [row[row.index("│") + 1 : row.rindex("│")] for row in screen_lines(app) if row.count("│") == 2]
    return [row.strip() for row in inside]


async def test_a_conflict_is_the_drawing(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.push_screen(a_conflict())
        await settled(pilot)

        assert any("┌─ Changed by two people ─" in row for row in screen_lines(app))
        assert framed(app) == [
            "Date of the latest violent crime",
            "yours, 9:04:31 pm           March 2016",
            "> Sample Staff 01, 9:04:12    2 March 2016",
            "Before both                 2016",
            "All other changes were joined: 2 yours, 1 theirs.",
            "Up, Down choose   Enter takes it   Esc keeps both for now",
        ]


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (("enter",), "theirs"),
        (("up", "enter"), "mine"),
        (("tab", "enter"), "base"),
        (("tab", "tab", "enter"), "mine"),
        (("shift+tab", "enter"), "mine"),
        (("escape",), None),
        (("ctrl+c",), None),
        (("y", "n", "u", "d", "q", "enter"), "theirs"),
    ],
)
async def test_a_choice_is_kept_with_enter_and_left_open_with_esc(wilmington, keys, kept):
    app = desk(wilmington, *SEVEN)
    given = []
    async with running(app) as pilot:
        app.push_screen(a_conflict(), given.append)
        await settled(pilot)
        await press(pilot, *keys)
        await settled(pilot)

    assert given == [kept]


async def test_a_name_of_markup_in_a_dialogue_stays_as_it_is(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.push_screen(dialogs.resume("[/b] W26-0042 [red]x \x1b[2J"))
        await settled(pilot)

        assert framed(app)[0] == "[/b] W26-0042 [red]x [2J"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_long_line_in_a_dialogue_is_wrapped_and_not_cut(wilmington, size):
    words = " ".join(f"word{n}" for n in range(30))
    app = desk(wilmington, *SEVEN)
    async with running(app, size) as pilot:
        app.push_screen(dialogs.resume(words))
        await settled(pilot)

        assert " ".join(framed(app)[:-4]).split() == words.split()


async def test_leaving_says_what_is_lost_where_no_copy_could_be_kept(wilmington, monkeypatch):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        saver = app.make_saver()
        monkeypatch.setattr(saver, "flush", lambda _timeout: False)
        monkeypatch.setattr(type(saver), "state", SaveState(waiting=1, problem="Not saved: no.", kept=False))
        await press(pilot, "q")
        await settled(pilot)

        assert framed(app)[-2] == "Leave: the answer is lost: no copy could be kept"


async def test_leaving_while_answers_wait_asks_first(wilmington, monkeypatch):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        saver = app.make_saver()
        monkeypatch.setattr(saver, "flush", lambda _timeout: False)
        monkeypatch.setattr(type(saver), "state", SaveState(waiting=3, problem="Not saved: the disk is full."))
        await press(pilot, "q")
        await settled(pilot)

        assert any("Leave? 3 answers are not in the case file" in row for row in screen_lines(app))
        assert framed(app) == [
            "Not saved: the disk is full.",
            "> Stay: saving goes on by itself",
            "Try to save now",
            "Leave: the 3 answers are kept for you, offered next time",
            "Up, Down choose   Enter takes it   Esc stays",
        ]

        await press(pilot, "enter")
        assert app.is_running

        await press(pilot, "q")
        await settled(pilot)
        await press(pilot, "down", "down", "enter")
        await until(pilot, lambda: not app.is_running)


async def test_leaving_with_everything_on_disk_asks_nothing(wilmington):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.make_saver()
        await press(pilot, "q")
        await until(pilot, lambda: not app.is_running)


ASKING = {
    "leaves it": dialogs.resume("W26-0042"),
    "asks again": dialogs.kept(["W26-0042"]),
    "stays": dialogs.leave_unsaved(1, "Not saved: no.", kept=True),
    "back": dialogs.without_name(),
    "keeps it": dialogs.discard("W26-0042"),
    "keeps both for now": a_conflict(),
}
"""What Esc does, and the dialogue that it does it in."""


@pytest.mark.parametrize("esc", ASKING)
async def test_every_dialogue_ends_with_its_keys_and_what_esc_does(wilmington, esc):
    app = desk(wilmington, *SEVEN)
    async with running(app) as pilot:
        app.push_screen(ASKING[esc])
        await settled(pilot)

        assert framed(app)[-1] == f"Up, Down choose   Enter takes it   Esc {esc}"


async def test_i_starts_an_intake_from_the_question_about_a_draft(wilmington):
    app = desk(wilmington, *SEVEN)
    given = []
    async with running(app) as pilot:
        app.push_screen(dialogs.resume("W26-0042"), given.append)
        await settled(pilot)
        await press(pilot, "i")
        await settled(pilot)

    assert given == ["new"]
