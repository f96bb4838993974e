"""Sessions of the Stripe CLI, over which it receives events."""

from __future__ import annotations

import orjson

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.events.cli_sessions import Session, secret_of
from stub_server.stripe_sim.params.common import EXPAND
from stub_server.stripe_sim.params.types import Array, Bool, Str
from stub_server.stripe_sim.settings import LATEST_VERSION
from stub_server.stripe_sim.store.schema import Json

SUBSCRIBE = "/stripecli/subscribe"
RECONNECT = 60
"""Time in s after which the CLI reconnects, as with Stripe."""

SESSION = {
    **EXPAND,
    "device_name": Str(unset=True),
    "filters": Str(unset=True),
    "forward_connect_to_url": Str(unset=True),
    "forward_thin_connect_to_url": Str(unset=True),
    "forward_thin_to_url": Str(unset=True),
    "forward_to_url": Str(unset=True),
    "latest": Bool(),
    "websocket_features": Array(Str()),
}


def open_session(
    ctx: Context,
) -> Json:
    """Open a session; return the URL of its WebSocket and the signing secret of its events."""
    params = ctx.params
    features = params.get("websocket_features") or ["webhooks"]
    feature = "request_logs" if "request_logs" in features else "webhooks"
    identifier = f"cliws_{ctx.ids.token(24)}"
    ctx.simulation.cli.open(
        Session(
            identifier,
            ctx.account,
            feature,
            bool(params.get("forward_to_url")),
            _filters(params.get("filters")),
            ctx.real_now(),
        )
    )
    return {
        "websocket_url": ctx.origin.replace("http", "ws", 1) + SUBSCRIBE,
        "websocket_id": identifier,
        "websocket_authorized_feature": feature,
        "reconnect_delay": RECONNECT,
        "secret": secret_of(ctx.account),
        "default_version": ctx.settings.default_version,
        "latest_version": LATEST_VERSION,
        "display_connect_filter_warning": False,
        "device_token": f"cli_{ctx.account[5:]}",
    }


def _filters(text: str | None) -> dict[str, list[str]]:
    if not text:
        return {}
    try:
        filters = orjson.loads(text)
        return {str(name): [str(word) for word in words or ()] for name, words in filters.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise invalid_request("Invalid filters", "filters") from error


OPERATIONS = {
    "POST stripecli/sessions": operation(open_session, SESSION),
}
