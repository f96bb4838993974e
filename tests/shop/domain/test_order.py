from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stub_server.shop.domain.address import Address
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import Order, number_of
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.domain.purchase import Purchase
from stub_server.shop.domain.session import Session

THEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOME = Address(name="E", street="S 1", postal_code="51147", city="Köln", country="DE")


def order(customer_id: str | None = None) -> Order:
    return Order(
        id="ord_1",
        number="KN-2026-0001",
        session_key="key",
        customer_id=customer_id,
        payment_intent="pi_1",
        purchase=Purchase(
            email="erika@example.org",
            shipping_address=HOME,
            billing_address=HOME,
            lines=(),
            totals=Totals(Cents(1), Cents(1), Cents(1)),
        ),
        created_at=THEN,
    )


@pytest.mark.rule("C-ord-1", "C-ord-2")
@pytest.mark.parametrize(
    ("owner", "key", "who", "seen"),
    [
        (None, "key", None, True),
        (None, "another", None, False),
        (None, "key", "cust_1", False),
        ("cust_1", "key", "cust_1", True),
        ("cust_1", "another", "cust_1", True),
        ("cust_1", "key", "cust_2", False),
        ("cust_1", "key", None, False),
    ],
)
def test_guests_see_their_sessions_orders_and_customers_their_own(
    owner: str | None, key: str, who: str | None, seen: bool
) -> None:
    assert order(owner).visible_to(Session("token", key, THEN, who)) is seen


@pytest.mark.rule("C-ord-5")
def test_a_shipped_order_can_be_followed() -> None:
    assert order().tracking_url is None
    shipped = order().shipped("https://example.org/1")
    assert (shipped.fulfilment_status, shipped.tracking_url) == (
        "shipped",
        "https://example.org/1",
    )


@pytest.mark.rule("C-ord-8")
def test_a_number_can_be_read_aloud() -> None:
    assert number_of("KN", 2026, 142) == "KN-2026-0142"
    assert number_of("KN", 2026, 12345) == "KN-2026-12345"
