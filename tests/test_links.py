"""Cases of one person share one number, whoever links what with what, and when."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from strategies import few, law

from lead_tui import case as cases
from lead_tui import known, links
from lead_tui.case import Case
from lead_tui.contact import Contact
from lead_tui.store import Store


class Row(msgspec.Struct, frozen=True):
    case: str
    person: str = ""


NUMBERS = [f"W26-{number:04d}" for number in range(1, 7)]
PAIRS = st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=8)


def linked(rows: list[Row], *pair: str) -> list[Row]:
    changed = links.to_link(rows, *pair)
    return [Row(row.case, changed.get(row.case, row.person)) for row in rows]


def groups(pairs) -> set[frozenset[str]]:
    """The groups that pairs make, by joining sets."""
    found = [{number} for number in NUMBERS]
    for one, other in pairs:
        joint = next(each for each in found if one in each) | next(each for each in found if other in each)
        found = [each for each in found if not each & joint] + [joint]
    return {frozenset(each) for each in found}


@law
@given(PAIRS, st.randoms())
def test_linked_cases_share_the_lowest_number_in_whatever_order_they_were_linked(pairs, chance):
    rows = [Row(number) for number in NUMBERS]
    for pair in pairs:
        rows = linked(rows, *pair)
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    others = [Row(number) for number in NUMBERS]
    for pair in shuffled:
        others = linked(others, *reversed(pair))

    for members in groups(pairs):
        numbers = {row.person or row.case for row in rows if row.case in members}
        assert numbers == {min(members)}
        assert {row.case for row in links.group(rows, min(members))} == members
    assert [row.person or row.case for row in others] == [row.person or row.case for row in rows]
    assert all(links.to_link(rows, *pair) == {} for pair in pairs)


def test_only_the_newer_case_is_written_where_the_older_is_the_first_of_its_person():
    rows = [Row("W26-0011"), Row("W26-0042")]

    assert links.to_link(rows, "W26-0042", "W26-0011") == {"W26-0042": "W26-0011"}


def test_a_number_with_more_digits_is_newer():
    rows = [Row("W26-10000"), Row("W26-9999"), Row("W25-0007")]

    assert links.to_link(rows, *(row.case for row in rows)) == {"W26-10000": "W25-0007", "W26-9999": "W25-0007"}


@law
@given(PAIRS, st.sampled_from(NUMBERS))
def test_a_case_that_is_unlinked_stands_alone_and_the_others_stay_together(pairs, number):
    rows = [Row(each) for each in NUMBERS]
    for pair in pairs:
        rows = linked(rows, *pair)
    left = {row.case for row in links.group(rows, number)} - {number}

    changed = links.to_unlink(rows, number)
    rows = [Row(row.case, changed.get(row.case, row.person)) for row in rows]

    assert [row.case for row in links.group(rows, number)] == [number]
    for other in left:
        assert {row.case for row in links.group(rows, other)} == left
        assert {row.person or row.case for row in rows if row.case in left} == {min(left)}


# On disk.

AT = "2026-11-25T02:04:00Z"


def entry(did: str, what: str, name: str) -> Contact:
    return Contact(id=name, at=AT, by="sample-staff-01", did=did, what=what)


def file_of(path, count: int) -> Store:
    store = Store.open(path)
    for number in range(count):
        store.create("W", 2026, Case(uid=str(number), name=f"Sample Person {number:02d}", created_by="sample-staff-01"))
    return store


def join(store: Store, *numbers: str) -> None:
    known.join(store, *numbers, at=lambda: AT, by="sample-staff-01", via="wizard")


@few
@given(
    st.lists(st.tuples(st.sampled_from(NUMBERS[:4]), st.sampled_from(NUMBERS[:4])), min_size=2, max_size=4),
    st.randoms(),
)
def test_people_who_link_at_once_come_to_one_group(tmp_path_factory, pairs, chance):
    """Each reads, records what they saw, and brings it to one number; their steps fall between one another's."""
    store = file_of(tmp_path_factory.mktemp("links") / "cases.json", 4)
    bases = [store.get(one) for one, _other in pairs]
    rows = list(store.summaries())
    steps = list(enumerate(pairs))
    chance.shuffle(steps)
    for number, (one, other) in steps:
        seen = links.first_of(row.case for row in links.group(rows, one, other))
        mine = cases.add_contact(bases[number], entry("linked", seen, f"entry-{number}"))
        store.save(bases[number], mine if seen != one else bases[number], by="sample-staff-01")
    for pair in pairs:
        join(store, *pair)

    found = {row.case: row.person or row.case for row in store.summaries()}
    for members in groups(pairs):
        if members <= set(found):
            assert {found[number] for number in members} == {min(members)}
    revisions = [row.rev for row in store.summaries()]
    for pair in pairs:
        join(store, *pair)
    assert [row.rev for row in store.summaries()] == revisions
    store.close()


def test_a_case_is_unlinked_on_disk_and_says_from_whom(tmp_path):
    store = file_of(tmp_path / "cases.json", 3)
    for number in ("W26-0002", "W26-0003"):
        base = store.get(number)
        store.save(base, cases.add_contact(base, entry("linked", "W26-0001", number)), by="sample-staff-01")

    known.part(store, "W26-0001", at=lambda: AT, by="sample-staff-01", via="wizard")

    first, second, third = (store.get(number) for number in NUMBERS[:3])
    assert (first.person, second.person, third.person) == ("", "W26-0002", "W26-0002")
    assert [(each.did, each.what) for each in first.contacts] == [("unlinked", "W26-0002")]
    assert links.apart(first.contacts) == {"W26-0002"}
    assert second.contacts[-1].did == third.contacts[-1].did == "linked"
