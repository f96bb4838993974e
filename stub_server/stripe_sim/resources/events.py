"""Events: what has happened, newest first."""

from __future__ import annotations

from stub_server.stripe_sim.coerce import Array, Bool, Str
from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import CREATED, EXPAND, PAGE
from stub_server.stripe_sim.tables import Json
from stub_server.stripe_sim.world import Call, World

KIND = "events"
RETRIEVE = {**EXPAND}
LIST = {**PAGE, **CREATED, "type": Str(), "types": Array(Str()), "delivery_success": Bool()}
RETRY = {**EXPAND, "for_stripecli": Bool(), "webhook_endpoint": Str(), "account": Str()}


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One event."""
    return world.find(KIND, call, identifier, "event", "id", in_path=True)


def many(world: World, call: Call) -> Json:
    """The account's events, of one type or of several."""
    types = call.params.get("types")
    if types and "type" in call.params:
        raise bad("You may only specify one of these parameters: type, types.")
    return page(world, call, KIND, "/v1/events", any_of=("type", types) if types else None)


def retry(world: World, call: Call, identifier: str) -> Json:
    """Send an event once more, to one endpoint or to all that want it."""
    event = retrieve(world, call, identifier)
    wanted = call.params.get("webhook_endpoint")
    for endpoint in world.endpoints.for_event(call.account, event["type"]):
        if wanted in (None, endpoint["id"]):
            world.outgoing.append((event, endpoint))
    return event
