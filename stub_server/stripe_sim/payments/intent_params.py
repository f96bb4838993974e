"""Parameters shared by PaymentIntents and SetupIntents, and their combinations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params import versions
from stub_server.stripe_sim.params.common import BROWSER_PARAMS
from stub_server.stripe_sim.params.types import Array, ParamType, Str
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import known_method_types

OBJECT_NAMES = {"payment_intent": "PaymentIntent", "setup_intent": "SetupIntent"}
METHOD_TYPES_REMOVED_MESSAGE = (
    "The `payment_method_types` parameter is no longer supported on this API version. Use "
    "`automatic_payment_methods`, or `allowed_payment_method_types` to restrict the payment "
    "methods that are offered."
)
EXCLUSIVE_PARAMS = (
    "allowed_payment_method_types",
    "payment_method_types",
    "excluded_payment_method_types",
    "automatic_payment_methods",
    "payment_method_configuration",
)
"""The first of these parameters excludes the others."""
CONFIRM_PARAMS = (
    "confirmation_token",
    "error_on_requires_action",
    "mandate",
    "mandate_data",
    "off_session",
    "return_url",
)
"""Parameters of a creation that only a confirmation uses."""

METHOD_TYPES = Array(Str(), unset=True)
"""Names of types; handlers validate them against the types of the account."""
INTENT_BROWSER_PARAMS: Mapping[str, ParamType] = {**BROWSER_PARAMS, "client_secret": Str()}
LEGACY_PARAMS: Mapping[str, ParamType] = {"payment_method_types": METHOD_TYPES}
"""Parameters of older API versions."""


def validate_method_type_params(ctx: Context) -> None:
    """Raise StripeError 400 if parameters exclude others, or the version lacks one of them."""
    params = ctx.params
    if "payment_method_types" in params and not versions.accepts_method_types(ctx.version):
        raise invalid_request(
            METHOD_TYPES_REMOVED_MESSAGE,
            "payment_method_types",
            "payment_method_types_no_longer_supported",
        )
    first, *others = EXCLUSIVE_PARAMS
    other = next((name for name in others if params.get(name)), None)
    if params.get(first) and other:
        raise invalid_request(
            f"You may only specify one of these parameters: {first}, {other}.",
            first,
            "parameters_exclusive",
        )
    automatic = params.get("automatic_payment_methods")
    if not automatic or not automatic["enabled"]:
        return
    for name, names in (
        ("payment_method_types", '["automatic_payment_methods", "payment_method_types"]'),
        ("confirmation_method", "automatic_payment_methods, confirmation_method"),
    ):
        if params.get(name):
            raise invalid_request(
                f"You may only specify one of these parameters: {names}.",
                "automatic_payment_methods",
            )


def validate_unconfirmed_params(ctx: Context, noun: str) -> None:
    """Raise StripeError 400 for a parameter that needs `confirm`, without `confirm`."""
    if ctx.params.get("confirm"):
        return
    for name in CONFIRM_PARAMS:
        if name in ctx.params:
            raise invalid_request(
                f"The parameter `{name}` cannot be passed when creating a "
                f"{OBJECT_NAMES[noun]} unless `confirm` is set to true.",
                name,
                f"{noun}_invalid_parameter",
            )


def build_automatic_payment_methods(ctx: Context) -> Json | None:
    """Build `automatic_payment_methods`; None: disabled, by the request or by an older version."""
    params = ctx.params
    if params.get("payment_method_types"):
        return None
    default = {"enabled": versions.offers_all_method_types(ctx.version)}
    automatic = params.get("automatic_payment_methods") or default
    if not automatic["enabled"]:
        return None
    return {"allow_redirects": automatic.get("allow_redirects", "always"), "enabled": True}


def validate_method_types(method_types: Sequence[str], noun: str) -> None:
    """Raise StripeError 400 if a type is unknown."""
    for method_type in method_types:
        if method_type not in known_method_types():
            raise invalid_request(
                f'The payment method type "{method_type}" is invalid. Please ensure the provided '
                "type is activated in your dashboard "
                "(https://dashboard.stripe.com/account/payments/settings) and your account is "
                "enabled for any preview features that you are trying to use. See "
                "https://docs.stripe.com/payments/payment-methods/integration-options for "
                "supported payment method, currency, and country combinations.",
                "payment_method_types",
                f"{noun}_invalid_parameter",
            )
