"""Every account's objects: kept in the store, with an order and filters for lists in memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from stub_server.stripe_sim.tables import FILTERS, PRIVATE, Json


class Store(Protocol):
    """What the books need of a store; a JsonStore is one."""

    def get(self, table: str, key: str) -> Json | None:
        """A copy of the record, or None."""
        ...

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        """File the record under the key."""
        ...

    def delete(self, table: str, key: str) -> None:
        """Take the record out."""
        ...

    def all(self, table: str) -> list[Json]:
        """Every record, oldest first."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside, or nothing of it."""
        ...

    def clear(self) -> None:
        """Empty every table."""
        ...


class Shelf:
    """One account's objects of a kind, oldest first, by place; a deleted one leaves a hole."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self._fields = fields
        self.ids: list[str | None] = []
        self._created: list[int] = []
        self._values: list[tuple[Any, ...]] = []
        self.places: dict[str, int] = {}
        self._by: dict[tuple[str, Any], list[int]] = {}

    def note(self, record: Json) -> None:
        """Give a new object its place, or an old one its new filter values."""
        values = tuple([record.get(name) for name in self._fields])
        place = self.places.get(record["id"])
        if place is None:
            place = self.places[record["id"]] = len(self.ids)
            self.ids.append(record["id"])
            self._created.append(record["created"])
            self._values.append(values)
            for name, value in zip(self._fields, values, strict=True):
                self._by.setdefault((name, value), []).append(place)
        elif self._values[place] != values:
            self._move(place, values)

    def _move(self, place: int, values: tuple[Any, ...]) -> None:
        for name, old, new in zip(self._fields, self._values[place], values, strict=True):
            if old != new:
                places = self._by[name, old]
                del places[bisect_left(places, place)]
                insort(self._by.setdefault((name, new), []), place)
        self._values[place] = values

    def drop(self, identifier: str) -> None:
        """Take an object out; the others keep their places."""
        place = self.places.pop(identifier, None)
        if place is not None:
            self.ids[place] = None

    def places_of(self, filters: Mapping[str, Any], since: int, until: int) -> Iterator[int]:
        """Places from `since` up to before `until` that match, newest first."""
        chosen: range | list[int] = range(since, until)
        if filters:
            first = self._by.get(next(iter(filters.items())), [])
            chosen = first[bisect_left(first, since) : bisect_left(first, until)]
        wanted = [(self._fields.index(name), value) for name, value in filters.items()]
        for place in reversed(chosen):
            values = self._values[place]
            if self.ids[place] is not None and all(values[at] == is_ for at, is_ in wanted):
                yield place

    def span(self, earliest: int | None, latest: int | None) -> tuple[int, int]:
        """The places of what was created between two Unix seconds, both included."""
        since = 0 if earliest is None else bisect_left(self._created, earliest)
        until = len(self.ids) if latest is None else bisect_right(self._created, latest)
        return since, until


class Books:
    """Objects by kind, account and id. What is handed out is a copy; `put` files it again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._shelves: dict[tuple[str, str], Shelf] = {}
        for kind in FILTERS:
            for record in store.all(kind):
                self.shelf(kind, record[PRIVATE]["account"]).note(record)

    def shelf(self, kind: str, account: str) -> Shelf:
        """The account's objects of that kind, in their order."""
        shelf = self._shelves.get((kind, account))
        if shelf is None:
            shelf = self._shelves[kind, account] = Shelf(FILTERS[kind])
        return shelf

    def accounts(self) -> set[str]:
        """The accounts that have anything."""
        return {account for _, account in self._shelves}

    def get(self, kind: str, account: str, identifier: str) -> Json | None:
        """The object, with what is private, or None."""
        return self.store.get(kind, f"{account}/{identifier}")

    def put(self, kind: str, record: Json) -> None:
        """File the object as it is now."""
        account = record[PRIVATE]["account"]
        self.store.put(kind, f"{account}/{record['id']}", record)
        self.shelf(kind, account).note(record)

    def delete(self, kind: str, record: Json) -> None:
        """Take the object out."""
        account = record[PRIVATE]["account"]
        self.store.delete(kind, f"{account}/{record['id']}")
        self.shelf(kind, account).drop(record["id"])

    def clear(self) -> None:
        """Forget everything, of every account."""
        self.store.clear()
        self._shelves.clear()
