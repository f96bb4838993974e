"""The protocols of a store. This module imports no other module of the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Record = dict[str, Any]
"""A JSON object."""

Text = bytes | tuple[bytes, ...]
"""The JSON text of a record, whole or in pieces. Records can share a piece (the same bytes object),
which then takes memory once."""

Durability = Literal["process", "disk"]
"""What an acknowledged write survives: the end of the process, or a loss of power as well."""

Indexes = Mapping[str, tuple[str, ...]]
"""Table → its indexed fields: top-level members with string values."""


class Store(Protocol):
    """Tables of records under string keys. A table exists from the first record on.

    Not thread-safe. No call waits, so that nothing comes between two calls as long as the caller
    does not await. Every record that a call returns is a copy. A write raises TypeError when a key
    is no string or a record is no JSON, and StoreError when it can't be stored; then nothing has
    changed.
    """

    notices: list[str]
    """Messages for the operator: what recovery dropped, and what could not be done."""

    def get(self, table: str, key: str) -> Record | None:
        """Return the record, or None."""
        ...

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        """Insert the record, or replace the one under the key; that one's age stays."""
        ...

    def delete(self, table: str, key: str) -> None:
        """Delete the record, if there is one."""
        ...

    def find(self, table: str, field: str, value: str) -> list[Record]:
        """Return the records whose indexed field has the value, oldest first.

        ValueError: the field has no index.
        """
        ...

    def find_keys(self, table: str, field: str, value: str) -> list[str]:
        """Return the keys of those records, oldest first, without reading the records.

        ValueError: the field has no index.
        """
        ...

    def page(
        self, table: str, *, limit: int, after: str | None = None, newest_first: bool = True
    ) -> list[Record]:
        """Return at most `limit` records, newest or oldest first, without reading the others.

        after: the key of the record that the page follows in that order; None for the first page.
        KeyError: there is no such key.
        """
        ...

    def all(self, table: str) -> list[Record]:
        """Return every record of the table, oldest first."""
        ...

    def keys(self, table: str) -> Iterator[str]:
        """Iterate over the keys, oldest first. The table must not change in the meantime."""
        ...

    def count(self, table: str) -> int:
        """Return the number of records in the table."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context manager: `begin`, then `commit`, or `rollback` after an exception."""
        ...

    def begin(self) -> None:
        """Begin a transaction, or a nested one, which only its `rollback` ends on its own."""
        ...

    def commit(self) -> None:
        """Commit the innermost transaction; the outermost one makes all changes durable.

        StoreError: they can't be stored, and are rolled back.
        """
        ...

    def rollback(self) -> None:
        """Undo the changes of the innermost transaction, and end it."""
        ...

    async def sync(self) -> None:
        """Return when every commit so far survives what the store's durability promises.

        To be awaited before anybody outside is told about a write. StoreError: it can't be made
        durable, and must not be acknowledged.
        """
        ...

    def clear(self) -> None:
        """Delete every record of every table."""
        ...

    def close(self) -> None:
        """Release the files. Later writes raise StoreError; closing again does nothing."""
        ...


class TextStore(Store, Protocol):
    """A store that also takes and returns JSON text: the simulator's hot path encodes once."""

    def text(self, table: str, key: str) -> bytes | None:
        """Return the JSON text of the record, or None."""
        ...

    def put_text(self, table: str, key: str, text: Text) -> None:
        """Put a record that is the text of a JSON object already; the text is not checked.

        ValueError: the table has indexes, for which the record would have to be parsed.
        """
        ...

    def containing(self, table: str, part: bytes) -> list[Record]:
        """Return the records with these bytes in a piece of their text, oldest first.

        The text is as `put` writes it: no spaces, members in their order.
        """
        ...

    def pack(self, limit: int) -> int:
        """Compress at most `limit` older records in memory; return how many were looked at.

        0 as well if there was a commit since the last call: to be called again later.
        """
        ...
