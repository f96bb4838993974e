"""Customers: who pays, with which method by default, and where parcels go."""

from __future__ import annotations

import re

from stub_server.stripe_sim.customers import clock_members, customer_taxes, tax_ids
from stub_server.stripe_sim.customers.customer_params import CREATE, DELETE, LIST, RETRIEVE, UPDATE
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, resource_missing
from stub_server.stripe_sim.params.common import complete_address, validate_email
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods import payment_methods, sources
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

__all__ = [
    "CREATE",
    "DELETE",
    "KIND",
    "LIST",
    "RETRIEVE",
    "UPDATE",
    "create",
    "delete",
    "many",
    "retrieve",
    "update",
]

KIND = "customers"
PREFIX = re.compile(r"[A-Z0-9]{1,12}\Z")
GONE = "gone"
"""The table of what is deleted: an id that is there once was somebody."""
PLAIN = (
    "balance",
    "description",
    "email",
    "invoice_prefix",
    "name",
    "next_invoice_sequence",
    "phone",
)
OPTIONAL = ("business_name", "individual_name")


def create(
    ctx: Context,
) -> Json:
    """A customer; `customer.created`. One on a test clock is as old as the clock says."""
    clock = ctx.params.get("test_clock")
    record: Json = new_object(
        "customer",
        private={"account": ctx.account, **({"filed": ctx.now()} if clock else {})},
        id=f"cus_{ctx.ids.token(14)}",
        balance=0,
        created=clock_members.joined(ctx, clock) if clock else ctx.now(),
        delinquent=False,
        invoice_prefix=ctx.ids.token(8).upper(),
        invoice_settings=complete("customer/invoice_settings", {}),
        metadata={},
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
        test_clock=clock,
    )
    _apply(ctx, record)
    method = _method(ctx)
    wanted = record["invoice_settings"]["default_payment_method"]
    if wanted is not None:
        if method is None or wanted not in (method["id"], ctx.params["payment_method"]):
            raise _not_theirs(wanted)
        record["invoice_settings"]["default_payment_method"] = method["id"]
    paid_with = _source(ctx, record)
    ctx.save(KIND, record)
    ctx.emit("customer.created", record)
    if paid_with is not None:
        sources.kept(ctx, *paid_with, record["id"])
    if method is not None:
        payment_methods.attached(ctx, method, record["id"])
    for at, datum in enumerate(ctx.params.get("tax_id_data", ())):
        tax_ids.made(ctx, record["id"], datum, f"tax_id_data[{at}][value]")
    return record


def _method(
    ctx: Context,
) -> Json | None:
    """The method that the new customer brings.

    StripeError 400: there is none, or it is taken. 402: the card declines being kept.
    """
    given = ctx.params.get("payment_method")
    if given is None:
        return None
    method = payment_methods.resolved(ctx, given, in_path=False)
    if method["customer"] is not None:
        raise invalid_request(
            "The payment method you provided has already been attached to a customer."
        )
    payment_methods.refuse_kept(method)
    return method


def _source(ctx: Context, record: Json) -> tuple[Json, Json] | None:
    """The card that the customer brings in the older way; it becomes the default."""
    if "source" not in ctx.params:
        return None
    method, card = sources.of_token(ctx, ctx.params["source"])
    record["default_source"] = card["id"]
    return method, card


def _not_theirs(method: str) -> StripeError:
    return invalid_request(
        f"The customer does not have a payment method with the ID {method}. The payment method "
        "must be attached to the customer.",
        "invoice_settings[default_payment_method]",
        "resource_missing",
    )


def _apply(ctx: Context, record: Json) -> None:
    params = ctx.params
    validate_email(params.get("email"), "email")
    prefix = params.get("invoice_prefix")
    if prefix and not PREFIX.match(prefix):
        raise invalid_request(
            "Invoice prefixes must be 1–12 uppercase letters or numbers.", "invoice_prefix"
        )
    for name in PLAIN:
        if name in params:
            record[name] = params[name]
    for name in OPTIONAL:
        if name in params:
            record.pop(name, None)
        if params.get(name):
            record[name] = params[name]
    if "address" in params:
        given = params["address"]
        record["address"] = given and complete_address({**(record["address"] or {}), **given})
    if "metadata" in params:
        record["metadata"] = merge_metadata(record["metadata"], params["metadata"])
    if "invoice_settings" in params:
        settings = {**record["invoice_settings"], **params["invoice_settings"]}
        if settings["rendering_options"]:
            nothing = {"amount_tax_display": None, "template": None}
            settings["rendering_options"] = {**nothing, **settings["rendering_options"]}
        record["invoice_settings"] = settings
    if "shipping" in params:
        given = params["shipping"]
        record["shipping"] = given and {
            "address": complete_address(given["address"]),
            "name": given["name"],
            "phone": given.get("phone"),
        }
    if "preferred_locales" in params:
        record["preferred_locales"] = params["preferred_locales"] or []
    if "tax" in params:
        customer_taxes.noted(record, params["tax"])
    if "tax_exempt" in params:
        record["tax_exempt"] = params["tax_exempt"] or "none"


def retrieve(ctx: Context, identifier: str) -> Json:
    """One customer; of a deleted one, that it is deleted."""
    record = ctx.find(KIND, identifier)
    if record is None and ctx.simulation.objects.store.get(GONE, f"{ctx.account}/{identifier}"):
        return _gone(identifier)
    if record is None:
        raise resource_missing("customer", identifier, "id", in_path=True)
    return record


def _gone(identifier: str) -> Json:
    return {"id": identifier, "object": "customer", "deleted": True}


def update(ctx: Context, identifier: str) -> Json:
    """Change a customer; `customer.updated`, if anything has changed."""
    before = ctx.get(KIND, identifier, "customer", "id", in_path=True)
    record = {**before}
    _apply(ctx, record)
    wanted = record["invoice_settings"]["default_payment_method"]
    if wanted != before["invoice_settings"]["default_payment_method"] and wanted is not None:
        method = payment_methods.resolved(
            ctx, wanted, "invoice_settings[default_payment_method]", in_path=False
        )
        if method["customer"] != identifier:
            raise _not_theirs(wanted)
    paid_with = _source(ctx, record)
    if "default_source" in ctx.params:
        wanted = ctx.params["default_source"]
        record["default_source"] = sources.retrieve(ctx, identifier, wanted)["id"]
    if paid_with is not None:
        if before["default_source"]:
            sources.gone(ctx, sources.retrieve(ctx, identifier, before["default_source"]))
        sources.kept(ctx, *paid_with, identifier)
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("customer.updated", record, before)
    return record


def delete(ctx: Context, identifier: str) -> Json:
    """Delete a customer; `customer.deleted`. Lists leave it out, payments go on naming it."""
    record = ctx.get(KIND, identifier, "customer", "id", in_path=True)
    ctx.delete(KIND, record)
    ctx.simulation.objects.store.put(GONE, f"{ctx.account}/{identifier}", {"object": "customer"})
    ctx.emit("customer.deleted", record)
    return _gone(identifier)


def many(
    ctx: Context,
) -> Json:
    """The account's customers, or those with an email address; on a test clock, or on none."""
    params = ctx.params
    filters = {"test_clock": params.get("test_clock")}
    if "email" in params:
        filters["email"] = params["email"]
    return paginate(ctx, KIND, "/v1/customers", filters)


RESOURCE = Resource(
    object="customer",
    table=KIND,
    operations={
        "POST customers": operation(create, CREATE),
        "GET customers": operation(many, LIST),
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
