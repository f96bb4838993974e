"""Redemption of promotion codes."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import coupons
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "promotion_codes"


def as_of_now(ctx: Context, record: Json) -> Json:
    """Return the promotion code with its current `active`."""
    maximum, deadline = record["max_redemptions"], record["expires_at"]
    coupon = ctx.simulation.objects.get(
        coupons.TABLE, record[PRIVATE]["account"], record["promotion"]["coupon"]
    )
    is_active = (
        record["active"]
        and (maximum is None or record["times_redeemed"] < maximum)
        and (deadline is None or deadline > ctx.now())
        and coupon is not None
        and coupons.as_of_now(ctx, coupon)["valid"]
    )
    return {**record, "active": is_active}


def redeem(ctx: Context, identifier: str) -> None:
    """Count one redemption of the promotion code and of its coupon."""
    record = ctx.find(TABLE, identifier)
    if record is not None:
        record["times_redeemed"] += 1
        ctx.save(TABLE, record)
        coupons.redeem(ctx, record["promotion"]["coupon"])


def find_active(ctx: Context, code: str, customer: str | None) -> Json | None:
    """Return the active promotion code with that code for the customer, or None."""
    matches = paginate(
        ctx,
        TABLE,
        "",
        {},
        predicate=lambda record: (
            record["code"].lower() == code.lower()
            and record["customer"] in (None, customer)
            and as_of_now(ctx, record)["active"]
        ),
    )["data"]
    return matches[0] if matches else None
