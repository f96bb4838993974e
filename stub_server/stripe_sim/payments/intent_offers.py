"""Types of PaymentMethod that an intent offers, and their options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stub_server.stripe_sim.account import payment_method_configurations
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.payment_methods.mandates import reference_prefix_of
from stub_server.stripe_sim.payments.intent_params import validate_method_types
from stub_server.stripe_sim.payments.method_options import (
    build_payment_options,
    build_setup_options,
)
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import (
    accepts_currency,
    can_set_up,
    known_method_types,
    list_method_types,
)

OFFER_PARAMS = frozenset(
    {
        "allowed_payment_method_types",
        "capture_method",
        "currency",
        "excluded_payment_method_types",
        "payment_method_options",
        "payment_method_types",
        "setup_future_usage",
    }
)
"""Parameters that the offered types and their options depend on."""
NO_METHOD_TYPES_MESSAGE = (
    "No valid payment method types for this Payment Intent. Please ensure that you have "
    "activated payment methods compatible with your chosen currency in your dashboard "
    "(https://dashboard.stripe.com/settings/payment_methods?enabled_payment_method_id=klarna) "
    "or specify payment_method_types."
)


def offer_method_types(ctx: Context, intent: Json) -> None:
    """Set the types and their options on the intent.

    Without a list in the request these are the types that the account enables.
    StripeError 400: no type is left, or the intent cannot use one of the list.
    """
    if intent["payment_method_types"] and OFFER_PARAMS.isdisjoint(ctx.params):
        return
    rules = OFFER_RULES[intent["object"]]
    method_types = ctx.params.get("payment_method_types")
    if method_types:
        validate_method_types(method_types, intent["object"])
        for method_type in method_types:
            rules.validate(method_type, intent)
        intent["payment_method_types"] = list(method_types)
        intent["automatic_payment_methods"] = None
        intent["payment_method_configuration_details"] = None
    elif intent["automatic_payment_methods"]:
        intent["payment_method_types"] = _list_automatic_types(ctx, intent)
    elif not intent["payment_method_types"]:
        intent["payment_method_types"] = ["card"]
    before = intent["payment_method_options"] or {}
    changed = ctx.params.get("payment_method_options") or {}
    options = {
        method_type: rules.clean_options(
            {**(before.get(method_type) or {}), **(changed.get(method_type) or {})}
        )
        for method_type in {*before, *changed}
    }
    reference_prefix_of(options)
    intent["payment_method_options"] = rules.build_options(intent["payment_method_types"], options)


def _list_automatic_types(ctx: Context, intent: Json) -> list[str]:
    """List the types that the account enables for the intent. StripeError 400: none."""
    method_types = list_method_types(
        intent.get("currency"),
        redirects=intent["automatic_payment_methods"]["allow_redirects"] == "always",
        manual=intent.get("capture_method") == "manual",
        reusable=intent.get("setup_future_usage", "setup") is not None,
        allowed=intent["allowed_payment_method_types"],
        excluded=intent["excluded_payment_method_types"],
        disabled=payment_method_configurations.disabled_types(ctx),
    )
    if not method_types and intent["object"] == "payment_intent":
        raise invalid_request(NO_METHOD_TYPES_MESSAGE, code="payment_intent_invalid_parameter")
    return method_types


def _validate_currency(method_type: str, intent: Json) -> None:
    """Raise StripeError 400 if the type does not support the currency."""
    currency = intent["currency"]
    if accepts_currency(method_type, currency):
        return
    currencies = ", ".join(known_method_types()[method_type]["currencies"])
    raise invalid_request(
        f"The currency provided ({currency}) is invalid. Payments with {method_type} "
        f"support the following currencies: {currencies}.",
        "currency",
        "payment_intent_invalid_parameter",
    )


def _validate_reusable(method_type: str, intent: Json) -> None:
    """Raise StripeError 400 if the type cannot be set up."""
    if not can_set_up(method_type):
        raise invalid_request(
            f'The payment method type "{method_type}" cannot be used with SetupIntents.',
            "payment_method_types",
            f"{intent['object']}_invalid_parameter",
        )


def _clean_payment_options(options: Json) -> Json:
    """Return the options of a type as the intent shows them, without empty settings."""
    hidden = ("code", "cvc_token", "moto", "three_d_secure", "tos_shown_and_accepted")
    return {
        name: value
        for name, value in options.items()
        if name not in hidden
        and not (name in ("capture_method", "setup_future_usage") and not value)
    }


def _clean_setup_options(options: Json) -> Json:
    """Return the options of a type as the intent shows them."""
    if options.get("mandate_options") and "reference" in options["mandate_options"]:
        defaults = dict.fromkeys(("description", "end_date", "interval_count", "supported_types"))
        options["mandate_options"] = {**defaults, **options["mandate_options"]}
    hidden = ("moto", "on_demand", "subscriptions", "three_d_secure")
    return {name: value for name, value in options.items() if name not in hidden}


@dataclass(frozen=True, slots=True)
class OfferRules:
    """Functions that differ between PaymentIntents and SetupIntents.

    validate: raise StripeError 400 if the intent cannot use the type.
    clean_options: options of one type → options as the intent shows them.
    build_options: types and options in the request → `payment_method_options`.
    """

    validate: Callable[[str, Json], None]
    clean_options: Callable[[Json], Json]
    build_options: Callable[[list[str], Json], Json]


OFFER_RULES = {
    "payment_intent": OfferRules(_validate_currency, _clean_payment_options, build_payment_options),
    "setup_intent": OfferRules(_validate_reusable, _clean_setup_options, build_setup_options),
}
