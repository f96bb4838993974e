"""Line items of a Checkout Session: price, quantity, tax rates and amounts."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import tax_rates
from stub_server.stripe_sim.checkout.line_prices import find_or_create_price, unit_amount_in
from stub_server.stripe_sim.checkout.sums import compute_subtotal
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.store.schema import Json, public

RECURRING = (
    "You specified `payment` mode but passed a recurring price. Either switch to "
    "`subscription` mode or use only one-time prices."
)
MAX_LINES = 100


def build_line_items(ctx: Context, known: list[Json], currency: str | None) -> list[Json]:
    """Return the line items of the request; create the prices and products of `price_data`.

    `known`: the existing line items, which an update names by id. `currency`: the currency of all
    line items; None: that of the first one. `tax_rates` of a line item has its tax rates.
    Raise StripeError 400 if a line item is invalid.
    """
    given: list[Json] = ctx.params.get("line_items") or []
    if len(given) > MAX_LINES:
        raise invalid_request(
            f"The maximum number of line items is {MAX_LINES}, but you passed {len(given)}.",
            "line_items",
        )
    old = {line["id"]: line for line in known}
    lines: list[Json] = []
    for position, each in enumerate(given):
        where = f"line_items[{position}]"
        if "id" in each:
            line = _update_line_item(ctx, old, each, where, currency)
        else:
            line = _build_line_item(ctx, each, where, currency)
        currency = currency or line["currency"]
        lines.append(line)
    return lines


def _update_line_item(
    ctx: Context, old: dict[str, Json], given: Json, where: str, currency: str | None
) -> Json:
    """Return an existing line item with the changes of the request."""
    if given["id"] not in old:
        raise resource_missing("line item", given["id"], f"{where}[id]", in_path=False)
    line = old[given["id"]]
    params: Json = {"quantity": line["quantity"], **given}
    if "price" not in params and "price_data" not in params:
        params["price"] = line["price"]["id"]
    item = _build_line_item(ctx, params, where, currency, allow_inactive=True)
    for name in ("adjustable_quantity", "metadata", "tax_rates"):
        if name not in given:
            item[name] = line[name]
    return {**item, "id": line["id"]}


def _build_line_item(
    ctx: Context, given: Json, where: str, currency: str | None, *, allow_inactive: bool = False
) -> Json:
    price, product = find_or_create_price(ctx, given, where, allow_inactive=allow_inactive)
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
    unit = unit_amount_in(price, wanted)
    if unit is None:
        raise invalid_request(
            f"The price specified only supports `{price['currency']}`. This doesn't match "
            f"the expected currency: `{wanted}`.",
            f"{where}[price]" if "price" in given else f"{where}[price_data]",
        )
    amount = compute_subtotal(unit, given["quantity"], price["transform_quantity"])
    return {
        "id": ctx.new_id("li"),
        "object": "item",
        "adjustable_quantity": build_adjustable_quantity(adjustable),
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": wanted,
        "description": product["name"],
        "metadata": merge_metadata({}, given.get("metadata")),
        "price": public(price),
        "quantity": given["quantity"],
        "tax_rates": _find_tax_rates(ctx, given.get("tax_rates") or [], where),
    }


def _find_tax_rates(ctx: Context, given: list[str], where: str) -> list[Json]:
    """Return the tax rates of a line item. Raise StripeError 400 if one is unknown or inactive."""
    rates = []
    for position, identifier in enumerate(given):
        name = f"{where}[tax_rates][{position}]"
        rate = ctx.get(tax_rates.TABLE, identifier, "tax rate", name, in_path=False)
        if not rate["active"]:
            raise invalid_request(f"The tax rate `{identifier}` is inactive.", name)
        rates.append(public(rate))
    return rates


def build_adjustable_quantity(given: Json | None) -> Json | None:
    """Return `adjustable_quantity` with its defaults; None if none is given."""
    return given and {
        "enabled": given["enabled"],
        "maximum": given.get("maximum", 99),
        "minimum": given.get("minimum", 0),
    }


def public_line_item(line: Json) -> Json:
    """Return the members of a line item that responses have."""
    return {name: value for name, value in line.items() if name != "tax_rates"}
