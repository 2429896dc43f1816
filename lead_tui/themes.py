"""Colours: three themes, their 16-colour and colourless forms, and which one a terminal gets.

Colour never stands alone: every state has an ASCII mark and a word (``+ ELIGIBLE``). Blue and orange
stay apart for all three dichromacies; there is no red or green, because the person may be watching
the screen (but red on a white 16-colour page, where it is the one dark colour far from blue).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from textual.theme import Theme

DARK, LIGHT, CONTRAST = "lead-dark", "lead-light", "lead-contrast"
SIXTEEN_DARK, SIXTEEN_LIGHT, MONO = "lead-16-dark", "lead-16-light", "lead-mono"

ROLES = ("ink", "met", "unmet", "open", "quiet", "fault")
"""Names of the text colours, as style sheets (``$met``) and ``widgets.paint`` use them."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a terminal can be painted."""

    theme: str
    """Name of one of our themes."""
    colours: bool = True
    """False: no colour codes at all; bold, reverse, marks and words carry everything."""
    ansi: bool = False
    """True: the terminal's own 16 colours, or none."""
    ascii_only: bool = False
    """True: nothing above ASCII is written."""


def choose(environ: Mapping[str, str], wanted: str = "dark", *, utf8: bool = True) -> Look:
    """Give the look for a terminal described by *environ* (``TERM``, ``COLORTERM``, ``NO_COLOR``, locale).

    *wanted* is ``dark``, ``light`` or ``contrast``; *utf8* says whether the output can carry UTF-8.
    """
    term = environ.get("TERM", "")
    teletype = term.startswith("vt") or term in ("", "dumb", "unknown")
    ascii_only = teletype or not utf8
    if environ.get("NO_COLOR") or teletype:
        return Look(theme=MONO, colours=False, ansi=True, ascii_only=ascii_only)
    many = "256color" in term or environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if many or "kitty" in term:
        themes = {"light": LIGHT, "contrast": CONTRAST}
        return Look(theme=themes.get(wanted, DARK), ascii_only=ascii_only)
    sixteen = SIXTEEN_LIGHT if wanted == "light" else SIXTEEN_DARK
    return Look(theme=sixteen, ansi=True, ascii_only=ascii_only)


def carries_utf8(environ: Mapping[str, str]) -> bool:
    """Say whether the locale in *environ* can show UTF-8 and draws box lines one column wide.

    Python turns the C locale into ``LC_CTYPE=C.UTF-8`` by itself: that says nothing about the terminal.
    """
    named = [environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    if named[1] == "C.UTF-8" and named[0] == "" and named[2] in ("", "C", "POSIX"):
        return False
    locale = next((name for name in named if name), "")
    double = locale.startswith(("ja", "ko", "zh"))
    return "utf8" in locale.lower().replace("-", "") and not double


def _theme(
    name: str,
    page: str,
    colours: dict[str, str],
    bar: tuple[str, str],
    *,
    dark: bool,
    reverse: bool = False,
) -> Theme:
    """Build one theme: *bar* is (background, text) of the focus bar; *reverse* says it in reverse video."""
    styles = {
        "result-style": "bold",
        "bar-style": "reverse" if reverse else "none",
        "fault-style": "reverse" if reverse else "none",
    }
    return Theme(
        name=name,
        primary=colours["met"],
        secondary=colours["quiet"],
        warning=colours["unmet"],
        error=colours["fault"],
        success=colours["met"],
        accent=colours["met"],
        foreground=colours["ink"],
        background=page,
        surface=page,
        panel=page,
        dark=dark,
        ansi=reverse,
        # Textual's own sheets ask for the first two in every theme of 16 colours.
        variables={
            "ansi-background": page,
            "ansi-foreground": colours["ink"],
            "page": page,
            "bar": bar[0],
            "bar-ink": bar[1],
            **colours,
            **styles,
        },
    )


def _roles(ink: str, met: str, unmet: str, open_: str, quiet: str, fault: str) -> dict[str, str]:
    return dict(zip(ROLES, (ink, met, unmet, open_, quiet, fault), strict=True))


THEMES = (
    _theme(
        DARK,
        "#0F151C",
        _roles("#E6E9EC", "#62C6F2", "#FFA657", "#C3C8CE", "#9AA4AE", "#FF8FA8"),
        ("#FFD866", "#0F151C"),
        dark=True,
    ),
    _theme(
        LIGHT,
        "#FBFAF6",
        _roles("#1A1D21", "#005A8C", "#984800", "#4C5258", "#5B626A", "#A8003C"),
        ("#1F3A5F", "#FFFFFF"),
        dark=False,
    ),
    _theme(
        CONTRAST,
        "#000000",
        _roles("#FFFFFF", "#7FDBFF", "#FFB84D", "#FFFFFF", "#D0D0D0", "#FFA0B4"),
        ("#FFFF00", "#000000"),
        dark=True,
    ),
    _theme(
        SIXTEEN_DARK,
        "ansi_black",
        _roles(
            "ansi_white",
            "ansi_bright_cyan",
            "ansi_bright_yellow",
            "ansi_bright_white",
            "ansi_white",
            "ansi_white",
        ),
        ("ansi_black", "ansi_white"),
        dark=True,
        reverse=True,
    ),
    _theme(
        SIXTEEN_LIGHT,
        "ansi_bright_white",
        _roles("ansi_black", "ansi_blue", "ansi_red", "ansi_black", "ansi_black", "ansi_black"),
        ("ansi_bright_white", "ansi_black"),
        dark=False,
        reverse=True,
    ),
    _theme(
        MONO,
        "ansi_default",
        dict.fromkeys(ROLES, "ansi_default"),
        ("ansi_default", "ansi_default"),
        dark=True,
        reverse=True,
    ),
)
"""All themes. 16 colours are written over a page painted black or bright white."""
