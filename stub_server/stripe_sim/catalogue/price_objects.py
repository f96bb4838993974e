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
from stub_server.stripe_sim.params.currencies import check_amount, currency_of
from stub_server.stripe_sim.params.types import merged_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "prices"


def build_price(ctx: Context, given: Json, product: str) -> Json:
    """A price from parameters, not filed. StripeError 400: it has no amount, or two."""
    currency = currency_of(given["currency"])
    recurring = given.get("recurring")
    validate_billing_scheme(given)
    amount, exact = (
        (None, None) if given.get("billing_scheme") == "tiered" else parse_unit_amount(given)
    )
    custom = custom_unit_amount_of(given)
    if custom and custom["minimum"] is not None:
        check_amount(custom["minimum"], currency, "custom_unit_amount[minimum]")
    others = given.get("currency_options") or {}
    here = {
        "custom_unit_amount": custom,
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "unit_amount": amount,
        "unit_amount_decimal": exact,
    }
    options = {code: build_currency_option(each) for code, each in others.items() if each}
    more: Json = {"currency_options": {currency: here, **options}}
    if "tiers" in given:
        more["tiers"] = build_tiers(given["tiers"])
    return new_object(
        "price",
        private={"account": ctx.account, "more": more},
        id=ctx.new_id("price"),
        active=given.get("active", True),
        billing_scheme=given.get("billing_scheme", "per_unit"),
        created=ctx.now(),
        currency=currency,
        custom_unit_amount=custom,
        lookup_key=given.get("lookup_key"),
        metadata=merged_metadata({}, given.get("metadata")),
        nickname=given.get("nickname"),
        product=product,
        recurring=recurring
        and {
            "interval": recurring["interval"],
            "interval_count": recurring.get("interval_count", 1),
            "meter": recurring.get("meter"),
            "trial_period_days": recurring.get("trial_period_days"),
            "usage_type": recurring.get("usage_type", "licensed"),
        },
        tax_behavior=given.get("tax_behavior", "unspecified"),
        tiers_mode=given.get("tiers_mode"),
        transform_quantity=given.get("transform_quantity"),
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=exact,
    )


def save_price(ctx: Context, record: Json) -> Json:
    """File a new price; `price.created`."""
    ctx.save(TABLE, record)
    ctx.emit("price.created", record)
    return record


def update_currency_options(record: Json, given: Json) -> None:
    """Change what it is in other currencies; None takes one out."""
    more = record[PRIVATE].get("more", {})
    here = {name: record[name] for name in build_currency_option({"unit_amount": 0})}
    others = {code: each and build_currency_option(each) for code, each in given.items()}
    new = {**more.get("currency_options", {}), record["currency"]: here, **others}
    kept = {code: each for code, each in new.items() if each}
    record[PRIVATE] = {**record[PRIVATE], "more": {**more, "currency_options": kept}}
