"""Copies of a store's folder, and its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stub_server.storage.json_store import DamagedStoreError, JsonStore, layout, manifest
from stub_server.storage.json_store.damage import StoreReport
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.manifest import Manifest
from stub_server.storage.json_store.wal_storage import WalStorage, drain

Reopened = Callable[[Path], JsonStore]


def storage_of(store: JsonStore) -> WalStorage:
    return store._database.storage


def drain_compaction(store: JsonStore) -> None:
    """Compact the store, here and now."""
    drain(storage_of(store).begin_compaction())


def after_a_crash(folder: Path, reopened: Reopened) -> JsonStore:
    """The store, opened in a copy of the folder as it stands at this moment."""
    number = 1
    while (copy := folder.with_name(f"{folder.name}-{number}")).exists():
        number += 1
    shutil.copytree(folder, copy)
    return reopened(copy)


def keys(store: JsonStore) -> list[str]:
    return [record["id"] for record in store.all("orders")]


def sealed(line: bytes) -> bytes:
    """The line of a log with a checksum, from its JSON."""
    return layout.with_checksum(line.removesuffix(b"}"))


LINES = tuple(
    sealed(line)
    for line in (
        b'{"seq":1,"ops":[["put","orders","a",{"id":"a"}]]}',
        b'{"seq":2,"ops":[["put","orders","b",{"id":"b"}],["delete","orders","a"]]}',
        b'{"seq":3,"ops":[["put","orders","c",{"id":"c"}]]}',
    )
)
HEADER = layout.wal_header(1)


def write_log(folder: Path, *lines: bytes, first: int = 1) -> Path:
    """A log with a header, that the manifest names."""
    path = folder / f"shop.journal-{first}.jsonl"
    path.write_bytes(layout.wal_header(first) + b"".join(lines))
    manifest.write(Folder(folder, "shop"), Manifest(first, 0))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def message_of_start(folder: Path) -> str:
    """Start, be stopped, and find every file as it was."""
    before = contents(folder)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open(folder, "shop", {})
    assert contents(folder) == before
    return str(stopped.value)


def reports_with(
    folder: Path, original: bytes, position: int, flipped: int
) -> tuple[StoreReport, ...]:
    damaged = bytearray(original)
    damaged[position] = flipped
    (folder / "shop.json").write_bytes(damaged)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open(folder, "shop", {})
    return stopped.value.reports
