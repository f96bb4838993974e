"""Shipping rates for Checkout Sessions."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue.price_limits import AMOUNT
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Int, merge_metadata
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "shipping_rates"
CURRENCY_OPTIONS: Overlay = {"amount": AMOUNT}
CURRENCY_OPTIONS_PATH = "fixed_amount.currency_options"
RATE: Overlay = {
    "delivery_estimate": {"*": {"value": Int(least=1)}},
    "display_name": adjust(longest=100),
    "fixed_amount": {"amount": AMOUNT, "currency_options": CURRENCY_OPTIONS},
}
CREATE = declared_params("POST shipping_rates", RATE)
UPDATE = declared_params(
    "POST shipping_rates/*", fixed_amount={"currency_options": CURRENCY_OPTIONS}
)
RETRIEVE = declared_params("GET shipping_rates/*")
LIST = declared_params("GET shipping_rates")


def create(ctx: Context) -> Json:
    """Create a shipping rate."""
    return create_shipping_rate(ctx, ctx.params)


def create_shipping_rate(ctx: Context, params: Json, prefix: str = "") -> Json:
    """Store a shipping rate. StripeError 400: its name or amount is absent."""
    for name in ("display_name", "fixed_amount"):
        if name not in params:
            raise missing_param(f"{prefix}[{name}]" if prefix else name)
    estimate = params.get("delivery_estimate")
    fixed = params["fixed_amount"]
    record: Json = new_object(
        "shipping_rate",
        private={"account": ctx.account},
        id=ctx.new_id("shr"),
        active=True,
        created=ctx.now(),
        delivery_estimate=estimate and complete("shipping_rate/delivery_estimate", estimate),
        display_name=params["display_name"],
        fixed_amount={"amount": fixed["amount"], "currency": currency_of(fixed["currency"])},
        metadata=merge_metadata({}, params.get("metadata")),
        tax_behavior=params.get("tax_behavior", "unspecified"),
        tax_code=params.get("tax_code"),
        type="fixed_amount",
    )
    if "currency_options" in fixed:
        own_option = {record["fixed_amount"]["currency"]: _build_currency_option(fixed)}
        other_options = {
            code: _build_currency_option(option)
            for code, option in fixed["currency_options"].items()
        }
        record[PRIVATE]["more"] = {CURRENCY_OPTIONS_PATH: {**own_option, **other_options}}
    ctx.save(TABLE, record)
    return record


def _build_currency_option(params: Json) -> Json:
    """Return the amount and tax behavior in one currency."""
    return {"amount": params["amount"], "tax_behavior": params.get("tax_behavior", "unspecified")}


def amount_in(rate: Json, currency: str) -> int | None:
    """Return the amount in a currency's smallest unit, or None if the rate has none."""
    fixed = rate["fixed_amount"]
    if currency == fixed["currency"]:
        return int(fixed["amount"])
    option = rate[PRIVATE].get("more", {}).get(CURRENCY_OPTIONS_PATH, {}).get(currency)
    return int(option["amount"]) if option else None


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one shipping rate."""
    noun = "shipping_rate"
    return ctx.get(TABLE, identifier, "shipping rate", noun, in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update `active`, tax behavior, metadata and currency options."""
    before = retrieve(ctx, identifier)
    fields = ("active", "tax_behavior")
    record = {**before, **{name: ctx.params[name] for name in fields if name in ctx.params}}
    if "metadata" in ctx.params:
        record["metadata"] = merge_metadata(before["metadata"], ctx.params["metadata"])
    behavior = before["tax_behavior"]
    if behavior not in ("unspecified", record["tax_behavior"]):
        raise invalid_request(
            f"The `tax_behavior` of this shipping rate is already `{behavior}`, and "
            "cannot be changed.",
            "tax_behavior",
        )
    options = (ctx.params.get("fixed_amount") or {}).get("currency_options")
    if options:
        old_options = before[PRIVATE].get("more", {}).get(CURRENCY_OPTIONS_PATH) or {
            before["fixed_amount"]["currency"]: _build_currency_option(before["fixed_amount"])
        }
        new_options = {
            code: {**_empty_currency_option(), **old_options.get(code, {}), **options[code]}
            for code in options
        }
        record[PRIVATE] = {
            **before[PRIVATE],
            "more": {CURRENCY_OPTIONS_PATH: {**old_options, **new_options}},
        }
    ctx.save(TABLE, record)
    return record


def _empty_currency_option() -> Json:
    """Return the defaults of a new currency option."""
    return {"amount": 0, "tax_behavior": "unspecified"}


def list_shipping_rates(ctx: Context) -> Json:
    """List the account's shipping rates."""
    currency = ctx.params.get("currency")
    predicate = None if currency is None else lambda rate: amount_in(rate, currency) is not None
    return paginate(ctx, TABLE, "/v1/shipping_rates", predicate=predicate)


RESOURCE = Resource(
    object="shipping_rate",
    table=TABLE,
    noun="shipping rate",
    operations={
        "POST shipping_rates": operation(create, CREATE),
        "GET shipping_rates": operation(list_shipping_rates, LIST),
        "GET shipping_rates/*": operation(retrieve, RETRIEVE),
        "POST shipping_rates/*": operation(update, UPDATE),
    },
    filters=("active",),
)
