"""Verification by microdeposits, which only banks of other countries use: always a 400."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.payments import payment_intent_params, setup_intent_params
from stub_server.stripe_sim.payments.intent_methods import get_for_caller
from stub_server.stripe_sim.payments.intent_params import OBJECT_NAMES
from stub_server.stripe_sim.payments.intent_status_validation import unexpected_state_error
from stub_server.stripe_sim.store.schema import Json


def verify_payment_microdeposits(ctx: Context, identifier: str) -> Json:
    """Raise StripeError 400: no PaymentIntent of this account waits for microdeposits."""
    return _reject_verification(ctx, "payment_intents", identifier)


def verify_setup_microdeposits(ctx: Context, identifier: str) -> Json:
    """Raise StripeError 400: no SetupIntent of this account waits for microdeposits."""
    return _reject_verification(ctx, "setup_intents", identifier)


def _reject_verification(ctx: Context, table: str, identifier: str) -> Json:
    """Raise StripeError 404 if there is no such intent, else 400."""
    intent = get_for_caller(ctx, table, identifier)
    raise unexpected_state_error(
        intent,
        f"You cannot verify microdeposits for this {OBJECT_NAMES[intent['object']]} because it is "
        "not waiting for microdeposit verification.",
    )


OPERATIONS = {
    "POST setup_intents/*/verify_microdeposits": operation(
        verify_setup_microdeposits, setup_intent_params.MICRODEPOSITS, browser=True
    ),
    "POST payment_intents/*/verify_microdeposits": operation(
        verify_payment_microdeposits, payment_intent_params.MICRODEPOSITS, browser=True
    ),
}
