"""Products: what is sold."""

from __future__ import annotations

import re

from stub_server.stripe_sim.catalogue.product_params import (
    CREATE,
    DELETE,
    LIST,
    RETRIEVE,
    SIZES,
    UPDATE,
)
from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.errors import StripeError, bad, missing, no_such
from stub_server.stripe_sim.params.types import merged_metadata
from stub_server.stripe_sim.store.schema import PRIVATE, Json

__all__ = [
    "CREATE",
    "DELETE",
    "KIND",
    "LIST",
    "RETRIEVE",
    "UPDATE",
    "create",
    "delete",
    "filed",
    "made",
    "many",
    "refuse_taken",
    "retrieve",
    "update",
]

KIND = "products"
UNPRINTABLE = "<>\\'\""
TAX_CODE = re.compile(r"txcd_\d{8}\Z")
PLAIN = (
    "active",
    "description",
    "name",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
)


def create(world: World, call: Call) -> Json:
    """A product, with its price if that is told too; `product.created`, `price.created`."""
    from stub_server.stripe_sim.catalogue import prices  # which know their products

    if "name" not in call.params:
        raise missing("name")
    refuse_taken(world, call, call.params)
    data = call.params.get("default_price_data")
    record = made(world, call, call.params)
    price = prices.made(world, call, data, record["id"]) if data else None
    record["default_price"] = price["id"] if price else None
    world.books.put(KIND, record)
    world.emit(call, "product.created", record)
    if price:
        prices.filed(world, call, price)
    return record


def refuse_taken(world: World, call: Call, given: Json) -> None:
    """StripeError 400: there is a product of that id."""
    identifier = given.get("id")
    if identifier and world.books.get(KIND, call.account, identifier):
        raise StripeError(
            400, "Product already exists.", code="resource_already_exists", param="id"
        )


def filed(world: World, call: Call, given: Json) -> Json:
    """File a product that comes with its price; `product.created`."""
    record = made(world, call, given)
    world.books.put(KIND, record)
    world.emit(call, "product.created", record)
    return record


def made(world: World, call: Call, given: Json) -> Json:
    """A product from parameters, not filed."""
    record: Json = {
        "id": given.get("id") or f"prod_{world.ids.token(14)}",
        "object": "product",
        "active": True,
        "created": world.now(),
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "name": given["name"],
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "tax_details": None,
        "type": given.get("type", "service"),
        "unit_label": None,
        "updated": world.now(),
        "url": None,
        PRIVATE: {"account": call.account},
    }
    _apply(given, record)
    return record


def _check(given: Json, kind: str) -> None:
    """StripeError 400: words that no bank statement takes, or a tax code that there is not; or
    something that only a service has."""
    for name in ("statement_descriptor", "unit_label"):
        if given.get(name) and kind != "service":
            raise bad(f"`{name}` may only be set if `type` is `service`.", name)
    words = given.get("statement_descriptor") or ""
    if set(words) & set(UNPRINTABLE) or (words and not any(sign.isalpha() for sign in words)):
        raise bad(
            "The statement descriptor must contain at least one letter, and none of the "
            f"characters {' '.join(UNPRINTABLE)}.",
            "statement_descriptor",
        )
    code = given.get("tax_code")
    if code and not TAX_CODE.match(code):
        raise no_such("tax code", code, "tax_code", in_path=False)


def _apply(given: Json, record: Json) -> None:
    _check(given, record["type"])
    for name in PLAIN:
        if name in given:
            record[name] = given[name]
    for name in ("images", "marketing_features"):
        if name in given:
            record[name] = given[name] or []
    if "metadata" in given:
        record["metadata"] = merged_metadata(record["metadata"], given["metadata"])
    if "package_dimensions" in given:
        sizes = given["package_dimensions"]
        record["package_dimensions"] = sizes and {name: sizes[name] for name in SIZES}
    if "tax_details" in given:
        details = given["tax_details"]
        record["tax_details"] = details and {
            name: details.get(name) for name in ("performance_location", "tax_code")
        }


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One product."""
    return world.find(KIND, call, identifier, "product", "id", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Change a product; `product.updated`."""
    before = retrieve(world, call, identifier)
    record = {**before}
    _apply(call.params, record)
    if "default_price" in call.params:
        price = call.params["default_price"]
        found = price and world.find("prices", call, price, "price", "default_price", in_path=False)
        if found and found["product"] != identifier:
            raise bad(
                f"The price `{price}` does not belong to this product.",
                "default_price",
            )
        record["default_price"] = price
    if record != before:
        record["updated"] = world.now()
        world.books.put(KIND, record)
        world.emit(call, "product.updated", record, before)
    return record


def delete(world: World, call: Call, identifier: str) -> Json:
    """Delete a product that has no prices; `product.deleted`."""
    record = retrieve(world, call, identifier)
    shelf = world.books.shelf("prices", call.account)
    if next(shelf.places_of({"product": identifier}, 0, len(shelf.ids)), None) is not None:
        raise bad("This product cannot be deleted because it has one or more user-created prices.")
    world.books.delete(KIND, record)
    world.emit(call, "product.deleted", record)
    return {"id": identifier, "object": "product", "deleted": True}


def many(world: World, call: Call) -> Json:
    """The account's products, or those with these ids."""
    wanted = call.params.get("ids")
    if wanted is not None and "starting_after" in call.params:
        raise bad("You may only specify one of these parameters: ids, starting_after.", "ids")
    fits = None if wanted is None else lambda record: record["id"] in wanted
    return page(world, call, KIND, "/v1/products", fits=fits)
