"""The Idempotency-Key of a checkout."""

from __future__ import annotations

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.requests import new_email
from contract_tests.shop.shopper import Shopper


@rule("C-chk-14")
def test_one_key_makes_one_order(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0])
    key = new_email("key")
    first = expect.ok(shopper.request_checkout(key))
    again = expect.ok(shopper.request_checkout(key))
    for member in ("orderId", "clientSecret", "publishableKey", "amount", "currency"):
        expect.equal(again[member], first[member], f"{member} of the same key's second answer")
    expect.equal(len(shopper.orders()), 1, "the number of orders")
    for another in (new_email("key"), key.upper(), key + "x", "x" + key, key[:-1]):
        third = expect.ok(shopper.request_checkout(another))
        words = f"the key {another!r} answers the order of {key!r}"
        expect.check(third["orderId"] != first["orderId"], words)


@rule("C-chk-14")
def test_a_key_belongs_to_its_session(shopper: Shopper, other: Shopper, products: Products) -> None:
    key = new_email("key")
    shopper.add(products[0])
    other.add(products[0])
    mine = expect.ok(shopper.request_checkout(key))
    yours = expect.ok(other.request_checkout(key, email="another@example.com"))
    expect.check(mine["orderId"] != yours["orderId"], "two visitors with one key share an order")
    again = expect.ok(shopper.request_checkout(key))
    expect.equal(again["orderId"], mine["orderId"], "the first visitor's order, asked again")


@rule("C-chk-14")
def test_a_key_with_another_body_makes_no_second_order(
    shopper: Shopper, products: Products
) -> None:
    shopper.add(products[0])
    key = new_email("key")
    first = expect.ok(shopper.request_checkout(key))
    exchange = shopper.request_checkout(key, email="another@example.com")
    if exchange.status == 200:
        expect.equal(exchange.json["orderId"], first["orderId"], "the stored answer's order")
    else:
        expect.error(exchange, 409, "request.idempotencyConflict")
    expect.equal(len(shopper.orders()), 1, "the number of orders")


@rule("C-chk-14")
def test_a_refused_attempt_may_come_again(shopper: Shopper, products: Products) -> None:
    """Or it does: a backend may keep the refusal as the key's answer. It never makes two orders."""
    key = new_email("key")
    expect.error(shopper.request_checkout(key), 400, "checkout.cartEmpty")
    shopper.add(products[0])
    for _ in range(2):
        exchange = shopper.request_checkout(key)
        if exchange.status != 200:
            expect.error(exchange, 400, "checkout.cartEmpty")
    expect.check(len(shopper.orders()) <= 1, "one key made two orders")
