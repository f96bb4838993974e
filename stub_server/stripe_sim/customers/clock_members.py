"""The customers of a test clock: who lives by it, and whether another may."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.store.schema import Json

KIND = "test_clocks"
MOST_CUSTOMERS = 3


def joined(ctx: Context, identifier: str) -> int:
    """The time of a clock that a new customer is to live by. StripeError 400: it has no room."""
    clock = ctx.get(KIND, identifier, "test clock", "test_clock", in_path=False)
    refuse_moving(clock)
    if len(list(customers_of(ctx, identifier))) >= MOST_CUSTOMERS:
        raise invalid_request(
            f"You can attach at most {MOST_CUSTOMERS} customers to a test clock.", "test_clock"
        )
    return int(clock["frozen_time"])


def customers_of(ctx: Context, identifier: str) -> list[Json]:
    """Return the customers that live by the test clock."""
    index = ctx.index("customers")
    found = (
        ctx.find("customers", index.ids[position] or "")
        for position in index.positions_of({"test_clock": identifier}, 0, len(index.ids))
    )
    return [customer for customer in found if customer]


def refuse_moving(clock: Json) -> None:
    """Raise StripeError 429 while the clock advances."""
    if clock["status"] == "advancing":
        raise StripeError(
            429,
            "Test clock advancement underway - cannot perform modifications: " + clock["id"],
            code="rate_limit",
        )
