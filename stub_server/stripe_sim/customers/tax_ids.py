"""Tax ids of customers."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
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
"""Type → pattern of its values; values of other types are not validated."""
VERIFIED_TYPES = ("eu_vat", "gb_vat", "au_abn")
"""Types that Stripe verifies with an authority."""


def create_tax_id(ctx: Context, customer: str, params: Json, param: str = "value") -> Json:
    """Store a tax id; emit `customer.tax_id.created`. StripeError 400: its value is invalid."""
    id_type, value = params["type"], params["value"].replace(" ", "").upper()
    if id_type in PATTERNS and not re.fullmatch(PATTERNS[id_type], value):
        raise invalid_request(f"Invalid value for {id_type}.", param, "tax_id_invalid")
    prefix = value[:2] if id_type == "eu_vat" else id_type[:2].upper()
    record: Json = new_object(
        "tax_id",
        private={"account": ctx.account},
        id=ctx.new_id("txi"),
        country={"EL": "GR", "XI": "GB"}.get(prefix, prefix),
        created=ctx.now(),
        customer=customer,
        owner={"customer": customer, "customer_account": None, "type": "customer"},
        type=id_type,
        value=value,
        verification=complete(
            "tax_id/verification",
            {"status": "pending" if id_type in VERIFIED_TYPES else "unavailable"},
        ),
    )
    ctx.save(TABLE, record)
    ctx.emit("customer.tax_id.created", record)
    return record


def _require_customer(ctx: Context, customer: str) -> None:
    """Raise StripeError 404 if the customer does not exist."""
    ctx.get(CUSTOMERS, customer, "customer", "customer", in_path=True)


def create(ctx: Context, customer: str) -> Json:
    """Create a tax id of the customer."""
    _require_customer(ctx, customer)
    for name in ("type", "value"):
        if name not in ctx.params:
            raise missing_param(name)
    return create_tax_id(ctx, customer, ctx.params)


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """Return one of the customer's tax ids."""
    _require_customer(ctx, customer)
    return ctx.get(TABLE, identifier, "tax_id", "id", in_path=True)


def list_tax_ids(ctx: Context, customer: str) -> Json:
    """List the customer's tax ids."""
    _require_customer(ctx, customer)
    return paginate(ctx, TABLE, f"/v1/customers/{customer}/tax_ids", filters={"customer": customer})


def list_for_expansion(ctx: Context, customer: str) -> Json:
    """Return the value of the customer's expandable member `tax_ids`."""
    list_ctx = Context(ctx.simulation, ctx.account, ctx.version)
    return list_tax_ids(list_ctx, customer)


def delete(ctx: Context, customer: str, identifier: str) -> Json:
    """Delete a tax id; emit `customer.tax_id.deleted`."""
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
