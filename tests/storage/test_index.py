"""An index: keys by value, and nothing left of values that are gone."""

from __future__ import annotations

from stub_server.storage.index import Index


def test_keys_come_and_go() -> None:
    index = Index()
    index.add("ann", "o1")
    assert list(index.keys("ann")) == ["o1"]
    index.add("ann", "o2")
    index.add("ann", "o2")
    index.add("bob", "o1")
    assert set(index.keys("ann")) == {"o1", "o2"}
    index.remove("ann", "o1")
    assert list(index.keys("ann")) == ["o2"]
    assert list(index.keys("bob")) == ["o1"]
    assert list(index.keys("eve")) == []


def test_values_that_no_record_has_take_no_room() -> None:
    index = Index()
    for key in ("o1", "o2"):
        index.add("ann", key)
    index.add("bob", "o3")
    for value, key in (("ann", "o1"), ("ann", "o2"), ("bob", "o3")):
        index.remove(value, key)
    assert index._keys == {}
