"""Tax rates: what is added to a line, or is in its price already."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import missing
from stub_server.stripe_sim.params.common import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.params.types import Bool, Enum, Kind, Number, Str, merged_metadata
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.files import read

KIND = "tax_rates"
WORDS: Mapping[str, Kind] = {
    "active": Bool(),
    "country": Str(),
    "description": Str(),
    "display_name": Str(longest=50),
    "jurisdiction": Str(longest=200),
    "state": Str(),
    "tax_type": Enum(tuple(read("checkout_words")["tax_types"])),
}
UPDATE: Mapping[str, Kind] = {**EXPAND, **WORDS, "metadata": METADATA}
CREATE: Mapping[str, Kind] = {
    **UPDATE,
    "inclusive": Bool(),
    "percentage": Number(least=0, most=100),
}
REQUIRED = ("display_name", "percentage", "inclusive")
RETRIEVE = {**EXPAND}
LIST: Mapping[str, Kind] = {**PAGE, **CREATED, "active": Bool(), "inclusive": Bool()}


def create(world: World, call: Call) -> Json:
    """A tax rate; `tax_rate.created`."""
    params = call.params
    for name in REQUIRED:
        if name not in params:
            raise missing(name)
    record: Json = {
        "id": world.new_id("txr", call.account),
        "object": "tax_rate",
        **{name: params.get(name) for name in WORDS},
        "active": params.get("active", True),
        "created": world.now(),
        "effective_percentage": None,
        "flat_amount": None,
        "inclusive": params["inclusive"],
        "jurisdiction_level": None,
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata")),
        "percentage": params["percentage"],
        "rate_type": "percentage",
        PRIVATE: {"account": call.account},
    }
    world.books.put(KIND, record)
    world.emit(call, "tax_rate.created", record)
    return record


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One tax rate."""
    return world.find(KIND, call, identifier, "tax rate", "tax_rate", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Its words, and whether it is on offer, may change; `tax_rate.updated`."""
    before, params = retrieve(world, call, identifier), call.params
    record = {**before, **{name: params[name] for name in WORDS if name in params}}
    if "metadata" in params:
        record["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    if record != before:
        world.books.put(KIND, record)
        world.emit(call, "tax_rate.updated", record, before)
    return record


def many(world: World, call: Call) -> Json:
    """The account's tax rates."""
    return page(world, call, KIND, "/v1/tax_rates")


RESOURCE = Resource(
    object="tax_rate",
    table=KIND,
    noun="tax rate",
    operations={
        "POST tax_rates": operation(create, CREATE),
        "GET tax_rates": operation(many, LIST),
        "GET tax_rates/*": operation(retrieve, RETRIEVE),
        "POST tax_rates/*": operation(update, UPDATE),
    },
    filters=("active", "inclusive"),
)
