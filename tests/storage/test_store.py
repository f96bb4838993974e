"""The store protocol: every implementation passes these tests."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from stub_server.storage import StoreError, TextStore
from tests.storage.helpers import fill, ids


def test_what_was_put_is_there_and_nothing_else(store: TextStore) -> None:
    store.put("orders", "o1", {"total": 698, "lines": [{"name": "Natron für Bäder"}]})
    assert store.get("orders", "o1") == {"total": 698, "lines": [{"name": "Natron für Bäder"}]}
    assert store.get("orders", "o2") is None
    assert store.get("carts", "o1") is None
    assert store.count("orders") == 1


def test_a_record_taken_out_is_a_copy(store: TextStore) -> None:
    record = {"lines": [1], "customer": "ann"}
    store.put("orders", "o1", record)
    record["lines"] = []
    for loaded in (store.get("orders", "o1"), store.find("orders", "customer", "ann")[0]):
        assert loaded is not None
        loaded["lines"].append(2)
    assert store.all("orders") == [{"lines": [1], "customer": "ann"}]


def test_a_read_only_mapping_can_be_put(store: TextStore) -> None:
    store.put("carts", "s1", MappingProxyType({"lines": []}))
    assert store.get("carts", "s1") == {"lines": []}


def test_a_changed_record_keeps_its_age_and_one_put_anew_is_young(store: TextStore) -> None:
    fill(store, "a", "b", "c")
    store.put("orders", "a", {"id": "a", "total": 1})
    assert ids(store.all("orders")) == ["a", "b", "c"]
    store.delete("orders", "a")
    fill(store, "a")
    assert ids(store.all("orders")) == ["b", "c", "a"]


def test_deleting_what_is_not_there_does_nothing(store: TextStore) -> None:
    store.delete("orders", "o1")
    fill(store, "o1")
    store.delete("orders", "o1")
    assert store.get("orders", "o1") is None
    assert store.count("orders") == 0


def test_orders_are_found_by_their_current_customer_oldest_first(store: TextStore) -> None:
    fill(store, "a", "b", "c")
    store.put("orders", "b", {"id": "b", "customer": "bob"})
    assert ids(store.find("orders", "customer", "ann")) == ["a", "c"]
    store.put("orders", "b", {"id": "b", "customer": "ann"})
    assert ids(store.find("orders", "customer", "ann")) == ["a", "b", "c"]
    store.delete("orders", "a")
    assert ids(store.find("orders", "customer", "ann")) == ["b", "c"]
    assert store.find("orders", "customer", "bob") == []


@pytest.mark.parametrize("value", [None, 7, ["ann"]])
def test_only_strings_are_indexed(store: TextStore, value: object) -> None:
    store.put("orders", "a", {"id": "a", "customer": value})
    assert store.find("orders", "customer", "None") == []
    assert store.count("orders") == 1


def test_a_question_without_index_is_a_mistake_of_the_program(store: TextStore) -> None:
    with pytest.raises(ValueError, match=r"orders\.status has no index"):
        store.find("orders", "status", "paid")


def test_the_newest_come_first_page_by_page(store: TextStore) -> None:
    fill(store, *"abcdef")
    store.delete("orders", "d")
    assert ids(store.page("orders", limit=2)) == ["f", "e"]
    assert ids(store.page("orders", limit=2, after="e")) == ["c", "b"]
    assert ids(store.page("orders", limit=9, after="c")) == ["b", "a"]
    assert ids(store.page("orders", limit=9, after="a")) == []
    assert store.page("carts", limit=3) == []


def test_the_oldest_come_first_page_by_page(store: TextStore) -> None:
    fill(store, *"abcdef")
    store.delete("orders", "d")
    assert ids(store.page("orders", limit=2, newest_first=False)) == ["a", "b"]
    assert ids(store.page("orders", limit=2, after="b", newest_first=False)) == ["c", "e"]
    assert ids(store.page("orders", limit=9, after="f", newest_first=False)) == []
    assert store.page("carts", limit=3, newest_first=False) == []


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_cursor_is_an_existing_key(store: TextStore, newest_first: bool) -> None:
    fill(store, "a")
    with pytest.raises(KeyError):
        store.page("orders", limit=1, after="b", newest_first=newest_first)


def test_order_and_index_survive_the_closing_of_holes(store: TextStore) -> None:
    keys = [f"o{number}" for number in range(300)]
    fill(store, *keys)
    for key in keys[:-20]:
        store.delete("orders", key)
    store.put("orders", keys[-1], {"id": "last", "customer": "bob"})
    assert ids(store.all("orders")) == [*keys[-20:-1], "last"]
    assert ids(store.find("orders", "customer", "ann")) == keys[-20:-1]
    assert ids(store.page("orders", limit=2, after=keys[-1])) == [keys[-2], keys[-3]]


def test_a_cleared_store_is_empty_and_goes_on(store: TextStore) -> None:
    fill(store, "a", "b")
    store.put("carts", "s1", {})
    store.clear()
    assert store.count("orders") == store.count("carts") == 0
    assert store.find("orders", "customer", "ann") == []
    fill(store, "b")
    assert ids(store.all("orders")) == ["b"]


def test_a_key_is_a_string(store: TextStore) -> None:
    with pytest.raises(TypeError, match="string"):
        store.put("orders", 7, {})  # type: ignore[arg-type]
    assert store.count("orders") == 0


def test_the_snapshots_own_member_is_no_table(store: TextStore) -> None:
    with pytest.raises(ValueError, match="_store"):
        store.put("_store", "a", {})


def test_a_closed_store_takes_no_more(store: TextStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.put("orders", "a", {})


def test_a_text_can_be_filed_in_pieces(store: TextStore) -> None:
    shared = b'"name":"Anna"'
    for number in range(3):
        store.put_text("people", f"p{number}", (b'{"id":%d,' % number, shared, b"}"))
    store.put_text("people", "p3", b'{"id":3}')
    assert store.get("people", "p1") == {"id": 1, "name": "Anna"}
    assert store.text("people", "p2") == b'{"id":2,"name":"Anna"}'
    assert store.text("people", "p9") is None
    assert [record["id"] for record in store.all("people")] == [0, 1, 2, 3]
    assert [record["id"] for record in store.page("people", limit=2)] == [3, 2]
    assert [*store.keys("people")] == ["p0", "p1", "p2", "p3"]
    assert [record["id"] for record in store.containing("people", shared)] == [0, 1, 2]
    assert [record["id"] for record in store.containing("people", b'"id":3')] == [3]


def test_a_table_with_indexes_wants_records(store: TextStore) -> None:
    with pytest.raises(ValueError, match="pass the record"):
        store.put_text("orders", "o1", b"{}")
