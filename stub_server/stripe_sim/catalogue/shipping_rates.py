"""Shipping rates: what sending a parcel costs, for Checkout Sessions to choose from."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue.price_params import AMOUNT
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

KIND = "shipping_rates"
OPTIONS: Overlay = {"amount": AMOUNT}
WAY = "fixed_amount.currency_options"
RATE: Overlay = {
    "delivery_estimate": {"*": {"value": Int(least=1)}},
    "display_name": adjust(longest=100),
    "fixed_amount": {"amount": AMOUNT, "currency_options": OPTIONS},
}
CREATE = declared_params("POST shipping_rates", RATE)
UPDATE = declared_params("POST shipping_rates/*", fixed_amount={"currency_options": OPTIONS})
RETRIEVE = declared_params("GET shipping_rates/*")
LIST = declared_params("GET shipping_rates")


def create(
    ctx: Context,
) -> Json:
    """A shipping rate."""
    return filed(ctx, ctx.params)


def filed(ctx: Context, given: Json, prefix: str = "") -> Json:
    """File a shipping rate. StripeError 400: it has no name, or no amount."""
    for name in ("display_name", "fixed_amount"):
        if name not in given:
            raise missing_param(f"{prefix}[{name}]" if prefix else name)
    estimate = given.get("delivery_estimate")
    fixed = given["fixed_amount"]
    record: Json = new_object(
        "shipping_rate",
        private={"account": ctx.account},
        id=ctx.new_id("shr"),
        active=True,
        created=ctx.now(),
        delivery_estimate=estimate and complete("shipping_rate/delivery_estimate", estimate),
        display_name=given["display_name"],
        fixed_amount={"amount": fixed["amount"], "currency": currency_of(fixed["currency"])},
        metadata=merge_metadata({}, given.get("metadata")),
        tax_behavior=given.get("tax_behavior", "unspecified"),
        tax_code=given.get("tax_code"),
        type="fixed_amount",
    )
    if "currency_options" in fixed:
        here = {record["fixed_amount"]["currency"]: _option(fixed)}
        others = {code: _option(each) for code, each in fixed["currency_options"].items()}
        record[PRIVATE]["more"] = {WAY: {**here, **others}}
    ctx.save(KIND, record)
    return record


def _option(given: Json) -> Json:
    return {
        "amount": given["amount"],
        "tax_behavior": given.get("tax_behavior", "unspecified"),
    }


def amount_in(rate: Json, currency: str) -> int | None:
    """What it costs in a currency; None: it has no price there."""
    fixed = rate["fixed_amount"]
    if currency == fixed["currency"]:
        return int(fixed["amount"])
    found = rate[PRIVATE].get("more", {}).get(WAY, {}).get(currency)
    return int(found["amount"]) if found else None


def retrieve(ctx: Context, identifier: str) -> Json:
    """One shipping rate."""
    noun = "shipping_rate"
    return ctx.get(KIND, identifier, "shipping rate", noun, in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Whether it is on offer, and its words, may change."""
    before = retrieve(ctx, identifier)
    plain = ("active", "tax_behavior")
    record = {**before, **{name: ctx.params[name] for name in plain if name in ctx.params}}
    if "metadata" in ctx.params:
        record["metadata"] = merge_metadata(before["metadata"], ctx.params["metadata"])
    was = before["tax_behavior"]
    if was not in ("unspecified", record["tax_behavior"]):
        raise invalid_request(
            f"The `tax_behavior` of this shipping rate is already `{was}`, and cannot be changed.",
            "tax_behavior",
        )
    options = (ctx.params.get("fixed_amount") or {}).get("currency_options")
    if options:
        old = before[PRIVATE].get("more", {}).get(WAY) or {
            before["fixed_amount"]["currency"]: _option(before["fixed_amount"])
        }
        changed = {code: {**_blank(), **old.get(code, {}), **options[code]} for code in options}
        record[PRIVATE] = {**before[PRIVATE], "more": {WAY: {**old, **changed}}}
    ctx.save(KIND, record)
    return record


def _blank() -> Json:
    return {"amount": 0, "tax_behavior": "unspecified"}


def many(
    ctx: Context,
) -> Json:
    """The account's shipping rates."""
    currency = ctx.params.get("currency")
    fits = None if currency is None else lambda rate: amount_in(rate, currency) is not None
    return paginate(ctx, KIND, "/v1/shipping_rates", fits=fits)


RESOURCE = Resource(
    object="shipping_rate",
    table=KIND,
    noun="shipping rate",
    operations={
        "POST shipping_rates": operation(create, CREATE),
        "GET shipping_rates": operation(many, LIST),
        "GET shipping_rates/*": operation(retrieve, RETRIEVE),
        "POST shipping_rates/*": operation(update, UPDATE),
    },
    filters=("active",),
)
