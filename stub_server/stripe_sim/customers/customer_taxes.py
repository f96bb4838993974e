"""Where a customer is for the tax office, as far as Stripe could tell."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.overlays import Overlay
from stub_server.stripe_sim.params.types import Enum
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TAX: Overlay = {"validate_location": Enum(("auto", "deferred", "immediately"))}
"""`auto` is of older API versions."""


def noted(owner: Json, given: Json) -> None:
    """Keep the customer's IP address. StripeError 400: to be validated, and nowhere."""
    if "ip_address" in given:
        owner[PRIVATE] = {**owner[PRIVATE], "ip_address": given["ip_address"]}
    if given.get("validate_location") == "immediately" and _location(owner) is None:
        raise invalid_request(
            "The customer's location isn't recognized. Set a valid customer address in order to "
            "automatically calculate tax.",
            "address",
            "customer_tax_location_invalid",
        )


def _location(owner: Json) -> Json | None:
    """By the shipping address, else by the customer's own."""
    shipping = owner["shipping"] or {}
    for source, address in (
        ("shipping_destination", shipping.get("address")),
        ("billing_address", owner["address"]),
    ):
        if address and address["country"]:
            return {"country": address["country"], "source": source, "state": address["state"]}
    return None


def shown(ctx: Context, owner: Json) -> Json:
    """The customer's `tax`: this account is registered nowhere, so it collects none."""
    filed = ctx.find("customers", owner["id"])
    place = _location(owner)
    return {
        "automatic_tax": "not_collecting" if place else "unrecognized_location",
        "ip_address": filed[PRIVATE].get("ip_address") if filed else None,
        "location": place,
        "provider": "stripe",
    }
