"""WebhookEndpoints: destinations of events. Loopback addresses are allowed, unlike at Stripe."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.events import subscriptions
from stub_server.stripe_sim.events.webhook_targets import TargetError, validate_url
from stub_server.stripe_sim.params import versions
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import adjust
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "webhook_endpoints"
MAX_ENDPOINTS = 16
"""Maximum per account in test mode."""
CREATE = declared_params(
    "POST webhook_endpoints", api_version=adjust(without=versions.DASHBOARD_ONLY)
)
UPDATE = declared_params("POST webhook_endpoints/*")
RETRIEVE = declared_params("GET webhook_endpoints/*")
LIST = declared_params("GET webhook_endpoints")
DELETE = declared_params("DELETE webhook_endpoints/*")


def create(ctx: Context) -> Json:
    """Create an endpoint; only this response contains its secret."""
    params = ctx.params
    for name in ("enabled_events", "url"):
        if name not in params:
            raise missing_param(name)
    _validate(ctx, params)
    if len(ctx.index(TABLE).positions) >= MAX_ENDPOINTS:
        raise invalid_request(
            f"You have reached the maximum of {MAX_ENDPOINTS} test webhook endpoints."
        )
    secret = f"whsec_{ctx.ids.token(32)}"
    record: Json = new_object(
        "webhook_endpoint",
        private={
            "account": ctx.account,
            "connect": params.get("connect", False),
            "secrets": [secret],
        },
        id=ctx.new_id("we"),
        api_version=params.get("api_version"),
        created=ctx.now(),
        description=params.get("description"),
        enabled_events=params["enabled_events"],
        metadata=merge_metadata({}, params.get("metadata")),
        status="enabled",
        url=params["url"],
    )
    ctx.save(TABLE, record)
    ctx.simulation.endpoints.put(record)
    return {**record, "secret": secret}


def _validate(ctx: Context, params: Json) -> None:
    """Raise StripeError 400 if the URL is invalid or no events are enabled."""
    if "url" in params:
        try:
            validate_url(params["url"], ctx.settings.webhook_targets)
        except TargetError as error:
            reason = str(error)
            message = reason if reason.startswith("Not a ") else f"Invalid URL: {reason}"
            raise invalid_request(message, "url", "url_invalid") from None
    if "enabled_events" in params and not params["enabled_events"]:
        raise invalid_request("Invalid array", "enabled_events")


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one endpoint without its secret."""
    return ctx.get(TABLE, identifier, "webhook endpoint", "webhook_endpoint", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update URL, events, description, metadata and status."""
    record = retrieve(ctx, identifier)
    params = ctx.params
    _validate(ctx, params)
    for name in ("description", "enabled_events", "url"):
        if name in params:
            record[name] = params[name]
    if "disabled" in params:
        record["status"] = "disabled" if params["disabled"] else "enabled"
    if "metadata" in params:
        record["metadata"] = merge_metadata(record["metadata"], params["metadata"])
    ctx.save(TABLE, record)
    ctx.simulation.endpoints.put(record)
    return record


def roll_secret(ctx: Context, identifier: str, seconds: int) -> Json:
    """Return the endpoint with a new secret; the old one stays valid for so many seconds."""
    record = retrieve(ctx, identifier)
    secret = f"whsec_{ctx.ids.token(32)}"
    subscriptions.roll_secret(record, secret, ctx.now() + seconds)
    ctx.save(TABLE, record)
    ctx.simulation.endpoints.put(record)
    return {**record, "secret": secret}


def delete(ctx: Context, identifier: str) -> Json:
    """Delete an endpoint."""
    record = retrieve(ctx, identifier)
    ctx.delete(TABLE, record)
    ctx.simulation.endpoints.remove(record)
    return {"id": identifier, "object": "webhook_endpoint", "deleted": True}


def list_webhook_endpoints(ctx: Context) -> Json:
    """List the account's endpoints."""
    return paginate(ctx, TABLE, "/v1/webhook_endpoints")


RESOURCE = Resource(
    object="webhook_endpoint",
    table=TABLE,
    noun="webhook endpoint",
    operations={
        "POST webhook_endpoints": operation(create, CREATE),
        "GET webhook_endpoints": operation(list_webhook_endpoints, LIST),
        "GET webhook_endpoints/*": operation(retrieve, RETRIEVE),
        "POST webhook_endpoints/*": operation(update, UPDATE),
        "DELETE webhook_endpoints/*": operation(delete, DELETE),
    },
    filters=(),
)
