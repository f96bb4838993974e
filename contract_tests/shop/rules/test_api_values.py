"""Text, money and types of members, in every operation."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from contract_tests.harness.client import JSON
from contract_tests.harness.http_gate import gate_last_byte
from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.money import cents
from contract_tests.shop.products import Products
from contract_tests.shop.requests import PASSWORD, new_email
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper, quantities


@rule("C-conv-1")
def test_text_is_read_whole_however_it_arrives(shopper: Shopper) -> None:
    """A sign of several bytes may lie across two parts of the body."""
    name = "Grüße aus Köln 🧼"
    members = {"email": new_email(), "password": PASSWORD, "name": name, "acceptsMarketing": False}
    body = json.dumps(dict(reversed(members.items())), ensure_ascii=False).encode()
    with gate_last_byte(lambda: time.sleep(0.1), at=body.index("ß".encode()) + 1):
        exchange = shopper.client.send(
            "POST", "/api/customers/register", body, headers={"content-type": JSON},
            operation="registerCustomer",
        )  # fmt: skip
    expect.equal(expect.ok(exchange)["name"], name, "the name")


@rule("C-conv-7")
def test_a_body_over_a_mebibyte_is_refused(shopper: Shopper, products: Products) -> None:
    for padding in (1024 * 1024, 3 * 1024 * 1024):
        body = {"productId": products[0], "quantity": 1, "padding": "x" * padding}
        exchange = shopper.client.call("addCartItem", body)
        expect.rejected(exchange, f"{padding} bytes and some")
    expect.equal(quantities(shopper.cart()), {}, "the cart afterwards")


@rule("C-conv-7")
def test_a_body_of_half_a_mebibyte_is_taken(shopper: Shopper, products: Products) -> None:
    body = {"productId": products[0], "quantity": 1, "padding": "x" * (512 * 1024)}
    expect.ok(shopper.client.call("addCartItem", body))


@rule("C-conv-1", "C-conv-7")
@pytest.mark.parametrize(
    "text", ["Ünïcödé €", "日本語", "emoji 🧼", 'a"b\\c</script>', "tab\there"]
)
def test_text_comes_back_as_it_was_sent(shopper: Shopper, text: str) -> None:
    expect.equal(shopper.register(name=text)["name"], text, "the name")
    expect.equal(shopper.me()["name"], text, "the name, looked at")


@rule("C-conv-7")
@pytest.mark.parametrize("depth", [50, 5_000])
def test_a_deep_body_does_no_harm(shopper: Shopper, depth: int) -> None:
    body = b'{"productId": ' + b"[" * depth + b"]" * depth + b', "quantity": 1}'
    exchange = shopper.client.send(
        "POST", "/api/cart/items", body, headers={"content-type": JSON}, operation="addCartItem"
    )
    expect.check(exchange.status in (400, 404, 413, 422), f"it was answered {exchange.status}")


@rule("C-conv-7", "C-cus-9")
@pytest.mark.parametrize("value", [7, None, [], {}, True])
def test_members_of_another_type_are_refused(shopper: Shopper, value: Any) -> None:
    for operation, body in (
        ("loginCustomer", {"email": value, "password": PASSWORD}),
        ("loginCustomer", {"email": new_email(), "password": value}),
        ("addCartItem", {"productId": value, "quantity": 1}),
        ("requestPasswordReset", {"email": value}),
    ):
        exchange = shopper.client.call(operation, body)
        allowed = {*expect.INVALID, *({404} if operation == "addCartItem" else ())}
        expect.check(
            exchange.status in allowed, f"{operation} answered {exchange.status} to {body}"
        )


@rule("C-chk-4")
@pytest.mark.parametrize("operation", ["requestPasswordReset", "loginCustomer"])
@pytest.mark.parametrize("email", ["nobody", "", "a@", "a b@c.de"])
def test_an_email_that_is_no_address_is_invalid_or_unknown(
    shopper: Shopper, operation: str, email: str
) -> None:
    exchange = shopper.client.call(operation, {"email": email, "password": PASSWORD})
    as_unknown = exchange.status == 401 if operation == "loginCustomer" else exchange.status < 300
    expect.check(
        exchange.status in expect.INVALID or as_unknown,
        f"{operation} answered {exchange.status}",
    )


@rule("C-conv-4")
def test_money_is_euros_with_two_decimals_at_most(shopper: Shopper, products: Products) -> None:
    """Looked at in every answer; here with the sums that floats get wrong."""
    expect.equal(float(shopper.clear_cart()["subtotal"]), 0.0, "an empty cart's subtotal")
    cap = shop_settings(shopper.session).line_cap
    for product in products[:3]:
        shopper.clear_cart()
        for quantity in (3, 7, 11):
            shopper.add(product, min(quantity, cap // 3))
            order = shopper.get_order(shopper.order_cart().order)
            expect.check(order["total"] > 0, f"the total is {order['total']}")


@rule("C-conv-4", "C-cart-8")
def test_prices_are_euros(shopper: Shopper, products: Products, states: ProviderStates) -> None:
    product = products[0]
    price = states.set("product", productId=product)["price"]
    shown = shopper.add(product, 3)["items"][0]
    expect.equal(cents(shown["unitPrice"]), cents(price), "the unit price, in cents")
    line = shopper.get_order(shopper.order_cart().order)["items"][0]
    expect.equal(cents(line["unitPrice"]), cents(price), "the order's unit price, in cents")
