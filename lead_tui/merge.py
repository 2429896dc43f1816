"""Two people in one case: join their work question by question."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from lead_tui.case import EXPUNGED, JSON, STATUSES, Answer, Case, HandOver, Unsettled, answers_of, with_row
from lead_tui.expunging import caught_up

NOT_ASSESSED = "undetermined"
"""The outcome of answers that nobody has assessed together: not known, never that of fewer answers."""

_T = TypeVar("_T")


class _Entry(Protocol):
    """An entry of a list that only grows."""

    @property
    def id(self) -> str: ...
    @property
    def at(self) -> str: ...


_E = TypeVar("_E", bound=_Entry)
_MISSING: Any = msgspec.UNSET


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Two people's work on one case, joined."""

    case: Case
    joined: list[str]
    """Questions whose answer came from the other person."""
    conflicts: list[str]
    """Questions that both answered differently; see `Case.unsettled`."""


def merge(base: Case, mine: Case, theirs: Case) -> Merged:
    """Join what two people made of `base`.

    A question that only one of them changed takes that change. Where both changed it differently,
    theirs stands and mine waits beside it in `unsettled`. Entries of the history, decisions and
    contacts are joined by id; an answer that was expunged on one side is gone on both. The outcome is not computed
    here: of answers that neither had it is not known until they are assessed. An expunged case stays so.
    """
    if mine.status != theirs.status and EXPUNGED in (mine.status, theirs.status):
        emptied = mine if mine.status == EXPUNGED else theirs
        return Merged(case=emptied, joined=[], conflicts=[])
    base, mine, theirs = caught_up(base, mine, theirs), caught_up(mine, theirs), caught_up(theirs, mine)
    if theirs in (base, mine):
        return Merged(case=mine, joined=[], conflicts=[])

    questions: dict[str, _Question] = {}
    joined: list[str] = []
    conflicts: list[str] = []
    for key in _keys(theirs, mine, base):
        before, here, there = (_Question.of(case, key) for case in (base, mine, theirs))
        joint = _joined(before, here, there)
        if joint is None:
            conflicts.append(key)
            joint = _Question(there.answer, there.typed, here.set_aside(before, mine))
        elif not joint.says(here):
            joined.append(key)
        questions[key] = joint

    def pick(field: str, both: Callable[[Any, Any], Any]) -> Any:  # noqa: ANN401 - any field
        return _three_way(getattr(base, field), getattr(mine, field), getattr(theirs, field), both)

    decisions = _joined_list(base.decisions, mine.decisions, theirs.decisions)
    case = Case(
        case=pick("case", max),
        rev=pick("rev", max),
        status=pick("status", _further),
        updated=pick("updated", max),
        updated_by=pick("updated_by", max),
        uid=pick("uid", max),
        created=pick("created", min),
        created_by=pick("created_by", min),
        name=pick("name", _theirs),
        pathway=pick("pathway", _theirs),
        program=pick("program", _either),
        screened=pick("screened", _earlier),
        answers={key: q.answer for key, q in questions.items() if q.answer is not None},
        typed={key: q.typed for key, q in questions.items() if q.typed},
        unsettled={key: q.unsettled for key, q in questions.items() if q.unsettled is not None},
        history=_joined_list(base.history, mine.history, theirs.history),
        decision=decisions[-1].decision if decisions else "",
        decisions=decisions,
        contacts=_joined_list(base.contacts, mine.contacts, theirs.contacts),
        holds=_joined_list(base.holds, mine.holds, theirs.holds),
        handed_over=pick("handed_over", _first),
        extra=_joined_extra(base.extra, mine.extra, theirs.extra),
    )
    case = msgspec.structs.replace(with_row(case), outcome=_outcome(base, mine, theirs, answers_of(case)))
    return Merged(case=case, joined=sorted(joined), conflicts=sorted(conflicts))


def _outcome(base: Case, mine: Case, theirs: Case, answers: Mapping[str, JSON]) -> str:
    """The outcome that was found for these very answers."""
    found = [side.outcome for side in (mine, theirs) if answers_of(side) == answers]
    if len(found) == 2:
        return _three_way(base.outcome, mine.outcome, theirs.outcome, max)
    return found[0] if found else NOT_ASSESSED


class _Question(msgspec.Struct, frozen=True):
    """All that one record says about one question."""

    answer: Answer | None
    typed: str
    unsettled: Unsettled | None

    @staticmethod
    def of(case: Case, key: str) -> _Question:
        return _Question(case.answers.get(key), case.typed.get(key, ""), case.unsettled.get(key))

    @property
    def value(self) -> JSON:
        return None if self.answer is None else self.answer.value

    def says(self, other: _Question) -> bool:
        """Whether both say the same, whoever said it and when."""
        return self._content() == other._content()

    def _content(self) -> tuple[JSON, str, object]:
        rest = self.unsettled
        return self.value, self.typed, rest and (rest.value, rest.typed)

    def set_aside(self, base: _Question, case: Case) -> Unsettled:
        given = self.answer
        return Unsettled(
            value=self.value,
            typed=self.typed,
            by=given.by if given else case.updated_by,
            at=given.at if given else case.updated,
            base=base.value,
        )


def _joined(base: _Question, mine: _Question, theirs: _Question) -> _Question | None:
    """One question of two people; `None` where they differ."""
    if mine == base:
        return theirs
    if theirs == base:
        return mine
    if mine.says(theirs):
        return _either(mine, theirs)
    if mine.says(base):
        return theirs
    if theirs.says(base):
        return mine
    return None


def _joined_list(base: list[_E], mine: list[_E], theirs: list[_E]) -> list[_E]:
    """Join two append-only lists: each keeps its order, and time decides between them.

    An entry that one side has emptied or taken out (expunged) stays so.
    """
    before, here, there = ({entry.id: entry for entry in each} for each in (base, mine, theirs))
    order: dict[str, None] = {}
    ours, others = deque(here), deque(there)
    while ours and others:
        left, right = ours[0], others[0]
        if left in order or left == right:
            side = ours
        elif right in order:
            side = others
        elif (left in there) == (right in here):
            side = ours if (here[left].at, left) < (there[right].at, right) else others
        else:  # what only one side has stands before what both have
            side = others if left in there else ours
        order[side.popleft()] = None
    order |= dict.fromkeys([*ours, *others])

    entries = (_three_way(before.get(i), here.get(i), there.get(i), _either) for i in order)
    return [entry for entry in entries if entry is not None]


def _joined_extra(base: Mapping[str, JSON], mine: Mapping[str, JSON], theirs: Mapping[str, JSON]) -> dict[str, JSON]:
    """Join fields that this version does not know, each as a whole."""
    joint: dict[str, JSON] = {}
    for key in dict.fromkeys([*theirs, *mine]):
        before, here, there = (side.get(key, _MISSING) for side in (base, mine, theirs))
        value = _three_way(before, here, there, _either)
        if value is not _MISSING:
            joint[key] = value
    return joint


def _three_way(base: _T, mine: _T, theirs: _T, both: Callable[[_T, _T], _T]) -> _T:
    """What only one side changed; where both did, what `both` makes of the two."""
    if mine == base:
        return theirs
    if theirs in (base, mine):
        return mine
    return both(mine, theirs)


def _either(mine: _T, theirs: _T) -> _T:
    """One of two, and the same one whichever side asks."""
    return min(mine, theirs, key=_text)


def _theirs(mine: _T, theirs: _T) -> _T:  # noqa: ARG001 - one of the choices of a three-way merge
    return theirs


def _earlier(mine: str, theirs: str) -> str:
    return min(mine or theirs, theirs or mine)


def _further(mine: str, theirs: str) -> str:
    return max(mine, theirs, key=lambda each: (each in STATUSES and STATUSES.index(each), each))


def _first(mine: HandOver | None, theirs: HandOver | None) -> HandOver | None:
    given = [each for each in (mine, theirs) if each is not None]
    return min(given, key=lambda each: (each.at, _text(each)))


def _text(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), sort_keys=True, default=str)


def _keys(*cases: Case) -> Iterable[str]:
    fields = (field for case in cases for field in (case.answers, case.typed, case.unsettled))
    return dict.fromkeys(key for field in fields for key in field)
