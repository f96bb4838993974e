"""The intent of a Checkout Session: a SetupIntent at creation, a PaymentIntent at payment."""

from __future__ import annotations

from dataclasses import replace

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payments import payment_intents, setup_intents
from stub_server.stripe_sim.store.schema import PRIVATE, Json

COPIED_MEMBERS = (
    "application_fee_amount",
    "capture_method",
    "description",
    "metadata",
    "on_behalf_of",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
"""Members of `payment_intent_data` and `setup_intent_data` that are copied to the intent."""


def internal_context(ctx: Context, params: Json) -> Context:
    """Return the context with other parameters, in the account's default version."""
    return replace(ctx, version=ctx.settings.default_version, params=params, publishable=False)


def create_setup_intent(ctx: Context, session: Json) -> None:
    """Create the SetupIntent of a session in `setup` mode; emit `setup_intent.created`."""
    params = _build_params(session, session["customer"])
    intent = setup_intents.create(internal_context(ctx, params))
    session["setup_intent"] = _link_to_session(ctx, setup_intents.TABLE, intent, session)


def create_payment_intent(ctx: Context, session: Json, person: Json, customer: str | None) -> None:
    """Create the PaymentIntent of a session in `payment` mode; emit `payment_intent.created`."""
    params = _build_params(session, customer)
    params |= {"amount": session["amount_total"], "currency": session["currency"]}
    if "shipping" in person:
        params["shipping"] = {**person["shipping"], "phone": person["phone"]}
    params["payment_method_options"] = {
        name: {key: value for key, value in option.items() if value is not None}
        for name, option in session["payment_method_options"].items()
    }
    intent = payment_intents.create(internal_context(ctx, params))
    session["payment_intent"] = _link_to_session(ctx, payment_intents.TABLE, intent, session)


def assign_customer(ctx: Context, session: Json, customer: str) -> None:
    """Assign the session's SetupIntent to a customer who was created after it."""
    intent = ctx.find(setup_intents.TABLE, session["setup_intent"])
    assert intent is not None
    ctx.save(setup_intents.TABLE, {**intent, "customer": customer})


def _build_params(session: Json, customer: str | None) -> Json:
    data: Json = session[PRIVATE].get("intent_data") or {}
    params = {name: data[name] for name in COPIED_MEMBERS if data.get(name) is not None}
    params["payment_method_types"] = session["payment_method_types"]
    return {**params, "customer": customer} if customer else params


def _link_to_session(ctx: Context, table: str, intent: object, session: Json) -> str:
    """Store the session's id in the intent, and return the intent's id."""
    assert isinstance(intent, dict)
    intent[PRIVATE]["session"] = session["id"]
    ctx.save(table, intent)
    return str(intent["id"])
