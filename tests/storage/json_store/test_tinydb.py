"""TinyDB's own interface over the JSON store: all of it works, and is durable."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from tinydb import JSONStorage, Query, TinyDB
from tinydb.operations import increment
from tinydb.table import Document, Table

from stub_server.storage.json_store import JsonStore


class ByText(Table):
    """Plain TinyDB, told that ids are strings."""

    document_id_class = str  # type: ignore[assignment]


def orders(store: JsonStore) -> Any:
    """The table without the annotations that say that ids are integers."""
    return cast("Any", store._database.table("orders"))


@pytest.fixture
def store(tmp_path: Path, reopened: Callable[[Path], JsonStore]) -> JsonStore:
    """A store with two orders."""
    store = reopened(tmp_path / "two")
    store.put("orders", "o1", {"status": "paid", "total": 5, "customer": "ann"})
    store.put("orders", "o2", {"status": "pending", "total": 7, "customer": "bob"})
    return store


def test_searching_and_counting(store: JsonStore) -> None:
    paid = orders(store).search(Query().status == "paid")
    assert paid == [{"status": "paid", "total": 5, "customer": "ann"}]
    assert paid[0].doc_id == "o1"
    assert orders(store).count(Query().total > 4) == 2
    assert orders(store).contains(Query().total == 7)
    assert len(orders(store)) == 2
    assert [document.doc_id for document in orders(store)] == ["o1", "o2"]
    assert len(orders(store).all()) == 2


def test_a_search_sees_later_writes_and_returns_copies(store: JsonStore) -> None:
    paid = Query().status == "paid"
    orders(store).search(paid)[0]["status"] = "stolen"
    assert len(orders(store).search(paid)) == 1
    store.put("orders", "o2", {"status": "paid"})
    assert len(orders(store).search(paid)) == 2


def test_getting_by_id(store: JsonStore) -> None:
    assert orders(store).get(doc_id="o2")["total"] == 7
    assert orders(store).get(doc_id="o3") is None
    assert [each.doc_id for each in orders(store).get(doc_ids=["o2", "o9"])] == ["o2"]
    assert orders(store).contains(doc_id="o1")
    assert orders(store).get(Query().customer == "bob").doc_id == "o2"


def test_inserting_with_and_without_an_id(store: JsonStore) -> None:
    assert orders(store).insert(Document({"customer": "eve"}, cast("int", "o3"))) == "o3"
    made = orders(store).insert_multiple([{"n": 1}, {"n": 2}])
    assert len({"o1", "o2", "o3", *made}) == 5
    assert [store.get("orders", key) for key in made] == [{"n": 1}, {"n": 2}]
    assert store.find("orders", "customer", "eve") == [{"customer": "eve"}]
    with pytest.raises(ValueError, match="already exists"):
        orders(store).insert(Document({}, cast("int", "o3")))
    assert store.get("orders", "o3") == {"customer": "eve"}


def test_updating_by_query_by_id_by_function_and_all(store: JsonStore) -> None:
    assert orders(store).update({"customer": "eve"}, Query().customer == "bob") == ["o2"]
    assert len(store.find("orders", "customer", "eve")) == 1
    assert orders(store).update(increment("total"), doc_ids=["o1", "o9"]) == ["o1"]
    assert orders(store).update({"seen": True}) == ["o1", "o2"]
    orders(store).update_multiple([({"status": "failed"}, Query().total == 7)])
    assert store.all("orders") == [
        {"status": "paid", "total": 6, "customer": "ann", "seen": True},
        {"status": "failed", "total": 7, "customer": "eve", "seen": True},
    ]


def test_an_update_that_fails_halfway_changes_nothing(store: JsonStore) -> None:
    def spoil(order: dict[str, object]) -> None:
        if order["customer"] == "bob":
            raise RuntimeError
        order["total"] = 0

    with pytest.raises(RuntimeError):
        orders(store).update(spoil)
    assert [order["total"] for order in store.all("orders")] == [5, 7]


def test_upserting_merges_or_inserts(store: JsonStore) -> None:
    orders(store).upsert(Document({"total": 9}, cast("int", "o1")))
    orders(store).upsert(Document({"total": 1}, cast("int", "o3")))
    orders(store).upsert({"status": "refunded"}, Query().customer == "bob")
    assert store.get("orders", "o1") == {"status": "paid", "total": 9, "customer": "ann"}
    assert store.get("orders", "o3") == {"total": 1}
    assert store.get("orders", "o2") == {"status": "refunded", "total": 7, "customer": "bob"}


def test_removing_and_truncating(store: JsonStore) -> None:
    assert orders(store).remove(doc_ids=["o1", "o9"]) == ["o1"]
    assert store.get("orders", "o1") is None
    assert orders(store).remove(Query().total == 7) == ["o2"]
    orders(store).insert({"n": 1})
    orders(store).truncate()
    assert len(orders(store)) == store.count("orders") == 0


def test_tables_are_listed_and_dropped(store: JsonStore) -> None:
    store.put("carts", "s1", {})
    assert store._database.tables() == {"orders", "carts"}
    store._database.drop_table("orders")
    assert store._database.tables() == {"carts"}
    assert store.find("orders", "customer", "ann") == []
    store.put("orders", "o4", {"customer": "ann"})
    assert len(store.find("orders", "customer", "ann")) == 1
    store._database.drop_tables()
    assert store._database.tables() == set()


def test_the_storage_takes_whole_tables_too(store: JsonStore) -> None:
    store._database.storage.write({"orders": {"o2": {"customer": "eve"}, "o5": {}}})
    assert store.all("orders") == [{"customer": "eve"}, {}]


def test_tinydbs_writes_join_a_transaction_and_are_there_after_a_restart(
    tmp_path: Path, reopened: Callable[[Path], JsonStore]
) -> None:
    first = reopened(tmp_path)
    orders(first).insert(Document({"customer": "ann"}, cast("int", "o1")))
    with suppress(RuntimeError), first.transaction():
        orders(first).update({"customer": "bob"})
        raise RuntimeError
    orders(first).update({"total": 3})
    first.close()
    assert reopened(tmp_path).find("orders", "customer", "ann") == [{"customer": "ann", "total": 3}]


def test_plain_tinydb_reads_the_snapshot(
    tmp_path: Path, reopened: Callable[[Path], JsonStore]
) -> None:
    store = reopened(tmp_path)
    store.put("orders", "o1", {"customer": "Änne"})
    store.put("orders", "o2", {"customer": "Bob"})
    store.close()
    with TinyDB(tmp_path / "shop.json", storage=JSONStorage, access_mode="r") as plain:
        table = ByText(plain.storage, "orders")
        assert [order["customer"] for order in table.all()] == ["Änne", "Bob"]
