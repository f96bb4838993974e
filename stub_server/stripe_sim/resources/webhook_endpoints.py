"""WebhookEndpoints: where events are to go. Loopback http is accepted, as in test mode."""

from __future__ import annotations

from urllib.parse import urlsplit

from stub_server.stripe_sim.coerce import Array, Bool, Str, merged_metadata
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import EXPAND, METADATA, PAGE
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.versions import checked
from stub_server.stripe_sim.world import Call, World

KIND = "webhook_endpoints"
UPDATE = {
    **EXPAND,
    "description": Str(unset=True),
    "disabled": Bool(),
    "enabled_events": Array(Str()),
    "metadata": METADATA,
    "url": Str(),
}
CREATE = {
    **{name: kind for name, kind in UPDATE.items() if name != "disabled"},
    "api_version": Str(),
    "connect": Bool(),
}
RETRIEVE = {**EXPAND}
LIST = {**PAGE}
DELETE = {**EXPAND}


def create(world: World, call: Call) -> Json:
    """An endpoint, with the secret that it is shown this once."""
    params = call.params
    for name in ("enabled_events", "url"):
        if name not in params:
            raise missing(name)
    _check(params)
    secret = f"whsec_{world.ids.token(32)}"
    version = params.get("api_version")
    record: Json = {
        "id": world.new_id("we", call.account),
        "object": "webhook_endpoint",
        "api_version": checked(version) if version else None,
        "application": None,
        "created": world.now(),
        "description": params.get("description"),
        "enabled_events": params["enabled_events"],
        "livemode": False,
        "metadata": merged_metadata({}, params.get("metadata")),
        "status": "enabled",
        "url": params["url"],
        PRIVATE: {"account": call.account, "secrets": [secret]},
    }
    world.books.put(KIND, record)
    world.endpoints.keep(record)
    return {**record, "secret": secret}


def _check(params: Json) -> None:
    if "url" in params:
        parts = urlsplit(params["url"])
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad(
                f"Invalid URL: An explicit scheme (such as https) must be provided. Got: "
                f"{params['url']}",
                "url",
                "url_invalid",
            )
    if "enabled_events" in params and not params["enabled_events"]:
        raise bad("Invalid array", "enabled_events")


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One endpoint, without its secret."""
    return world.find(KIND, call, identifier, "webhook endpoint", "webhook_endpoint", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Another URL, other events, or a pause."""
    record = retrieve(world, call, identifier)
    params = call.params
    _check(params)
    for name in ("description", "enabled_events", "url"):
        if name in params:
            record[name] = params[name]
    if "disabled" in params:
        record["status"] = "disabled" if params["disabled"] else "enabled"
    if "metadata" in params:
        record["metadata"] = merged_metadata(record["metadata"], params["metadata"])
    world.books.put(KIND, record)
    world.endpoints.keep(record)
    return record


def delete(world: World, call: Call, identifier: str) -> Json:
    """No more events there."""
    record = retrieve(world, call, identifier)
    world.books.delete(KIND, record)
    world.endpoints.forget(record)
    return {"id": identifier, "object": "webhook_endpoint", "deleted": True}


def many(world: World, call: Call) -> Json:
    """The account's endpoints."""
    return page(world, call, KIND, "/v1/webhook_endpoints")
