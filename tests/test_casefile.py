"""The bytes of the case file: format, appended lines, rewrites, repair, locks, stock TinyDB."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from strategies_case import draft
from tinydb import TinyDB, where

from lead_tui import case_record, casefile, lines
from lead_tui.case_db import CaseDB
from lead_tui.casefile import CaseStorage
from lead_tui.refusals import CannotRead, DiskError, DiskFull, NotACaseFile, NotSaved, NotWritable, ReadOnly

ONE = {"case": "W26-0001", "rev": 1, "name": "Sample Person 07"}
TWO = {"case": "W26-0002", "rev": 1, "name": "José, مثال 🙂"}


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "cases.json"


@pytest.fixture
def db(path):
    made = CaseDB(CaseStorage(path, wait=0.2))
    yield made
    made.close()


def reopened(path: Path) -> CaseDB:
    return CaseDB(CaseStorage(path, wait=0.2))


def stock(path: Path, encoding: str | None = None) -> list[dict]:
    """The cases as stock TinyDB reads them."""
    with TinyDB(path, access_mode="r", encoding=encoding) as db:
        return [dict(document) for document in db.table("cases")]


def cut_files(path: Path) -> list[Path]:
    return sorted(path.parent.glob(path.name + ".cut-*"))


# --- Format --------------------------------------------------------------------------------------


def test_a_file_is_one_json_document_with_one_record_a_line(db, path):
    db.storage.program_id = "sample"
    db.table("cases").insert({"case": "W26-0001"})
    db.table("cases").insert({"case": "W26-0002"})
    db.table("cases").update({"rev": 2}, doc_ids=[1])

    assert path.read_bytes() == (
        b'{"meta":{"1":{"format":1,"program":"sample"}},"cases":{\n'
        b' "1":{"case":"W26-0001"}\n'
        b',"2":{"case":"W26-0002"}\n'
        b',"1":{"case":"W26-0001","rev":2}\n'
        b"}}\n"
    )


def test_a_saved_record_never_changes_bytes_written_before(db, path):
    db.table("cases").insert(ONE)
    before, inode = path.read_bytes(), path.stat().st_ino

    db.table("cases").insert(TWO)

    assert path.read_bytes().startswith(before[: -len(lines.CLOSING)])
    assert path.stat().st_ino == inode


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "ascii"])
def test_stock_tinydb_reads_the_same_whatever_its_locale(db, path, encoding):
    record = TWO | {"notes": "\ud800 lone \u2028 \x7f \x00", "long": "é🙂‏" * 30_000}
    db.table("cases").insert_multiple([ONE, record])

    assert stock(path, encoding) == [ONE, record]


@pytest.mark.parametrize("document", [{"a": None, "b": [1.5, True, "x"]}, {"a": 10**30}, {"a": "\ud800"}, {"é": 1e300}])
def test_what_is_encoded_is_read_back_whichever_encoder_wrote_it(document):
    body = lines.encode(document)

    assert body.isascii()
    assert json.loads(body) == lines.decode(body) == document


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_cannot_write_are_refused_and_the_file_stays_as_it_is(db, path, number):
    db.table("cases").insert(ONE)
    before = path.read_bytes()

    with pytest.raises(NotWritable, match=r"^Not saved: W26-0001 holds NaN or an infinite number"):
        db.table("cases").update({"units": number}, doc_ids=[1])

    assert path.read_bytes() == before


# --- TinyDB's own operations ---------------------------------------------------------------------


def test_queries_updates_and_removal_are_tinydbs(db, path):
    table = db.table("cases")
    assert table.insert_multiple([ONE, TWO, {"case": "W26-0003", "rev": 1}]) == [1, 2, 3]
    assert table.search(where("name") == "Sample Person 07") == [ONE]
    assert table.get(doc_id=2) == TWO
    assert table.get(doc_id=9) is None
    assert table.update({"rev": 2}, where("case") == "W26-0002") == [2]
    assert table.upsert({"case": "W26-0001", "rev": 7}, where("case") == "W26-0001") == [1]
    assert table.upsert({"case": "W26-0004"}, where("case") == "W26-0004") == [4]
    assert table.remove(where("case") == "W26-0003") == [3]
    assert table.contains(doc_id=4)
    assert (len(table), db.tables()) == (3, {"meta", "cases"})

    assert stock(path) == [ONE | {"rev": 7}, TWO | {"rev": 2}, {"case": "W26-0004"}]


def test_removed_text_is_nowhere_in_the_file(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    db.table("cases").update({"name": "Sample Person 08"}, doc_ids=[1])

    db.table("cases").remove(doc_ids=[1])

    assert b"Sample Person" not in path.read_bytes()


def test_another_table_is_kept_whole_beside_the_cases(db, path):
    db.table("cases").insert(ONE)
    assert db.table("partners").insert_multiple([{"a": 1}, {"b": 2}]) == [1, 2]
    assert db.table("partners").insert({"c": 3}) == 3
    db.table("cases").insert(TWO)

    assert db.table("partners").all() == [{"a": 1}, {"b": 2}, {"c": 3}]
    assert stock(path) == [ONE, TWO]
    db.drop_table("partners")
    assert db.tables() == {"meta", "cases"}


def test_an_update_that_changes_nothing_writes_nothing(db, path):
    db.table("cases").insert(ONE)
    before = path.read_bytes()

    db.table("cases").update({"rev": 1})

    assert path.read_bytes() == before


def test_an_update_that_fails_halfway_saves_nothing(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    before = path.read_bytes()

    with pytest.raises(KeyError):
        db.table("cases").update(lambda record: record.pop("name") and record["none"])

    assert path.read_bytes() == before


def test_two_handles_never_give_the_same_id(db, path):
    other = reopened(path)

    ids = [handle.table("cases").insert(ONE) for handle in (db, other, db, other)]

    assert ids == [1, 2, 3, 4]


def test_dropping_all_tables_leaves_an_empty_file_that_is_one(db, path):
    db.table("cases").insert(ONE)

    db.drop_tables()

    assert json.loads(path.read_bytes()) == {"cases": {}}
    db.table("cases").insert(TWO)
    assert stock(path) == [TWO]


# --- What others wrote ---------------------------------------------------------------------------


def test_a_file_that_stock_tinydb_rewrote_is_laid_out_again_at_the_next_save(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    with TinyDB(path) as other:
        other.table("cases").update({"rev": 5}, doc_ids=[2])
        other.table("partners").insert({"name": "Sample Partner"})

    assert db.table("cases").get(doc_id=2) == TWO | {"rev": 5}
    db.table("cases").insert({"case": "W26-0003"})

    assert path.read_bytes().count(b"\n") == 5
    assert stock(path) == [ONE, TWO | {"rev": 5}, {"case": "W26-0003"}]
    assert db.table("partners").all() == [{"name": "Sample Partner"}]


def test_a_stock_instance_held_open_sees_every_appended_save(db, path):
    db.table("cases").insert(ONE)
    with TinyDB(path, access_mode="r") as held:
        db.table("cases").insert(TWO)

        assert len(held.table("cases")) == 2


def test_a_file_an_editor_indented_is_read(db, path):
    path.write_text(json.dumps({"cases": {"7": ONE}}, indent=2, ensure_ascii=False))

    assert db.table("cases").all() == [ONE]
    assert db.table("cases").insert(TWO) == 8


def test_what_a_stock_script_left_that_json_cannot_write_is_read_but_never_written_back(db, path):
    text = '{"cases": {"1": {"case": "W26-0001", "units": NaN}}}'
    path.write_text(text)

    assert db.table("cases").get(doc_id=1)["case"] == "W26-0001"
    with pytest.raises(NotWritable, match=r"^Not saved: W26-0001 in .* holds NaN"):
        db.table("cases").insert(TWO)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,age\n", "it is not JSON (Expecting value, line 1 column 1)"),
        ("\x00\x01", "it is not JSON"),
        ('{"cases": {', "it is not JSON"),
        ("[1]", "it is not a JSON object"),
        ('{"version": 1}', '"version" in it is no table'),
        ('{"cases": {"1": null}}', 'table "cases" in it holds no documents with numbers'),
        ('{"cases": {"x": {}}}', 'table "cases" in it holds no documents with numbers'),
        pytest.param("[" * 100_000, "it is not JSON", id="nested too deeply"),
    ],
)
def test_a_file_that_is_no_case_file_is_refused_and_not_touched(path, monkeypatch, text, told):
    monkeypatch.setattr("lead_tui.case_reader._PATIENCE", 0.01)
    path.write_text(text)

    with pytest.raises(NotACaseFile) as refusal:
        CaseStorage(path).refresh(patient=True)
    with pytest.raises(NotACaseFile):
        reopened(path).table("cases").insert(ONE)

    assert str(refusal.value).startswith(f"{path} is not a case file: {told}")
    assert path.read_text() == text


def test_a_stock_rewrite_under_way_is_waited_for(db, path, monkeypatch):
    db.table("cases").insert(ONE)
    whole = json.dumps({"cases": {"1": TWO}}).encode()
    path.write_bytes(whole[:20])
    naps = []
    monkeypatch.setattr("time.sleep", lambda _: naps.append(1) or path.write_bytes(whole))

    db.storage.refresh(patient=True)

    assert naps == [1]
    assert db.table("cases").all() == [TWO]


def test_a_stock_rewrite_of_a_long_file_is_waited_for_as_long_as_it_goes_on(db, path, monkeypatch):
    whole = json.dumps({"cases": {str(n): TWO for n in range(1, 30)}}).encode()
    path.write_bytes(whole[:20])
    clock = [0.0]

    def goes_on(seconds):
        clock[0] += 0.9
        path.write_bytes(whole[: path.stat().st_size + 300])

    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr("time.sleep", goes_on)

    db.storage.refresh(patient=True)

    assert 2 < clock[0] < 30
    assert len(db.table("cases")) == 29


def test_a_file_that_never_becomes_one_is_refused_however_often_it_changes(db, path, monkeypatch):
    path.write_text("{")
    clock = [0.0]

    def goes_on(seconds):
        clock[0] += 0.9
        path.write_text("{" * int(clock[0] * 10))

    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr("time.sleep", goes_on)

    with pytest.raises(NotACaseFile):
        db.storage.refresh(patient=True)

    assert 30 < clock[0] < 33


def test_looking_during_a_stock_rewrite_keeps_what_was_known(db, path):
    db.table("cases").insert(ONE)
    whole = path.read_bytes()
    path.write_bytes(whole[:30])

    db.storage.refresh()

    assert [row.case for row in db.storage.rows()] == ["W26-0001"]


def test_a_file_of_a_newer_format_is_read_but_not_written(db, path):
    text = b'{"meta":{"1":{"format":2,"program":"sample"}},"cases":{\n "1":{"case":"W26-0001"}\n}}\n'
    path.write_bytes(text)

    assert db.table("cases").all() == [{"case": "W26-0001"}]
    assert not db.storage.writable
    with pytest.raises(ReadOnly, match="has format 2, newer than this lead-tui"):
        db.table("cases").insert(ONE)
    assert path.read_bytes() == text


def test_an_empty_file_is_an_empty_case_file(db, path):
    path.touch()

    assert db.table("cases").all() == []
    db.table("cases").insert(ONE)
    assert stock(path) == [ONE]


def test_a_file_that_is_taken_away_is_empty_and_is_made_anew(db, path):
    db.table("cases").insert(ONE)
    path.unlink()

    assert db.table("cases").all() == []
    db.table("cases").insert(TWO)
    assert stock(path) == [TWO]


def test_an_own_file_replaced_by_another_of_the_same_size_is_noticed(db, path):
    db.table("cases").insert({"case": "W26-0001"})
    db.storage.refresh()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().replace(b"W26-0001", b"W26-0007"))

    other.rename(path)

    assert db.table("cases").all() == [{"case": "W26-0007"}]


# --- Unfinished and damaged ----------------------------------------------------------------------


def torn_tails(line: bytes) -> dict[str, bytes]:
    """Ends that a crash in the middle of an append may leave, in place of line and closing."""
    full = line + lines.CLOSING
    tails = {f"cut at {n}": full[:n] for n in range(len(full))}
    tails |= {f"zeros from {n}": full[:n] + bytes(len(full) - n) for n in range(len(full))}
    tails["old closing, then zeros"] = lines.CLOSING + bytes(len(full) - 3)
    tails["old closing, zeros, rest"] = lines.CLOSING + bytes(5) + full[8:]
    tails["zeros in the middle"] = full[:10] + bytes(8) + full[18:]
    tails["noise"] = b"\x93\x01}{\n\xff\n" + full[7:]
    return tails


LAST = lines.record_line(2, lines.encode(TWO), first=False)


@pytest.mark.parametrize("name", torn_tails(LAST))
def test_after_a_torn_save_all_earlier_saves_are_there_and_the_next_save_works(path, name):
    tail = torn_tails(LAST)[name]
    db = reopened(path)
    db.table("cases").insert(ONE)
    db.close()
    before = path.read_bytes()[: -len(lines.CLOSING)]
    path.write_bytes(before + tail)

    db = reopened(path)
    seen = db.table("cases").all()
    db.table("cases").insert({"case": "W26-0003"})

    assert seen in ([ONE], [ONE, TWO])
    assert stock(path) == [*seen, {"case": "W26-0003"}]
    assert path.read_bytes().startswith(before)
    kept = b"".join(each.read_bytes() for each in cut_files(path))
    if seen == [ONE] and tail.strip(b"}\n\0"):
        assert kept == tail
        assert db.storage.notices == [
            f"The last save before the crash ({len(tail)} bytes) was unfinished; it is kept in "
            f"{cut_files(path)[0]}. All earlier saves are there."
        ]
        assert stat.S_IMODE(cut_files(path)[0].stat().st_mode) == 0o600
    else:
        assert kept == b""
        assert db.storage.notices == []
    db.close()


def test_a_bad_end_seen_twice_in_a_row_is_repaired_by_whoever_looks(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    os.truncate(path, path.stat().st_size - 10)

    for _ in range(2):
        db.storage.refresh()
        db.storage.heal()

    assert stock(path) == [ONE]


def test_a_bad_end_is_left_alone_while_somebody_is_saving(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    os.truncate(path, path.stat().st_size - 10)
    before = path.read_bytes()
    other = CaseStorage(path)

    with other.lock.held(lambda: 0o600):
        for _ in range(3):
            db.storage.refresh()
            db.storage.heal()

    assert path.read_bytes() == before


def test_a_damaged_line_in_the_middle_is_set_aside_and_named(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    db.table("cases").update({"rev": 2}, doc_ids=[1])
    db.table("cases").insert({"case": "W26-0003"})
    text = path.read_bytes()
    at = text.index(b'"rev":2')
    path.write_bytes(text[:at] + b"\0" + text[at + 1 :])

    db.table("cases").insert({"case": "W26-0004"})

    assert stock(path) == [ONE, TWO, {"case": "W26-0003"}, {"case": "W26-0004"}]
    (kept,) = cut_files(path)
    assert b"W26-0001" in kept.read_bytes()
    assert db.storage.notices[0].startswith(f"1 damaged line(s) in {path}, of W26-0001, are kept in {kept}.")


# --- What looking costs --------------------------------------------------------------------------


def test_looking_at_a_file_that_nobody_changed_reads_none_of_it(db, path, monkeypatch):
    db.table("cases").insert_multiple([ONE, TWO])
    os.utime(path, (1_700_000_000, 1_700_000_000))
    db.storage.refresh()
    monkeypatch.setattr(os, "pread", lambda *given: pytest.fail("the file was read"))

    db.storage.refresh()


def test_after_a_save_by_another_no_more_is_read_than_its_line(db, path, monkeypatch):
    db.table("cases").insert_multiple([TWO] * 200)
    other = reopened(path)
    other.storage.refresh()
    db.table("cases").insert(ONE)
    read = []
    pread = os.pread
    monkeypatch.setattr(os, "pread", lambda *given: read.append(pread(*given)) or read[-1])

    other.storage.refresh()

    assert len(other.storage.rows()) == 201
    assert sum(map(len, read)) < 400 < path.stat().st_size / 20


def test_a_saved_line_is_known_without_being_read_back(db, path, monkeypatch):
    db.table("cases").insert(ONE)
    known = db.storage.index.place(1)
    monkeypatch.setattr(CaseStorage, "refresh", lambda *_, **__: pytest.fail("the file was looked at"))
    body = lines.encode(TWO)

    db.storage.append(2, body)

    assert db.storage.body(2) == body
    assert db.storage.index.place(1) == known
    assert [row.case for row in db.storage.rows()] == ["W26-0001", "W26-0002"]


# --- Files that are long enough to be skimmed ----------------------------------------------------


@pytest.fixture
def skims(monkeypatch):
    """Every line but the last few is read by its head alone, as in a file of thousands."""
    monkeypatch.setattr("lead_tui.case_reader.PIECE", 600)


def whole_cases(count: int) -> list[dict]:
    """Records of cases as the store makes them."""
    made = (case_record.to_json(draft(name=f"Sample Person {n:02d}")) for n in range(1, count + 1))
    return [record | {"case": f"W26-{n:04d}", "rev": 1} for n, record in enumerate(made, 1)]


def damage(path: Path, text: bytes, by: bytes) -> None:
    content = path.read_bytes()
    assert content.count(text) == 1
    path.write_bytes(content.replace(text, by))


def test_opening_a_long_file_reads_each_record_no_further_than_its_row(path, skims, monkeypatch):
    records = whole_cases(12)
    reopened(path).table("cases").insert_multiple(records)
    read = []
    parse = lines.parse_record
    monkeypatch.setattr(lines, "parse_record", lambda line, *, first: read.append(line) or parse(line, first=first))

    db = reopened(path)
    db.storage.refresh()

    assert [row.name for row in db.storage.rows()] == [f"Sample Person {n:02d}" for n in range(1, 13)]
    assert 0 < len(read) < 12
    assert db.table("cases").all() == records == stock(path)


def test_a_record_longer_than_a_piece_is_read(path, skims):
    long = [record | {"notes": "x" * 5000} for record in whole_cases(4)]
    reopened(path).table("cases").insert_multiple(long)

    assert reopened(path).table("cases").all() == stock(path) == long


def test_damage_that_opening_does_not_see_is_found_when_the_case_is_read(path, skims):
    writer = reopened(path)
    writer.table("cases").insert_multiple(whole_cases(12))
    writer.table("cases").update({"rev": 2, "notes": "a note"}, doc_ids=[3])
    writer.table("cases").insert_multiple(whole_cases(12))
    writer.table("cases").update({"rev": 2, "notes": "another note"}, doc_ids=[3])
    for number in range(4, 10):
        writer.table("cases").update({"rev": 2}, doc_ids=[number])
    damage(path, b'"another note"', b'"another note!')

    db = reopened(path)
    assert db.storage.damage == ""

    assert db.table("cases").get(doc_id=3)["notes"] == "a note"
    assert db.storage.notices == [db.storage.damage]
    assert "1 damaged line(s)" in db.storage.damage
    assert "of W26-0003" in db.storage.damage


def test_a_case_of_which_only_a_damaged_line_is_left_is_named(path, skims):
    reopened(path).table("cases").insert_multiple(whole_cases(12))
    damage(path, b'"value":"Sample Person 02"', b'"value":"Sample Person 02\x01')

    db = reopened(path)

    with pytest.raises(CannotRead, match=r"^1 damaged line\(s\) in .*, of W26-0002: such a case is missing here"):
        db.table("cases").get(doc_id=2)
    assert db.table("cases").get(doc_id=2) is None
    assert len(db.table("cases").all()) == 11


def test_damage_that_opening_does_not_see_is_kept_aside_before_the_file_is_written_anew(path, skims):
    reopened(path).table("cases").insert_multiple(whole_cases(12))
    damage(path, b'"value":"Sample Person 02"', b'"value":"Sample Person 02\x01')
    db = reopened(path)

    db.table("cases").insert_multiple(whole_cases(2))

    (kept,) = cut_files(path)
    assert b"Sample Person 02" in kept.read_bytes()
    assert [record["case"] for record in stock(path)] == [f"W26-{n:04d}" for n in (1, *range(3, 13), 1, 2)]
    assert "are kept in" in db.storage.notices[-1]


@pytest.mark.parametrize("bad", [b"\0", b"\x93"])
def test_what_a_crash_leaves_in_the_middle_of_a_long_file_is_seen_when_it_is_opened(path, skims, bad):
    reopened(path).table("cases").insert_multiple(whole_cases(12))
    damage(path, b'"value":"Sample Person 02"', b'"value":"Sample Person 0' + bad + b'"')

    db = reopened(path)
    db.storage.refresh()

    assert len(db.storage.rows()) == 11
    assert "of W26-0002" in db.storage.damage


# --- Refused writes ------------------------------------------------------------------------------


def failing(error: int, *, fine: bytes = b""):
    def fail(*args):
        if fine and bytes(args[1]) == fine:
            return real_pwrite(*args)
        raise OSError(error, os.strerror(error))

    return fail


real_pwrite = os.pwrite


@pytest.mark.parametrize(
    ("error", "refusal", "told"),
    [
        (errno.ENOSPC, DiskFull, "the disk of {path} is full (1 MB needed). Nothing was lost"),
        (errno.EDQUOT, DiskFull, "the disk of {path} is full"),
        (errno.EFBIG, DiskFull, "the disk of {path} is full"),
        (errno.EIO, DiskError, "the disk reports an error on {path}. Stop and call the operator."),
        (errno.EROFS, ReadOnly, "{path} may only be read by "),
        (errno.ENXIO, NotSaved, "{path}: No such device or address."),
    ],
)
def test_a_refused_save_says_why_and_leaves_the_file_byte_for_byte(db, path, monkeypatch, error, refusal, told):
    db.table("cases").insert(ONE)
    before = path.read_bytes()
    monkeypatch.setattr(os, "pwrite", failing(error, fine=lines.CLOSING))

    with pytest.raises(refusal) as refused:
        db.table("cases").insert(TWO)

    assert str(refused.value).startswith("Not saved: " + told.format(path=path))
    assert path.read_bytes() == before
    monkeypatch.undo()
    db.table("cases").insert(TWO)
    assert stock(path) == [ONE, TWO]


def test_after_a_failed_sync_the_next_save_writes_other_pages(db, path, monkeypatch):
    db.table("cases").insert(ONE)
    before, inode = path.read_bytes(), path.stat().st_ino
    monkeypatch.setattr(os, "fdatasync", failing(errno.EIO))

    with pytest.raises(DiskError):
        db.table("cases").insert(TWO)
    assert path.read_bytes() == before

    db.table("cases").insert(TWO)
    assert path.stat().st_ino != inode
    assert stock(path) == [ONE, TWO]


@pytest.mark.parametrize("fails", ["fsync", "pwrite", "fchmod"])
def test_a_refused_rewrite_leaves_the_file_byte_for_byte_and_nothing_beside(db, path, monkeypatch, fails):
    db.table("cases").insert(ONE)
    before = path.read_bytes()
    monkeypatch.setattr(os, fails, failing(errno.ENOSPC))

    with pytest.raises(DiskFull):
        db.table("cases").insert_multiple([TWO, TWO])

    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.glob("cases*")) == ["cases.json", "cases.json.lock"]


def test_an_interrupted_save_is_taken_back(db, path, monkeypatch):
    db.table("cases").insert(ONE)
    before = path.read_bytes()

    def interrupted(fd):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fdatasync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        db.table("cases").insert(TWO)

    assert path.read_bytes() == before


def test_short_writes_are_written_on(db, path, monkeypatch):
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: real_pwrite(fd, data[: max(1, len(data) // 2)], at))
    db.table("cases").insert(ONE)
    db.table("cases").insert(TWO)

    assert stock(path) == [ONE, TWO]


def test_where_fdatasync_is_missing_fsync_serves(db, path, monkeypatch):
    db.table("cases").insert(ONE)
    monkeypatch.delattr(os, "fdatasync")
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(fd) or fsync(fd))

    db.table("cases").insert(TWO)

    assert len(synced) == 1


def test_a_program_that_writes_during_a_rewrite_is_not_overwritten(db, path, monkeypatch):
    db.table("cases").insert_multiple([ONE, TWO])
    fsync = os.fsync

    def meanwhile(fd):
        path.write_text(json.dumps({"cases": {"1": ONE, "2": TWO, "3": {"case": "W26-0003"}}}))
        monkeypatch.undo()
        return fsync(fd)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(NotSaved, match="another program has changed"):
        db.table("cases").remove(doc_ids=[1])

    assert len(stock(path)) == 3


# --- Tidying -------------------------------------------------------------------------------------


def test_superseded_lines_go_once_they_weigh_more_than_the_rest(db, path, monkeypatch):
    monkeypatch.setattr(casefile, "_TIDY_SLACK", 200)
    db.table("cases").insert_multiple([ONE, TWO])
    sizes = set()
    for rev in range(40):
        db.table("cases").update({"rev": rev}, doc_ids=[1])
        sizes.add(path.stat().st_size)

    assert max(sizes) < 1000
    assert stock(path) == [ONE | {"rev": 39}, TWO]


def test_tidying_that_fails_is_put_off_and_is_no_failure_of_the_save(db, path, monkeypatch):
    monkeypatch.setattr(casefile, "_TIDY_SLACK", 0)
    db.table("cases").insert(ONE)
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))

    for rev in range(10):
        db.table("cases").update({"rev": rev}, doc_ids=[1])

    assert stock(path) == [ONE | {"rev": 9}]
    assert len(db.storage.notices) == 1
    assert db.storage.notices[0].startswith(f"Tidying {path} is put off for ten minutes.")


# --- Rights and places ---------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def narrow_umask():
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_looking_makes_nothing(tmp_path):
    db = reopened(tmp_path / "new" / "cases.json")

    assert db.table("cases").all() == []
    assert db.storage.writable
    assert list(tmp_path.glob("new*")) == []


def test_a_new_file_and_its_folder_are_the_users_alone(tmp_path):
    path = tmp_path / "new" / "cases.json"
    reopened(path).table("cases").insert(ONE)

    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert mode(path.with_name("cases.json.lock")) == 0o600


def test_in_a_teams_folder_the_file_is_the_teams_whatever_the_umask(tmp_path, narrow_umask):
    team = tmp_path / "team"
    team.mkdir()
    team.chmod(0o2770)
    path = team / "cases.json"
    reopened(path).table("cases").insert(ONE)

    assert (mode(path), mode(path.with_name("cases.json.lock"))) == (0o660, 0o660)


def test_a_rewrite_keeps_mode_and_group(db, path, narrow_umask):
    db.table("cases").insert_multiple([ONE, TWO])
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1234, 4321)
    before = path.stat()

    db.table("cases").remove(doc_ids=[1])

    after = path.stat()
    assert after.st_ino != before.st_ino
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_rewrite_that_could_not_keep_the_group_is_given_up(db, path, monkeypatch):
    db.table("cases").insert_multiple([ONE, TWO])
    before = path.read_bytes()
    gid = path.stat().st_gid
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    fstat = os.fstat
    asked = []

    def another_group(fd):
        seen = fstat(fd)
        asked.append(fd)
        return os.stat_result((*seen[:5], gid + len(asked), *seen[6:]))

    monkeypatch.setattr("lead_tui.set_aside.os.fstat", another_group)
    monkeypatch.setattr(os, "fchown", failing(errno.EPERM))

    with pytest.raises(ReadOnly):
        db.table("cases").remove(doc_ids=[1])

    assert path.read_bytes() == before


def test_a_rewrite_keeps_the_access_list(db, path, monkeypatch):
    db.table("cases").insert_multiple([ONE, TWO])
    given = []
    monkeypatch.setattr(os, "getxattr", lambda fd, name: b"list of " + name.encode(), raising=False)
    monkeypatch.setattr(
        os, "setxattr", lambda fd, name, value: given.append((name, value, os.fstat(fd).st_size)), raising=False
    )

    db.table("cases").remove(doc_ids=[1])

    assert given == [("system.posix_acl_access", b"list of system.posix_acl_access", 0)], "before it has any content"


def test_a_rewrite_whose_access_list_cannot_be_kept_is_given_up(db, path, monkeypatch):
    db.table("cases").insert_multiple([ONE, TWO])
    before = path.read_bytes()
    monkeypatch.setattr(os, "getxattr", lambda fd, name: b"list", raising=False)
    monkeypatch.setattr(os, "setxattr", failing(errno.EPERM), raising=False)

    with pytest.raises(ReadOnly):
        db.table("cases").remove(doc_ids=[1])

    assert path.read_bytes() == before


def test_a_rewrite_that_came_out_a_line_short_is_not_put_in_place(db, path, monkeypatch):
    db.table("cases").insert_multiple([ONE, TWO])
    before = path.read_bytes()
    whole_file = lines.whole_file
    monkeypatch.setattr(lines, "whole_file", lambda head, records: whole_file(head, list(records)[1:]))

    with pytest.raises(NotSaved, match=r"came out wrong; .* stays as is\.$"):
        db.table("cases").insert_multiple([ONE, TWO])

    assert path.read_bytes() == before
    assert not path.with_name("cases.json.new").exists()


def test_damage_that_comes_while_a_desk_is_open_is_not_copied_in_place_of_the_last_whole_line(db, path):
    db.table("cases").insert_multiple([ONE, TWO])
    db.table("cases").update({"rev": 2}, doc_ids=[1])
    db.table("cases").insert({"case": "W26-0003"})
    damage(path, b'"rev":2', b'"rev":!')

    db.table("cases").insert_multiple([{"case": "W26-0004"}] * 2)

    assert stock(path) == [ONE, TWO, {"case": "W26-0003"}, {"case": "W26-0004"}, {"case": "W26-0004"}]
    (kept,) = cut_files(path)
    assert b'"rev":!' in kept.read_bytes()


def test_a_link_stays_a_link(tmp_path):
    real = tmp_path / "disk" / "real.json"
    real.parent.mkdir()
    link = tmp_path / "cases.json"
    link.symlink_to(real)
    db = reopened(link)
    db.table("cases").insert(ONE)
    db.table("cases").insert_multiple([TWO, TWO])

    assert link.is_symlink()
    assert len(stock(real)) == 3


def test_where_the_file_may_only_be_read_looking_works(db, path, monkeypatch):
    db.table("cases").insert(ONE)
    db.close()
    before = path.read_bytes()
    real_open = os.open

    def read_only(name, flags, *args, **kwargs):
        if Path(name) == path and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(name, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", read_only)
    db = reopened(path)

    assert db.table("cases").all() == [ONE]
    assert not db.storage.writable
    with pytest.raises(ReadOnly, match=r"may only be read by .*\(group .*\)\.$"):
        db.table("cases").insert(TWO)
    assert path.read_bytes() == before
    monkeypatch.undo()
    db.table("cases").insert(TWO)
    assert db.storage.writable


def test_a_lock_file_that_somebody_removed_is_made_again(db, path):
    db.table("cases").insert(ONE)
    other = reopened(path)
    other.table("cases").insert(TWO)
    lock = path.with_name("cases.json.lock")
    lock.unlink()

    with other.storage.writing(), pytest.raises(NotSaved, match="has been held by"), db.storage.writing():
        pass
    assert lock.exists()


# --- Real limits ---------------------------------------------------------------------------------


@pytest.mark.process
def test_at_the_size_limit_of_a_process_every_refusal_leaves_exactly_what_was_acknowledged(tmp_path):
    path = tmp_path / "cases.json"
    child = """
        import resource, sys
        from lead_tui.casefile import CaseStorage
        from lead_tui.case_db import CaseDB
        from lead_tui.refusals import DiskFull
        db = CaseDB(CaseStorage(sys.argv[1]))
        db.table("cases").insert({"case": "W26-0001"})
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        saved = 1
        try:
            while True:
                saved += 1
                db.table("cases").insert({"case": f"W26-{saved:04d}", "notes": "x" * 100})
        except DiskFull as refusal:
            print(saved - 1, refusal)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(child), path], capture_output=True, text=True, check=True
    )
    saved, _, told = done.stdout.partition(" ")

    assert told.startswith(f"Not saved: the disk of {path} is full (1 MB needed).")
    assert [record["case"] for record in stock(path)] == [f"W26-{n:04d}" for n in range(1, int(saved) + 1)]


def test_a_whole_case_survives_the_file(db, path):
    record = case_record.to_json(draft(name="Sample Person 07", notes="a\nb"))
    db.table("cases").insert(record)

    assert case_record.to_json(case_record.from_json(stock(path)[0])) == record
