"""The cart, in the buyer's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contract_tests.harness.failures import NotReached
from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.background_orders import wait_for_another_moment
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
@pytest.mark.parametrize("change", [str.upper, lambda it: it + " ", lambda it: it[:-1]])
def test_an_id_is_its_exact_signs(
    shopper: Shopper, products: Products, change: Callable[[str], str]
) -> None:
    fit = [it for it in products[:] if change(it) not in ("", *products[:])]
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


@rule("C-cart-7")
@pytest.mark.parametrize("quantity", [1, 2, 3, 7, 19, 33, 67, 99])
def test_sums_are_exact_to_the_cent(shopper: Shopper, products: Products, quantity: int) -> None:
    """The arithmetic is looked at in every answer; this makes for many different sums."""
    limits = shop_settings(shopper.session)
    quantity = min(quantity, limits.line_cap, limits.cart_cap // 4)
    for product in products[:4]:
        shopper.add(product, quantity)
    expect.equal(shopper.cart()["count"], 4 * quantity, "count")
    expect.equal(
        shopper.set_quantity(products[1], 1)["count"], 3 * quantity + 1, "count after a change"
    )
    expect.equal(shopper.remove(products[0])["count"], 2 * quantity + 1, "count after one is out")
    expect.equal(shopper.clear_cart()["count"], 0, "an emptied cart's count")


@rule("C-cart-7")
@pytest.mark.parametrize(
    "price", ["0.01", "0.07", "1.005", "2.675", "1.10", "9.03", "0.29", "33.33"]
)
def test_sums_of_awkward_prices_are_exact(
    shopper: Shopper, products: Products, states: ProviderStates, price: str
) -> None:
    product = products[0]
    before = states.set("product", productId=product)["price"]
    exact = round(cents(price) / 100, 2)
    try:
        states.set("product-price", productId=product, price=exact)
        for quantity in (1, 3, 7, 29, 99):
            cart = shopper.add(product, min(quantity, shop_settings(shopper.session).line_cap))
            expect.equal(cents(cart["items"][0]["unitPrice"]), cents(exact), "unitPrice")
            shopper.remove(product)
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-cart-8")
@pytest.mark.parametrize("member", ["unitPrice", "price", "lineTotal"])
def test_a_price_in_the_request_is_ignored(
    shopper: Shopper, products: Products, member: str
) -> None:
    usual = cents(shopper.add(products[0])["items"][0]["unitPrice"])
    body = {"productId": products[1], "quantity": 1, member: 0.01}
    cart = expect.ok(shopper.client.call("addCartItem", body))
    honest = Shopper(shopper.session).add(products[1])["items"][0]["unitPrice"]
    expect.equal(cart["items"][1]["unitPrice"], honest, "the unit price")
    body = {"quantity": 2, member: 0.01}
    cart = expect.ok(shopper.client.call("setCartItemQuantity", body, productId=products[0]))
    expect.equal(cents(cart["items"][0]["unitPrice"]), usual, "the unit price")


@rule("C-cart-9")
def test_the_carts_of_two_visitors_never_mix(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.add(products[0], 2)
    expect.equal(quantities(other.cart()), {}, "a stranger's cart")
    other.add(products[1], 3)
    other.add(products[0], 1)
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the first one's cart")
    shopper.clear_cart()
    expect.equal(
        quantities(other.cart()), {products[1]: 3, products[0]: 1}, "the second one's cart"
    )


@rule("C-cart-10")
def test_an_empty_cart_can_be_emptied(shopper: Shopper, products: Products) -> None:
    expect.equal(quantities(shopper.clear_cart()), {}, "a stranger's emptied cart")
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
    changes: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: shopper.add(product),
        lambda: shopper.add(products[1], 2),
        lambda: shopper.set_quantity(product, 5),
        lambda: shopper.remove(products[1]),
        lambda: shopper.clear_cart(),
    )
    for change in changes:
        wait_for_another_moment(last)
        now = change()["updatedAt"]
        expect.check(
            instant(now) > instant(last),
            f"the cart changed, and updatedAt went from {last} to {now}",
        )
        last = shopper.cart()["updatedAt"]
        expect.check(
            instant(last) >= instant(now),
            f"updatedAt, only looked at, goes back from {now} to {last}",
        )


@rule("C-cart-12", "C-cart-11")
def test_looking_takes_over_the_catalogue_s_prices(
    shopper: Shopper, products: Products, states: ProviderStates
) -> None:
    product = products[0]
    before = states.set("product", productId=product)["price"]
    seen = shopper.add(product, 2)
    try:
        for price in (before + 1, before + 0.37):
            price = round(price, 2)
            states.set("product-price", productId=product, price=price)
            wait_for_another_moment(seen["updatedAt"])
            earlier, seen = seen, shopper.cart()
            line = seen["items"][0]
            expect.equal(cents(line["unitPrice"]), cents(price), "the unit price that is shown")
            expect.check(
                instant(seen["updatedAt"]) > instant(earlier["updatedAt"]),
                "the cart has other prices, and updatedAt did not move",
                "C-cart-11",
            )
        intent = shopper.request_checkout()
        expect.check(
            intent.code != "checkout.priceChanged",
            "GET /api/cart showed the new price, and the checkout still says it changed",
        )
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-cart-13")
def test_a_line_shows_its_product(shopper: Shopper, products: Products) -> None:
    line = shopper.add(products[0])["items"][0]
    expect.equal(line["product"]["id"], products[0], "the line's product")
    for member in ("image", "href"):
        path = line["product"][member]
        expect.check(str(path).startswith("/"), f"{member} is {path!r}, no absolute path")
