"""The JSON store: acknowledged writes survive, and a write costs the same at any size."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from stub_server.storage.json_store import opening
from stub_server.storage.json_store.database import JsonDatabase
from stub_server.storage.json_store.recovery_state import Recovery
from stub_server.storage.memory import TableStore
from stub_server.storage.protocol import Durability, Indexes


class JsonStore(TableStore):
    """A `TextStore` in a folder, on a TinyDB whose storage has a write-ahead log."""

    def __init__(self, recovery: Recovery, durability: Durability = "process") -> None:
        """Open a store that was read and is not damaged; its folder is locked.

        StoreError: there is no room for a new log, or no permission.
        """
        self._database = JsonDatabase(recovery, durability)
        super().__init__(self._database.storage, self._database.storage.notices)

    @classmethod
    def open(
        cls, folder: Path, name: str, indexes: Indexes, durability: Durability = "process"
    ) -> JsonStore:
        """Open the store in the folder; create both where they do not exist.

        StoreError: as for `open_together`.
        """
        (store,) = cls.open_together(folder, {name: indexes}, durability)
        return store

    @classmethod
    def open_together(
        cls, folder: Path, stores: Mapping[str, Indexes], durability: Durability = "process"
    ) -> list[JsonStore]:
        """Open the stores of those names in the folder, in their order, or none of them.

        DamagedStoreError: one or more are damaged; the message says where, what is readable and
        what to do. StoreError: another process has one of them, the folder can't be written, or
        a link is in it. In either case nothing is changed.
        """
        opened: list[JsonStore] = []
        with ExitStack() as closing:
            for recovery in opening.load(folder, stores):
                closing.callback(recovery.folder.unlock)
                opened.append(cls(recovery, durability))
            closing.pop_all()
        return opened

    def clear(self) -> None:
        """Delete every record of every table."""
        self._database.drop_tables()

    def close(self) -> None:
        """Write the snapshot and unlock the folder; later writes raise StoreError.

        StoreError: the snapshot can't be written; the logs have everything.
        """
        self._database.close()
