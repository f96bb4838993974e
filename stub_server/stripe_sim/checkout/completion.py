"""A buyer goes through a Checkout Session: what its page would do with what is typed there."""

from __future__ import annotations

from stub_server.stripe_sim.catalogue import promotion_code_redemption
from stub_server.stripe_sim.checkout import follow, intents, session_discounts, totals
from stub_server.stripe_sim.checkout.intents import as_checkout
from stub_server.stripe_sim.checkout.sessions import KIND
from stub_server.stripe_sim.customers import customers
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments import payment_intents, setup_intents
from stub_server.stripe_sim.store.schema import PRIVATE, Json

SOMEBODY: Json = {
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
"""Who buys, if nobody else is named."""
PHONE = "+493012345678"
CONSENT: Json = {
    "customer_acceptance": {
        "online": {"ip_address": "127.0.0.1", "user_agent": "Checkout"},
        "type": "online",
    }
}


def completed(ctx: Context, session: Json, typed: Json) -> Json | StripeError:
    """Pay, or set up, with what was typed. The session, or the 402 of a refusal.

    `typed`: `payment_method`, and any of `email`, `name`, `phone`, `address`, `promotion_code` (in
    words), `shipping_rate` (an id), `custom_fields` (values by key). A payment that wants the
    buyer to do more leaves the session open until that is done. StripeError 400: it is over, or
    something typed is not on offer.
    """
    if session["status"] != "open":
        raise invalid_request(
            f"This Checkout Session has a status of `{session['status']}`, and cannot be "
            "completed any more."
        )
    first = "person" not in session[PRIVATE]
    if first:
        _chosen(ctx, session, typed)
    if session["mode"] == "payment" and session["amount_total"] == 0:
        return _for_nothing(ctx, session, typed)
    method = payment_methods.resolve(
        ctx, typed.get("payment_method", "pm_card_visa"), in_path=False
    )
    person = _person(ctx, session, typed, method)
    method["billing_details"] = {
        **method["billing_details"],
        **{name: person[name] for name in ("address", "email", "name", "phone")},
    }
    ctx.save(payment_methods.TABLE, method)
    session[PRIVATE]["person"] = person
    handlers = payment_intents if session["mode"] == "payment" else setup_intents
    if first:
        _give_intent(ctx, session, person)
    ctx.save(KIND, session)
    confirmation = as_checkout(ctx, _confirmation(session, method))
    result = handlers.confirm(confirmation, session["payment_intent"] or session["setup_intent"])
    if isinstance(result, StripeError):
        return result
    return ctx.get(KIND, session["id"], "checkout.session", "session", in_path=True)


def _chosen(ctx: Context, session: Json, typed: Json) -> None:
    """What the buyer picks and types in before paying. StripeError 400: it is not on offer."""
    if "shipping_rate" in typed:
        rates = {option["shipping_rate"]: option for option in session["shipping_options"]}
        if typed["shipping_rate"] not in rates:
            raise invalid_request(
                "This Checkout Session does not offer that shipping rate.", "shipping_rate"
            )
        option = rates[typed["shipping_rate"]]
        session["shipping_cost"] = totals.shipping_cost(option)
    if "promotion_code" in typed:
        if not session["allow_promotion_codes"]:
            raise invalid_request(
                "This Checkout Session does not take promotion codes.", "promotion_code"
            )
        words, customer = str(typed["promotion_code"]), session["customer"]
        code = promotion_code_redemption.find_active(as_checkout(ctx, {}), words, customer)
        if code is None:
            raise invalid_request("This promotion code is invalid.", "promotion_code")
        discount = session_discounts.behind(ctx, code, "promotion_code")
        session_discounts.check(ctx, discount, session)
        session_discounts.given(ctx, session, discount)
    if session["mode"] == "payment":
        totals.sum_up(ctx, session)
    values = typed.get("custom_fields") or {}
    for field in session["custom_fields"]:
        if field["key"] in values:
            field[field["type"]]["value"] = str(values[field["key"]])


def _for_nothing(ctx: Context, session: Json, typed: Json) -> Json:
    """An order that costs nothing: there is a customer, and no payment."""
    person = _person(ctx, session, typed, {"billing_details": {}})
    told = {**session, "customer_creation": "always"}
    session["customer"] = _customer(ctx, told, {}, person)
    session[PRIVATE]["person"] = person
    follow.finished(ctx, session)
    return session


def _person(ctx: Context, session: Json, typed: Json, method: Json) -> Json:
    customer = session["customer"]
    known = ctx.find("customers", customer) if customer else None
    person: Json = {**SOMEBODY}
    for source in (
        method["billing_details"],
        known or {},
        {"email": session["customer_email"]},
        typed,
    ):
        person |= {name: source[name] for name in SOMEBODY if _said(source.get(name))}
    if session["phone_number_collection"]["enabled"]:
        person["phone"] = person["phone"] or PHONE
    if session["shipping_address_collection"]:
        person["shipping"] = {"address": person["address"], "name": person["name"]}
    return person


def _said(value: object) -> bool:
    """Whether there is anything in the value; an address of nothing but nulls says nothing."""
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _give_intent(ctx: Context, session: Json, person: Json) -> None:
    """Make the PaymentIntent, or tell the SetupIntent whose it is."""
    data: Json = session[PRIVATE].get("intent_data") or {}
    customer = _customer(ctx, session, data, person)
    if session["mode"] == "payment":
        intents.to_pay(ctx, session, person, customer)
    elif customer:
        intents.belongs(ctx, session, customer)


def _customer(ctx: Context, session: Json, data: Json, person: Json) -> str | None:
    """The session's customer; a new one where that was asked for, or a method is to be kept."""
    if session["customer"]:
        return str(session["customer"])
    if session["customer_creation"] != "always" and not data.get("setup_future_usage"):
        return None
    params = {name: person[name] for name in SOMEBODY if person[name]}
    return str(customers.create(as_checkout(ctx, params))["id"])


def _confirmation(session: Json, method: Json) -> Json:
    back = session.get("return_url") or session["success_url"]
    return {
        "mandate_data": CONSENT,
        "payment_method": method["id"],
        "return_url": back or "https://checkout.stripe.com/",
    }
