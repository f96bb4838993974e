from __future__ import annotations

import json

import pytest

from stub_server.shop.domain.cart import Cart, CartLine, PricedCart
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent, OrderList
from stub_server.shop.serializers import to_json
from tests.shop import samples
from tests.shop.samples import ADDRESS_JSON, NOW, NOW_JSON

SUMMARY = {
    "id": "bad",
    "title": "Bad",
    "brand": "Kaiser",
    "size": "500 g",
    "image": "/bad.jpg",
    "href": "/shop/bad",
}
ORDER_JSON = {
    "id": "ord_1",
    "number": "KN-2026-0001",
    "status": "pending",
    "paymentStatus": "pending",
    "fulfilmentStatus": "unfulfilled",
    "createdAt": NOW_JSON,
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
    "shippingAddress": ADDRESS_JSON,
    "billingAddress": ADDRESS_JSON,
}


@pytest.mark.rule("C-cart-13", "C-cart-7", "C-conv-4", "C-conv-5")
def test_the_json_of_a_cart() -> None:
    line = CartLine("bad", 3, Cents(549))
    assert to_json(PricedCart(Cart((line,), NOW), [samples.product()])) == {
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
        "updatedAt": NOW_JSON,
    }


@pytest.mark.rule("C-cart-13", "C-conv-4")
def test_the_json_of_an_empty_cart() -> None:
    shown = to_json(PricedCart(Cart((), NOW), []))
    assert shown == {
        "items": [],
        "count": 0,
        "subtotal": 0,
        "updatedAt": NOW_JSON,
    }


@pytest.mark.rule("C-chk-16")
def test_the_json_of_a_checkout_intent() -> None:
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
def test_the_json_of_an_order_has_what_is_set_and_nothing_else() -> None:
    assert to_json(samples.order()) == ORDER_JSON
    paid = samples.paid_order(paid_at=NOW)
    assert to_json(paid.shipped("https://example.org/1")) == {
        **ORDER_JSON,
        "status": "paid",
        "paymentStatus": "paid",
        "fulfilmentStatus": "shipped",
        "paidAt": NOW_JSON,
        "trackingUrl": "https://example.org/1",
        "customer": {"email": "erika@example.org", "customerId": "cust_1"},
    }


@pytest.mark.rule("C-ord-9")
def test_the_json_of_a_list_of_orders() -> None:
    assert to_json(OrderList((samples.order(), samples.order()))) == {
        "items": [ORDER_JSON, ORDER_JSON],
        "count": 2,
    }


@pytest.mark.rule("C-cus-11")
def test_the_json_of_a_customer_has_no_password() -> None:
    shown = to_json(samples.customer(default_address_id="addr_1"))
    assert shown == {
        "id": "cust_1",
        "email": "erika@example.org",
        "name": "Erika",
        "defaultAddressId": "addr_1",
        "acceptsMarketing": True,
        "createdAt": NOW_JSON,
    }
    assert "defaultAddressId" not in json.dumps(to_json(samples.customer()))


@pytest.mark.rule("C-cus-11")
def test_the_json_of_addresses() -> None:
    stored = samples.stored_address(phone="0")
    assert to_json((stored,)) == [{"id": "addr_1", **ADDRESS_JSON, "phone": "0"}]
    assert to_json(()) == []


@pytest.mark.rule("C-cus-1")
def test_nobody_is_null() -> None:
    assert to_json(None) is None


def test_what_is_never_answered_has_no_json() -> None:
    with pytest.raises(TypeError, match="Product"):
        to_json(samples.product())
