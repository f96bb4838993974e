"""Transactions: every implementation of the store passes these tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stub_server.storage import TextStore
from tests.storage.helpers import fill, ids, undone


def fill_in_one(store: TextStore, record: dict[str, object]) -> None:
    with store.transaction():
        fill(store, "b")
        store.put("orders", "a", record)


def test_a_transaction_is_kept_as_a_whole(store: TextStore) -> None:
    with store.transaction():
        fill(store, "a")
        store.put("carts", "s1", {"lines": []})
        assert ids(store.find("orders", "customer", "ann")) == ["a"]
    assert store.count("orders") == store.count("carts") == 1


def test_a_transaction_that_fails_leaves_everything_as_it_was(store: TextStore) -> None:
    fill(store, "a", "b", "c")
    with undone(store):
        store.put("orders", "b", {"id": "b", "customer": "bob"})
        store.delete("orders", "a")
        fill(store, "a", "d")
        store.clear()
        fill(store, "e")
    assert ids(store.all("orders")) == ["a", "b", "c"]
    assert ids(store.find("orders", "customer", "ann")) == ["a", "b", "c"]
    assert store.find("orders", "customer", "bob") == []
    assert ids(store.page("orders", limit=9)) == ["c", "b", "a"]


def test_a_block_inside_a_transaction_ends_with_it(store: TextStore) -> None:
    with undone(store), store.transaction():
        fill(store, "a")
    assert store.all("orders") == []


def test_a_block_that_fails_inside_a_transaction_takes_back_its_own(store: TextStore) -> None:
    with store.transaction():
        fill(store, "a")
        with undone(store):
            fill(store, "b")
        fill(store, "c")
    assert ids(store.all("orders")) == ["a", "c"]


@pytest.mark.parametrize(
    "record",
    [{"at": datetime(2026, 11, 23, tzinfo=UTC)}, {"set": {1}}, {1: "one"}, {"n": 2**70}, ["list"]],
)
def test_what_is_no_json_is_refused_before_anything_changes(
    store: TextStore, record: dict[str, object]
) -> None:
    fill(store, "a")
    with pytest.raises(TypeError):
        store.put("orders", "a", record)
    with pytest.raises(TypeError):
        fill_in_one(store, record)
    assert ids(store.all("orders")) == ["a"]


def test_begin_commit_and_rollback_can_be_called_without_a_block(store: TextStore) -> None:
    store.begin()
    store.put("carts", "a", {})
    store.rollback()
    store.begin()
    store.put("carts", "b", {})
    store.commit()
    assert [*store.keys("carts")] == ["b"]
