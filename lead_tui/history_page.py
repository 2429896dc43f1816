"""The history of a case in lines: the page with the newest first, and one event at length.

Who may see it is decided before; what only some may know of it is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from lead_tui import case_pages, contact_words, decision, form, history, kinds, late, listing, outcome_words
from lead_tui import contact as contacts
from lead_tui.access import for_officers
from lead_tui.case import EXPUNGED, Decision, HandOver
from lead_tui.case_pages import NOT_ASKED, Entry, When
from lead_tui.contact import Contact
from lead_tui.history import Event
from lead_tui.intake import BY_DEFAULT, Intake
from lead_tui.question import JSON
from lead_tui.rules import Outcome, assess

_WAYS = {"wizard": "in the form", "plain": "line by line", "import": "by an import", BY_DEFAULT: "by default"}
_OFTEN = ("wizard", BY_DEFAULT)
"""Ways that a line does not tell."""
_NOBODY = "by default"
_NO_TIME = "time not known"
_SHORT = 60
"""Characters of a value in a line; of a longer one, its beginning."""
_ABOUT = (
    "Newest first; Enter shows one whole. At the right the rule result: + eligible, x not eligible, ? not yet known; "
    "by today's rules"
)
_AS_IT_WAS = ", at a decision or hand-over as it was then"
_WITHOUT = "; without what was expunged since"
_OUTSIDE = "changed outside lead-tui"
_AT_ONCE = "two answers at once: counts as unknown until settled"
_NOTE = "after the hand-over: a note, which changed nothing"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A value that may be taken again."""

    key: str
    value: JSON
    words: str


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """One event at length."""

    lines: list[str]
    offers: list[Offer] = []
    unexplained: str = ""
    """Id of a change after a decision that nobody gave a reason for."""


def page(intake: Intake, when: When) -> list[Entry]:
    """Give the page: what there is to know about it, then every event, the newest first."""
    events = _seen(intake)
    times = {event.id: (event.at and when(event.at)) or _NO_TIME for event in events}
    column = max(len(time) for time in times.values())
    labels = [f"{times[event.id]:<{column}}  {event.by or _nobody(event)}".rstrip() for event in events]
    room = max(len(label) for label in labels) + 2
    decided = NOT_ASKED
    told: list[Entry] = []
    for event, label in zip(events, labels, strict=True):
        said = sentence(intake, event, decided)
        if isinstance(event.entry, Decision):
            decided = decision.word(event.entry.decision)
        move, style = _beside(event)
        told.append(Entry(label=label, said=said, key=event.id, room=room, beside=move, beside_style=style))
    stamp = intake.program.stamp
    then = _AS_IT_WAS if intake.decides else ""
    if any(event.what == "expunged" for event in events):
        then += _WITHOUT
    return [Entry(said=f"{_ABOUT} ({stamp.id} {stamp.version}){then}.", style="quiet"), *reversed(told)]


def sentence(intake: Intake, event: Event, decided: str = NOT_ASKED) -> str:
    """Give one event as a sentence, and in a line of its own why; *decided* is the decision before it."""
    match event.entry:
        case HandOver():
            return "Handed over"
        case Decision() as taken:
            by = f", by {taken.by}" if taken.by != taken.entered_by else ""
            said = f"Decision: {decided} -> {decision.word(taken.decision)}{by}"
            return f"{said}\nReason: {_brief(taken.reason)}" if taken.reason else said
        case Contact() as entry:
            return contact_words.sentence(entry, intake.program.words)
    if event.what == "opened":
        return "Case opened"
    if event.what == "expunged":
        return f"{_name(intake, event.key)}: expunged by an order"
    said = f"{_name(intake, event.key)}: {_in_line(intake, event, event.was)} -> {_in_line(intake, event, event.now)}"
    marks = [
        "taken back" if event.undo else "",
        _NOTE if event.what == "noted" else _OUTSIDE if event.what == "outside" else "",
        _AT_ONCE if event.at_once else "",
        "" if event.via in ("", *_OFTEN, late.LATE) else _way(event.via),
    ]
    said += "".join(f" ({mark})" for mark in marks if mark)
    return f"{said}\n{_why(event)}" if event.since and intake.decides else said


def whole(intake: Intake, event_id: str, when: When) -> Whole:
    """Give one event at length: both values, by whom, when and how it came, and the rule result before and after."""
    event = next((each for each in _seen(intake) if each.id == event_id), None)
    if event is None:
        return Whole(lines=["This entry is not in the record any more."])
    match event.entry:
        case HandOver() as handed:
            rules = f"rules {handed.program.id} {handed.program.version}"
            lines = [
                f"Handed over {when(handed.at)} by {handed.by}.",
                f"{_then(intake, handed.outcome, capital=True)}, {rules}.",
                *handed.reasons,
            ]
            return Whole(lines=lines)
        case Decision() as taken:
            return Whole(lines=_decision(intake, taken, when))
        case Contact() as entry:
            said = contact_words.sentence(entry, intake.program.words)
            return Whole(lines=[said, f"{when(entry.at)} by {entry.by}, {_way(entry.via)}."])
    if event.what == "opened":
        return Whole(lines=[f"Case opened {when(event.at)} by {event.by}."])
    if event.what == "expunged":
        said = "Expunged by an order: the answer, and all that this history told of it."
        return Whole(lines=[_label_of(intake, event.key), said, f"{when(event.at)} by {event.by}."])
    lines = [
        *_change(intake, event, when),
        *_explained(intake, event, when),
        *_moved(intake, event),
        *_standing(intake, event),
    ]
    lacks = event.since and not event.reasons and intake.decides and intake.follows
    return Whole(lines=lines, offers=offers(intake, event), unexplained=event.id if lacks else "")


def offers(intake: Intake, event: Event) -> list[Offer]:
    """Give the values of a change that are not what stands now, and that this person may take again as they are."""
    question = intake.program.questions.get(event.key)
    if question is None or intake.received or intake.case.status == EXPUNGED or intake.step_of(event.key) is None:
        return []
    if not form.may_see(intake.role, question.audience):
        return []
    given = intake.case.answers.get(event.key)
    settled = event.key not in intake.case.unsettled and event.key not in intake.case.typed
    found: list[Offer] = []
    for value in (event.was, event.now):
        stands = settled and value == (given.value if given else None)
        if stands or kinds.check(question, value, intake.context) or any(value == each.value for each in found):
            continue
        words = "Take the answer away again: not asked" if value in (None, "") else ""
        said = _brief(intake.word(event.key, value), 24)
        found.append(Offer(key=event.key, value=value, words=words or f'Take "{said}" again, as a new change'))
    return found


def taken_again(intake: Intake, offer: Offer) -> str:
    """Take an earlier value again, as a new change; say how the answer and the rule result moved."""
    was, before = intake.answers.get(offer.key), intake.assessment.outcome
    intake.answer(offer.key, offer.value)
    values = " -> ".join(_brief(_value(intake, offer.key, value), 24) for value in (was, offer.value))
    after = intake.assessment.outcome
    moved = f" Result: {_label(intake, before)} -> {_label(intake, after)}." if before != after else ""
    return f"{_name(intake, offer.key)}: {values}.{moved}"


# --- Parts of a sentence ----------------------------------------------------------------------------


def _seen(intake: Intake) -> list[Event]:
    """Give the events that this person may know of; a reason stands with its changes and not alone."""

    def seen(event: Event, ids: set[str]) -> bool:
        match event.entry:
            case Decision():
                return intake.decides
            case Contact() as entry:
                return intake.follows and not (entry.did == contacts.EXPLAINED and ids.intersection(entry.about))
        of_all = intake.decides or not event.key
        return of_all or for_officers(intake.program, event.key)

    events = history.replay(intake.program, intake.case)
    ids = {event.id for event in events}
    return [event for event in events if seen(event, ids)]


def _beside(event: Event) -> tuple[str, str]:
    """Give how the rule result moved, or what a decision or a hand-over was made on, and its style."""
    if isinstance(event.entry, Decision | HandOver):
        then, style = _result(event.entry.outcome)
        return f"on {then}", style
    (was, _style), (now, style) = _result(event.before), _result(event.after)
    return (f"{was} -> {now}", style) if event.moved else ("", "")


def _result(outcome: str) -> tuple[str, str]:
    word, style = listing.result(outcome)
    return word[0], style


def _why(event: Event) -> str:
    if not event.reasons:
        return "! After the decision; no reason given."
    return "After the decision: " + " ".join(_brief(each.note) for each in event.reasons)


def _then(intake: Intake, outcome: str, *, capital: bool = False) -> str:
    said = f"rule result then: {_label(intake, outcome)}"
    return said[0].upper() + said[1:] if capital else said


def _label(intake: Intake, outcome: str) -> str:
    return outcome_words.label(intake.program, outcome or Outcome.UNDETERMINED)


def _nobody(event: Event) -> str:
    return "" if event.what == "outside" else _NOBODY


def _way(via: str) -> str:
    return _WAYS.get(via, via)


def _name(intake: Intake, key: str) -> str:
    question = intake.program.questions.get(key)
    name = question.name if question else key
    return f"{name[:1].upper()}{name[1:]}"


def _label_of(intake: Intake, key: str) -> str:
    question = intake.program.questions.get(key)
    return intake.label(question) if question else key


def _value(intake: Intake, key: str, value: JSON) -> str:
    if value in (None, ""):
        return NOT_ASKED
    return intake.word(key, value) if key in intake.program.questions else str(value)


def _in_line(intake: Intake, event: Event, value: JSON) -> str:
    return _brief(_value(intake, event.key, value))


def _brief(text: str, most: int = _SHORT) -> str:
    line = " ".join(text[: most * 4].split())
    if len(text) <= most * 4 and len(line) <= most:
        return line
    return f"{line[:most].rstrip()} ... ({len(text):,} characters)"


# --- One event at length ----------------------------------------------------------------------------


def _change(intake: Intake, event: Event, when: When) -> Iterator[str]:
    yield _label_of(intake, event.key)
    yield from f"Before: {_value(intake, event.key, event.was)}".split("\n")
    yield from f"After:  {_value(intake, event.key, event.now)}".split("\n")
    if event.what == "outside":
        yield "Changed outside lead-tui: the record does not say by whom, when or why."
        return
    who = f" by {event.by}" if event.by else ""  # nobody enters a default
    back = " It took an earlier change back." if event.undo else ""
    way = _NOTE if event.what == "noted" else _way(event.via)
    yield f"{when(event.at)}{who}, {way}.{back}"
    if event.at_once:
        yield "It was given at the same time as another answer. Until somebody settled them it counted as unknown."


def _explained(intake: Intake, event: Event, when: When) -> Iterator[str]:
    if not event.since or not intake.decides:
        return
    taken = next(each for each in intake.case.decisions if each.id == event.since)
    yield f"Changed after the decision of {when(taken.at)}: {decision.word(taken.decision)}, {taken.by}."
    for each in event.reasons:
        yield from f"Reason, by {each.by} {when(each.at)}: {each.note}".split("\n")
    if not event.reasons:
        yield "! No reason is given."


def _moved(intake: Intake, event: Event) -> Iterator[str]:
    """Say what came of a change for the rule result, and the reasons that moved it."""
    program = intake.program
    read = {key for criterion in program.criteria.values() for key in criterion.keys}
    before, after = (_label(intake, outcome) for outcome in (event.before, event.after))
    if event.moved:
        yield f"Rule result: {before} -> {after}, by today's rules."
        earlier, now = assess(program, event.stood), assess(program, event.stands)
        stood = {finding.criterion: finding.status for finding in earlier.findings}
        for finding in outcome_words.in_asking_order(program, now):
            if stood.get(finding.criterion) is not finding.status:
                yield f"  {outcome_words.MARKS[finding.status]} {finding.reason}"
    elif event.what == "noted":
        yield "Staff take over what is right: nothing of it counts before."
    elif event.key in read or event.stood.get("pathway") != event.stands.get("pathway"):
        yield f"Rule result before and after: {after}, by today's rules."


def _standing(intake: Intake, event: Event) -> Iterator[str]:
    """Say what stands there now, and what a new answer would put aside."""
    case, key = intake.case, event.key
    if key in case.unsettled:
        yield "Now: two answers, not settled."
    elif key in case.typed:
        yield from f"Now: no answer yet; typed is: {case.typed[key]}".split("\n")
    elif event.what == "noted" or (given := case.answers.get(key)) is None or given.value != event.now:
        yield from f"Now:    {_value(intake, key, intake.answers.get(key))}".split("\n")
    for note in late.waiting(case):
        if note.key == key and note.id != event.id:
            yield from f"A note from after the hand-over says: {_value(intake, key, note.now)}".split("\n")


def _decision(intake: Intake, taken: Decision, when: When) -> list[str]:
    return [
        f"Decision: {decision.word(taken.decision)}",
        f"By {taken.by}, entered by {taken.entered_by}, {when(taken.at)}.",
        *f"Reason: {taken.reason or 'none given'}".split("\n"),
        f"{_then(intake, taken.outcome, capital=True)}, rules {taken.program.id} {taken.program.version}.",
        *case_pages.doubts(intake, taken),
    ]
