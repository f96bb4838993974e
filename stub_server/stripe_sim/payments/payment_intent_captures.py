"""Authorized PaymentIntents: capture in full or in part, cancel, expire."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import validate_step
from stub_server.stripe_sim.payments import (
    charge_objects,
    charge_results,
    intent_status_validation,
    next_actions,
    payment_intent_params,
    refund_objects,
    state_machine,
)
from stub_server.stripe_sim.payments.intent_methods import get_for_caller
from stub_server.stripe_sim.payments.payment_intent_objects import apply_params
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "payment_intents"
AMOUNT_TOO_LARGE_MESSAGE = (
    "The payment could not be captured because the requested capture amount is greater than "
    "the amount you can capture for this charge."
)


def capture(ctx: Context, identifier: str) -> Json:
    """Capture the held amount or less and release the rest; `payment_intent.succeeded`."""
    intent = get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_capturable(intent)
    if ctx.params.get("final_capture") is False:
        raise invalid_request(
            "`final_capture` can only be set to `false` when multicapture is available "
            "for the PaymentIntent.",
            "final_capture",
            "payment_intent_invalid_parameter",
        )
    capturable: int = intent["amount_capturable"]
    amount: int = ctx.params.get("amount_to_capture", capturable)
    if amount > capturable:
        raise invalid_request(AMOUNT_TOO_LARGE_MESSAGE, "amount_to_capture", "amount_too_large")
    validate_step(amount, intent["currency"], "amount_to_capture")
    before = _get_charge(ctx, intent)
    charge = {**before, PRIVATE: {**before[PRIVATE]}}
    apply_params(ctx, intent)
    charge_results.capture_charge(ctx, intent, charge, amount)
    charge["amount_refunded"] = capturable - amount
    intent["status"] = state_machine.next_status(intent["status"], "captured")
    ctx.save(charge_objects.TABLE, charge)
    ctx.save(TABLE, intent)
    ctx.emit("charge.captured", charge, before)
    ctx.emit("payment_intent.succeeded", intent)
    return intent


def _get_charge(ctx: Context, intent: Json) -> Json:
    """Return the latest charge of the intent."""
    return ctx.get(charge_objects.TABLE, intent["latest_charge"], "charge", "id", in_path=False)


def cancel(ctx: Context, identifier: str) -> Json:
    """Cancel the payment and release held funds; `payment_intent.canceled`."""
    intent = get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_cancelable(intent)
    if intent["status"] == "requires_capture":
        charge = _get_charge(ctx, intent)
        refund_objects.create_refund(ctx, charge, charge["amount"])
    _set_canceled(ctx, intent, ctx.params.get("cancellation_reason"))
    return intent


def expire(ctx: Context, intent: Json) -> None:
    """Cancel a payment that was not captured; `charge.expired`, `payment_intent.canceled`."""
    charge = _get_charge(ctx, intent)
    ctx.params["reason"] = "expired_uncaptured_charge"
    refund_objects.create_refund(ctx, charge, charge["amount"])
    ctx.emit("charge.expired", _get_charge(ctx, intent))
    _set_canceled(ctx, intent, "automatic")


def _set_canceled(ctx: Context, intent: Json, reason: str | None) -> None:
    """Cancel the intent and save it; `payment_intent.canceled`."""
    intent["status"] = state_machine.next_status(intent["status"], "canceled")
    intent["canceled_at"], intent["cancellation_reason"] = ctx.now(), reason
    next_actions.clear(ctx, intent)
    intent["amount_capturable"] = 0
    ctx.save(TABLE, intent)
    ctx.emit("payment_intent.canceled", intent)


def increment_authorization(ctx: Context, identifier: str) -> Json:
    """Raise StripeError 400: no card of this account supports incremental authorization."""
    intent = get_for_caller(ctx, TABLE, identifier)
    if "amount" not in ctx.params:
        raise missing_param("amount")
    if intent["status"] != "requires_capture":
        raise intent_status_validation.unexpected_state_error(
            intent,
            "This PaymentIntent's authorization could not be incremented because it has "
            f"a status of {intent['status']}. Only a PaymentIntent with one of the "
            "following statuses may be incremented: requires_capture.",
        )
    raise invalid_request(
        "This PaymentIntent cannot be incremented because its payment method does not "
        "support incremental authorization.",
        code="payment_intent_invalid_parameter",
    )


def apply_customer_balance(ctx: Context, identifier: str) -> Json:
    """Raise StripeError 400: no customer of this account has a cash balance."""
    intent = get_for_caller(ctx, TABLE, identifier)
    raise intent_status_validation.unexpected_state_error(
        intent,
        "You cannot apply a customer's cash balance to this PaymentIntent because its "
        "payment method is not `customer_balance`.",
    )


OPERATIONS = {
    "POST payment_intents/*/capture": operation(capture, payment_intent_params.CAPTURE),
    "POST payment_intents/*/cancel": operation(cancel, payment_intent_params.CANCEL),
    "POST payment_intents/*/increment_authorization": operation(
        increment_authorization, payment_intent_params.INCREMENT
    ),
    "POST payment_intents/*/apply_customer_balance": operation(
        apply_customer_balance, payment_intent_params.APPLY_BALANCE
    ),
}


def expire_authorization(ctx: Context, identifier: str) -> None:
    """Expire an authorization that was not captured in time."""
    intent = ctx.find("payment_intents", identifier)
    if intent and intent["status"] == "requires_capture":
        expire(ctx, intent)


JOBS = {"let_go": expire_authorization}
