"""The store that others see: tables of records under string keys, a thin front of TinyDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, cast

import orjson
from tinydb import TinyDB

from stub_server.storage import opening
from stub_server.storage.disk import JournalStorage
from stub_server.storage.opening import Indexes
from stub_server.storage.rows import Record, Text
from stub_server.storage.storage import LiveStorage, Tables
from stub_server.storage.table import LiveTable


class LiveDatabase(TinyDB):
    """TinyDB with tables that are live in memory."""

    table_class = LiveTable  # type: ignore[assignment]  # TinyDB hands it a storage of ours


class JsonStore:
    """Records under keys, in tables that need not be declared. Not for several threads.

    What is handed out is a copy. A write raises TypeError when a key is no string or a record is
    no JSON, and StoreFault when it could not be kept; then nothing has changed.
    database: the TinyDB behind it, for queries of TinyDB's own.
    notices: what was found broken, or could not be done, for a person to read.
    """

    def __init__(self, database: TinyDB, storage: LiveStorage, notices: list[str]) -> None:
        self.database = database
        self.notices = notices
        self._storage = storage
        self._tables = storage.tables

    @classmethod
    def in_memory(cls, indexes: Indexes) -> JsonStore:
        """A store that ends with the process."""
        database = LiveDatabase(indexes, storage=LiveStorage)
        return cls(database, cast("LiveStorage", database.storage), [])

    @classmethod
    def over(cls, tables: Tables) -> JsonStore:
        """Return a store in memory whose tables are these; it changes them."""
        store = cls.in_memory({})
        store._storage.tables = store._tables = tables
        return store

    @classmethod
    def open(cls, folder: Path, name: str, indexes: Indexes) -> JsonStore:
        """Open the store of that name in the folder; both are made when they are not there.

        StoreFault: as for `open_together`.
        """
        (store,) = cls.open_together(folder, {name: indexes})
        return store

    @classmethod
    def open_together(cls, folder: Path, stores: Mapping[str, Indexes]) -> list[JsonStore]:
        """Open the stores of those names in the folder, in their order, or none of them.

        DamagedStoreError: one or more are damaged; the message says where, what is readable and
        what to do. StoreFault: another process has one of them, the folder can't be written, or
        a link is in it. In either case nothing is changed.
        """
        opened: list[JsonStore] = []
        with ExitStack() as closing:
            for loaded in opening.load(folder, stores):
                closing.callback(loaded.folder.unlock)
                database = LiveDatabase(loaded, storage=JournalStorage)
                storage = cast("JournalStorage", database.storage)
                opened.append(cls(database, storage, storage.notices))
            closing.pop_all()
        return opened

    def get(self, table: str, key: str) -> Record | None:
        """The record, or None."""
        text = self._tables[table].text(key)
        return None if text is None else cast("Record", orjson.loads(text))

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        """File the record under the key; it keeps its age when there was one before."""
        rows = self._tables[table]
        self._storage.put(rows, key, rows.slot(key, record))

    def text(self, table: str, key: str) -> bytes | None:
        """The record's JSON text, or None."""
        return self._tables[table].text(key)

    def put_text(self, table: str, key: str, text: Text) -> None:
        """File a record that is JSON text already, an object's, under the key.

        A piece of it that other records have too, the same bytes object, takes memory once.
        ValueError: the table has indexes, for which the record would have to be read.
        """
        rows = self._tables[table]
        self._storage.put(rows, key, rows.slot_of_text(key, text))

    def delete(self, table: str, key: str) -> None:
        """Take the record out; nothing happens when there is none."""
        rows = self._tables[table]
        if key in rows:
            self._storage.commit([(rows, key, None)])

    def find(self, table: str, field: str, value: str) -> list[Record]:
        """The records whose field has the value, oldest first, without looking at the others.

        ValueError: the field is not among the indexes.
        """
        return [orjson.loads(text) for text in self._tables[table].matching(field, value)]

    def all(self, table: str) -> list[Record]:
        """Every record of the table, oldest first."""
        return [orjson.loads(text) for text in self._tables[table].texts()]

    def keys(self, table: str) -> Iterator[str]:
        """The keys of the table, oldest first; it must not change in the meantime."""
        return iter(self._tables[table])

    def holding(self, table: str, part: bytes) -> list[Record]:
        """The records with these bytes in a piece of their text, oldest first; only these are read.

        The text is as `put` writes it: no spaces, members in their order.
        """
        return [orjson.loads(text) for text in self._tables[table].holding(part)]

    def latest(
        self, table: str, *, limit: int, before: str | None = None, after: str | None = None
    ) -> list[Record]:
        """At most `limit` records, newest first, without looking at the others.

        after: a key; those that follow it in the list, so the next older ones.
        before: a key; those that stand right before it in the list, so the next newer ones.
        KeyError: there is no such key. ValueError: both are given.
        """
        texts = self._tables[table].latest(limit, before, after)
        return [orjson.loads(text) for text in texts]

    def count(self, table: str) -> int:
        """How many records the table has."""
        return len(self._tables[table])

    def transaction(self) -> AbstractContextManager[None]:
        """What is written inside is kept as a whole, or, when an exception leaves it, not at all.

        One inside another ends with the outer one; an exception takes back what its own block did.
        """
        return self._storage.transaction()

    def begin(self) -> tuple[int, int]:
        """A transaction begins, of whoever has something of their own to take back with it."""
        return self._storage.begin()

    def end(self, mark: tuple[int, int], *, well: bool) -> None:
        """It has ended: as a block of `transaction` does."""
        self._storage.end(mark, well=well)

    def clear(self) -> None:
        """Empty every table."""
        self.database.drop_tables()

    def close(self) -> None:
        """Write everything into the snapshot and let go of the folder; no more writes."""
        self.database.close()
