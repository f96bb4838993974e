"""What becomes of a Checkout Session when its payment, or its set-up, gets on."""

from __future__ import annotations

from stub_server.stripe_sim.checkout import session_discounts
from stub_server.stripe_sim.checkout.session_objects import collected_information, details_of
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "checkout_sessions"
DONE = ("succeeded", "processing", "requires_capture")
"""Statuses of an intent for which the buyer has done everything."""


def on_intent_changed(ctx: Context, intent: Json) -> None:
    """Complete the session whose intent this is, or report how a debit has ended."""
    identifier = intent[PRIVATE].get("session")
    session = ctx.find(KIND, identifier) if identifier else None
    if session is None:
        return
    status = intent["status"]
    if session["status"] == "open" and status in DONE:
        _completed(ctx, session, intent)
    elif session["status"] == "complete" and session["payment_status"] == "unpaid":
        ending = {"succeeded": "succeeded", "requires_payment_method": "failed"}.get(status)
        if ending is None:
            return
        if ending == "succeeded":
            session["payment_status"] = "paid"
            ctx.save(KIND, session)
        if intent[PRIVATE].pop("debited", False):
            ctx.emit(f"checkout.session.async_payment_{ending}", session)


def _completed(ctx: Context, session: Json, intent: Json) -> None:
    """The buyer is through; `checkout.session.completed`."""
    session["customer"] = intent["customer"] or session["customer"]
    if session["mode"] == "payment":
        session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
    if intent["status"] == "processing":
        intent[PRIVATE]["debited"] = True
        ctx.save("payment_intents", intent)
    finished(ctx, session)


def finished(ctx: Context, session: Json) -> None:
    """The session is complete, with a payment or without; it is filed."""
    person: Json = session[PRIVATE].pop("person", {})
    session["status"], session["url"] = "complete", None
    if session["amount_total"] == 0:
        session["payment_status"] = "no_payment_required"
    if session["automatic_tax"]["enabled"]:
        session["automatic_tax"]["status"] = "complete"
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        session["consent"] = {"promotions": None, "terms_of_service": "accepted"}
    seen = person if session["mode"] == "payment" else {**person, "address": None}
    session["customer_details"] = details_of(seen)
    shipped = person.get("shipping")
    collected = session["collected_information"] or collected_information({})
    if shipped and not collected["shipping_details"]:
        collected = {**collected, "shipping_details": shipped}
    if shipped or session["customer"]:
        session["collected_information"] = {**collected}
    session_discounts.redeemed(ctx, session)
    ctx.save(KIND, session)
    ctx.emit("checkout.session.completed", session)
