"""Shipping rates: what sending a parcel costs, for Checkout Sessions to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.catalogue.price_params import MOST, TAX_BEHAVIOR, ByCurrency
from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.params.common import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.types import Bool, Enum, Hash, Int, Kind, Str, merged_metadata
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "shipping_rates"
DURATION = Hash(
    {
        "unit": Enum(("business_day", "day", "hour", "month", "week")),
        "value": Int(least=1),
    },
    required=("unit", "value"),
)
OPTION = Hash({"amount": Int(least=0, most=MOST), "tax_behavior": TAX_BEHAVIOR})
OPTIONS = ByCurrency(OPTION)
NEW_OPTIONS = ByCurrency(Hash(OPTION.fields, required=("amount",)))
WAY = "fixed_amount.currency_options"
DATA: Mapping[str, Kind] = {
    "delivery_estimate": Hash({"maximum": DURATION, "minimum": DURATION}),
    "display_name": Str(longest=100),
    "fixed_amount": Hash(
        {"amount": Int(least=0, most=MOST), "currency": Str(), "currency_options": NEW_OPTIONS},
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
    "fixed_amount": Hash({"currency_options": OPTIONS}),
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
    if "currency_options" in fixed:
        here = {record["fixed_amount"]["currency"]: _option(fixed)}
        others = {code: _option(each) for code, each in fixed["currency_options"].items()}
        record[PRIVATE]["more"] = {WAY: {**here, **others}}
    world.books.put(KIND, record)
    return record


def _option(given: Json) -> Json:
    return {
        "amount": given["amount"],
        "tax_behavior": given.get("tax_behavior", "unspecified"),
    }


def amount_in(rate: Json, currency: str) -> int | None:
    """What it costs in a currency; None: it has no price there."""
    fixed = rate["fixed_amount"]
    if currency == fixed["currency"]:
        return int(fixed["amount"])
    found = rate[PRIVATE].get("more", {}).get(WAY, {}).get(currency)
    return int(found["amount"]) if found else None


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
    was = before["tax_behavior"]
    if was not in ("unspecified", record["tax_behavior"]):
        raise bad(
            f"The `tax_behavior` of this shipping rate is already `{was}`, and cannot be changed.",
            "tax_behavior",
        )
    options = (call.params.get("fixed_amount") or {}).get("currency_options")
    if options:
        old = before[PRIVATE].get("more", {}).get(WAY) or {
            before["fixed_amount"]["currency"]: _option(before["fixed_amount"])
        }
        changed = {code: {**_blank(), **old.get(code, {}), **options[code]} for code in options}
        record[PRIVATE] = {**before[PRIVATE], "more": {WAY: {**old, **changed}}}
    world.books.put(KIND, record)
    return record


def _blank() -> Json:
    return {"amount": 0, "tax_behavior": "unspecified"}


def many(world: World, call: Call) -> Json:
    """The account's shipping rates."""
    currency = call.params.get("currency")
    fits = None if currency is None else lambda rate: amount_in(rate, currency) is not None
    return page(world, call, KIND, "/v1/shipping_rates", fits=fits)


RESOURCE = Resource(
    object="shipping_rate",
    table=KIND,
    noun="shipping rate",
    operations={
        "POST shipping_rates": operation(create, CREATE),
        "GET shipping_rates": operation(many, LIST),
        "GET shipping_rates/*": operation(retrieve, RETRIEVE),
        "POST shipping_rates/*": operation(update, UPDATE),
    },
    filters=("active",),
)
