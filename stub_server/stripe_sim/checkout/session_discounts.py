"""The discount of a Checkout Session: a coupon, or a promotion code, and its validation."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import coupons, promotion_code_redemption
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

NOT_REDEEMABLE = "This promotion code cannot be redeemed because "
Discount = tuple[Json, Json | None]
"""A coupon, and the promotion code that refers to it, if one was used."""


def find_discount(
    ctx: Context,
) -> Discount | None:
    """Return the discount that a new session requests, if any. Raise StripeError 400 if unknown."""
    given: list[Json] = ctx.params.get("discounts") or []
    if not given:
        return None
    if len(given) > 1:
        raise invalid_request("You can only apply one discount to a Checkout Session.", "discounts")
    one = given[0]
    if len(one) > 1:
        raise invalid_request(
            "You may only specify one of these parameters: coupon, promotion_code.", "discounts[0]"
        )
    if "promotion_code" in one:
        where, table = "discounts[0][promotion_code]", promotion_code_redemption.TABLE
        code = ctx.get(table, one["promotion_code"], "promotion code", where, in_path=False)
        return resolve_promotion_code(ctx, promotion_code_redemption.as_of_now(ctx, code), where)
    if "coupon" not in one:
        raise missing_param("discounts[0][coupon]")
    where = "discounts[0][coupon]"
    coupon = ctx.get(coupons.TABLE, one["coupon"], "coupon", where, in_path=False)
    coupon = coupons.as_of_now(ctx, coupon)
    if not coupon["valid"]:
        raise invalid_request(f"Coupon expired: {coupon['id']}", where, "coupon_expired")
    return coupon, None


def resolve_promotion_code(ctx: Context, code: Json, where: str) -> Discount:
    """Return the coupon of a promotion code. Raise StripeError 400 if the code is inactive."""
    coupon = ctx.find(coupons.TABLE, code["promotion"]["coupon"])
    if coupon is None or not code["active"]:
        raise invalid_request("This promotion code is not active, and cannot be redeemed.", where)
    return coupon, code


def validate_discount(ctx: Context, discount: Discount, session: Json) -> None:
    """Raise StripeError 400 if the discount excludes the currency, customer, amount or products."""
    coupon, code = discount
    where = "discounts[0][promotion_code]" if code else "discounts[0][coupon]"
    currency = session["currency"]
    if coupon["amount_off"] is not None and currency not in amounts_off(coupon):
        raise invalid_request(
            f"The coupon specified only supports `{coupon['currency']}`. This doesn't match the "
            f"expected currency: `{currency}`.",
            where,
        )
    goods = sum(line["amount_subtotal"] for line in session[PRIVATE]["lines"])
    if not any(applies_to(coupon, line) for line in session[PRIVATE]["lines"]):
        raise invalid_request("The coupon is not valid for any of the items.", where)
    if code is None:
        return
    if code["customer"] not in (None, session["customer"]):
        raise invalid_request(f"{NOT_REDEEMABLE}it belongs to another customer.", where)
    limits = code["restrictions"]
    more = code[PRIVATE]["more"].get("restrictions.currency_options", {})
    least = more.get(currency, {}).get("minimum_amount")
    if limits["minimum_amount"] is not None and (least is None or goods < least):
        raise invalid_request(
            f"{NOT_REDEEMABLE}the associated purchase does not meet the minimum amount "
            "requirement.",
            where,
        )
    if limits["first_time_transaction"] and _has_paid(ctx, session["customer"]):
        raise invalid_request(
            f"{NOT_REDEEMABLE}the associated customer has prior transactions.", where
        )


def _has_paid(ctx: Context, customer: str | None) -> bool:
    if customer is None:
        return False
    index = ctx.index("payment_intents")
    paid = index.positions_of({"customer": customer, "status": "succeeded"}, 0, len(index.ids))
    return next(paid, None) is not None


def amounts_off(coupon: Json) -> Json:
    """Return the amounts that a coupon takes off by currency; empty if it has a percentage."""
    options: Json = coupon[PRIVATE]["more"].get("currency_options", {})
    return options


def applies_to(coupon: Json, line: Json) -> bool:
    """Return whether the coupon applies to the product of the line item."""
    limit = coupon[PRIVATE]["more"].get("applies_to")
    return limit is None or line["price"]["product"] in limit["products"]


def apply_discount(ctx: Context, session: Json, discount: Discount) -> None:
    """Store the discount in the session."""
    coupon, code = discount
    session["discounts"] = [
        {"coupon": None if code else coupon["id"], "promotion_code": code and code["id"]}
    ]
    session[PRIVATE]["coupon"] = coupon
    session[PRIVATE]["discount"] = new_object(
        "discount",
        id=ctx.new_id("di"),
        checkout_session=session["id"],
        customer=session["customer"],
        promotion_code=code and code["id"],
        source={"coupon": coupon["id"], "type": "coupon"},
        start=ctx.now(),
    )


def redeem_discounts(ctx: Context, session: Json) -> None:
    """Count the redemption of the discount of a completed session."""
    for discount in session["discounts"] or ():
        if discount["promotion_code"]:
            promotion_code_redemption.redeem(ctx, discount["promotion_code"])
        elif discount["coupon"]:
            coupons.redeem(ctx, discount["coupon"])
