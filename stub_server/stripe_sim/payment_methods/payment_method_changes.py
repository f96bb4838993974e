"""Updates of PaymentMethods that are attached to a customer."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import complete_address, validate_country, validate_email
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods import cards
from stub_server.stripe_sim.payment_methods.payment_method_params import UPDATE
from stub_server.stripe_sim.payment_methods.payment_methods import TABLE, resolve
from stub_server.stripe_sim.store.schema import Json


def update(ctx: Context, identifier: str) -> Json:
    """Update billing details, card, redisplay and metadata; emit `payment_method.updated`."""
    before = resolve(ctx, identifier, in_path=True)
    if before["customer"] is None:
        raise invalid_request(
            "You must save this PaymentMethod to a customer before you can update it."
        )
    params, record = ctx.params, {**before}
    if "billing_details" in params:
        record["billing_details"] = _update_billing_details(
            before["billing_details"], params["billing_details"]
        )
    if "card" in params:
        record["card"] = _update_card(ctx, before, params["card"])
    if "allow_redisplay" in params:
        record["allow_redisplay"] = params["allow_redisplay"]
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("payment_method.updated", record, before)
    return record


def _update_billing_details(before: Json, params: Json) -> Json:
    """Return the billing details with the changes. StripeError 400: email or country is invalid."""
    validate_email(params.get("email"), "billing_details[email]")
    after = {**before, **params}
    if "address" in params:
        address = params["address"] or {}
        validate_country(address.get("country"), "billing_details[address][country]")
        after["address"] = complete_address(params["address"] and {**before["address"], **address})
    return after


def _update_card(ctx: Context, before: Json, params: Json) -> Json:
    """Return the card with another expiry or preferred network.

    StripeError 400, 402: it is invalid.
    """
    if before["type"] != "card":
        raise invalid_request(
            f"You cannot update a PaymentMethod of type {before['type']} with card details.", "card"
        )
    card: Json = {**before["card"]}
    expiry: Json = {name: params[name] for name in ("exp_month", "exp_year") if name in params}
    if expiry:
        cards.validate_expiry(ctx, {**card, **expiry})
    cards.set_preferred_network(card, params.get("networks") or {})
    return card | expiry


OPERATIONS = {"POST payment_methods/*": operation(update, UPDATE)}
