"""A JSON store in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from stub_server.storage.json_store import JsonStore
from tests.storage.json_store.helpers import Reopened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def store(folder: Path, reopened: Reopened) -> JsonStore:
    """A store with three orders and a cart."""
    made = reopened(folder)
    for key in ("a", "b", "c"):
        made.put("orders", key, {"id": key, "customer": "ann"})
    made.put("carts", "s1", {"lines": []})
    return made
