"""Events: what has happened, newest first."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.account.webhook_endpoints import MOST
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.common import EXPAND
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import adjust
from stub_server.stripe_sim.params.types import Bool, Str
from stub_server.stripe_sim.spec import event_types
from stub_server.stripe_sim.store.schema import Json

KIND = "events"
RETRIEVE = declared_params("GET events/*")
LIST = declared_params("GET events", types=adjust(longest=20))
RETRY = {**EXPAND, "for_stripecli": Bool(), "webhook_endpoint": Str(), "account": Str()}

UNDELIVERED = range(1, MOST + 33)
"""How many endpoints an event may still have to reach: those of the account, and of the start."""


def retrieve(ctx: Context, identifier: str) -> Json:
    """One event."""
    return ctx.get(KIND, identifier, "event", "id", in_path=True)


def many(
    ctx: Context,
) -> Json:
    """The account's events: of one type, of several, or by whether they have all arrived."""
    params = ctx.params
    types = params.get("types")
    if types and "type" in params:
        raise invalid_request("You may only specify one of these parameters: type, types.")
    chosen: dict[str, Any] = {}
    if types:
        chosen["type"] = types
    elif "type" in params:
        chosen["type"] = event_types.list_matching(params["type"])
    if "delivery_success" in params:
        chosen["pending_webhooks"] = (0,) if params["delivery_success"] else UNDELIVERED
    return paginate(ctx, KIND, "/v1/events", {}, chosen)


def retry(ctx: Context, identifier: str) -> Json:
    """Send an event once more: to the Stripe CLIs that listen, to one endpoint, or to all."""
    event = retrieve(ctx, identifier)
    wanted = ctx.params.get("webhook_endpoint")
    if ctx.params.get("for_stripecli") or wanted is None:
        ctx.simulation.to_cli.append((ctx.account, event["id"]))
    if ctx.params.get("for_stripecli"):
        return event
    if wanted is not None and ctx.simulation.endpoints.get(ctx.account, wanted) is None:
        raise resource_missing("webhook endpoint", wanted, "webhook_endpoint", in_path=False)
    for endpoint in ctx.simulation.endpoints.for_event(ctx.account, event["type"]):
        if wanted in (None, endpoint["id"]):
            ctx.simulation.outgoing.append((event, endpoint))
    return event


RESOURCE = Resource(
    object="event",
    table=KIND,
    operations={
        "GET events": operation(many, LIST),
        "GET events/*": operation(retrieve, RETRIEVE),
        "POST events/*/retry": operation(retry, RETRY),
    },
    filters=("type", "pending_webhooks"),
)
