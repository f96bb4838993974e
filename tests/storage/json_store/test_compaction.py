"""Compaction of the write-ahead log, while the store works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore, wal_storage
from tests.storage.json_store.helpers import Reopened, after_a_crash, keys, storage_of


def test_closing_finishes_a_compaction_that_was_left_off(store: JsonStore, folder: Path) -> None:
    storage_of(store).begin_compaction()
    store.put("orders", "d", {"id": "d"})
    store.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore",
        "shop.json",
        "shop.lock",
        "shop.manifest.json",
    ]
    assert list(json.loads((folder / "shop.json").read_text())["orders"]) == ["a", "b", "c", "d"]


def test_every_step_of_a_compaction_can_be_its_last(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    for number in range(300):
        store.put("visits", f"v{number}", {"number": number})
    store.close()
    store = reopened(folder)
    store.delete("orders", "b")
    steps = storage_of(store).begin_compaction()
    written = 0
    for steps_taken in range(100):
        store.put("orders", f"n{steps_taken}", {"id": f"n{steps_taken}"})
        again = after_a_crash(folder, reopened)
        assert again.all("orders") == store.all("orders")
        assert again.all("visits") == store.all("visits")
        assert again.notices == []
        written = steps_taken
        if next(steps, "done") == "done":
            break
    assert written > 6
    assert len(list(folder.glob("*.jsonl"))) == 1
    assert "n0" not in json.loads((folder / "shop.json").read_text())["orders"]


def test_an_uncommitted_transaction_never_gets_into_a_snapshot(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    steps = storage_of(store).begin_compaction()
    with store.transaction():
        store.put("orders", "a", {"id": "changed"})
        store.delete("orders", "b")
        store.put("orders", "d", {"id": "d"})
        for _ in steps:
            assert keys(after_a_crash(folder, reopened)) == ["a", "b", "c"]
    assert (folder / "shop.json").exists()
    assert keys(after_a_crash(folder, reopened)) == ["changed", "c", "d"]


def test_a_growing_log_is_compacted_while_the_store_works(
    folder: Path, reopened: Reopened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wal_storage, "MIN_WAL_SIZE", 20_000)
    store = reopened(folder)
    for number in range(1_000):
        store.put("orders", f"o{number % 50}", {"id": f"o{number % 50}", "number": number})
        if compaction := storage_of(store)._compaction:
            compaction.join()
        assert sum(path.stat().st_size for path in folder.glob("*.jsonl")) < 20_100
    assert (folder / "shop.json").exists()
    assert after_a_crash(folder, reopened).all("orders") == store.all("orders")
    assert store.notices == []


def test_a_compaction_that_fails_loses_nothing_and_says_so(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    blocked = folder / "shop.json.tmp"
    blocked.mkdir()
    storage = storage_of(store)
    storage._compact()
    compaction = storage._compaction
    assert compaction is not None
    compaction.join()
    assert "compacting failed" in store.notices[0]
    store.put("orders", "d", {"id": "d"})
    with pytest.raises(StoreError, match="writing the snapshot"):
        store.close()
    blocked.rmdir()
    assert keys(reopened(folder)) == ["a", "b", "c", "d"]
