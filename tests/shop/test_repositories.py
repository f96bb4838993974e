"""Repositories store and load objects, in the form of existing state folders."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.shop.domain.address import Address
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.catalogue import ProductOverride, build_catalogue
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent, Order
from stub_server.shop.domain.reset import ResetToken
from stub_server.shop.domain.session import Session
from stub_server.shop.ports import INDEXES
from stub_server.shop.record_mapping import from_record, to_record
from stub_server.shop.repositories import (
    AddressRepository,
    CartRepository,
    CounterRepository,
    CustomerRepository,
    IdempotencyRepository,
    OrderRepository,
    ProductOverrideRepository,
    Repository,
    ResetTokenRepository,
    SessionRepository,
    StoredResponse,
)
from stub_server.storage import MemoryStore
from tests.shop import samples
from tests.shop.samples import ADDRESS_JSON, NOW
from tests.shop.stored_records import RECORDS

PENDING = samples.order()
PAID = samples.paid_order(
    id="ord_2",
    number="KN-2026-0002",
    payment_intent="pi_2",
    fulfilment_status="shipped",
    tracking_url="https://example.org",
)
CUSTOMER = samples.customer(
    email="Erika@example.org", password_hash="hash", default_address_id="addr_1"
)
SESSION = Session("t", "k", NOW, "cust_1")
CART = Cart((CartLine("bad", 2, Cents(549)),), NOW)
ADDRESS = samples.stored_address(company="M", phone="0")
TOKEN = ResetToken("t", "cust_1", NOW)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(INDEXES)


@pytest.fixture
def carts(store: MemoryStore) -> CartRepository:
    return CartRepository(store, build_catalogue([samples.product()]), NOW)


@pytest.fixture
def stored(store: MemoryStore) -> MemoryStore:
    """A store with the records of RECORDS."""
    for table, records in RECORDS.items():
        for key, record in records.items():
            store.put(table, key, record)
    return store


def test_state_of_earlier_versions_is_read(stored: MemoryStore, carts: CartRepository) -> None:
    assert SessionRepository(stored).get("t") == SESSION
    assert carts.get(Session("t", "k", NOW)) == CART
    assert OrderRepository(stored).get("ord_2") == PAID
    assert CustomerRepository(stored).find_by_email("ERIKA@example.org") == CUSTOMER
    assert AddressRepository(stored).find_by(customer_id="cust_1") == (ADDRESS,)
    assert ResetTokenRepository(stored).get("t") == TOKEN
    response = IdempotencyRepository(stored).get("k:1")
    assert response is not None
    assert (response.fingerprint, response.intent.amount) == ("f", 1797)
    assert CounterRepository(stored).increment(2026) == 3
    assert ProductOverrideRepository(stored).get("bad") == ProductOverride("bad", stock=23)


def test_records_have_the_members_of_earlier_versions(
    store: MemoryStore, carts: CartRepository
) -> None:
    SessionRepository(store).save(SESSION)
    carts.save("k", CART)
    OrderRepository(store).save(PAID)
    CustomerRepository(store).save(CUSTOMER)
    AddressRepository(store).save(ADDRESS)
    ResetTokenRepository(store).save(TOKEN)
    intent = CheckoutIntent(
        order_id="ord_2", client_secret="s", publishable_key="pk", amount=Cents(1797)
    )
    IdempotencyRepository(store).save("k:1", StoredResponse("f", intent))
    CounterRepository(store).set(2026, 2)
    ProductOverrideRepository(store).save(ProductOverride("bad", stock=23))
    for table, records in RECORDS.items():
        for key, record in records.items():
            written = store.get(table, key) or {}
            assert {**written, **record} == written


def test_what_is_not_set_is_null_or_left_out(store: MemoryStore) -> None:
    record = to_record(PENDING)
    assert (record["paidAt"], record["trackingUrl"], record["customerId"]) == (None, None, None)
    assert from_record(record, Order) == PENDING
    plain = samples.address()
    assert to_record(plain).keys() == ADDRESS_JSON.keys()
    assert from_record(to_record(plain), Address) == plain


def test_orders_are_found_by_each_index_and_listed_newest_first(store: MemoryStore) -> None:
    orders = OrderRepository(store)
    orders.save(PENDING)
    orders.save(PAID)
    assert orders.find_by(session_key="key") == (PENDING, PAID)
    assert orders.find_by(payment_intent="pi_2") == orders.find_by(number="KN-2026-0002") == (PAID,)
    assert orders.newest(5) == (PAID, PENDING)
    assert orders.newest(1) == (PAID,)
    orders.delete("ord_2")
    assert orders.get("ord_2") is None


@pytest.mark.parametrize(
    ("repository", "value"),
    [
        (SessionRepository, Session("t", "k", NOW)),
        (OrderRepository, PENDING),
        (CustomerRepository, CUSTOMER),
        (AddressRepository, ADDRESS),
        (ResetTokenRepository, TOKEN),
    ],
)
def test_a_record_has_the_members_that_its_table_is_searched_by(
    store: MemoryStore, repository: type[Repository[Any]], value: Any
) -> None:
    repository(store).save(value)
    (record,) = store.all(repository.table)
    assert record.keys() >= set(INDEXES[repository.table])
