"""`3ds2/…`: operations that Stripe.js calls during 3-D Secure."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import orjson

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import missing_param, resource_missing
from stub_server.stripe_sim.params.common import BROWSER_PARAMS, EXPAND
from stub_server.stripe_sim.params.types import Opaque, ParamType, Str
from stub_server.stripe_sim.payments import confirm_payment, confirm_setup
from stub_server.stripe_sim.store.schema import PRIVATE, Json

AUTHENTICATE: Mapping[str, ParamType] = {
    **EXPAND,
    **BROWSER_PARAMS,
    "app": Opaque(),
    "browser": Opaque(),
    "fallback_return_url": Opaque(),
    "one_click_authn_device_support": Opaque(),
    "source": Str(),
}
COMPLETE: Mapping[str, ParamType] = {**EXPAND, **BROWSER_PARAMS, "source": Str()}

ATTEMPTED, CHALLENGE = "A", "C"
"""`transStatus` of the issuer: attempted without the buyer, or challenge required."""
MESSAGE_VERSION = "2.2.0"


def authenticate(ctx: Context) -> Json:
    """Authenticate at the issuer; `transStatus` C: the buyer has to open `acsURL`."""
    source, intent = _get_source_and_intent(ctx)
    if intent[PRIVATE].get("frictionless"):
        _finish_authentication(ctx, intent, approves=True)
        return _build_response(ctx, source, ATTEMPTED, "succeeded", None)
    origin = ctx.settings.public_url or ctx.origin
    url = f"{origin}/3d_secure_2_test/{ctx.account}/{source}"
    return _build_response(ctx, source, CHALLENGE, "challenge_required", url)


def complete(ctx: Context) -> Json:
    """Fail the authentication of a buyer who returned without completing the challenge."""
    source, intent = _get_source_and_intent(ctx)
    _finish_authentication(ctx, intent, approves=False)
    return _build_response(ctx, source, None, "failed", None)


def _get_source_and_intent(ctx: Context) -> tuple[str, Json]:
    """Return the source and the intent that waits for it. StripeError 400: there is none."""
    source = ctx.params.get("source")
    if not source:
        raise missing_param("source")
    location = ctx.simulation.objects.store.get("redirects", source)
    if location is not None and location["account"] == ctx.account:
        intent = ctx.find(location["kind"], location["intent"])
        if intent is not None and intent[PRIVATE].get("nonce") == source:
            return source, intent
    raise resource_missing("source", source, "source", in_path=False)


def _finish_authentication(ctx: Context, intent: Json, *, approves: bool) -> None:
    """Complete or fail the authentication of the intent."""
    module = confirm_payment if intent["object"] == "payment_intent" else confirm_setup
    finish = module.complete_authentication if approves else module.fail_authentication
    finish(ctx, intent)


def _build_response(
    ctx: Context, source: str, status: str | None, state: str, url: str | None
) -> Json:
    """Build a `three_d_secure_2` object.

    status: `transStatus`, or None without a response of the issuer. url: page of the challenge.
    """
    server_id, acs_id = ctx.ids.token(24), ctx.ids.token(24)
    message = {
        "acsTransID": acs_id,
        "challengeWindowSize": "05",
        "messageType": "CReq",
        "messageVersion": MESSAGE_VERSION,
        "threeDSServerTransID": server_id,
    }
    return {
        "id": ctx.new_id("threeds2"),
        "object": "three_d_secure_2",
        "ares": status
        and {
            "acsTransID": acs_id,
            "acsURL": url,
            "messageType": "ARes",
            "messageVersion": MESSAGE_VERSION,
            "threeDSServerTransID": server_id,
            "transStatus": status,
        },
        "created": ctx.now(),
        "creq": base64.urlsafe_b64encode(orjson.dumps(message)).decode() if url else None,
        "error": None,
        "fallback_redirect_url": None,
        "livemode": False,
        "source": source,
        "state": state,
    }


OPERATIONS = {
    "POST 3ds2/authenticate": operation(authenticate, AUTHENTICATE, browser=True),
    "POST 3ds2/challenge_complete": operation(complete, COMPLETE, browser=True),
}
