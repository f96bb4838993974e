"""What TinyDB sees of a table: a mapping to read from, and one to change things in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping

import orjson

from stub_server.storage.rows import Record, Rows, Slot, whole


class View(Mapping[str, Record]):
    """A table's records by key, oldest first, each parsed when it is asked for: a copy."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __getitem__(self, key: str) -> Record:
        text = self.rows.text(key)
        if text is None:
            raise KeyError(key)
        record: Record = orjson.loads(text)
        return record

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Draft(MutableMapping[str, Record]):
    """A table that TinyDB's updaters change as they like; `changes` says what came of it.

    Updaters alter records in place: each that was handed out is compared at the end.
    """

    def __init__(self, rows: Rows) -> None:
        self._view = View(rows)
        self._staged: dict[str, Record | None] = {}

    def __getitem__(self, key: str) -> Record:
        if key not in self._staged:
            self._staged[key] = self._view[key]
        record = self._staged[key]
        if record is None:
            raise KeyError(key)
        return record

    def __setitem__(self, key: str, record: Record) -> None:
        self._staged[key] = record

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._staged[key] = None

    def __contains__(self, key: object) -> bool:
        if key in self._staged:
            return self._staged[key] is not None
        return key in self._view

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._view if key in self)
        yield from (key for key in self._staged if key in self and key not in self._view)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Take every record out, in one pass."""
        self._staged = dict.fromkeys(self._view)

    def changes(self) -> list[tuple[str, Slot | None]]:
        """Key and new slot (None: deleted) of what differs from the table. TypeError: no JSON."""
        rows = self._view.rows
        changed: list[tuple[str, Slot | None]] = []
        for key, record in self._staged.items():
            slot = None if record is None else rows.slot(key, record)
            if rows.text(key) != (None if slot is None else whole(slot[1])):
                changed.append((key, slot))
        return changed
