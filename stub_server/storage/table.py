"""TinyDB's table, live in memory: a change touches the records that it is about, and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from tinydb.table import Table

from stub_server.storage.rows import Rows
from stub_server.storage.storage import LiveStorage
from stub_server.storage.views import Draft, View


class LiveTable(Table):
    """A table whose document ids are strings; insert, update, remove and get by id are O(1).

    It keeps no query cache: documents that are handed out are copies, and a cache would hand the
    same ones out twice.
    """

    document_id_class = str  # type: ignore[assignment]  # TinyDB's hook, annotated for integers

    def __init__(
        self, storage: LiveStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        self.rows: Rows = storage.rows(name)
        self._live = storage
        self._numbered = 0
        super().__init__(storage, name, cache_size, persist_empty)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", View(self.rows))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        draft = Draft(self.rows)
        updater(cast("dict[int, Mapping[str, Any]]", draft))
        self._live.commit([(self.rows, key, slot) for key, slot in draft.changes()])

    def _get_next_id(self) -> str:
        """A number, as text, that no record of the table has."""
        self._numbered = max(self._numbered, len(self.rows)) + 1
        while str(self._numbered) in self.rows:
            self._numbered += 1
        return str(self._numbered)
