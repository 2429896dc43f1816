"""The one key table: bindings, footers and the help overlay are made from it, and a test holds them together.

Left out on purpose: Ctrl+H I J M [ (are Backspace, Tab, Enter, Esc), Ctrl+Q and any need of Ctrl+S (flow
control), Ctrl+backslash (quit), all Alt, shifted arrows, F-keys except as doubles, ``~`` (OpenSSH's
escape), Ctrl+B (tmux) and Ctrl+A (screen).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from textual.binding import Binding, BindingType

HOME, WIZARD, CASE, DIALOG, FILL, HELP = "home", "wizard", "case", "dialog", "fill", "help"
LIST, SEARCH, KNOWN = "list", "search", "known"
YES_NO, CHOICE, OPTIONS, TICKS, TYPED, BUTTON = (
    "yes_no",
    "choice",
    "options",
    "ticks",
    "typed",
    "button",
)
SCREENS = frozenset((HOME, WIZARD, CASE, DIALOG, FILL, HELP))
"""Places that are whole screens; each carries the keys that hold everywhere."""
PARTS = frozenset((LIST, SEARCH, KNOWN))
"""Places that are parts of screens: their keys count while the part has the focus, or, in the wizard, for staff."""
FIELDS = frozenset((YES_NO, CHOICE, OPTIONS, TICKS, TYPED, BUTTON))
"""Places that are fields of the wizard: their keys count while the field has the focus."""

_GAP = "   "


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table."""

    keys: str
    """Textual's names, separated by commas. Empty: told in the help, handled by the field as typed text."""
    shown: str
    """What is printed on the key."""
    action: str = ""
    """Name of the action; the screen or field has ``action_NAME``."""
    places: frozenset[str]
    """Where it is bound."""
    footer: str = ""
    """Words in row 24."""
    footers: frozenset[str] = frozenset()
    """Where row 24 tells it."""
    wide: bool = False
    """True: told in row 24 only where there is room for more than the narrow screen's keys."""
    help: str = ""
    """Words in the help overlay; empty: it stands in the line of the key before."""
    priority: bool = False
    """True: taken before the field in focus sees it."""
    staff: bool = False
    """True: does something for staff alone, and nobody else is told of it."""


def _key(
    keys: str,
    shown: str,
    action: str,
    *places: str,
    footer: str = "",
    footers: tuple[str, ...] = (),
    help: str = "",
    wide: bool = False,
    priority: bool = False,
    staff: bool = False,
) -> Key:
    return Key(
        keys=keys,
        shown=shown,
        action=action,
        places=frozenset(places),
        footer=footer,
        footers=frozenset(footers or (places if footer else ())),
        wide=wide,
        help=help,
        priority=priority,
        staff=staff,
    )


TABLE: tuple[Key, ...] = (
    # The list of cases.
    _key("i", "i", "new_intake", HOME, footer="new intake", help="start a new intake"),
    _key("enter", "Enter", "open", HOME, CASE, footer="open", help="open the row"),
    _key(
        "c",
        "c",
        "contact",
        HOME,
        CASE,
        footer="contact",
        help="what happened: calls, appointments, next step",
        staff=True,
    ),
    _key("slash", "/", "search", HOME, footer="search", help="search by number or name"),
    _key("f", "f", "filter", HOME, footer="filter", help="filter by rule result, pathway, status"),
    _key(
        "m",
        "m",
        "mine",
        HOME,
        footer="mine",
        wide=True,
        help="mine alone, or all: assigned to me, my drafts",
        staff=True,
    ),
    _key("enter,down,tab", "Enter", "leave_search", SEARCH, footer="to the list", help="to the list"),
    _key("escape", "Esc", "clear_search", SEARCH, footer="clear", help="search away"),
    _key("up", "Up", "cursor_up", LIST, help="row before, next row"),
    _key("down", "Down", "cursor_down", LIST),
    _key("pageup", "PgUp", "cursor_page_up", LIST, help="page before, next page"),
    _key("pagedown", "PgDn", "cursor_page_down", LIST),
    _key("home", "Home", "cursor_first", LIST, help="first, last row"),
    _key("end", "End", "cursor_last", LIST),
    # Moving about.
    _key("tab,down", "Tab", "next_field", WIZARD, footer="next", help="next, previous field"),
    _key("shift+tab,up", "Shift+Tab", "previous_field", WIZARD, footer="back", wide=True),
    _key("ctrl+o", "Ctrl+O", "open_question", WIZARD, footer="open question", help="next open question"),
    _key("ctrl+n", "Ctrl+N", "next_step", WIZARD, footer="next step", help="next, previous step"),
    _key("ctrl+p", "Ctrl+P", "previous_step", WIZARD),
    _key("ctrl+n", "Ctrl+N", "next_page", CASE, footer="next page", help="next, previous page"),
    _key("ctrl+p", "Ctrl+P", "previous_page", CASE, footer="page before", wide=True),
    _key("pagedown", "PgDn", "scroll_on", WIZARD, HELP, help="scroll"),
    _key("pageup", "PgUp", "scroll_back", WIZARD, HELP),
    _key("ctrl+r", "Ctrl+R", "review", WIZARD, footer="review", wide=True, help="review all answers"),
    _key("ctrl+r", "Ctrl+R", "review", CASE, footer="review", wide=True, help="review all answers, decide"),
    _key("ctrl+z", "Ctrl+Z", "undo", WIZARD, help="take the last answer back", priority=True),
    _key("ctrl+t", "Ctrl+T", "person_view", WIZARD, help="words to read aloud"),
    _key("ctrl+k", "Ctrl+K", "who_is_it", KNOWN, help="who is perhaps the same person", priority=True),
    _key("ctrl+y", "Ctrl+Y", "take_over", KNOWN, help="take over what was given before"),
    # Answering.
    _key("enter", "Enter", "show_options", YES_NO, CHOICE, help="all options"),
    _key("enter", "Enter", "accept", TYPED, help="accept what was typed, or all options"),
    _key("enter", "Enter", "pick", OPTIONS, help="take this option"),
    _key("tab,down", "Tab", "next_option", OPTIONS, help="next, previous option"),
    _key("shift+tab,up", "Shift+Tab", "previous_option", OPTIONS),
    _key("escape", "Esc", "close_options", OPTIONS, help="close, nothing changes"),
    _key("", "first letter", "", OPTIONS, help="to that option"),
    _key("y,Y", "y", "yes", YES_NO, help="yes, no, unknown, declined: one key, on to the next open"),
    _key("n,N", "n", "no", YES_NO),
    _key("u,U", "u", "unknown", YES_NO),
    _key("d,D", "d", "declined", YES_NO),
    _key("", "s c", "", CHOICE, help="social, criminal: the first letter of an option picks it"),
    _key("", "u d", "", TYPED, help="unknown, declined in dates and numbers; they wait for Tab"),
    _key("", "t", "", TYPED, help="now, in times of day: one key, and on"),
    _key("", "n o w", "", TYPED, help="never, older, within the rule's years, in event dates"),
    _key("space", "Space", "tick", TICKS, help="tick one of several"),
    _key("enter", "Enter", "press", BUTTON, help="press the button"),
    # Dialogues.
    _key("tab", "Tab", "next_choice", DIALOG, help="next, previous choice"),
    _key("shift+tab", "Shift+Tab", "previous_choice", DIALOG),
    _key("enter", "Enter", "keep", DIALOG, help="keep the choice"),
    # Dialogues of a few parts to fill in.
    _key("tab,down", "Tab", "next_choice", FILL, help="next, previous part"),
    _key("shift+tab,up", "Shift+Tab", "previous_choice", FILL),
    _key("enter", "Enter", "keep", FILL, help="next part; at the last one record"),
    _key("ctrl+r", "Ctrl+R", "record_now", FILL, help="record as it stands"),
    # Everywhere.
    _key(
        "ctrl+g,f1",
        "Ctrl+G",
        "help",
        *sorted(SCREENS),
        footer="help",
        footers=(WIZARD, CASE),
        help="this help",
    ),
    _key("question_mark", "?", "help", HOME, WIZARD, CASE, footer="help", footers=(HOME,)),
    _key("ctrl+l", "Ctrl+L", "app.redraw", *sorted(SCREENS), help="draw the screen again"),
    _key("ctrl+s", "Ctrl+S", "save_truth", *sorted(SCREENS), help="says what is saved; nobody needs it"),
    _key("escape", "Esc", "back", WIZARD, footer="leave", help="one level back; all saved"),
    _key("escape", "Esc", "back", HOME, CASE, HELP, footer="back", footers=(CASE, HELP), help="one level back"),
    _key("escape", "Esc", "back", DIALOG, help="decide later"),
    _key("escape", "Esc", "back", FILL, help="one level back; nothing is recorded"),
    _key("ctrl+c", "Ctrl+C", "app.escape", *sorted(SCREENS), priority=True),
    _key("q", "q", "quit_desk", HOME, footer="quit", help="quit"),
)
"""All keys. The order is the order in row 24 and in the help overlay."""


def bindings(place: str) -> list[BindingType]:
    """Give the Textual bindings of a *place* (a screen or a kind of field), in the table's order."""
    return [
        Binding(key.keys, key.action, key.footer or key.help, show=False, priority=key.priority)
        for key in TABLE
        if place in key.places and key.keys
    ]


def footer(place: str, width: int, holds: Callable[[str], bool] = lambda _action: True) -> str:
    """Give row 24 of a *place* for *width* columns: the keys that are true now, whole words or none.

    *holds* says whether an action is possible at this moment. Keys marked wide go first when room is
    short, then the ones nearest the middle of the row, so that the way out stays.
    """
    told = [key for key in TABLE if place in key.footers and holds(key.action)]
    words = {id(key): f"{key.shown} {key.footer}" for key in told}

    def length() -> int:
        return 1 + sum(len(words[id(key)]) + len(_GAP) for key in told) - len(_GAP)

    while len(told) > 1 and length() > width:
        wide = [key for key in told if key.wide]
        told.remove(wide[-1] if wide else told[len(told) // 2])
    return " " + _GAP.join(words[id(key)] for key in told)


def help_lines(*places: str, staff: bool = True) -> list[tuple[str, str]]:
    """Give (keys, words) of the help overlay for *places*, each key once, in the table's order.

    Without *staff*, those are left out that do something for staff alone.
    """
    lines: list[tuple[str, str]] = []
    for key in TABLE:
        if not key.places.intersection(places) or (key.staff and not staff):
            continue
        if key.help:
            lines.append((key.shown, key.help))
        elif lines:
            lines[-1] = (f"{lines[-1][0]}  {key.shown}", lines[-1][1])
    return lines
