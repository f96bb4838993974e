"""Tax ids of a customer: the VAT number of a business."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import bad, missing
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "tax_ids"
CUSTOMERS = "customers"
CREATE = declared_params("POST customers/*/tax_ids")
LIST = declared_params("GET customers/*/tax_ids")
RETRIEVE = declared_params("GET customers/*/tax_ids/*")
DELETE = declared_params("DELETE customers/*/tax_ids/*")
PATTERNS = {
    "eu_vat": r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK"
    r"|XI)[0-9A-Z]{8,12}",
    "gb_vat": r"GB\d{9}(\d{3})?",
    "ch_vat": r"CHE[-.\d]{9,12} ?(MWST|TVA|IVA)",
    "no_vat": r"\d{9}MVA",
    "us_ein": r"\d{2}-?\d{7}",
    "au_abn": r"\d{11}",
}
"""What the values of some types look like; the others are taken as they are."""
VERIFIED_TYPES = ("eu_vat", "gb_vat", "au_abn")
"""The types that Stripe asks an authority about."""


def create_tax_id(ctx: Context, customer: str, given: Json, param: str = "value") -> Json:
    """File a tax id; `customer.tax_id.created`. StripeError 400: it cannot be one."""
    kind, value = given["type"], given["value"].replace(" ", "").upper()
    if kind in PATTERNS and not re.fullmatch(PATTERNS[kind], value):
        raise bad(f"Invalid value for {kind}.", param, "tax_id_invalid")
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
            "tax_id/verification",
            {"status": "pending" if kind in VERIFIED_TYPES else "unavailable"},
        ),
    )
    ctx.save(TABLE, record)
    ctx.emit("customer.tax_id.created", record)
    return record


def _require_customer(ctx: Context, customer: str) -> None:
    ctx.get(CUSTOMERS, customer, "customer", "customer", in_path=True)


def create(ctx: Context, customer: str) -> Json:
    """A tax id for the customer."""
    _require_customer(ctx, customer)
    for name in ("type", "value"):
        if name not in ctx.params:
            raise missing(name)
    return create_tax_id(ctx, customer, ctx.params)


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """One of the customer's tax ids."""
    _require_customer(ctx, customer)
    return ctx.get(TABLE, identifier, "tax_id", "id", in_path=True)


def list_tax_ids(ctx: Context, customer: str) -> Json:
    """The customer's tax ids."""
    _require_customer(ctx, customer)
    return page(ctx, TABLE, f"/v1/customers/{customer}/tax_ids", filters={"customer": customer})


def list_for_expansion(ctx: Context, customer: str) -> Json:
    """The list of them that a customer has when it is asked for."""
    plain = Context(ctx.simulation, ctx.account, ctx.version)
    return list_tax_ids(plain, customer)


def delete(ctx: Context, customer: str, identifier: str) -> Json:
    """Take a tax id from the customer; `customer.tax_id.deleted`."""
    record = retrieve(ctx, customer, identifier)
    ctx.delete(TABLE, record)
    ctx.emit("customer.tax_id.deleted", record)
    return {"id": identifier, "object": "tax_id", "deleted": True}


RESOURCE = Resource(
    object="tax_id",
    table=TABLE,
    operations={
        "POST customers/*/tax_ids": operation(create, CREATE),
        "GET customers/*/tax_ids": operation(list_tax_ids, LIST),
        "GET customers/*/tax_ids/*": operation(retrieve, RETRIEVE),
        "DELETE customers/*/tax_ids/*": operation(delete, DELETE),
    },
    filters=("customer",),
)
