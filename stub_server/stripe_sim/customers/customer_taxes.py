"""Tax settings and tax location of a customer."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.overlays import Overlay
from stub_server.stripe_sim.params.types import Enum
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TAX: Overlay = {"validate_location": Enum(("auto", "deferred", "immediately"))}
"""`auto` exists in older API versions only."""


def apply_tax(customer: Json, params: Json) -> None:
    """Set the customer's IP address.

    StripeError 400: the location is to be validated and unknown.
    """
    if "ip_address" in params:
        customer[PRIVATE] = {**customer[PRIVATE], "ip_address": params["ip_address"]}
    if params.get("validate_location") == "immediately" and _build_location(customer) is None:
        raise invalid_request(
            "The customer's location isn't recognized. Set a valid customer address in "
            "order to automatically calculate tax.",
            "address",
            "customer_tax_location_invalid",
        )


def _build_location(customer: Json) -> Json | None:
    """Return the location of the shipping address or of the customer's address, or None."""
    shipping = customer["shipping"] or {}
    for source, address in (
        ("shipping_destination", shipping.get("address")),
        ("billing_address", customer["address"]),
    ):
        if address and address["country"]:
            return {"country": address["country"], "source": source, "state": address["state"]}
    return None


def build_tax(ctx: Context, customer: Json) -> Json:
    """Return the customer's `tax`; the account has no tax registrations and collects no tax."""
    stored = ctx.find("customers", customer["id"])
    location = _build_location(customer)
    return {
        "automatic_tax": "not_collecting" if location else "unrecognized_location",
        "ip_address": stored[PRIVATE].get("ip_address") if stored else None,
        "location": location,
        "provider": "stripe",
    }
