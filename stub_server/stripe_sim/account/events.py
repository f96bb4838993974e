"""Events, newest first."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.account.webhook_endpoints import MAX_ENDPOINTS
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

TABLE = "events"
RETRIEVE = declared_params("GET events/*")
LIST = declared_params("GET events", types=adjust(longest=20))
RETRY = {**EXPAND, "for_stripecli": Bool(), "webhook_endpoint": Str(), "account": Str()}

UNDELIVERED = range(1, MAX_ENDPOINTS + 33)
"""Possible numbers of pending webhooks: endpoints of the account, and those of the settings."""


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one event."""
    return ctx.get(TABLE, identifier, "event", "id", in_path=True)


def list_events(ctx: Context) -> Json:
    """List the account's events by type, types, or delivery success."""
    params = ctx.params
    types = params.get("types")
    if types and "type" in params:
        raise invalid_request("You may only specify one of these parameters: type, types.")
    any_of: dict[str, Any] = {}
    if types:
        any_of["type"] = types
    elif "type" in params:
        any_of["type"] = event_types.list_matching(params["type"])
    if "delivery_success" in params:
        any_of["pending_webhooks"] = (0,) if params["delivery_success"] else UNDELIVERED
    return paginate(ctx, TABLE, "/v1/events", {}, any_of)


def retry(ctx: Context, identifier: str) -> Json:
    """Send an event again: to listening Stripe CLIs, to one endpoint, or to all of them."""
    event = retrieve(ctx, identifier)
    endpoint_id = ctx.params.get("webhook_endpoint")
    if ctx.params.get("for_stripecli") or endpoint_id is None:
        ctx.simulation.to_cli.append((ctx.account, event["id"]))
    if ctx.params.get("for_stripecli"):
        return event
    if endpoint_id is not None and ctx.simulation.endpoints.get(ctx.account, endpoint_id) is None:
        raise resource_missing("webhook endpoint", endpoint_id, "webhook_endpoint", in_path=False)
    for endpoint in ctx.simulation.endpoints.for_event(ctx.account, event["type"]):
        if endpoint_id in (None, endpoint["id"]):
            ctx.simulation.outgoing.append((event, endpoint))
    return event


RESOURCE = Resource(
    object="event",
    table=TABLE,
    operations={
        "GET events": operation(list_events, LIST),
        "GET events/*": operation(retrieve, RETRIEVE),
        "POST events/*/retry": operation(retry, RETRY),
    },
    filters=("type", "pending_webhooks"),
)
