"""Products: what is sold."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import prices
from stub_server.stripe_sim.catalogue.product_objects import KIND, apply, made, refuse_taken
from stub_server.stripe_sim.catalogue.product_params import CREATE, DELETE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.store.schema import Json

__all__ = [
    "CREATE",
    "DELETE",
    "KIND",
    "LIST",
    "RETRIEVE",
    "UPDATE",
    "create",
    "delete",
    "many",
    "retrieve",
    "update",
]


def create(
    ctx: Context,
) -> Json:
    """A product, with its price if that is told too; `product.created`, `price.created`."""
    if "name" not in ctx.params:
        raise missing_param("name")
    refuse_taken(ctx, ctx.params)
    data = ctx.params.get("default_price_data")
    record = made(ctx, ctx.params)
    price = prices.made(ctx, data, record["id"]) if data else None
    record["default_price"] = price["id"] if price else None
    ctx.save(KIND, record)
    ctx.emit("product.created", record)
    if price:
        prices.filed(ctx, price)
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """One product."""
    return ctx.get(KIND, identifier, "product", "id", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Change a product; `product.updated`."""
    before = retrieve(ctx, identifier)
    record = {**before}
    apply(ctx.params, record)
    if "default_price" in ctx.params:
        price = ctx.params["default_price"]
        found = price and ctx.get("prices", price, "price", "default_price", in_path=False)
        if found and found["product"] != identifier:
            raise invalid_request(
                f"The price `{price}` does not belong to this product.",
                "default_price",
            )
        record["default_price"] = price
    if record != before:
        record["updated"] = ctx.now()
        ctx.save(KIND, record)
        ctx.emit("product.updated", record, before)
    return record


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a product that has no prices; `product.deleted`."""
    record = retrieve(ctx, identifier)
    index = ctx.index("prices")
    if next(index.positions_of({"product": identifier}, 0, len(index.ids)), None) is not None:
        raise invalid_request(
            "This product cannot be deleted because it has one or more user-created prices."
        )
    ctx.delete(KIND, record)
    ctx.emit("product.deleted", record)
    return {"id": identifier, "object": "product", "deleted": True}


def many(
    ctx: Context,
) -> Json:
    """The account's products, or those with these ids."""
    wanted = ctx.params.get("ids")
    if wanted is not None and "starting_after" in ctx.params:
        raise invalid_request(
            "You may only specify one of these parameters: ids, starting_after.", "ids"
        )
    fits = None if wanted is None else lambda record: record["id"] in wanted
    return paginate(ctx, KIND, "/v1/products", fits=fits)


RESOURCE = Resource(
    object="product",
    table=KIND,
    operations={
        "POST products": operation(create, CREATE),
        "GET products": operation(many, LIST),
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
