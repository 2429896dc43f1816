"""Reads a condition as a program file writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lead_tui.condition import Age, AllOf, AnyOf, Condition, Includes, Is, Not, Number, Span, Within
from lead_tui.problems import Problems

FORMS = {
    "answer": ({"is"}, {"is_one_of"}, {"includes_any_of"}),
    "number": ({"above", "at_least", "below", "at_most", "unit"},),
    "birth": ({"age_at_least"}, {"age_above"}),
    "event": ({"within"},),
    "all_of": (set(),),
    "any_of": (set(),),
    "not": (set(),),
}
"""The word that begins a condition, and the words that may follow it."""

ACCEPTED = (
    '{ answer = KEY, is = "yes" }, { answer = KEY, is_one_of = [...] }, { answer = KEY, includes_any_of = [...] }, '
    "{ number = KEY, above | at_least | below | at_most = N }, { birth = KEY, age_at_least | age_above = N }, "
    '{ event = KEY, within = { years = N } | "ever" }, { all_of = [...] }, { any_of = [...] }, { not = {...} }'
)


_OF_AN_ANSWER = {"answer", "number", "birth", "event"}
"""Beginnings that name the answer which is read."""


def read_condition(raw: Any, where: str, problems: Problems) -> Condition | None:  # noqa: ANN401 - raw TOML
    """Give the condition, or None after adding what is wrong with it."""
    heads = [word for word in FORMS if isinstance(raw, Mapping) and word in raw]
    if len(heads) != 1:
        problems.add(where, f"is no condition; accepted: {ACCEPTED}")
        return None
    head = heads[0]
    if head in _OF_AN_ANSWER and not isinstance(raw[head], str):
        problems.refuse(f"{where}.{head}", raw[head], "the key of a question")
        return None
    words = set(raw) - {head}
    if not any(words <= form for form in FORMS[head]):
        accepted = " | ".join(" ".join(sorted(form)) for form in FORMS[head] if form) or "nothing more"
        problems.add(where, f"has {', '.join(sorted(words))} beside {head}; accepted beside it: {accepted}")
        return None
    return _READERS[head](raw, where, problems)


LARGEST = 10**12
"""Above every number that can be typed; a limit beyond it, or infinity, would never be reached."""


MOST = 1200
"""Most years or months of a span: a century in months."""


def _answer(raw: Mapping[str, Any], where: str, problems: Problems) -> Condition | None:
    key = raw["answer"]
    if "is" in raw and isinstance(raw["is"], str):
        return Is(key=key, values=(raw["is"],))
    for word, form in (("is_one_of", Is), ("includes_any_of", Includes)):
        values = raw.get(word)
        if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
            return form(key=key, values=tuple(values))
    problems.add(where, 'needs is = "...", is_one_of = ["..."] or includes_any_of = ["..."]')
    return None


def _number(raw: Mapping[str, Any], where: str, problems: Problems) -> Condition | None:
    limits = {word: raw[word] for word in ("above", "at_least", "below", "at_most") if word in raw}
    if not limits or not all(_is_number(limit) for limit in limits.values()):
        problems.add(where, "needs a number as above, at_least, below or at_most")
        return None
    return Number(key=raw["number"], unit=str(raw.get("unit", "")), **limits)


def _birth(raw: Mapping[str, Any], where: str, problems: Problems) -> Condition | None:
    for word, more in (("age_at_least", 0), ("age_above", 1)):
        years = raw.get(word)
        if isinstance(years, int) and not isinstance(years, bool) and 0 <= years <= 150:
            return Age(key=raw["birth"], years=years + more)
    problems.add(where, "needs age_at_least or age_above, in whole years, like age_at_least = 18")
    return None


def _event(raw: Mapping[str, Any], where: str, problems: Problems) -> Condition | None:
    within = raw.get("within")
    if within == "ever":
        return Within(key=raw["event"])
    if isinstance(within, Mapping) and within and set(within) <= {"years", "months"}:
        counts = {unit: within[unit] for unit in within}
        if all(isinstance(n, int) and not isinstance(n, bool) and 0 < n <= MOST for n in counts.values()):
            return Within(key=raw["event"], span=Span(**counts))
    problems.add(where, 'needs within = { years = N }, { months = N } or "ever"')
    return None


def _parts(kind: type[AllOf] | type[AnyOf], word: str) -> Callable[..., Condition | None]:
    def read(raw: Mapping[str, Any], where: str, problems: Problems) -> Condition | None:
        entries = raw[word]
        if not isinstance(entries, list) or not entries:
            problems.add(where, f"needs a list of conditions after {word}")
            return None
        parts = [read_condition(part, f"{where}.{word}.{n}", problems) for n, part in enumerate(entries, 1)]
        sound = tuple(part for part in parts if part is not None)
        return kind(parts=sound) if len(sound) == len(parts) else None

    return read


def _not(raw: Mapping[str, Any], where: str, problems: Problems) -> Condition | None:
    part = read_condition(raw["not"], f"{where}.not", problems)
    return None if part is None else Not(part=part)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST


_READERS: dict[str, Callable[..., Condition | None]] = {
    "answer": _answer,
    "number": _number,
    "birth": _birth,
    "event": _event,
    "all_of": _parts(AllOf, "all_of"),
    "any_of": _parts(AnyOf, "any_of"),
    "not": _not,
}
