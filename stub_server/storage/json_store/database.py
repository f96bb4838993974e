"""TinyDB with the storage of the JSON store, and with strings as document ids.

Reads and writes of the store go to the storage. TinyDB's own interface works as well, at its usual
cost: a query reads the whole table, and a write compares every table with what was there.
"""

from __future__ import annotations

from typing import cast

from tinydb import TinyDB
from tinydb.table import Table

from stub_server.storage.json_store.recovery_state import Recovery
from stub_server.storage.json_store.wal_storage import WalStorage
from stub_server.storage.protocol import Durability


class JsonTable(Table):
    """A table whose document ids are strings. It has no query cache: the store writes beside it."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's hook, annotated for integers

    def __init__(self, storage: WalStorage, name: str) -> None:
        super().__init__(storage, name, cache_size=0)
        self._last_number = 0

    def _get_next_id(self) -> str:
        """Return a number, as text, that no record of the table has."""
        known = self._storage.read() or {}
        records = known.get(self.name, {})
        self._last_number = max(self._last_number, len(records)) + 1
        while str(self._last_number) in records:
            self._last_number += 1
        return str(self._last_number)


class JsonDatabase(TinyDB):
    """TinyDB over a store's files."""

    table_class = JsonTable  # type: ignore[assignment]  # it needs the storage of ours

    def __init__(self, recovery: Recovery, durability: Durability) -> None:
        super().__init__(recovery, durability, storage=WalStorage)

    @property
    def storage(self) -> WalStorage:
        """The storage of the files."""
        return cast("WalStorage", super().storage)
