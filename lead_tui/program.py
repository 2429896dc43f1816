"""What a program is, as records; ``program_file.py`` reads them from its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from lead_tui.case import Stamp
from lead_tui.condition import Condition, keys
from lead_tui.question import JSON, Audience, Note, Question, ReadAloud
from lead_tui.words import Words

REFERRAL_DATE = "referral_date"
"""The key of the day that all look-backs count from."""

PATHWAY = "pathway"
"""The key of the chosen pathway."""

Role = Literal["requirement", "disqualifier"]


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the program's page."""

    id: str
    role: Role
    """A requirement is met where its rule holds; a disqualifier, where it does not."""
    title: str
    quote: str
    """The page's own words."""
    rule: Condition
    presumptive: bool = False
    """Whether a person may lift it, with a reason."""
    reason: Mapping[str, str]
    """A full sentence by status: met, not_met, unknown; partial where a date is not known closely enough,
    never where an event never was."""
    brief: Mapping[str, str]
    """The same in a few words, within a list."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every answer that it reads, in the order written."""
        return keys(self.rule)


class Pathway(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way into the program."""

    id: str
    title: str
    key: str
    """The letter that picks it."""
    help: str
    criteria: tuple[str, ...]
    """Ids of its criteria, in the order of asking."""
    otherwise: str = ""
    """What may be said below a result that is not eligible."""


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A run of questions in a step, under a heading of its own."""

    title: str = ""
    criteria: bool = False
    """Begins with what the chosen pathway's criteria ask, in its order of asking."""
    questions: tuple[str, ...] = ()
    services: bool = False
    """Ends with what each service makes; its questions are filled in at loading."""
    of_person: bool = False
    """Its questions are of the person, not of the day, where they do not say so themselves."""
    partners: bool = False
    """Ends with what each partner makes; its questions are filled in at loading."""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of the form."""

    id: str
    title: str
    short: str = ""
    """Its title in the row of steps, where there is less room; the title itself where none is given."""
    section: tuple[Section, ...] = ()
    finish: bool = False
    """The last step, with every answer, the rule result and the decision: there the intake is handed over."""
    audience: Audience = "officer"
    """Who may see it, and with it its questions."""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """When a service is worth naming to the person, and why; it decides nothing and refers nobody."""

    when: Condition
    cause: str
    """Goes on from "because": ``the person names opioids``."""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service that the program offers."""

    id: str
    title: str
    short: str = ""
    """Its title before more words; the title itself where none is given."""
    quote: str
    audience: Audience = "officer"
    suggestions: tuple[Suggestion, ...] = ()


class Partner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation that runs the program with others."""

    id: str
    title: str
    short: str = ""
    """Its title before more words; the title itself where none is given."""
    quote: str
    officers: Condition | None = None
    """Its officers refer here, and may see the decision while a consent in force says so and this holds."""


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One program: its pathways, criteria, questions and wording."""

    id: str
    version: str
    hash: str
    """SHA-256 of the file's bytes with LF line ends."""
    name: str
    series: str
    """The letters that begin its case numbers."""
    time_zone: str
    source: str
    retrieved: str = ""
    page: str = ""
    """What the page says of the program, in its own words."""
    pathways: tuple[Pathway, ...]
    criteria: Mapping[str, Criterion]
    """By id, in the program's order."""
    questions: Mapping[str, Question]
    """By key, in the program's order."""
    steps: tuple[Step, ...]
    services: tuple[Service, ...] = ()
    partners: tuple[Partner, ...] = ()
    contradictions: tuple[Note, ...] = ()
    """Answers that hardly go together, and the sentence that says so; they refuse nothing."""
    approvers: tuple[str, ...] = ()
    """Who may decide; empty where the source names nobody."""
    deadline_days: int | None = None
    """Days from the referral to the intake; None where the source states none."""
    contact: Mapping[str, str] = {}
    next_steps: Mapping[str, Mapping[str, str]] = {}
    """What to do next, by role and by outcome, or ``PATHWAY.OUTCOME`` where a pathway has its own."""
    say: Mapping[str, ReadAloud] = {}
    """Words to say to the person, by outcome, and the first words of an interview."""
    words: Words

    @property
    def stamp(self) -> Stamp:
        """What a result is stamped with."""
        return Stamp(id=self.id, version=self.version, hash=self.hash)

    def pathway(self, pathway_id: JSON) -> Pathway | None:
        """Give the pathway of that id, if there is one."""
        return next((pathway for pathway in self.pathways if pathway.id == pathway_id), None)

    def asks(self, pathway: Pathway) -> tuple[str, ...]:
        """Give the keys that a pathway's criteria read, in its order of asking."""
        found = [key for name in pathway.criteria for key in self.criteria[name].keys]
        return tuple(dict.fromkeys(found))
