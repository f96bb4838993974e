"""Tax ids of a customer: the VAT number of a business."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "tax_ids"
CUSTOMERS = "customers"
CREATE = declared_params("POST customers/*/tax_ids")
LIST = declared_params("GET customers/*/tax_ids")
RETRIEVE = declared_params("GET customers/*/tax_ids/*")
DELETE = declared_params("DELETE customers/*/tax_ids/*")
FORMS = {
    "eu_vat": r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK"
    r"|XI)[0-9A-Z]{8,12}",
    "gb_vat": r"GB\d{9}(\d{3})?",
    "ch_vat": r"CHE[-.\d]{9,12} ?(MWST|TVA|IVA)",
    "no_vat": r"\d{9}MVA",
    "us_ein": r"\d{2}-?\d{7}",
    "au_abn": r"\d{11}",
}
"""What the values of some types look like; the others are taken as they are."""
CHECKED = ("eu_vat", "gb_vat", "au_abn")
"""The types that Stripe asks an authority about."""


def made(ctx: Context, customer: str, given: Json, param: str = "value") -> Json:
    """File a tax id; `customer.tax_id.created`. StripeError 400: it cannot be one."""
    kind, value = given["type"], given["value"].replace(" ", "").upper()
    if kind in FORMS and not re.fullmatch(FORMS[kind], value):
        raise invalid_request(f"Invalid value for {kind}.", param, "tax_id_invalid")
    prefix = value[:2] if kind == "eu_vat" else kind[:2].upper()
    record: Json = new_object(
        "tax_id",
        private={"account": ctx.account},
        id=ctx.new_id("txi"),
        country={"EL": "GR", "XI": "GB"}.get(prefix, prefix),
        created=ctx.now(),
        customer=customer,
        owner={"customer": customer, "customer_account": None, "type": "customer"},
        type=kind,
        value=value,
        verification=complete(
            "tax_id/verification", {"status": "pending" if kind in CHECKED else "unavailable"}
        ),
    )
    ctx.save(KIND, record)
    ctx.emit("customer.tax_id.created", record)
    return record


def _owned(ctx: Context, customer: str) -> None:
    ctx.get(CUSTOMERS, customer, "customer", "customer", in_path=True)


def create(ctx: Context, customer: str) -> Json:
    """A tax id for the customer."""
    _owned(ctx, customer)
    for name in ("type", "value"):
        if name not in ctx.params:
            raise missing_param(name)
    return made(ctx, customer, ctx.params)


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """One of the customer's tax ids."""
    _owned(ctx, customer)
    return ctx.get(KIND, identifier, "tax_id", "id", in_path=True)


def many(ctx: Context, customer: str) -> Json:
    """The customer's tax ids."""
    _owned(ctx, customer)
    return paginate(ctx, KIND, f"/v1/customers/{customer}/tax_ids", filters={"customer": customer})


def listed(ctx: Context, customer: str) -> Json:
    """The list of them that a customer has when it is asked for."""
    plain = Context(ctx.simulation, ctx.account, ctx.version)
    return many(plain, customer)


def delete(ctx: Context, customer: str, identifier: str) -> Json:
    """Take a tax id from the customer; `customer.tax_id.deleted`."""
    record = retrieve(ctx, customer, identifier)
    ctx.delete(KIND, record)
    ctx.emit("customer.tax_id.deleted", record)
    return {"id": identifier, "object": "tax_id", "deleted": True}


RESOURCE = Resource(
    object="tax_id",
    table=KIND,
    operations={
        "POST customers/*/tax_ids": operation(create, CREATE),
        "GET customers/*/tax_ids": operation(many, LIST),
        "GET customers/*/tax_ids/*": operation(retrieve, RETRIEVE),
        "DELETE customers/*/tax_ids/*": operation(delete, DELETE),
    },
    filters=("customer",),
)
