"""TinyDB's storage, live in memory: it is told what changes, not the whole of what there is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from tinydb.storages import Storage

from stub_server.storage.block import Block
from stub_server.storage.faults import StoreFault
from stub_server.storage.rows import RESERVED, Rows, Slot
from stub_server.storage.views import View

Change = tuple[Rows, str, Slot | None]
"""Table, key, and the new record; None: it is deleted."""


class Tables(dict[str, Rows]):
    """The tables by name, each made when it is first asked for."""

    def __init__(self, indexes: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._indexes = indexes

    def __missing__(self, name: str) -> Rows:
        if name == RESERVED:
            raise ValueError(f"no table can be called {RESERVED!r}: the snapshot's own member")
        rows = self[name] = Rows(name, self._indexes.get(name, ()))
        return rows


def shot_of(tables: Tables) -> list[tuple[str, int, list[Slot | None]]]:
    """Return the tables that have records as they stand: name, number of records, slots."""
    return [(name, len(rows), rows.shot()) for name, rows in tables.items() if len(rows)]


class LiveStorage(Storage):
    """Every table in memory, changed by commits that transactions can take back.

    Storages that also keep things elsewhere override `_keep`, which may refuse, and `_kept`.
    """

    def __init__(self, indexes: Mapping[str, tuple[str, ...]]) -> None:
        self.tables = Tables(indexes)
        self._depth = 0
        self._undo: list[tuple[Rows, str, int, Slot | None]] = []
        self._pending: list[Change] = []
        self._open = True

    def rows(self, name: str) -> Rows:
        """The table of that name."""
        return self.tables[name]

    def put(self, rows: Rows, key: str, slot: Slot) -> None:
        """Commit one record: inside a transaction, by the shortest way."""
        if self._depth and self._open:
            self._pending.append((rows, key, slot))
            place, old = rows.change(key, slot)
            self._undo.append((rows, key, place, old))
        else:
            self.commit([(rows, key, slot)])

    def commit(self, changes: list[Change]) -> None:
        """Make the changes as a whole, now or with the transaction that is open.

        StoreFault: they could not be kept, and nothing has changed.
        """
        if not self._open:
            raise StoreFault(None, "the store is closed", "Open it again to write.")
        if self._depth:
            self._pending += changes
            for rows, key, slot in changes:
                self._undo.append((rows, key, *rows.change(key, slot)))
        elif changes:
            self._keep(changes)
            for rows, key, slot in changes:
                rows.change(key, slot)
            self._settle(changes)

    def transaction(self) -> AbstractContextManager[None]:
        """What is committed inside is kept as a whole when the outermost block ends.

        An exception takes back what its own block, and the blocks inside it, did.
        """
        return Block(self)

    def begin(self) -> tuple[int, int]:
        """A block begins: how much has been done so far."""
        self._depth += 1
        return len(self._undo), len(self._pending)

    def end(self, mark: tuple[int, int], *, well: bool) -> None:
        """End a block; not well, or not kept: what was done since the mark is taken back."""
        try:
            if well and self._depth == 1 and self._pending:
                well = False
                self._keep(self._pending)
                well = True
        finally:
            if not well:
                self._take_back(mark[0])
                del self._pending[mark[1] :]
            self._depth -= 1
        if well and not self._depth:
            kept, self._pending = self._pending, []
            self._undo.clear()
            self._settle(kept)

    def _take_back(self, mark: int) -> None:
        while len(self._undo) > mark:
            rows, key, place, old = self._undo.pop()
            rows.restore(key, place, old)

    def _settle(self, changes: list[Change]) -> None:
        for rows, _key, slot in changes:
            if slot is None:
                rows.tidy()
        self._kept()

    def _keep(self, changes: list[Change]) -> None:
        """Keep the changes for good before they are acknowledged: in memory there is no more."""

    def _kept(self) -> None:
        """The tables stand as they were kept: the moment for housekeeping."""

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables that have records, as views: TinyDB asks for their names."""
        return {name: View(rows) for name, rows in self.tables.items() if len(rows)}  # type: ignore[misc]  # a mapping is all that TinyDB needs

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables be these (TinyDB's way to drop some); views of our own stay as is."""
        changes: list[Change] = []
        for name, rows in self.tables.items():
            wanted = data.get(name, {})
            if not isinstance(wanted, View):
                changes += [(rows, key, None) for key in rows if key not in wanted]
        for name, records in data.items():
            if not isinstance(records, View):
                rows = self.rows(name)
                changes += [(rows, key, rows.slot(key, value)) for key, value in records.items()]
        self.commit(changes)

    def close(self) -> None:
        """Accept no more writes."""
        self._open = False
