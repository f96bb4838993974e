"""Which types of PaymentMethod an intent takes, and with which options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stub_server.stripe_sim.account import payment_method_configurations
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.payment_methods.mandates import prefix_of
from stub_server.stripe_sim.payments.intent_params import refuse_unknown_types
from stub_server.stripe_sim.payments.method_options import options_for, setup_options_for
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import (
    accepts_currency,
    can_set_up,
    list_method_types,
    method_types,
)

OFFERED_BY = frozenset(
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
"""What the offered types and their options depend on."""
NOTHING_OFFERED = (
    "No valid payment method types for this Payment Intent. Please ensure that you have activated "
    "payment methods compatible with your chosen currency in your dashboard "
    "(https://dashboard.stripe.com/settings/payment_methods?enabled_payment_method_id=klarna) or "
    "specify payment_method_types."
)


def offer(ctx: Context, intent: Json) -> None:
    """Put the types and their options on the intent. StripeError 400: none is left, or one is off.

    A list from the caller stays as it is; else it is what the account has on.
    """
    if intent["payment_method_types"] and OFFERED_BY.isdisjoint(ctx.params):
        return
    rule = RULES[intent["object"]]
    given = ctx.params.get("payment_method_types")
    if given:
        refuse_unknown_types(given, intent["object"])
        for kind in given:
            rule.check(kind, intent)
        intent["payment_method_types"] = list(given)
        intent["automatic_payment_methods"] = None
        intent["payment_method_configuration_details"] = None
    elif intent["automatic_payment_methods"]:
        intent["payment_method_types"] = _automatic(ctx, intent)
    elif not intent["payment_method_types"]:
        intent["payment_method_types"] = ["card"]
    before = intent["payment_method_options"] or {}
    changed = ctx.params.get("payment_method_options") or {}
    merged = {
        kind: rule.merged({**(before.get(kind) or {}), **(changed.get(kind) or {})})
        for kind in {*before, *changed}
    }
    prefix_of(merged)
    intent["payment_method_options"] = rule.options(intent["payment_method_types"], merged)


def _automatic(ctx: Context, intent: Json) -> list[str]:
    found = list_method_types(
        intent.get("currency"),
        redirects=intent["automatic_payment_methods"]["allow_redirects"] == "always",
        manual=intent.get("capture_method") == "manual",
        reusable=intent.get("setup_future_usage", "setup") is not None,
        allowed=intent["allowed_payment_method_types"],
        excluded=intent["excluded_payment_method_types"],
        disabled=payment_method_configurations.switched_off(ctx),
    )
    if not found and intent["object"] == "payment_intent":
        raise invalid_request(NOTHING_OFFERED, code="payment_intent_invalid_parameter")
    return found


def _check_currency(kind: str, intent: Json) -> None:
    currency = intent["currency"]
    if accepts_currency(kind, currency):
        return
    listed = ", ".join(method_types()[kind]["currencies"])
    raise invalid_request(
        f"The currency provided ({currency}) is invalid. Payments with {kind} support the "
        f"following currencies: {listed}.",
        "currency",
        "payment_intent_invalid_parameter",
    )


def _check_kept(kind: str, intent: Json) -> None:
    if not can_set_up(kind):
        raise invalid_request(
            f'The payment method type "{kind}" cannot be used with SetupIntents.',
            "payment_method_types",
            f"{intent['object']}_invalid_parameter",
        )


def _payment_options(after: Json) -> Json:
    """A type's options after a change; what is set to nothing is gone, or null where it stays."""
    used = ("code", "cvc_token", "moto", "three_d_secure", "tos_shown_and_accepted")
    return {
        name: value
        for name, value in after.items()
        if name not in used and not (name in ("capture_method", "setup_future_usage") and not value)
    }


def _setup_options(after: Json) -> Json:
    """A type's options after a change, as they are shown."""
    if after.get("mandate_options") and "reference" in after["mandate_options"]:
        optional = dict.fromkeys(("description", "end_date", "interval_count", "supported_types"))
        after["mandate_options"] = {**optional, **after["mandate_options"]}
    used = ("moto", "on_demand", "subscriptions", "three_d_secure")
    return {name: value for name, value in after.items() if name not in used}


@dataclass(frozen=True, slots=True)
class Rule:
    """What differs between the kinds of intent.

    `check`: whether a type that the caller names will do. `merged`: options as they are kept.
    """

    check: Callable[[str, Json], None]
    merged: Callable[[Json], Json]
    options: Callable[[list[str], Json], Json]


RULES = {
    "payment_intent": Rule(_check_currency, _payment_options, options_for),
    "setup_intent": Rule(_check_kept, _setup_options, setup_options_for),
}
