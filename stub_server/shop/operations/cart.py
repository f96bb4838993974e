"""Operations on the cart. Each returns the whole cart (C-cart-1)."""

from __future__ import annotations

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.domain import cart as rules
from stub_server.shop.domain.cart import Cart, PricedCart, parse_quantity
from stub_server.shop.operations import inventory
from stub_server.shop.operations.request import ShopRequest


async def get_cart(request: ShopRequest, shop: ShopContext) -> Result:
    """Return the cart at the current prices, and store them (C-cart-12)."""
    cart = shop.carts.get(request.session)
    products = inventory.products_of(shop, cart)
    fresh = rules.reprice(cart, products, shop.sandbox.clock.now())
    if fresh is not cart:
        shop.carts.save(request.session.key, fresh)
    return Result(PricedCart(fresh, products))


async def add_cart_item(request: ShopRequest, shop: ShopContext) -> Result:
    """Add a quantity of a product; validate the quantity before the product (C-cart-5)."""
    quantity = parse_quantity(request.body.get("quantity"))
    product_id = request.body.get("productId")
    if not isinstance(product_id, str):
        raise Rejection(
            "request.invalid",
            "productId: must be the id of a product.",
            rule="C-conv-7",
            members={"field": "productId"},
        )
    product = inventory.product(shop, product_id)
    cart = shop.carts.get(request.session)
    return _save(
        request,
        shop,
        cart,
        rules.add(cart, product, quantity, shop.policy.limits, shop.sandbox.clock.now()),
    )


async def set_cart_item_quantity(request: ShopRequest, shop: ShopContext) -> Result:
    """Set the quantity of a product in the cart (C-cart-3)."""
    quantity = parse_quantity(request.body.get("quantity"))
    product = inventory.product(shop, request.path["productId"])
    cart = shop.carts.get(request.session)
    changed = rules.set_quantity(
        cart, product, quantity, shop.policy.limits, shop.sandbox.clock.now()
    )
    return _save(request, shop, cart, changed)


async def remove_cart_item(request: ShopRequest, shop: ShopContext) -> Result:
    """Remove a product from the cart."""
    cart = shop.carts.get(request.session)
    changed = rules.remove(cart, request.path["productId"], shop.sandbox.clock.now())
    return _save(request, shop, cart, changed)


async def clear_cart(request: ShopRequest, shop: ShopContext) -> Result:
    """Remove all products from the cart (C-cart-10)."""
    cart = shop.carts.get(request.session)
    return _save(request, shop, cart, rules.clear(cart, shop.sandbox.clock.now()))


def _save(request: ShopRequest, shop: ShopContext, before: Cart, after: Cart) -> Result:
    """Return the cart; store it if it has changed."""
    if after is not before:
        shop.carts.save(request.session.key, after)
    return Result(PricedCart(after, inventory.products_of(shop, after)))
