"""Measures the case file beside stock TinyDB, SQLite and a bare write: saving, opening, looking, searching, memory.

Run by hand: ``python bench/store.py [--folder FOLDER] [--rounds N] [SIZE ...]``. Within a size every round runs each
of them once, in turn, so that a busy machine slows all of them alike: trust the ratios. Prints Markdown. The records
are those of the demo, some 4.6 KB each, over and over under other numbers and names. SQLite has the same JSON in one
column and what a list row shows in columns of its own; it runs with a write-ahead log and ``synchronous=FULL``. Stock
TinyDB runs fewer rounds where it takes seconds. Needs about 3 GB of disk and memory at 100,000 cases.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB, where

from lead_tui import case as cases
from lead_tui import case_record, lines
from lead_tui.case import Case
from lead_tui.lines import CLOSING, Summary
from lead_tui.store import Store

SIZES = (100, 1_000, 10_000, 100_000)
COLUMNS = Summary.__struct_fields__
BY, AT = "sample-staff-01", "2026-11-24T10:00:00Z"

BARE, SQLITE, OURS, TABLE, STOCK = "one write and sync", "SQLite", "lead-tui", "lead-tui, Table.update", "stock TinyDB"

Times = dict[str, list[float]]


def records(size: int) -> Iterator[dict[str, Any]]:
    """The records of the demo, over and over."""
    data = Path(__file__).parent.parent / "data" / "sample_cases.json"
    sample = list(json.loads(data.read_bytes())["cases"].values())
    for number in range(1, size + 1):
        record = sample[number % len(sample)]
        yield record | {"case": f"W26-{number:04d}", "uid": f"{number:032x}", "name": f"Sample Person {number:06d}"}


class Ground:
    """The same cases in the files of all four, and what each round does to them."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.ours, self.stock = folder / "cases.json", folder / "stock.json"
        self.sqlite, self.bare = folder / "cases.sqlite", folder / "bare"
        bodies = [(number, lines.encode(record)) for number, record in enumerate(records(size), 1)]
        head = lines.header(lines.new_meta("wilmington"))
        for path in (self.ours, self.stock):
            with path.open("wb") as file:
                file.writelines(lines.whole_file(head, bodies))
        self.bare.write_bytes(self.ours.read_bytes())
        with sqlite3.connect(self.sqlite) as base:
            base.execute("pragma journal_mode=wal")
            columns = ", ".join(f'"{name}"' for name in COLUMNS)
            base.execute(f"create table cases (id integer primary key, {columns}, doc text)")
            rows = ((number, *self.row(body), body.decode()) for number, body in bodies)
            base.executemany(f"insert into cases values (?{', ?' * (len(COLUMNS) + 1)})", rows)
        base.execute("pragma wal_checkpoint(truncate)")
        base.close()
        self.store, self.watcher = Store.open(self.ours), Store.open(self.ours)
        self.base = self._connected()
        self.fd = os.open(self.bare, os.O_RDWR)
        self.end = self.bare.stat().st_size - len(CLOSING)
        self.tiny: TinyDB | None = None

    @staticmethod
    def row(body: bytes) -> tuple[Any, ...]:
        row = lines.summary(body)
        assert row is not None
        return msgspec.structs.astuple(row)

    def _connected(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.sqlite)
        base.execute("pragma synchronous=full")
        return base

    # One save of the same record by each of them.

    def change(self, chance: random.Random) -> tuple[int, Case, Case]:
        place = chance.randint(1, self.size)
        case = self.store.get(f"W26-{place:04d}")
        text = f"What was said, {chance.random()}"
        return place, case, cases.answer(case, "notes", text, at=AT, by=BY)

    def save_bare(self, body: bytes) -> None:
        os.pwrite(self.fd, body, self.end)
        os.fdatasync(self.fd)
        self.end += len(body) - len(CLOSING)

    def save_sqlite(self, place: int, body: bytes) -> None:
        marks = ", ".join(f'"{name}" = ?' for name in COLUMNS)
        with self.base:
            self.base.execute(
                f"update cases set {marks}, doc = ? where id = ?", (*self.row(body), body.decode(), place)
            )

    # Opening with what the list shows, and searching every case.

    def open_ours(self) -> int:
        store = Store.open(self.ours)
        count = len(store.summaries())
        store.close()
        return count

    def open_sqlite(self) -> int:
        base = self._connected()
        columns = ", ".join(f'"{name}"' for name in COLUMNS)
        count = len(base.execute(f"select {columns} from cases").fetchall())
        base.close()
        return count

    def open_stock(self) -> int:
        with TinyDB(self.stock, access_mode="r") as tiny:
            return len([[record.get(name, "") for name in COLUMNS] for record in tiny.table("cases")])

    def search_ours(self) -> int:
        return len(self.store.db.table("cases").search(where("outcome") == "eligible"))

    def search_sqlite(self) -> int:
        found = self.base.execute("select doc from cases where json_extract(doc, '$.outcome') = 'eligible'")
        return len([json.loads(doc) for (doc,) in found])

    def search_stock(self) -> int:
        with TinyDB(self.stock, access_mode="r") as tiny:
            return len(tiny.table("cases").search(where("outcome") == "eligible"))

    def update_stock(self, place: int, record: dict[str, Any]) -> None:
        with TinyDB(self.stock) as tiny:
            tiny.table("cases").update(record, doc_ids=[place])


def timed(into: list[float], work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    into.append(time.perf_counter() - began)


def saves(ground: Ground, rounds: int, stock_rounds: int) -> tuple[Times, Times]:
    """Times of one save, and of seeing it elsewhere."""
    taken: Times = defaultdict(list)
    seen: Times = defaultdict(list)
    chance = random.Random(1)
    ground.watcher.refresh()
    for turn in range(rounds):
        place, base, mine = ground.change(chance)
        body = lines.encode(case_record.to_json(mine))
        line = lines.record_line(place, body, first=False) + CLOSING
        timed(taken[BARE], lambda line=line: ground.save_bare(line))
        timed(taken[SQLITE], lambda place=place, body=body: ground.save_sqlite(place, body))
        timed(taken[OURS], lambda base=base, mine=mine: ground.store.save(base, mine, by=BY))
        timed(seen["another's save"], ground.watcher.refresh)
        timed(seen["nothing new"], ground.watcher.refresh)
        table = ground.store.db.table("cases")
        timed(taken[TABLE], lambda table=table, place=place, n=turn: table.update({"script": n}, doc_ids=[place]))
        ground.watcher.refresh()
        if turn < stock_rounds:
            timed(taken[STOCK], lambda place=place, body=body: ground.update_stock(place, json.loads(body)))
    return taken, seen


def reads(ground: Ground, rounds: int, stock_rounds: int) -> tuple[Times, Times]:
    """Times of opening with the list columns, and of a search through every case."""
    opened: Times = defaultdict(list)
    found: Times = defaultdict(list)
    for turn in range(rounds):
        timed(opened[SQLITE], ground.open_sqlite)
        timed(opened[OURS], ground.open_ours)
        timed(found[SQLITE], ground.search_sqlite)
        timed(found[OURS], ground.search_ours)
        if turn < stock_rounds:
            timed(opened[STOCK], ground.open_stock)
            timed(found[STOCK], ground.search_stock)
    return opened, found


DESK = """
import asyncio, sys, time
from pathlib import Path
from lead_tui import program_file
from lead_tui.app import LeadApp
from lead_tui.store import Store

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000

async def main():
    store = Store.open(sys.argv[1])
    app = LeadApp(program_file.load(), store, "sample-staff-01")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(2)
        began = time.process_time()
        await asyncio.sleep(5)
        idle = time.process_time() - began
        print(resident(), idle * 1000 / 5, end=" ")
        await pilot.press("slash", *"sampel 042")
        await pilot.pause(1)
        print(resident())

asyncio.run(main())
"""


def desk(path: Path) -> tuple[float, float, float]:
    """Memory of a desk with its list open, in MB; its time of a processor, in ms a second; memory after a search."""
    done = subprocess.run([sys.executable, "-c", DESK, str(path)], capture_output=True, text=True, check=True)
    memory, idle, searched = map(float, done.stdout.split())
    return memory, idle, searched


def shown(seconds: float) -> str:
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1:
            digits = 3 - len(str(int(seconds * factor)))
            return f"{seconds * factor:,.{max(0, min(2, digits))}f} {unit}"
    return f"{seconds * 1e6:.2f} us"


def table(title: str, sizes: list[int], columns: list[Times], against: str) -> None:
    """A Markdown table: the median of each, and how many times that of *against* it is."""
    print(f"\n| {title} | {' | '.join(f'{size:,}' for size in sizes)} |")
    print(f"|---|{'---|' * len(sizes)}")
    for name in columns[0]:
        cells = []
        for times in columns:
            middle = statistics.median(times[name])
            ratio = middle / statistics.median(times[against]) if against else 0
            told = f"{ratio:,.0f}x" if ratio >= 20 else f"{ratio:.1f}x" if ratio >= 3 else f"{ratio:.2f}x"
            cells.append(shown(middle) + (f", {told}" if against and name != against else ""))
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE", help="numbers of cases")
    parser.add_argument("--rounds", type=int, default=200, help="of saves; of the rest a fraction (default 200)")
    parser.add_argument("--folder", type=Path, help="on the disk to be measured (default: the usual for such files)")
    given = parser.parse_args()
    sizes = list(given.sizes)
    measured: list[list[Times]] = [[], [], [], []]
    desks: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        empty = desk(Path(folder) / "empty.json")
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            ground = Ground(Path(folder), size)
            stock_rounds = max(2, min(20, 20_000 // size))
            read_rounds = max(5, min(50, 50_000 // size))
            desks.append(desk(ground.ours))
            for place, times in enumerate(
                (*reads(ground, read_rounds, stock_rounds), *saves(ground, given.rounds, stock_rounds))
            ):
                measured[place].append(times)
            ground.store.close()
            ground.watcher.close()
            print(f"{size:,} measured", file=sys.stderr, flush=True)
    table("save one case", sizes, measured[2], BARE)
    table("open, with what the list shows", sizes, measured[0], SQLITE)
    table("look", sizes, measured[3], "")
    table("search every case", sizes, measured[1], SQLITE)
    print(f"\n| a desk with its list open | none | {' | '.join(f'{size:,}' for size in sizes)} |")
    print(f"|---|---|{'---|' * len(sizes)}")
    every = (empty, *desks)
    print(f"| memory | {' | '.join(f'{memory:.0f} MB' for memory, _, _ in every)} |")
    print(f"| memory after a search | {' | '.join(f'{memory:.0f} MB' for _, _, memory in every)} |")
    print(f"| at rest, of a second | {' | '.join(f'{idle:.1f} ms' for _, idle, _ in every)} |")


if __name__ == "__main__":
    main()
