"""What is remembered of a case file: rows read by the head of a record, places, numbers."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies_case import changed, draft, drafts

from lead_tui import case_record, lines
from lead_tui.case_index import CaseIndex
from lead_tui.case_reader import CaseReader

HEAD = b'{"cases":{\n'


def skimmed(*bodies: bytes) -> tuple[CaseIndex, int, bytes]:
    """An index that skimmed lines of these objects, where it stopped, and the lines."""
    piece = b"".join(lines.record_line(number, body, first=False) for number, body in enumerate(bodies, 1))
    index = CaseIndex()
    return index, index.skim(piece, 0, len(HEAD)), piece


@given(case=drafts.flatmap(changed), number=st.integers(1, 10**9))
def test_a_row_read_by_its_head_is_the_row_of_the_whole_record(case, number):
    case = msgspec.structs.replace(case, case=f"W26-{number:04d}")
    body = lines.encode(case_record.to_json(case))

    index, stopped, piece = skimmed(body)

    if any(0xD800 <= ord(letter) <= 0xDFFF for text in (case.name, case.pathway) for letter in text):
        assert stopped == 0  # half a letter is read by the slower, patient reader
        return
    assert stopped == len(piece)
    assert index.rows[1] == lines.summary(body)
    offset, length = index.place(1)
    assert piece[offset - len(HEAD) :][:length] == body
    assert index.highest == {"W26": number}


@given(fields=st.permutations(["case", "status", "name", "decision", "program", "answers"]))
def test_a_row_read_by_its_head_is_whole_whatever_the_order_of_the_fields(fields):
    document = {field: {"id": "sample"} if field in ("program", "answers") else field for field in fields}
    body = lines.encode(lines.rows_first(document))

    index, stopped, piece = skimmed(body)

    assert stopped == len(piece)
    assert (
        index.rows[1]
        == lines.summary(body)
        == lines.Summary(case="case", status="status", name="name", decision="decision")
    )


BODIES = st.one_of(
    drafts.flatmap(changed).map(lambda case: lines.encode(case_record.to_json(case))),
    st.sampled_from([b"{}", b'{"case":"W26-0001","rev":"x"}', b'{"case":"W26-0002","rev":2,"status":"expunged"}']),
)


@given(
    records=st.lists(st.tuples(st.integers(1, 4), BODIES), max_size=12),
    piece=st.integers(40, 3000),
    end=st.sampled_from([lines.CLOSING, b"", b"}", b',"9":{"case"', bytes(9)]),
)
def test_a_file_skimmed_in_pieces_is_known_as_one_read_line_by_line(tmp_path_factory, records, piece, end):
    path = tmp_path_factory.mktemp("skim") / "cases.json"
    whole = b"".join(lines.whole_file(lines.header({}), records))
    path.write_bytes(whole.removesuffix(lines.CLOSING) + end)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("lead_tui.case_reader.PIECE", piece)
        skims, reads = CaseReader(path), CaseReader(path)
        skims.refresh()
        reads.refresh()
        reads.check()

    for each in (skims, reads):
        each.close()
    assert (skims.unfinished, skims.damage) == (reads.unfinished, reads.damage)
    one, other = skims.index, reads.index
    assert (one.places, one.rows, one.ids, one.live) == (other.places, other.rows, other.ids, other.live)
    assert (one.highest, one.highest_id) == (other.highest, other.highest_id)


SOUND = lines.encode(
    case_record.to_json(msgspec.structs.replace(draft(name="Sample Person 07"), case="W26-0001", rev=1))
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(SOUND.replace(b'"rev":1', b'"rev":"1"'), id="a field of another type"),
        pytest.param(SOUND.replace(b'"rev":1', b'"rev:1'), id="damaged in the row"),
        pytest.param(SOUND.replace(b',"program":{', b',"program":[{'), id="no program"),
        pytest.param(SOUND[:-1], id="cut at the end"),
        pytest.param(b'{"case":"W26-0002","rev":1,"status":"expunged"}', id="emptied"),
        pytest.param(b'{"case":"W26-0002","inner":{"x":1,"program":{}}}', id="a program further in"),
    ],
)
def test_a_record_that_is_not_laid_out_as_usual_is_left_to_be_read_whole(body):
    index, stopped, _piece = skimmed(SOUND, body)

    assert stopped == len(lines.record_line(1, SOUND, first=False))
    assert list(index.rows) == [1]


@pytest.mark.parametrize("line", [b'x"2":', b' "2":', b',"2_0":', b',"":', b',"two":', b',2":'])
def test_a_line_that_begins_otherwise_is_left_to_be_read_whole(line):
    piece = line + SOUND + b"\n"

    assert CaseIndex().skim(piece, 0, 0) == 0


def test_the_rows_of_a_long_list_hold_what_they_have_alike_once():
    index, _stopped, _piece = skimmed(SOUND, SOUND.replace(b"W26-0001", b"W26-0002"))
    first, second = index.rows.values()

    assert first.created_by == "sample-staff-01"
    assert first.created_by is second.created_by is first.updated_by
    assert first.status is second.status
