"""Refunds: money back, in full or in part, and never more than was taken."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.coerce import Bool, Enum, Int, Opaque, Str, merged_metadata
from stub_server.stripe_sim.currencies import shown
from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import CREATED, EXPAND, METADATA, PAGE
from stub_server.stripe_sim.resources import balance_transactions
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "refunds"
CREATE = {
    **EXPAND,
    "amount": Int(least=1),
    "charge": Str(),
    "currency": Str(),
    "customer": Str(),
    "instructions_email": Str(),
    "metadata": METADATA,
    "origin": Str(),
    "payment_intent": Str(),
    "reason": Enum(("duplicate", "fraudulent", "requested_by_customer")),
    "refund_application_fee": Bool(),
    "reverse_transfer": Bool(),
    "payment_method_options": Opaque(),
}
UPDATE = {**EXPAND, "metadata": METADATA}
LIST = {**PAGE, **CREATED, "charge": Str(), "payment_intent": Str()}
RETRIEVE = {**EXPAND}


def create(world: World, call: Call) -> Json:
    """Give back some or all of a charge. StripeError 400: there is not so much to give back."""
    charge = _charge(world, call)
    left = charge["amount_captured"] - charge[PRIVATE].get("given_back", 0)
    amount = call.params.get("amount", left)
    if charge["refunded"] or (left <= 0 and charge["captured"]):
        raise bad(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if amount > left:
        raise bad(
            f"Refund amount ({shown(amount, charge['currency'])}) is greater than unrefunded "
            f"amount on charge ({shown(left, charge['currency'])})",
            "amount",
        )
    return issued(world, call, charge, amount)


def _charge(world: World, call: Call) -> Json:
    """The charge that is meant, captured and paid."""
    params = call.params
    named, intent_id = params.get("charge"), params.get("payment_intent")
    if named is None and intent_id is None:
        raise bad(
            "One of the following params should be provided for this request: "
            "payment_intent or charge."
        )
    if intent_id is not None:
        intent = world.find(
            "payment_intents", call, intent_id, "payment_intent", "payment_intent", in_path=False
        )
        named = intent["latest_charge"] if named is None else named
    charge = None
    if named is not None:
        charge = world.find("charges", call, named, "charge", "charge", in_path=False)
        intent_id = charge["payment_intent"]
    if charge is None or charge["status"] != "succeeded" or not charge["captured"]:
        raise bad(
            f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
            "payment_intent" if "payment_intent" in params else "charge",
        )
    return charge


def issued(world: World, call: Call, before: Json, amount: int) -> Json:
    """File a refund of the charge and what it does to it; `charge.refunded`, `refund.created`."""
    behaviour = before[PRIVATE].get("refund")
    refund = _made(world, call, before, amount, "pending" if behaviour == "pending" else None)
    charge: Json = {**before, PRIVATE: {**before[PRIVATE]}}
    charge["amount_refunded"] += amount
    charge[PRIVATE]["given_back"] = charge[PRIVATE].get("given_back", 0) + amount
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]
    world.books.put("charges", charge)
    world.books.put(KIND, refund)
    world.emit(call, "charge.refunded", charge, before)
    world.emit(call, "refund.created", refund)
    if behaviour:
        world.after(world.settings.settle_seconds, "finish_refund", refund)
    return refund


def _made(world: World, call: Call, charge: Json, amount: int, status: str | None) -> Json:
    params = call.params
    refund: Json = {
        "id": world.new_id("re" if charge["id"].startswith("ch_") else "pyr", call.account),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": _destination(charge),
        "metadata": merged_metadata({}, params.get("metadata")),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status or "succeeded",
        "transfer_reversal": None,
        PRIVATE: {"account": call.account},
    }
    if charge["captured"]:
        kind = "refund" if charge["id"].startswith("ch_") else "payment_refund"
        refund["balance_transaction"] = balance_transactions.entered(
            world, call, refund, -amount, kind
        )
    return refund


def _destination(charge: Json) -> Json:
    kind = charge["payment_method_details"]["type"]
    details: dict[str, Any] = {"type": kind}
    if kind == "card":
        details["card"] = {
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        }
    elif kind in ("eps", "klarna", "paypal", "p24"):
        details[kind] = {}
    return details


def finished(world: World, call: Call, before: Json, status: str) -> None:
    """A refund that was under way has arrived, or has come back."""
    refund = {**before, "status": status}
    if status == "failed":
        refund["failure_reason"] = "expired_or_canceled_card"
        refund["failure_balance_transaction"] = balance_transactions.entered(
            world, call, refund, refund["amount"], "refund_failure"
        )
        charge = world.find("charges", call, refund["charge"], "charge", "charge", in_path=False)
        charge["amount_refunded"] -= refund["amount"]
        charge[PRIVATE]["given_back"] -= refund["amount"]
        charge["refunded"] = False
        world.books.put("charges", charge)
    world.books.put(KIND, refund)
    world.emit(call, "refund.updated", refund, before)
    world.emit(call, "charge.refund.updated", refund, before)
    if status == "failed":
        world.emit(call, "refund.failed", refund)


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One refund."""
    return world.find(KIND, call, identifier, "refund", "id", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Metadata may change; `refund.updated`."""
    before = retrieve(world, call, identifier)
    record = {**before}
    if "metadata" in call.params:
        record["metadata"] = merged_metadata(before["metadata"], call.params["metadata"])
    world.books.put(KIND, record)
    world.emit(call, "refund.updated", record, before)
    world.emit(call, "charge.refund.updated", record, before)
    return record


def many(world: World, call: Call) -> Json:
    """The account's refunds, a charge's, or a PaymentIntent's."""
    return page(world, call, KIND, "/v1/refunds")
