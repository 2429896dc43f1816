"""TinyDB over a case file: its own tables and queries, line by line.

``insert``, ``update``, ``search``, ``get``, ``upsert``, ``remove`` and queries stay TinyDB's; only
the two methods through which a table reaches its storage are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Document, Table

from lead_tui import lines
from lead_tui.casefile import CaseStorage
from lead_tui.lines import TABLE
from lead_tui.refusals import NotWritable


class CaseDB(TinyDB):
    """The TinyDB instance of a case file."""

    def __init__(self, storage: CaseStorage) -> None:
        super().__init__(storage=lambda: storage)

    def table(self, name: str, **kwargs: Any) -> Table:  # noqa: ANN401 - as TinyDB has it
        """A table; without TinyDB's query cache, which cannot see what others save."""
        return super().table(name, **(kwargs | {"cache_size": 0}))

    def drop_table(self, name: str) -> None:
        """Take a whole table out of the file."""
        with cast(CaseStorage, self.storage).writing():
            super().drop_table(name)


class CaseTable(Table):
    """A table of a case file.

    The lock is held round the whole of each change: TinyDB picks the next id before it updates the
    table, and two processes would pick the same.
    """

    _storage: CaseStorage
    _upcoming = 0

    def insert(self, document: Mapping[str, Any]) -> int:
        """As in TinyDB; durable when it returns."""
        with self._storage.writing():
            return super().insert(document)

    def insert_multiple(self, documents: Any) -> list[int]:  # noqa: ANN401 - as TinyDB has it
        """As in TinyDB; all or none."""
        with self._storage.writing():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:  # noqa: ANN401 - as TinyDB has it
        """As in TinyDB."""
        with self._storage.writing():
            return super().upsert(document, cond)

    def _get_next_id(self) -> int:
        if self.name != TABLE:
            return cast(int, super()._get_next_id())  # type: ignore[no-untyped-call]  # TinyDB has no types here
        self._upcoming = (self._upcoming or self._storage.index.highest_id) + 1
        return self._upcoming

    def _read_table(self) -> Any:  # noqa: ANN401 - as TinyDB has it
        if self.name != TABLE:
            return super()._read_table()
        self._storage.refresh()
        return _Documents(self._storage)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.writing():
            try:
                if self.name == TABLE:
                    pending = _Pending(self._storage)
                    updater(pending)
                    pending.save()
                else:
                    super()._update_table(updater)
            finally:
                self._next_id, self._upcoming = None, 0  # ids are taken from the file, where others take them too


CaseDB.table_class = CaseTable


class _Documents(Mapping[str, Mapping[str, Any]]):
    """The records as TinyDB reads them: parsed when they are looked at."""

    def __init__(self, storage: CaseStorage) -> None:
        self._storage = storage

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        return self._storage.document(int(key))

    def __iter__(self) -> Iterator[str]:
        return map(str, list(self._storage.index.places))

    def __len__(self) -> int:
        return len(self._storage.index.places)


class _Pending(MutableMapping[int, dict[str, Any]]):
    """The records as TinyDB changes them: remembers what it gave out, and saves what differs."""

    def __init__(self, storage: CaseStorage) -> None:
        self._storage = storage
        self._places = storage.index.places
        self._given: dict[int, dict[str, Any]] = {}
        self._removed: set[int] = set()

    def __getitem__(self, key: int) -> dict[str, Any]:
        if key in self._removed:
            raise KeyError(key)
        if key not in self._given:
            self._given[key] = self._storage.document(key)
        return self._given[key]

    def __setitem__(self, key: int, document: dict[str, Any]) -> None:
        self._removed.discard(key)
        self._given[key] = document

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        self._given.pop(key, None)
        self._removed.add(key)

    def __contains__(self, key: object) -> bool:
        return (key in self._places or key in self._given) and key not in self._removed

    def __iter__(self) -> Iterator[int]:
        new = (key for key in self._given if key not in self._places)
        return (key for key in (*self._places, *new) if key not in self._removed)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def save(self) -> None:
        """One changed record is appended; anything else is the whole file."""
        changed: dict[int, bytes] = {}
        for number, document in self._given.items():
            try:
                body = lines.encode(lines.rows_first(document))
            except ValueError:
                named = document.get("case") or f"the record with the id {number}"
                raise NotWritable(
                    f"Not saved: {named} holds NaN or an infinite number, which JSON cannot write."
                ) from None
            if number not in self._places or body != self._storage.body(number):
                changed[number] = body
        removed = self._removed & self._places.keys()
        if len(changed) == 1 and not removed:
            ((number, body),) = changed.items()
            self._storage.append(number, body)
        elif changed or removed:
            self._storage.rewrite(changed, removed)


__all__ = ["CaseDB", "CaseTable", "Document"]
