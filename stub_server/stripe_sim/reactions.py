"""What an event leads to elsewhere in the simulator: event type → functions, run in that order."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.checkout import follow
from stub_server.stripe_sim.engine.simulation import Reaction
from stub_server.stripe_sim.payments import disputes, early_fraud_warnings

REACTIONS: Mapping[str, tuple[Reaction, ...]] = {
    "charge.captured": (disputes.on_capture,),
    "charge.refunded": (early_fraud_warnings.on_refund,),
    "charge.succeeded": (disputes.on_capture,),
    "payment_intent.amount_capturable_updated": (follow.on_intent_changed,),
    "payment_intent.payment_failed": (follow.on_intent_changed,),
    "payment_intent.processing": (follow.on_intent_changed,),
    "payment_intent.succeeded": (follow.on_intent_changed,),
    "setup_intent.succeeded": (follow.on_intent_changed,),
}
