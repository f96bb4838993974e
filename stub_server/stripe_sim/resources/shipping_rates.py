"""Shipping rates: what sending a parcel costs, for Checkout Sessions to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.coerce import Bool, Enum, Hash, Int, Kind, Opaque, Str, merged_metadata
from stub_server.stripe_sim.currencies import currency_of
from stub_server.stripe_sim.errors import missing
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "shipping_rates"
TAX_BEHAVIOR = Enum(("exclusive", "inclusive", "unspecified"))
DURATION = Hash(
    {
        "unit": Enum(("business_day", "day", "hour", "month", "week")),
        "value": Int(least=1),
    },
    required=("unit", "value"),
)
DATA: Mapping[str, Kind] = {
    "delivery_estimate": Hash({"maximum": DURATION, "minimum": DURATION}),
    "display_name": Str(longest=100),
    "fixed_amount": Hash(
        {"amount": Int(least=0), "currency": Str(), "currency_options": Opaque()},
        required=("amount", "currency"),
    ),
    "metadata": METADATA,
    "tax_behavior": TAX_BEHAVIOR,
    "tax_code": Str(),
    "type": Enum(("fixed_amount",)),
}
CREATE: Mapping[str, Kind] = {**EXPAND, **DATA}
UPDATE: Mapping[str, Kind] = {
    **EXPAND,
    "active": Bool(),
    "fixed_amount": Opaque(),
    "metadata": METADATA,
    "tax_behavior": TAX_BEHAVIOR,
}
RETRIEVE = {**EXPAND}
LIST: Mapping[str, Kind] = {**PAGE, **CREATED, "active": Bool(), "currency": Str()}


def create(world: World, call: Call) -> Json:
    """A shipping rate."""
    return filed(world, call, call.params)


def filed(world: World, call: Call, given: Json, prefix: str = "") -> Json:
    """File a shipping rate. StripeError 400: it has no name, or no amount."""
    for name in ("display_name", "fixed_amount"):
        if name not in given:
            raise missing(f"{prefix}[{name}]" if prefix else name)
    estimate = given.get("delivery_estimate")
    fixed = given["fixed_amount"]
    record: Json = {
        "id": world.new_id("shr", call.account),
        "object": "shipping_rate",
        "active": True,
        "created": world.now(),
        "delivery_estimate": estimate
        and {name: estimate.get(name) for name in ("maximum", "minimum")},
        "display_name": given["display_name"],
        "fixed_amount": {"amount": fixed["amount"], "currency": currency_of(fixed["currency"])},
        "livemode": False,
        "metadata": merged_metadata({}, given.get("metadata")),
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "tax_code": given.get("tax_code"),
        "type": "fixed_amount",
        PRIVATE: {"account": call.account},
    }
    world.books.put(KIND, record)
    return record


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One shipping rate."""
    noun = "shipping_rate"
    return world.find(KIND, call, identifier, "shipping rate", noun, in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Whether it is on offer, and its words, may change."""
    before = retrieve(world, call, identifier)
    plain = ("active", "tax_behavior")
    record = {**before, **{name: call.params[name] for name in plain if name in call.params}}
    if "metadata" in call.params:
        record["metadata"] = merged_metadata(before["metadata"], call.params["metadata"])
    world.books.put(KIND, record)
    return record


def many(world: World, call: Call) -> Json:
    """The account's shipping rates."""
    return page(world, call, KIND, "/v1/shipping_rates")
