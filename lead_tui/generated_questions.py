"""Questions that a program file states without writing them out: those of its services and partners.

Each service makes three, each partner eight. They stand where a section has ``services = true`` or
``partners = true``; a file without such a section makes none. Their wording is that of ``words.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from lead_tui.condition import Is
from lead_tui.program import Partner, Service, Step
from lead_tui.question import Audience, KindName, Option, Question
from lead_tui.words import Words

STATUSES = {"wanted": "w", "referred": "r", "started": "s", "unavailable": "v", "not_wanted": "n"}
"""What can have come of a service, and the letter that picks it."""

CONSENT: dict[str, KindName] = {
    "given": "yes_no", "what": "text", "to_whom": "text", "why": "text",
    "from": "date", "until": "date", "until_event": "text", "revoked": "date",
}  # fmt: skip
"""What is asked of the consent to a partner: the elements of 42 CFR 2.31(a) that differ from one to the next."""

DECISION = "decision"
"""Asked beside them of a partner whose officers refer here: whether they may see the decision."""


def status_key(service: str) -> str:
    """Give the key of the answer that says what has come of a service."""
    return f"service.{service}.status"


def consent_key(partner: str, part: str = "given") -> str:
    """Give the key of an answer on the consent to a partner, one of ``CONSENT``."""
    return f"consent.{partner}.{part}"


def generated(
    steps: Iterable[Step], services: Iterable[Service], partners: Iterable[Partner], words: Words
) -> tuple[list[Step], list[Question]]:
    """Give the steps with the generated questions in the sections that ask for them, and those questions."""
    made: list[Question] = []
    placed = []
    rest: dict[str, list[Any]] = {"services": list(services), "partners": list(partners)}
    for step in steps:
        sections = []
        for section in step.section:
            own: list[Question] = []
            if section.services:
                found = rest.pop("services", [])  # once: a second section is an error that is told elsewhere
                own += [question for service in found for question in _of_service(service, step.audience, words)]
            if section.partners:
                found = rest.pop("partners", [])
                own += [question for partner in found for question in _of_partner(partner, step.audience, words)]
            keys = (*section.questions, *(question.key for question in own))
            sections.append(msgspec.structs.replace(section, questions=keys))
            made += own
        placed.append(msgspec.structs.replace(step, section=tuple(sections)))
    return placed, list({question.key: question for question in made}.values())


def _of_service(service: Service, audience: Audience, words: Words) -> Iterator[Question]:
    """Give what has come of a service, since when, and why it is not to be had."""
    titles = {"title": service.title, "short": service.short or service.title}
    status = status_key(service.id)
    options = tuple(Option(id=id_, title=words.say(f"service.{id_}"), key=key) for id_, key in STATUSES.items())
    begun = Is(key=status, values=("referred", "started"))
    none = Is(key=status, values=("unavailable",))
    fields: dict[str, dict[str, Any]] = {
        "status": {"kind": "choice", "options": options},
        "date": {"kind": "date", "full": True, "unknown": False, "when": begun},
        "reason": {"kind": "text", "unknown": False, "when": none},
    }
    for part, own in fields.items():
        said: dict[str, Any] = {word: words.say(f"service.{part}.{word}", **titles) for word in _WORDING}
        seen_by: Audience = "staff" if service.audience == "staff" else audience
        yield Question(key=f"service.{service.id}.{part}", audience=seen_by, **said, **own)


def _of_partner(partner: Partner, audience: Audience, words: Words) -> Iterator[Question]:
    """Give whether there is a consent to a partner, and, where there is, what it covers and how long."""
    titles = {"title": partner.title, "short": partner.short or partner.title}
    given = Is(key=consent_key(partner.id), values=("yes",))
    asked = CONSENT | ({DECISION: "yes_no"} if partner.officers is not None else {})
    for part, kind in asked.items():
        said: dict[str, Any] = {word: words.say(f"consent.{part}.{word}", **titles) for word in _WORDING}
        first = part == "given"
        yield Question(
            key=consent_key(partner.id, part),
            kind=kind,
            audience=audience,
            full=kind == "date",
            later=part in ("from", "until"),
            unknown=kind == "yes_no",
            when=None if first else given,
            **said,
        )


_WORDING = ("label", "ask", "name", "help")
"""What ``words.toml`` says of each question made here."""
