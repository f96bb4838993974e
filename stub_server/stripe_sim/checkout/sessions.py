"""Checkout Sessions: made, shown, changed, given up, listed; a buyer completes them elsewhere."""

from __future__ import annotations

from dataclasses import replace

from stub_server.stripe_sim.checkout import intents, line_items, totals
from stub_server.stripe_sim.checkout.session_checks import told
from stub_server.stripe_sim.checkout.session_objects import made
from stub_server.stripe_sim.checkout.session_params import (
    CREATE,
    EXPIRE,
    LINES,
    LIST,
    RETRIEVE,
    UPDATE,
)
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate, paginate_items
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import complete_address
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payments import payment_intent_captures, setup_intents
from stub_server.stripe_sim.store.schema import PRIVATE, Json

__all__ = [
    "CREATE",
    "EXPIRE",
    "KIND",
    "LINES",
    "LIST",
    "RETRIEVE",
    "UPDATE",
    "create",
    "expire",
    "found",
    "given_up",
    "lines",
    "many",
    "retrieve",
    "update",
]

KIND = "checkout_sessions"
RECOVERABLE = 30 * 86_400
"""For how many seconds the buyer may come back to a session that has expired."""


def create(
    ctx: Context,
) -> Json:
    """A session, open for a day or as long as it is told."""
    session = made(ctx)
    if session["mode"] == "setup":
        intents.to_set_up(ctx, session)
    ctx.save(KIND, session)
    ctx.after(session["expires_at"] - ctx.now(), "expire_session", session)
    return told(ctx, session)


def retrieve(ctx: Context, identifier: str) -> Json:
    """One session."""
    return told(ctx, found(ctx, identifier))


def found(ctx: Context, identifier: str) -> Json:
    """One session as it is filed."""
    return ctx.get(KIND, identifier, "checkout.session", "session", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Metadata, the lines, where the parcel goes, and which ways of sending there are."""
    session = found(ctx, identifier)
    params = ctx.params
    if "metadata" in params:
        session["metadata"] = merge_metadata(session["metadata"], params["metadata"])
    if params.keys() - {"metadata", "expand"}:
        _refuse_not_open(session, "updated")
    if "line_items" in params:
        known, currency = session[PRIVATE]["lines"], session["currency"]
        session[PRIVATE]["lines"] = line_items.lines_from(ctx, known, currency)
    if "shipping_options" in params:
        options = totals.shipping_from(ctx, session["currency"])
        session["shipping_options"] = options
        session["shipping_cost"] = totals.shipping_cost(options[0]) if options else None
    if params.keys() & {"line_items", "shipping_options"}:
        totals.sum_up(ctx, session)
        totals.check_total(ctx, session["amount_total"], session["currency"])
    if "payment_intent_data" in params:
        _update_intent_data(session, params["payment_intent_data"])
    if "collected_information" in params and session["ui_mode"] not in (
        "elements",
        "embedded_page",
    ):
        raise invalid_request(
            "`collected_information` can only be updated when `ui_mode` is `embedded_page` or "
            "`elements`.",
            "collected_information",
        )
    details = params.get("collected_information", {}).get("shipping_details")
    if details:
        session["collected_information"] = {
            "business_name": None,
            "individual_name": None,
            "shipping_details": {
                "address": complete_address(details["address"]),
                "name": details["name"],
            },
        }
    ctx.save(KIND, session)
    return told(ctx, session)


def _update_intent_data(session: Json, given: Json) -> None:
    """Change what the PaymentIntent is to be made with. StripeError 400: not in this mode."""
    if session["ui_mode"] != "elements":
        raise invalid_request(
            "`payment_intent_data` can only be updated when `ui_mode` is `elements`.",
            "payment_intent_data",
        )
    old = session[PRIVATE]["intent_data"] or {}
    new = {**old, **given}
    if "metadata" in given:
        new["metadata"] = merge_metadata(old.get("metadata") or {}, given["metadata"])
    session[PRIVATE]["intent_data"] = new


def _refuse_not_open(session: Json, what: str) -> None:
    if session["status"] != "open":
        raise invalid_request(
            f'Only Checkout Sessions with a status in ["open"] can be {what}. This Checkout '
            f"Session has a status of `{session['status']}`."
        )


def expire(ctx: Context, identifier: str) -> Json:
    """Give an open session up; `checkout.session.expired`."""
    session = found(ctx, identifier)
    _refuse_not_open(session, "expired")
    given_up(ctx, session)
    return told(ctx, session)


def given_up(ctx: Context, session: Json) -> None:
    """The session is over without a payment; it is filed."""
    quiet = replace(ctx, params={}, publishable=False, origin="")
    if session["payment_intent"]:
        payment_intent_captures.cancel(quiet, session["payment_intent"])
    if session["setup_intent"]:
        setup_intents.cancel(quiet, session["setup_intent"])
    session["status"], session["url"] = "expired", None
    recovery = (session["after_expiration"] or {}).get("recovery")
    if recovery and recovery["enabled"]:
        recovery["expires_at"] = ctx.now() + RECOVERABLE
        recovery["url"] = f"{ctx.settings.public_url or ctx.origin}/r/{session['id']}"
    ctx.save(KIND, session)
    ctx.emit("checkout.session.expired", session)


def lines(ctx: Context, identifier: str) -> Json:
    """The session's lines, in their order."""
    kept = found(ctx, identifier)[PRIVATE]["lines"]
    everything = [line_items.shown(line) for line in kept]
    return paginate_items(everything, ctx.params, f"/v1/checkout/sessions/{identifier}/line_items")


def many(
    ctx: Context,
) -> Json:
    """The account's sessions, by customer, payment, status, or the buyer's email address."""
    wanted = ctx.params.get("customer_details")
    fits = None
    if wanted:
        email = wanted["email"].lower()
        fits = lambda session: (  # noqa: E731  # next to what it is for
            ((session["customer_details"] or {}).get("email") or "").lower() == email
        )
    listed = paginate(ctx, KIND, "/v1/checkout/sessions", fits=fits)
    return {**listed, "data": [told(ctx, session) for session in listed["data"]]}


def expire_session(ctx: Context, identifier: str) -> None:
    """Expire a session that nobody has paid in time."""
    session = ctx.find(KIND, identifier)
    if session and session["status"] == "open" and session["expires_at"] <= ctx.now():
        given_up(ctx, session)


RESOURCE = Resource(
    object="checkout.session",
    table=KIND,
    noun="checkout.session",
    operations={
        "POST checkout/sessions": operation(create, CREATE),
        "GET checkout/sessions": operation(many, LIST),
        "GET checkout/sessions/*": operation(retrieve, RETRIEVE),
        "POST checkout/sessions/*": operation(update, UPDATE),
        "POST checkout/sessions/*/expire": operation(expire, EXPIRE),
        "GET checkout/sessions/*/line_items": operation(lines, LINES),
    },
    filters=(
        "customer",
        "customer_account",
        "payment_intent",
        "payment_link",
        "setup_intent",
        "status",
        "subscription",
    ),
    jobs={"expire_session": expire_session},
    waiting={"open": "expire_session"},
)
