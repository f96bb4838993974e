"""After the authorization of a PaymentIntent: capture, in full or in part, or let it go."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import validate_step
from stub_server.stripe_sim.payments import (
    charge_results,
    charges,
    intent_refusals,
    next_actions,
    payment_intent_params,
    refund_objects,
    state_machine,
)
from stub_server.stripe_sim.payments.intent_methods import bound
from stub_server.stripe_sim.payments.payment_intent_objects import apply
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "payment_intents"
TOO_MUCH = (
    "The payment could not be captured because the requested capture amount is greater than the "
    "amount you can capture for this charge."
)


def capture(ctx: Context, identifier: str) -> Json:
    """Take what was held, or less; the rest is let go. `charge.captured`, then `succeeded`."""
    intent = bound(ctx, KIND, identifier)
    intent_refusals.refuse_capture(intent)
    if ctx.params.get("final_capture") is False:
        raise invalid_request(
            "`final_capture` can only be set to `false` when multicapture is available for the "
            "PaymentIntent.",
            "final_capture",
            "payment_intent_invalid_parameter",
        )
    held: int = intent["amount_capturable"]
    amount: int = ctx.params.get("amount_to_capture", held)
    if amount > held:
        raise invalid_request(TOO_MUCH, "amount_to_capture", "amount_too_large")
    validate_step(amount, intent["currency"], "amount_to_capture")
    before = _charge(ctx, intent)
    charge = {**before, PRIVATE: {**before[PRIVATE]}}
    apply(ctx, intent)
    charge_results.settle(ctx, intent, charge, amount)
    charge["amount_refunded"] = held - amount
    intent["status"] = state_machine.after(intent["status"], "captured")
    ctx.save(charges.KIND, charge)
    ctx.save(KIND, intent)
    ctx.emit("charge.captured", charge, before)
    ctx.emit("payment_intent.succeeded", intent)
    return intent


def _charge(ctx: Context, intent: Json) -> Json:
    return ctx.get(charges.KIND, intent["latest_charge"], "charge", "id", in_path=False)


def cancel(ctx: Context, identifier: str) -> Json:
    """Give the payment up; what was held is let go. `payment_intent.canceled`."""
    intent = bound(ctx, KIND, identifier)
    intent_refusals.refuse_cancel(intent)
    if intent["status"] == "requires_capture":
        charge = _charge(ctx, intent)
        refund_objects.issued(ctx, charge, charge["amount"])
    _given_up(ctx, intent, ctx.params.get("cancellation_reason"))
    return intent


def expired(ctx: Context, intent: Json) -> None:
    """Nobody has taken what was held; `charge.expired`, then `payment_intent.canceled`."""
    charge = _charge(ctx, intent)
    ctx.params["reason"] = "expired_uncaptured_charge"
    refund_objects.issued(ctx, charge, charge["amount"])
    ctx.emit("charge.expired", _charge(ctx, intent))
    _given_up(ctx, intent, "automatic")


def _given_up(ctx: Context, intent: Json, reason: str | None) -> None:
    intent["status"] = state_machine.after(intent["status"], "canceled")
    intent["canceled_at"], intent["cancellation_reason"] = ctx.now(), reason
    next_actions.met(ctx, intent)
    intent["amount_capturable"] = 0
    ctx.save(KIND, intent)
    ctx.emit("payment_intent.canceled", intent)


def increment(ctx: Context, identifier: str) -> Json:
    """StripeError 400: no card of this account can be authorized for more than before."""
    intent = bound(ctx, KIND, identifier)
    if "amount" not in ctx.params:
        raise missing_param("amount")
    if intent["status"] != "requires_capture":
        raise intent_refusals.unexpected(
            intent,
            "This PaymentIntent's authorization could not be incremented because it has a status "
            f"of {intent['status']}. Only a PaymentIntent with one of the following statuses may "
            "be incremented: requires_capture.",
        )
    raise invalid_request(
        "This PaymentIntent cannot be incremented because its payment method does not support "
        "incremental authorization.",
        code="payment_intent_invalid_parameter",
    )


def apply_balance(ctx: Context, identifier: str) -> Json:
    """StripeError 400: no customer of this account pays from a cash balance."""
    intent = bound(ctx, KIND, identifier)
    raise intent_refusals.unexpected(
        intent,
        "You cannot apply a customer's cash balance to this PaymentIntent because its payment "
        "method is not `customer_balance`.",
    )


OPERATIONS = {
    "POST payment_intents/*/capture": operation(capture, payment_intent_params.CAPTURE),
    "POST payment_intents/*/cancel": operation(cancel, payment_intent_params.CANCEL),
    "POST payment_intents/*/increment_authorization": operation(
        increment, payment_intent_params.INCREMENT
    ),
    "POST payment_intents/*/apply_customer_balance": operation(
        apply_balance, payment_intent_params.APPLY_BALANCE
    ),
}


def expire_authorization(ctx: Context, identifier: str) -> None:
    """Release what is held and was not captured in time."""
    intent = ctx.find("payment_intents", identifier)
    if intent and intent["status"] == "requires_capture":
        expired(ctx, intent)


JOBS = {"let_go": expire_authorization}
