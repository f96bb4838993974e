"""The intent behind a Checkout Session: a SetupIntent from the start, a PaymentIntent when paid."""

from __future__ import annotations

from dataclasses import replace

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payments import payment_intents, setup_intents
from stub_server.stripe_sim.store.schema import PRIVATE, Json

HANDED_ON = (
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
"""Members of `payment_intent_data` and `setup_intent_data` that the intent gets."""


def as_checkout(ctx: Context, params: Json) -> Context:
    """The same call with other parameters, in the account's own version."""
    return replace(ctx, version=ctx.settings.default_version, params=params, publishable=False)


def to_set_up(ctx: Context, session: Json) -> None:
    """Give a session in `setup` mode its SetupIntent; `setup_intent.created`."""
    params = _params(session, session["customer"])
    made = setup_intents.create(as_checkout(ctx, params))
    session["setup_intent"] = _bound(ctx, setup_intents.TABLE, made, session)


def to_pay(ctx: Context, session: Json, person: Json, customer: str | None) -> None:
    """Give a session in `payment` mode its PaymentIntent; `payment_intent.created`."""
    params = _params(session, customer)
    params |= {"amount": session["amount_total"], "currency": session["currency"]}
    if "shipping" in person:
        params["shipping"] = {**person["shipping"], "phone": person["phone"]}
    params["payment_method_options"] = {
        name: {key: value for key, value in option.items() if value is not None}
        for name, option in session["payment_method_options"].items()
    }
    made = payment_intents.create(as_checkout(ctx, params))
    session["payment_intent"] = _bound(ctx, payment_intents.TABLE, made, session)


def belongs(ctx: Context, session: Json, customer: str) -> None:
    """The SetupIntent is this customer's, who was not known when it was made."""
    intent = ctx.find(setup_intents.TABLE, session["setup_intent"])
    assert intent is not None
    ctx.save(setup_intents.TABLE, {**intent, "customer": customer})


def _params(session: Json, customer: str | None) -> Json:
    data: Json = session[PRIVATE].get("intent_data") or {}
    params = {name: data[name] for name in HANDED_ON if data.get(name) is not None}
    params["payment_method_types"] = session["payment_method_types"]
    return {**params, "customer": customer} if customer else params


def _bound(ctx: Context, kind: str, made: object, session: Json) -> str:
    """Have the intent know its session. The intent's id."""
    assert isinstance(made, dict)
    made[PRIVATE]["session"] = session["id"]
    ctx.save(kind, made)
    return str(made["id"])
