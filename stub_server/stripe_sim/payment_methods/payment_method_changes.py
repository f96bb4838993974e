"""What may change on a PaymentMethod that a customer keeps."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import complete_address, validate_country, validate_email
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods import cards
from stub_server.stripe_sim.payment_methods.payment_method_params import UPDATE
from stub_server.stripe_sim.payment_methods.payment_methods import KIND, resolved
from stub_server.stripe_sim.store.schema import Json

__all__ = ["UPDATE", "update"]


def update(ctx: Context, identifier: str) -> Json:
    """Billing details, expiry and metadata of a kept one may change; `payment_method.updated`."""
    before = resolved(ctx, identifier, in_path=True)
    if before["customer"] is None:
        raise invalid_request(
            "You must save this PaymentMethod to a customer before you can update it."
        )
    params, record = ctx.params, {**before}
    if "billing_details" in params:
        record["billing_details"] = _billing(before["billing_details"], params["billing_details"])
    if "card" in params:
        record["card"] = _card(ctx, before, params["card"])
    if "allow_redisplay" in params:
        record["allow_redisplay"] = params["allow_redisplay"]
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("payment_method.updated", record, before)
    return record


def _billing(before: Json, given: Json) -> Json:
    validate_email(given.get("email"), "billing_details[email]")
    after = {**before, **given}
    if "address" in given:
        address = given["address"] or {}
        validate_country(address.get("country"), "billing_details[address][country]")
        after["address"] = complete_address(given["address"] and {**before["address"], **address})
    return after


def _card(ctx: Context, before: Json, given: Json) -> Json:
    if before["type"] != "card":
        raise invalid_request(
            f"You cannot update a PaymentMethod of type {before['type']} with card details.", "card"
        )
    printed: Json = {**before["card"]}
    expiry: Json = {name: given[name] for name in ("exp_month", "exp_year") if name in given}
    if expiry:
        cards.check_expiry(ctx, {**printed, **expiry})
    cards.prefer(printed, given.get("networks") or {})
    return printed | expiry


OPERATIONS = {
    "POST payment_methods/*": operation(update, UPDATE),
}
