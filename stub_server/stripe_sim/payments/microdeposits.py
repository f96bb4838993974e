"""Verification by microdeposits: for banks of other countries, so refused for each intent."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.payments import payment_intent_params, setup_intent_params
from stub_server.stripe_sim.payments.intent_methods import bound
from stub_server.stripe_sim.payments.intent_params import NAMES
from stub_server.stripe_sim.payments.intent_refusals import unexpected
from stub_server.stripe_sim.store.schema import Json


def of_payment(ctx: Context, identifier: str) -> Json:
    """StripeError 400: no payment of this account waits for them."""
    return _refused(ctx, "payment_intents", identifier)


def of_setup(ctx: Context, identifier: str) -> Json:
    """StripeError 400: no setup of this account waits for them."""
    return _refused(ctx, "setup_intents", identifier)


def _refused(ctx: Context, kind: str, identifier: str) -> Json:
    intent = bound(ctx, kind, identifier)
    raise unexpected(
        intent,
        f"You cannot verify microdeposits for this {NAMES[intent['object']]} because it is not "
        "waiting for microdeposit verification.",
    )


OPERATIONS = {
    "POST setup_intents/*/verify_microdeposits": operation(
        of_setup, setup_intent_params.MICRODEPOSITS, browser=True
    ),
    "POST payment_intents/*/verify_microdeposits": operation(
        of_payment, payment_intent_params.MICRODEPOSITS, browser=True
    ),
}
