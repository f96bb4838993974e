"""Customers, as far as payments need them."""

from __future__ import annotations

from stub_server.stripe_sim.coerce import Array, Enum, Hash, Int, Opaque, Str, merged_metadata
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import (
    ADDRESS,
    CREATED,
    EXPAND,
    METADATA,
    PAGE,
    SHIPPING,
    address_of,
)
from stub_server.stripe_sim.resources import payment_methods
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "customers"
UPDATE = {
    **EXPAND,
    "address": ADDRESS,
    "balance": Int(),
    "business_name": Str(unset=True),
    "description": Str(unset=True),
    "email": Str(unset=True, longest=512),
    "individual_name": Str(unset=True),
    "invoice_prefix": Str(unset=True),
    "invoice_settings": Hash(
        {
            "custom_fields": Opaque(),
            "default_payment_method": Str(unset=True),
            "footer": Str(unset=True),
            "rendering_options": Opaque(),
        }
    ),
    "metadata": METADATA,
    "name": Str(unset=True, longest=256),
    "next_invoice_sequence": Int(),
    "phone": Str(unset=True, longest=20),
    "preferred_locales": Array(Str(), unset=True),
    "shipping": SHIPPING,
    "tax": Opaque(),
    "tax_exempt": Enum(("exempt", "none", "reverse"), unset=True),
}
CREATE = {**UPDATE, "payment_method": Str(), "tax_id_data": Opaque()}
RETRIEVE = {**EXPAND}
DELETE = {**EXPAND}
LIST = {**PAGE, **CREATED, "email": Str()}
PLAIN = (
    "balance",
    "description",
    "email",
    "invoice_prefix",
    "name",
    "next_invoice_sequence",
    "phone",
    "shipping",
)
OPTIONAL = ("business_name", "individual_name")


def create(world: World, call: Call) -> Json:
    """A customer; `customer.created`."""
    record: Json = {
        "id": f"cus_{world.ids.token(14)}",
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": world.now(),
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": world.ids.token(8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        PRIVATE: {"account": call.account},
    }
    _apply(call, record)
    method = None
    if "payment_method" in call.params:
        given = call.params["payment_method"]
        method = payment_methods.resolved(world, call, given, in_path=False)
    world.books.put(KIND, record)
    world.emit(call, "customer.created", record)
    if method is not None:
        payment_methods.attached(world, call, method, record["id"])
    return record


def _apply(call: Call, record: Json) -> None:
    params = call.params
    for name in (*PLAIN, *OPTIONAL):
        if name in params:
            record[name] = params[name]
    if "address" in params:
        record["address"] = None if params["address"] is None else address_of(params["address"])
    if "metadata" in params:
        record["metadata"] = merged_metadata(record["metadata"], params["metadata"])
    if "invoice_settings" in params:
        record["invoice_settings"] = {**record["invoice_settings"], **params["invoice_settings"]}
    if "preferred_locales" in params:
        record["preferred_locales"] = params["preferred_locales"] or []
    if "tax_exempt" in params:
        record["tax_exempt"] = params["tax_exempt"] or "none"


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One customer; of a deleted one, that it is deleted."""
    record = world.find(KIND, call, identifier, "customer", "id", in_path=True)
    return _gone(record) if record[PRIVATE].get("deleted") else record


def _gone(record: Json) -> Json:
    return {"id": record["id"], "object": "customer", "deleted": True}


def update(world: World, call: Call, identifier: str) -> Json:
    """Change a customer; `customer.updated`, if anything has changed."""
    before = world.find(KIND, call, identifier, "customer", "id", in_path=True)
    record = {**before}
    _apply(call, record)
    if record != before:
        world.books.put(KIND, record)
        world.emit(call, "customer.updated", record, before)
    return record


def delete(world: World, call: Call, identifier: str) -> Json:
    """Delete a customer; `customer.deleted`. Lists leave it out, payments go on naming it."""
    record = world.find(KIND, call, identifier, "customer", "id", in_path=True)
    world.books.delete(KIND, record)
    world.emit(call, "customer.deleted", record)
    return _gone(record)


def many(world: World, call: Call) -> Json:
    """The account's customers."""
    return page(world, call, KIND, "/v1/customers")
