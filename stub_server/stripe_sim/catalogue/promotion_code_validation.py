"""Validation of the parameters of promotion codes."""

from __future__ import annotations

import re

from stub_server.stripe_sim.catalogue.promotion_code_redemption import TABLE, as_of_now
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.deadlines import validate_deadline
from stub_server.stripe_sim.store.schema import Json

CODE_PATTERN = re.compile(r"[A-Za-z0-9-]+\Z")


def validate(ctx: Context, coupon: Json) -> None:
    """Raise StripeError 400 if the parameters do not fit the coupon or another promotion code."""
    params = ctx.params
    code = params.get("code")
    if code and not CODE_PATTERN.match(code):
        raise invalid_request(
            "Promotion codes may only contain letters (a-z, A-Z), digits (0-9), and dashes (-).",
            "code",
        )
    if not coupon["valid"]:
        raise invalid_request("This coupon is not valid any more.", "promotion[coupon]")
    if code and params.get("active", True):
        require_unused_code(ctx, code, params.get("customer"))
    if "customer" in params:
        customer = params["customer"]
        ctx.get("customers", customer, "customer", "customer", in_path=False)
    validate_deadline(params.get("expires_at"), ctx.now(), "expires_at")
    for name, coupon_name in (("max_redemptions", "max_redemptions"), ("expires_at", "redeem_by")):
        if coupon[coupon_name] is not None and params.get(name, 0) > coupon[coupon_name]:
            raise invalid_request(
                f"`{name}` cannot be greater than the coupon's `{coupon_name}`.", name
            )
    restrictions = params.get("restrictions") or {}
    for name, required in (
        ("minimum_amount", "minimum_amount_currency"),
        ("minimum_amount_currency", "minimum_amount"),
    ):
        if name in restrictions and required not in restrictions:
            raise missing_param(f"restrictions[{required}]")
    validate_currency_options(
        restrictions.get("minimum_amount_currency"), restrictions.get("currency_options") or {}
    )


def validate_currency_options(currency: str | None, options: Json) -> None:
    """Raise StripeError 400 if the options contain the code's own currency."""
    if currency and currency.lower() in options:
        raise invalid_request(
            "Each currency must be different from the `minimum_amount_currency` of the code.",
            f"restrictions[currency_options][{currency.lower()}]",
        )


def require_unused_code(ctx: Context, code: str, customer: str | None) -> None:
    """Raise StripeError 400 if an active promotion code of the customer has the code."""
    index = ctx.index(TABLE)
    for place in index.positions_of({"customer": customer}, 0, len(index.ids)):
        other = ctx.find(TABLE, index.ids[place] or "")
        if other and other["code"].lower() == code.lower() and as_of_now(ctx, other)["active"]:
            raise invalid_request(
                f"An active promotion code with `code: {code}` already exists.", "code"
            )
