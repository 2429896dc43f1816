"""Strategies for cases, shared by the tests of the record, the store and the saver."""

from __future__ import annotations

import uuid

from hypothesis import settings
from hypothesis import strategies as st

from lead_tui import case as cases
from lead_tui import contact as contacts
from lead_tui.case import Case, HandOver, Stamp
from lead_tui.contact import Contact
from lead_tui.merge import merge

settings.register_profile("lead", deadline=None, max_examples=40, print_blob=True)
settings.load_profile("lead")

STAMP = Stamp(id="sample", version="1", hash="0" * 64)
PEOPLE = ("sample-officer-02", "sample-staff-01", "sample-staff-07")
LATER = "2026-05-14T10:00:00Z"
ME = "sample-staff-01"
OTHER = "sample-staff-07"
KEYS = ("name", "pathway", "date_of_birth", "seeking_treatment", "notes", "races")

times = st.integers(0, 59).map(lambda second: f"2026-05-14T09:00:{second:02d}Z")
people = st.sampled_from(PEOPLE)
keys = st.sampled_from(KEYS)
decisions = st.sampled_from(["accept", "decline", "refer_elsewhere", "hold"])
texts = st.one_of(
    st.sampled_from(["Sample Person 07", "O'Example, José", "مثال", "=cmd()", "\ud800", "}}\n,"]),
    st.text(max_size=12),
)
values = st.one_of(
    st.sampled_from(["yes", "no", "unknown", "never", "2016-05", "social", "criminal"]),
    texts,
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
)


@st.composite
def changed(draw: st.DrawFn, case: Case, most: int = 3) -> Case:
    """The case after a few changes by one person."""
    by = draw(people)
    for _ in range(draw(st.integers(0, most))):
        at = draw(times)
        match draw(st.sampled_from(["answer", "answer", "clear", "type", "undo", "finish", "decide", "contact"])):
            case "answer":
                case = cases.answer(case, draw(keys), draw(values), at=at, by=by)
            case "clear":
                case = cases.answer(case, draw(keys), None, at=at, by=by)
            case "type":
                case = cases.leave_typed(case, draw(keys), draw(texts), at=at, by=by)
            case "undo":
                taken_back = cases.undo(case, at=at, by=by)
                case = taken_back[0] if taken_back else case
            case "finish":
                case = cases.finish(case, hand_over(case, at=at, by=by))
            case "decide":
                case = cases.decide(
                    case, draw(decisions), at=at, by=draw(people), entered_by=by, reason=draw(texts), reads=KEYS
                )
            case "contact":
                case = cases.add_contact(case, draw(contact_entries(by)))
    outcome = draw(st.sampled_from(["", "eligible", "not_eligible", "undetermined"]))
    return cases.assessed(case, outcome, STAMP)


@st.composite
def contact_entries(draw: st.DrawFn, by: str) -> Contact:
    """One thing that happened after the referral, entered by `by`."""
    did = draw(
        st.sampled_from([contacts.ATTEMPT, contacts.APPOINTMENT, contacts.CLOSED, contacts.REOPENED, contacts.LINKED])
    )
    results = [contacts.REACHED, "no_answer", contacts.MADE, contacts.KEPT]
    return Contact(
        id=uuid.uuid4().hex,
        at=draw(times),
        by=by,
        did=did,
        result=draw(st.sampled_from(results)),
        what=draw(st.sampled_from(["", "Call again", "W26-0001"])),
        due=draw(st.sampled_from(["", "2026-05-20", "2026-05-21T09:30"])),
        who=draw(people),
    )


def hand_over(case: Case, *, at: str, by: str) -> HandOver:
    return HandOver(
        at=at,
        by=by,
        answers=cases.answers_of(case),
        outcome=case.outcome,
        outcomes={"social": case.outcome},
        reasons=["A sample reason."],
        program=STAMP,
    )


def draft(**answers: object) -> Case:
    """A draft of `sample-staff-01` with these answers."""
    case = cases.new(STAMP, at="2026-05-14T09:00:00Z", by="sample-staff-01")
    for key, value in answers.items():
        case = cases.answer(case, key, value, at="2026-05-14T09:00:00Z", by="sample-staff-01")
    return case


def answered(case: Case, by: str = ME, **answers: object) -> Case:
    """The case with these answers given an hour later."""
    for key, value in answers.items():
        case = cases.answer(case, key, value, at=LATER, by=by)
    return case


drafts = changed(cases.new(STAMP, at="2026-05-14T09:00:00Z", by="sample-staff-01"))


@st.composite
def two_hands(draw: st.DrawFn) -> tuple[Case, Case, Case]:
    """A case, and what two people made of it; a question may stand unsettled already."""
    first = draw(drafts)
    base = merge(first, draw(changed(first)), draw(changed(first))).case
    return base, draw(changed(base)), draw(changed(base))
