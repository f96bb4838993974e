"""The HTTP request of a webhook: body and signed headers, with the fault that was asked for."""

from __future__ import annotations

import orjson

from stub_server.stripe_sim.events.signature import HEADER, sign_with
from stub_server.stripe_sim.events.subscriptions import secrets_of
from stub_server.stripe_sim.store.schema import Json, public

HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "Accept": "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
}


def build_webhook(
    event: Json, endpoint: Json, fault: str | None, age: int, now: int, real_now: int
) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of an event for an endpoint.

    fault: `stale`, `unsigned` or `tampered`; others don't change the request. age: seconds that a
    stale signature is old. now: Unix seconds of the simulator, by which a secret that was rolled
    ends. real_now: Unix seconds of the host, for the signature: receivers compare its `t` with
    their own clock.
    """
    version = endpoint["api_version"] or event["api_version"]
    members = {**public(event), "api_version": version}
    body = orjson.dumps(members, option=orjson.OPT_INDENT_2)
    headers = dict(HEADERS)
    if fault != "unsigned":
        signed_at = real_now - (age if fault == "stale" else 0)
        headers[HEADER] = sign_with(body, secrets_of(endpoint, now), signed_at)
    if fault == "tampered":
        body = orjson.dumps({**members, "tampered": True}, option=orjson.OPT_INDENT_2)
    return body, headers
