"""The lines of a Checkout Session: what is bought, how many, and what that comes to."""

from __future__ import annotations

from stub_server.stripe_sim.coerce import merged_metadata
from stub_server.stripe_sim.currencies import LEAST, SETTLED_IN, settled, shown
from stub_server.stripe_sim.errors import StripeError, bad, missing, no_such
from stub_server.stripe_sim.resources import prices, products, shipping_rates
from stub_server.stripe_sim.tables import Json, public
from stub_server.stripe_sim.world import Call, World

NO_PRICE = "You must provide one of `price` or `price_data` for each line item when using prices."
RECURRING = (
    "You specified `payment` mode but passed a recurring price. Either switch to `subscription` "
    "mode or use only one-time prices."
)
MOST_LINES = 100
MOST_OPTIONS = 5


def lines_from(world: World, call: Call) -> list[Json]:
    """The session's lines; prices and products that come with them are filed."""
    given: list[Json] = call.params.get("line_items") or []
    if len(given) > MOST_LINES:
        raise bad(
            f"The maximum number of line items is {MOST_LINES}, but you passed {len(given)}.",
            "line_items",
        )
    lines = [_line(world, call, line, f"line_items[{place}]") for place, line in enumerate(given)]
    if len({line["currency"] for line in lines}) > 1:
        raise bad(
            "All line items must have the same currency.",
            "line_items",
        )
    return lines


def _line(world: World, call: Call, given: Json, where: str) -> Json:
    price, product = _price(world, call, given, where)
    if "quantity" not in given:
        raise missing(f"{where}[quantity]")
    if price["recurring"]:
        raise bad(RECURRING, where)
    adjustable = given.get("adjustable_quantity")
    amount = (price["unit_amount"] or 0) * given["quantity"]
    return {
        "id": world.new_id("li", call.account),
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
        "currency": price["currency"],
        "description": product["name"],
        "metadata": merged_metadata({}, given.get("metadata")),
        "price": public(price),
        "quantity": given["quantity"],
    }


def _price(world: World, call: Call, given: Json, where: str) -> tuple[Json, Json]:
    """The price that is meant, or made, and its product."""
    if ("price" in given) == ("price_data" in given):
        raise bad(NO_PRICE, where)
    if "price" in given:
        name = f"{where}[price]"
        price = world.books.get(prices.KIND, call.account, given["price"])
        if price is None:
            raise no_such("price", given["price"], name, in_path=False)
        if not price["active"]:
            raise bad(
                "The price specified is inactive. This field only accepts active prices.",
                name,
            )
        product = world.books.get(products.KIND, call.account, price["product"])
        return price, product or {"name": price["product"]}
    data, where = given["price_data"], f"{where}[price_data]"
    if ("product" in data) == ("product_data" in data):
        if "product" in data:
            raise bad(
                "You may only specify one of these parameters: product, product_data.",
                f"{where}[product]",
            )
        raise bad("You must specify either `product` or `product_data` when creating a price.")
    if "product" in data:
        product = world.find(
            products.KIND, call, data["product"], "product", f"{where}[product]", in_path=False
        )
    else:
        product = {**products.made(world, call, data["product_data"]), "active": False}
        world.books.put(products.KIND, product)
    price = {**prices.made(world, call, data, product["id"]), "active": False}
    world.books.put(prices.KIND, price)
    return price, product


def check_total(amount: int, currency: str) -> None:
    """StripeError 400: the lines come to too little to be paid."""
    if amount == 0:
        return
    if settled(amount, currency) >= LEAST:
        return
    if currency == SETTLED_IN:
        raise StripeError(
            400,
            "The Checkout Session's total amount due must add up to at least "
            f"{shown(LEAST, currency)} {currency}",
            code="amount_too_small",
        )
    raise StripeError(
        400,
        f"The Checkout Session's total amount must convert to at least {LEAST} cents. "
        f"{shown(amount, currency)} converts to approximately "
        f"{shown(settled(amount, currency), SETTLED_IN)}.",
        code="amount_too_small",
    )


def shipping_from(world: World, call: Call) -> list[Json]:
    """The session's `shipping_options`; rates that come with them are filed."""
    given: list[Json] = call.params.get("shipping_options") or []
    if len(given) > MOST_OPTIONS:
        raise bad(f"You can specify up to {MOST_OPTIONS} shipping options.", "shipping_options")
    options = []
    for place, option in enumerate(given):
        where = f"shipping_options[{place}]"
        if "shipping_rate_data" in option:
            data = option["shipping_rate_data"]
            rate = shipping_rates.filed(world, call, data, f"{where}[shipping_rate_data]")
        elif "shipping_rate" in option:
            name = f"{where}[shipping_rate]"
            rate = world.find(
                shipping_rates.KIND,
                call,
                option["shipping_rate"],
                "shipping rate",
                name,
                in_path=False,
            )
        else:
            raise missing(f"{where}[shipping_rate]")
        options.append(
            {"shipping_amount": rate["fixed_amount"]["amount"], "shipping_rate": rate["id"]}
        )
    return options


def shipping_cost(option: Json) -> Json:
    """What the chosen option costs."""
    return {
        "amount_subtotal": option["shipping_amount"],
        "amount_tax": 0,
        "amount_total": option["shipping_amount"],
        "shipping_rate": option["shipping_rate"],
    }
