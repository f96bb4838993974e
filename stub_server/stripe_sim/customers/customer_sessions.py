"""CustomerSessions: for half an hour a browser may see and keep a customer's PaymentMethods."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import Int, Opaque
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "customer_sessions"
LASTS = 1800
"""Seconds."""

PLAIN = ("active_entitlements", "buy_button", "customer_portal", "pricing_table")
DEFAULTS: Mapping[str, Json] = {
    "customer_sheet": {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_remove": "disabled",
    },
    "mobile_payment_element": {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_redisplay": "disabled",
        "payment_method_remove": "disabled",
        "payment_method_save": "disabled",
        "payment_method_save_allow_redisplay_override": None,
    },
    "payment_element": {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_redisplay": "disabled",
        "payment_method_redisplay_limit": 3,
        "payment_method_remove": "disabled",
        "payment_method_save": "disabled",
        "payment_method_save_usage": None,
    },
}
"""What a component may do unless it is said."""

CREATE = declared_params(
    "POST customer_sessions",
    components={
        "payment_element": {
            "features": {"payment_method_redisplay_limit": Int(least=1, most=10)},
        },
    },
    customer_account=Opaque(),
)


def create(
    ctx: Context,
) -> Json:
    """A session for a customer. StripeError 400: there is none, or nothing is to be shown."""
    params = ctx.params
    for name in ("components", "customer"):
        if name not in params:
            raise missing_param(name)
    customer = params["customer"]
    ctx.get("customers", customer, "customer", "customer", in_path=False)
    given = params["components"]
    if not any(component["enabled"] for component in given.values()):
        raise invalid_request("At least one component must be enabled.", "components")
    element = given.get("payment_element", {}).get("features", {})
    if element.get("payment_method_save") == "enabled" and not element.get(
        "payment_method_save_usage"
    ):
        raise missing_param("components[payment_element][features][payment_method_save_usage]")
    secret = f"cuss_secret_{ctx.ids.token(50)}"
    session: Json = new_object(
        "customer_session",
        private={"account": ctx.account},
        client_secret=secret,
        components={
            **{name: {"enabled": given.get(name, {}).get("enabled", False)} for name in PLAIN},
            **{name: _component(name, given.get(name)) for name in DEFAULTS},
        },
        created=ctx.now(),
        customer=customer,
        expires_at=ctx.now() + LASTS,
    )
    ctx.simulation.objects.store.put(KIND, f"{ctx.account}/{secret}", session)
    return session


def _component(name: str, given: Json | None) -> Json:
    if not given or not given["enabled"]:
        return {"enabled": False, "features": None}
    return {"enabled": True, "features": {**DEFAULTS[name], **given.get("features", {})}}


def of_secret(ctx: Context, secret: str) -> Json:
    """The session that the secret opens. StripeError 400: none, or it is over."""
    session = ctx.find(KIND, secret)
    if session is None:
        raise invalid_request(
            "Invalid customer session client secret.", "customer_session_client_secret"
        )
    if session["expires_at"] <= ctx.now():
        raise invalid_request(
            "The customer session has expired.",
            "customer_session_client_secret",
            "customer_session_expired",
        )
    return session


RESOURCE = Resource(
    object="customer_session",
    table=KIND,
    operations={
        "POST customer_sessions": operation(create, CREATE),
    },
)
