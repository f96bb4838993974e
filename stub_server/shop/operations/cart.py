"""The cart's operations. Each answers the whole cart as it is now (C-cart-1)."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain.cart import Cart, PricedCart
from stub_server.shop.domain.quantity import quantity_of
from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.operations import shelf
from stub_server.shop.operations.call import Answer, Call


async def get_cart(call: Call, shop: ShopContext) -> Answer:
    """The cart at today's prices, which it takes over (C-cart-12)."""
    cart = shop.carts.get(call.session)
    products = shelf.products_in(shop, cart)
    fresh = rules.repriced(cart, products, shop.sandbox.clock.now())
    if fresh is not cart:
        shop.carts.save(call.session.key, fresh)
    return Answer(PricedCart(fresh, products))


async def add_cart_item(call: Call, shop: ShopContext) -> Answer:
    """So many more of a product; the quantity is judged before the product (C-cart-5)."""
    quantity = quantity_of(call.body.get("quantity"))
    product_id = call.body.get("productId")
    if not isinstance(product_id, str):
        words = "productId: must be the id of a product."
        field = {"field": "productId"}
        raise Refusal("request.invalid", words, rule="C-conv-7", members=field)
    product = shelf.product(shop, product_id)
    cart = shop.carts.get(call.session)
    return _kept(
        call,
        shop,
        cart,
        rules.add(cart, product, quantity, shop.terms.caps, shop.sandbox.clock.now()),
    )


async def set_cart_item_quantity(call: Call, shop: ShopContext) -> Answer:
    """Exactly so many of a product that is in the cart (C-cart-3)."""
    quantity = quantity_of(call.body.get("quantity"))
    product = shelf.product(shop, call.path["productId"])
    cart = shop.carts.get(call.session)
    changed = rules.set_quantity(cart, product, quantity, shop.terms.caps, shop.sandbox.clock.now())
    return _kept(call, shop, cart, changed)


async def remove_cart_item(call: Call, shop: ShopContext) -> Answer:
    """The cart without that product."""
    cart = shop.carts.get(call.session)
    changed = rules.remove(cart, call.path["productId"], shop.sandbox.clock.now())
    return _kept(call, shop, cart, changed)


async def clear_cart(call: Call, shop: ShopContext) -> Answer:
    """The cart without anything (C-cart-10)."""
    cart = shop.carts.get(call.session)
    return _kept(call, shop, cart, rules.cleared(cart, shop.sandbox.clock.now()))


def _kept(call: Call, shop: ShopContext, before: Cart, after: Cart) -> Answer:
    """The cart as it is now, filed if it has changed."""
    if after is not before:
        shop.carts.save(call.session.key, after)
    return Answer(PricedCart(after, shelf.products_in(shop, after)))
