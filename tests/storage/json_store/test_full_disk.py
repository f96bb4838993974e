"""A full disk: memory and files agree."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore
from tests.storage.json_store.helpers import Reopened, after_a_crash, keys


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Lets so many writes through in part, then refuses all."""
    really = os.write

    def fill(part_writes: int) -> None:
        left = [part_writes]

        def write(handle: int, data: bytes) -> int:
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            left[0] -= 1
            return really(handle, data[: len(data) // 2])

        monkeypatch.setattr(os, "write", write)

    yield fill
    monkeypatch.undo()


@pytest.mark.parametrize("part_writes", [0, 1, 2])
@pytest.mark.parametrize("cannot_cut", [False, True])
def test_when_the_disk_is_full_memory_and_disk_agree(
    store: JsonStore,
    folder: Path,
    reopened: Reopened,
    full_disk: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    part_writes: int,
    cannot_cut: bool,
) -> None:
    full_disk(part_writes)
    if cannot_cut:
        monkeypatch.setattr(os, "ftruncate", lambda handle, size: os.stat("/nowhere"))
    with pytest.raises(StoreError, match="No space left"):
        store.put("orders", "d", {"id": "d", "customer": "ann"})
    copy = shutil.copytree(folder, folder.with_name("crashed"))
    with pytest.raises(StoreError, match="write-ahead log"):
        put_and_delete(store)
    assert keys(store) == ["a", "b", "c"]
    assert len(store.find("orders", "customer", "ann")) == 3
    monkeypatch.undo()
    crashed = reopened(copy)
    assert keys(crashed) == ["a", "b", "c"]
    assert len(crashed.notices) == (cannot_cut and part_writes > 0)
    assert keys(after_a_crash(folder, reopened)) == ["a", "b", "c"]
    store.put("orders", "e", {"id": "e"})
    again = after_a_crash(folder, reopened)
    assert keys(again) == ["a", "b", "c", "e"]
    assert again.notices == []


def put_and_delete(store: JsonStore) -> None:
    with store.transaction():
        store.put("orders", "d", {"id": "d"})
        store.delete("orders", "a")
