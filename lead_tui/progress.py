"""How far long work is, on standard error: only for a person at a terminal, and only after a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
AFTER = 1.0
"""Seconds before anything is shown."""


def told(items: Iterable[T], count: int, doing: str) -> Iterator[T]:
    """Give the items, and say how far it is with *doing* (``Reading 1,200 cases``) once it takes long."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    began = time.monotonic()
    rest = iter(items)
    for done, item in enumerate(rest, 1):
        yield item
        if time.monotonic() - began > AFTER:
            yield from _shown(rest, count, done, doing)


def _shown(rest: Iterator[T], count: int, done: int, doing: str) -> Iterator[T]:
    # Here, since most work is over before the second has passed.
    from rich.console import Console
    from rich.progress import Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as progress:
        task = progress.add_task(doing, total=count, completed=done)
        for item in rest:
            yield item
            progress.advance(task)
