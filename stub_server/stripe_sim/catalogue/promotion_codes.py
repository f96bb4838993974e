"""Promotion codes: words that a buyer types in to get what a coupon promises."""

from __future__ import annotations

import re

from stub_server.stripe_sim.catalogue import coupons
from stub_server.stripe_sim.catalogue.promotion_code_params import CREATE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param, unknown_params
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.deadlines import validate_deadline
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.params.versions import takes_method_types
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

__all__ = [
    "CREATE",
    "KIND",
    "LIST",
    "RETRIEVE",
    "UPDATE",
    "as_of_now",
    "create",
    "many",
    "of_code",
    "redeemed",
    "retrieve",
    "update",
]

KIND = "promotion_codes"
CODE = re.compile(r"[A-Za-z0-9-]+\Z")


def create(
    ctx: Context,
) -> Json:
    """A promotion code, of its own words or of eight signs; `promotion_code.created`."""
    params = ctx.params
    coupon = _coupon(ctx)
    _check(ctx, coupon)
    given = params.get("restrictions") or {}
    code = params.get("code") or ctx.ids.token(8).upper()
    limits: Json = {"first_time_transaction": given.get("first_time_transaction", False)}
    least, currency = given.get("minimum_amount"), given.get("minimum_amount_currency")
    limits |= {
        "minimum_amount": least,
        "minimum_amount_currency": currency and currency_of(currency),
    }
    amounts = {currency.lower(): {"minimum_amount": least}} if currency else {}
    options = {**amounts, **(given.get("currency_options") or {})}
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
        restrictions=limits,
        times_redeemed=0,
    )
    ctx.save(KIND, record)
    ctx.emit("promotion_code.created", record)
    return record


def _coupon(
    ctx: Context,
) -> Json:
    """The coupon behind it. StripeError 400: none is named, or there is none of that id."""
    params = ctx.params
    # Until 2025-09-30 it was named by itself, as the command line's fixtures still do.
    if "coupon" in params and "promotion" not in params:
        if not takes_method_types(ctx.version):
            raise unknown_params(["coupon"])
        identifier, where = params["coupon"], "coupon"
    elif "promotion" not in params:
        raise missing_param("promotion")
    else:
        where = "promotion[coupon]"
        if "coupon" not in params["promotion"]:
            raise missing_param(where)
        identifier = params["promotion"]["coupon"]
    found = ctx.get(coupons.KIND, identifier, "coupon", where, in_path=False)
    return coupons.as_of_now(ctx, found)


def _check(ctx: Context, coupon: Json) -> None:
    """StripeError 400: the code cannot be, or not beside the others."""
    params = ctx.params
    code = params.get("code")
    if code and not CODE.match(code):
        raise invalid_request(
            "Promotion codes may only contain letters (a-z, A-Z), digits (0-9), and dashes (-).",
            "code",
        )
    if not coupon["valid"]:
        raise invalid_request("This coupon is not valid any more.", "promotion[coupon]")
    if code and params.get("active", True):
        _refuse_taken(ctx, code, params.get("customer"))
    if "customer" in params:
        customer = params["customer"]
        ctx.get("customers", customer, "customer", "customer", in_path=False)
    validate_deadline(params.get("expires_at"), ctx.now(), "expires_at")
    for mine, its in (("max_redemptions", "max_redemptions"), ("expires_at", "redeem_by")):
        if coupon[its] is not None and params.get(mine, 0) > coupon[its]:
            raise invalid_request(f"`{mine}` cannot be greater than the coupon's `{its}`.", mine)
    given = params.get("restrictions") or {}
    for one, other in (
        ("minimum_amount", "minimum_amount_currency"),
        ("minimum_amount_currency", "minimum_amount"),
    ):
        if one in given and other not in given:
            raise missing_param(f"restrictions[{other}]")
    _refuse_own(given.get("minimum_amount_currency"), given.get("currency_options") or {})


def _refuse_own(currency: str | None, options: Json) -> None:
    """StripeError 400: what is told for other currencies is for the code's own."""
    if currency and currency.lower() in options:
        raise invalid_request(
            "Each currency must be different from the `minimum_amount_currency` of the code.",
            f"restrictions[currency_options][{currency.lower()}]",
        )


def _refuse_taken(ctx: Context, code: str, customer: str | None) -> None:
    """StripeError 400: an active code of this customer, or of everybody, has these words."""
    index = ctx.index(KIND)
    for position in index.positions_of({"customer": customer}, 0, len(index.ids)):
        other = ctx.find(KIND, index.ids[position] or "")
        if other and other["code"].lower() == code.lower() and as_of_now(ctx, other)["active"]:
            raise invalid_request(
                f"An active promotion code with `code: {code}` already exists.", "code"
            )


def as_of_now(ctx: Context, record: Json) -> Json:
    """The code, and whether it can be redeemed at this moment."""
    most, ends = record["max_redemptions"], record["expires_at"]
    coupon = ctx.simulation.objects.get(
        coupons.KIND, record[PRIVATE]["account"], record["promotion"]["coupon"]
    )
    good = (
        record["active"]
        and (most is None or record["times_redeemed"] < most)
        and (ends is None or ends > ctx.now())
        and coupon is not None
        and coupons.as_of_now(ctx, coupon)["valid"]
    )
    return {**record, "active": good}


def redeemed(ctx: Context, identifier: str) -> None:
    """One more has typed it in, and had the benefit of its coupon."""
    record = ctx.find(KIND, identifier)
    if record is not None:
        record["times_redeemed"] += 1
        ctx.save(KIND, record)
        coupons.redeemed(ctx, record["promotion"]["coupon"])


def of_code(ctx: Context, code: str, customer: str | None) -> Json | None:
    """The active code of these words that this customer may use."""
    found = paginate(
        ctx,
        KIND,
        "",
        {},
        fits=lambda record: (
            record["code"].lower() == code.lower()
            and record["customer"] in (None, customer)
            and as_of_now(ctx, record)["active"]
        ),
    )["data"]
    return found[0] if found else None


def retrieve(ctx: Context, identifier: str) -> Json:
    """One promotion code."""
    noun, param = "promotion code", "promotion_code"
    return as_of_now(ctx, ctx.get(KIND, identifier, noun, param, in_path=True))


def update(ctx: Context, identifier: str) -> Json:
    """Whether it is on offer, and its metadata, may change; `promotion_code.updated`."""
    before, params = retrieve(ctx, identifier), ctx.params
    record = {**before, PRIVATE: {**before[PRIVATE]}}
    if "active" in params:
        record["active"] = params["active"]
        if params["active"] and not as_of_now(ctx, record)["active"]:
            raise invalid_request(
                "This promotion code cannot be reactivated: it is not redeemable.", "active"
            )
        if params["active"] and not before["active"]:
            _refuse_taken(ctx, record["code"], record["customer"])
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    options = (params.get("restrictions") or {}).get("currency_options")
    if options:
        _refuse_own(before["restrictions"]["minimum_amount_currency"], options)
        way = "restrictions.currency_options"
        old = before[PRIVATE]["more"].get(way, {})
        record[PRIVATE]["more"] = {way: {**old, **options}}
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("promotion_code.updated", record, before)
    return record


def many(
    ctx: Context,
) -> Json:
    """The account's promotion codes: by words, coupon, customer, and whether they are active."""
    params = ctx.params

    code = params.get("code")

    def fits(record: Json) -> bool:
        coupon = record["promotion"]["coupon"]
        return (
            (code is None or code.lower() == record["code"].lower())
            and params.get("coupon") in (None, coupon)
            and params.get("active") in (None, as_of_now(ctx, record)["active"])
        )

    listed = paginate(ctx, KIND, "/v1/promotion_codes", fits=fits)
    return {**listed, "data": [as_of_now(ctx, record) for record in listed["data"]]}


RESOURCE = Resource(
    object="promotion_code",
    table=KIND,
    noun="promotion code",
    operations={
        "POST promotion_codes": operation(create, CREATE),
        "GET promotion_codes": operation(many, LIST),
        "GET promotion_codes/*": operation(retrieve, RETRIEVE),
        "POST promotion_codes/*": operation(update, UPDATE),
    },
    filters=("customer", "customer_account"),
    current=as_of_now,
)
