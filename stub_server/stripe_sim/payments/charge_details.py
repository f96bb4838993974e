"""What a charge tells of the method that paid it."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payment_methods.cards import checked, decline_of
from stub_server.stripe_sim.spec.objects import complete
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import method_types
from stub_server.stripe_sim.testdata.outcomes import Card


def details_of(ctx: Context, intent: Json, method: Json, card: Card | None) -> Json:
    """`payment_method_details`: of a card with its checks, of other methods what they tell."""
    kind = method["type"]
    if card:
        return {"card": _card_details(ctx, intent, method, card), "type": "card"}
    if kind == "sepa_debit":
        account = method["sepa_debit"]
        kept = ("bank_code", "branch_code", "country", "fingerprint", "last4")
        mandate = intent[PRIVATE].get("mandate")
        return {
            "sepa_debit": {**{name: account[name] for name in kept}, "mandate": mandate},
            "type": kind,
        }
    return {kind: dict(method_types()[kind]["details"]), "type": kind}


def _card_details(ctx: Context, intent: Json, method: Json, card: Card) -> Json:
    printed = method["card"]
    kept = ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    members = {
        **{name: printed[name] for name in kept},
        "amount_authorized": None if decline_of(method, card) else intent["amount"],
        "checks": checked(method, card),
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "multicapture": {"status": "unavailable"},
        "network": card.network or card.brand,
        "network_token": {"used": False},
        "network_transaction_id": ctx.ids.token(15),
        "overcapture": {
            "maximum_amount_capturable": intent["amount"],
            "status": "unavailable",
        },
        "regulated_status": "unregulated",
        "three_d_secure": intent[PRIVATE].get("three_d_secure"),
    }
    return complete("charge/payment_method_details/card", members)
