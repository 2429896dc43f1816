from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.palette import Palette
from textual.color import Color

from lead_tui import themes

TEXT, EDGE = 4.5, 3.0
"""Lowest contrast of text, and of what only has to be seen (WCAG 2.2, 1.4.3 and 1.4.11)."""

XTERM = Palette([(0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
                 (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
                 (255, 0, 255), (0, 255, 255), (255, 255, 255)])  # fmt: skip
VGA = Palette([(0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170),
               (170, 170, 170), (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255),
               (255, 85, 255), (85, 255, 255), (255, 255, 255)])  # fmt: skip

TRUE = [theme for theme in themes.THEMES if not theme.ansi]
SIXTEEN = [theme for theme in themes.THEMES if theme.name in (themes.SIXTEEN_DARK, themes.SIXTEEN_LIGHT)]


def name(theme):
    return theme.name


def luminance(color: Color) -> float:
    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(color.r) + 0.7152 * part(color.g) + 0.0722 * part(color.b)


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def in_256(color: Color) -> Color:
    """What Rich makes of a colour for a terminal of 256."""
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME

    mapped = RichColor.from_rgb(color.r, color.g, color.b).downgrade(ColorSystem.EIGHT_BIT)
    return Color(*mapped.get_truecolor(DEFAULT_TERMINAL_THEME))


def variables(theme):
    """The colours as style sheets get them."""
    return theme.to_color_system().generate() | theme.variables


@pytest.mark.parametrize("theme", TRUE, ids=name)
@pytest.mark.parametrize("shown", [lambda color: color, in_256], ids=["24-bit", "256"])
@pytest.mark.parametrize("role", themes.ROLES)
def test_every_text_colour_can_be_read_on_the_page(theme, shown, role):
    colours = variables(theme)
    page, ink = Color.parse(colours["page"]), Color.parse(colours[role])

    assert contrast(shown(ink), shown(page)) >= TEXT


@pytest.mark.parametrize("theme", TRUE, ids=name)
@pytest.mark.parametrize("shown", [lambda color: color, in_256], ids=["24-bit", "256"])
def test_the_focus_bar_stands_out_and_its_text_can_be_read(theme, shown):
    colours = variables(theme)
    page, bar, ink = (shown(Color.parse(colours[role])) for role in ("page", "bar", "bar-ink"))

    assert contrast(bar, page) >= EDGE
    assert contrast(ink, bar) >= TEXT


@pytest.mark.parametrize(
    ("theme", "role", "least"),
    [
        ("lead-dark", "ink", 15.1), ("lead-dark", "met", 9.5), ("lead-dark", "unmet", 9.5),
        ("lead-dark", "open", 10.9), ("lead-dark", "quiet", 7.2), ("lead-dark", "fault", 8.5),
        ("lead-light", "ink", 16.2), ("lead-light", "met", 7.1), ("lead-light", "unmet", 6.2),
        ("lead-light", "open", 7.6), ("lead-light", "quiet", 5.9), ("lead-light", "fault", 7.4),
        ("lead-contrast", "ink", 21.0), ("lead-contrast", "met", 13.5), ("lead-contrast", "unmet", 12.2),
        ("lead-contrast", "open", 21.0), ("lead-contrast", "quiet", 13.6), ("lead-contrast", "fault", 10.9),
    ],
)  # fmt: skip
def test_the_colours_keep_the_contrast_they_were_chosen_for(theme, role, least):
    colours = variables(next(each for each in TRUE if each.name == theme))

    assert round(contrast(Color.parse(colours[role]), Color.parse(colours["page"])), 1) >= least


@pytest.mark.parametrize("theme", SIXTEEN, ids=name)
@pytest.mark.parametrize("palette", [XTERM, VGA], ids=["xterm", "vga"])
@pytest.mark.parametrize("role", themes.ROLES)
def test_sixteen_colours_can_be_read_on_every_palette(theme, palette, role):
    def seen(colour: str) -> Color:
        return Color(*palette[Color.parse(colour).ansi])

    colours = variables(theme)

    assert contrast(seen(colours[role]), seen(colours["page"])) >= TEXT


def test_eligible_and_not_eligible_differ_in_more_than_colour():
    from lead_tui.listing import OUTCOMES

    marks = [words[0] for words, _style in OUTCOMES.values()]

    assert marks == ["+", "x", "?"]


@pytest.mark.parametrize(
    ("environ", "theme", "ascii_only"),
    [
        ({"TERM": "xterm-256color"}, themes.DARK, False),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, themes.DARK, False),
        ({"TERM": "linux"}, themes.SIXTEEN_DARK, False),
        ({"TERM": "screen"}, themes.SIXTEEN_DARK, False),
        ({"TERM": "vt100"}, themes.MONO, True),
        ({"TERM": "vt220", "COLORTERM": "truecolor"}, themes.MONO, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, themes.MONO, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, themes.DARK, False),
    ],
)
def test_a_terminal_gets_what_it_can_show(environ, theme, ascii_only):
    look = themes.choose(environ)

    assert (look.theme, look.ascii_only) == (theme, ascii_only)
    assert look.ansi == (theme not in (themes.DARK, themes.LIGHT, themes.CONTRAST))
    assert look.colours == (theme != themes.MONO)


def test_a_wish_for_light_or_contrast_is_kept_as_far_as_colours_go():
    assert themes.choose({"TERM": "xterm-256color"}, "light").theme == themes.LIGHT
    assert themes.choose({"TERM": "xterm-256color"}, "contrast").theme == themes.CONTRAST
    assert themes.choose({"TERM": "linux"}, "light").theme == themes.SIXTEEN_LIGHT


@pytest.mark.parametrize(
    ("environ", "utf8"),
    [
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LC_CTYPE": "en_US.utf8"}, True),
        ({"LANG": "ja_JP.UTF-8"}, False),
        ({}, False),
    ],
)
def test_box_lines_are_drawn_only_where_the_locale_can_show_them(environ, utf8):
    assert themes.carries_utf8(environ) is utf8
