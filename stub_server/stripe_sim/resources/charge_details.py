"""What a charge tells of the method that paid it."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.methods import table
from stub_server.stripe_sim.outcomes import Card
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import World


def details_of(world: World, intent: Json, method: Json, card: Card | None) -> Json:
    """`payment_method_details`: of a card with its checks, of other methods what they tell."""
    kind = method["type"]
    if card:
        return {"card": _card_details(world, intent, method, card), "type": "card"}
    if kind == "sepa_debit":
        account = method["sepa_debit"]
        kept = ("bank_code", "branch_code", "country", "fingerprint", "last4")
        mandate = intent[PRIVATE].get("mandate")
        return {
            "sepa_debit": {**{name: account[name] for name in kept}, "mandate": mandate},
            "type": kind,
        }
    return {kind: dict(table()[kind]["details"]), "type": kind}


def _checks(method: Json, card: Card) -> dict[str, Any]:
    """What the bank said to the security code and to the billing address, where it was told."""
    checks: dict[str, Any] = {**method["card"]["checks"]}
    address = method["billing_details"]["address"] or {}
    for name in ("line1", "postal_code"):
        if address.get(name):
            checks[f"address_{name}_check"] = "pass"
    if checks["cvc_check"] == "unchecked":
        checks["cvc_check"] = "fail" if card.decline == "incorrect_cvc" else "pass"
    return checks | card.checks


def _card_details(world: World, intent: Json, method: Json, card: Card) -> Json:
    printed = method["card"]
    checks = _checks(method, card)
    kept = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    return {
        **{name: printed[name] for name in kept},
        "amount_authorized": None if card.decline else intent["amount"],
        "authorization_code": None,
        "checks": checks,
        "electronic_commerce_indicator": None,
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card.network or card.brand,
        "network_token": {"used": False},
        "network_transaction_id": world.ids.token(15),
        "overcapture": {
            "maximum_amount_capturable": intent["amount"],
            "status": "unavailable",
        },
        "regulated_status": "unregulated",
        "three_d_secure": intent[PRIVATE].get("three_d_secure"),
        "transaction_link_id": None,
        "wallet": None,
    }
