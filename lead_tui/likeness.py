"""Who is perhaps the same person: two names and two birth dates compared, with the reason in words.

Names are compared forgivingly: case, accents, order, doubled blanks, a slip of the keys, a middle name that one
of them lacks, an initial. Birth dates are compared as far as they are known: two that cannot be the same day rule
a likeness out, but for the very same name, which is told all the same. Pure: no file, no clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

import msgspec

from lead_tui.listing import folded
from lead_tui.partial_date import PartialDate

_SURE_FROM, _FORGIVING_FROM = 5, 4
"""Letters from which a word may hold a slip: where only the name speaks, and where the birth date speaks too."""
_LONG = 8
"""Letters from which a word may hold two slips, where the birth date speaks too."""
_LACKING = 2
"""Words that one name may have and the other not."""
_WITHIN, _BETWEEN = re.compile(r"['’`´.]"), re.compile(r"[\W_]+")
"""What a word of a name is written with or without, and what stands between words."""


class Closeness(IntEnum):
    """How alike two names are."""

    NONE = 0
    FAINT = 1
    """Alike enough only where the birth date is the same to the day."""
    CLOSE = 2
    SAME = 3


class Name(msgspec.Struct, frozen=True):
    """A name as it is compared: its words in any order, its initials, its numbers."""

    words: tuple[str, ...]
    initials: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Words that hold digits; nothing in them is ever a slip."""


def name_of(text: str) -> Name:
    """Give a name for comparing."""
    plain = text.casefold() if text.isascii() else folded(text)
    if not plain.replace(" ", "").isalpha():
        plain = _BETWEEN.sub(" ", _WITHIN.sub("", plain))
    words, initials, numbers = [], [], []
    for part in sorted(plain.split()):
        if not part.isalpha() and any(map(str.isdigit, part)):
            numbers.append(part)
        elif len(part) == 1:
            initials.append(part)
        else:
            words.append(part)
    return Name(tuple(words), tuple(initials), tuple(numbers))


def closeness(one: Name, other: Name) -> Closeness:
    """Say how alike two names are."""
    if one.numbers != other.numbers or not one.words or not other.words:
        return Closeness.NONE
    if one == other:
        return Closeness.SAME if len(one.words) + len(one.initials) + len(one.numbers) > 1 else Closeness.FAINT
    fewer, more = sorted((one, other), key=lambda name: len(name.words))
    rest = list(more.words)
    slips: list[tuple[int, int]] = []
    for word in sorted(fewer.words, key=lambda word: word not in more.words):
        count, near = min((_slips(word, each), each) for each in rest)
        if not _forgiven(count, min(len(word), len(near))):
            return Closeness.NONE
        rest.remove(near)
        slips += [(count, min(len(word), len(near)))] * (count > 0)
    if len(rest) > _LACKING:
        return Closeness.NONE
    here, there = _left_over(fewer.initials, more.initials, rest)
    if len(fewer.words) + len(fewer.numbers) < 2:
        return Closeness.NONE if here or there else Closeness.FAINT
    sure = not slips or (len(slips) == 1 and slips[0][0] == 1 and slips[0][1] >= _SURE_FROM)
    return Closeness.CLOSE if sure and not (here and there) else Closeness.FAINT


def _left_over(fewer: Iterable[str], more: Iterable[str], rest: Iterable[str]) -> tuple[list[str], list[str]]:
    """Give the initials and words of either name that nothing in the other stands for."""
    here, there = list(fewer), [*more, *rest]
    for initial in tuple(here):
        stood_for = next((each for each in there if each.startswith(initial)), None)
        if stood_for is not None:
            here.remove(initial)
            there.remove(stood_for)
    return here, there


def _forgiven(count: int, length: int) -> bool:
    return count == 0 or (length >= _FORGIVING_FROM and count <= (2 if length >= _LONG else 1))


def _slips(one: str, other: str) -> int:
    if one == other:
        return 0
    # Imported where it is first needed: it costs more than all other work of the start.
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=2)


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Why two people are perhaps the same; the more likely, the higher the rank."""

    rank: int
    reason: str


def likeness(name: Closeness, mine: PartialDate | None, other: PartialDate | None) -> Likeness | None:
    """Give the reason to think that two people are the same; None where there is none."""
    if name is Closeness.NONE:
        return None
    same_name = name is Closeness.SAME
    if mine is None or other is None:
        if name is Closeness.FAINT:
            return None
        known = "known in neither" if mine is other else "not known in one"
        called = "Same name" if same_name else "Very close name"
        return Likeness(rank=3 if same_name else 2, reason=f"{called}; birth date {known}.")
    if mine == other and mine.day is not None:
        called = "same name" if same_name else "very close name" if name is Closeness.CLOSE else "close name"
        return Likeness(rank=5 + name, reason=f"Same birth date, {called}.")
    if not _meet(mine, other):
        return Likeness(rank=1, reason="Same name, another birth date.") if same_name else None
    if name is Closeness.FAINT:
        return None
    called = "Same name" if same_name else "Very close name"
    return Likeness(rank=5 if same_name else 4, reason=f"{called}; the birth dates may be the same.")


def _meet(one: PartialDate, other: PartialDate) -> bool:
    """Say whether one day may be both."""
    first = max((day for day in (one.earliest, other.earliest) if day is not None), default=None)
    last = min((day for day in (one.latest, other.latest) if day is not None), default=None)
    return first is None or last is None or first <= last


class Named:
    """The names of all cases, so that those close to one are found among very many at once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._places: dict[tuple[str, ...], dict[str, list[str]]] = {}
        """By the numbers in a name, then by its words: the cases; a case stays where an older name of it put it."""

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        """Take in number and name of every case; what was taken in before costs next to nothing."""
        texts = self._texts
        for case, text in rows:
            if texts.get(case, "") != text:
                texts[case] = text
                name = name_of(text)
                places = self._places.setdefault(name.numbers, {})
                for word in name.words:
                    places.setdefault(word, []).append(case)

    def near(self, text: str) -> dict[str, Closeness]:
        """Give the cases whose name is near *text*, and how near."""
        wanted = name_of(text)
        places = self._places.get(wanted.numbers, {})
        counts: Counter[str] = Counter()
        for word in wanted.words:
            counts.update({case for near in _near_words(word, places) for case in places[near]})
        needed = min(2, len(wanted.words))
        found = {
            case: closeness(wanted, name_of(self._texts[case]))
            for case, count in counts.items()
            if count >= needed or wanted.initials or self._is_short(case)
        }
        return {case: near for case, near in found.items() if near}

    def _is_short(self, case: str) -> bool:
        """Say whether a name has an initial or one word alone: then one word in common may be enough."""
        words = self._texts[case].split()
        return len(words) < 2 or any(len(word.rstrip(".,")) == 1 for word in words)


def _near_words(word: str, places: Iterable[str]) -> Iterable[str]:
    """Give the words that *word* may be a slip of, itself among them."""
    if len(word) < _FORGIVING_FROM:
        return (word,) if word in set(places) else ()
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, list(places), scorer=OSA.distance, score_cutoff=2, limit=None)
    return [near for near, _slips, _index in found]
