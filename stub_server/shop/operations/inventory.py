"""The catalogue with its overrides: current titles, prices and stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.cart import Cart
from stub_server.shop.domain.catalogue import Product, ProductOverride, product_not_found
from stub_server.shop.domain.money import Cents


def product(shop: ShopContext, product_id: str) -> Product:
    """Return the product with its overrides; reject an unknown id with `product.notFound`."""
    base = shop.catalogue.get(product_id)
    if base is None:
        raise product_not_found(product_id)
    override = shop.product_overrides.get(product_id)
    return base if override is None else override.apply(base)


def products_of(shop: ShopContext, cart: Cart) -> list[Product]:
    """Return the products of a cart's lines, in their order."""
    return [product(shop, line.product_id) for line in cart.lines]


def override(
    shop: ShopContext,
    product_id: str,
    *,
    title: str | None = None,
    price: Cents | None = None,
    stock: int | None = None,
) -> None:
    """Override the title, the price (cents) or the stock (pieces) of a product."""
    earlier = shop.product_overrides.get(product_id) or ProductOverride(product_id)
    values = {"title": title, "price": price, "stock": stock}
    changes: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    shop.product_overrides.save(replace(earlier, **changes))


def decrement_stock(shop: ShopContext, quantities: Mapping[str, int]) -> None:
    """Reduce stock by these quantities, not below 0 (C-chk-9).

    Products that the fixtures no longer have are skipped.
    """
    for product_id, quantity in quantities.items():
        if shop.catalogue.get(product_id) is None:
            continue
        override(shop, product_id, stock=max(0, product(shop, product_id).stock - quantity))
