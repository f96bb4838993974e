"""Quantities and limits of a cart."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper, quantities, without_time

NO_QUANTITIES: list[Any] = [
    ..., None, True, False, "1", "", "two", 0, -1, -99, 1.5, 0.99, 2.000001, [1], {"n": 1}, [],
    -2147483648, 1e-9, "1e1", " 3",
]  # fmt: skip


@rule("C-cart-4")
@pytest.mark.parametrize("quantity", NO_QUANTITIES, ids=repr)
@pytest.mark.parametrize("verb", ["addCartItem", "setCartItemQuantity"])
def test_what_is_no_quantity_changes_nothing(
    shopper: Shopper, products: Products, verb: str, quantity: Any
) -> None:
    before = shopper.add(products[0], 3)
    body = {} if quantity is ... else {"quantity": quantity}
    if verb == "addCartItem":
        exchange = shopper.client.call(verb, {"productId": products[0], **body})
    else:
        exchange = shopper.client.call(verb, body, productId=products[0])
    expect.error(exchange, 400, "cart.quantityInvalid")
    expect.equal(without_time(shopper.cart()), without_time(before), "the cart afterwards")


@rule("C-cart-4")
def test_two_point_nought_is_two(shopper: Shopper, products: Products) -> None:
    added = shopper.client.send(
        "POST",
        "/api/cart/items",
        b'{"productId": "%s", "quantity": 2.0}' % products[0].encode(),
        headers={"content-type": "application/json"},
        operation="addCartItem",
    )
    expect.equal(quantities(expect.ok(added)), {products[0]: 2}, "the cart")


@rule("C-cart-5")
def test_the_quantity_is_judged_before_the_product(shopper: Shopper) -> None:
    added = shopper.client.call("addCartItem", {"productId": "no-such-product", "quantity": 0})
    expect.error(added, 400, "cart.quantityInvalid")
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 0}, productId="no-such-one")
    expect.error(changed, 400, "cart.quantityInvalid")


@rule("C-cart-6")
def test_a_line_holds_so_many_and_not_one_more(shopper: Shopper, products: Products) -> None:
    cap = shop_settings(shopper.session).line_cap
    product = products[0]
    expect.equal(quantities(shopper.add(product, cap)), {product: cap}, "a full line")
    before = shopper.cart()
    for quantity in (1, cap):
        added = shopper.client.call("addCartItem", {"productId": product, "quantity": quantity})
        expect.error(added, 409, "cart.itemLimit")
    changed = shopper.client.call("setCartItemQuantity", {"quantity": cap + 1}, productId=product)
    expect.error(changed, 409, "cart.itemLimit")
    expect.equal(without_time(shopper.cart()), without_time(before), "the cart afterwards")
    shopper.set_quantity(product, cap - 1)
    expect.equal(quantities(shopper.add(product)), {product: cap}, "a line filled up")
    shopper.remove(product)
    fresh = shopper.client.call("addCartItem", {"productId": product, "quantity": cap + 1})
    expect.error(fresh, 409, "cart.itemLimit")
    expect.equal(quantities(shopper.cart()), {}, "the cart afterwards")


@rule("C-cart-6")
@pytest.mark.parametrize("quantity", [1_000, 2**31, 2**32 + 1, 2**63, 10**20])
def test_far_too_many_are_too_many(shopper: Shopper, products: Products, quantity: int) -> None:
    before = shopper.add(products[0])
    others = [(400, "cart.quantityInvalid")] if quantity >= 2**53 else []
    body = {"productId": products[0], "quantity": quantity}
    expect.error(shopper.client.call("addCartItem", body), 409, "cart.itemLimit", *others)
    changed = shopper.client.call(
        "setCartItemQuantity", {"quantity": quantity}, productId=products[0]
    )
    expect.error(changed, 409, "cart.itemLimit", *others)
    expect.equal(without_time(shopper.cart()), without_time(before), "the cart afterwards")


@rule("C-cart-6")
def test_a_cart_holds_so_many_and_not_one_more(shopper: Shopper, products: Products) -> None:
    limits = shop_settings(shopper.session)
    left = limits.cart_cap
    at = 0
    while left:
        piece = min(left, limits.line_cap)
        shopper.add(products[at], piece)
        left -= piece
        at += 1
    full = shopper.cart()
    expect.equal(full["count"], limits.cart_cap, "a full cart's count")
    last = products[at - 1]
    room = quantities(full)[last] < limits.line_cap
    if room:
        added = shopper.client.call("addCartItem", {"productId": last, "quantity": 1})
        expect.error(added, 409, "cart.itemLimit")
        changed = shopper.client.call(
            "setCartItemQuantity", {"quantity": quantities(full)[last] + 1}, productId=last
        )
        expect.error(changed, 409, "cart.itemLimit")
    fresh = shopper.client.call("addCartItem", {"productId": products[at], "quantity": 1})
    expect.error(fresh, 409, "cart.itemLimit")
    expect.equal(without_time(shopper.cart()), without_time(full), "the cart afterwards")
    fewer = quantities(full)[last] - 1
    if fewer:
        shopper.set_quantity(last, fewer)
        shopper.add(last)
