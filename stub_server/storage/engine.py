"""The storage engine: tables in memory, and nested transactions over them."""

from __future__ import annotations

from stub_server.storage.errors import StoreError
from stub_server.storage.packing import Entry
from stub_server.storage.protocol import Indexes
from stub_server.storage.table import RESERVED, Table

Change = tuple[Table, str, Entry | None]
"""Table, key, and the new entry; None deletes."""


class Tables(dict[str, Table]):
    """The tables by name, each created at its first use."""

    def __init__(self, indexes: Indexes) -> None:
        super().__init__()
        self._indexes = indexes

    def __missing__(self, name: str) -> Table:
        if name == RESERVED:
            raise ValueError(f"no table can be called {RESERVED!r}: the snapshot's own member")
        table = self[name] = Table(name, self._indexes.get(name, ()))
        return table


class Engine:
    """Apply changes to tables, alone or in transactions that can be rolled back.

    A durable engine overrides `_persist`, which may raise, `_after_commit` and `sync`.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._undo: list[tuple[Table, str, int, Entry | None]] = []
        self._changes: list[Change] = []
        self._savepoints: list[tuple[int, int]] = []
        self._open = True
        self._commits = self._commits_before = 0

    def put(self, table: Table, key: str, entry: Entry) -> None:
        """Apply one put; inside a transaction this is the shortest way."""
        if self._savepoints and self._open:
            self._changes.append((table, key, entry))
            position, old = table.change(key, entry)
            self._undo.append((table, key, position, old))
        else:
            self.apply([(table, key, entry)])

    def apply(self, changes: list[Change]) -> None:
        """Apply all of the changes, as a part of the open transaction or as one of their own.

        StoreError: they can't be stored, and nothing has changed.
        """
        if not self._open:
            raise StoreError(None, "the store is closed", "Open it again to write.")
        if self._savepoints:
            self._changes += changes
            for table, key, entry in changes:
                self._undo.append((table, key, *table.change(key, entry)))
        elif changes:
            self._persist(changes)
            for table, key, entry in changes:
                table.change(key, entry)
            self._finish(changes)

    def begin(self) -> None:
        """Begin a transaction, nested in the one that is open."""
        self._savepoints.append((len(self._undo), len(self._changes)))

    def commit(self) -> None:
        """Commit the innermost transaction. StoreError: it can't be stored, and is rolled back."""
        if len(self._savepoints) == 1:
            self._commit_outermost()
        else:
            self._savepoints.pop()

    def _commit_outermost(self) -> None:
        changes = self._changes
        if changes:
            try:
                self._persist(changes)
            except BaseException:
                self.rollback()
                raise
        self._savepoints.clear()
        self._undo.clear()
        self._changes = []
        self._finish(changes)

    def rollback(self) -> None:
        """Undo the innermost transaction, the latest change first."""
        undo, changes = self._savepoints.pop()
        while len(self._undo) > undo:
            table, key, position, old = self._undo.pop()
            table.restore(key, position, old)
        del self._changes[changes:]

    def _finish(self, changes: list[Change]) -> None:
        for table, _key, entry in changes:
            if entry is None:
                table.compact()
        self._commits += 1
        self._after_commit()

    def pack(self, limit: int) -> int:
        """Compress older records, at most `limit` of them; return how many were looked at.

        0 if there was a commit since the last call: while there is much to do, nothing is packed.
        """
        before, self._commits_before = self._commits_before, self._commits
        if before != self._commits or self._savepoints or not self._open:
            return 0
        left = limit
        for table in self.tables.values():
            left -= table.pack(left)
        return limit - left

    def _persist(self, changes: list[Change]) -> None:
        """Make the changes durable before they are acknowledged. StoreError: not possible."""

    def _after_commit(self) -> None:
        """Do housekeeping: no transaction is open."""

    async def sync(self) -> None:
        """Return when every commit so far is durable. StoreError: it can't be made durable."""

    def clear(self) -> None:
        """Delete every entry of every table."""
        self.apply([(table, key, None) for table in self.tables.values() for key in table])

    def close(self) -> None:
        """Accept no more writes."""
        self._open = False
