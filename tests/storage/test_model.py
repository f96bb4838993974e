"""Any run of writes, transactions, failures and restarts: the store is what a dict would be."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from stub_server.storage import MemoryStore, Store
from stub_server.storage.json_store import JsonStore

INDEXES = {"orders": ("customer",)}
TABLES = st.sampled_from(["orders", "carts"])
KEYS = st.sampled_from(["a", "b", "c", 'd"\n', "ö"])
RECORDS = st.fixed_dictionaries(
    {"n": st.integers(0, 9)}, optional={"customer": st.sampled_from(["ann", "bob", 7])}
)


class Undone(Exception):
    """A transaction that is left with an exception."""


class StoreMachine(RuleBasedStateMachine):
    """A store, and dicts that say what must be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.store: Store = MemoryStore(INDEXES)
        self.model: dict[str, dict[str, Any]] = {"orders": {}, "carts": {}}
        self.blocks: list[tuple[Any, dict[str, dict[str, Any]]]] = []

    @rule(table=TABLES, key=KEYS, record=RECORDS)
    def put(self, table: str, key: str, record: dict[str, Any]) -> None:
        self.store.put(table, key, record)
        self.model[table][key] = record

    @rule(table=TABLES, key=KEYS)
    def delete(self, table: str, key: str) -> None:
        self.store.delete(table, key)
        self.model[table].pop(key, None)

    @rule()
    def clear(self) -> None:
        self.store.clear()
        self.model = {"orders": {}, "carts": {}}

    @precondition(lambda self: len(self.blocks) < 3)
    @rule()
    def begin(self) -> None:
        block = self.store.transaction()
        block.__enter__()
        self.blocks.append((block, copy.deepcopy(self.model)))

    @precondition(lambda self: self.blocks)
    @rule()
    def commit(self) -> None:
        self.blocks.pop()[0].__exit__(None, None, None)

    @precondition(lambda self: self.blocks)
    @rule()
    def fail(self) -> None:
        block, self.model = self.blocks.pop()
        undone = Undone()
        assert not block.__exit__(Undone, undone, None)

    @invariant()
    def the_store_is_the_model(self) -> None:
        for table, model in self.model.items():
            records = list(model.values())
            assert self.store.all(table) == records
            assert self.store.page(table, limit=3) == records[::-1][:3]
            assert self.store.count(table) == len(model)
            for position, key in enumerate(model):
                assert self.store.get(table, key) == model[key]
                older = records[max(0, position - 2) : position][::-1]
                newer = records[position + 1 : position + 3]
                page = self.store.page
                assert page(table, limit=2, after=key) == older
                assert page(table, limit=2, after=key, newest_first=False) == newer
        for customer in ("ann", "bob"):
            orders = self.model["orders"].values()
            found = [order for order in orders if order.get("customer") == customer]
            assert self.store.find("orders", "customer", customer) == found


class FolderMachine(StoreMachine):
    """The same in a folder: with restarts, crashes and compactions in between."""

    @initialize()
    def in_a_folder(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jsonstore-"))
        self.store = JsonStore.open(self.folder / "0", "shop", INDEXES)
        self.crashes = 0

    @rule(record=RECORDS)
    def update_by_tinydb(self, record: dict[str, Any]) -> None:
        assert isinstance(self.store, JsonStore)
        self.store._database.table("orders").update(record)
        for known in self.model["orders"].values():
            known.update(record)

    @precondition(lambda self: not self.blocks)
    @rule()
    def restart(self) -> None:
        self.store.close()
        self.reopen()

    @rule()
    def crash(self) -> None:
        """Go on with a copy of the folder as it is; what no transaction has ended is gone."""
        assert isinstance(self.store, JsonStore)
        storage = self.store._database.storage
        if storage._compaction:
            storage._compaction.join()
        here = self.folder / str(self.crashes)
        self.crashes += 1
        shutil.copytree(here, self.folder / str(self.crashes))
        if self.blocks:
            self.model = self.blocks[0][1]
        while self.blocks:
            undone = Undone()
            self.blocks.pop()[0].__exit__(Undone, undone, None)
        self.store.close()
        self.reopen()

    @precondition(lambda self: not self.blocks)
    @rule(steps=st.integers(0, 5))
    def compact(self, steps: int) -> None:
        assert isinstance(self.store, JsonStore)
        storage = self.store._database.storage
        if storage._compaction:
            storage._compaction.join()
        for _ in zip(range(steps), storage.begin_compaction(), strict=False):
            pass

    def reopen(self) -> None:
        self.store = JsonStore.open(self.folder / str(self.crashes), "shop", INDEXES)
        assert self.store.notices == []

    def teardown(self) -> None:
        while self.blocks:
            self.blocks.pop()[0].__exit__(None, None, None)
        self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)


BOUNDED = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

TestInMemory = StoreMachine.TestCase
TestInMemory.settings = BOUNDED
TestInAFolder = FolderMachine.TestCase
TestInAFolder.settings = BOUNDED
