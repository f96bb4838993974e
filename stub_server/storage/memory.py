"""The store in memory, and what it shares with every store whose tables are in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, cast

import orjson

from stub_server.storage.engine import Engine, Tables
from stub_server.storage.protocol import Indexes, Record, Text
from stub_server.storage.transaction import Transaction


class TableStore:
    """A `TextStore` over the tables of an engine; the protocol documents the methods."""

    def __init__(self, engine: Engine, notices: list[str]) -> None:
        self.notices = notices
        self._engine = engine
        self._tables = engine.tables

    def get(self, table: str, key: str) -> Record | None:
        """Return the record, or None."""
        text = self._tables[table].text(key)
        return None if text is None else cast("Record", orjson.loads(text))

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        """Insert or replace the record."""
        target = self._tables[table]
        self._engine.put(target, key, target.entry(key, record))

    def delete(self, table: str, key: str) -> None:
        """Delete the record, if there is one."""
        target = self._tables[table]
        if key in target:
            self._engine.apply([(target, key, None)])

    def find(self, table: str, field: str, value: str) -> list[Record]:
        """Return the records whose indexed field has the value, oldest first."""
        return [orjson.loads(text) for text in self._tables[table].matching(field, value)]

    def find_keys(self, table: str, field: str, value: str) -> list[str]:
        """Return the keys of the records whose indexed field has the value, oldest first."""
        return self._tables[table].matching_keys(field, value)

    def page(
        self, table: str, *, limit: int, after: str | None = None, newest_first: bool = True
    ) -> list[Record]:
        """Return at most `limit` records, newest or oldest first."""
        texts = self._tables[table].page(limit, after, newest_first=newest_first)
        return [orjson.loads(text) for text in texts]

    def all(self, table: str) -> list[Record]:
        """Return every record, oldest first."""
        return [orjson.loads(text) for text in self._tables[table].texts()]

    def keys(self, table: str) -> Iterator[str]:
        """Iterate over the keys, oldest first."""
        return iter(self._tables[table])

    def count(self, table: str) -> int:
        """Return the number of records."""
        return len(self._tables[table])

    def text(self, table: str, key: str) -> bytes | None:
        """Return the JSON text of the record, or None."""
        return self._tables[table].text(key)

    def put_text(self, table: str, key: str, text: Text) -> None:
        """Put a record that is JSON text already."""
        target = self._tables[table]
        self._engine.put(target, key, target.entry_of_text(key, text))

    def containing(self, table: str, part: bytes) -> list[Record]:
        """Return the records with these bytes in a piece of their text, oldest first."""
        return [orjson.loads(text) for text in self._tables[table].containing(part)]

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context manager that commits, or rolls back after an exception."""
        return Transaction(self._engine)

    def begin(self) -> None:
        """Begin a transaction."""
        self._engine.begin()

    def commit(self) -> None:
        """Commit the innermost transaction."""
        self._engine.commit()

    def rollback(self) -> None:
        """Undo the innermost transaction."""
        self._engine.rollback()

    async def sync(self) -> None:
        """Return when every commit so far is durable."""
        await self._engine.sync()

    def pack(self, limit: int) -> int:
        """Compress at most `limit` older records; return how many were looked at."""
        return self._engine.pack(limit)

    def clear(self) -> None:
        """Delete every record of every table."""
        self._engine.clear()

    def close(self) -> None:
        """Accept no more writes."""
        self._engine.close()


class MemoryStore(TableStore):
    """A store that ends with the process."""

    def __init__(self, indexes: Indexes) -> None:
        super().__init__(Engine(Tables(indexes)), [])
