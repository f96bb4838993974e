"""The files shrink while the store is open, once most of the records were deleted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stub_server.storage.json_store import JsonStore
from stub_server.storage.json_store.wal_storage import MIN_SHRINKING

pytestmark = pytest.mark.unit


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in list(folder.iterdir()) if path.exists())


def test_the_folder_shrinks_after_deletion(
    tmp_path: Path, reopened: Callable[[Path], JsonStore]
) -> None:
    store = reopened(tmp_path)
    count = 2 * MIN_SHRINKING
    with store.transaction():
        for number in range(count):
            store.put("events", str(number), {"text": "x" * 500})
    store.close()
    full = size_of(tmp_path)
    store = reopened(tmp_path)
    for number in range(count - 10):
        store.delete("events", str(number))
    until = time.monotonic() + 20
    while size_of(tmp_path) > full * 0.75 and time.monotonic() < until:
        time.sleep(0.02)
    assert size_of(tmp_path) < full * 0.75
    assert store.count("events") == 10
