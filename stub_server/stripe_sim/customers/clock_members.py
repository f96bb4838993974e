"""Customers of a test clock."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.store.schema import Json

TABLE = "test_clocks"
MAX_CUSTOMERS = 3


def frozen_time_for_new_customer(ctx: Context, identifier: str) -> int:
    """Return the clock's Unix seconds.

    StripeError 400: it is unknown or has its maximum of customers. StripeError 429: it advances.
    """
    clock = ctx.get(TABLE, identifier, "test clock", "test_clock", in_path=False)
    require_ready(clock)
    if len(list(customers_of(ctx, identifier))) >= MAX_CUSTOMERS:
        raise invalid_request(
            f"You can attach at most {MAX_CUSTOMERS} customers to a test clock.", "test_clock"
        )
    return int(clock["frozen_time"])


def customers_of(ctx: Context, identifier: str) -> list[Json]:
    """Return the customers of the test clock."""
    index = ctx.index("customers")
    customers = (
        ctx.find("customers", index.ids[position] or "")
        for position in index.positions_of({"test_clock": identifier}, 0, len(index.ids))
    )
    return [customer for customer in customers if customer]


def require_ready(clock: Json) -> None:
    """Raise StripeError 429 while the clock advances."""
    if clock["status"] == "advancing":
        raise StripeError(
            429,
            "Test clock advancement underway - cannot perform modifications: " + clock["id"],
            code="rate_limit",
        )
