"""Disputes as the bank opens them, and the funds that they withdraw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.files import read

TABLE = "disputes"
RESPONSE_DAYS = 8


def dispute_types() -> dict[str, Json]:
    """Return reason, case type and first status of each type of dispute."""
    table: dict[str, Json] = read("disputes")
    return table


def build_dispute(ctx: Context, charge: Json, dispute_type: Json, amount: int) -> Json:
    """Build a dispute over an amount of the charge (in the smallest unit)."""
    is_inquiry = dispute_type["case_type"] == "inquiry"
    dispute: Json = new_object(
        "dispute",
        private={"account": ctx.account},
        id=ctx.new_id("du"),
        amount=amount,
        balance_transactions=[],
        charge=charge["id"],
        created=ctx.now(),
        currency=charge["currency"],
        enhanced_eligibility_types=list(dispute_type.get("eligible", {})),
        evidence=_build_evidence(charge),
        evidence_details={
            "due_by": None if dispute_type["status"] == "lost" else _evidence_due_by(ctx.now()),
            "enhanced_eligibility": dispute_type.get("eligible", {}),
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        is_charge_refundable=is_inquiry,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=dispute_type["reason"],
        status=dispute_type["status"],
    )
    if "card" in charge["payment_method_details"]:
        dispute["payment_method_details"] = _build_method_details(charge, dispute_type)
    return dispute


def _build_evidence(charge: Json) -> Json:
    """Build `evidence` with the customer data that Stripe has."""
    billing_details = charge["billing_details"]
    members = {
        "customer_email_address": billing_details["email"] or charge["receipt_email"],
        "customer_name": billing_details["name"],
        "enhanced_evidence": {},
    }
    return complete("dispute/evidence", members)


def _evidence_due_by(now: int) -> int:
    """Return the end of the last day for a response, in Unix seconds."""
    day = datetime.fromtimestamp(now, UTC) + timedelta(days=RESPONSE_DAYS)
    return int(day.replace(hour=23, minute=59, second=59).timestamp())


def _build_method_details(charge: Json, dispute_type: Json) -> Json:
    """Build `payment_method_details` of a dispute about a card."""
    card = charge["payment_method_details"]["card"]
    return {
        "card": {
            "brand": card["brand"],
            "case_type": dispute_type["case_type"],
            "network": card["network"],
            "network_reason_code": dispute_type["code"],
        },
        "type": "card",
    }


def dispute_type_of(method: Json) -> str | None:
    """Return the type of dispute that a test card or test account causes, or None."""
    card = card_of(method)
    if card is not None:
        return card.dispute
    return "debit" if method[PRIVATE].get("ending") == "disputed" else None


def withdraw_funds(ctx: Context, dispute: Json) -> None:
    """Withdraw the disputed funds and the dispute fee."""
    dispute["is_charge_refundable"] = False
    entry = balance_transactions.record_withdrawal(ctx, dispute)
    dispute["balance_transactions"] = [*dispute["balance_transactions"], public(entry)]
