"""Completion of a Checkout Session with the data that a buyer enters on its page."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import promotion_code_redemption
from stub_server.stripe_sim.checkout import intent_updates, intents, session_discounts, totals
from stub_server.stripe_sim.checkout.intents import internal_context
from stub_server.stripe_sim.checkout.session_objects import TABLE
from stub_server.stripe_sim.customers import customers
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments import payment_intents, setup_intents
from stub_server.stripe_sim.store.schema import PRIVATE, Json

DEFAULT_BUYER: Json = {
    "email": "jenny.rosen@example.com",
    "name": "Jenny Rosen",
    "phone": None,
    "address": {
        "city": "Berlin",
        "country": "DE",
        "line1": "Unter den Linden 1",
        "line2": None,
        "postal_code": "10117",
        "state": None,
    },
}
"""The buyer's data, unless others are given."""
DEFAULT_PHONE = "+493012345678"
CONSENT: Json = {
    "customer_acceptance": {
        "online": {"ip_address": "127.0.0.1", "user_agent": "Checkout"},
        "type": "online",
    }
}


def complete_session(ctx: Context, session: Json, typed: Json) -> Json | StripeError:
    """Pay, or set up a payment method. Return the session, or StripeError 402 if declined.

    `typed`: `payment_method`, and any of `email`, `name`, `phone`, `address`, `promotion_code`
    (its code, not its id), `shipping_rate` (an id), `custom_fields` (values by key). A payment
    that requires an action of the buyer leaves the session open until the action is done. Raise
    StripeError 400 if the session is not open, or does not offer a value of `typed`.
    """
    if session["status"] != "open":
        raise invalid_request(
            f"This Checkout Session has a status of `{session['status']}`, and cannot be "
            "completed any more."
        )
    first = "person" not in session[PRIVATE]
    if first:
        _apply_choices(ctx, session, typed)
    if session["mode"] == "payment" and session["amount_total"] == 0:
        return _complete_free_order(ctx, session, typed)
    method = payment_methods.resolve(
        ctx, typed.get("payment_method", "pm_card_visa"), in_path=False
    )
    person = _build_buyer(ctx, session, typed, method)
    method["billing_details"] = {
        **method["billing_details"],
        **{name: person[name] for name in ("address", "email", "name", "phone")},
    }
    ctx.save(payment_methods.TABLE, method)
    session[PRIVATE]["person"] = person
    handlers = payment_intents if session["mode"] == "payment" else setup_intents
    if first:
        _prepare_intent(ctx, session, person)
    ctx.save(TABLE, session)
    confirmation = internal_context(ctx, _build_confirmation(session, method))
    result = handlers.confirm(confirmation, session["payment_intent"] or session["setup_intent"])
    if isinstance(result, StripeError):
        return result
    return ctx.get(TABLE, session["id"], "checkout.session", "session", in_path=True)


def _apply_choices(ctx: Context, session: Json, typed: Json) -> None:
    """Apply the buyer's choices to the session. Raise StripeError 400 if one is not offered."""
    if "shipping_rate" in typed:
        rates = {option["shipping_rate"]: option for option in session["shipping_options"]}
        if typed["shipping_rate"] not in rates:
            raise invalid_request(
                "This Checkout Session does not offer that shipping rate.", "shipping_rate"
            )
        option = rates[typed["shipping_rate"]]
        session["shipping_cost"] = totals.build_shipping_cost(option)
    if "promotion_code" in typed:
        if not session["allow_promotion_codes"]:
            raise invalid_request(
                "This Checkout Session does not take promotion codes.", "promotion_code"
            )
        code_text, customer = str(typed["promotion_code"]), session["customer"]
        code = promotion_code_redemption.find_active(internal_context(ctx, {}), code_text, customer)
        if code is None:
            raise invalid_request("This promotion code is invalid.", "promotion_code")
        discount = session_discounts.resolve_promotion_code(ctx, code, "promotion_code")
        session_discounts.validate_discount(ctx, discount, session)
        session_discounts.apply_discount(ctx, session, discount)
    if session["mode"] == "payment":
        totals.update_totals(ctx, session)
    values = typed.get("custom_fields") or {}
    for field in session["custom_fields"]:
        if field["key"] in values:
            field[field["type"]]["value"] = str(values[field["key"]])


def _complete_free_order(ctx: Context, session: Json, typed: Json) -> Json:
    """Complete an order of amount 0: create a customer, but no payment."""
    person = _build_buyer(ctx, session, typed, {"billing_details": {}})
    with_customer = {**session, "customer_creation": "always"}
    session["customer"] = _find_or_create_customer(ctx, with_customer, {}, person)
    session[PRIVATE]["person"] = person
    intent_updates.mark_complete(ctx, session)
    return session


def _build_buyer(ctx: Context, session: Json, typed: Json, method: Json) -> Json:
    customer = session["customer"]
    known = ctx.find("customers", customer) if customer else None
    person: Json = {**DEFAULT_BUYER}
    for source in (
        method["billing_details"],
        known or {},
        {"email": session["customer_email"]},
        typed,
    ):
        person |= {name: source[name] for name in DEFAULT_BUYER if _is_set(source.get(name))}
    if session["phone_number_collection"]["enabled"]:
        person["phone"] = person["phone"] or DEFAULT_PHONE
    if session["shipping_address_collection"]:
        person["shipping"] = {"address": person["address"], "name": person["name"]}
    return person


def _is_set(value: object) -> bool:
    """Return whether a value is set; an address whose members are all null is not."""
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _prepare_intent(ctx: Context, session: Json, person: Json) -> None:
    """Create the PaymentIntent, or assign the SetupIntent to the customer."""
    data: Json = session[PRIVATE].get("intent_data") or {}
    customer = _find_or_create_customer(ctx, session, data, person)
    if session["mode"] == "payment":
        intents.create_payment_intent(ctx, session, person, customer)
    elif customer:
        intents.assign_customer(ctx, session, customer)


def _find_or_create_customer(ctx: Context, session: Json, data: Json, person: Json) -> str | None:
    """Return the customer's id; create one if the session wants it or saves the method."""
    if session["customer"]:
        return str(session["customer"])
    if session["customer_creation"] != "always" and not data.get("setup_future_usage"):
        return None
    params = {name: person[name] for name in DEFAULT_BUYER if person[name]}
    return str(customers.create(internal_context(ctx, params))["id"])


def _build_confirmation(session: Json, method: Json) -> Json:
    return_url = session.get("return_url") or session["success_url"]
    return {
        "mandate_data": CONSENT,
        "payment_method": method["id"],
        "return_url": return_url or "https://checkout.stripe.com/",
    }
