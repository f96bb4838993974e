"""`3ds2/…`: what Stripe's script asks while a buyer is with their bank."""

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
"""How the issuer answers (`transStatus`): it trusts the card, or wants to see the buyer."""
MESSAGE = "2.2.0"


def authenticate(
    ctx: Context,
) -> Json:
    """The issuer is asked. C: it wants to see the buyer, at `acsURL`; A: it does not."""
    source, intent = _waiting(ctx)
    if intent[PRIVATE].get("frictionless"):
        _answered(ctx, intent, agrees=True)
        return _answer(ctx, source, ATTEMPTED, "succeeded", None)
    origin = ctx.settings.public_url or ctx.origin
    url = f"{origin}/3d_secure_2_test/{ctx.account}/{source}"
    return _answer(ctx, source, CHALLENGE, "challenge_required", url)


def complete(
    ctx: Context,
) -> Json:
    """The buyer is back without an answer to the bank: the authentication has failed."""
    source, intent = _waiting(ctx)
    _answered(ctx, intent, agrees=False)
    return _answer(ctx, source, None, "failed", None)


def _waiting(
    ctx: Context,
) -> tuple[str, Json]:
    """The source and the intent that waits for it. StripeError 400: there is none."""
    source = ctx.params.get("source")
    if not source:
        raise missing_param("source")
    where = ctx.simulation.objects.store.get("redirects", source)
    if where is not None and where["account"] == ctx.account:
        intent = ctx.find(where["kind"], where["intent"])
        if intent is not None and intent[PRIVATE].get("nonce") == source:
            return source, intent
    raise resource_missing("source", source, "source", in_path=False)


def _answered(ctx: Context, intent: Json, *, agrees: bool) -> None:
    tries = confirm_payment if intent["object"] == "payment_intent" else confirm_setup
    go_on = tries.authenticated if agrees else tries.unauthenticated
    go_on(ctx, intent)


def _answer(ctx: Context, source: str, status: str | None, state: str, url: str | None) -> Json:
    server, bank = ctx.ids.token(24), ctx.ids.token(24)
    message = {
        "acsTransID": bank,
        "challengeWindowSize": "05",
        "messageType": "CReq",
        "messageVersion": MESSAGE,
        "threeDSServerTransID": server,
    }
    return {
        "id": ctx.new_id("threeds2"),
        "object": "three_d_secure_2",
        "ares": status
        and {
            "acsTransID": bank,
            "acsURL": url,
            "messageType": "ARes",
            "messageVersion": MESSAGE,
            "threeDSServerTransID": server,
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
