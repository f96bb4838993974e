"""Updates of a Checkout Session after a change of its PaymentIntent or SetupIntent."""

from __future__ import annotations

from stub_server.stripe_sim.checkout import session_discounts
from stub_server.stripe_sim.checkout.session_objects import (
    TABLE,
    build_collected_information,
    build_customer_details,
)
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.store.schema import PRIVATE, Json

DONE = ("succeeded", "processing", "requires_capture")
"""Statuses of an intent for which the buyer has done everything."""


def on_intent_changed(ctx: Context, intent: Json) -> None:
    """Complete the session of an intent, or emit the event of a debit that has ended."""
    identifier = intent[PRIVATE].get("session")
    session = ctx.find(TABLE, identifier) if identifier else None
    if session is None:
        return
    status = intent["status"]
    if session["status"] == "open" and status in DONE:
        _complete_with_intent(ctx, session, intent)
    elif session["status"] == "complete" and session["payment_status"] == "unpaid":
        ending = {"succeeded": "succeeded", "requires_payment_method": "failed"}.get(status)
        if ending is None:
            return
        if ending == "succeeded":
            session["payment_status"] = "paid"
            ctx.save(TABLE, session)
        if intent[PRIVATE].pop("debited", False):
            ctx.emit(f"checkout.session.async_payment_{ending}", session)


def _complete_with_intent(ctx: Context, session: Json, intent: Json) -> None:
    """Complete the session with the intent's result; emit `checkout.session.completed`."""
    session["customer"] = intent["customer"] or session["customer"]
    if session["mode"] == "payment":
        session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
    if intent["status"] == "processing":
        intent[PRIVATE]["debited"] = True
        ctx.save("payment_intents", intent)
    mark_complete(ctx, session)


def mark_complete(ctx: Context, session: Json) -> None:
    """Save the session as complete; emit `checkout.session.completed`."""
    person: Json = session[PRIVATE].pop("person", {})
    session["status"], session["url"] = "complete", None
    if session["amount_total"] == 0:
        session["payment_status"] = "no_payment_required"
    if session["automatic_tax"]["enabled"]:
        session["automatic_tax"]["status"] = "complete"
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        session["consent"] = {"promotions": None, "terms_of_service": "accepted"}
    visible = person if session["mode"] == "payment" else {**person, "address": None}
    session["customer_details"] = build_customer_details(visible)
    shipped = person.get("shipping")
    collected = session["collected_information"] or build_collected_information({})
    if shipped and not collected["shipping_details"]:
        collected = {**collected, "shipping_details": shipped}
    if shipped or session["customer"]:
        session["collected_information"] = {**collected}
    session_discounts.redeem_discounts(ctx, session)
    ctx.save(TABLE, session)
    ctx.emit("checkout.session.completed", session)
