"""One table in memory: its records as JSON text, in the order of their insertion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from stub_server.storage.index import Index
from stub_server.storage.packing import Entry, Packing
from stub_server.storage.protocol import Text

RESERVED = "_store"
"""The snapshot's member about itself: no table can have this name."""

STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS

MIN_COMPACTION = 64
"""Positions below which a table is never compacted."""


class Table:
    """Entries by key, by age and by indexed field; every change takes constant time.

    text_of: returns the JSON text of an entry. quoted: the name as JSON text. indexed: whether
    there are indexes.

    The position of an entry is its age. A delete leaves a hole in the list, and `compact` removes
    the holes once they are half of it.
    """

    def __init__(self, name: str, fields: tuple[str, ...]) -> None:
        self.name = name
        self.quoted = orjson.dumps(name)
        self.indexed = bool(fields)
        self._fields = fields
        self._positions: dict[str, int] = {}
        self._entries: list[Entry | None] = []
        self._indexes = {field: Index() for field in fields}
        self._packing = Packing()
        self.text_of = self._packing.text_of

    def __len__(self) -> int:
        return len(self._positions)

    def __contains__(self, key: object) -> bool:
        return key in self._positions

    def entry(self, key: str, record: Mapping[str, Any], text: bytes | None = None) -> Entry:
        """Build the entry of a record. TypeError: the key is no string, or the record no JSON.

        text: the record's JSON text, where the caller has it already.
        """
        if not isinstance(key, str):
            raise TypeError(f"a key of table {self.name!r} is a string, not {key!r}")
        if isinstance(record, dict):
            plain = record
        elif isinstance(record, Mapping):
            plain = dict(record)
        else:
            raise TypeError(f"a record of table {self.name!r} is an object, not {record!r}")
        if text is None:
            # A copy, because orjson's own bytes keep the 16 KiB buffer that they were written in.
            text = bytes(memoryview(orjson.dumps(plain, option=STRICT)))
        fields = self._fields
        return (
            key,
            text,
            tuple([_index_value(plain.get(name)) for name in fields]) if fields else (),
        )

    def entry_of_text(self, key: str, text: Text) -> Entry:
        """Build the entry of a record from its JSON text. ValueError: the table has indexes."""
        if self.indexed:
            raise ValueError(f"table {self.name!r} has indexes: pass the record, not its text")
        return key, text, ()

    def text(self, key: str) -> bytes | None:
        """Return the JSON text of the record, or None."""
        position = self._positions.get(key)
        entry = None if position is None else self._entries[position]
        return None if entry is None else self.text_of(entry)

    def pack(self, limit: int) -> int:
        """Compress the texts of at most `limit` older entries; return how many were looked at."""
        return self._packing.pack(self._entries, limit)

    def load(self, entries: list[Entry]) -> None:
        """Fill the empty table, oldest first. Of entries with the same key the last one counts."""
        self._positions = {entry[0]: position for position, entry in enumerate(entries)}
        self._entries = [*entries]
        if len(self._positions) < len(entries):  # the file was edited by hand
            self._entries = [entries[position] for position in self._positions.values()]
            self._positions = {key: position for position, key in enumerate(self._positions)}
        for column, index in enumerate(self._indexes.values()):
            for entry in self._entries:
                if entry is not None and (value := entry[2][column]) is not None:
                    index.add(value, entry[0])

    def change(self, key: str, entry: Entry | None) -> tuple[int, Entry | None]:
        """Set the entry of the key (None deletes); return its position (or -1) and the old one."""
        position = self._positions.get(key, -1)
        old = None if position < 0 else self._entries[position]
        if entry is None:
            if old is not None:
                del self._positions[key]
        elif old is None:
            position = self._positions[key] = len(self._entries)
            self._entries.append(None)
        if position >= 0:
            self._entries[position] = entry
            self._packing.note_change(position)
            if self._fields:
                self._reindex(key, old, entry)
        return position, old

    def restore(self, key: str, position: int, old: Entry | None) -> None:
        """Undo a change. Undo the latest change first: positions depend on it."""
        if position < 0:
            return
        self._reindex(key, self._entries[position], old)
        if old is None:
            del self._positions[key]
            self._entries.pop()
        else:
            self._positions[key] = position
            self._entries[position] = old

    def _reindex(self, key: str, old: Entry | None, new: Entry | None) -> None:
        for column, field in enumerate(self._fields):
            before = None if old is None else old[2][column]
            after = None if new is None else new[2][column]
            if before == after:
                continue
            if before is not None:
                self._indexes[field].remove(before, key)
            if after is not None:
                self._indexes[field].add(after, key)

    def compact(self) -> None:
        """Remove the holes once they are half of the list; never while a change may be undone."""
        if len(self._entries) < max(MIN_COMPACTION, 2 * len(self._positions)):
            return
        self._entries = [entry for entry in self._entries if entry is not None]
        self._positions = {entry[0]: place for place, entry in enumerate(self._entries) if entry}
        self._packing.restart()

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys, oldest first."""
        return (entry[0] for entry in self._entries if entry is not None)

    def texts(self) -> Iterator[bytes]:
        """Iterate over the JSON texts, oldest first."""
        return (self.text_of(entry) for entry in self._entries if entry is not None)

    def containing(self, part: bytes) -> Iterator[bytes]:
        """Iterate over the texts with the part in one of their pieces, oldest first."""
        for entry in self._entries:
            if entry is None:
                continue
            if isinstance(entry[1], bytes):
                if part in (text := self.text_of(entry)):
                    yield text
            elif any(part in piece for piece in entry[1]):
                yield self.text_of(entry)

    def matching(self, field: str, value: str) -> list[bytes]:
        """Return the texts whose field has the value, oldest first. ValueError: no such index."""
        entries = self._entries
        keys = self.matching_keys(field, value)
        return [self.text_of(entry) for key in keys if (entry := entries[self._positions[key]])]

    def matching_keys(self, field: str, value: str) -> list[str]:
        """Return the keys of these texts, oldest first. ValueError: the field has no index."""
        if field not in self._indexes:
            raise ValueError(f"{self.name}.{field} has no index: name it where the store is opened")
        return sorted(self._indexes[field].keys(value), key=self._positions.__getitem__)

    def page(self, limit: int, after: str | None, *, newest_first: bool) -> list[bytes]:
        """Return at most `limit` texts that follow the key `after`. KeyError: no such key."""
        if newest_first:
            start = len(self._entries) if after is None else self._positions[after]
            positions = range(start - 1, -1, -1)
        else:
            start = -1 if after is None else self._positions[after]
            positions = range(start + 1, len(self._entries))
        texts: list[bytes] = []
        for position in positions:
            if len(texts) >= limit:
                break
            entry = self._entries[position]
            if entry is not None:
                texts.append(self.text_of(entry))
        return texts

    def snapshot(self) -> list[Entry | None]:
        """Return the entries as they are now, holes included."""
        return self._entries.copy()


def _index_value(value: object) -> str | None:
    return value if isinstance(value, str) else None
