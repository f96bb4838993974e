from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stub_server.shop.domain.address import Address, StoredAddress
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.domain.purchase import OrderLine, Purchase
from stub_server.shop.domain.reset import ResetToken
from stub_server.shop.domain.session import Session
from stub_server.shop.operations import records
from stub_server.shop.ports import INDEXES

NOW = datetime(2026, 11, 23, 12, 0, 0, 123000, tzinfo=UTC)
HOME = Address(
    name="E", street="S 1", postal_code="51147", city="Köln", country="DE", company="M", phone="0"
)
LINE = OrderLine(
    product_id="bad",
    title="Bad",
    brand="Kaiser",
    size="500 g",
    image="/i",
    href="/h",
    quantity=2,
    unit_price=Cents(549),
)
PENDING = Order(
    id="ord_1",
    number="KN-2026-0001",
    session_key="key",
    customer_id=None,
    payment_intent="pi_1",
    purchase=Purchase(
        email="erika@example.org",
        shipping_address=HOME,
        billing_address=HOME,
        lines=(LINE,),
        totals=Totals(Cents(1098), Cents(490), Cents(209)),
    ),
    created_at=NOW,
)
PAID = Order(
    id="ord_2",
    number="KN-2026-0002",
    session_key="key",
    customer_id="cust_1",
    payment_intent="pi_2",
    purchase=PENDING.purchase,
    created_at=NOW,
    status="paid",
    payment_status="paid",
    fulfilment_status="shipped",
    paid_at=NOW + timedelta(seconds=1),
    tracking_url="https://example.org",
    taken=True,
)
CUSTOMER = Customer(
    id="cust_1",
    email="Erika@example.org",
    name="Erika",
    accepts_marketing=True,
    created_at=NOW,
    password_hash="hash",
    default_address_id="addr_1",
)


@pytest.mark.parametrize(
    ("there", "back", "value"),
    [
        (records.session_record, records.session_of, Session("t", "k", NOW, "cust_1")),
        (records.order_record, records.order_of, PENDING),
        (records.order_record, records.order_of, PAID),
        (records.customer_record, records.customer_of, CUSTOMER),
        (
            records.address_record,
            records.stored_address_of,
            StoredAddress("addr_1", "cust_1", HOME),
        ),
        (records.token_record, records.token_of, ResetToken("t", "cust_1", NOW)),
        (
            lambda cart: records.cart_record("key", cart),
            records.cart_of,
            Cart((CartLine("bad", 2, Cents(549)),), NOW),
        ),
    ],
)
def test_what_is_filed_comes_back_as_it_was(there: Any, back: Any, value: Any) -> None:
    assert back(json.loads(json.dumps(there(value)))) == value


@pytest.mark.parametrize(
    ("table", "record"),
    [
        ("sessions", records.session_record(Session("t", "k", NOW))),
        ("orders", records.order_record(PENDING)),
        ("customers", records.customer_record(CUSTOMER)),
        ("addresses", records.address_record(StoredAddress("addr_1", "cust_1", HOME))),
        ("resetTokens", records.token_record(ResetToken("t", "cust_1", NOW))),
    ],
)
def test_a_record_has_the_fields_that_its_table_is_searched_by(
    table: str, record: dict[str, Any]
) -> None:
    assert record.keys() >= set(INDEXES[table])
