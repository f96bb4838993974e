"""Every account's objects: kept in the store, with an order and filters for lists in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
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
        self._created = array("q")
        self._values: list[tuple[Any, ...]] = []
        self.places: dict[str, int] = {}
        self._by: tuple[dict[Any, list[int]], ...] = tuple({} for _ in fields)

    def note(self, record: Json) -> None:
        """Give a new object its place, or an old one its new filter values."""
        values = tuple([record.get(name) for name in self._fields])
        identifier = record["id"]
        place = self.places.get(identifier)
        if place is None:
            place = self.places[identifier] = len(self.ids)
            self.ids.append(identifier)
            # What lives by a test clock has a time of its own, and its place in ours.
            self._created.append(record[PRIVATE].get("filed", record["created"]))
            self._values.append(values)
            for value, by in zip(values, self._by, strict=True):
                if value in by:
                    by[value].append(place)
                else:
                    by[value] = [place]
        elif self._values[place] != values:
            self._move(place, values)

    def _move(self, place: int, values: tuple[Any, ...]) -> None:
        for by, old, new in zip(self._by, self._values[place], values, strict=True):
            if old != new:
                places = by[old]
                del places[bisect_left(places, place)]
                insort(by.setdefault(new, []), place)
        self._values[place] = values

    def drop(self, identifier: str) -> int | None:
        """Take an object out of its place, if it has one; the others keep theirs."""
        place = self.places.pop(identifier, None)
        if place is not None:
            self.ids[place] = None
        return place

    def restore(self, identifier: str, place: int) -> None:
        """Put an object back where it was dropped."""
        self.places[identifier], self.ids[place] = place, identifier

    def places_of(self, filters: Mapping[str, Any], since: int, until: int) -> Iterator[int]:
        """Places from `since` up to before `until` that match, newest first."""
        chosen: range | list[int] = range(since, until)
        wanted = [(self._fields.index(name), value) for name, value in filters.items()]
        if wanted:
            # The rarest value leaves the fewest to look at.
            first = min((self._by[at].get(value, []) for at, value in wanted), key=len)
            chosen = first[bisect_left(first, since) : bisect_left(first, until)]
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
        self._depth = 0
        self._touched: list[tuple[Shelf, str, str, int]] = []
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

    def transaction(self) -> Transaction:
        """All that is written inside, or nothing of it; lists know of nothing that is undone."""
        return Transaction(self)

    def get(self, kind: str, account: str, identifier: str) -> Json | None:
        """The object, with what is private, or None."""
        return self.store.get(kind, f"{account}/{identifier}")

    def put(self, kind: str, record: Json) -> None:
        """File the object as it is now."""
        account = record[PRIVATE]["account"]
        shelf = self.shelf(kind, account)
        key = f"{account}/{record['id']}"
        self.store.put(kind, key, record)
        if self._depth:
            self._touched.append((shelf, kind, key, -1))
        shelf.note(record)

    def delete(self, kind: str, record: Json) -> None:
        """Take the object out."""
        account = record[PRIVATE]["account"]
        shelf = self.shelf(kind, account)
        key = f"{account}/{record['id']}"
        self.store.delete(kind, key)
        place = shelf.drop(record["id"])
        if self._depth and place is not None:
            self._touched.append((shelf, kind, key, place))

    def begin(self) -> int:
        """A transaction begins: how much those around it have written."""
        self._depth += 1
        return len(self._touched)

    def end(self, mark: int, *, well: bool) -> None:
        """It has ended; not well: lists forget what it has written, all after the first `mark`."""
        self._depth -= 1
        if not well:
            for shelf, kind, key, place in reversed(self._touched[mark:]):
                record = self.store.get(kind, key)
                if place >= 0:
                    shelf.restore(key.partition("/")[2], place)
                elif record is None:
                    shelf.drop(key.partition("/")[2])
                else:
                    shelf.note(record)
            del self._touched[mark:]
        elif not self._depth:
            self._touched.clear()

    def clear(self) -> None:
        """Forget everything, of every account."""
        self.store.clear()
        self._shelves.clear()
        self._touched.clear()


class Transaction(AbstractContextManager[None]):
    """A block in the books: the store's, and what lists know of it."""

    __slots__ = ("_books", "_mark", "_stored")

    def __init__(self, books: Books) -> None:
        self._books = books

    def __enter__(self) -> None:
        self._mark = self._books.begin()
        self._stored = self._books.store.transaction()
        self._stored.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        well = False
        try:
            self._stored.__exit__(kind, error, trace)
            well = kind is None
        finally:
            self._books.end(self._mark, well=well)
