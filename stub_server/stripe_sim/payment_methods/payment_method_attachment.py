"""Attachment of PaymentMethods to customers."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.payment_methods import cards
from stub_server.stripe_sim.payment_methods.payment_method_params import ATTACH, DETACH
from stub_server.stripe_sim.payment_methods.payment_methods import (
    TABLE,
    decline_error,
    resolve,
    update_checks,
    validate_reusable,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import can_set_up

ATTACHED_AFTER_USE = (
    "This PaymentMethod was previously used without being attached to a Customer or was detached "
    "from a Customer, and may not be used again."
)
SINGLE_USE = (
    "The payment method type {method_type} is a single-use payment method and can't be attached to "
    "a customer."
)


def attach(ctx: Context, identifier: str) -> Json:
    """Attach a PaymentMethod to a customer.

    StripeError 400, 402: it cannot be attached, or its card declines.
    """
    if "customer" not in ctx.params:
        raise missing_param("customer")
    record = resolve(ctx, identifier, in_path=True)
    customer = ctx.params["customer"]
    ctx.get("customers", customer, "customer", "customer", in_path=False)
    if record["customer"] not in (None, customer):
        raise invalid_request(
            "The payment method you provided has already been attached to a customer."
        )
    validate_attachable(record)
    if record["customer"] is None:
        update_checks(record)
        save_attached_to(ctx, record, customer)
    return record


def validate_attachable(record: Json) -> None:
    """Raise StripeError 400 if the method is single-use or used, 402 if its card declines."""
    if not can_set_up(record["type"]) or record["type"] in ("ideal", "bancontact"):
        raise invalid_request(SINGLE_USE.format(method_type=record["type"]), "payment_method")
    validate_reusable(record, ATTACHED_AFTER_USE)
    card = cards.card_of(record)
    if card and not card.attaches and (decline := cards.decline_of(record, card)):
        raise decline_error(decline)


def save_attached_to(ctx: Context, record: Json, customer: str) -> None:
    """Store the PaymentMethod as the customer's; emit `payment_method.attached`."""
    record["customer"] = customer
    ctx.save(TABLE, record)
    ctx.emit("payment_method.attached", record)


def detach(ctx: Context, identifier: str) -> Json:
    """Detach a PaymentMethod; it cannot be used again. Emit `payment_method.detached`."""
    before = resolve(ctx, identifier, in_path=True)
    if before["customer"] is None:
        raise invalid_request(
            "The payment method you provided is not attached to a customer so detachment is "
            "impossible."
        )
    record = {**before, "customer": None, PRIVATE: {**before[PRIVATE], "used": True}}
    ctx.save(TABLE, record)
    _clear_default(ctx, before["customer"], identifier)
    ctx.emit("payment_method.detached", record, before)
    return record


def _clear_default(ctx: Context, customer: str, identifier: str) -> None:
    """Clear the customer's default payment method, if it is this one; emit `customer.updated`."""
    owner = ctx.find("customers", customer)
    if owner and owner["invoice_settings"]["default_payment_method"] == identifier:
        settings = {**owner["invoice_settings"], "default_payment_method": None}
        after = {**owner, "invoice_settings": settings}
        ctx.save("customers", after)
        ctx.emit("customer.updated", after, owner)


OPERATIONS = {
    "POST payment_methods/*/attach": operation(attach, ATTACH),
    "POST payment_methods/*/detach": operation(detach, DETACH),
}
