"""A refund itself: issued, under way, arrived, come back; and what it does to its charge."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "refunds"
LONGEST_WAIT = 3
"""Seconds until a refund that is under way has ended."""


def issued(ctx: Context, before: Json, amount: int) -> Json:
    """File a refund of the charge and what it does to it; `refund.created`, `charge.refunded`."""
    behaviour = before[PRIVATE].get("refund") if before["captured"] else None
    refund = _made(ctx, before, amount, pending=behaviour == "pending")
    charge: Json = {**before, "amount_refunded": before["amount_refunded"] + amount}
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]
    if refund["reason"] == "fraudulent":
        charge["fraud_details"] = {**before["fraud_details"], "user_report": "fraudulent"}
    ctx.save("charges", charge)
    ctx.save(KIND, refund)
    ctx.emit("refund.created", refund)
    ctx.emit("charge.refunded", charge, before)
    if behaviour:
        ctx.after(min(ctx.settings.settle_seconds, LONGEST_WAIT), "finish_refund", refund)
    return refund


def _made(ctx: Context, charge: Json, amount: int, *, pending: bool) -> Json:
    params = ctx.params
    by_card = charge["id"].startswith("ch_")
    refund: Json = new_object(
        "refund",
        private={"account": ctx.account, "description": charge["description"]},
        id=ctx.new_id("re" if by_card else "pyr"),
        amount=amount,
        charge=charge["id"],
        created=ctx.now(),
        currency=charge["currency"],
        customer=charge["customer"],
        destination_details=_destination(charge),
        metadata=merge_metadata({}, params.get("metadata")),
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=params.get("reason"),
        status="pending" if pending else "succeeded",
    )
    if pending:
        refund["pending_reason"] = "processing"
    if "instructions_email" in params:
        refund["instructions_email"] = params["instructions_email"]
    if charge["captured"]:
        kind = "refund" if by_card else "payment_refund"
        refund["balance_transaction"] = balance_transactions.entered(ctx, refund, -amount, kind)
    return refund


def _destination(charge: Json) -> Json:
    kind = charge["payment_method_details"]["type"]
    details: dict[str, Any] = {"type": kind}
    if kind == "card" and charge["captured"]:
        details["card"] = {
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        }
    elif kind == "card":
        details["card"] = {"type": "reversal"}
    elif kind == "eps":
        details[kind] = {}
    elif kind in ("klarna", "p24"):
        details[kind] = {"reference": None, "reference_status": "pending"}
    elif kind == "paypal":
        details[kind] = {
            "network_decline_code": None,
            "reference": None,
            "reference_status": "pending",
        }
    elif kind == "sepa_debit":
        details["eu_bank_transfer"] = {"reference": None, "reference_status": "pending"}
        details["type"] = "eu_bank_transfer"
    return details


def finished(ctx: Context, before: Json, status: str) -> Json:
    """File a refund that has arrived, has come back, or is taken back; tell of it. The refund."""
    refund = {name: value for name, value in before.items() if name != "pending_reason"}
    refund["status"] = status
    if status == "failed":
        refund["failure_reason"] = "expired_or_canceled_card"
    if status in ("failed", "canceled"):
        _undone(ctx, refund)
    ctx.save(KIND, refund)
    ctx.emit("refund.updated", refund, before)
    ctx.emit("charge.refund.updated", refund, before)
    if status == "failed":
        ctx.emit("refund.failed", refund)
    return refund


def canceled(ctx: Context, refund: Json) -> Json:
    """File a refund that is taken back."""
    return finished(ctx, refund, "canceled")


def _undone(ctx: Context, refund: Json) -> None:
    """The money is back in the balance, and the charge has it again."""
    kind = "refund_failure" if refund["id"].startswith("re_") else "payment_failure_refund"
    refund["failure_balance_transaction"] = balance_transactions.entered(
        ctx, refund, refund["amount"], kind
    )
    charge = ctx.get("charges", refund["charge"], "charge", "charge", in_path=False)
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    ctx.save("charges", charge)


def finish_refund(ctx: Context, identifier: str) -> None:
    """End a pending refund; one to a closed account comes back."""
    refund = ctx.find("refunds", identifier)
    if refund and refund["status"] in ("pending", "succeeded"):
        ending = "succeeded" if refund["status"] == "pending" else "failed"
        finished(ctx, refund, ending)


JOBS = {"finish_refund": finish_refund}
