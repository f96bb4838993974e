"""Fixtures may be edited between two runs: what is gone from them leaves quietly."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.catalogue import build_catalogue
from stub_server.shop.repositories import CartRepository
from tests.shop.operations.actors import Buyer, Stripe


def stop_selling(shop: ShopContext, product_id: str) -> None:
    shop.catalogue = build_catalogue(
        product for product in shop.catalogue.values() if product.id != product_id
    )
    shop.carts = CartRepository(shop.sandbox.store, shop.catalogue, shop.opened_at)


async def test_a_product_that_is_gone_leaves_the_carts(shop: ShopContext, buyer: Buyer) -> None:
    await buyer.adds("soda", 2)
    await buyer.adds("bad", 1)
    stop_selling(shop, "soda")
    assert [line.product_id for line in (await buyer.cart()).lines] == ["bad"]
    await buyer.adds("bad", 1)
    assert [line.quantity for line in (await buyer.cart()).lines] == [2]


async def test_an_order_of_a_product_that_is_gone_is_paid_all_the_same(
    shop: ShopContext, buyer: Buyer, stripe: Stripe
) -> None:
    await buyer.adds("soda", 2)
    intent = await buyer.checks_out()
    order = await buyer.sees(intent.order_id)
    stop_selling(shop, "soda")
    await stripe.says("succeeded", order.payment_intent)
    assert (await buyer.sees(intent.order_id)).status == "paid"
