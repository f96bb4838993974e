"""The cart, in the buyer's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contract_tests import expect
from contract_tests.goods import Goods
from contract_tests.invariants import cents, instant
from contract_tests.ledger import NotReached
from contract_tests.rules import rule
from contract_tests.shopper import Shopper, quantities, still
from contract_tests.states import States
from contract_tests.waiting import wait_for_another_moment


@rule("C-cart-1", "C-cart-13")
def test_every_change_answers_the_whole_cart(shopper: Shopper, goods: Goods) -> None:
    one, two = goods[0], goods[1]
    expect.same(quantities(shopper.adds(one, 2)), {one: 2}, "the cart after adding")
    expect.same(quantities(shopper.adds(two)), {one: 2, two: 1}, "the cart after another")
    expect.same(quantities(shopper.sets(one, 5)), {one: 5, two: 1}, "the cart after a change")
    expect.same(quantities(shopper.removes(one)), {two: 1}, "the cart after taking one out")
    shopper.adds(one)
    expect.same(quantities(shopper.empties()), {}, "the emptied cart")
    expect.same(quantities(shopper.cart()), {}, "the cart that is seen then")


@rule("C-cart-2")
def test_adding_again_adds_up_and_lines_keep_their_order(shopper: Shopper, goods: Goods) -> None:
    one, two, three = goods[0], goods[1], goods[2]
    for product, quantity in ((two, 1), (one, 3), (three, 2), (two, 4), (one, 1)):
        shopper.adds(product, quantity)
    wanted = [(two, 5), (one, 4), (three, 2)]
    expect.same(list(quantities(shopper.cart()).items()), wanted, "the cart's lines")
    shopper.sets(two, 7)
    shopper.removes(one)
    shopper.adds(one)
    wanted = [(two, 7), (three, 2), (one, 1)]
    expect.same(list(quantities(shopper.cart()).items()), wanted, "the cart's lines then")


@rule("C-cart-3")
@pytest.mark.parametrize("quantity", [1, 2, 7, 42])
def test_a_quantity_is_set_whatever_it_was(shopper: Shopper, goods: Goods, quantity: int) -> None:
    cap = shopper.desk.target.line_cap
    shopper.adds(goods[0], min(7, cap))
    quantity = min(quantity, cap)
    expect.same(quantities(shopper.sets(goods[0], quantity)), {goods[0]: quantity}, "the cart")
    expect.same(quantities(shopper.cart()), {goods[0]: quantity}, "the cart seen then")


NO_QUANTITIES: list[Any] = [
    ..., None, True, False, "1", "", "two", 0, -1, -99, 1.5, 0.99, 2.000001, [1], {"n": 1}, [],
    -2147483648, 1e-9, "1e1", " 3",
]  # fmt: skip


@rule("C-cart-4")
@pytest.mark.parametrize("quantity", NO_QUANTITIES, ids=repr)
@pytest.mark.parametrize("verb", ["addCartItem", "setCartItemQuantity"])
def test_what_is_no_quantity_changes_nothing(
    shopper: Shopper, goods: Goods, verb: str, quantity: Any
) -> None:
    before = shopper.adds(goods[0], 3)
    body = {} if quantity is ... else {"quantity": quantity}
    if verb == "addCartItem":
        exchange = shopper.client.call(verb, {"productId": goods[0], **body})
    else:
        exchange = shopper.client.call(verb, body, productId=goods[0])
    expect.refused(exchange, 400, "cart.quantityInvalid")
    expect.same(still(shopper.cart()), still(before), "the cart afterwards")


@rule("C-cart-4")
def test_two_point_nought_is_two(shopper: Shopper, goods: Goods) -> None:
    added = shopper.client.send(
        "POST",
        "/api/cart/items",
        b'{"productId": "%s", "quantity": 2.0}' % goods[0].encode(),
        headers={"content-type": "application/json"},
        operation="addCartItem",
    )
    expect.same(quantities(expect.answered(added)), {goods[0]: 2}, "the cart")


UNKNOWN = ["no-such-product-at-all", "a", "x" * 80, "constructor", "null"]
STRANGE = ["UPPER-CASE", "with space", "ümlaut", "../cart", "a" * 81, "%2e%2e", "'; DROP TABLE"]


@rule("C-cart-5")
@pytest.mark.parametrize("product", UNKNOWN)
def test_an_unknown_product_is_not_found(shopper: Shopper, goods: Goods, product: str) -> None:
    before = shopper.adds(goods[0])
    added = shopper.client.call("addCartItem", {"productId": product, "quantity": 1})
    expect.refused(added, 404, "product.notFound")
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 1}, productId=product)
    expect.refused(changed, 404, "product.notFound")
    removed = shopper.client.call("removeCartItem", productId=product)
    expect.refused(removed, 404, "product.notFound")
    expect.same(still(shopper.cart()), still(before), "the cart afterwards")


@rule("C-cart-5", "C-conv-6")
@pytest.mark.parametrize("product", STRANGE)
def test_a_strange_product_id_is_refused(shopper: Shopper, goods: Goods, product: str) -> None:
    before = shopper.adds(goods[0])
    added = shopper.client.call("addCartItem", {"productId": product, "quantity": 1})
    expect.refused(added, 404, "product.notFound", (400, "request.invalid"))
    expect.same(still(shopper.cart()), still(before), "the cart afterwards")


@rule("C-cart-5")
@pytest.mark.parametrize("change", [str.upper, lambda it: it + " ", lambda it: it[:-1]])
def test_an_id_is_its_exact_signs(
    shopper: Shopper, goods: Goods, change: Callable[[str], str]
) -> None:
    fit = [it for it in goods[:] if change(it) not in ("", *goods[:])]
    if not fit:
        raise NotReached("no product's id is like a word: name one with --product")
    sold, product = fit[0], change(fit[0])
    body = {"productId": product, "quantity": 1}
    exchange = shopper.client.call("addCartItem", body)
    expect.refused(exchange, 404, "product.notFound", (400, "request.invalid"))
    shopper.adds(sold, 2)
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 5}, productId=product)
    expect.refused(changed, 404, "product.notFound", (400, "request.invalid"))
    expect.same(quantities(shopper.cart()), {sold: 2}, "the cart afterwards")


@rule("C-cart-5")
def test_what_is_sold_but_not_in_the_cart_is_not_found(shopper: Shopper, goods: Goods) -> None:
    before = shopper.adds(goods[0])
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 2}, productId=goods[1])
    expect.refused(changed, 404, "product.notFound")
    removed = shopper.client.call("removeCartItem", productId=goods[1])
    expect.refused(removed, 404, "product.notFound")
    expect.same(still(shopper.cart()), still(before), "the cart afterwards")


@rule("C-cart-5")
def test_the_quantity_is_judged_before_the_product(shopper: Shopper) -> None:
    added = shopper.client.call("addCartItem", {"productId": "no-such-product", "quantity": 0})
    expect.refused(added, 400, "cart.quantityInvalid")
    changed = shopper.client.call("setCartItemQuantity", {"quantity": 0}, productId="no-such-one")
    expect.refused(changed, 400, "cart.quantityInvalid")


@rule("C-cart-6")
def test_a_line_holds_so_many_and_not_one_more(shopper: Shopper, goods: Goods) -> None:
    cap = shopper.desk.target.line_cap
    product = goods[0]
    expect.same(quantities(shopper.adds(product, cap)), {product: cap}, "a full line")
    before = shopper.cart()
    for quantity in (1, cap):
        added = shopper.client.call("addCartItem", {"productId": product, "quantity": quantity})
        expect.refused(added, 409, "cart.itemLimit")
    changed = shopper.client.call("setCartItemQuantity", {"quantity": cap + 1}, productId=product)
    expect.refused(changed, 409, "cart.itemLimit")
    expect.same(still(shopper.cart()), still(before), "the cart afterwards")
    shopper.sets(product, cap - 1)
    expect.same(quantities(shopper.adds(product)), {product: cap}, "a line filled up")
    shopper.removes(product)
    fresh = shopper.client.call("addCartItem", {"productId": product, "quantity": cap + 1})
    expect.refused(fresh, 409, "cart.itemLimit")
    expect.same(quantities(shopper.cart()), {}, "the cart afterwards")


@rule("C-cart-6")
@pytest.mark.parametrize("quantity", [1_000, 2**31, 2**32 + 1, 2**63, 10**20])
def test_far_too_many_are_too_many(shopper: Shopper, goods: Goods, quantity: int) -> None:
    before = shopper.adds(goods[0])
    others = [(400, "cart.quantityInvalid")] if quantity >= 2**53 else []
    body = {"productId": goods[0], "quantity": quantity}
    expect.refused(shopper.client.call("addCartItem", body), 409, "cart.itemLimit", *others)
    changed = shopper.client.call("setCartItemQuantity", {"quantity": quantity}, productId=goods[0])
    expect.refused(changed, 409, "cart.itemLimit", *others)
    expect.same(still(shopper.cart()), still(before), "the cart afterwards")


@rule("C-cart-6")
def test_a_cart_holds_so_many_and_not_one_more(shopper: Shopper, goods: Goods) -> None:
    target = shopper.desk.target
    left = target.cart_cap
    at = 0
    while left:
        piece = min(left, target.line_cap)
        shopper.adds(goods[at], piece)
        left -= piece
        at += 1
    full = shopper.cart()
    expect.same(full["count"], target.cart_cap, "a full cart's count")
    last = goods[at - 1]
    room = quantities(full)[last] < target.line_cap
    if room:
        added = shopper.client.call("addCartItem", {"productId": last, "quantity": 1})
        expect.refused(added, 409, "cart.itemLimit")
        changed = shopper.client.call(
            "setCartItemQuantity", {"quantity": quantities(full)[last] + 1}, productId=last
        )
        expect.refused(changed, 409, "cart.itemLimit")
    fresh = shopper.client.call("addCartItem", {"productId": goods[at], "quantity": 1})
    expect.refused(fresh, 409, "cart.itemLimit")
    expect.same(still(shopper.cart()), still(full), "the cart afterwards")
    fewer = quantities(full)[last] - 1
    if fewer:
        shopper.sets(last, fewer)
        shopper.adds(last)


@rule("C-cart-7")
@pytest.mark.parametrize("quantity", [1, 2, 3, 7, 19, 33, 67, 99])
def test_sums_are_exact_to_the_cent(shopper: Shopper, goods: Goods, quantity: int) -> None:
    """The arithmetic is looked at in every answer; this makes for many different sums."""
    target = shopper.desk.target
    quantity = min(quantity, target.line_cap, target.cart_cap // 4)
    for product in goods[:4]:
        shopper.adds(product, quantity)
    expect.same(shopper.cart()["count"], 4 * quantity, "count")
    expect.same(shopper.sets(goods[1], 1)["count"], 3 * quantity + 1, "count after a change")
    expect.same(shopper.removes(goods[0])["count"], 2 * quantity + 1, "count after one is out")
    expect.same(shopper.empties()["count"], 0, "an emptied cart's count")


@rule("C-cart-7")
@pytest.mark.parametrize(
    "price", ["0.01", "0.07", "1.005", "2.675", "1.10", "9.03", "0.29", "33.33"]
)
def test_sums_of_awkward_prices_are_exact(
    shopper: Shopper, goods: Goods, states: States, price: str
) -> None:
    product = goods[0]
    before = states.set("product", productId=product)["price"]
    exact = round(cents(price) / 100, 2)
    try:
        states.set("product-price", productId=product, price=exact)
        for quantity in (1, 3, 7, 29, 99):
            cart = shopper.adds(product, min(quantity, shopper.desk.target.line_cap))
            expect.same(cents(cart["items"][0]["unitPrice"]), cents(exact), "unitPrice")
            shopper.removes(product)
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-cart-8")
@pytest.mark.parametrize("member", ["unitPrice", "price", "lineTotal"])
def test_a_price_in_the_request_is_ignored(shopper: Shopper, goods: Goods, member: str) -> None:
    usual = cents(shopper.adds(goods[0])["items"][0]["unitPrice"])
    body = {"productId": goods[1], "quantity": 1, member: 0.01}
    cart = expect.answered(shopper.client.call("addCartItem", body))
    honest = Shopper(shopper.desk).adds(goods[1])["items"][0]["unitPrice"]
    expect.same(cart["items"][1]["unitPrice"], honest, "the unit price")
    body = {"quantity": 2, member: 0.01}
    cart = expect.answered(shopper.client.call("setCartItemQuantity", body, productId=goods[0]))
    expect.same(cents(cart["items"][0]["unitPrice"]), usual, "the unit price")


@rule("C-cart-9")
def test_the_carts_of_two_visitors_never_mix(
    shopper: Shopper, other: Shopper, goods: Goods
) -> None:
    shopper.adds(goods[0], 2)
    expect.same(quantities(other.cart()), {}, "a stranger's cart")
    other.adds(goods[1], 3)
    other.adds(goods[0], 1)
    expect.same(quantities(shopper.cart()), {goods[0]: 2}, "the first one's cart")
    shopper.empties()
    expect.same(quantities(other.cart()), {goods[1]: 3, goods[0]: 1}, "the second one's cart")


@rule("C-cart-10")
def test_an_empty_cart_can_be_emptied(shopper: Shopper, goods: Goods) -> None:
    expect.same(quantities(shopper.empties()), {}, "a stranger's emptied cart")
    for product in goods[:3]:
        shopper.adds(product, 2)
    for _ in range(2):
        cart = shopper.empties()
        expect.same((cart["items"], cart["count"], cents(cart["subtotal"])), ([], 0, 0), "the cart")


@rule("C-cart-11")
def test_updated_at_moves_with_the_cart_and_never_back(shopper: Shopper, goods: Goods) -> None:
    product = goods[0]
    last = shopper.adds(product)["updatedAt"]
    changes: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: shopper.adds(product),
        lambda: shopper.adds(goods[1], 2),
        lambda: shopper.sets(product, 5),
        lambda: shopper.removes(goods[1]),
        lambda: shopper.empties(),
    )
    for change in changes:
        wait_for_another_moment(last)
        now = change()["updatedAt"]
        expect.that(
            instant(now) > instant(last),
            f"the cart changed, and updatedAt went from {last} to {now}",
        )
        last = shopper.cart()["updatedAt"]
        expect.that(
            instant(last) >= instant(now),
            f"updatedAt, only looked at, goes back from {now} to {last}",
        )


@rule("C-cart-12", "C-cart-11")
def test_looking_takes_over_the_catalogue_s_prices(
    shopper: Shopper, goods: Goods, states: States
) -> None:
    product = goods[0]
    before = states.set("product", productId=product)["price"]
    seen = shopper.adds(product, 2)
    try:
        for price in (before + 1, before + 0.37):
            price = round(price, 2)
            states.set("product-price", productId=product, price=price)
            wait_for_another_moment(seen["updatedAt"])
            earlier, seen = seen, shopper.cart()
            line = seen["items"][0]
            expect.same(cents(line["unitPrice"]), cents(price), "the unit price that is shown")
            expect.that(
                instant(seen["updatedAt"]) > instant(earlier["updatedAt"]),
                "the cart has other prices, and updatedAt did not move",
                "C-cart-11",
            )
        intent = shopper.asks_intent()
        expect.that(
            intent.code != "checkout.priceChanged",
            "GET /api/cart showed the new price, and the checkout still says it changed",
        )
    finally:
        states.set("product-price", productId=product, price=before)


@rule("C-cart-13")
def test_a_line_shows_its_product(shopper: Shopper, goods: Goods) -> None:
    line = shopper.adds(goods[0])["items"][0]
    expect.same(line["product"]["id"], goods[0], "the line's product")
    for member in ("image", "href"):
        path = line["product"][member]
        expect.that(str(path).startswith("/"), f"{member} is {path!r}, no absolute path")
