"""The store fixture: every implementation, for one test suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stub_server.storage import MemoryStore, TextStore
from stub_server.storage.json_store import JsonStore

INDEXES = {"orders": ("customer", "intent")}


IMPLEMENTATIONS: dict[str, Callable[[Path], TextStore]] = {
    "memory": lambda folder: MemoryStore(INDEXES),
    "json": lambda folder: JsonStore.open(folder, "shop", INDEXES),
}


@pytest.fixture(params=IMPLEMENTATIONS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TextStore]:
    """An empty store of each implementation, with indexes on the customer and intent of orders."""
    opened = IMPLEMENTATIONS[request.param](tmp_path / "state")
    yield opened
    opened.close()


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Callable[[Path], JsonStore]]:
    """Open stores in folders, and close them after the test."""
    stores: list[JsonStore] = []

    def open_store(folder: Path) -> JsonStore:
        stores.append(JsonStore.open(folder, "shop", INDEXES))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()
