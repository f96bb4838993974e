"""Customer objects: parameters applied to them."""

from __future__ import annotations

import re

from stub_server.stripe_sim.customers import customer_taxes
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import complete_address, validate_email
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.store.schema import Json

INVOICE_PREFIX = re.compile(r"[A-Z0-9]{1,12}\Z")
COPIED_FIELDS = (
    "balance",
    "description",
    "email",
    "invoice_prefix",
    "name",
    "next_invoice_sequence",
    "phone",
)
"""Members that are equal to their parameters."""
OPTIONAL_FIELDS = ("business_name", "individual_name")
"""Members that are absent while they have no value."""


def apply_params(ctx: Context, record: Json) -> None:
    """Change the members that the parameters contain. StripeError 400: one is invalid."""
    params = ctx.params
    validate_email(params.get("email"), "email")
    prefix = params.get("invoice_prefix")
    if prefix and not INVOICE_PREFIX.match(prefix):
        raise invalid_request(
            "Invoice prefixes must be 1–12 uppercase letters or numbers.", "invoice_prefix"
        )
    for name in COPIED_FIELDS:
        if name in params:
            record[name] = params[name]
    for name in OPTIONAL_FIELDS:
        if name in params:
            record.pop(name, None)
        if params.get(name):
            record[name] = params[name]
    if "address" in params:
        address = params["address"]
        record["address"] = address and complete_address({**(record["address"] or {}), **address})
    if "metadata" in params:
        record["metadata"] = merge_metadata(record["metadata"], params["metadata"])
    if "invoice_settings" in params:
        settings = {**record["invoice_settings"], **params["invoice_settings"]}
        record["invoice_settings"] = _complete_settings(settings)
    if "shipping" in params:
        record["shipping"] = params["shipping"] and _build_shipping(params["shipping"])
    if "preferred_locales" in params:
        record["preferred_locales"] = params["preferred_locales"] or []
    if "tax" in params:
        customer_taxes.apply_tax(record, params["tax"])
    if "tax_exempt" in params:
        record["tax_exempt"] = params["tax_exempt"] or "none"


def _complete_settings(settings: Json) -> Json:
    """Return the invoice settings with all members of `rendering_options`."""
    if not settings["rendering_options"]:
        return settings
    defaults = {"amount_tax_display": None, "template": None}
    return {**settings, "rendering_options": {**defaults, **settings["rendering_options"]}}


def _build_shipping(params: Json) -> Json:
    """Return the customer's `shipping`."""
    return {
        "address": complete_address(params["address"]),
        "name": params["name"],
        "phone": params.get("phone"),
    }
