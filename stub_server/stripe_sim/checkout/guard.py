"""An open Checkout Session keeps its intent to itself: nobody else confirms or cancels it."""

from __future__ import annotations

from functools import partial

from stub_server.stripe_sim.checkout import sessions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payments.intent_status_validation import unexpected_state_error
from stub_server.stripe_sim.store.schema import PRIVATE

NOUNS = {"payment_intents": "PaymentIntent", "setup_intents": "SetupIntent"}
HINTS = {"cancel": " Expire the Checkout Session instead.", "confirm": ""}


def require_free(table: str, verb: str, ctx: Context, identifier: str) -> None:
    """Raise StripeError 400 while an open session needs the intent."""
    intent = ctx.find(table, identifier)
    name = intent[PRIVATE].get("session") if intent else None
    session = ctx.find(sessions.KIND, name) if name else None
    if intent and session and session["status"] == "open":
        raise unexpected_state_error(
            intent,
            f"You cannot {verb} this {NOUNS[table]} because it was created by a Checkout "
            f"Session.{HINTS[verb]}",
        )


PRECONDITIONS = {
    f"POST {table}/*/{verb}": partial(require_free, table, verb)
    for table in NOUNS
    for verb in HINTS
}
