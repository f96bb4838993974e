"""`payment_method_details` of a charge."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payment_methods.cards import build_checks, decline_of
from stub_server.stripe_sim.spec.objects import complete
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import known_method_types
from stub_server.stripe_sim.testdata.outcomes import Card


def build_method_details(ctx: Context, intent: Json, method: Json, card: Card | None) -> Json:
    """Build `payment_method_details`: a card with its checks, or the members of another type."""
    method_type = method["type"]
    if card:
        return {"card": _build_card_details(ctx, intent, method, card), "type": "card"}
    if method_type == "sepa_debit":
        account = method["sepa_debit"]
        fields = ("bank_code", "branch_code", "country", "fingerprint", "last4")
        mandate = intent[PRIVATE].get("mandate")
        return {
            "sepa_debit": {**{name: account[name] for name in fields}, "mandate": mandate},
            "type": method_type,
        }
    return {method_type: dict(known_method_types()[method_type]["details"]), "type": method_type}


def _build_card_details(ctx: Context, intent: Json, method: Json, card: Card) -> Json:
    """Build the card's `payment_method_details`, with the results of its checks."""
    card_fields = method["card"]
    fields = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    members = {
        **{name: card_fields[name] for name in fields},
        "amount_authorized": None if decline_of(method, card) else intent["amount"],
        "checks": build_checks(method, card),
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "multicapture": {"status": "unavailable"},
        "network": card.network or card.brand,
        "network_token": {"used": False},
        "network_transaction_id": ctx.ids.token(15),
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "regulated_status": "unregulated",
        "three_d_secure": intent[PRIVATE].get("three_d_secure"),
    }
    return complete("charge/payment_method_details/card", members)
