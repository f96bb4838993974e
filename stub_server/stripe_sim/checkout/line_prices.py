"""Prices of line items: found by id, or created with the line item."""

from __future__ import annotations

from decimal import Decimal

from stub_server.stripe_sim.catalogue import price_objects, product_objects
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.store.schema import PRIVATE, Json

NO_PRICE = "You must provide one of `price` or `price_data` for each line item when using prices."


def unit_amount_in(price: Json, currency: str) -> str | None:
    """Return the unit amount in cents, as a decimal; None if the price has no such currency."""
    options: Json = price[PRIVATE].get("more", {}).get("currency_options", {})
    option = price if currency == price["currency"] else options.get(currency)
    if option is None:
        return None
    if option["custom_unit_amount"]:
        bounds = option["custom_unit_amount"]
        return str(bounds["preset"] or bounds["minimum"] or 0)
    return str(Decimal(option["unit_amount_decimal"] or "0"))


def find_or_create_price(
    ctx: Context, given: Json, where: str, *, allow_inactive: bool
) -> tuple[Json, Json]:
    """Return the price of a line item, or create it, and its product.

    `allow_inactive`: the line item had the price before. Raise StripeError 400 if it is invalid.
    """
    if "price" in given and "price_data" in given:
        raise invalid_request(
            "You may only specify one of these parameters: price, price_data.", where
        )
    if "price" not in given and "price_data" not in given:
        raise invalid_request(NO_PRICE, where)
    if "price" in given:
        return find_price(ctx, given["price"], f"{where}[price]", allow_inactive=allow_inactive)
    data, where = given["price_data"], f"{where}[price_data]"
    if ("product" in data) == ("product_data" in data):
        if "product" in data:
            raise invalid_request(
                "You may only specify one of these parameters: product, product_data.",
                f"{where}[product]",
            )
        raise invalid_request(
            "You must specify either `product` or `product_data` when creating a price."
        )
    currency_of(data["currency"])
    if "product" in data:
        product = ctx.get(
            product_objects.TABLE, data["product"], "product", f"{where}[product]", in_path=False
        )
    else:
        product = {**product_objects.build_product(ctx, data["product_data"]), "active": False}
        ctx.save(product_objects.TABLE, product)
    price = {**price_objects.build_price(ctx, data, product["id"]), "active": False}
    price[PRIVATE]["inline"] = True
    ctx.save(price_objects.TABLE, price)
    return price, product


def find_price(
    ctx: Context, identifier: str, where: str, *, allow_inactive: bool = False
) -> tuple[Json, Json]:
    """Return a price and its product. Raise StripeError 400 if one is unknown or inactive."""
    price = ctx.find(price_objects.TABLE, identifier)
    if price is None:
        raise resource_missing("price", identifier, where, in_path=False)
    product = ctx.find(product_objects.TABLE, price["product"])
    product = product or {"name": price["product"], "active": True}
    if not price["active"] and not allow_inactive:
        raise invalid_request(
            "The price specified is inactive. This field only accepts active prices.", where
        )
    if not product["active"] and not allow_inactive:
        raise invalid_request(
            f"Price `{identifier}` is not available to be purchased because its product "
            "is not active.",
            where,
        )
    return price, product
