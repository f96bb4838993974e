"""Optional items of a Checkout Session: prices that the buyer may add."""

from __future__ import annotations

from stub_server.stripe_sim.checkout.line_items import MAX_LINES, build_adjustable_quantity
from stub_server.stripe_sim.checkout.line_prices import find_price
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.store.schema import Json


def build_optional_items(ctx: Context) -> list[Json]:
    """Return `optional_items`. Raise StripeError 400 if one is invalid."""
    items: list[Json] = []
    given: list[Json] = ctx.params.get("optional_items") or []
    if len(given) + len(ctx.params.get("line_items") or []) > MAX_LINES:
        raise invalid_request(
            f"The maximum number of line items and optional items is {MAX_LINES} combined.",
            "optional_items",
        )
    for position, item in enumerate(given):
        where = f"optional_items[{position}]"
        for name in ("price", "quantity"):
            if name not in item:
                raise missing_param(f"{where}[{name}]")
        find_price(ctx, item["price"], f"{where}[price]")
        items.append(
            {
                "adjustable_quantity": build_adjustable_quantity(item.get("adjustable_quantity")),
                "price": item["price"],
                "quantity": item["quantity"],
            }
        )
    return items
