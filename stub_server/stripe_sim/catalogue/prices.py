"""Prices: what a product costs, once or again and again."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import product_objects
from stub_server.stripe_sim.catalogue.price_amounts import (
    amounts,
    check_scheme,
    custom_of,
    option,
    tiers_of,
)
from stub_server.stripe_sim.catalogue.price_calls import CREATE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import currency_of, validate_amount
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.params.versions import meters_only
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

__all__ = [
    "CREATE",
    "KIND",
    "LIST",
    "RETRIEVE",
    "UPDATE",
    "create",
    "filed",
    "made",
    "many",
    "retrieve",
    "update",
]

KIND = "prices"


def create(
    ctx: Context,
) -> Json:
    """A price, and with `product_data` its product; `price.created`."""
    params = ctx.params
    if "currency" not in params:
        raise missing_param("currency")
    if ("product" in params) == ("product_data" in params):
        if "product" in params:
            raise invalid_request(
                "You may only specify one of these parameters: product, product_data.", "product"
            )
        raise invalid_request(
            "You must specify either `product` or `product_data` when creating a price."
        )
    if "product" in params:
        product = params["product"]
        ctx.get(product_objects.KIND, product, "product", "product", in_path=False)
    _refuse_unmetered(ctx, params.get("recurring") or {})
    product_objects.refuse_taken(ctx, params.get("product_data") or {})
    record = made(ctx, params, params.get("product", ""))
    if "lookup_key" in params:
        _take_key(ctx, record)
    if "product_data" in params:
        record["product"] = product_objects.filed(ctx, params["product_data"])["id"]
    return filed(ctx, record)


def _refuse_unmetered(ctx: Context, recurring: Json) -> None:
    """StripeError 400: what is used has to be counted by a meter."""
    unmetered = recurring.get("usage_type") == "metered" and "meter" not in recurring
    if unmetered and meters_only(ctx.version):
        raise invalid_request(
            "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by "
            "meters."
        )


def filed(ctx: Context, record: Json) -> Json:
    """File a new price; `price.created`."""
    ctx.save(KIND, record)
    ctx.emit("price.created", record)
    return record


def made(ctx: Context, given: Json, product: str) -> Json:
    """A price from parameters, not filed. StripeError 400: it has no amount, or two."""
    currency = currency_of(given["currency"])
    recurring = given.get("recurring")
    check_scheme(given)
    amount, exact = (None, None) if given.get("billing_scheme") == "tiered" else amounts(given)
    custom = custom_of(given)
    if custom and custom["minimum"] is not None:
        validate_amount(custom["minimum"], currency, "custom_unit_amount[minimum]")
    others = given.get("currency_options") or {}
    here = {
        "custom_unit_amount": custom,
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "unit_amount": amount,
        "unit_amount_decimal": exact,
    }
    options = {code: option(each) for code, each in others.items() if each}
    more: Json = {"currency_options": {currency: here, **options}}
    if "tiers" in given:
        more["tiers"] = tiers_of(given["tiers"])
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
        metadata=merge_metadata({}, given.get("metadata")),
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


def retrieve(ctx: Context, identifier: str) -> Json:
    """One price."""
    return ctx.get(KIND, identifier, "price", "price", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Its words and whether it is on offer may change; `price.updated`."""
    before = retrieve(ctx, identifier)
    params = ctx.params
    plain = ("active", "lookup_key", "nickname", "tax_behavior")
    record = {**before, **{name: params[name] for name in plain if name in params}}
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if params.get("lookup_key"):
        _take_key(ctx, record)
    _check_change(ctx, before, record)
    if params.keys() & {"currency_options", "tax_behavior"}:
        _reprice(record, params.get("currency_options") or {})
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("price.updated", record, before)
    return record


def _check_change(ctx: Context, before: Json, after: Json) -> None:
    """StripeError 400: the product still needs the price; what is taxed how is settled."""
    if before["active"] and not after["active"]:
        product = ctx.find(product_objects.KIND, before["product"])
        if product and product["default_price"] == before["id"]:
            raise invalid_request(
                "This price cannot be archived because it is the default price of its product."
            )
    was = before["tax_behavior"]
    if was not in ("unspecified", after["tax_behavior"]):
        raise invalid_request(
            f"The `tax_behavior` of this price is already `{was}`, and cannot be changed.",
            "tax_behavior",
        )


def _reprice(record: Json, given: Json) -> None:
    """Change what it is in other currencies; None takes one out."""
    more = record[PRIVATE].get("more", {})
    here = {name: record[name] for name in option({"unit_amount": 0})}
    others = {code: each and option(each) for code, each in given.items()}
    new = {**more.get("currency_options", {}), record["currency"]: here, **others}
    kept = {code: each for code, each in new.items() if each}
    record[PRIVATE] = {**record[PRIVATE], "more": {**more, "currency_options": kept}}


def _take_key(ctx: Context, record: Json) -> None:
    """Have the price's lookup key to itself. StripeError 400: another one has it."""
    index = ctx.index(KIND)
    for position in index.positions_of({"lookup_key": record["lookup_key"]}, 0, len(index.ids)):
        holder = ctx.find(KIND, index.ids[position] or "")
        if holder is None or holder["id"] == record["id"]:
            continue
        if not ctx.params.get("transfer_lookup_key"):
            raise invalid_request(
                f"A price (`{holder['id']}`) already uses that lookup key.", "lookup_key"
            )
        changed = {**holder, "lookup_key": None}
        ctx.save(KIND, changed)
        ctx.emit("price.updated", changed, holder)


def many(
    ctx: Context,
) -> Json:
    """The account's prices: those on offer, unless it is said otherwise, and none of a line."""
    params = ctx.params
    params.setdefault("active", True)
    keys, wanted = params.get("lookup_keys"), params.get("recurring") or {}

    def fits(price: Json) -> bool:
        inline = price[PRIVATE].get("inline", False)
        return not inline and wanted.items() <= (price["recurring"] or {}).items()

    return paginate(
        ctx,
        KIND,
        "/v1/prices",
        any_of={"lookup_key": keys} if keys else None,
        fits=fits if wanted or not params["active"] else None,  # a line's price is never on offer
    )


RESOURCE = Resource(
    object="price",
    table=KIND,
    operations={
        "POST prices": operation(create, CREATE),
        "GET prices": operation(many, LIST),
        "GET prices/*": operation(retrieve, RETRIEVE),
        "POST prices/*": operation(update, UPDATE),
    },
    filters=("active", "currency", "product", "type", "lookup_key"),
    search={
        "active": "token",
        "currency": "token",
        "lookup_key": "token",
        "metadata": "token",
        "product": "token",
        "type": "token",
    },
)
