"""ConfirmationTokens: payment details from a browser, with which a server confirms one intent."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.common import BROWSER_PARAMS, RECIPIENT, complete_address
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay
from stub_server.stripe_sim.params.types import Bool, Enum, Hash, Int, Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods import payment_method_objects, payment_methods
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "confirmation_tokens"
LIFETIME = 12 * 3600
"""Seconds until an unused token expires."""

PLAN = Hash(
    {
        "count": Int(),
        "interval": Enum(("month",)),
        "type": Enum(("bonus", "fixed_count", "revolving")),
    },
    required=("type",),
)
INSTALLMENTS = Hash({"plan": PLAN}, required=("plan",))
METHOD_OPTIONS = Hash(
    {"card": Hash({"cvc_token": Str(), "installments": INSTALLMENTS, "network": Str()})}
)
"""The `payment_method_options` of a token."""

OVERLAY: Overlay = {"payment_method_data": METHOD_DATA, "return_url": Uri(), "shipping": RECIPIENT}
TEST_CREATE = declared_params("POST test_helpers/confirmation_tokens", OVERLAY)
CREATE = declared_params(
    "POST test_helpers/confirmation_tokens",
    OVERLAY,
    also={
        **BROWSER_PARAMS,
        "client_context": Opaque(),
        "mandate_data": MANDATE_DATA,
        "payment_method_options": METHOD_OPTIONS,
        "set_as_default_payment_method": Bool(),
        "use_stripe_sdk": Bool(),
    },
)
"""The parameters that Stripe.js sends."""
RETRIEVE = declared_params("GET confirmation_tokens/*", also=BROWSER_PARAMS)


def create(ctx: Context) -> Json:
    """Create a token from an existing PaymentMethod or from `payment_method_data`."""
    params = ctx.params
    data = params.get("payment_method_data")
    if params.get("payment_method"):
        method = payment_methods.resolve(ctx, params["payment_method"], in_path=False)
    elif data:
        method = payment_method_objects.build_payment_method(ctx, data, "payment_method_data")
        ctx.save(payment_methods.TABLE, method)
    else:
        raise invalid_request(
            "You must provide one of `payment_method` or `payment_method_data` to create "
            "a ConfirmationToken."
        )
    token: Json = new_object(
        "confirmation_token",
        private={
            "account": ctx.account,
            "method": method["id"],
            "mandate_data": params.get("mandate_data"),
            "options": params.get("payment_method_options"),
        },
        id=ctx.new_id("ctoken"),
        created=ctx.now(),
        expires_at=ctx.now() + LIFETIME,
        mandate_data=_build_mandate_data(params.get("mandate_data")),
        payment_method_options=_build_method_options(params),
        payment_method_preview=_build_preview(method),
        return_url=params.get("return_url"),
        setup_future_usage=params.get("setup_future_usage"),
        shipping=_build_shipping(params.get("shipping")),
        use_stripe_sdk=params.get("use_stripe_sdk", True),
    )
    return _save(ctx, token)


def _build_method_options(params: Json) -> Json | None:
    """Return the token's `payment_method_options`, or None without options of a card."""
    card = (params.get("payment_method_options") or {}).get("card")
    options = {name: value for name, value in (card or {}).items() if name != "network"}
    if "installments" in options:
        plan = {"count": None, "interval": None, **options["installments"]["plan"]}
        options["installments"] = {"plan": plan}
    return {"card": {"cvc_token": None, **options}} if card else None


def _build_mandate_data(data: Json | None) -> Json | None:
    """Return the token's `mandate_data`, or None."""
    if not data:
        return None
    acceptance = data["customer_acceptance"]
    online = acceptance.get("online")
    members = online and {name: online.get(name) for name in ("ip_address", "user_agent")}
    return {"customer_acceptance": {"online": members or None, "type": acceptance["type"]}}


def _build_preview(method: Json) -> Json:
    """Return the PaymentMethod without its id and metadata."""
    hidden = ("id", "object", "created", "livemode", "metadata", PRIVATE)
    return {name: value for name, value in method.items() if name not in hidden}


def _build_shipping(params: Json | None) -> Json | None:
    """Return the token's `shipping`, or None."""
    return params and {
        "address": complete_address(params["address"]),
        "name": params["name"],
        "phone": params.get("phone"),
    }


def _save(ctx: Context, token: Json) -> Json:
    """Store the token and return it."""
    ctx.simulation.objects.store.put(TABLE, f"{token[PRIVATE]['account']}/{token['id']}", token)
    return token


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one token, whether used or not."""
    return ctx.get(TABLE, identifier, "confirmation_token", "confirmation_token", in_path=True)


def consume(ctx: Context, identifier: str, intent: Json) -> Json:
    """Mark the token as used by the intent and return it.

    StripeError 400: it is unknown, used or expired.
    """
    token = ctx.find(TABLE, identifier)
    if token is None:
        raise resource_missing(
            "confirmation_token", identifier, "confirmation_token", in_path=False
        )
    if token["payment_intent"] or token["setup_intent"]:
        raise invalid_request(
            f"The ConfirmationToken {identifier} has already been used to confirm an "
            "Intent. Create a new ConfirmationToken and try again.",
            "confirmation_token",
        )
    if token["expires_at"] <= ctx.now():
        raise invalid_request(
            f"The ConfirmationToken {identifier} has expired. Create a new "
            "ConfirmationToken and try again.",
            "confirmation_token",
        )
    token[intent["object"]] = intent["id"]
    token["expires_at"] = None
    return _save(ctx, token)


def merge_params(token: Json, params: Json) -> Json:
    """Return the parameters of a confirmation; the token provides those that are absent."""
    private = token[PRIVATE]
    defaults: Json = {
        "payment_method": private["method"],
        "mandate_data": private["mandate_data"],
        "payment_method_options": private["options"],
        "return_url": token["return_url"],
        "setup_future_usage": token["setup_future_usage"],
        "shipping": token["shipping"],
        "use_stripe_sdk": token["use_stripe_sdk"],
    }
    if "payment_method_data" in params:
        del defaults["payment_method"]
    return {**{name: value for name, value in defaults.items() if value is not None}, **params}


RESOURCE = Resource(
    object="confirmation_token",
    table=TABLE,
    operations={
        "POST confirmation_tokens": operation(create, CREATE, browser=True),
        "POST test_helpers/confirmation_tokens": operation(create, TEST_CREATE),
        "GET confirmation_tokens/*": operation(retrieve, RETRIEVE, browser=True),
    },
)
