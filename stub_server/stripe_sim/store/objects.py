"""The objects of all accounts: their JSON is in the text store, their order in memory."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import cast

import orjson

from stub_server.storage.protocol import TextStore
from stub_server.storage.transaction import Transaction
from stub_server.stripe_sim.store.index import Index
from stub_server.stripe_sim.store.schema import PRIVATE, Json

Pieces = tuple[bytes, ...]
Filters = Mapping[str, tuple[str, ...]]
"""Table → the members that its list can be filtered by."""

OBJECT_KEY = b'"data":{"object":'
"""The text of an event before the object in its `data`."""


class ObjectStore:
    """Objects by table, account and id. `get` returns a copy; `put` stores changes to it."""

    def __init__(self, store: TextStore, filters: Filters) -> None:
        self.store = store
        self._filters = filters
        self._indexes: dict[tuple[str, str], Index] = {}
        self._savepoints: list[tuple[int, int]] = []
        self._changes: list[tuple[Index, str, str, int]] = []
        self._new_texts: list[bytes] = []
        self._events: list[tuple[bytes, str]] = []
        for table in filters:
            for key in store.keys(table):
                account, _, identifier = key.partition("/")
                self.index(table, account).add(identifier)

    def index(self, table: str, account: str) -> Index:
        """Return the index of the account's objects in the table."""
        index = self._indexes.get((table, account))
        if index is None:
            read = partial(self.get, table, account)
            index = self._indexes[table, account] = Index(self._filters[table], read)
        return index

    def accounts(self) -> set[str]:
        """Return the accounts that have objects."""
        return {account for _, account in self._indexes}

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context manager that commits all writes, or undoes all if the block raises."""
        return Transaction(self)

    def get(self, table: str, account: str, identifier: str) -> Json | None:
        """Return the object with its private member, or None."""
        text = self.store.text(table, f"{account}/{identifier}")
        return None if text is None else cast("Json", orjson.loads(text))

    def put(self, table: str, record: Json) -> None:
        """Store the current state of the object."""
        members = record.copy()
        private = members.pop(PRIVATE)
        text = _dump_open(members)
        if self._savepoints:
            self._new_texts.append(text)
        self._write(table, private["account"], record["id"], (text, _dump_private(private)))

    def put_event(self, event: Json, members: Json) -> None:
        """Store an event, with the public members of an object as its `data.object`.

        event: has null there. If this transaction has just stored the same object, event and
        object share one copy of the text.
        """
        before, key, after = orjson.dumps(event).partition(OBJECT_KEY + b"null")
        text = _dump_open(members)
        for known in self._new_texts:
            if known == text:
                text = known
        self._events.append((text, event["id"]))
        pieces = (before + key[:-4], text, b"}" + after)
        self._write("events", event[PRIVATE]["account"], event["id"], pieces)

    def find_event(self, members: Json) -> str | None:
        """Return the id of this transaction's event about exactly these members, or None."""
        text = _dump_open(members)
        return next((event for known, event in self._events if known == text), None)

    def _write(self, table: str, account: str, identifier: str, pieces: Pieces) -> None:
        index = self._indexes.get((table, account)) or self.index(table, account)
        key = f"{account}/{identifier}"
        self.store.put_text(table, key, pieces)
        if self._savepoints:
            self._changes.append((index, table, key, -1))
        index.add(identifier)

    def delete(self, table: str, record: Json) -> None:
        """Delete the object."""
        account = record[PRIVATE]["account"]
        index = self.index(table, account)
        key = f"{account}/{record['id']}"
        self.store.delete(table, key)
        position = index.remove(record["id"])
        if self._savepoints and position is not None:
            self._changes.append((index, table, key, position))

    def begin(self) -> None:
        """Begin a transaction of the store and of the indexes."""
        self._savepoints.append((len(self._changes), len(self._events)))
        self.store.begin()

    def commit(self) -> None:
        """Commit the innermost transaction. StoreError: it is rolled back instead."""
        try:
            self.store.commit()
        except BaseException:
            self._restore_indexes()
            raise
        self._savepoints.pop()
        if not self._savepoints:
            self._end_transaction()

    def rollback(self) -> None:
        """Undo the innermost transaction, in the store and in the indexes."""
        self.store.rollback()
        self._restore_indexes()

    def _restore_indexes(self) -> None:
        changes, events = self._savepoints.pop()
        self._undo_changes(changes)
        del self._events[events:]
        if not self._savepoints:
            self._end_transaction()

    def _undo_changes(self, mark: int) -> None:
        while len(self._changes) > mark:
            index, table, key, position = self._changes.pop()
            identifier = key.partition("/")[2]
            if position >= 0:
                index.restore(identifier, position)
            elif self.store.text(table, key) is None:
                index.remove(identifier)
            else:
                index.add(identifier)

    def clear(self) -> None:
        """Delete everything, of every account."""
        self.store.clear()
        self._indexes.clear()
        self._end_transaction()

    def _end_transaction(self) -> None:
        """Discard the data for undoing changes and for sharing texts."""
        self._changes.clear()
        self._new_texts.clear()
        self._events.clear()


def _dump_open(members: Json) -> bytes:
    """Return the object's JSON without its closing brace."""
    return orjson.dumps(members)[:-1]


def _dump_private(private: Json) -> bytes:
    """Return the rest of a record's JSON: the private member and the closing brace."""
    if len(private) == 1:
        return _dump_account(private["account"])
    return b',"%b":%b}' % (PRIVATE.encode(), orjson.dumps(private))


@lru_cache(4096)
def _dump_account(account: str) -> bytes:
    return b',"%b":%b}' % (PRIVATE.encode(), orjson.dumps({"account": account}))
