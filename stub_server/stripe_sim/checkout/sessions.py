"""Checkout Sessions: create, retrieve, update, expire and list; `completion` completes them."""

from __future__ import annotations

from dataclasses import replace

from stub_server.stripe_sim.checkout import intents, line_items, totals
from stub_server.stripe_sim.checkout.session_checks import with_ui_mode_name
from stub_server.stripe_sim.checkout.session_objects import TABLE, build_session
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

RECOVERY_SECONDS = 30 * 86_400
"""Time in s for which the buyer may recover an expired session."""


def create(ctx: Context) -> Json:
    """Create a session that is open until `expires_at`, by default for a day."""
    session = build_session(ctx)
    if session["mode"] == "setup":
        intents.create_setup_intent(ctx, session)
    ctx.save(TABLE, session)
    ctx.after(session["expires_at"] - ctx.now(), "expire_session", session)
    return with_ui_mode_name(ctx, session)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return a session in the API version of the request."""
    return with_ui_mode_name(ctx, get_session(ctx, identifier))


def get_session(ctx: Context, identifier: str) -> Json:
    """Return a session as it is stored. Raise StripeError 404 if it does not exist."""
    return ctx.get(TABLE, identifier, "checkout.session", "session", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update metadata, line items, shipping options, collected information or intent data.

    Raise StripeError 400 if the session is not open, or a parameter is invalid.
    """
    session = get_session(ctx, identifier)
    params = ctx.params
    if "metadata" in params:
        session["metadata"] = merge_metadata(session["metadata"], params["metadata"])
    if params.keys() - {"metadata", "expand"}:
        _validate_open(session, "updated")
    if "line_items" in params:
        known, currency = session[PRIVATE]["lines"], session["currency"]
        session[PRIVATE]["lines"] = line_items.build_line_items(ctx, known, currency)
    if "shipping_options" in params:
        options = totals.build_shipping_options(ctx, session["currency"])
        session["shipping_options"] = options
        session["shipping_cost"] = totals.build_shipping_cost(options[0]) if options else None
    if params.keys() & {"line_items", "shipping_options"}:
        totals.update_totals(ctx, session)
        totals.validate_total(ctx, session["amount_total"], session["currency"])
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
    ctx.save(TABLE, session)
    return with_ui_mode_name(ctx, session)


def _update_intent_data(session: Json, given: Json) -> None:
    """Update the parameters of the later PaymentIntent. Raise StripeError 400 in other UI modes."""
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


def _validate_open(session: Json, action: str) -> None:
    if session["status"] != "open":
        raise invalid_request(
            f'Only Checkout Sessions with a status in ["open"] can be {action}. This Checkout '
            f"Session has a status of `{session['status']}`."
        )


def expire(ctx: Context, identifier: str) -> Json:
    """Expire an open session; emit `checkout.session.expired`."""
    session = get_session(ctx, identifier)
    _validate_open(session, "expired")
    _save_expired(ctx, session)
    return with_ui_mode_name(ctx, session)


def _save_expired(ctx: Context, session: Json) -> None:
    """Save the session as expired, and cancel its intent."""
    internal = replace(ctx, params={}, publishable=False, origin="")
    if session["payment_intent"]:
        payment_intent_captures.cancel(internal, session["payment_intent"])
    if session["setup_intent"]:
        setup_intents.cancel(internal, session["setup_intent"])
    session["status"], session["url"] = "expired", None
    recovery = (session["after_expiration"] or {}).get("recovery")
    if recovery and recovery["enabled"]:
        recovery["expires_at"] = ctx.now() + RECOVERY_SECONDS
        recovery["url"] = f"{ctx.settings.public_url or ctx.origin}/r/{session['id']}"
    ctx.save(TABLE, session)
    ctx.emit("checkout.session.expired", session)


def list_line_items(ctx: Context, identifier: str) -> Json:
    """List the line items of a session in their order."""
    stored = get_session(ctx, identifier)[PRIVATE]["lines"]
    items = [line_items.public_line_item(line) for line in stored]
    return paginate_items(items, ctx.params, f"/v1/checkout/sessions/{identifier}/line_items")


def list_sessions(ctx: Context) -> Json:
    """List sessions, filtered by customer, intent, status or the buyer's email address."""
    wanted = ctx.params.get("customer_details")
    predicate = None
    if wanted:
        email = wanted["email"].lower()
        predicate = lambda session: (  # noqa: E731  # next to its use
            ((session["customer_details"] or {}).get("email") or "").lower() == email
        )
    page = paginate(ctx, TABLE, "/v1/checkout/sessions", predicate=predicate)
    return {**page, "data": [with_ui_mode_name(ctx, session) for session in page["data"]]}


def expire_session(ctx: Context, identifier: str) -> None:
    """Expire a session that is still open at `expires_at`."""
    session = ctx.find(TABLE, identifier)
    if session and session["status"] == "open" and session["expires_at"] <= ctx.now():
        _save_expired(ctx, session)


RESOURCE = Resource(
    object="checkout.session",
    table=TABLE,
    noun="checkout.session",
    operations={
        "POST checkout/sessions": operation(create, CREATE),
        "GET checkout/sessions": operation(list_sessions, LIST),
        "GET checkout/sessions/*": operation(retrieve, RETRIEVE),
        "POST checkout/sessions/*": operation(update, UPDATE),
        "POST checkout/sessions/*/expire": operation(expire, EXPIRE),
        "GET checkout/sessions/*/line_items": operation(list_line_items, LINES),
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
