"""Durability "disk": an fsync before the acknowledgement, shared by those who wait."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stub_server.storage import Durability, StoreError
from stub_server.storage.json_store import JsonStore, wal_storage
from tests.storage.json_store.helpers import drain_compaction


class Disk:
    """Counts fsyncs of regular files; while `held`, they wait."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.error: OSError | None = None
        self._really = os.fsync
        self._go = threading.Event()
        self._go.set()

    def fsync(self, handle: int) -> None:
        size = os.fstat(handle).st_size
        self._go.wait(5)
        if self.error:
            raise self.error
        self._really(handle)
        self.sizes.append(size)

    def hold(self) -> None:
        self._go.clear()

    def release(self) -> None:
        self._go.set()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    monkeypatch.setattr(os, "fsync", disk.fsync)
    yield disk
    disk.release()


@pytest.fixture
def durable(tmp_path: Path, disk: Disk) -> Iterator[JsonStore]:
    store = JsonStore.open(tmp_path / "state", "shop", {}, "disk")
    disk.sizes.clear()
    yield store
    disk.error = None
    disk.release()
    store.close()


def size_of_log(folder: Path) -> int:
    (log,) = (folder / "state").glob("*.jsonl")
    return log.stat().st_size


async def write(store: JsonStore, key: str) -> None:
    store.put("orders", key, {"id": key})
    await store.sync()


async def test_a_write_is_on_the_disk_when_sync_returns(
    durable: JsonStore, disk: Disk, tmp_path: Path
) -> None:
    await write(durable, "a")
    assert disk.sizes == [size_of_log(tmp_path)]


async def test_nothing_new_costs_no_fsync(durable: JsonStore, disk: Disk) -> None:
    await write(durable, "a")
    await durable.sync()
    assert len(disk.sizes) == 1


async def test_writes_of_one_turn_share_an_fsync(
    durable: JsonStore, disk: Disk, tmp_path: Path
) -> None:
    await asyncio.gather(*(write(durable, f"o{number}") for number in range(16)))
    assert disk.sizes == [size_of_log(tmp_path)]


async def test_writes_that_come_during_an_fsync_share_the_next_one(
    durable: JsonStore, disk: Disk, tmp_path: Path
) -> None:
    disk.hold()
    first = asyncio.create_task(write(durable, "a"))
    await asyncio.sleep(0.05)
    others = [asyncio.create_task(write(durable, f"o{number}")) for number in range(9)]
    await asyncio.sleep(0.05)
    assert not first.done()
    disk.release()
    await asyncio.gather(first, *others)
    assert len(disk.sizes) == 2
    assert disk.sizes[1] == size_of_log(tmp_path) > disk.sizes[0]


async def test_one_who_gives_up_waiting_takes_no_fsync_from_the_others(
    durable: JsonStore, disk: Disk
) -> None:
    disk.hold()
    first, second = (asyncio.create_task(write(durable, key)) for key in "ab")
    await asyncio.sleep(0.05)
    first.cancel()
    disk.release()
    await second
    assert len(disk.sizes) == 1


async def test_after_a_failed_fsync_nothing_is_acknowledged(durable: JsonStore, disk: Disk) -> None:
    disk.error = OSError(errno.EIO, "Input/output error")
    results = await asyncio.gather(*(write(durable, key) for key in "abc"), return_exceptions=True)
    assert all(isinstance(result, StoreError) for result in results)
    assert "Input/output error" in str(results[0])
    disk.error = None
    with pytest.raises(StoreError, match="start it again"):
        durable.put("orders", "d", {"id": "d"})
    with pytest.raises(StoreError, match="Input/output error"):
        await durable.sync()


async def test_a_compaction_leaves_nothing_behind_that_is_not_on_the_disk(
    durable: JsonStore, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wal_storage, "MIN_WAL_SIZE", 10)
    durable.put("orders", "a", {"id": "a"})
    drain_compaction(durable)
    assert disk.sizes
    disk.sizes.clear()
    await durable.sync()
    assert disk.sizes == []
    await write(durable, "b")
    assert len(disk.sizes) == 1


async def test_the_durability_process_never_forces_a_write_to_the_disk(
    tmp_path: Path, disk: Disk
) -> None:
    store = JsonStore.open(tmp_path, "shop", {})
    disk.sizes.clear()
    await write(store, "a")
    assert disk.sizes == []
    store.close()


@pytest.mark.parametrize("durability", ["process", "disk"])
async def test_a_folder_that_is_removed_refuses_the_next_write(
    tmp_path: Path, durability: Durability
) -> None:
    store = JsonStore.open(tmp_path / "state", "shop", {}, durability)
    await write(store, "a")
    (tmp_path / "state").rename(tmp_path / "moved")
    with pytest.raises(StoreError, match="removed, moved or replaced") as refused:
        store.put("orders", "b", {"id": "b"})
    assert "jsonl" in str(refused.value)
    assert store.get("orders", "b") is None
    (tmp_path / "state").mkdir()
    with pytest.raises(StoreError, match="removed, moved or replaced"):
        store.put("orders", "b", {"id": "b"})
    (tmp_path / "state").rmdir()
    (tmp_path / "moved").rename(tmp_path / "state")
    await write(store, "c")
    store.close()
    again = JsonStore.open(tmp_path / "state", "shop", {})
    assert list(again.keys("orders")) == ["a", "c"]
    again.close()
