"""The cart, in the buyer's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contract_tests.harness.failures import NotReached
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.money import cents, instant
from contract_tests.shop.products import Products
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper, quantities, without_time


@rule("C-cart-1", "C-cart-13")
def test_every_change_answers_the_whole_cart(shopper: Shopper, products: Products) -> None:
    one, two = products[0], products[1]
    expect.equal(quantities(shopper.add(one, 2)), {one: 2}, "the cart after adding")
    expect.equal(quantities(shopper.add(two)), {one: 2, two: 1}, "the cart after another")
    expect.equal(
        quantities(shopper.set_quantity(one, 5)), {one: 5, two: 1}, "the cart after a change"
    )
    expect.equal(quantities(shopper.remove(one)), {two: 1}, "the cart after taking one out")
    shopper.add(one)
    expect.equal(quantities(shopper.clear_cart()), {}, "the emptied cart")
    expect.equal(quantities(shopper.cart()), {}, "the cart that is seen then")


@rule("C-cart-2")
def test_adding_again_adds_up_and_lines_keep_their_order(
    shopper: Shopper, products: Products
) -> None:
    one, two, three = products[0], products[1], products[2]
    for product, quantity in ((two, 1), (one, 3), (three, 2), (two, 4), (one, 1)):
        shopper.add(product, quantity)
    wanted = [(two, 5), (one, 4), (three, 2)]
    expect.equal(list(quantities(shopper.cart()).items()), wanted, "the cart's lines")
    shopper.set_quantity(two, 7)
    shopper.remove(one)
    shopper.add(one)
    wanted = [(two, 7), (three, 2), (one, 1)]
    expect.equal(list(quantities(shopper.cart()).items()), wanted, "the cart's lines then")


@rule("C-cart-3")
@pytest.mark.parametrize("quantity", [1, 2, 7, 42])
def test_a_quantity_is_set_whatever_it_was(
    shopper: Shopper, products: Products, quantity: int
) -> None:
    cap = shop_settings(shopper.session).line_cap
    shopper.add(products[0], min(7, cap))
    quantity = min(quantity, cap)
    expect.equal(
        quantities(shopper.set_quantity(products[0], quantity)), {products[0]: quantity}, "the cart"
    )
    expect.equal(quantities(shopper.cart()), {products[0]: quantity}, "the cart seen then")


UNKNOWN = ["no-such-product-at-all", "a", "x" * 80, "constructor", "null"]


STRANGE = ["UPPER-CASE", "with space", "ümlaut", "../cart", "a" * 81, "%2e%2e", "'; DROP TABLE"]


@rule("C-cart-5")
@pytest.mark.parametrize("product", UNKNOWN)
def test_an_unknown_product_is_not_found(
    shopper: Shopper, products: Products, product: str
) -> None:
    before = shopper.add(products[0])
    added = shopper.client.call("addCartItem", {"productId": product, "quantity": 1})
    expect.error(added, 404, "product.notFound")
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 1}, productId=product)
    expect.error(changed, 404, "product.notFound")
    removed = shopper.client.call("removeCartItem", productId=product)
    expect.error(removed, 404, "product.notFound")
    expect.equal(without_time(shopper.cart()), without_time(before), "the cart afterwards")


@rule("C-cart-5", "C-conv-6")
@pytest.mark.parametrize("product", STRANGE)
def test_a_strange_product_id_is_refused(
    shopper: Shopper, products: Products, product: str
) -> None:
    before = shopper.add(products[0])
    added = shopper.client.call("addCartItem", {"productId": product, "quantity": 1})
    expect.error(added, 404, "product.notFound", (400, "request.invalid"))
    expect.equal(without_time(shopper.cart()), without_time(before), "the cart afterwards")


@rule("C-cart-5")
@pytest.mark.parametrize("change", [str.upper, lambda name: name + " ", lambda name: name[:-1]])
def test_an_id_is_its_exact_signs(
    shopper: Shopper, products: Products, change: Callable[[str], str]
) -> None:
    fit = [each for each in products[:] if change(each) not in ("", *products[:])]
    if not fit:
        raise NotReached("no product's id is like a word: name one with --product")
    sold, product = fit[0], change(fit[0])
    body = {"productId": product, "quantity": 1}
    exchange = shopper.client.call("addCartItem", body)
    expect.error(exchange, 404, "product.notFound", (400, "request.invalid"))
    shopper.add(sold, 2)
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 5}, productId=product)
    expect.error(changed, 404, "product.notFound", (400, "request.invalid"))
    expect.equal(quantities(shopper.cart()), {sold: 2}, "the cart afterwards")


@rule("C-cart-5")
def test_what_is_sold_but_not_in_the_cart_is_not_found(
    shopper: Shopper, products: Products
) -> None:
    before = shopper.add(products[0])
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 2}, productId=products[1])
    expect.error(changed, 404, "product.notFound")
    removed = shopper.client.call("removeCartItem", productId=products[1])
    expect.error(removed, 404, "product.notFound")
    expect.equal(without_time(shopper.cart()), without_time(before), "the cart afterwards")


@rule("C-cart-9")
def test_the_carts_of_two_visitors_never_mix(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.add(products[0], 2)
    expect.equal(quantities(other.cart()), {}, "another visitor's cart")
    other.add(products[1], 3)
    other.add(products[0], 1)
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the first one's cart")
    shopper.clear_cart()
    expect.equal(
        quantities(other.cart()), {products[1]: 3, products[0]: 1}, "the second one's cart"
    )


@rule("C-cart-10")
def test_an_empty_cart_can_be_emptied(shopper: Shopper, products: Products) -> None:
    expect.equal(quantities(shopper.clear_cart()), {}, "another visitor's emptied cart")
    for product in products[:3]:
        shopper.add(product, 2)
    for _ in range(2):
        cart = shopper.clear_cart()
        expect.equal(
            (cart["items"], cart["count"], cents(cart["subtotal"])), ([], 0, 0), "the cart"
        )


@rule("C-cart-11")
def test_updated_at_moves_with_the_cart_and_never_back(
    shopper: Shopper, products: Products
) -> None:
    product = products[0]
    last = shopper.add(product)["updatedAt"]
    moments = [last]
    changes: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: shopper.add(product),
        lambda: shopper.add(products[1], 2),
        lambda: shopper.set_quantity(product, 5),
        lambda: shopper.remove(products[1]),
        lambda: shopper.clear_cart(),
    )
    for change in changes:
        now = change()["updatedAt"]
        moments.append(now)
        expect.check(
            instant(now) > instant(last),
            f"the cart changed, and updatedAt went from {last} to {now}",
        )
        last = shopper.cart()["updatedAt"]
        expect.check(
            instant(last) >= instant(now),
            f"updatedAt, only looked at, goes back from {now} to {last}",
        )
    fine = any(instant(moment) != instant(moment[:19]) for moment in moments)
    expect.check(fine, f"updatedAt is in whole seconds: {', '.join(moments)}")


@rule("C-cart-13")
def test_a_line_shows_its_product(shopper: Shopper, products: Products) -> None:
    line = shopper.add(products[0])["items"][0]
    expect.equal(line["product"]["id"], products[0], "the line's product")
    for member in ("image", "href"):
        path = line["product"][member]
        expect.check(str(path).startswith("/"), f"{member} is {path!r}, no absolute path")
