"""The account that the key belongs to: in the EU, settling in EUR."""

from __future__ import annotations

from stub_server.stripe_sim.params import EXPAND
from stub_server.stripe_sim.tables import Json
from stub_server.stripe_sim.world import Call, World

RETRIEVE = {**EXPAND}
ACTIVE = (
    "bancontact_payments",
    "card_payments",
    "eps_payments",
    "ideal_payments",
    "klarna_payments",
    "link_payments",
    "p24_payments",
    "paypal_payments",
    "sepa_debit_payments",
    "transfers",
)


def retrieve(world: World, call: Call) -> Json:  # noqa: ARG001  # a handler's shape
    """Its own account."""
    return {
        "id": call.account,
        "object": "account",
        "business_profile": {"name": "shopstub", "mcc": None, "url": None},
        "business_type": "company",
        "capabilities": dict.fromkeys(ACTIVE, "active"),
        "charges_enabled": True,
        "country": "DE",
        "created": 0,
        "default_currency": "eur",
        "details_submitted": True,
        "email": None,
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": "shopstub", "timezone": "Europe/Berlin"}},
        "type": "standard",
    }
