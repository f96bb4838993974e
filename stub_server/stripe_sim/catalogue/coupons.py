"""Coupons: so much less, in per cent or as an amount."""

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

KIND = "coupons"
"""How far in the future a coupon may end, in seconds."""
NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
OPTIONS: Overlay = {"amount_off": Int(least=1)}
CREATE = declared_params(
    "POST coupons",
    amount_off=Int(least=1),
    currency_options=OPTIONS,
    duration_in_months=Int(least=1),
    id=adjust(longest=200),
    max_redemptions=Int(least=1),
    name=adjust(longest=40),
    percent_off=Number(over=0, most=100),
)
UPDATE = declared_params("POST coupons/*", currency_options=OPTIONS, name=adjust(longest=40))
RETRIEVE = declared_params("GET coupons/*")
DELETE = declared_params("DELETE coupons/*", also=EXPAND)
LIST = declared_params("GET coupons")


def create(
    ctx: Context,
) -> Json:
    """A coupon; `coupon.created`."""
    params = ctx.params
    _check(ctx)
    applies, options = params.get("applies_to"), params.get("currency_options")
    more: Json = {"applies_to": applies} if applies else {}
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
    ctx.save(KIND, record)
    ctx.emit("coupon.created", record)
    return record


def _check(
    ctx: Context,
) -> None:
    """StripeError 400: what is told does not make a coupon."""
    params = ctx.params
    if "amount_off" in params and "percent_off" in params:
        raise invalid_request(
            "You may only specify one of these parameters: amount_off, percent_off."
        )
    if "amount_off" not in params and "percent_off" not in params:
        raise invalid_request("Must provide percent_off or amount_off.")
    if "amount_off" in params and "currency" not in params:
        raise missing_param("currency")
    repeating = params.get("duration") == "repeating"
    if repeating and "duration_in_months" not in params:
        raise missing_param("duration_in_months")
    if not repeating and "duration_in_months" in params:
        raise invalid_request(
            "You can only set `duration_in_months` when `duration` is `repeating`.",
            "duration_in_months",
        )
    if "currency_options" in params and "amount_off" not in params:
        raise invalid_request(
            "`currency_options` can only be set with `amount_off`.", "currency_options"
        )
    validate_deadline(params.get("redeem_by"), ctx.now(), "redeem_by")
    identifier = params.get("id")
    if identifier and not NAME.match(identifier):
        raise invalid_request(
            "Coupon ids may only contain letters, digits, dashes and underscores.", "id"
        )
    if identifier and ctx.find(KIND, identifier):
        raise StripeError(400, "Coupon already exists.", code="resource_already_exists")
    for position, product in enumerate((params.get("applies_to") or {}).get("products") or ()):
        where = f"applies_to[products][{position}]"
        ctx.get(product_objects.KIND, product, "product", where, in_path=False)


def as_of_now(ctx: Context, record: Json) -> Json:
    """The coupon, and whether it can be redeemed at this moment."""
    most, ends = record["max_redemptions"], record["redeem_by"]
    used_up = most is not None and record["times_redeemed"] >= most
    return {**record, "valid": not used_up and (ends is None or ends > ctx.now())}


def redeemed(ctx: Context, identifier: str) -> None:
    """One more has had the benefit of it."""
    record = ctx.find(KIND, identifier)
    if record is not None:
        record["times_redeemed"] += 1
        ctx.save(KIND, as_of_now(ctx, record))


def retrieve(ctx: Context, identifier: str) -> Json:
    """One coupon."""
    return as_of_now(ctx, ctx.get(KIND, identifier, "coupon", "coupon", in_path=True))


def update(ctx: Context, identifier: str) -> Json:
    """Its name and metadata may change; `coupon.updated`."""
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
        ctx.save(KIND, record)
        ctx.emit("coupon.updated", record, before)
    return record


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a coupon: nobody can redeem it any more; `coupon.deleted`."""
    record = retrieve(ctx, identifier)
    ctx.delete(KIND, record)
    ctx.emit("coupon.deleted", {**record, "valid": False})
    return {"id": identifier, "object": "coupon", "deleted": True}


def many(
    ctx: Context,
) -> Json:
    """The account's coupons."""
    listed = paginate(ctx, KIND, "/v1/coupons")
    return {**listed, "data": [as_of_now(ctx, record) for record in listed["data"]]}


RESOURCE = Resource(
    object="coupon",
    table=KIND,
    operations={
        "POST coupons": operation(create, CREATE),
        "GET coupons": operation(many, LIST),
        "GET coupons/*": operation(retrieve, RETRIEVE),
        "POST coupons/*": operation(update, UPDATE),
        "DELETE coupons/*": operation(delete, DELETE),
    },
    filters=(),
    current=as_of_now,
)
