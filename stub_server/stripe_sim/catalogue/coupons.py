"""Coupons: discounts by percentage or by amount."""

from __future__ import annotations

import re

from stub_server.stripe_sim.catalogue import product_objects
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.common import EXPAND
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.deadlines import validate_deadline
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Int, Number, merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "coupons"
ID_PATTERN = re.compile(r"[A-Za-z0-9_-]+\Z")
CURRENCY_OPTIONS: Overlay = {"amount_off": Int(least=1)}
CREATE = declared_params(
    "POST coupons",
    amount_off=Int(least=1),
    currency_options=CURRENCY_OPTIONS,
    duration_in_months=Int(least=1),
    id=adjust(longest=200),
    max_redemptions=Int(least=1),
    name=adjust(longest=40),
    percent_off=Number(over=0, most=100),
)
UPDATE = declared_params(
    "POST coupons/*", currency_options=CURRENCY_OPTIONS, name=adjust(longest=40)
)
RETRIEVE = declared_params("GET coupons/*")
DELETE = declared_params("DELETE coupons/*", also=EXPAND)
LIST = declared_params("GET coupons")


def create(ctx: Context) -> Json:
    """Create a coupon; emit `coupon.created`."""
    params = ctx.params
    _validate(ctx)
    applies_to, options = params.get("applies_to"), params.get("currency_options")
    more: Json = {"applies_to": applies_to} if applies_to else {}
    if "amount_off" in params:
        amounts = {params["currency"].lower(): {"amount_off": params["amount_off"]}}
        more["currency_options"] = {**amounts, **(options or {})}
    duration = params.get("duration", "once")
    record: Json = new_object(
        "coupon",
        private={"account": ctx.account, "more": more},
        id=params.get("id") or ctx.ids.token(8),
        amount_off=params.get("amount_off"),
        created=ctx.now(),
        currency=currency_of(params["currency"]) if "amount_off" in params else None,
        duration=duration,
        duration_in_months=params.get("duration_in_months"),
        max_redemptions=params.get("max_redemptions"),
        metadata=merge_metadata({}, params.get("metadata")),
        name=params.get("name"),
        percent_off=params.get("percent_off"),
        redeem_by=params.get("redeem_by"),
        times_redeemed=0,
        valid=True,
    )
    ctx.save(TABLE, record)
    ctx.emit("coupon.created", record)
    return record


def _validate(ctx: Context) -> None:
    """Raise StripeError 400 if the parameters do not describe a coupon."""
    params = ctx.params
    _validate_discount(params)
    _validate_duration(params)
    if "currency_options" in params and "amount_off" not in params:
        raise invalid_request(
            "`currency_options` can only be set with `amount_off`.", "currency_options"
        )
    validate_deadline(params.get("redeem_by"), ctx.now(), "redeem_by")
    identifier = params.get("id")
    if identifier and not ID_PATTERN.match(identifier):
        raise invalid_request(
            "Coupon ids may only contain letters, digits, dashes and underscores.", "id"
        )
    if identifier and ctx.find(TABLE, identifier):
        raise StripeError(400, "Coupon already exists.", code="resource_already_exists")
    for position, product in enumerate((params.get("applies_to") or {}).get("products") or ()):
        param = f"applies_to[products][{position}]"
        ctx.get(product_objects.TABLE, product, "product", param, in_path=False)


def _validate_discount(params: Json) -> None:
    """Raise StripeError 400 unless there is a percentage, or an amount with its currency."""
    if "amount_off" in params and "percent_off" in params:
        raise invalid_request(
            "You may only specify one of these parameters: amount_off, percent_off."
        )
    if "amount_off" not in params and "percent_off" not in params:
        raise invalid_request("Must provide percent_off or amount_off.")
    if "amount_off" in params and "currency" not in params:
        raise missing_param("currency")


def _validate_duration(params: Json) -> None:
    """Raise StripeError 400 unless a repeating coupon, and no other, has a number of months."""
    is_repeating = params.get("duration") == "repeating"
    if is_repeating and "duration_in_months" not in params:
        raise missing_param("duration_in_months")
    if not is_repeating and "duration_in_months" in params:
        raise invalid_request(
            "You can only set `duration_in_months` when `duration` is `repeating`.",
            "duration_in_months",
        )


def as_of_now(ctx: Context, record: Json) -> Json:
    """Return the coupon with its current `valid`."""
    maximum, deadline = record["max_redemptions"], record["redeem_by"]
    is_used_up = maximum is not None and record["times_redeemed"] >= maximum
    return {**record, "valid": not is_used_up and (deadline is None or deadline > ctx.now())}


def redeem(ctx: Context, identifier: str) -> None:
    """Count one redemption."""
    record = ctx.find(TABLE, identifier)
    if record is not None:
        record["times_redeemed"] += 1
        ctx.save(TABLE, as_of_now(ctx, record))


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one coupon."""
    return as_of_now(ctx, ctx.get(TABLE, identifier, "coupon", "coupon", in_path=True))


def update(ctx: Context, identifier: str) -> Json:
    """Update name, metadata and currency options; emit `coupon.updated`."""
    before, params = retrieve(ctx, identifier), ctx.params
    record = {**before, PRIVATE: {**before[PRIVATE]}}
    if "name" in params:
        record["name"] = params["name"]
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if "currency_options" in params:
        more = before[PRIVATE]["more"]
        if "currency_options" not in more:
            raise invalid_request(
                "`currency_options` can only be set for coupons with `amount_off`.",
                "currency_options",
            )
        options = {**more["currency_options"], **params["currency_options"]}
        record[PRIVATE]["more"] = {**more, "currency_options": options}
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("coupon.updated", record, before)
    return record


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a coupon; emit `coupon.deleted`."""
    record = retrieve(ctx, identifier)
    ctx.delete(TABLE, record)
    ctx.emit("coupon.deleted", {**record, "valid": False})
    return {"id": identifier, "object": "coupon", "deleted": True}


def list_coupons(ctx: Context) -> Json:
    """List the account's coupons."""
    page_object = paginate(ctx, TABLE, "/v1/coupons")
    return {**page_object, "data": [as_of_now(ctx, record) for record in page_object["data"]]}


RESOURCE = Resource(
    object="coupon",
    table=TABLE,
    operations={
        "POST coupons": operation(create, CREATE),
        "GET coupons": operation(list_coupons, LIST),
        "GET coupons/*": operation(retrieve, RETRIEVE),
        "POST coupons/*": operation(update, UPDATE),
        "DELETE coupons/*": operation(delete, DELETE),
    },
    filters=(),
    current=as_of_now,
)
