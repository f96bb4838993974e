from __future__ import annotations

from datetime import timedelta

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.shop_policy import Limits
from tests.shop import samples
from tests.shop.samples import NOW, product

LATER = NOW + timedelta(seconds=5)
LIMITS = Limits(per_line=99, per_cart=120)


def quantities(cart: Cart) -> list[tuple[str, int]]:
    return [(line.product_id, line.quantity) for line in cart.lines]


@pytest.mark.rule("C-cart-2", "C-cart-8", "C-cart-11")
def test_a_new_product_is_appended_at_its_price() -> None:
    cart = rules.add(samples.cart(a=1), product("b", 290), 2, LIMITS, LATER)
    assert cart.lines[1] == CartLine("b", 2, Cents(290))
    assert cart.updated_at == LATER


@pytest.mark.rule("C-cart-2")
def test_a_product_that_is_there_grows_in_its_place() -> None:
    assert quantities(rules.add(samples.cart(a=1, b=1), product("a"), 2, LIMITS, LATER)) == [
        ("a", 3),
        ("b", 1),
    ]


@pytest.mark.rule("C-cart-3")
def test_a_quantity_is_set_not_added() -> None:
    assert quantities(
        rules.set_quantity(samples.cart(a=5, b=1), product("a"), 2, LIMITS, LATER)
    ) == [
        ("a", 2),
        ("b", 1),
    ]


@pytest.mark.rule("C-cart-5")
def test_a_product_that_is_not_in_the_cart_is_neither_set_nor_removed() -> None:
    with pytest.raises(Rejection, match=r"product\.notFound"):
        rules.set_quantity(samples.cart(a=1), product("b"), 2, LIMITS, LATER)
    with pytest.raises(Rejection, match=r"product\.notFound"):
        rules.remove(samples.cart(a=1), "b", LATER)


@pytest.mark.rule("C-cart-6")
@pytest.mark.parametrize(("there", "more"), [({"a": 98}, 1), ({"b": 60}, 60), ({}, 99)])
def test_up_to_the_caps_a_cart_may_grow(there: dict[str, int], more: int) -> None:
    rules.add(samples.cart(**there), product("a"), more, LIMITS, LATER)


@pytest.mark.rule("C-cart-6")
@pytest.mark.parametrize(("there", "more"), [({"a": 98}, 2), ({"b": 60}, 61), ({}, 10**30)])
def test_over_a_cap_it_may_not(there: dict[str, int], more: int) -> None:
    with pytest.raises(Rejection) as refused:
        rules.add(samples.cart(**there), product("a"), more, LIMITS, LATER)
    assert (refused.value.code, refused.value.rule) == ("cart.itemLimit", "C-cart-6")


@pytest.mark.rule("C-cart-6")
@pytest.mark.parametrize("quantity", [100, 10**30])
def test_a_quantity_over_the_cap_is_not_set(quantity: int) -> None:
    with pytest.raises(Rejection, match=r"cart\.itemLimit"):
        rules.set_quantity(samples.cart(a=1), product("a"), quantity, LIMITS, LATER)


@pytest.mark.rule("C-cart-7")
def test_totals_are_exact_sums_in_cents() -> None:
    cart = Cart((CartLine("a", 3, Cents(549)), CartLine("b", 7, Cents(129))), NOW)
    assert [line.total for line in cart.lines] == [1647, 903]
    assert (cart.count, cart.subtotal) == (10, 2550)


@pytest.mark.rule("C-cart-10", "C-cart-11")
def test_a_cleared_cart_is_empty_and_an_empty_one_stays_as_it_is() -> None:
    empty = rules.clear(samples.cart(a=1), LATER)
    assert (empty.lines, empty.updated_at) == ((), LATER)
    assert rules.clear(empty, LATER + timedelta(hours=1)) is empty


@pytest.mark.rule("C-cart-12", "C-cart-11")
def test_todays_prices_are_taken_over_and_that_is_a_change() -> None:
    cart = samples.cart(a=1, b=2)
    fresh = rules.reprice(cart, [product("a"), product("b", 600)], LATER)
    assert [line.unit_price for line in fresh.lines] == [549, 600]
    assert fresh.updated_at == LATER
    assert rules.reprice(fresh, [product("a"), product("b", 600)], LATER) is fresh


@pytest.mark.rule("C-cart-12")
def test_touching_a_line_takes_over_the_price_of_that_line_alone() -> None:
    cart = rules.set_quantity(samples.cart(a=1, b=1), product("a", 600), 1, LIMITS, LATER)
    assert [line.unit_price for line in cart.lines] == [600, 549]


@pytest.mark.rule("C-cart-11")
def test_a_cart_that_stays_the_same_does_not_move() -> None:
    cart = samples.cart(a=2)
    assert rules.set_quantity(cart, product("a"), 2, LIMITS, LATER) is cart


@pytest.mark.rule("C-cart-11")
def test_a_change_moves_the_cart_even_if_the_clock_stands_still() -> None:
    assert rules.remove(samples.cart(a=1), "a", NOW).updated_at > NOW


@pytest.mark.rule("C-chk-13")
def test_what_was_bought_leaves_the_cart_and_what_came_since_stays() -> None:
    left = rules.subtract(samples.cart(a=3, b=1, c=2), {"a": 2, "b": 5, "gone": 1}, LATER)
    assert quantities(left) == [("a", 1), ("c", 2)]
    assert left.updated_at == LATER
