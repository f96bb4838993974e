"""Tax ids of a customer: the VAT number of a business."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import bad, missing
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


def made(world: World, call: Call, customer: str, given: Json, param: str = "value") -> Json:
    """File a tax id; `customer.tax_id.created`. StripeError 400: it cannot be one."""
    kind, value = given["type"], given["value"].replace(" ", "").upper()
    if kind in FORMS and not re.fullmatch(FORMS[kind], value):
        raise bad(f"Invalid value for {kind}.", param, "tax_id_invalid")
    prefix = value[:2] if kind == "eu_vat" else kind[:2].upper()
    record: Json = new_object(
        "tax_id",
        private={"account": call.account},
        id=world.new_id("txi", call.account),
        country={"EL": "GR", "XI": "GB"}.get(prefix, prefix),
        created=world.now(),
        customer=customer,
        owner={"customer": customer, "customer_account": None, "type": "customer"},
        type=kind,
        value=value,
        verification=complete(
            "tax_id/verification", {"status": "pending" if kind in CHECKED else "unavailable"}
        ),
    )
    world.books.put(KIND, record)
    world.emit(call, "customer.tax_id.created", record)
    return record


def _owned(world: World, call: Call, customer: str) -> None:
    world.find(CUSTOMERS, call, customer, "customer", "customer", in_path=True)


def create(world: World, call: Call, customer: str) -> Json:
    """A tax id for the customer."""
    _owned(world, call, customer)
    for name in ("type", "value"):
        if name not in call.params:
            raise missing(name)
    return made(world, call, customer, call.params)


def retrieve(world: World, call: Call, customer: str, identifier: str) -> Json:
    """One of the customer's tax ids."""
    _owned(world, call, customer)
    return world.find(KIND, call, identifier, "tax_id", "id", in_path=True)


def many(world: World, call: Call, customer: str) -> Json:
    """The customer's tax ids."""
    _owned(world, call, customer)
    return page(
        world, call, KIND, f"/v1/customers/{customer}/tax_ids", filters={"customer": customer}
    )


def listed(world: World, call: Call, customer: str) -> Json:
    """The list of them that a customer has when it is asked for."""
    plain = Call(call.account, call.version)
    return many(world, plain, customer)


def delete(world: World, call: Call, customer: str, identifier: str) -> Json:
    """Take a tax id from the customer; `customer.tax_id.deleted`."""
    record = retrieve(world, call, customer, identifier)
    world.books.delete(KIND, record)
    world.emit(call, "customer.tax_id.deleted", record)
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
