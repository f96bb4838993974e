"""Every account's objects: kept in the store, with their order in memory."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import cast

import orjson

from stub_server.storage.protocol import TextStore
from stub_server.storage.transaction import Transaction
from stub_server.stripe_sim.store.index import Shelf
from stub_server.stripe_sim.store.schema import PRIVATE, Json

Pieces = tuple[bytes, ...]
Filters = Mapping[str, tuple[str, ...]]
"""Table of objects that have lists → the members that these can be filtered by."""

OBJECT = b'"data":{"object":'
"""Where an event has the object that it is about."""


class Books:
    """Objects by kind, account and id. What is handed out is a copy; `put` files it again."""

    def __init__(self, store: TextStore, filters: Filters) -> None:
        self.store = store
        self._filters = filters
        self._shelves: dict[tuple[str, str], Shelf] = {}
        self._savepoints: list[tuple[int, int]] = []
        self._touched: list[tuple[Shelf, str, str, int]] = []
        self._fresh: list[bytes] = []
        self._told: list[tuple[bytes, str]] = []
        for kind in filters:
            for key in store.keys(kind):
                account, _, identifier = key.partition("/")
                self.shelf(kind, account).note(identifier)

    def shelf(self, kind: str, account: str) -> Shelf:
        """The account's objects of that kind, in their order."""
        shelf = self._shelves.get((kind, account))
        if shelf is None:
            read = partial(self.get, kind, account)
            shelf = self._shelves[kind, account] = Shelf(self._filters[kind], read)
        return shelf

    def accounts(self) -> set[str]:
        """The accounts that have anything."""
        return {account for _, account in self._shelves}

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside, or nothing of it; lists know of nothing that is undone."""
        return Transaction(self)

    def get(self, kind: str, account: str, identifier: str) -> Json | None:
        """The object, with what is private, or None."""
        text = self.store.text(kind, f"{account}/{identifier}")
        return None if text is None else cast("Json", orjson.loads(text))

    def put(self, kind: str, record: Json) -> None:
        """File the object as it is now."""
        shown = record.copy()
        private = shown.pop(PRIVATE)
        text = _open(shown)
        if self._savepoints:
            self._fresh.append(text)
        self._file(kind, private["account"], record["id"], (text, _closing(private)))

    def put_event(self, event: Json, shown: Json) -> None:
        """File an event, whose `data.object` is null, around the object as it is shown.

        Where that has just been filed so, the two hold one copy of it.
        """
        before, hole, after = orjson.dumps(event).partition(OBJECT + b"null")
        text = _open(shown)
        for known in self._fresh:
            if known == text:
                text = known
        self._told.append((text, event["id"]))
        pieces = (before + hole[:-4], text, b"}" + after)
        self._file("events", event[PRIVATE]["account"], event["id"], pieces)

    def event_of(self, shown: Json) -> str | None:
        """The event of this transaction that has the object exactly as it is shown, or None."""
        text = _open(shown)
        return next((event for known, event in self._told if known == text), None)

    def _file(self, kind: str, account: str, identifier: str, pieces: Pieces) -> None:
        shelf = self._shelves.get((kind, account)) or self.shelf(kind, account)
        key = f"{account}/{identifier}"
        self.store.put_text(kind, key, pieces)
        if self._savepoints:
            self._touched.append((shelf, kind, key, -1))
        shelf.note(identifier)

    def delete(self, kind: str, record: Json) -> None:
        """Take the object out."""
        account = record[PRIVATE]["account"]
        shelf = self.shelf(kind, account)
        key = f"{account}/{record['id']}"
        self.store.delete(kind, key)
        place = shelf.drop(record["id"])
        if self._savepoints and place is not None:
            self._touched.append((shelf, kind, key, place))

    def begin(self) -> None:
        """Begin a transaction of the store and of the lists."""
        self._savepoints.append((len(self._touched), len(self._told)))
        self.store.begin()

    def commit(self) -> None:
        """Commit the innermost transaction. StoreError: it is rolled back instead."""
        try:
            self.store.commit()
        except BaseException:
            self._restore_lists()
            raise
        self._savepoints.pop()
        if not self._savepoints:
            self._forget()

    def rollback(self) -> None:
        """Undo the innermost transaction, in the store and in the lists."""
        self.store.rollback()
        self._restore_lists()

    def _restore_lists(self) -> None:
        touched, told = self._savepoints.pop()
        self._undo(touched)
        del self._told[told:]
        if not self._savepoints:
            self._forget()

    def _undo(self, mark: int) -> None:
        while len(self._touched) > mark:
            shelf, kind, key, place = self._touched.pop()
            identifier = key.partition("/")[2]
            if place >= 0:
                shelf.restore(identifier, place)
            elif self.store.text(kind, key) is None:
                shelf.drop(identifier)
            else:
                shelf.note(identifier)

    def clear(self) -> None:
        """Forget everything, of every account."""
        self.store.clear()
        self._shelves.clear()
        self._forget()

    def _forget(self) -> None:
        """What was written lately is not to be undone, nor to be shared."""
        self._touched.clear()
        self._fresh.clear()
        self._told.clear()


def _open(shown: Json) -> bytes:
    """The object's text without its last brace: more may follow."""
    return orjson.dumps(shown)[:-1]


def _closing(private: Json) -> bytes:
    """The end of a record's text: what is private, and the brace."""
    if len(private) == 1:
        return _plain_closing(private["account"])
    return b',"%b":%b}' % (PRIVATE.encode(), orjson.dumps(private))


@lru_cache(4096)
def _plain_closing(account: str) -> bytes:
    return b',"%b":%b}' % (PRIVATE.encode(), orjson.dumps({"account": account}))
