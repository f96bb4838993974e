"""Prices: what a product costs, once or again and again."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.coerce import (
    Array,
    Bool,
    Enum,
    Hash,
    Int,
    Kind,
    Str,
    merged_metadata,
)
from stub_server.stripe_sim.currencies import currency_of
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.resources import products
from stub_server.stripe_sim.resources.price_amounts import (
    amounts,
    check_scheme,
    custom_of,
    option,
    tiers_of,
)
from stub_server.stripe_sim.resources.price_params import (
    AMOUNTS,
    CUSTOM,
    INTERVAL,
    OPTIONS,
    RECURRING,
    TAX_BEHAVIOR,
    TIER,
    USAGE,
)
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "prices"
UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "active": Bool(),
    "currency_options": OPTIONS,
    "lookup_key": Str(unset=True, longest=200),
    "metadata": METADATA,
    "nickname": Str(unset=True),
    "tax_behavior": TAX_BEHAVIOR,
    "transfer_lookup_key": Bool(),
}
CREATE: Mapping[str, Kind] = {
    **UPDATE,
    **AMOUNTS,
    "billing_scheme": Enum(("per_unit", "tiered")),
    "currency": Str(),
    "custom_unit_amount": CUSTOM,
    "product": Str(),
    "product_data": Hash(
        {
            **{name: products.CREATE[name] for name in products.INLINE},
            "active": Bool(),
            "id": Str(),
            "statement_descriptor": Str(longest=22),
        },
        required=("name",),
    ),
    "recurring": Hash(
        {
            **RECURRING.fields,
            "meter": Str(),
            "trial_period_days": Int(least=0),
            "usage_type": USAGE,
        },
        required=("interval",),
    ),
    "tiers": Array(TIER),
    "tiers_mode": Enum(("graduated", "volume")),
    "transform_quantity": Hash(
        {"divide_by": Int(least=1), "round": Enum(("down", "up"))}, required=("divide_by", "round")
    ),
}
RETRIEVE = {**EXPAND}
LIST: Mapping[str, Kind] = {
    **PAGE,
    **CREATED,
    "active": Bool(),
    "currency": Str(),
    "lookup_keys": Array(Str(), longest=10),
    "product": Str(),
    "recurring": Hash({"interval": INTERVAL, "meter": Str(), "usage_type": USAGE}),
    "type": Enum(("one_time", "recurring")),
}


def create(world: World, call: Call) -> Json:
    """A price, and with `product_data` its product; `price.created`."""
    params = call.params
    if "currency" not in params:
        raise missing("currency")
    if ("product" in params) == ("product_data" in params):
        if "product" in params:
            raise bad(
                "You may only specify one of these parameters: product, product_data.", "product"
            )
        raise bad("You must specify either `product` or `product_data` when creating a price.")
    if "product" in params:
        product = params["product"]
        world.find(products.KIND, call, product, "product", "product", in_path=False)
    record = made(world, call, params, params.get("product", ""))
    if "lookup_key" in params:
        _take_key(world, call, record)
    if "product_data" in params:
        record["product"] = products.filed(world, call, params["product_data"])["id"]
    return filed(world, call, record)


def filed(world: World, call: Call, record: Json) -> Json:
    """File a new price; `price.created`."""
    world.books.put(KIND, record)
    world.emit(call, "price.created", record)
    return record


def made(world: World, call: Call, given: Json, product: str) -> Json:
    """A price from parameters, not filed. StripeError 400: it has no amount, or two."""
    currency = currency_of(given["currency"])
    recurring = given.get("recurring")
    check_scheme(given)
    amount, exact = (None, None) if given.get("billing_scheme") == "tiered" else amounts(given)
    custom = custom_of(given)
    more: Json = {}
    if "tiers" in given:
        more["tiers"] = tiers_of(given["tiers"])
    if "currency_options" in given:
        here = {"custom_unit_amount": custom, "unit_amount": amount, "unit_amount_decimal": exact}
        behavior = {"tax_behavior": given.get("tax_behavior", "unspecified")}
        options = {code: option(each) for code, each in given["currency_options"].items() if each}
        more["currency_options"] = {currency: {**here, **behavior}, **options}
    return {
        "id": world.new_id("price", call.account),
        "object": "price",
        "active": given.get("active", True),
        "billing_scheme": given.get("billing_scheme", "per_unit"),
        "created": world.now(),
        "currency": currency,
        "custom_unit_amount": custom,
        "livemode": False,
        "lookup_key": given.get("lookup_key"),
        "metadata": merged_metadata({}, given.get("metadata")),
        "nickname": given.get("nickname"),
        "product": product,
        "recurring": recurring
        and {
            "interval": recurring["interval"],
            "interval_count": recurring.get("interval_count", 1),
            "meter": recurring.get("meter"),
            "trial_period_days": recurring.get("trial_period_days"),
            "usage_type": recurring.get("usage_type", "licensed"),
        },
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "tiers_mode": given.get("tiers_mode"),
        "transform_quantity": given.get("transform_quantity"),
        "type": "recurring" if recurring else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": exact,
        PRIVATE: {"account": call.account, **({"more": more} if more else {})},
    }


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One price."""
    return world.find(KIND, call, identifier, "price", "price", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Its words and whether it is on offer may change; `price.updated`."""
    before = retrieve(world, call, identifier)
    params = call.params
    plain = ("active", "lookup_key", "nickname", "tax_behavior")
    record = {**before, **{name: params[name] for name in plain if name in params}}
    if "metadata" in params:
        record["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    if params.get("lookup_key"):
        _take_key(world, call, record)
    _check_change(world, call, before, record)
    if "currency_options" in params:
        _reprice(record, params["currency_options"])
    if record != before:
        world.books.put(KIND, record)
        world.emit(call, "price.updated", record, before)
    return record


def _check_change(world: World, call: Call, before: Json, after: Json) -> None:
    """StripeError 400: the product still needs the price; what is taxed how is settled."""
    if before["active"] and not after["active"]:
        product = world.books.get(products.KIND, call.account, before["product"])
        if product and product["default_price"] == before["id"]:
            raise bad(
                "This price cannot be archived because it is the default price of its product."
            )
    was = before["tax_behavior"]
    if was not in ("unspecified", after["tax_behavior"]):
        raise bad(
            f"The `tax_behavior` of this price is already `{was}`, and cannot be changed.",
            "tax_behavior",
        )


def _reprice(record: Json, given: Json) -> None:
    """Change what it is in other currencies; None takes one out."""
    private = record[PRIVATE]
    here = {name: record[name] for name in option({"unit_amount": 0})}
    old = private.get("more", {}).get("currency_options") or {record["currency"]: here}
    new = {**old, **{code: each and option(each) for code, each in given.items()}}
    kept = {code: each for code, each in new.items() if each}
    record[PRIVATE] = {**private, "more": {**private.get("more", {}), "currency_options": kept}}


def _take_key(world: World, call: Call, record: Json) -> None:
    """Have the price's lookup key to itself. StripeError 400: another one has it."""
    shelf = world.books.shelf(KIND, call.account)
    for place in shelf.places_of({"lookup_key": record["lookup_key"]}, 0, len(shelf.ids)):
        holder = world.books.get(KIND, call.account, shelf.ids[place] or "")
        if holder is None or holder["id"] == record["id"]:
            continue
        if not call.params.get("transfer_lookup_key"):
            raise bad(f"A price (`{holder['id']}`) already uses that lookup key.", "lookup_key")
        changed = {**holder, "lookup_key": None}
        world.books.put(KIND, changed)
        world.emit(call, "price.updated", changed, holder)


def many(world: World, call: Call) -> Json:
    """The account's prices, by what they are for, and how."""
    params = call.params
    keys, wanted = params.get("lookup_keys"), params.get("recurring")
    any_of = {"lookup_key": keys} if keys else None
    return page(
        world,
        call,
        KIND,
        "/v1/prices",
        any_of=any_of,
        fits=(lambda price: wanted.items() <= (price["recurring"] or {}).items())
        if wanted
        else None,
    )


PRICE_DATA = Hash(
    {
        **AMOUNTS,
        "currency": Str(),
        "product": Str(),
        "product_data": Hash(
            {name: products.CREATE[name] for name in (*products.INLINE, "description", "images")},
            required=("name",),
        ),
        "recurring": RECURRING,
    },
    required=("currency",),
)
"""A price made on the spot, for a line of a Checkout Session."""
