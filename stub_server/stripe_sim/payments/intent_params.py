"""What calls on PaymentIntents and on SetupIntents take alike, and what goes with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params import versions
from stub_server.stripe_sim.params.common import BROWSER_PARAMS
from stub_server.stripe_sim.params.types import Array, ParamType, Str
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import method_types

NAMES = {"payment_intent": "PaymentIntent", "setup_intent": "SetupIntent"}
METHOD_TYPES_GONE = (
    "The `payment_method_types` parameter is no longer supported on this API version. Use "
    "`automatic_payment_methods`, or `allowed_payment_method_types` to restrict the payment "
    "methods that are offered."
)
ONLY_ONE = (
    "allowed_payment_method_types",
    "payment_method_types",
    "excluded_payment_method_types",
    "automatic_payment_methods",
    "payment_method_configuration",
)
"""The first of these goes with none of the others."""
CONFIRMING = (
    "confirmation_token",
    "error_on_requires_action",
    "mandate",
    "mandate_data",
    "off_session",
    "return_url",
)
"""What is only of use when an intent is confirmed as it is made."""

TYPES = Array(Str(), unset=True)
"""Types by name, which are looked up in the account's table later."""
BY_BROWSER: Mapping[str, ParamType] = {**BROWSER_PARAMS, "client_secret": Str()}
OLDER: Mapping[str, ParamType] = {"payment_method_types": TYPES}
"""Parameters of older API versions."""


def refuse_types(ctx: Context) -> None:
    """StripeError 400: types named in a version that has that no more, or in two ways at once."""
    params = ctx.params
    if "payment_method_types" in params and not versions.takes_method_types(ctx.version):
        raise invalid_request(
            METHOD_TYPES_GONE, "payment_method_types", "payment_method_types_no_longer_supported"
        )
    first, *others = ONLY_ONE
    also = next((name for name in others if params.get(name)), None)
    if params.get(first) and also:
        raise invalid_request(
            f"You may only specify one of these parameters: {first}, {also}.",
            first,
            "parameters_exclusive",
        )
    on = params.get("automatic_payment_methods")
    if not on or not on["enabled"]:
        return
    for name, both in (
        ("payment_method_types", '["automatic_payment_methods", "payment_method_types"]'),
        ("confirmation_method", "automatic_payment_methods, confirmation_method"),
    ):
        if params.get(name):
            raise invalid_request(
                f"You may only specify one of these parameters: {both}.",
                "automatic_payment_methods",
            )


def refuse_unconfirmed(ctx: Context, noun: str) -> None:
    """StripeError 400: something is said of a confirmation that is not asked for."""
    if ctx.params.get("confirm"):
        return
    for name in CONFIRMING:
        if name in ctx.params:
            raise invalid_request(
                f"The parameter `{name}` cannot be passed when creating a {NAMES[noun]} unless "
                "`confirm` is set to true.",
                name,
                f"{noun}_invalid_parameter",
            )


def automatic(ctx: Context) -> Json | None:
    """`automatic_payment_methods`: on unless told otherwise, told which types, or long ago."""
    params = ctx.params
    if params.get("payment_method_types"):
        return None
    by_default = {"enabled": versions.offers_all(ctx.version)}
    given = params.get("automatic_payment_methods") or by_default
    if not given["enabled"]:
        return None
    return {"allow_redirects": given.get("allow_redirects", "always"), "enabled": True}


def refuse_unknown_types(given: Sequence[str], noun: str) -> None:
    """StripeError 400: a type that the account does not have."""
    for kind in given:
        if kind not in method_types():
            raise invalid_request(
                f'The payment method type "{kind}" is invalid. Please ensure the provided '
                "type is activated in your dashboard "
                "(https://dashboard.stripe.com/account/payments/settings) and your account is "
                "enabled for any preview features that you are trying to use. See "
                "https://docs.stripe.com/payments/payment-methods/integration-options for "
                "supported payment method, currency, and country combinations.",
                "payment_method_types",
                f"{noun}_invalid_parameter",
            )
