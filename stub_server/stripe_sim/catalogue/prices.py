"""Prices of products, one-time or recurring."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import product_objects
from stub_server.stripe_sim.catalogue.price_objects import (
    TABLE,
    build_price,
    save_price,
    update_currency_options,
)
from stub_server.stripe_sim.catalogue.price_params import CREATE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.params.versions import requires_meter
from stub_server.stripe_sim.store.schema import PRIVATE, Json


def create(ctx: Context) -> Json:
    """Create a price, and its product with `product_data`; emit `price.created`."""
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
        ctx.get(product_objects.TABLE, product, "product", "product", in_path=False)
    _require_meter(ctx, params.get("recurring") or {})
    product_objects.require_unused_id(ctx, params.get("product_data") or {})
    record = build_price(ctx, params, params.get("product", ""))
    if "lookup_key" in params:
        _claim_lookup_key(ctx, record)
    if "product_data" in params:
        record["product"] = product_objects.create_product(ctx, params["product_data"])["id"]
    return save_price(ctx, record)


def _require_meter(ctx: Context, recurring: Json) -> None:
    """Raise StripeError 400 if a metered price has no meter and the API version requires one."""
    lacks_meter = recurring.get("usage_type") == "metered" and "meter" not in recurring
    if lacks_meter and requires_meter(ctx.version):
        raise invalid_request(
            "Starting with Stripe version `2025-03-31.basil`, metered prices must be "
            "backed by meters."
        )


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one price."""
    return ctx.get(TABLE, identifier, "price", "price", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update a price; emit `price.updated`."""
    before = retrieve(ctx, identifier)
    params = ctx.params
    fields = ("active", "lookup_key", "nickname", "tax_behavior")
    record = {**before, **{name: params[name] for name in fields if name in params}}
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if params.get("lookup_key"):
        _claim_lookup_key(ctx, record)
    _validate_change(ctx, before, record)
    if params.keys() & {"currency_options", "tax_behavior"}:
        update_currency_options(record, params.get("currency_options") or {})
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("price.updated", record, before)
    return record


def _validate_change(ctx: Context, before: Json, after: Json) -> None:
    """Raise StripeError 400 if the price is its product's default, or its `tax_behavior` is set."""
    if before["active"] and not after["active"]:
        product = ctx.find(product_objects.TABLE, before["product"])
        if product and product["default_price"] == before["id"]:
            raise invalid_request(
                "This price cannot be archived because it is the default price of its product."
            )
    behavior = before["tax_behavior"]
    if behavior not in ("unspecified", after["tax_behavior"]):
        raise invalid_request(
            f"The `tax_behavior` of this price is already `{behavior}`, and cannot be changed.",
            "tax_behavior",
        )


def _claim_lookup_key(ctx: Context, record: Json) -> None:
    """Take the lookup key from another price on `transfer_lookup_key`.

    StripeError 400: it is in use.
    """
    index = ctx.index(TABLE)
    for position in index.positions_of({"lookup_key": record["lookup_key"]}, 0, len(index.ids)):
        holder = ctx.find(TABLE, index.ids[position] or "")
        if holder is None or holder["id"] == record["id"]:
            continue
        if not ctx.params.get("transfer_lookup_key"):
            raise invalid_request(
                f"A price (`{holder['id']}`) already uses that lookup key.", "lookup_key"
            )
        changed = {**holder, "lookup_key": None}
        ctx.save(TABLE, changed)
        ctx.emit("price.updated", changed, holder)


def list_prices(ctx: Context) -> Json:
    """List the account's prices, by default the active ones, without prices of line items."""
    params = ctx.params
    params.setdefault("active", True)
    lookup_keys, recurring = params.get("lookup_keys"), params.get("recurring") or {}

    def predicate(price: Json) -> bool:
        is_inline = price[PRIVATE].get("inline", False)
        return not is_inline and recurring.items() <= (price["recurring"] or {}).items()

    # Prices of line items are inactive: a list of active prices needs no test.
    return paginate(
        ctx,
        TABLE,
        "/v1/prices",
        any_of={"lookup_key": lookup_keys} if lookup_keys else None,
        predicate=predicate if recurring or not params["active"] else None,
    )


RESOURCE = Resource(
    object="price",
    table=TABLE,
    operations={
        "POST prices": operation(create, CREATE),
        "GET prices": operation(list_prices, LIST),
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
