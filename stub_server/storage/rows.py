"""One table in memory: its records as JSON text, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from stub_server.storage.index import Index

Record = dict[str, Any]

Text = bytes | tuple[bytes, ...]
"""A record's JSON text, whole or in pieces: records that have a piece in common hold it once."""

Slot = tuple[str, Text, tuple[str | None, ...]]
"""Key, the record's JSON text, and the values of the indexed fields. Immutable, so that a snapshot
can be written from it while the table goes on; of plain types, so that the garbage collector lets
it be."""

RESERVED = "_store"
"""The member of a snapshot that speaks of the snapshot: no table may be called so."""

STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
TIDY_FROM = 64


def whole(text: Text) -> bytes:
    """The text in one piece."""
    return text if isinstance(text, bytes) else b"".join(text)


class Rows:
    """Records by key, by age and by indexed field; every change takes constant time.

    quoted: the name as JSON. indexed: there are indexes, for which a record has to be read.

    A record's place in the list is its age: a deleted one leaves a hole, and the list is closed
    up when it is holes by half.
    """

    def __init__(self, name: str, fields: tuple[str, ...]) -> None:
        self.name = name
        self.quoted = orjson.dumps(name)
        self.indexed = bool(fields)
        self._fields = fields
        self._places: dict[str, int] = {}
        self._slots: list[Slot | None] = []
        self._index = {field: Index() for field in fields}

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def slot(self, key: str, record: Mapping[str, Any], text: bytes | None = None) -> Slot:
        """The record as it is kept. TypeError: the key is no string, or the record no JSON."""
        if not isinstance(key, str):
            raise TypeError(f"a key of table {self.name!r} is a string, not {key!r}")
        if isinstance(record, dict):
            plain = record
        elif isinstance(record, Mapping):
            plain = dict(record)
        else:
            raise TypeError(f"a record of table {self.name!r} is an object, not {record!r}")
        if text is None:
            # A copy, as orjson's own bytes hold on to the 16 KiB that they were written in.
            text = bytes(memoryview(orjson.dumps(plain, option=STRICT)))
        fields = self._fields
        return key, text, tuple([self._mark(plain.get(it)) for it in fields]) if fields else ()

    def slot_of_text(self, key: str, text: Text) -> Slot:
        """The record as it is kept, from its JSON text. ValueError: the table has indexes."""
        if self.indexed:
            raise ValueError(f"table {self.name!r} has indexes: hand it the record, not its text")
        return key, text, ()

    @staticmethod
    def _mark(value: object) -> str | None:
        return value if isinstance(value, str) else None

    def text(self, key: str) -> bytes | None:
        """The record's JSON text, or None."""
        place = self._places.get(key)
        slot = None if place is None else self._slots[place]
        return None if slot is None else whole(slot[1])

    def load(self, slots: list[Slot]) -> None:
        """Begin with these slots, oldest first: the table is empty."""
        self._places = {slot[0]: place for place, slot in enumerate(slots)}
        self._slots = [*slots]
        if len(self._places) < len(slots):  # edited by hand: the last counts
            self._slots = [slots[place] for place in self._places.values()]
            self._places = {key: place for place, key in enumerate(self._places)}
        for position, index in enumerate(self._index.values()):
            for slot in self._slots:
                if slot is not None and (value := slot[2][position]) is not None:
                    index.add(value, slot[0])

    def change(self, key: str, slot: Slot | None) -> tuple[int, Slot | None]:
        """Put the slot under the key, or with None empty it; where it was, and what was there."""
        place = self._places.get(key, -1)
        old = None if place < 0 else self._slots[place]
        if slot is None:
            if old is not None:
                del self._places[key]
        elif old is None:
            place = self._places[key] = len(self._slots)
            self._slots.append(None)
        if place >= 0:
            self._slots[place] = slot
            if self._fields:
                self._reindex(key, old, slot)
        return place, old

    def restore(self, key: str, place: int, old: Slot | None) -> None:
        """Undo a change; the latest change first, or places no longer fit."""
        if place < 0:
            return
        self._reindex(key, self._slots[place], old)
        if old is None:
            del self._places[key]
            self._slots.pop()
        else:
            self._places[key] = place
            self._slots[place] = old

    def _reindex(self, key: str, old: Slot | None, new: Slot | None) -> None:
        for position, field in enumerate(self._fields):
            before = None if old is None else old[2][position]
            after = None if new is None else new[2][position]
            if before == after:
                continue
            if before is not None:
                self._index[field].remove(before, key)
            if after is not None:
                self._index[field].add(after, key)

    def tidy(self) -> None:
        """Close up the holes once they are half of the list: never while a change may be undone."""
        if len(self._slots) < max(TIDY_FROM, 2 * len(self._places)):
            return
        self._slots = [slot for slot in self._slots if slot is not None]
        self._places = {slot[0]: place for place, slot in enumerate(self._slots) if slot}

    def __iter__(self) -> Iterator[str]:
        """The keys, oldest first."""
        return (slot[0] for slot in self._slots if slot is not None)

    def texts(self) -> Iterator[bytes]:
        """The records' JSON texts, oldest first."""
        return (whole(slot[1]) for slot in self._slots if slot is not None)

    def holding(self, part: bytes) -> Iterator[bytes]:
        """The texts with the part in one of their pieces, oldest first."""
        for slot in self._slots:
            if slot is not None:
                text = slot[1]
                if part in text if isinstance(text, bytes) else any(part in it for it in text):
                    yield whole(text)

    def matching(self, field: str, value: str) -> list[bytes]:
        """The texts of the records whose field has the value, oldest first, by the index.

        ValueError: the field has no index.
        """
        if field not in self._index:
            raise ValueError(f"{self.name}.{field} has no index: name it where the store is opened")
        places = sorted(self._places[key] for key in self._index[field].keys(value))
        return [whole(slot[1]) for place in places if (slot := self._slots[place])]

    def latest(self, limit: int, before: str | None, after: str | None) -> list[bytes]:
        """A page of the list that starts with the newest; the cursors are as `JsonStore.latest`'s.

        KeyError: there is no record under the cursor. ValueError: both cursors at once.
        """
        if before is not None and after is not None:
            raise ValueError("a page lies before a record or after it: one cursor, not two")
        if before is not None:
            newer = self._walk(self._places[before] + 1, len(self._slots), 1, limit)
            return newer[::-1]
        start = len(self._slots) if after is None else self._places[after]
        return self._walk(start - 1, -1, -1, limit)

    def _walk(self, start: int, stop: int, step: int, limit: int) -> list[bytes]:
        found: list[bytes] = []
        for place in range(start, stop, step):
            if len(found) >= limit:
                break
            slot = self._slots[place]
            if slot is not None:
                found.append(whole(slot[1]))
        return found

    def shot(self) -> list[Slot | None]:
        """The table as it stands: what is written from it does not change any more."""
        return self._slots.copy()
