"""Price objects: built from parameters, changed, stored."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue.price_amounts import (
    build_currency_option,
    build_tiers,
    custom_unit_amount_of,
    parse_unit_amount,
    validate_billing_scheme,
)
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.params.currencies import currency_of, validate_amount
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "prices"


def build_price(ctx: Context, params: Json, product: str) -> Json:
    """Return a price from parameters, not stored. StripeError 400: they are invalid."""
    currency = currency_of(params["currency"])
    recurring = params.get("recurring")
    validate_billing_scheme(params)
    amount, exact = (
        (None, None) if params.get("billing_scheme") == "tiered" else parse_unit_amount(params)
    )
    custom = custom_unit_amount_of(params)
    if custom and custom["minimum"] is not None:
        validate_amount(custom["minimum"], currency, "custom_unit_amount[minimum]")
    other_options = params.get("currency_options") or {}
    own_option = {
        "custom_unit_amount": custom,
        "tax_behavior": params.get("tax_behavior", "unspecified"),
        "unit_amount": amount,
        "unit_amount_decimal": exact,
    }
    options = {
        code: build_currency_option(option) for code, option in other_options.items() if option
    }
    more: Json = {"currency_options": {currency: own_option, **options}}
    if "tiers" in params:
        more["tiers"] = build_tiers(params["tiers"])
    return new_object(
        "price",
        private={"account": ctx.account, "more": more},
        id=ctx.new_id("price"),
        active=params.get("active", True),
        billing_scheme=params.get("billing_scheme", "per_unit"),
        created=ctx.now(),
        currency=currency,
        custom_unit_amount=custom,
        lookup_key=params.get("lookup_key"),
        metadata=merge_metadata({}, params.get("metadata")),
        nickname=params.get("nickname"),
        product=product,
        recurring=recurring
        and {
            "interval": recurring["interval"],
            "interval_count": recurring.get("interval_count", 1),
            "meter": recurring.get("meter"),
            "trial_period_days": recurring.get("trial_period_days"),
            "usage_type": recurring.get("usage_type", "licensed"),
        },
        tax_behavior=params.get("tax_behavior", "unspecified"),
        tiers_mode=params.get("tiers_mode"),
        transform_quantity=params.get("transform_quantity"),
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=exact,
    )


def save_price(ctx: Context, record: Json) -> Json:
    """Store a new price; emit `price.created`."""
    ctx.save(TABLE, record)
    ctx.emit("price.created", record)
    return record


def update_currency_options(record: Json, params: Json) -> None:
    """Set the amounts in other currencies; None removes a currency."""
    more = record[PRIVATE].get("more", {})
    own_option = {name: record[name] for name in build_currency_option({"unit_amount": 0})}
    other_options = {
        code: option and build_currency_option(option) for code, option in params.items()
    }
    options = {**more.get("currency_options", {}), record["currency"]: own_option, **other_options}
    remaining = {code: option for code, option in options.items() if option}
    record[PRIVATE] = {**record[PRIVATE], "more": {**more, "currency_options": remaining}}
