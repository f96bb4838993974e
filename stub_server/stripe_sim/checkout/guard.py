"""The intent of an open Checkout Session cannot be confirmed or canceled by an API call."""

from __future__ import annotations

from functools import partial

from stub_server.stripe_sim.checkout.session_objects import TABLE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payments.intent_status_validation import unexpected_state_error
from stub_server.stripe_sim.store.schema import PRIVATE

NOUNS = {"payment_intents": "PaymentIntent", "setup_intents": "SetupIntent"}
HINTS = {"cancel": " Expire the Checkout Session instead.", "confirm": ""}


def validate_not_in_session(table: str, verb: str, ctx: Context, identifier: str) -> None:
    """Raise StripeError 400 if the intent belongs to an open Checkout Session."""
    intent = ctx.find(table, identifier)
    name = intent[PRIVATE].get("session") if intent else None
    session = ctx.find(TABLE, name) if name else None
    if intent and session and session["status"] == "open":
        raise unexpected_state_error(
            intent,
            f"You cannot {verb} this {NOUNS[table]} because it was created by a Checkout "
            f"Session.{HINTS[verb]}",
        )


PRECONDITIONS = {
    f"POST {table}/*/{verb}": partial(validate_not_in_session, table, verb)
    for table in NOUNS
    for verb in HINTS
}
