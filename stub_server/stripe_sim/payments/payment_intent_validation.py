"""Validation of parameters and methods of a PaymentIntent."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import format_amount
from stub_server.stripe_sim.payments import intent_methods
from stub_server.stripe_sim.store.schema import Json

DESCRIPTOR_MESSAGE = (
    "The `statement_descriptor` parameter is not supported for card payments. Please use "
    "`statement_descriptor_suffix` instead."
)


def validate_transfer_group(ctx: Context, intent: Json) -> None:
    """Raise StripeError 400 if the intent has another transfer group."""
    group = intent["transfer_group"]
    if group and ctx.params.get("transfer_group", group) != group:
        raise invalid_request(
            "The `transfer_group` of a PaymentIntent cannot be changed once it has been set.",
            "transfer_group",
            "payment_intent_invalid_parameter",
        )


def validate_amount_to_confirm(ctx: Context, intent: Json) -> None:
    """Raise StripeError 400 if `amount_to_confirm` differs from the amount."""
    amount = ctx.params.get("amount_to_confirm")
    if amount not in (None, intent["amount"]):
        raise invalid_request(
            f"The amount to confirm ({format_amount(amount, intent['currency'])}) does "
            "not match the "
            "amount of this PaymentIntent "
            f"({format_amount(intent['amount'], intent['currency'])}).",
            "amount_to_confirm",
            "payment_intent_invalid_parameter",
        )


def validate_setup_future_usage(ctx: Context, intent: Json) -> None:
    """Raise StripeError 400 if a publishable key reduces `off_session` to `on_session`."""
    current, requested = intent["setup_future_usage"], ctx.params.get("setup_future_usage")
    if ctx.publishable and current == "off_session" and requested not in (None, current):
        raise invalid_request(
            "With a publishable key `setup_future_usage` can only be changed from `on_session` to "
            "`off_session`.",
            "setup_future_usage",
            "payment_intent_invalid_parameter",
        )


def require_confirmable_method(ctx: Context, intent: Json, method: Json | None) -> Json:
    """Return the method. StripeError 400: there is none, or the payment cannot use it."""
    method = intent_methods.require_confirmable_method(ctx, intent, method)
    if method["type"] == "card" and intent["statement_descriptor"]:
        raise invalid_request(DESCRIPTOR_MESSAGE, "statement_descriptor")
    if method["type"] == "blik":
        _validate_blik_code(ctx)
    return method


def _validate_blik_code(ctx: Context) -> None:
    """Raise StripeError 400 without the six digits that the buyer's BLIK app shows."""
    options = ctx.params.get("payment_method_options") or {}
    code = (options.get("blik") or {}).get("code")
    param = "payment_method_options[blik][code]"
    if code is None:
        raise missing_param(param)
    if not (code.isdigit() and len(code) == 6):
        raise invalid_request("The BLIK code must be a 6-digit number.", param)
