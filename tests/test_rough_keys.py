"""The wizard under rough hands: what no drawing shows."""

from __future__ import annotations

from desk import desk, press, running, screen_lines, screen_text


async def test_the_next_line_says_what_the_step_still_asks(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "s", "tab", "tab", "tab")
        assert "2 questions of this step can still change the result" in screen_text(app)
        assert "Nothing more" not in screen_text(app)

        await press(pilot, "ctrl+o", "n")
        assert "Nothing more is asked" in screen_text(app)


async def test_the_keys_of_a_question_are_told_in_whole_words_beside_what_is_below(wilmington):
    app = desk(wilmington)
    async with running(app) as pilot:
        await press(pilot, "i", "c")
        await app.screen.go_to("violent_crime_date")
        await press(pilot)
        row = next(line for line in screen_lines(app) if "below, PgDn" in line)

    assert row.split(" below")[0].rstrip(" 0123456789").endswith("d declined")
