"""Products: created, updated, deleted, listed."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import price_objects
from stub_server.stripe_sim.catalogue.product_objects import (
    TABLE,
    apply_params,
    build_product,
    require_unused_id,
)
from stub_server.stripe_sim.catalogue.product_params import CREATE, DELETE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.store.schema import Json


def create(ctx: Context) -> Json:
    """Create a product, and its default price; emit `product.created` and `price.created`."""
    if "name" not in ctx.params:
        raise missing_param("name")
    require_unused_id(ctx, ctx.params)
    data = ctx.params.get("default_price_data")
    record = build_product(ctx, ctx.params)
    price = price_objects.build_price(ctx, data, record["id"]) if data else None
    record["default_price"] = price["id"] if price else None
    ctx.save(TABLE, record)
    ctx.emit("product.created", record)
    if price:
        price_objects.save_price(ctx, price)
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one product."""
    return ctx.get(TABLE, identifier, "product", "id", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update a product; emit `product.updated`."""
    before = retrieve(ctx, identifier)
    record = {**before}
    apply_params(ctx.params, record)
    if "default_price" in ctx.params:
        price = ctx.params["default_price"]
        default_price = price and ctx.get("prices", price, "price", "default_price", in_path=False)
        if default_price and default_price["product"] != identifier:
            raise invalid_request(
                f"The price `{price}` does not belong to this product.", "default_price"
            )
        record["default_price"] = price
    if record != before:
        record["updated"] = ctx.now()
        ctx.save(TABLE, record)
        ctx.emit("product.updated", record, before)
    return record


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a product without prices; emit `product.deleted`."""
    record = retrieve(ctx, identifier)
    index = ctx.index("prices")
    if next(index.positions_of({"product": identifier}, 0, len(index.ids)), None) is not None:
        raise invalid_request(
            "This product cannot be deleted because it has one or more user-created prices."
        )
    ctx.delete(TABLE, record)
    ctx.emit("product.deleted", record)
    return {"id": identifier, "object": "product", "deleted": True}


def list_products(ctx: Context) -> Json:
    """List the account's products, or those with these ids."""
    ids = ctx.params.get("ids")
    if ids is not None and "starting_after" in ctx.params:
        raise invalid_request(
            "You may only specify one of these parameters: ids, starting_after.", "ids"
        )
    predicate = None if ids is None else lambda record: record["id"] in ids
    return paginate(ctx, TABLE, "/v1/products", predicate=predicate)


RESOURCE = Resource(
    object="product",
    table=TABLE,
    operations={
        "POST products": operation(create, CREATE),
        "GET products": operation(list_products, LIST),
        "GET products/*": operation(retrieve, RETRIEVE),
        "POST products/*": operation(update, UPDATE),
        "DELETE products/*": operation(delete, DELETE),
    },
    filters=("active", "shippable", "type", "url"),
    search={
        "active": "token",
        "description": "text",
        "metadata": "token",
        "name": "text",
        "shippable": "token",
        "url": "text",
    },
)
