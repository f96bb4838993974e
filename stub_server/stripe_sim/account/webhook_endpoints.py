"""WebhookEndpoints: where events are to go. Loopback is accepted, unlike at Stripe."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.events.subscriptions import roll_secret
from stub_server.stripe_sim.events.webhook_targets import TargetError, validate_url
from stub_server.stripe_sim.params import versions
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import adjust
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "webhook_endpoints"
MOST = 16
"""How many an account may have in test mode."""
CREATE = declared_params(
    "POST webhook_endpoints", api_version=adjust(without=versions.DASHBOARD_ONLY)
)
UPDATE = declared_params("POST webhook_endpoints/*")
RETRIEVE = declared_params("GET webhook_endpoints/*")
LIST = declared_params("GET webhook_endpoints")
DELETE = declared_params("DELETE webhook_endpoints/*")


def create(
    ctx: Context,
) -> Json:
    """An endpoint, with the secret that it is shown this once."""
    params = ctx.params
    for name in ("enabled_events", "url"):
        if name not in params:
            raise missing_param(name)
    _check(ctx, params)
    if len(ctx.index(KIND).positions) >= MOST:
        raise invalid_request(f"You have reached the maximum of {MOST} test webhook endpoints.")
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
    ctx.save(KIND, record)
    ctx.simulation.endpoints.keep(record)
    return {**record, "secret": secret}


def _check(ctx: Context, params: Json) -> None:
    """StripeError 400: events can't go there, or there are none to send."""
    if "url" in params:
        try:
            validate_url(params["url"], ctx.settings.webhook_targets)
        except TargetError as error:
            reason = str(error)
            words = reason if reason.startswith("Not a ") else f"Invalid URL: {reason}"
            raise invalid_request(words, "url", "url_invalid") from None
    if "enabled_events" in params and not params["enabled_events"]:
        raise invalid_request("Invalid array", "enabled_events")


def retrieve(ctx: Context, identifier: str) -> Json:
    """One endpoint, without its secret."""
    return ctx.get(KIND, identifier, "webhook endpoint", "webhook_endpoint", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Another URL, other events, or a pause."""
    record = retrieve(ctx, identifier)
    params = ctx.params
    _check(ctx, params)
    for name in ("description", "enabled_events", "url"):
        if name in params:
            record[name] = params[name]
    if "disabled" in params:
        record["status"] = "disabled" if params["disabled"] else "enabled"
    if "metadata" in params:
        record["metadata"] = merge_metadata(record["metadata"], params["metadata"])
    ctx.save(KIND, record)
    ctx.simulation.endpoints.keep(record)
    return record


def roll(ctx: Context, identifier: str, seconds: int) -> Json:
    """A new secret, shown this once; the old one goes on signing for so many seconds."""
    record = retrieve(ctx, identifier)
    secret = f"whsec_{ctx.ids.token(32)}"
    roll_secret(record, secret, ctx.now() + seconds)
    ctx.save(KIND, record)
    ctx.simulation.endpoints.keep(record)
    return {**record, "secret": secret}


def delete(ctx: Context, identifier: str) -> Json:
    """No more events there."""
    record = retrieve(ctx, identifier)
    ctx.delete(KIND, record)
    ctx.simulation.endpoints.forget(record)
    return {"id": identifier, "object": "webhook_endpoint", "deleted": True}


def many(
    ctx: Context,
) -> Json:
    """The account's endpoints."""
    return paginate(ctx, KIND, "/v1/webhook_endpoints")


RESOURCE = Resource(
    object="webhook_endpoint",
    table=KIND,
    noun="webhook endpoint",
    operations={
        "POST webhook_endpoints": operation(create, CREATE),
        "GET webhook_endpoints": operation(many, LIST),
        "GET webhook_endpoints/*": operation(retrieve, RETRIEVE),
        "POST webhook_endpoints/*": operation(update, UPDATE),
        "DELETE webhook_endpoints/*": operation(delete, DELETE),
    },
    filters=(),
)
