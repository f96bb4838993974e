from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stub_server.shop.domain.address import Address, StoredAddress
from stub_server.shop.domain.cart import Cart, CartLine, PricedCart
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent, Order, OrderList
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.domain.purchase import OrderLine, Purchase
from stub_server.shop.serializers import to_json

NOW = datetime(2026, 11, 23, 12, 0, 0, 123000, tzinfo=UTC)
BAD = Product("bad", "Bad", "Kaiser", "500 g", "Pflege", Cents(549), "/bad.jpg", "/shop/bad", 25)
SUMMARY = {
    "id": "bad",
    "title": "Bad",
    "brand": "Kaiser",
    "size": "500 g",
    "image": "/bad.jpg",
    "href": "/shop/bad",
}
HOME = Address(name="E", street="S 1", postal_code="51147", city="Köln", country="DE", phone="0")
HOME_JSON = {
    "name": "E",
    "street": "S 1",
    "postalCode": "51147",
    "city": "Köln",
    "country": "DE",
    "phone": "0",
}
ORDER = Order(
    id="ord_1",
    number="KN-2026-0001",
    session_key="key",
    customer_id=None,
    payment_intent="pi_1",
    purchase=Purchase(
        email="erika@example.org",
        shipping_address=HOME,
        billing_address=HOME,
        lines=(
            OrderLine(
                product_id="bad",
                title="Bad",
                brand="Kaiser",
                size="500 g",
                image="/bad.jpg",
                href="/shop/bad",
                quantity=2,
                unit_price=Cents(549),
            ),
        ),
        totals=Totals(Cents(1098), Cents(490), Cents(209)),
    ),
    created_at=NOW,
)
ORDER_JSON = {
    "id": "ord_1",
    "number": "KN-2026-0001",
    "status": "pending",
    "paymentStatus": "pending",
    "fulfilmentStatus": "unfulfilled",
    "createdAt": "2026-11-23T12:00:00.123Z",
    "items": [
        {
            "productId": "bad",
            "title": "Bad",
            "size": "500 g",
            "quantity": 2,
            "unitPrice": 5.49,
            "lineTotal": 10.98,
            "product": SUMMARY,
        }
    ],
    "subtotal": 10.98,
    "shipping": 4.9,
    "tax": 2.09,
    "total": 17.97,
    "currency": "eur",
    "customer": {"email": "erika@example.org"},
    "email": "erika@example.org",
    "shippingAddress": HOME_JSON,
    "billingAddress": HOME_JSON,
}
CUSTOMER = Customer(
    id="cust_1",
    email="erika@example.org",
    name="Erika",
    accepts_marketing=True,
    created_at=NOW,
    password_hash="$argon2id$",
)


@pytest.mark.rule("C-cart-13", "C-cart-7", "C-conv-4", "C-conv-5")
def test_a_cart_on_the_wire() -> None:
    line = CartLine("bad", 3, Cents(549))
    assert to_json(PricedCart(Cart((line,), NOW), [BAD])) == {
        "items": [
            {
                "productId": "bad",
                "quantity": 3,
                "unitPrice": 5.49,
                "lineTotal": 16.47,
                "product": SUMMARY,
            }
        ],
        "count": 3,
        "subtotal": 16.47,
        "updatedAt": "2026-11-23T12:00:00.123Z",
    }


@pytest.mark.rule("C-cart-13", "C-conv-4")
def test_an_empty_cart_on_the_wire() -> None:
    shown = to_json(PricedCart(Cart((), NOW), []))
    assert shown == {
        "items": [],
        "count": 0,
        "subtotal": 0,
        "updatedAt": "2026-11-23T12:00:00.123Z",
    }


@pytest.mark.rule("C-chk-16")
def test_a_checkout_intent_on_the_wire() -> None:
    intent = CheckoutIntent(
        order_id="ord_1",
        client_secret="pi_1_secret_x",
        publishable_key="pk_test_1",
        amount=Cents(1797),
    )
    assert to_json(intent) == {
        "orderId": "ord_1",
        "clientSecret": "pi_1_secret_x",
        "publishableKey": "pk_test_1",
        "amount": 17.97,
        "currency": "eur",
    }


@pytest.mark.rule("C-ord-9", "C-ord-5")
def test_an_order_on_the_wire_has_what_is_set_and_nothing_else() -> None:
    assert to_json(ORDER) == ORDER_JSON
    paid = replace(ORDER, status="paid", payment_status="paid", paid_at=NOW, customer_id="cust_1")
    assert to_json(paid.shipped("https://example.org/1")) == {
        **ORDER_JSON,
        "status": "paid",
        "paymentStatus": "paid",
        "fulfilmentStatus": "shipped",
        "paidAt": "2026-11-23T12:00:00.123Z",
        "trackingUrl": "https://example.org/1",
        "customer": {"email": "erika@example.org", "customerId": "cust_1"},
    }


@pytest.mark.rule("C-ord-9")
def test_a_list_of_orders_on_the_wire() -> None:
    assert to_json(OrderList((ORDER, ORDER))) == {"items": [ORDER_JSON, ORDER_JSON], "count": 2}


@pytest.mark.rule("C-cus-11")
def test_a_customer_on_the_wire_has_no_password() -> None:
    shown = to_json(replace(CUSTOMER, default_address_id="addr_1"))
    assert shown == {
        "id": "cust_1",
        "email": "erika@example.org",
        "name": "Erika",
        "defaultAddressId": "addr_1",
        "acceptsMarketing": True,
        "createdAt": "2026-11-23T12:00:00.123Z",
    }
    assert "defaultAddressId" not in json.dumps(to_json(CUSTOMER))


@pytest.mark.rule("C-cus-11")
def test_an_address_book_on_the_wire() -> None:
    book = (StoredAddress("addr_1", "cust_1", HOME),)
    assert to_json(book) == [{"id": "addr_1", **HOME_JSON}]
    assert to_json(()) == []


@pytest.mark.rule("C-cus-1")
def test_nobody_is_null() -> None:
    assert to_json(None) is None


def test_what_is_never_answered_has_no_json() -> None:
    with pytest.raises(TypeError, match="Product"):
        to_json(BAD)
