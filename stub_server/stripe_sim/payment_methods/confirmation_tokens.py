"""ConfirmationTokens: what a buyer has entered, for the server to confirm with once."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.common import BROWSER_PARAMS, RECIPIENT, complete_address
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay
from stub_server.stripe_sim.params.types import Bool, Enum, Hash, Int, Opaque, Str, Uri
from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payment_methods.mandates import MANDATE_DATA
from stub_server.stripe_sim.payment_methods.payment_method_params import METHOD_DATA
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "confirmation_tokens"
LASTS = 12 * 3600
"""Seconds until a token that nobody used is worth nothing."""

PLAN = Hash(
    {
        "count": Int(),
        "interval": Enum(("month",)),
        "type": Enum(("bonus", "fixed_count", "revolving")),
    },
    required=("type",),
)
INSTALLMENTS = Hash({"plan": PLAN}, required=("plan",))
OPTIONS = Hash({"card": Hash({"cvc_token": Str(), "installments": INSTALLMENTS, "network": Str()})})
"""The options of a PaymentMethod's type that a token may carry."""

LIMITS: Overlay = {
    "payment_method_data": METHOD_DATA,
    "return_url": Uri(),
    "shipping": RECIPIENT,
}
TEST_CREATE = declared_params("POST test_helpers/confirmation_tokens", LIMITS)
CREATE = declared_params(
    "POST test_helpers/confirmation_tokens",
    LIMITS,
    also={
        **BROWSER_PARAMS,
        "client_context": Opaque(),
        "mandate_data": MANDATE_DATA,
        "payment_method_options": OPTIONS,
        "set_as_default_payment_method": Bool(),
        "use_stripe_sdk": Bool(),
    },
)
"""What Stripe's script for browsers sends."""
RETRIEVE = declared_params("GET confirmation_tokens/*", also=BROWSER_PARAMS)


def create(
    ctx: Context,
) -> Json:
    """A token of a PaymentMethod that there is, or of one that this makes."""
    params = ctx.params
    data = params.get("payment_method_data")
    if params.get("payment_method"):
        method = payment_methods.resolved(ctx, params["payment_method"], in_path=False)
    elif data:
        method = payment_methods.made(ctx, data, "payment_method_data")
        ctx.save(payment_methods.KIND, method)
    else:
        raise invalid_request(
            "You must provide one of `payment_method` or `payment_method_data` to create a "
            "ConfirmationToken."
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
        expires_at=ctx.now() + LASTS,
        mandate_data=_consent(params.get("mandate_data")),
        payment_method_options=_options(params),
        payment_method_preview=_preview(method),
        return_url=params.get("return_url"),
        setup_future_usage=params.get("setup_future_usage"),
        shipping=_shipping(params.get("shipping")),
        use_stripe_sdk=params.get("use_stripe_sdk", True),
    )
    return _filed(ctx, token)


def _options(params: Json) -> Json | None:
    card = (params.get("payment_method_options") or {}).get("card")
    shown = {name: value for name, value in (card or {}).items() if name != "network"}
    if "installments" in shown:
        plan = {"count": None, "interval": None, **shown["installments"]["plan"]}
        shown["installments"] = {"plan": plan}
    return {"card": {"cvc_token": None, **shown}} if card else None


def _consent(given: Json | None) -> Json | None:
    if not given:
        return None
    acceptance = given["customer_acceptance"]
    online = acceptance.get("online")
    shown = online and {name: online.get(name) for name in ("ip_address", "user_agent")}
    return {"customer_acceptance": {"online": shown or None, "type": acceptance["type"]}}


def _preview(method: Json) -> Json:
    hidden = ("id", "object", "created", "livemode", "metadata", PRIVATE)
    return {name: value for name, value in method.items() if name not in hidden}


def _shipping(given: Json | None) -> Json | None:
    return given and {
        "address": complete_address(given["address"]),
        "name": given["name"],
        "phone": given.get("phone"),
    }


def _filed(ctx: Context, token: Json) -> Json:
    ctx.simulation.objects.store.put(KIND, f"{token[PRIVATE]['account']}/{token['id']}", token)
    return token


def retrieve(ctx: Context, identifier: str) -> Json:
    """One token, used or not."""
    return ctx.get(KIND, identifier, "confirmation_token", "confirmation_token", in_path=True)


def spent(ctx: Context, identifier: str, intent: Json) -> Json:
    """The token, used up on the intent by this. StripeError 400: it was used, or is too old."""
    token = ctx.find(KIND, identifier)
    if token is None:
        raise resource_missing(
            "confirmation_token", identifier, "confirmation_token", in_path=False
        )
    if token["payment_intent"] or token["setup_intent"]:
        raise invalid_request(
            f"The ConfirmationToken {identifier} has already been used to confirm an Intent. "
            "Create a new ConfirmationToken and try again.",
            "confirmation_token",
        )
    if token["expires_at"] <= ctx.now():
        raise invalid_request(
            f"The ConfirmationToken {identifier} has expired. Create a new ConfirmationToken and "
            "try again.",
            "confirmation_token",
        )
    token[intent["object"]] = intent["id"]
    token["expires_at"] = None
    return _filed(ctx, token)


def merged(token: Json, params: Json) -> Json:
    """The parameters of a confirmation, and the token's where they say nothing."""
    private = token[PRIVATE]
    theirs: Json = {
        "payment_method": private["method"],
        "mandate_data": private["mandate_data"],
        "payment_method_options": private["options"],
        "return_url": token["return_url"],
        "setup_future_usage": token["setup_future_usage"],
        "shipping": token["shipping"],
        "use_stripe_sdk": token["use_stripe_sdk"],
    }
    if "payment_method_data" in params:
        del theirs["payment_method"]
    return {**{name: value for name, value in theirs.items() if value is not None}, **params}


RESOURCE = Resource(
    object="confirmation_token",
    table=KIND,
    operations={
        "POST confirmation_tokens": operation(create, CREATE, browser=True),
        "POST test_helpers/confirmation_tokens": operation(create, TEST_CREATE),
        "GET confirmation_tokens/*": operation(retrieve, RETRIEVE, browser=True),
    },
)
