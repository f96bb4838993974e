from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.shop_policy import Limits

THEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOW = THEN + timedelta(seconds=5)
CAPS = Limits(per_line=99, per_cart=120)


def sold(product_id: str, price: int = 549) -> Product:
    return Product(product_id, "Bad", "Kaiser", "500 g", "Pflege", Cents(price), "/i", "/h", 25)


def cart_with(**quantities: int) -> Cart:
    lines = (CartLine(product, count, Cents(549)) for product, count in quantities.items())
    return Cart(tuple(lines), THEN)


def quantities(cart: Cart) -> list[tuple[str, int]]:
    return [(line.product_id, line.quantity) for line in cart.lines]


@pytest.mark.rule("C-cart-2", "C-cart-8", "C-cart-11")
def test_a_new_product_is_appended_at_its_price() -> None:
    cart = rules.add(cart_with(a=1), sold("b", 290), 2, CAPS, NOW)
    assert cart.lines[1] == CartLine("b", 2, Cents(290))
    assert cart.updated_at == NOW


@pytest.mark.rule("C-cart-2")
def test_a_product_that_is_there_grows_in_its_place() -> None:
    assert quantities(rules.add(cart_with(a=1, b=1), sold("a"), 2, CAPS, NOW)) == [
        ("a", 3),
        ("b", 1),
    ]


@pytest.mark.rule("C-cart-3")
def test_a_quantity_is_set_not_added() -> None:
    assert quantities(rules.set_quantity(cart_with(a=5, b=1), sold("a"), 2, CAPS, NOW)) == [
        ("a", 2),
        ("b", 1),
    ]


@pytest.mark.rule("C-cart-5")
def test_a_product_that_is_not_in_the_cart_is_neither_set_nor_removed() -> None:
    with pytest.raises(Rejection, match=r"product\.notFound"):
        rules.set_quantity(cart_with(a=1), sold("b"), 2, CAPS, NOW)
    with pytest.raises(Rejection, match=r"product\.notFound"):
        rules.remove(cart_with(a=1), "b", NOW)


@pytest.mark.rule("C-cart-6")
@pytest.mark.parametrize(("there", "more"), [({"a": 98}, 1), ({"b": 60}, 60), ({}, 99)])
def test_up_to_the_caps_a_cart_may_grow(there: dict[str, int], more: int) -> None:
    rules.add(cart_with(**there), sold("a"), more, CAPS, NOW)


@pytest.mark.rule("C-cart-6")
@pytest.mark.parametrize(("there", "more"), [({"a": 98}, 2), ({"b": 60}, 61), ({}, 10**30)])
def test_over_a_cap_it_may_not(there: dict[str, int], more: int) -> None:
    with pytest.raises(Rejection) as refused:
        rules.add(cart_with(**there), sold("a"), more, CAPS, NOW)
    assert (refused.value.code, refused.value.rule) == ("cart.itemLimit", "C-cart-6")


@pytest.mark.rule("C-cart-6")
@pytest.mark.parametrize("quantity", [100, 10**30])
def test_a_quantity_over_the_cap_is_not_set(quantity: int) -> None:
    with pytest.raises(Rejection, match=r"cart\.itemLimit"):
        rules.set_quantity(cart_with(a=1), sold("a"), quantity, CAPS, NOW)


@pytest.mark.rule("C-cart-7")
def test_totals_are_exact_sums_in_cents() -> None:
    cart = Cart((CartLine("a", 3, Cents(549)), CartLine("b", 7, Cents(129))), THEN)
    assert [line.total for line in cart.lines] == [1647, 903]
    assert (cart.count, cart.subtotal) == (10, 2550)


@pytest.mark.rule("C-cart-10", "C-cart-11")
def test_a_cleared_cart_is_empty_and_an_empty_one_stays_as_it_is() -> None:
    empty = rules.clear(cart_with(a=1), NOW)
    assert (empty.lines, empty.updated_at) == ((), NOW)
    assert rules.clear(empty, NOW + timedelta(hours=1)) is empty


@pytest.mark.rule("C-cart-12", "C-cart-11")
def test_todays_prices_are_taken_over_and_that_is_a_change() -> None:
    cart = cart_with(a=1, b=2)
    fresh = rules.reprice(cart, [sold("a"), sold("b", 600)], NOW)
    assert [line.unit_price for line in fresh.lines] == [549, 600]
    assert fresh.updated_at == NOW
    assert rules.reprice(fresh, [sold("a"), sold("b", 600)], NOW) is fresh


@pytest.mark.rule("C-cart-12")
def test_touching_a_line_takes_over_the_price_of_that_line_alone() -> None:
    cart = rules.set_quantity(cart_with(a=1, b=1), sold("a", 600), 1, CAPS, NOW)
    assert [line.unit_price for line in cart.lines] == [600, 549]


@pytest.mark.rule("C-cart-11")
def test_a_cart_that_stays_the_same_does_not_move() -> None:
    cart = cart_with(a=2)
    assert rules.set_quantity(cart, sold("a"), 2, CAPS, NOW) is cart


@pytest.mark.rule("C-cart-11")
def test_a_change_moves_the_cart_even_if_the_clock_stands_still() -> None:
    assert rules.remove(cart_with(a=1), "a", THEN).updated_at > THEN


@pytest.mark.rule("C-chk-13")
def test_what_was_bought_leaves_the_cart_and_what_came_since_stays() -> None:
    left = rules.subtract(cart_with(a=3, b=1, c=2), {"a": 2, "b": 5, "gone": 1}, NOW)
    assert quantities(left) == [("a", 1), ("c", 2)]
    assert left.updated_at == NOW
