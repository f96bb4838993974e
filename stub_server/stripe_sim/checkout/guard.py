"""An open Checkout Session keeps its intent to itself: nobody else confirms or cancels it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stub_server.stripe_sim.checkout import sessions
from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.payments.intent_refusals import unexpected
from stub_server.stripe_sim.store.schema import PRIVATE

NOUNS = {"payment_intents": "PaymentIntent", "setup_intents": "SetupIntent"}
HINTS = {"cancel": " Expire the Checkout Session instead.", "confirm": ""}


def guarded(kind: str, what: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler of a call that is refused while a session needs the intent.

    StripeError 400: it does.
    """

    def handle(world: World, call: Call, identifier: str) -> Any:
        intent = world.books.get(kind, call.account, identifier)
        name = intent[PRIVATE].get("session") if intent else None
        session = world.books.get(sessions.KIND, call.account, name) if name else None
        if intent and session and session["status"] == "open":
            raise unexpected(
                intent,
                f"You cannot {what} this {NOUNS[kind]} because it was created by a Checkout "
                f"Session.{HINTS[what]}",
            )
        return handler(world, call, identifier)

    return handle
