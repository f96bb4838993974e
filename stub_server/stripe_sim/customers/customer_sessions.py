"""CustomerSessions: a browser's access to the PaymentMethods of a customer for half an hour."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import Int, Opaque
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "customer_sessions"
LIFETIME = 1800
"""Seconds until a session expires."""

COMPONENTS_WITHOUT_FEATURES = (
    "active_entitlements",
    "buy_button",
    "customer_portal",
    "pricing_table",
)
DEFAULT_FEATURES: Mapping[str, Json] = {
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
"""Component → features and their default values."""

CREATE = declared_params(
    "POST customer_sessions",
    components={
        "payment_element": {"features": {"payment_method_redisplay_limit": Int(least=1, most=10)}}
    },
    customer_account=Opaque(),
)


def create(ctx: Context) -> Json:
    """Create a session. StripeError 400: the customer is unknown, or no component is enabled."""
    params = ctx.params
    for name in ("components", "customer"):
        if name not in params:
            raise missing_param(name)
    customer = params["customer"]
    ctx.get("customers", customer, "customer", "customer", in_path=False)
    components = params["components"]
    if not any(component["enabled"] for component in components.values()):
        raise invalid_request("At least one component must be enabled.", "components")
    element = components.get("payment_element", {}).get("features", {})
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
            **{
                name: {"enabled": components.get(name, {}).get("enabled", False)}
                for name in COMPONENTS_WITHOUT_FEATURES
            },
            **{name: _build_component(name, components.get(name)) for name in DEFAULT_FEATURES},
        },
        created=ctx.now(),
        customer=customer,
        expires_at=ctx.now() + LIFETIME,
    )
    ctx.simulation.objects.store.put(TABLE, f"{ctx.account}/{secret}", session)
    return session


def _build_component(name: str, params: Json | None) -> Json:
    """Return a component with its features, which are None while it is disabled."""
    if not params or not params["enabled"]:
        return {"enabled": False, "features": None}
    return {"enabled": True, "features": {**DEFAULT_FEATURES[name], **params.get("features", {})}}


def get_by_client_secret(ctx: Context, secret: str) -> Json:
    """Return the session of a client secret. StripeError 400: it is unknown or expired."""
    session = ctx.find(TABLE, secret)
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
    table=TABLE,
    operations={"POST customer_sessions": operation(create, CREATE)},
)
