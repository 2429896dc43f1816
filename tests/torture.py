"""What a case file must bear, with real processes: kills, full disks, torn ends, other programs.

Each trial takes an empty folder, a source of chance and how long it goes on; it gives its counts in words, and fails
where anything that was told as saved is lost. The suite runs them short, ``bench/torture.py`` at full length.
"""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from strategies_case import draft
from tinydb import TinyDB

from lead_tui import case as cases
from lead_tui import lines
from lead_tui.case import Case
from lead_tui.case_reader import CaseReader
from lead_tui.file_health import of_records, settle
from lead_tui.finding import State
from lead_tui.lines import CLOSING
from lead_tui.refusals import CannotRead, DiskError, DiskFull, Held, NoSuchCase, NotSaved
from lead_tui.store import Store

AT = "2026-05-14T10:00:00Z"
BY = "sample-staff-01"


def wrong_in(path: Path) -> list[str]:
    """What a doctor finds wrong with the bytes and the records of a case file, a line each."""
    reader = CaseReader(path)
    try:
        settle(reader)
        found = list(of_records(reader, LookupError("no program"), call="lead-tui", now=datetime.now(UTC)))
    finally:
        reader.close()
    return [each.text for each in found if each.state == State.WRONG and each.point in ("file", "format", "cases")]


class Child:
    """A process that runs a function; what it tells, a line each, is read when it has ended."""

    def __init__(self, work: Callable[[Callable[[str], None]], None], told: Path) -> None:
        self.told = told
        self.pid = os.fork()
        if not self.pid:
            status = 1
            try:
                fd = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
                work(lambda line: _whole(fd, f"{line}\n"))
                status = 0
            except BaseException as error:  # noqa: BLE001 - told to whoever started it
                _whole(fd, f"! {type(error).__name__}: {error}\n")
            finally:
                os._exit(status)

    def kill(self, number: int = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def began(self) -> bool:
        """Whether it has told anything."""
        return self.told.exists() and self.told.stat().st_size > 0

    def lines(self) -> list[str]:
        """What it told, once it has ended; an error of its own is raised here."""
        os.waitpid(self.pid, 0)
        found = self.told.read_text().splitlines() if self.told.exists() else []
        for line in found:
            assert not line.startswith("!"), line
        return found


def _whole(fd: int, text: str) -> None:
    os.write(fd, text.encode())  # short enough to be written whole, or not at all


def kept_open(folder: Path, seconds: float, told: str) -> Child:
    """A process that holds the lock for so long, once its file of lines exists."""

    def hold(tell: Callable[[str], None]) -> None:
        with Store.open(folder / "cases.json").db.storage.writing():
            tell("held")
            time.sleep(seconds)

    child = Child(hold, folder / told)
    _until(child.began)
    return child


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.002)


def noted(case: Case, text: str) -> Case:
    return cases.answer(case, "notes", text, at=AT, by=BY)


def stock(path: Path, encoding: str | None = None) -> dict[str, dict]:
    """The cases as stock TinyDB reads them, by number."""
    with TinyDB(path, access_mode="r", encoding=encoding) as db:
        found = [dict(document) for document in db.table("cases")]
    assert len({record["case"] for record in found}) == len(found), "a number stands twice"
    return {record["case"]: record for record in found}


# --- 1. Torn ends --------------------------------------------------------------------------------


def torn_ends(line: bytes, chance: random.Random) -> Iterator[bytes]:
    """Ends that a crash in the middle of an append may leave in place of line and closing."""
    full = line + CLOSING
    for cut in range(len(full)):
        yield full[:cut]
        yield full[:cut] + bytes(len(full) - cut)
        yield CLOSING + bytes(max(0, cut - 3)) + full[max(3, cut) :]
        yield full[:cut] + bytes(8) + full[cut + 8 :]
        yield full[:cut] + chance.randbytes(16) + full[cut + 16 :]
        yield full[:cut] + b'\n,"9":{"case":"W26-0009"' + full[cut:]


def tails(folder: Path, chance: random.Random, size: int) -> str:
    """Each end that a crash may leave: the old state or the new is shown, the next save works. *size*: of a note."""
    path = folder / "cases.json"
    store = Store.open(path)
    made = store.create("W", 2026, draft(name="Sample Person 01"))
    before = path.read_bytes()[: -len(CLOSING)]
    store.save(made, noted(made, "x" * size), by=BY)
    store.close()
    line = path.read_bytes()[len(before) : -len(CLOSING)]
    tried = kept = 0
    for tail in torn_ends(line, chance):
        path.write_bytes(before + tail)
        store = Store.open(path)
        seen = store.get("W26-0001").rev
        assert seen in (1, 2), tail
        store.create("W", 2026, draft())
        store.close()
        # A whole line behind a bad one makes it damage, and the file is written anew without it.
        assert path.read_bytes().startswith(before) or b"W26-0009" in tail, tail
        assert stock(path)["W26-0001"]["rev"] == seen
        cut = b"".join(each.read_bytes() for each in folder.glob("*.cut-*"))
        assert cut or tail.strip(b"}\n\0") in path.read_bytes(), tail
        kept += bool(cut)
        for each in folder.glob("*.cut-*"):
            each.unlink()
        tried += 1
    return f"{tried} torn ends of a line of {len(line)} bytes, {kept} kept aside; every earlier save there"


# --- 2. Kills ------------------------------------------------------------------------------------


def _writes_without_pause(path: Path, seed: int, tidy: bool) -> Callable[[Callable[[str], None]], None]:
    def work(tell: Callable[[str], None]) -> None:
        chance = random.Random(seed)
        store = Store.open(path, wait=60)
        for turn in count():
            if tidy and turn % 8 == 7:
                with store.storage.writing():
                    store.storage.rewrite({})
            rows = store.summaries()
            if not rows or chance.random() < 0.3:
                case = store.create("W", 2026, draft(name="x" * chance.randrange(3000)))
            else:
                case = store.get(chance.choice(rows[-40:]).case)
                if len(case.history) > 30:
                    continue
                case = store.save(case, noted(case, "y" * chance.randrange(3000) + str(chance.random())), by=BY).case
            tell(f"{case.case} {case.rev}")

    return work


def kills(folder: Path, chance: random.Random, size: int, *, tidy: bool = False) -> str:
    """Four writers without pause, one killed every 3 to 23 ms; all of them and a look every 25. *size*: kills."""
    saves = torn = killed = rounds = 0
    while killed < size:
        path = folder / f"{rounds // 4}.json"
        told: list[Child] = []

        def begin(told: list[Child] = told, path: Path = path, place: int = rounds) -> Child:
            work = _writes_without_pause(path, chance.randrange(1 << 60), tidy)
            child = Child(work, folder / f"told-{place}-{len(told)}")
            told.append(child)
            return child

        running = [begin() for _ in range(4)]
        for _ in range(25):
            time.sleep(chance.uniform(0.003, 0.023))
            victim = chance.randrange(4)
            running[victim].kill()
            running[victim] = begin()
            killed += 1
        _until(lambda told=told: any(each.began() for each in told))
        for each in running:
            each.kill()
            killed += 1
        lines_told = [line.split() for each in told for line in each.lines()]
        created = Counter(number for number, rev in lines_told if rev == "1")
        assert not created or max(created.values()) == 1, "a number was given twice"
        torn += not path.read_bytes().endswith(b"}\n" + CLOSING)
        store = Store.open(path)
        revs = {row.case: row.rev for row in store.summaries()}
        for number, rev in lines_told:
            assert revs[number] >= int(rev), f"{number} is at {revs.get(number)}, {rev} was told"
        assert wrong_in(path) == []
        assert {number: record["rev"] for number, record in stock(path).items()} == revs
        store.close()
        for each in told:
            each.told.unlink(missing_ok=True)
        saves += len(lines_told)
        rounds += 1
        if rounds % 4 == 0:
            path.unlink()
    return f"{killed} kills, {saves} saves told, none lost; {torn} of {rounds} looks met a torn end"


def kills_while_tidying(folder: Path, chance: random.Random, size: int) -> str:
    """The same, with the whole file written anew every few saves."""
    return kills(folder, chance, size, tidy=True)


# --- 3. Many at once -----------------------------------------------------------------------------


def many(folder: Path, chance: random.Random, size: int) -> str:
    """Eight processes making cases in three series: each number once, no gap. *size*: cases of each process."""
    path = folder / "cases.json"

    def work(tell: Callable[[str], None]) -> None:
        store = Store.open(path, wait=120)
        for turn in range(size):
            tell(store.create("WBD"[(turn + os.getpid()) % 3], 2026, draft()).case)

    running = [Child(work, folder / f"told-{n}") for n in range(8)]
    given = [line for each in running for line in each.lines()]
    per_series = Counter(number[0] for number in given)
    wanted = {f"{series}26-{n:04d}" for series, given in per_series.items() for n in range(1, given + 1)}
    assert len(given) == 8 * size
    assert set(given) == wanted == stock(path).keys()
    return f"{len(given)} cases of 8 processes in {len(per_series)} series: each number once, no gap, all on disk"


# --- 4. No room ----------------------------------------------------------------------------------


def _fill(path: Path) -> tuple[set[str], int]:
    """Save until refused, ten times: after each refusal the file is whole, with what was told."""
    store = Store.open(path)
    told = {row.case for row in store.summaries()}
    refused = 0
    while refused < 10:
        try:
            told.add(store.create("W", 2026, draft(name="x" * (2000 if refused < 5 else 100))).case)
        except DiskFull:
            refused += 1
            assert stock(path).keys() == told
    for larger in (
        lambda: store.create_many([("W", 2026, draft())] * 3),
        lambda: store.db.table("cases").remove(doc_ids=[1]),
        lambda: store.db.storage.rewrite({}),
    ):
        try:
            larger()
            raise AssertionError("there was room")
        except DiskFull:
            refused += 1
        assert stock(path).keys() == told
    store.close()
    return told, refused


def full_disk(folder: Path, chance: random.Random, size: int) -> str:
    """A full disk of *size* KB (mounted, as root), else a limit of that size, and room again."""
    mounted = folder / "disk"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(mounted)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        return "no disk could be mounted here: not run"
    try:
        path = mounted / "cases.json"
        ballast = mounted / "ballast"
        ballast.write_bytes(bytes(size * 1024 // 3))
        told, refused = _fill(path)
        ballast.unlink()
        store = Store.open(path)
        told.add(store.create("W", 2026, draft()).case)
        assert stock(path).keys() == told
        store.close()
        return f"{len(told)} cases on a disk of {size} KB, {refused} refusals, whole after each; room back, it saves"
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=False)


def size_limit(folder: Path, chance: random.Random, size: int) -> str:
    """A limit of *size* KB on files, in a process of its own."""

    def work(tell: Callable[[str], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        Store.open(folder / "cases.json").create_many([("W", 2026, draft())] * 20)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size * 1024, size * 1024))
        store = Store.open(folder / "cases.json")
        told, refused = {row.case for row in store.summaries()}, 0
        while refused < 10:
            try:
                told.add(store.create("W", 2026, draft(name="x" * 500)).case)
            except DiskFull:
                refused += 1
                assert stock(folder / "cases.json").keys() == told
        tell(f"{len(told)} cases under a limit of {size} KB, {refused} refusals, whole after each")

    (told,) = Child(work, folder / "told").lines()
    return told


def bad_disk(folder: Path, chance: random.Random, size: int) -> str:
    """Errors of writing and syncing, and short writes, at random. *size*: saves."""
    path = folder / "cases.json"
    store = Store.open(path)
    told: dict[str, int] = {}
    real = os.pwrite, os.fdatasync
    refused = 0

    def pwrite(fd: int, data: bytes, at: int) -> int:
        if not CLOSING.endswith(bytes(data)) and chance.random() < 0.1:
            raise OSError(chance.choice([errno.ENOSPC, errno.EIO]), "no")
        return real[0](fd, data[: max(1, len(data) // 2)], at)

    def fdatasync(fd: int) -> None:
        if chance.random() < 0.1:
            raise OSError(errno.EIO, "no")
        real[1](fd)

    os.pwrite, os.fdatasync = pwrite, fdatasync
    try:
        for _ in range(size):
            before = path.read_bytes() if path.exists() else b""
            try:
                if not told or chance.random() < 0.5:
                    case = store.create("W", 2026, draft())
                else:
                    case = store.get(chance.choice(sorted(told)))
                    case = store.save(case, noted(case, str(chance.random())), by=BY).case
                told[case.case] = case.rev
            except (DiskFull, DiskError):
                refused += 1
                assert (path.read_bytes() if path.exists() else b"") == before
    finally:
        os.pwrite, os.fdatasync = real
    assert {number: record["rev"] for number, record in stock(path).items()} == told
    return f"{size} saves in halves, {refused} refused by the disk, the file byte for byte as before each time"


# --- 5. Readers ----------------------------------------------------------------------------------


def readers(folder: Path, chance: random.Random, size: int) -> str:
    """A reader without lock beside two writers that tidy all the time: nothing missing, nothing going back.

    *size*: seconds.
    """
    path = folder / "cases.json"
    Store.open(path).create_many([("W", 2026, draft())] * 30)
    writers = [
        Child(_writes_without_pause(path, chance.randrange(1 << 60), tidy=True), folder / f"told-{n}") for n in range(2)
    ]
    reader = Store.open(path)
    known: dict[str, int] = {}
    looks = inodes = 0
    last = path.stat().st_ino
    until = time.monotonic() + size
    while time.monotonic() < until:
        reader.refresh()
        now = {row.case: row.rev for row in reader.summaries()}
        assert now.keys() >= known.keys(), "a case was missing"
        assert all(now[number] >= rev for number, rev in known.items()), "a revision went back"
        number = chance.choice(list(now))
        assert reader.get(number).rev >= now[number]
        known = now
        looks += 1
        inodes += (ino := path.stat().st_ino) != last
        last = ino
    for each in writers:
        each.kill()
    saves = sum(len(each.lines()) for each in writers)
    assert not [notice for notice in reader.notices if "damaged" in notice or "not in" in notice], reader.notices
    return f"{looks} looks beside {saves} saves and at least {inodes} rewrites: no error, nothing missing or going back"


# --- 6. Imports and other programs ---------------------------------------------------------------


def imports(folder: Path, chance: random.Random, size: int) -> str:
    """An import killed at a random moment: all of its cases or none. *size*: kills."""
    path = folder / "cases.json"
    Store.open(path).create_many([("W", 2026, draft(name="x" * 300))] * 50)
    had, done = 50, 0
    for number in range(size):

        def work(tell: Callable[[str], None]) -> None:
            tell("begun")
            Store.open(path).create_many([("B", 2026, draft(name="x" * 300))] * 40)
            tell("done")

        child = Child(work, folder / f"told-{number}")
        _until(child.began)
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        told = child.lines()
        found = stock(path)
        assert len(found) in (had, had + 40), f"{len(found)} after {had}"
        assert len(found) == had + 40 or "done" not in told
        done += len(found) > had
        had = len(found)
        if had > 800:
            path.unlink()
            Store.open(path).create_many([("W", 2026, draft())] * 50)
            had = 50
    return f"{size} imports killed, {done} of them done: each time all of its cases or none"


def other_programs(folder: Path, chance: random.Random, size: int) -> str:
    """Stock TinyDB rewriting between saves, a zeroed byte now and then. *size*: rounds."""
    path = folder / "cases.json"
    store, other = Store.open(path), Store.open(path)
    told: dict[str, int] = {}
    rewritten = damaged = 0
    for turn in range(size):
        hand = chance.choice([store, other])
        if len(told) < 3 or chance.random() < 0.4:
            case = hand.create("W", 2026, draft(name="Sample Person 07"))
        else:
            case = hand.get(chance.choice(sorted(told)))
            case = hand.save(case, noted(case, str(turn)), by=BY).case
        told[case.case] = case.rev
        if chance.random() < 0.2:
            with TinyDB(path) as script:
                script.table("cases").update({"script": turn}, lambda record, n=case.case: record["case"] == n)
            rewritten += 1
        elif chance.random() < 0.1:
            content = path.read_bytes()
            starts = [place for place, byte in enumerate(content[:-4]) if byte == 0x0A]
            if len(starts) > 3:
                place = chance.choice(starts[:-1]) + 40
                line = content[content.rindex(b"\n", 0, place) + 1 : content.index(b"\n", place)]
                lost = lines.parse_record(line, first=line.startswith(b" "))
                with path.open("r+b") as file:
                    file.seek(place)
                    file.write(b"\0")
                damaged += 1
                if lost is not None and chance.random() < 0.5:
                    with suppress(CannotRead, NoSuchCase):
                        hand.get(lost.row.case)
                Store.open(path).create("W", 2026, draft())  # sets the line aside
                told = {number: record["rev"] for number, record in stock(path).items()}
                assert lost is None or lost.row.case in told or any(folder.glob("*.cut-*"))
        assert {number: record["rev"] for number, record in stock(path).items()} == told
    return f"{size} saves, {rewritten} rewrites by stock TinyDB, {damaged} zeroed bytes: all other cases kept"


def opening(folder: Path, chance: random.Random, size: int) -> str:
    """Opening while stock TinyDB rewrites the file without pause. *size*: openings."""
    path = folder / "cases.json"
    Store.open(path).create_many([("W", 2026, draft(name="x" * 3000))] * 300)

    def work(tell: Callable[[str], None]) -> None:
        tell("begun")
        turn = 0
        while True:
            with TinyDB(path) as script:
                turn += 1
                script.table("cases").update({"script": turn}, doc_ids=[1 + turn % 300])
            time.sleep(0.005)

    script = Child(work, folder / "told")
    _until(script.began)
    for _ in range(size):
        opened = Store.open(path)
        assert len(opened.summaries()) == 300
        opened.close()
    # A rewrite that dies half-way ruins the file: the script is stopped only where it left a whole one.
    while True:
        script.kill(signal.SIGSTOP)
        os.waitpid(script.pid, os.WUNTRACED)
        try:
            json.loads(path.read_bytes())
            break
        except ValueError:
            script.kill(signal.SIGCONT)
            time.sleep(0.001)
    script.kill()
    script.lines()
    return f"{size} openings while stock TinyDB rewrites: all 300 cases each time"


# --- 7. Two users --------------------------------------------------------------------------------

TEAM, FIRST, SECOND, OUTSIDER = 4321, 1001, 1002, 1003


def _as_user(uid: int, work: Callable[[], object], *, team: bool = True) -> Callable[[Callable[[str], None]], None]:
    def run(tell: Callable[[str], None]) -> None:
        os.setgroups([TEAM] if team else [])
        os.setgid(uid)
        os.setuid(uid)
        os.umask(0o077)
        tell(str(work()))

    return run


def two_users(folder: Path, chance: random.Random, size: int) -> str:
    """Two users of a team save in turns, and tidy; an outsider is refused. *size*: turns. Only root can run it."""
    if os.geteuid():
        return "only root can become other users: not run"
    for each in (folder, *folder.parents[:-1]):
        each.chmod(each.stat().st_mode | 0o011)
    team = folder / "team"
    team.mkdir()
    os.chown(team, 0, TEAM)
    team.chmod(0o2770)
    told = folder / "told"
    told.mkdir()
    told.chmod(0o777)
    path = team / "cases.json"

    def create() -> str:
        return Store.open(path).create("W", 2026, draft()).case

    def tidy() -> None:
        store = Store.open(path)
        with store.db.storage.writing():
            store.db.storage.rewrite({})

    def refused() -> str:
        try:
            Store.open(path)
        except Exception as error:  # noqa: BLE001
            return type(error).__name__
        return "opened"

    given: list[str] = []
    for turn in range(size):
        uid = (FIRST, SECOND)[turn % 2]
        given += Child(_as_user(uid, create), told / f"{turn}").lines()
        if turn % 5 == 4:
            Child(_as_user(uid, tidy), told / f"{turn}-tidy").lines()
        seen = path.stat()
        assert (seen.st_gid, seen.st_mode & 0o777) == (TEAM, 0o660)
    assert given == [f"W26-{n:04d}" for n in range(1, size + 1)] == list(stock(path))
    told_outsider = Child(_as_user(OUTSIDER, refused, team=False), told / "outsider").lines()
    assert told_outsider == ["CannotRead"], told_outsider
    team.chmod(0o2550)  # tidying needs the folder, saving does not
    assert Child(_as_user(FIRST, create), told / "folder").lines() == [f"W26-{size + 1:04d}"]
    path.chmod(0o440)

    def read_only() -> str:
        store = Store.open(path)
        try:
            store.create("W", 2026, draft())
        except NotSaved as refusal:
            return f"{len(store.summaries())} {type(refusal).__name__}"
        return "saved"

    assert Child(_as_user(FIRST, read_only), told / "file").lines() == [f"{size + 1} ReadOnly"]
    team.chmod(0o2770)
    return f"{size} saves of two users in turns under umask 077, group and mode kept; outsider refused; read-only held"


# --- 8. Signals and odd text ---------------------------------------------------------------------


def hang_up(folder: Path, chance: random.Random, size: int) -> str:
    """A writer hung up in the middle of its saves. *size*: times."""
    path = folder / "cases.json"
    saves = 0
    for number in range(size):
        writer = Child(_writes_without_pause(path, chance.randrange(1 << 60), tidy=False), folder / f"told-{number}")
        _until(writer.began)
        time.sleep(chance.uniform(0, 0.02))
        writer.kill(signal.SIGHUP)
        told = [line.split() for line in writer.lines()]
        store = Store.open(path)
        revs = {row.case: row.rev for row in store.summaries()}
        assert all(revs[case] >= int(rev) for case, rev in told)
        assert stock(path).keys() == revs.keys()
        store.close()
        saves += len(told)
    return f"{size} hang-ups, {saves} saves told, none lost"


def held(folder: Path, chance: random.Random, size: int) -> str:
    """Whoever holds the lock is stopped: the others time out and name them; killed: they save. *size*: times."""
    path = folder / "cases.json"
    store = Store.open(path, wait=0.1)
    for number in range(size):
        holder = kept_open(folder, 60, f"told-{number}")
        try:
            holder.kill(signal.SIGSTOP)
            began = time.monotonic()
            try:
                told = store.create("W", 2026, draft()).case
            except Held as refusal:
                told = str(refusal)
            waited = time.monotonic() - began
            assert f"process {holder.pid}," in told, told
            assert 0.1 <= waited < 5, waited
        finally:
            holder.kill()
        holder.lines()
        assert store.create("W", 2026, draft()).case == f"W26-{number + 1:04d}"
    return f"{size} holders stopped: named within 0.1 s; killed: the next save works"


def odd_text(folder: Path, chance: random.Random, size: int) -> str:
    """A text of *size* characters of all kinds reads the same whatever the locale."""
    path = folder / "cases.json"
    letters = 'é🙂‏مثال\ud800 \x7f\0\n"\\},{\u2028'
    text = "".join(chance.choices(letters, k=size))
    Store.open(path).create("W", 2026, draft(name="Sample Person 07", notes=text))
    for encoding in ("latin-1", "ascii", "utf-8"):
        assert stock(path, encoding)["W26-0001"]["answers"]["notes"]["value"] == text
    assert Store.open(path).get("W26-0001").answers["notes"].value == text
    return f"a text of {size} characters reads the same as Latin-1, ASCII and UTF-8"


TRIALS: dict[str, tuple[Callable[[Path, random.Random, int], str], int, int]] = {
    "tails": (tails, 1, 2000),
    "kills": (kills, 29, 3000),
    "kills_while_tidying": (kills_while_tidying, 29, 1000),
    "many": (many, 5, 200),
    "full_disk": (full_disk, 64, 256),
    "size_limit": (size_limit, 40, 256),
    "bad_disk": (bad_disk, 40, 2000),
    "readers": (readers, 1, 30),
    "imports": (imports, 8, 400),
    "other_programs": (other_programs, 30, 1000),
    "opening": (opening, 5, 200),
    "two_users": (two_users, 6, 100),
    "hang_up": (hang_up, 4, 200),
    "held": (held, 1, 20),
    "odd_text": (odd_text, 1000, 900_000),
}
"""Name to trial, its size in the suite, and its full size."""


@contextmanager
def quietly() -> Iterator[None]:
    """Children of a test runner must not run its handlers."""
    before = signal.getsignal(signal.SIGHUP)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def run(name: str, folder: Path, *, seed: int, size: int) -> str:
    """Run a trial in a folder of its own; gives its counts in words."""
    trial = TRIALS[name][0]
    with quietly():
        sys.stdout.flush()
        return trial(folder, random.Random(seed), size)
