"""Measures the desk in a real terminal: start to first paint, and bytes and milliseconds a key.

Run by hand: ``python bench/desk.py [ROUNDS]``. Medians; the machine's noise is in the milliseconds, the
bytes are exact. Starts of the desk and of a bare Textual application alternate, so that their ratio holds.
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input(placeholder="ready for keys")
Bare().run(mouse=False)
"""

KEYS = (
    ("y on a question", "y"),
    ("Tab", "\t"),
    ("a letter in a date", "2"),
    ("a digit that changes the result", "0"),
    ("Ctrl+Z", "\x1a"),
    ("Enter: all options", "\r"),
    ("Esc: back", "\x1b"),
)


class Screen:
    """A program at the other end of a pty of 80x24."""

    def __init__(self, *arguments: str) -> None:
        self.pid, self.master = pty.fork()
        if not self.pid:
            environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
            os.execve(sys.executable, [sys.executable, *arguments], environ)

    def read(self, quiet: float) -> tuple[int, float]:
        """Give bytes written until nothing came for *quiet* seconds, and when the first came."""
        count, first = 0, 0.0
        while select.select([self.master], [], [], quiet)[0]:
            try:
                count += len(os.read(self.master, 65536))
            except OSError:
                break
            first = first or time.perf_counter()
        return count, first

    def wait_for(self, text: bytes) -> float:
        """Give the time at which *text* had been written."""
        seen = b""
        while text not in seen:
            seen += os.read(self.master, 65536)
        return time.perf_counter()

    def press(self, keys: str) -> tuple[int, float]:
        """Give the bytes that a key costs, and the milliseconds to the first of them."""
        begun = time.perf_counter()
        os.write(self.master, keys.encode())
        count, first = self.read(0.4)
        return count, (first - begun) * 1000 if first else 0.0

    def end(self) -> None:
        """End the program."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.master)


def started(*arguments: str, until: bytes) -> float:
    """Give the milliseconds from the start to the first paint."""
    begun = time.perf_counter()
    screen = Screen(*arguments)
    painted = screen.wait_for(until)
    screen.end()
    return (painted - begun) * 1000


def main(rounds: int) -> None:
    """Print the two tables."""
    folder = Path(tempfile.mkdtemp())
    desk = ("-m", "lead_tui", "--db", str(folder / "cases.json"), "--user", "sample-user")
    times: dict[str, list[float]] = {"bare Textual": [], "the desk": []}
    for _ in range(rounds):
        times["bare Textual"].append(started("-c", BARE, until=b"eady for keys"))
        times["the desk"].append(started(*desk, until=b"No cases yet"))
    bare = statistics.median(times["bare Textual"])
    print(f"start to first paint, medians of {rounds}, alternated")
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"  {name:14} {middle:7.0f} ms   {middle / bare:.2f}x")

    screen = Screen(*desk)
    screen.wait_for(b"No cases yet")
    screen.read(0.5)
    print("\nkeys in the wizard       bytes   first byte after")
    for name, keys in (("i: the wizard opens", "i"), ("c, birth date, Tab", "c05141990\t")):
        count, wait = screen.press(keys)
        print(f"  {name:32} {count:6}   {wait:6.1f} ms")
    for name, keys in KEYS:
        count, wait = screen.press(keys)
        print(f"  {name:32} {count:6}   {wait:6.1f} ms")
    screen.press("i")
    count, _ = screen.read(5.0)
    print(f"  {'idle for 5 seconds':32} {count:6}")
    screen.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
