"""Validation of a promotion code's parameters."""

from __future__ import annotations

import re

from stub_server.stripe_sim.catalogue.promotion_code_redemption import TABLE, as_of_now
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.params.deadlines import check_ahead
from stub_server.stripe_sim.store.schema import Json

CODE_PATTERN = re.compile(r"[A-Za-z0-9-]+\Z")


def validate(ctx: Context, coupon: Json) -> None:
    """StripeError 400: the code cannot be, or not beside the others."""
    params = ctx.params
    code = params.get("code")
    if code and not CODE_PATTERN.match(code):
        raise bad(
            "Promotion codes may only contain letters (a-z, A-Z), digits (0-9), and dashes (-).",
            "code",
        )
    if not coupon["valid"]:
        raise bad("This coupon is not valid any more.", "promotion[coupon]")
    if code and params.get("active", True):
        require_unused_code(ctx, code, params.get("customer"))
    if "customer" in params:
        customer = params["customer"]
        ctx.get("customers", customer, "customer", "customer", in_path=False)
    check_ahead(params.get("expires_at"), ctx.now(), "expires_at")
    for mine, its in (("max_redemptions", "max_redemptions"), ("expires_at", "redeem_by")):
        if coupon[its] is not None and params.get(mine, 0) > coupon[its]:
            raise bad(f"`{mine}` cannot be greater than the coupon's `{its}`.", mine)
    given = params.get("restrictions") or {}
    for one, other in (
        ("minimum_amount", "minimum_amount_currency"),
        ("minimum_amount_currency", "minimum_amount"),
    ):
        if one in given and other not in given:
            raise missing(f"restrictions[{other}]")
    validate_currency_options(
        given.get("minimum_amount_currency"), given.get("currency_options") or {}
    )


def validate_currency_options(currency: str | None, options: Json) -> None:
    """StripeError 400: what is told for other currencies is for the code's own."""
    if currency and currency.lower() in options:
        raise bad(
            "Each currency must be different from the `minimum_amount_currency` of the code.",
            f"restrictions[currency_options][{currency.lower()}]",
        )


def require_unused_code(ctx: Context, code: str, customer: str | None) -> None:
    """StripeError 400: an active code of this customer, or of everybody, has these words."""
    shelf = ctx.index(TABLE)
    for place in shelf.places_of({"customer": customer}, 0, len(shelf.ids)):
        other = ctx.find(TABLE, shelf.ids[place] or "")
        if other and other["code"].lower() == code.lower() and as_of_now(ctx, other)["active"]:
            raise bad(f"An active promotion code with `code: {code}` already exists.", "code")
