"""The shop's store: in memory or in a folder, with the indexes that the shop asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stub_server.shop.ports import INDEXES, Store
from stub_server.shop.state_folder import open_store


@pytest.fixture(params=["in memory", "in a folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = open_store(None if request.param == "in memory" else tmp_path / ".shopstub")
    yield store
    store.close()


@pytest.mark.parametrize(
    ("table", "field"), [(table, field) for table, fields in INDEXES.items() for field in fields]
)
def test_every_index_that_the_shop_names_can_be_asked(store: Store, table: str, field: str) -> None:
    store.put(table, "k1", {field: "x", "n": 1})
    store.put(table, "k2", {field: "y", "n": 2})
    assert store.find(table, field, "x") == [{field: "x", "n": 1}]


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    try:
        with store.transaction():
            store.put("orders", "o1", {"sessionKey": "s1"})
            raise RuntimeError
    except RuntimeError:
        store.put("orders", "o2", {"sessionKey": "s1"})
    assert len(store.find("orders", "sessionKey", "s1")) == len(store.all("orders")) == 1
    store.clear()
    assert store.all("orders") == []


def test_the_folder_is_made_and_holds_the_shop(tmp_path: Path) -> None:
    store = open_store(tmp_path / "deep" / "state")
    store.put("carts", "s1", {})
    store.close()
    assert (tmp_path / "deep" / "state" / "shop.json").exists()
