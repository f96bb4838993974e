"""The lines of a Checkout Session: what is bought, how many, at which price."""

from __future__ import annotations

from decimal import Decimal

from stub_server.stripe_sim.catalogue import price_objects, product_objects, tax_rates
from stub_server.stripe_sim.checkout.sums import worth
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param, resource_missing
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

NO_PRICE = "You must provide one of `price` or `price_data` for each line item when using prices."
RECURRING = (
    "You specified `payment` mode but passed a recurring price. Either switch to "
    "`subscription` mode or use only one-time prices."
)
MOST_LINES = 100


def lines_from(ctx: Context, known: list[Json], currency: str | None) -> list[Json]:
    """The session's lines; prices and products that come with them are filed.

    `known`: the lines that there are already, which an update may name by id. `currency`: what
    all have to be in, if that is said. A line's tax rates stand in its `tax_rates`.
    """
    given: list[Json] = ctx.params.get("line_items") or []
    if len(given) > MOST_LINES:
        raise invalid_request(
            f"The maximum number of line items is {MOST_LINES}, but you passed {len(given)}.",
            "line_items",
        )
    old = {line["id"]: line for line in known}
    lines: list[Json] = []
    for position, each in enumerate(given):
        where = f"line_items[{position}]"
        if "id" in each:
            line = _changed(ctx, old, each, where, currency)
        else:
            line = _line(ctx, each, where, currency)
        currency = currency or line["currency"]
        lines.append(line)
    return lines


def _changed(
    ctx: Context, old: dict[str, Json], given: Json, where: str, currency: str | None
) -> Json:
    """A line that stays, perhaps with another quantity, price or word."""
    if given["id"] not in old:
        raise resource_missing("line item", given["id"], f"{where}[id]", in_path=False)
    line = old[given["id"]]
    told: Json = {"quantity": line["quantity"], **given}
    if "price" not in told and "price_data" not in told:
        told["price"] = line["price"]["id"]
    made = _line(ctx, told, where, currency, again=True)
    for name in ("adjustable_quantity", "metadata", "tax_rates"):
        if name not in given:
            made[name] = line[name]
    return {**made, "id": line["id"]}


def _line(
    ctx: Context, given: Json, where: str, currency: str | None, *, again: bool = False
) -> Json:
    price, product = _price(ctx, given, where, again=again)
    if "quantity" not in given:
        raise invalid_request(
            f"Quantity is required. Add `quantity` to `{where}`", f"{where}[quantity]"
        )
    if price["recurring"]:
        raise invalid_request(RECURRING, where)
    adjustable = given.get("adjustable_quantity")
    if not given["quantity"] and not (adjustable and adjustable["enabled"]):
        raise invalid_request(
            "This value must be greater than or equal to 1.",
            f"{where}[quantity]",
            "parameter_invalid_integer",
        )
    wanted = currency or price["currency"]
    unit = unit_in(price, wanted)
    if unit is None:
        raise invalid_request(
            f"The price specified only supports `{price['currency']}`. This doesn't match "
            f"the expected currency: `{wanted}`.",
            f"{where}[price]" if "price" in given else f"{where}[price_data]",
        )
    amount = worth(unit, given["quantity"], price["transform_quantity"])
    return {
        "id": ctx.new_id("li"),
        "object": "item",
        "adjustable_quantity": adjustable
        and {
            "enabled": adjustable["enabled"],
            "maximum": adjustable.get("maximum", 99),
            "minimum": adjustable.get("minimum", 0),
        },
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": wanted,
        "description": product["name"],
        "metadata": merge_metadata({}, given.get("metadata")),
        "price": public(price),
        "quantity": given["quantity"],
        "tax_rates": _rates(ctx, given.get("tax_rates") or [], where),
    }


def _rates(ctx: Context, given: list[str], where: str) -> list[Json]:
    """The tax rates that the line names. StripeError 400: one is not there, or not in use."""
    found = []
    for position, identifier in enumerate(given):
        name = f"{where}[tax_rates][{position}]"
        rate = ctx.get(tax_rates.TABLE, identifier, "tax rate", name, in_path=False)
        if not rate["active"]:
            raise invalid_request(f"The tax rate `{identifier}` is inactive.", name)
        found.append(public(rate))
    return found


def unit_in(price: Json, currency: str) -> str | None:
    """What one costs in a currency; None: the price is not in that."""
    options: Json = price[PRIVATE].get("more", {}).get("currency_options", {})
    found = price if currency == price["currency"] else options.get(currency)
    if found is None:
        return None
    if found["custom_unit_amount"]:
        bounds = found["custom_unit_amount"]
        return str(bounds["preset"] or bounds["minimum"] or 0)
    return str(Decimal(found["unit_amount_decimal"] or "0"))


def _price(ctx: Context, given: Json, where: str, *, again: bool) -> tuple[Json, Json]:
    """The price that is meant, or made, and its product. `again`: it was taken before."""
    if "price" in given and "price_data" in given:
        raise invalid_request(
            "You may only specify one of these parameters: price, price_data.", where
        )
    if "price" not in given and "price_data" not in given:
        raise invalid_request(NO_PRICE, where)
    if "price" in given:
        return priced(ctx, given["price"], f"{where}[price]", again=again)
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


def priced(ctx: Context, identifier: str, where: str, *, again: bool = False) -> tuple[Json, Json]:
    """A price that is on offer, and its product. StripeError 400: it is not."""
    price = ctx.find(price_objects.TABLE, identifier)
    if price is None:
        raise resource_missing("price", identifier, where, in_path=False)
    product = ctx.find(product_objects.TABLE, price["product"])
    product = product or {"name": price["product"], "active": True}
    if not price["active"] and not again:
        raise invalid_request(
            "The price specified is inactive. This field only accepts active prices.", where
        )
    if not product["active"] and not again:
        raise invalid_request(
            f"Price `{identifier}` is not available to be purchased because its product "
            "is not active.",
            where,
        )
    return price, product


def shown(line: Json) -> Json:
    """The line as Stripe tells it."""
    return {name: value for name, value in line.items() if name != "tax_rates"}


def optional_items(ctx: Context) -> list[Json]:
    """What the buyer may add; a session that adds it makes a line of it."""
    found: list[Json] = []
    given: list[Json] = ctx.params.get("optional_items") or []
    if len(given) + len(ctx.params.get("line_items") or []) > MOST_LINES:
        raise invalid_request(
            f"The maximum number of line items and optional items is {MOST_LINES} combined.",
            "optional_items",
        )
    for position, item in enumerate(given):
        where = f"optional_items[{position}]"
        for name in ("price", "quantity"):
            if name not in item:
                raise missing_param(f"{where}[{name}]")
        priced(ctx, item["price"], f"{where}[price]")
        adjustable = item.get("adjustable_quantity")
        found.append(
            {
                "adjustable_quantity": adjustable
                and {
                    "enabled": adjustable["enabled"],
                    "maximum": adjustable.get("maximum", 99),
                    "minimum": adjustable.get("minimum", 0),
                },
                "price": item["price"],
                "quantity": item["quantity"],
            }
        )
    return found
