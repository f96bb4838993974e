"""Charges: one try to move money, with what the network said to it."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.coerce import Opaque, Str, merged_metadata
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.methods import table
from stub_server.stripe_sim.outcomes import RISKS, Card, declines
from stub_server.stripe_sim.params import CREATED, EXPAND, METADATA, PAGE, SHIPPING
from stub_server.stripe_sim.resources.cards import card_of
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "charges"
RETRIEVE = {**EXPAND}
LIST = {
    **PAGE,
    **CREATED,
    "customer": Str(),
    "payment_intent": Str(),
    "transfer_group": Str(),
}
UPDATE = {
    **EXPAND,
    "customer": Str(),
    "description": Str(unset=True),
    "fraud_details": Opaque(),
    "metadata": METADATA,
    "receipt_email": Str(unset=True),
    "shipping": SHIPPING,
    "transfer_group": Str(),
}
DESCRIPTOR = "SHOPSTUB"


def made(world: World, call: Call, intent: Json, method: Json, status: str) -> Json:
    """A charge over the intent's amount, not filed: succeeded, pending or failed."""
    card = card_of(method)
    prefix = "ch" if method["type"] == "card" else "py"
    identifier = world.new_id(prefix, call.account)
    succeeded = status == "succeeded"
    return {
        "id": identifier,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": intent["application_fee_amount"],
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"] or DESCRIPTOR,
        "captured": False,
        "created": world.now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": intent["on_behalf_of"],
        "outcome": authorized(card),
        "paid": status != "failed",
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(world, intent, method, card),
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": receipt(identifier) if succeeded else None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
        PRIVATE: {
            "account": call.account,
            "available_at_once": card is not None and card.balance == "available",
            "refund": card.refund if card else None,
        },
    }


def receipt(identifier: str) -> str:
    """Where Stripe would show the receipt."""
    return f"https://pay.stripe.com/receipts/payment/{identifier}"


def authorized(card: Card | None) -> Json:
    """The outcome of a try that the network agreed to."""
    outcome: Json = {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": "elevated_risk_level" if card and card.risk == "elevated" else None,
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    if card:
        outcome |= {"risk_level": card.risk, "risk_score": RISKS[card.risk]}
    return outcome


def refused(charge: Json, card: Card | None, decline: str) -> None:
    """Write on a failed charge why it failed."""
    row = declines()[decline]
    blocked = card is not None and card.risk == "highest"
    charge["failure_code"], charge["failure_message"] = row["code"], row["message"]
    charge["outcome"] = {
        **authorized(card),
        "advice_code": row["advice_code"],
        "network_advice_code": row["network_advice_code"],
        "network_decline_code": row["network_decline_code"],
        "network_status": "not_sent_to_network" if blocked else "declined_by_network",
        "reason": "highest_risk_level" if blocked else decline,
        "seller_message": (
            "Stripe blocked this payment as too risky."
            if blocked
            else "The bank did not return any further details with this decline."
        ),
        "type": "blocked" if blocked else "issuer_declined",
    }


def _details(world: World, intent: Json, method: Json, card: Card | None) -> Json:
    kind = method["type"]
    if card:
        return {"card": _card_details(world, intent, method["card"], card), "type": "card"}
    if kind == "sepa_debit":
        account = method["sepa_debit"]
        kept = ("bank_code", "branch_code", "country", "fingerprint", "last4")
        mandate = intent[PRIVATE].get("mandate")
        return {
            "sepa_debit": {**{name: account[name] for name in kept}, "mandate": mandate},
            "type": kind,
        }
    return {kind: dict(table()[kind]["details"]), "type": kind}


def _card_details(world: World, intent: Json, printed: Json, card: Card) -> Json:
    checks: dict[str, Any] = {**printed["checks"], **card.checks}
    if checks["cvc_check"] == "unchecked":
        checks["cvc_check"] = "fail" if card.decline == "incorrect_cvc" else "pass"
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


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One charge."""
    return world.find(KIND, call, identifier, "charge", "id", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Description, metadata, shipping, receipt address; `charge.updated`."""
    before = world.find(KIND, call, identifier, "charge", "id", in_path=True)
    params = call.params
    plain = ("customer", "description", "receipt_email", "shipping", "transfer_group")
    record = {**before, **{name: params[name] for name in plain if name in params}}
    if "metadata" in params:
        record["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    world.books.put(KIND, record)
    world.emit(call, "charge.updated", record, before)
    return record


def many(world: World, call: Call) -> Json:
    """The account's charges, a customer's, or a PaymentIntent's."""
    return page(world, call, KIND, "/v1/charges")
