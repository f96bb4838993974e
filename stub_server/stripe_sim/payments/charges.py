"""Charges: attempts to move money, each with the outcome at the network."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import SHIPPING
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payments.charge_objects import TABLE, build_shipping
from stub_server.stripe_sim.store.schema import Json

RETRIEVE = declared_params("GET charges/*")
LIST = declared_params("GET charges")
UPDATE = declared_params(
    "POST charges/*", description=UNSET, receipt_email=UNSET, shipping=SHIPPING
)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Retrieve a charge."""
    return ctx.get(TABLE, identifier, "charge", "id", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update description, metadata, shipping, receipt address, fraud report; `charge.updated`."""
    before = retrieve(ctx, identifier)
    params = ctx.params
    if "customer" in params:
        _validate_customer(ctx, before)
    if "transfer_group" in params and before["payment_intent"]:
        raise invalid_request(
            f"This Charge was created by a PaymentIntent ({before['payment_intent']}). "
            "You must update the `transfer_group` on the PaymentIntent instead of "
            "updating the Charge directly. See "
            "https://stripe.com/docs/api#update_payment_intent"
        )
    fields = ("customer", "description", "receipt_email", "transfer_group")
    record = {**before, **{name: params[name] for name in fields if name in params}}
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if params.get("shipping"):
        record["shipping"] = build_shipping(params["shipping"])
    if "fraud_details" in params:
        record["fraud_details"] = {
            name: value
            for name, value in {**before["fraud_details"], **params["fraud_details"]}.items()
            if value
        }
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("charge.updated", record, before)
    return record


def _validate_customer(ctx: Context, charge: Json) -> None:
    """Raise StripeError 400 if the customer is unknown, or the charge belongs to another."""
    customer = ctx.params["customer"]
    ctx.get("customers", customer, "customer", "customer", in_path=False)
    if charge["customer"] not in (None, customer):
        raise invalid_request(
            "The customer of a charge that has one cannot be changed.", "customer"
        )


def list_charges(ctx: Context) -> Json:
    """List charges of the account, a customer, a PaymentIntent or a transfer group."""
    return paginate(ctx, TABLE, "/v1/charges")


RESOURCE = Resource(
    object="charge",
    table=TABLE,
    id_prefixes=("ch", "py"),
    operations={
        "GET charges": operation(list_charges, LIST),
        "GET charges/*": operation(retrieve, RETRIEVE),
        "POST charges/*": operation(update, UPDATE),
    },
    filters=("customer", "payment_intent", "transfer_group"),
    search={
        "amount": "number",
        "billing_details.address.postal_code": "token",
        "created": "number",
        "currency": "token",
        "customer": "token",
        "disputed": "token",
        "metadata": "token",
        "payment_method_details.": "token",
        "refunded": "token",
        "status": "token",
    },
)
