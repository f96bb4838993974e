"""Objects are stored whole and in order, and a rollback leaves nothing behind."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from stub_server.storage import MemoryStore, StoreError
from stub_server.storage.json_store import JsonStore
from stub_server.stripe_sim import registry
from stub_server.stripe_sim.store.objects import ObjectStore

TABLE = "charges"


def charge(number: int, account: str = "acct_1", **more: Any) -> dict[str, Any]:
    return {
        "id": f"ch_{number}",
        "created": 1000 + number,
        "customer": None,
        "payment_intent": f"pi_{number}",
        **more,
        "_": {"account": account},
    }


def event(number: int) -> dict[str, Any]:
    own = {"id": f"evt_{number}", "created": 1, "type": "charge.updated", "pending_webhooks": 0}
    return {**own, "data": {"object": None, "previous_attributes": {}}, "_": {"account": "acct_1"}}


@pytest.fixture
def objects() -> ObjectStore:
    return ObjectStore(MemoryStore({}), registry.filters())


def list_ids(objects: ObjectStore, account: str = "acct_1", **filters: Any) -> list[str | None]:
    index = objects.index(TABLE, account)
    return [index.ids[at] for at in index.positions_of(filters, 0, len(index.ids))]


def test_what_is_handed_out_is_a_copy(objects: ObjectStore) -> None:
    objects.put(TABLE, charge(1, metadata={"a": "1"}))
    taken = objects.get(TABLE, "acct_1", "ch_1")
    assert taken == charge(1, metadata={"a": "1"})
    assert taken is not None
    taken["metadata"]["a"] = "2"
    assert objects.get(TABLE, "acct_1", "ch_1") == charge(1, metadata={"a": "1"})


def test_what_is_filed_does_not_change_with_what_it_was_filed_from(objects: ObjectStore) -> None:
    made = charge(1, metadata={"a": "1"})
    with objects.transaction():
        objects.put(TABLE, made)
        made["metadata"]["a"], made["_"]["secret"] = "2", "s"
    assert objects.get(TABLE, "acct_1", "ch_1") == charge(1, metadata={"a": "1"})


def test_accounts_do_not_see_each_others_objects(objects: ObjectStore) -> None:
    objects.put(TABLE, charge(1))
    objects.put(TABLE, charge(2, "acct_2"))
    assert list_ids(objects) == ["ch_1"]
    assert objects.get(TABLE, "acct_2", "ch_1") is None
    assert objects.accounts() == {"acct_1", "acct_2"}


def test_what_is_private_is_kept_with_the_object(objects: ObjectStore) -> None:
    objects.put(TABLE, {**charge(1), "_": {"account": "acct_1", "refund": "pending"}, "late": True})
    taken = objects.get(TABLE, "acct_1", "ch_1")
    assert taken is not None
    assert (taken["_"]["refund"], taken["late"]) == ("pending", True)


@pytest.mark.parametrize("changed", [False, True])
def test_an_event_holds_the_object_as_it_was_told(objects: ObjectStore, changed: bool) -> None:
    shown = {name: value for name, value in charge(1).items() if name != "_"}
    with objects.transaction():
        objects.put(TABLE, charge(1))
        if changed:
            shown["customer"] = "cus_told_otherwise"
        objects.put_event(event(1), shown)
    objects.put(TABLE, charge(1, customer="cus_later"))
    assert objects.get("events", "acct_1", "evt_1") == {
        **event(1),
        "data": {"object": shown, "previous_attributes": {}},
    }


def test_a_text_that_looks_like_a_hole_is_none(objects: ObjectStore) -> None:
    shown = {"description": '"data":{"object":null'}
    record = {**event(1), "type": '"data":{"object":null'}
    objects.put_event(record, shown)
    kept = objects.get("events", "acct_1", "evt_1")
    assert kept is not None
    assert (kept["data"]["object"], kept["type"]) == (shown, record["type"])


def test_an_event_and_its_object_take_one_copy() -> None:
    store = MemoryStore({})
    objects = ObjectStore(store, registry.filters())
    with objects.transaction():
        objects.put(TABLE, charge(1))
        shown = {name: value for name, value in charge(1).items() if name != "_"}
        objects.put_event(event(1), shown)
    stored, sent = (store._tables[name].snapshot()[0] for name in (TABLE, "events"))
    assert stored is not None
    assert sent is not None
    assert stored[1][0] is sent[1][1]


def test_who_was_told_exactly_this_is_known_until_the_end(objects: ObjectStore) -> None:
    shown = {name: value for name, value in charge(1).items() if name != "_"}
    with objects.transaction():
        objects.put_event(event(1), {**shown, "customer": "cus_1"})
        objects.put_event(event(2), shown)
        assert objects.find_event(shown) == "evt_2"
        assert objects.find_event({**shown, "customer": "cus_2"}) is None
        with suppress(ZeroDivisionError), objects.transaction():
            objects.put_event(event(3), {**shown, "customer": "cus_2"})
            raise ZeroDivisionError
        assert objects.find_event({**shown, "customer": "cus_2"}) is None
    assert objects.find_event(shown) is None


def test_a_failed_block_leaves_objects_and_lists_as_they_were(objects: ObjectStore) -> None:
    objects.put(TABLE, charge(1, customer="cus_1"))
    objects.put(TABLE, charge(2, customer="cus_1"))
    assert list_ids(objects, customer="cus_1") == ["ch_2", "ch_1"]
    with suppress(ZeroDivisionError), objects.transaction():
        objects.put(TABLE, charge(1, customer="cus_2"))
        objects.delete(TABLE, charge(2))
        objects.put(TABLE, charge(3, customer="cus_2"))
        assert list_ids(objects, customer="cus_2") == ["ch_3", "ch_1"]
        raise ZeroDivisionError
    assert list_ids(objects, customer="cus_1") == ["ch_2", "ch_1"]
    assert list_ids(objects, customer="cus_2") == []
    assert list_ids(objects) == ["ch_2", "ch_1"]
    assert objects.get(TABLE, "acct_1", "ch_1") == charge(1, customer="cus_1")


def test_a_block_that_fails_inside_another_takes_back_its_own(objects: ObjectStore) -> None:
    with objects.transaction():
        objects.put(TABLE, charge(1))
        with suppress(ZeroDivisionError), objects.transaction():
            objects.put(TABLE, charge(1, customer="cus_1"))
            objects.put(TABLE, charge(2))
            raise ZeroDivisionError
        objects.put(TABLE, charge(3))
    assert list_ids(objects) == ["ch_3", "ch_1"]
    assert list_ids(objects, customer="cus_1") == []


def test_what_could_not_be_kept_is_in_no_list(tmp_path: Path) -> None:
    store = JsonStore.open(tmp_path, "stripe", {})
    objects = ObjectStore(store, registry.filters())
    block = objects.transaction()
    block.__enter__()
    objects.put(TABLE, charge(1))
    store._database.storage._wal.close()
    with pytest.raises(StoreError):
        block.__exit__(None, None, None)
    assert (list_ids(objects), objects.get(TABLE, "acct_1", "ch_1")) == ([], None)


def test_lists_are_the_same_after_a_restart(tmp_path: Path) -> None:
    store = JsonStore.open(tmp_path, "stripe", {})
    objects = ObjectStore(store, registry.filters())
    for number in range(5):
        objects.put(TABLE, charge(number, customer=f"cus_{number % 2}"))
    objects.put(TABLE, charge(0, customer="cus_1"))
    objects.delete(TABLE, charge(3))
    store.close()
    again = ObjectStore(JsonStore.open(tmp_path, "stripe", {}), registry.filters())
    assert list_ids(again) == list_ids(objects) == ["ch_4", "ch_2", "ch_1", "ch_0"]
    assert list_ids(again, customer="cus_1") == ["ch_1", "ch_0"]
    again.store.close()


def test_a_cleared_store_is_empty_and_takes_objects(objects: ObjectStore) -> None:
    objects.put(TABLE, charge(1))
    objects.clear()
    assert (list_ids(objects), objects.get(TABLE, "acct_1", "ch_1")) == ([], None)
    objects.put(TABLE, charge(2))
    assert list_ids(objects) == ["ch_2"]
