"""Charges: build them, set their outcome, and build their shipping."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.params.common import complete_address
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.payments.charge_details import build_method_details
from stub_server.stripe_sim.payments.dispute_objects import dispute_type_of
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.outcomes import RISKS, Card, declines

TABLE = "charges"
DESCRIPTOR_PREFIX = "SHOPSTUB"
MAX_DESCRIPTOR_LENGTH = 22
BLOCKED_MESSAGE = "Stripe blocked this payment as too risky."


def build_charge(ctx: Context, intent: Json, method: Json, status: str) -> Json:
    """Build a charge over the intent's amount; status: succeeded, pending or failed."""
    card = card_of(method)
    prefix = "ch" if method["type"] == "card" else "py"
    identifier = ctx.new_id(prefix)
    succeeded = status == "succeeded"
    return new_object(
        "charge",
        private={
            "account": ctx.account,
            "available_at_once": card is not None and card.balance == "available",
            "refund": card.refund if card else _refund_behaviour(method),
            "dispute": dispute_type_of(method),
        },
        id=identifier,
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        application_fee_amount=intent["application_fee_amount"],
        billing_details=method["billing_details"],
        calculated_statement_descriptor=_statement_descriptor(intent) if card else None,
        captured=False,
        created=ctx.now(),
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        fraud_details={},
        metadata=intent["metadata"],
        on_behalf_of=intent["on_behalf_of"],
        outcome=build_authorized_outcome(card),
        paid=status != "failed",
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=build_method_details(ctx, intent, method, card),
        radar_options={},
        receipt_email=intent["receipt_email"],
        receipt_url=receipt_url(identifier) if succeeded else None,
        refunded=False,
        shipping=intent["shipping"],
        statement_descriptor=intent["statement_descriptor"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        status=status,
        transfer_group=intent["transfer_group"],
    )


def _statement_descriptor(intent: Json) -> str:
    """Return the text on a card's statement: the prefix of the account, and the suffix, if any."""
    suffix = intent["statement_descriptor_suffix"] or intent["statement_descriptor"]
    return f"{DESCRIPTOR_PREFIX}* {suffix}"[:MAX_DESCRIPTOR_LENGTH] if suffix else DESCRIPTOR_PREFIX


def _refund_behaviour(method: Json) -> str | None:
    """Return `pending` for bank debits, whose refund is a credit transfer, else None."""
    return "pending" if method["type"] == "sepa_debit" else None


def receipt_url(identifier: str) -> str:
    """Return the URL of the receipt at Stripe."""
    return f"https://pay.stripe.com/receipts/payment/{identifier}"


def build_authorized_outcome(card: Card | None) -> Json:
    """Build `outcome` of a charge that the network approved."""
    outcome = complete(
        "charge/outcome",
        {
            "network_status": "approved_by_network",
            "reason": "elevated_risk_level" if card and card.risk == "elevated" else None,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
    )
    if card:
        return outcome | {"risk_level": card.risk, "risk_score": RISKS[card.risk]}
    return outcome | {"risk_level": "not_assessed"}


def set_decline(charge: Json, card: Card | None, decline: str) -> None:
    """Set failure and outcome of a failed charge; decline: a row of `declines.json`."""
    row = declines()[decline]
    is_blocked = card is not None and card.risk == "highest"
    charge["failure_code"], charge["failure_message"] = row["code"], row["message"]
    if is_blocked:
        charge["fraud_details"] = {"stripe_report": "fraudulent"}
    charge["outcome"] = {
        **build_authorized_outcome(card),
        "advice_code": row["advice_code"],
        "network_advice_code": row["network_advice_code"],
        "network_decline_code": row["network_decline_code"],
        "network_status": "not_sent_to_network" if is_blocked else "declined_by_network",
        "reason": "highest_risk_level" if is_blocked else decline,
        "seller_message": BLOCKED_MESSAGE if is_blocked else _seller_message(decline),
        "type": "blocked" if is_blocked else "issuer_declined",
    }


def _seller_message(decline: str) -> str:
    """Return `seller_message` of a decline."""
    if decline == "generic_decline":
        return "The bank did not return any further details with this decline."
    return f"The bank returned the decline code `{decline}`."


def build_shipping(params: Json | None) -> Json | None:
    """Build `shipping` of a charge with all members; None: no shipping."""
    if params is None:
        return None
    return complete(
        "charge/shipping", {**params, "address": complete_address(params.get("address"))}
    )
