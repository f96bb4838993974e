"""`elements/sessions`: the settings that Stripe.js loads before it renders an element."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.account import payment_method_configurations
from stub_server.stripe_sim.customers import customer_sessions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.common import BROWSER_PARAMS, EXPAND
from stub_server.stripe_sim.params.currencies import currency_of
from stub_server.stripe_sim.params.types import Bool, Enum, Hash, Int, Opaque, ParamType, Str
from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments import intent_views
from stub_server.stripe_sim.payments.intent_params import METHOD_TYPES
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import list_method_types

COUNTRY = "DE"
INTENTS: Mapping[str, tuple[str, str]] = {
    "payment_intent": ("payment_intents", "PaymentIntent"),
    "setup_intent": ("setup_intents", "SetupIntent"),
}
DEFERRED = Hash(
    {
        "allowed_payment_method_types": METHOD_TYPES,
        "amount": Int(),
        "automatic_payment_methods": Opaque(),
        "capture_method": Enum(("automatic", "automatic_async", "manual")),
        "currency": Str(),
        "excluded_payment_method_types": METHOD_TYPES,
        "mode": Enum(("payment", "setup", "subscription")),
        "on_behalf_of": Str(),
        "payment_method_configuration": Opaque(),
        "payment_method_options": Opaque(),
        "payment_method_types": METHOD_TYPES,
        "setup_future_usage": Enum(("off_session", "on_session")),
    },
    required=("mode",),
)
RETRIEVE: Mapping[str, ParamType] = {
    **EXPAND,
    **BROWSER_PARAMS,
    "client_betas": Opaque(),
    "client_secret": Str(),
    "currency": Str(),
    "custom_payment_methods": Opaque(),
    "customer_session_client_secret": Str(),
    "deferred_intent": DEFERRED,
    "elements_init_source": Opaque(),
    "external_payment_methods": Opaque(),
    "hosted_surface": Opaque(),
    "legacy_customer_ephemeral_key": Opaque(),
    "link": Opaque(),
    "locale": Str(),
    "mobile_app_id": Opaque(),
    "mobile_session_id": Opaque(),
    "referrer_host": Opaque(),
    "session_id": Opaque(),
    "stripe_js_id": Opaque(),
    "stripe_js_locale": Opaque(),
    "top_checkout_domain": Opaque(),
    "type": Enum(("payment_intent", "setup_intent", "deferred_intent")),
    "is_aggregation_expected": Bool(),
}


def retrieve(ctx: Context) -> Json:
    """Return the session: the payment method types in their order, and the intent."""
    params = ctx.params
    if "type" not in params:
        raise missing_param("type")
    intent_type: str = params["type"]
    preference = (
        _preference_of_deferred_intent(ctx)
        if intent_type == "deferred_intent"
        else _preference_of_intent(ctx, intent_type)
    )
    secret = params.get("customer_session_client_secret")
    session: Json = {
        "session_id": f"elements_session_1{ctx.ids.token(11)}",
        "account_id": ctx.account,
        "apple_pay_merchant_token_webhook_url": None,
        "apple_pay_preference": "enabled",
        "business_name": "shopstub",
        "card_brand_choice": {"eligible": True, "preferred_networks": ["cartes_bancaires"]},
        "customer": _build_customer(ctx, secret) if secret else None,
        "customer_error": None,
        "experiments_data": None,
        "flags": {},
        "google_pay_preference": "enabled",
        "link_settings": {
            "link_bank_enabled": False,
            "link_consumer_incentive": None,
            "link_funding_sources": [],
            "link_mode": None,
            "link_passthrough_mode_enabled": False,
        },
        "merchant_country": COUNTRY,
        "merchant_currency": "eur",
        "merchant_id": ctx.account,
        "passive_captcha": None,
        "payment_method_preference": preference,
        "payment_method_specs": [
            {"async": name == "sepa_debit", "fields": [], "type": name}
            for name in preference["ordered_payment_method_types"]
        ],
        "shipping_address_settings": {"autocomplete_allowed": False},
        "unverified_payment_methods_on_domain": [],
    }
    return session


def _preference_of_intent(ctx: Context, intent_type: str) -> Json:
    secret = ctx.params.get("client_secret")
    if not secret:
        raise missing_param("client_secret")
    table, name = INTENTS[intent_type]
    intent = ctx.find(table, secret.partition("_secret_")[0])
    if intent is None or intent["client_secret"] != secret:
        raise StripeError(
            400,
            f"The client_secret provided does not match any associated {name} on this account.",
            code="resource_missing",
            param="client_secret",
        )
    shown = intent_views.redact_for_publishable_key(intent)
    paths = ctx.params.get("expand") or []
    method = intent["payment_method"]
    if method and f"payment_method_preference.{intent_type}.payment_method" in paths:
        record = payment_methods.resolve(ctx, method, in_path=False)
        shown["payment_method"] = payment_methods.redact_for_publishable_key(record)
    ctx.params.pop("expand", None)
    return _build_preference(intent_type, intent["payment_method_types"], {intent_type: shown})


def _preference_of_deferred_intent(ctx: Context) -> Json:
    given = ctx.params.get("deferred_intent")
    if given is None:
        raise missing_param("deferred_intent")
    currency = None
    if given["mode"] != "setup":
        for name in ("amount", "currency"):
            if name not in given:
                raise missing_param(f"deferred_intent[{name}]")
        currency = currency_of(given["currency"])
        if given["amount"] < 0:
            raise invalid_request("Invalid non-negative integer", "deferred_intent[amount]")
    ctx.params.pop("expand", None)
    method_types = given.get("payment_method_types") or list_method_types(
        currency,
        redirects=True,
        manual=given.get("capture_method") == "manual",
        reusable=given["mode"] != "payment" or "setup_future_usage" in given,
        allowed=given.get("allowed_payment_method_types"),
        excluded=given.get("excluded_payment_method_types"),
        disabled=payment_method_configurations.disabled_types(ctx),
    )
    return _build_preference("deferred_intent", method_types, {})


def _build_preference(intent_type: str, method_types: list[str], intent: Json) -> Json:
    return {
        "object": "payment_method_preference",
        "country_code": COUNTRY,
        "ordered_payment_method_types": method_types,
        **intent,
        "type": intent_type,
    }


def _build_customer(ctx: Context, secret: str) -> Json:
    """Return the customer of a CustomerSession, with the PaymentMethods that may be displayed."""
    session = customer_sessions.get_by_client_secret(ctx, secret)
    element = session["components"]["payment_element"]["features"] or {}
    shown: list[Json] = []
    if element.get("payment_method_redisplay") == "enabled":
        index = ctx.index(payment_methods.TABLE)
        for position in index.positions_of({"customer": session["customer"]}, 0, len(index.ids)):
            method = ctx.find(payment_methods.TABLE, index.ids[position] or "")
            allowed = element["payment_method_allow_redisplay_filters"]
            if method and method["allow_redisplay"] in allowed:
                shown.append(payment_methods.redact_for_publishable_key(method))
        shown = shown[: element["payment_method_redisplay_limit"]]
    return {
        "customer_session": {
            "components": session["components"],
            "customer": session["customer"],
            "expires_at": session["expires_at"],
            "livemode": False,
            "object": "customer_session",
        },
        "default_payment_method": None,
        "payment_methods": shown,
    }


OPERATIONS = {"GET elements/sessions": operation(retrieve, RETRIEVE, browser=True)}
