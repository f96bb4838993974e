"""The books: what is filed is there as a whole, in its order, and what is undone never was."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from stub_server.storage import MemoryStore, StoreError
from stub_server.storage.json_store import JsonStore
from stub_server.stripe_sim import registry
from stub_server.stripe_sim.store.objects import Books

KIND = "charges"


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
def books() -> Books:
    return Books(MemoryStore({}), registry.filters())


def listed(books: Books, account: str = "acct_1", **filters: Any) -> list[str | None]:
    shelf = books.shelf(KIND, account)
    return [shelf.ids[at] for at in shelf.places_of(filters, 0, len(shelf.ids))]


def test_what_is_handed_out_is_a_copy(books: Books) -> None:
    books.put(KIND, charge(1, metadata={"a": "1"}))
    taken = books.get(KIND, "acct_1", "ch_1")
    assert taken == charge(1, metadata={"a": "1"})
    assert taken is not None
    taken["metadata"]["a"] = "2"
    assert books.get(KIND, "acct_1", "ch_1") == charge(1, metadata={"a": "1"})


def test_what_is_filed_does_not_change_with_what_it_was_filed_from(books: Books) -> None:
    made = charge(1, metadata={"a": "1"})
    with books.transaction():
        books.put(KIND, made)
        made["metadata"]["a"], made["_"]["secret"] = "2", "s"
    assert books.get(KIND, "acct_1", "ch_1") == charge(1, metadata={"a": "1"})


def test_accounts_do_not_see_each_others_objects(books: Books) -> None:
    books.put(KIND, charge(1))
    books.put(KIND, charge(2, "acct_2"))
    assert listed(books) == ["ch_1"]
    assert books.get(KIND, "acct_2", "ch_1") is None
    assert books.accounts() == {"acct_1", "acct_2"}


def test_what_is_private_is_kept_with_the_object(books: Books) -> None:
    books.put(KIND, {**charge(1), "_": {"account": "acct_1", "refund": "pending"}, "late": True})
    taken = books.get(KIND, "acct_1", "ch_1")
    assert taken is not None
    assert (taken["_"]["refund"], taken["late"]) == ("pending", True)


@pytest.mark.parametrize("changed", [False, True])
def test_an_event_holds_the_object_as_it_was_told(books: Books, changed: bool) -> None:
    shown = {name: value for name, value in charge(1).items() if name != "_"}
    with books.transaction():
        books.put(KIND, charge(1))
        if changed:
            shown["customer"] = "cus_told_otherwise"
        books.put_event(event(1), shown)
    books.put(KIND, charge(1, customer="cus_later"))
    assert books.get("events", "acct_1", "evt_1") == {
        **event(1),
        "data": {"object": shown, "previous_attributes": {}},
    }


def test_a_text_that_looks_like_a_hole_is_none(books: Books) -> None:
    shown = {"description": '"data":{"object":null'}
    record = {**event(1), "type": '"data":{"object":null'}
    books.put_event(record, shown)
    kept = books.get("events", "acct_1", "evt_1")
    assert kept is not None
    assert (kept["data"]["object"], kept["type"]) == (shown, record["type"])


def test_an_event_and_its_object_take_one_copy() -> None:
    store = MemoryStore({})
    books = Books(store, registry.filters())
    with books.transaction():
        books.put(KIND, charge(1))
        shown = {name: value for name, value in charge(1).items() if name != "_"}
        books.put_event(event(1), shown)
    stored, sent = (store._tables[name].snapshot()[0] for name in (KIND, "events"))
    assert stored is not None
    assert sent is not None
    assert stored[1][0] is sent[1][1]


def test_who_was_told_exactly_this_is_known_until_the_end(books: Books) -> None:
    shown = {name: value for name, value in charge(1).items() if name != "_"}
    with books.transaction():
        books.put_event(event(1), {**shown, "customer": "cus_1"})
        books.put_event(event(2), shown)
        assert books.event_of(shown) == "evt_2"
        assert books.event_of({**shown, "customer": "cus_2"}) is None
        with suppress(ZeroDivisionError), books.transaction():
            books.put_event(event(3), {**shown, "customer": "cus_2"})
            raise ZeroDivisionError
        assert books.event_of({**shown, "customer": "cus_2"}) is None
    assert books.event_of(shown) is None


def test_a_failed_block_leaves_objects_and_lists_as_they_were(books: Books) -> None:
    books.put(KIND, charge(1, customer="cus_1"))
    books.put(KIND, charge(2, customer="cus_1"))
    assert listed(books, customer="cus_1") == ["ch_2", "ch_1"]
    with suppress(ZeroDivisionError), books.transaction():
        books.put(KIND, charge(1, customer="cus_2"))
        books.delete(KIND, charge(2))
        books.put(KIND, charge(3, customer="cus_2"))
        assert listed(books, customer="cus_2") == ["ch_3", "ch_1"]
        raise ZeroDivisionError
    assert listed(books, customer="cus_1") == ["ch_2", "ch_1"]
    assert listed(books, customer="cus_2") == []
    assert listed(books) == ["ch_2", "ch_1"]
    assert books.get(KIND, "acct_1", "ch_1") == charge(1, customer="cus_1")


def test_a_block_that_fails_inside_another_takes_back_its_own(books: Books) -> None:
    with books.transaction():
        books.put(KIND, charge(1))
        with suppress(ZeroDivisionError), books.transaction():
            books.put(KIND, charge(1, customer="cus_1"))
            books.put(KIND, charge(2))
            raise ZeroDivisionError
        books.put(KIND, charge(3))
    assert listed(books) == ["ch_3", "ch_1"]
    assert listed(books, customer="cus_1") == []


def test_what_could_not_be_kept_is_in_no_list(tmp_path: Path) -> None:
    store = JsonStore.open(tmp_path, "stripe", {})
    books = Books(store, registry.filters())
    block = books.transaction()
    block.__enter__()
    books.put(KIND, charge(1))
    store._database.storage._wal.close()
    with pytest.raises(StoreError):
        block.__exit__(None, None, None)
    assert (listed(books), books.get(KIND, "acct_1", "ch_1")) == ([], None)


def test_lists_are_the_same_after_a_restart(tmp_path: Path) -> None:
    store = JsonStore.open(tmp_path, "stripe", {})
    books = Books(store, registry.filters())
    for number in range(5):
        books.put(KIND, charge(number, customer=f"cus_{number % 2}"))
    books.put(KIND, charge(0, customer="cus_1"))
    books.delete(KIND, charge(3))
    store.close()
    again = Books(JsonStore.open(tmp_path, "stripe", {}), registry.filters())
    assert listed(again) == listed(books) == ["ch_4", "ch_2", "ch_1", "ch_0"]
    assert listed(again, customer="cus_1") == ["ch_1", "ch_0"]
    again.store.close()


def test_cleared_books_are_empty_and_go_on(books: Books) -> None:
    books.put(KIND, charge(1))
    books.clear()
    assert (listed(books), books.get(KIND, "acct_1", "ch_1")) == ([], None)
    books.put(KIND, charge(2))
    assert listed(books) == ["ch_2"]
