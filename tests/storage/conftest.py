"""Stores to try: in memory and in a folder, with the same tests for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stub_server.storage import JsonStore

INDEXES = {"orders": ("customer", "intent")}


@pytest.fixture(params=["in memory", "in a folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JsonStore]:
    """An empty store of either kind, with indexes on the customer and intent of orders."""
    if request.param == "in memory":
        made = JsonStore.in_memory(INDEXES)
    else:
        made = JsonStore.open(tmp_path / "state", "shop", INDEXES)
    yield made
    made.close()


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Callable[[Path], JsonStore]]:
    """Opens stores in folders, and closes them when the test is over."""
    stores: list[JsonStore] = []

    def open_it(folder: Path) -> JsonStore:
        stores.append(JsonStore.open(folder, "shop", INDEXES))
        return stores[-1]

    yield open_it
    for each in stores:
        each.close()
