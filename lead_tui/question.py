"""One question of the form: its wording, its kind of answer, and what it accepts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from lead_tui.case import JSON as JSON
from lead_tui.condition import Condition, Span
from lead_tui.partial_date import PartialDate
from lead_tui.words import Words

Answers = Mapping[str, JSON]
"""Answers under flat keys; a missing key, None and an empty text mean not asked yet."""

UNKNOWN = "unknown"
"""Asked, and not known."""

DECLINED = "declined"
"""Asked, and not answered; the rules read it as unknown."""

NEVER = "never"
"""The answer to an event's date where there was none."""

TEXT_LIMIT = 20_000
"""Most characters of a text answer."""

KindName = Literal["yes_no", "choice", "ticks", "date", "event", "number", "text", "time"]
Audience = Literal["officer", "staff"]


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the answers to choose from."""

    id: str
    title: str
    help: str = ""
    key: str = ""
    """The letter that picks it; its title's first letter where none is given."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence shown beside an answer; it decides nothing."""

    when: Condition
    text: str


class ReadAloud(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words to read to the person; shown only once somebody has approved them."""

    en: str
    es: str = ""
    approved_by: str = ""
    approved_on: str = ""

    @property
    def approved(self) -> bool:
        """Whether the file says who approved these words and when."""
        return bool(self.approved_by and self.approved_on)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question; its answer stands under ``key``."""

    key: str
    kind: KindName
    label: str
    """Its line in the form."""
    ask: str
    """The question in full."""
    name: str
    """What it asks for, within a sentence: ``violent crime``."""
    help: str = ""
    reading: str = ""
    """How the program's text is read, where that is not plain."""
    options: tuple[Option, ...] = ()
    unit: str = ""
    least: float = 0
    """Lowest number accepted, in the unit."""
    full: bool = False
    """Only a full date will do."""
    later: bool = False
    """A date that may lie after the referral and, where it is a full one, after today."""
    birth: bool = False
    """The person's date of birth: ages are counted from it."""
    of_person: bool = False
    """What it asks is of the person, not of the day: an answer in an earlier case may be taken over."""
    unknown: bool = True
    """Whether ``unknown`` and ``declined`` are answers."""
    default: Literal["", "today", "login"] = ""
    when: Condition | None = None
    """In view only while this holds; always where there is none."""
    notes: tuple[Note, ...] = ()
    audience: Audience = "officer"
    """Who may see it: ``officer`` is everybody, ``staff`` is staff alone."""
    errors: Mapping[str, str] = {}
    """Wording of errors that differs from that of the kind."""
    read_aloud: ReadAloud | None = None
    quote: str = ""
    """The program's own words, shown as help; filled in from the criterion that reads the answer."""
    window: Span | None = None
    """The look-back window of the criterion that reads this event; filled in at loading."""
    pathway: bool = False
    """Its answer is the chosen pathway; filled in at loading."""

    def option(self, option_id: JSON) -> Option | None:
        """Give the option of that id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What reading an answer may depend on; never the clock itself."""

    words: Words
    today: date
    """Today in the program's time zone."""
    referral: date | None = None
    """The day that all look-backs count from."""
    birth: PartialDate | None = None
    now: str = ""
    """The time in the program's time zone, ``HH:MM``; empty where nobody types."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood of something typed."""

    value: JSON = None
    """The answer for the record; None where there is none (yet)."""
    echo: str = ""
    """The answer in words, as it was understood."""
    problem: str = ""
    """What was wrong and what is accepted, in one sentence."""
    warning: str = ""
    """Something to check; the answer is kept."""
