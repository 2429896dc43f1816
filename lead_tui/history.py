"""What happened to a case, replayed from its record: each event, and how the answers stood before and after it.

The record holds changes, notes, decisions and what happened after the referral, and no past rule result but
those that a hand-over or a decision was made on. All others are found here, by the rules of today. Where the
record does not hold together, since something else than lead-tui wrote in it, an event of its own says so.
Pure: no clock, no file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Final, Literal

import msgspec

from lead_tui import contact as contacts
from lead_tui.case import Case, Change, Decision, HandOver, answers_of, digest_of
from lead_tui.contact import Contact
from lead_tui.expunging import BY_ORDER
from lead_tui.late import LATE
from lead_tui.program import PATHWAY, REFERRAL_DATE, Program
from lead_tui.question import JSON, UNKNOWN
from lead_tui.rules import outcome

OPENED_ID: Final = "opened"
HANDED_ID: Final = "handed_over"
"""What the two events without an id of their own go by."""

Answers = Mapping[str, JSON]
Entry = HandOver | Decision | Contact
What = Literal["opened", "changed", "noted", "outside", "expunged", "handed_over", "decided", "contact"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a case."""

    what: What
    """``noted`` is a change from after the hand-over, which changed nothing; ``outside`` one that nobody recorded;
    ``expunged`` tells that an answer and all that the record held of it were taken out."""
    id: str
    at: str = ""
    """UTC, ISO 8601; empty where nobody knows."""
    by: str = ""
    via: str = ""
    key: str = ""
    """Of an answer; so are the next two."""
    was: JSON = None
    now: JSON = None
    undo: bool = False
    at_once: bool = False
    """Whether the answer was given without the one before it, so that two stood unsettled."""
    entry: Entry | None = None
    stood: Answers = {}
    """The answers before, as the rules read them."""
    stands: Answers = {}
    before: str = ""
    """The rule result of the chosen pathway on the answers before."""
    after: str = ""
    since: str = ""
    """Id of the decision after which an answer that it rested on was changed so."""
    reasons: tuple[Contact, ...] = ()
    """Why, where somebody said so."""

    @property
    def moved(self) -> bool:
        """Whether the rule result is another one after it."""
        return self.before != self.after


def replay(program: Program, case: Case) -> list[Event]:
    """Give all that happened, in its order: the opening first."""
    steps = _steps(case)
    states: list[Answers] = [{}, *(step.stands for step in steps)]
    results = _results(program, states)
    since, why, beside = _since(case, steps), _reasons(case), _beside(case, steps)

    def entries(place: int) -> list[Event]:
        answers, result = states[place], results[place]
        here = (_besides(each.entry) for each in beside if each.place == place)
        return [_replace(each, stood=answers, stands=answers, before=result, after=result) for each in here]

    opened = Event(what="opened", id=OPENED_ID, at=case.created, by=case.created_by)
    found = [_replace(opened, before=results[0], after=results[0]), *entries(0)]
    for place, step in enumerate(steps):
        event = _replace(
            step.event,
            stood=states[place],
            stands=states[place + 1],
            before=results[place],
            after=results[place + 1],
            since=since.get(step.event.id, ""),
            reasons=why.get(step.event.id, ()),
        )
        found += [event, *entries(place + 1)]
    return found


def unexplained(case: Case) -> list[Change]:
    """Give the changes of what the standing decision rested on that came after it, and that nobody gave a reason for.

    What was taken back again needs none.
    """
    if not case.decisions:
        return []
    since, why = _since(case, _steps(case)), _reasons(case)
    last = case.decisions[-1].id
    return [change for change in case.history if since.get(change.id) == last and change.id not in why]


def reasons_since(case: Case) -> list[str]:
    """Give why answers were changed after the standing decision, and how many changes nobody gave a reason for."""
    if not case.decisions:
        return []
    since, why = _since(case, _steps(case)), _reasons(case)
    changes = [change for change, taken in since.items() if taken == case.decisions[-1].id]
    notes = dict.fromkeys(each.note for change in changes for each in why.get(change, ()))
    lacking = sum(change not in why for change in changes)
    told = [f"Reason for the change: {' '.join(note.split())}" for note in notes]
    if lacking:
        told.append(f"No reason is given for {lacking} change{'s' if lacking > 1 else ''}.")
    return told


# --- The answers, change by change -----------------------------------------------------------------


class _Step(msgspec.Struct, frozen=True):
    """A change, and the answers after it."""

    event: Event
    stands: Answers
    time: str
    """When, as far as its place in the list goes: clocks of several desks may run apart."""


def _steps(case: Case) -> list[_Step]:
    """Give the changes in the order of the record, with what nobody recorded between them and at the end."""
    real = answers_of(case)
    last = {change.key: change.id for change in case.history if change.via != LATE}
    threads: dict[str, _Thread] = {}
    found: list[_Step] = []

    def step(event: Event, answers: Answers) -> None:
        found.append(_Step(event, answers, max(event.at, found[-1].time if found else "")))

    def stands() -> Answers:
        return found[-1].stands if found else {}

    for change in case.history:
        if change.via == LATE:
            step(_event(change, "noted"), stands())
            continue
        thread = threads.setdefault(change.key, _Thread())
        is_last = change.id == last[change.key]
        settled = is_last and change.key not in case.unsettled and real.get(change.key) == change.now
        # Two answers would stand unsettled, had the one before been put back by lead-tui. What is no answer yet
        # leaves no change behind, so that nothing is sure where there was none.
        put_back = settled and not thread.forked and thread.parts(change) and change.was not in (None, change.now)
        if put_back or not thread.knows(change.was):
            step(_outside(change.key, thread.value, change.was, len(found)), _with(stands(), change.key, change.was))
            thread.stand(change.was)
        thread.add(change)
        if is_last and (thread.forked or change.key in case.unsettled):
            thread.stand(real.get(change.key))  # which of the two stood meanwhile, the record does not tell
        event = _event(change, "expunged" if change.via == BY_ORDER else "changed", at_once=thread.open)
        step(event, _with(stands(), change.key, thread.value))
    ends = stands()
    for key in sorted(real.keys() | ends.keys()):
        was, now = ends.get(key), real.get(key)
        if was != now and (key in threads or key not in case.unsettled):
            step(_outside(key, was, now, len(found)), _with(stands(), key, now))
    return found


class _Thread:
    """The answers to one question, one after the other; two that nobody settled yet count as unknown."""

    def __init__(self) -> None:
        self.value: JSON = None
        self.forked = False
        """Whether two people ever answered beside each other."""
        self.open = False
        """Whether the last change left two."""
        self._known: list[JSON] = [None]

    def knows(self, value: JSON) -> bool:
        """Say whether that ever stood here."""
        return value in self._known

    def stand(self, value: JSON) -> None:
        """Take it that this is what stands."""
        self.value = value
        self._known.append(value)

    def parts(self, change: Change) -> bool:
        """Say whether a change was made beside the answer that stands, so that there are two."""
        return not self.open and self.value not in (change.was, change.now)

    def add(self, change: Change) -> None:
        """Take in a change.

        One that began at an earlier answer was made beside the one that stands, unless both say the same. What
        comes after the two settles them.
        """
        self.open = self.parts(change)
        self.forked = self.forked or self.value != change.was
        self._known.append(change.now)
        self.value = UNKNOWN if self.open else change.now


def _with(answers: Answers, key: str, value: JSON) -> Answers:
    kept = {each: given for each, given in answers.items() if each != key}
    return kept if value is None else kept | {key: value}


def _event(change: Change, what: What, *, at_once: bool = False) -> Event:
    return Event(
        what=what,
        id=change.id,
        at=change.at,
        by=change.by,
        via=change.via,
        key=change.key,
        was=change.was,
        now=change.now,
        undo=change.undo,
        at_once=at_once,
    )


def _outside(key: str, was: JSON, now: JSON, number: int) -> Event:
    return Event(what="outside", id=f"outside-{number}", key=key, was=was, now=now)


# --- What stands beside them -----------------------------------------------------------------------


class _Beside(msgspec.Struct, frozen=True):
    """An entry, and how many of the steps came before it."""

    place: int
    time: str
    entry: Entry


def _beside(case: Case, steps: Sequence[_Step]) -> list[_Beside]:
    """Give the hand-over, the decisions and what happened after the referral, in their order."""
    found: list[_Beside] = []
    handed = case.handed_over
    if handed is not None:
        place = _place(steps, handed.at, lambda answers: answers == handed.answers)
        found.append(_Beside(place, handed.at, handed))
    found += [_Beside(place, time, each) for place, time, each in _decisions(case, steps)]
    times = accumulate((each.at for each in case.contacts), max)
    found += [_Beside(_count(steps, at), at, each) for each, at in zip(case.contacts, times, strict=True)]
    return sorted(found, key=lambda each: (each.place, each.time))


def _decisions(case: Case, steps: Sequence[_Step]) -> list[tuple[int, str, Decision]]:
    """Give the decisions with place and time, each where the answers were those that it was taken on."""
    found: list[tuple[int, str, Decision]] = []
    for each, at in zip(case.decisions, accumulate((each.at for each in case.decisions), max), strict=True):

        def fits(answers: Answers, each: Decision = each) -> bool:
            return digest_of(answers, each.reads) == each.answers

        place = _place(steps, at, fits)
        found.append((max(place, found[-1][0] if found else 0), at, each))
    return found


def _count(steps: Sequence[_Step], at: str) -> int:
    return bisect_right([step.time for step in steps], at)


def _place(steps: Sequence[_Step], at: str, fits: Callable[[Answers], bool]) -> int:
    """Give how many steps came before *at*; what happened in the same second is told by the answers that *fit*.

    Where none does, clocks ran apart: the nearest place that fits is the one, or what the time says.
    """
    low, high = bisect_left([step.time for step in steps], at), _count(steps, at)
    near = sorted(range(len(steps) + 1), key=lambda place: abs(place - high))
    for place in chain(range(high, low - 1, -1), near):
        if fits(steps[place - 1].stands if place else {}):
            return place
    return high


def _besides(entry: Entry) -> Event:
    """Give the event of an entry; none of them changes an answer."""
    match entry:
        case HandOver():
            return Event(what="handed_over", id=HANDED_ID, at=entry.at, by=entry.by, entry=entry)
        case Decision():
            return Event(what="decided", id=entry.id, at=entry.at, by=entry.entered_by, entry=entry)
        case _:
            return Event(what="contact", id=entry.id, at=entry.at, by=entry.by, via=entry.via, entry=entry)


def _since(case: Case, steps: Sequence[_Step]) -> dict[str, str]:
    """Give, for each change of what a decision rested on, that decision; what was taken back since is left out."""
    decisions = _decisions(case, steps)
    found: dict[str, str] = {}
    for number, step in enumerate(steps):
        earlier = [each for place, _time, each in decisions if place <= number]
        event = step.event
        if event.what == "changed" and earlier and event.key in earlier[-1].reads:
            found[event.id] = earlier[-1].id
    for change in case.history:
        if change.undo and found.get(change.id, "") == found.get(change.undoes, ""):
            found.pop(change.id, None)
            found.pop(change.undoes, None)
    return found


def _reasons(case: Case) -> dict[str, tuple[Contact, ...]]:
    """Give why answers were changed, by the ids of the changes."""
    found: dict[str, tuple[Contact, ...]] = {}
    for each in case.contacts:
        if each.did == contacts.EXPLAINED:
            found |= {change: (*found.get(change, ()), each) for change in each.about}
    return found


# --- The rule results ------------------------------------------------------------------------------


def _results(program: Program, states: Iterable[Answers]) -> list[str]:
    """Give the rule result of each state; what no rule reads is not looked at again."""
    read = {PATHWAY, REFERRAL_DATE, *(key for criterion in program.criteria.values() for key in criterion.keys)}
    found: list[str] = []
    before: Answers | None = None
    for answers in states:
        given = {key: answers[key] for key in answers if key in read}
        found.append(found[-1] if given == before else str(outcome(program, given)))
        before = given
    return found


def _replace(event: Event, **fields: Any) -> Event:  # noqa: ANN401 - any field
    return msgspec.structs.replace(event, **fields)
