"""Customers: created, updated, deleted, listed."""

from __future__ import annotations

from stub_server.stripe_sim.customers import clock_members, tax_ids
from stub_server.stripe_sim.customers.customer_objects import apply_params
from stub_server.stripe_sim.customers.customer_params import CREATE, DELETE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, resource_missing
from stub_server.stripe_sim.payment_methods import (
    payment_method_attachment,
    payment_methods,
    sources,
)
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "customers"
DELETED = "gone"
"""Table of the ids of deleted customers."""


def create(ctx: Context) -> Json:
    """Create a customer with its payment method, source and tax ids; emit `customer.created`.

    On a test clock `created` is the clock's time.
    """
    clock = ctx.params.get("test_clock")
    record: Json = new_object(
        "customer",
        private={"account": ctx.account, **({"filed": ctx.now()} if clock else {})},
        id=f"cus_{ctx.ids.token(14)}",
        balance=0,
        created=clock_members.frozen_time_for_new_customer(ctx, clock) if clock else ctx.now(),
        delinquent=False,
        invoice_prefix=ctx.ids.token(8).upper(),
        invoice_settings=complete("customer/invoice_settings", {}),
        metadata={},
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
        test_clock=clock,
    )
    apply_params(ctx, record)
    method = _resolve_payment_method(ctx)
    default_method = record["invoice_settings"]["default_payment_method"]
    if default_method is not None:
        if method is None or default_method not in (method["id"], ctx.params["payment_method"]):
            raise _not_attached_error(default_method)
        record["invoice_settings"]["default_payment_method"] = method["id"]
    source = _build_source(ctx, record)
    ctx.save(TABLE, record)
    ctx.emit("customer.created", record)
    if source is not None:
        sources.save_source(ctx, *source, record["id"])
    if method is not None:
        payment_method_attachment.save_attached_to(ctx, method, record["id"])
    for position, data in enumerate(ctx.params.get("tax_id_data", ())):
        tax_ids.create_tax_id(ctx, record["id"], data, f"tax_id_data[{position}][value]")
    return record


def _resolve_payment_method(ctx: Context) -> Json | None:
    """Return the PaymentMethod for the new customer, or None.

    StripeError 400: it is unknown or has a customer. StripeError 402: its card declines.
    """
    identifier = ctx.params.get("payment_method")
    if identifier is None:
        return None
    method = payment_methods.resolve(ctx, identifier, in_path=False)
    if method["customer"] is not None:
        raise invalid_request(
            "The payment method you provided has already been attached to a customer."
        )
    payment_method_attachment.validate_attachable(method)
    return method


def _build_source(ctx: Context, record: Json) -> tuple[Json, Json] | None:
    """Return the PaymentMethod and the Card of `source`, the customer's new default, or None."""
    if "source" not in ctx.params:
        return None
    method, card = sources.build_from_token(ctx, ctx.params["source"])
    record["default_source"] = card["id"]
    return method, card


def _not_attached_error(method: str) -> StripeError:
    """Return the error 400 about a default payment method of another customer."""
    return invalid_request(
        f"The customer does not have a payment method with the ID {method}. The payment "
        "method must be attached to the customer.",
        "invoice_settings[default_payment_method]",
        "resource_missing",
    )


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one customer; of a deleted one only its id and `deleted`."""
    record = ctx.find(TABLE, identifier)
    if record is None and ctx.simulation.objects.store.get(DELETED, f"{ctx.account}/{identifier}"):
        return _deleted_customer(identifier)
    if record is None:
        raise resource_missing("customer", identifier, "id", in_path=True)
    return record


def _deleted_customer(identifier: str) -> Json:
    """Return the representation of a deleted customer."""
    return {"id": identifier, "object": "customer", "deleted": True}


def update(ctx: Context, identifier: str) -> Json:
    """Update a customer; emit `customer.updated` if a member changes."""
    before = ctx.get(TABLE, identifier, "customer", "id", in_path=True)
    record = {**before}
    apply_params(ctx, record)
    default_method = record["invoice_settings"]["default_payment_method"]
    if (
        default_method != before["invoice_settings"]["default_payment_method"]
        and default_method is not None
    ):
        method = payment_methods.resolve(
            ctx, default_method, "invoice_settings[default_payment_method]", in_path=False
        )
        if method["customer"] != identifier:
            raise _not_attached_error(default_method)
    source = _build_source(ctx, record)
    if "default_source" in ctx.params:
        default_source = ctx.params["default_source"]
        record["default_source"] = sources.retrieve(ctx, identifier, default_source)["id"]
    if source is not None:
        if before["default_source"]:
            sources.delete_source(ctx, sources.retrieve(ctx, identifier, before["default_source"]))
        sources.save_source(ctx, *source, identifier)
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("customer.updated", record, before)
    return record


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a customer; emit `customer.deleted`. Payments keep its id."""
    record = ctx.get(TABLE, identifier, "customer", "id", in_path=True)
    ctx.delete(TABLE, record)
    ctx.simulation.objects.store.put(DELETED, f"{ctx.account}/{identifier}", {"object": "customer"})
    ctx.emit("customer.deleted", record)
    return _deleted_customer(identifier)


def list_customers(ctx: Context) -> Json:
    """List the account's customers by email and test clock; without a clock by default."""
    params = ctx.params
    filters = {"test_clock": params.get("test_clock")}
    if "email" in params:
        filters["email"] = params["email"]
    return paginate(ctx, TABLE, "/v1/customers", filters)


RESOURCE = Resource(
    object="customer",
    table=TABLE,
    operations={
        "POST customers": operation(create, CREATE),
        "GET customers": operation(list_customers, LIST),
        "GET customers/*": operation(retrieve, RETRIEVE),
        "POST customers/*": operation(update, UPDATE),
        "DELETE customers/*": operation(delete, DELETE),
    },
    filters=("email", "test_clock"),
    search={
        "created": "number",
        "email": "text",
        "metadata": "token",
        "name": "text",
        "phone": "text",
    },
)
