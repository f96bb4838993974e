"""Redemption of promotion codes."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import coupons
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "promotion_codes"


def as_of_now(ctx: Context, record: Json) -> Json:
    """The code, and whether it can be redeemed at this moment."""
    most, ends = record["max_redemptions"], record["expires_at"]
    coupon = ctx.simulation.books.get(
        coupons.TABLE, record[PRIVATE]["account"], record["promotion"]["coupon"]
    )
    good = (
        record["active"]
        and (most is None or record["times_redeemed"] < most)
        and (ends is None or ends > ctx.now())
        and coupon is not None
        and coupons.as_of_now(ctx, coupon)["valid"]
    )
    return {**record, "active": good}


def redeem(ctx: Context, identifier: str) -> None:
    """One more has typed it in, and had the benefit of its coupon."""
    record = ctx.find(TABLE, identifier)
    if record is not None:
        record["times_redeemed"] += 1
        ctx.save(TABLE, record)
        coupons.redeem(ctx, record["promotion"]["coupon"])


def find_active(ctx: Context, code: str, customer: str | None) -> Json | None:
    """The active code of these words that this customer may use."""
    found = page(
        ctx,
        TABLE,
        "",
        {},
        fits=lambda record: (
            record["code"].lower() == code.lower()
            and record["customer"] in (None, customer)
            and as_of_now(ctx, record)["active"]
        ),
    )["data"]
    return found[0] if found else None
