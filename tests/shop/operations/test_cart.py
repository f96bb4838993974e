from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.cart import PricedCart
from stub_server.shop.provider_states import apply
from tests.shop.operations.actors import Buyer
from tests.shop.operations.fakes import DictStore


def quantities(cart: Any) -> list[tuple[str, int]]:
    return [(line.product_id, line.quantity) for line in cart.lines]


@pytest.mark.rule("C-cart-1", "C-cart-2", "C-cart-3", "C-cart-10")
async def test_every_change_answers_the_whole_cart(buyer: Buyer) -> None:
    results = [
        await buyer.does("addCartItem", {"productId": "soda", "quantity": 1}),
        await buyer.does("addCartItem", {"productId": "bad", "quantity": 2.0}),
        await buyer.does("addCartItem", {"productId": "soda", "quantity": 3}),
        await buyer.does("setCartItemQuantity", {"quantity": 1}, productId="soda"),
        await buyer.does("removeCartItem", productId="soda"),
        await buyer.does("clearCart"),
        await buyer.does("clearCart"),
    ]
    assert all(isinstance(result, PricedCart) for result in results)
    assert [quantities(result.cart) for result in results] == [
        [("soda", 1)],
        [("soda", 1), ("bad", 2)],
        [("soda", 4), ("bad", 2)],
        [("soda", 1), ("bad", 2)],
        [("bad", 2)],
        [],
        [],
    ]
    assert [product.id for product in results[2].products] == ["soda", "bad"]
    assert [product.id for product in results[4].products] == ["bad"]


@pytest.mark.rule("C-cart-4", "C-cart-5")
@pytest.mark.parametrize("body", [{}, {"quantity": 0}, {"quantity": True}, {"quantity": "1"}])
async def test_the_quantity_is_judged_before_the_product_and_changes_nothing(
    buyer: Buyer, body: dict[str, Any]
) -> None:
    await buyer.adds("soda", 2)
    before = await buyer.cart()
    with pytest.raises(Rejection, match=r"cart\.quantityInvalid"):
        await buyer.does("addCartItem", {"productId": "nothing", **body})
    with pytest.raises(Rejection, match=r"cart\.quantityInvalid"):
        await buyer.does("setCartItemQuantity", body, productId="nothing")
    assert await buyer.cart() == before


@pytest.mark.rule("C-cart-5")
async def test_what_is_not_sold_or_not_in_the_cart_is_not_found(buyer: Buyer) -> None:
    for operation, more in (
        ("addCartItem", {"body": {"productId": "nothing", "quantity": 1}}),
        ("setCartItemQuantity", {"body": {"quantity": 1}, "productId": "nothing"}),
        ("setCartItemQuantity", {"body": {"quantity": 1}, "productId": "soda"}),
        ("removeCartItem", {"productId": "soda"}),
    ):
        with pytest.raises(Rejection) as refused:
            await buyer.does(operation, **more)
        assert (refused.value.code, refused.value.rule) == ("product.notFound", "C-cart-5")


@pytest.mark.rule("C-cart-6")
async def test_over_a_cap_nothing_changes(buyer: Buyer) -> None:
    await buyer.adds("soda", 99)
    before = await buyer.cart()
    for quantity in (1, 10**25, 1e300):
        with pytest.raises(Rejection, match=r"cart\.itemLimit"):
            await buyer.does("addCartItem", {"productId": "soda", "quantity": quantity})
    with pytest.raises(Rejection, match=r"cart\.itemLimit"):
        await buyer.does("setCartItemQuantity", {"quantity": 100}, productId="soda")
    assert await buyer.cart() == before


@pytest.mark.rule("C-cart-7", "C-cart-8")
async def test_the_shop_makes_the_price_and_the_sums(buyer: Buyer) -> None:
    await buyer.does("addCartItem", {"productId": "soda", "quantity": 3, "unitPrice": 0.01})
    cart = await buyer.adds("bad", 2)
    assert [line.total for line in cart.lines] == [870, 1098]
    assert (cart.count, cart.subtotal) == (5, 1968)


@pytest.mark.rule("C-cart-9")
async def test_carts_of_two_sessions_never_mix(buyer: Buyer, other: Buyer) -> None:
    await buyer.adds("soda")
    await other.adds("bad")
    assert quantities(await buyer.cart()) == [("soda", 1)]
    assert quantities(await other.cart()) == [("bad", 1)]


@pytest.mark.rule("C-cart-11")
async def test_updated_at_moves_with_every_change_and_only_then(
    buyer: Buyer, clock: FrozenClock
) -> None:
    moments = [(await buyer.cart()).updated_at]
    for step in (1, 0, 0, -60, 3600):
        clock.set_wall_time(clock.now() + timedelta(seconds=step))
        moments.append((await buyer.adds("soda")).updated_at)
        assert (await buyer.cart()).updated_at == moments[-1]
    assert sorted(set(moments)) == moments
    await buyer.does("setCartItemQuantity", {"quantity": 5}, productId="soda")
    assert (await buyer.cart()).updated_at == moments[-1]


@pytest.mark.rule("C-cart-12")
async def test_looking_at_the_cart_takes_over_todays_prices(
    buyer: Buyer, shop: ShopContext, store: DictStore
) -> None:
    before = await buyer.adds("soda", 2)
    await buyer.adds("bad")
    apply(shop, "product-price", {"productId": "soda", "price": 3.1})
    assert (await buyer.adds("bad")).lines[0].unit_price == 290
    fresh = await buyer.cart()
    assert fresh.lines[0].unit_price == 310
    assert fresh.updated_at > before.updated_at
    writes = store.writes
    assert await buyer.cart() == fresh
    assert store.writes == writes


@pytest.mark.rule("C-cart-10", "C-cart-11")
async def test_what_changes_nothing_writes_nothing(buyer: Buyer, store: DictStore) -> None:
    await buyer.adds("soda")
    await buyer.does("clearCart")
    writes = store.writes
    await buyer.does("clearCart")
    assert store.writes == writes


@pytest.mark.rule("C-conv-8")
async def test_a_look_without_a_session_shows_an_empty_cart_and_leaves_no_trace(
    buyer: Buyer, store: DictStore, clock: FrozenClock
) -> None:
    writes = store.writes
    first = await buyer.cart()
    clock.advance(timedelta(minutes=1))
    assert await buyer.cart() == first
    assert first.lines == ()
    assert store.writes == writes
    assert buyer.token is None
