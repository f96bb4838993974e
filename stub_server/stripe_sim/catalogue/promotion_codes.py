"""Promotion codes: codes that buyers enter to redeem a coupon."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import coupons
from stub_server.stripe_sim.catalogue.promotion_code_params import CREATE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.catalogue.promotion_code_redemption import TABLE, as_of_now
from stub_server.stripe_sim.catalogue.promotion_code_validation import (
    require_unused_code,
    validate,
    validate_currency_options,
)
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param, unknown_params
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.params.versions import accepts_method_types
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json


def create(ctx: Context) -> Json:
    """Create a promotion code; emit `promotion_code.created`."""
    params = ctx.params
    coupon = _get_coupon(ctx)
    validate(ctx, coupon)
    limit_params = params.get("restrictions") or {}
    code = params.get("code") or ctx.ids.token(8).upper()
    minimum = limit_params.get("minimum_amount")
    currency = limit_params.get("minimum_amount_currency")
    restrictions = {
        "first_time_transaction": limit_params.get("first_time_transaction", False),
        "minimum_amount": minimum,
        "minimum_amount_currency": currency and currency_of(currency),
    }
    amounts = {currency.lower(): {"minimum_amount": minimum}} if currency else {}
    options = {**amounts, **(limit_params.get("currency_options") or {})}
    record: Json = new_object(
        "promotion_code",
        private={
            "account": ctx.account,
            "more": {"restrictions.currency_options": options} if options else {},
        },
        id=ctx.new_id("promo"),
        active=params.get("active", True),
        code=code,
        created=ctx.now(),
        customer=params.get("customer"),
        expires_at=params.get("expires_at"),
        max_redemptions=params.get("max_redemptions"),
        metadata=merge_metadata({}, params.get("metadata")),
        promotion={"coupon": coupon["id"], "type": "coupon"},
        restrictions=restrictions,
        times_redeemed=0,
    )
    ctx.save(TABLE, record)
    ctx.emit("promotion_code.created", record)
    return record


def _get_coupon(ctx: Context) -> Json:
    """Return the coupon of the parameters. StripeError 400: there is none."""
    params = ctx.params
    # API versions before 2025-09-30 have a parameter `coupon`; the Stripe CLI's fixtures use it.
    if "coupon" in params and "promotion" not in params:
        if not accepts_method_types(ctx.version):
            raise unknown_params(["coupon"])
        identifier, param = params["coupon"], "coupon"
    elif "promotion" not in params:
        raise missing_param("promotion")
    else:
        param = "promotion[coupon]"
        if "coupon" not in params["promotion"]:
            raise missing_param(param)
        identifier = params["promotion"]["coupon"]
    coupon = ctx.get(coupons.TABLE, identifier, "coupon", param, in_path=False)
    return coupons.as_of_now(ctx, coupon)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one promotion code."""
    noun, param = "promotion code", "promotion_code"
    return as_of_now(ctx, ctx.get(TABLE, identifier, noun, param, in_path=True))


def update(ctx: Context, identifier: str) -> Json:
    """Update `active`, metadata and currency options; emit `promotion_code.updated`."""
    before, params = retrieve(ctx, identifier), ctx.params
    record = {**before, PRIVATE: {**before[PRIVATE]}}
    if "active" in params:
        record["active"] = params["active"]
        if params["active"] and not as_of_now(ctx, record)["active"]:
            raise invalid_request(
                "This promotion code cannot be reactivated: it is not redeemable.", "active"
            )
        if params["active"] and not before["active"]:
            require_unused_code(ctx, record["code"], record["customer"])
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    options = (params.get("restrictions") or {}).get("currency_options")
    if options:
        validate_currency_options(before["restrictions"]["minimum_amount_currency"], options)
        path = "restrictions.currency_options"
        old_options = before[PRIVATE]["more"].get(path, {})
        record[PRIVATE]["more"] = {path: {**old_options, **options}}
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("promotion_code.updated", record, before)
    return record


def list_promotion_codes(ctx: Context) -> Json:
    """List the account's promotion codes by code, coupon, customer and `active`."""
    params = ctx.params
    code = params.get("code")

    def predicate(record: Json) -> bool:
        coupon = record["promotion"]["coupon"]
        return (
            (code is None or code.lower() == record["code"].lower())
            and params.get("coupon") in (None, coupon)
            and params.get("active") in (None, as_of_now(ctx, record)["active"])
        )

    page_object = paginate(ctx, TABLE, "/v1/promotion_codes", predicate=predicate)
    return {**page_object, "data": [as_of_now(ctx, record) for record in page_object["data"]]}


RESOURCE = Resource(
    object="promotion_code",
    table=TABLE,
    noun="promotion code",
    operations={
        "POST promotion_codes": operation(create, CREATE),
        "GET promotion_codes": operation(list_promotion_codes, LIST),
        "GET promotion_codes/*": operation(retrieve, RETRIEVE),
        "POST promotion_codes/*": operation(update, UPDATE),
    },
    filters=("customer", "customer_account"),
    current=as_of_now,
)
