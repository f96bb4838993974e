"""Reactions of other resources to an event: event type → functions, called in that order."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.checkout import intent_updates
from stub_server.stripe_sim.engine.simulation import Reaction
from stub_server.stripe_sim.payments import disputes, early_fraud_warnings

REACTIONS: Mapping[str, tuple[Reaction, ...]] = {
    "charge.captured": (disputes.on_capture,),
    "charge.refunded": (early_fraud_warnings.on_refund,),
    "charge.succeeded": (disputes.on_capture,),
    "payment_intent.amount_capturable_updated": (intent_updates.on_intent_changed,),
    "payment_intent.payment_failed": (intent_updates.on_intent_changed,),
    "payment_intent.processing": (intent_updates.on_intent_changed,),
    "payment_intent.succeeded": (intent_updates.on_intent_changed,),
    "setup_intent.succeeded": (intent_updates.on_intent_changed,),
}
