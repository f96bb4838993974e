"""Older records are compressed in memory; what callers and files see stays the same."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from stub_server.storage import MemoryStore, TextStore
from stub_server.storage.json_store import JsonStore
from stub_server.storage.packing import NEWEST
from tests.storage.helpers import undone

pytestmark = pytest.mark.unit

OLD = 500
Open = Callable[[Path], JsonStore]


def order(number: int) -> dict[str, object]:
    lines = [{"slug": f"soap-{line}", "name": "Soap", "unitPrice": 349} for line in range(30)]
    return {"id": f"o{number}", "customer": f"c{number % 50}", "items": lines}


def fill(store: TextStore) -> None:
    with store.transaction():
        for number in range(OLD + NEWEST):
            store.put("orders", f"o{number}", order(number))


def pack(store: TextStore) -> int:
    store.pack(0)  # takes note of the commits before
    return sum(iter(lambda: store.pack(100), 0))


def test_packed_records_read_back_the_same(store: TextStore) -> None:
    fill(store)
    assert pack(store) == OLD
    expected = [order(number) for number in range(OLD + NEWEST)]
    assert store.all("orders") == expected
    assert store.get("orders", "o3") == order(3)
    assert store.find("orders", "customer", "c3") == expected[3::50]
    assert store.page("orders", limit=2, after="o9", newest_first=False) == expected[10:12]
    assert store.containing("orders", b'"id":"o7"') == [order(7)]


def test_packing_takes_less_memory() -> None:
    tracemalloc.start()
    try:
        store = MemoryStore({})
        fill(store)
        before = tracemalloc.get_traced_memory()[0]
        pack(store)
        saved = before - tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    length = len(store.text("orders", "o1") or b"")
    assert saved > OLD * length * 0.7


def test_nothing_is_packed_while_commits_come(store: TextStore) -> None:
    fill(store)
    assert store.pack(100) == 0
    assert store.pack(100) == 100
    store.put("orders", "new", order(1))
    assert store.pack(100) == 0


def test_a_changed_record_is_packed_again(store: TextStore) -> None:
    fill(store)
    pack(store)
    store.put("orders", "o3", order(4))
    assert store.get("orders", "o3") == order(4)
    assert pack(store) == 1 + 0
    assert store.get("orders", "o3") == order(4)


def test_a_rollback_restores_packed_records(store: TextStore) -> None:
    fill(store)
    pack(store)
    with undone(store):
        store.put("orders", "o3", order(4))
        store.delete("orders", "o5")
    assert store.get("orders", "o3") == order(3)
    assert store.get("orders", "o5") == order(5)


def test_packed_records_survive_deletions_of_others(store: TextStore) -> None:
    fill(store)
    pack(store)
    kept = range(0, OLD + NEWEST, 3)
    for number in set(range(OLD + NEWEST)) - set(kept):
        store.delete("orders", f"o{number}")
    pack(store)
    assert store.all("orders") == [order(number) for number in kept]


def test_packed_records_survive_a_restart(tmp_path: Path, reopened: Open) -> None:
    first = reopened(tmp_path)
    fill(first)
    pack(first)
    first.put("orders", "o3", order(4))
    first.close()
    assert b'"o7":{"id":"o7","customer":"c7"' in (tmp_path / "shop.json").read_bytes()
    second = reopened(tmp_path)
    expected = [order(number) for number in range(OLD + NEWEST)]
    expected[3] = order(4)
    assert second.all("orders") == expected
