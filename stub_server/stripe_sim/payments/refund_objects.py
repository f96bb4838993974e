"""Refunds through their statuses, with their effects on the charge and the balance."""

from __future__ import annotations

from typing import Any

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "refunds"
MAX_PENDING_SECONDS = 3
"""Maximum seconds until a pending refund ends."""


def create_refund(ctx: Context, before: Json, amount: int) -> Json:
    """Save a refund of an amount of the charge (in the smallest unit), and the charge.

    before: the charge before the refund. Emits `refund.created` and `charge.refunded`.
    """
    behaviour = before[PRIVATE].get("refund") if before["captured"] else None
    refund = _build_refund(ctx, before, amount, pending=behaviour == "pending")
    charge: Json = {**before, "amount_refunded": before["amount_refunded"] + amount}
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]
    if refund["reason"] == "fraudulent":
        charge["fraud_details"] = {**before["fraud_details"], "user_report": "fraudulent"}
    ctx.save("charges", charge)
    ctx.save(TABLE, refund)
    ctx.emit("refund.created", refund)
    ctx.emit("charge.refunded", charge, before)
    if behaviour:
        ctx.after(min(ctx.settings.settle_seconds, MAX_PENDING_SECONDS), "finish_refund", refund)
    return refund


def _build_refund(ctx: Context, charge: Json, amount: int, *, pending: bool) -> Json:
    """Build a refund of the charge; record its balance transaction if it is captured."""
    params = ctx.params
    is_card = charge["id"].startswith("ch_")
    refund: Json = new_object(
        "refund",
        private={"account": ctx.account, "description": charge["description"]},
        id=ctx.new_id("re" if is_card else "pyr"),
        amount=amount,
        charge=charge["id"],
        created=ctx.now(),
        currency=charge["currency"],
        customer=charge["customer"],
        destination_details=_build_destination_details(charge),
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
        entry_type = "refund" if is_card else "payment_refund"
        refund["balance_transaction"] = balance_transactions.record_entry(
            ctx, refund, -amount, entry_type
        )
    return refund


def _build_destination_details(charge: Json) -> Json:
    """Build `destination_details` for the method of the charge."""
    method_type = charge["payment_method_details"]["type"]
    details: dict[str, Any] = {"type": method_type}
    if method_type == "card" and charge["captured"]:
        details["card"] = {
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        }
    elif method_type == "card":
        details["card"] = {"type": "reversal"}
    elif method_type == "eps":
        details[method_type] = {}
    elif method_type in ("klarna", "p24"):
        details[method_type] = {"reference": None, "reference_status": "pending"}
    elif method_type == "paypal":
        details[method_type] = {
            "network_decline_code": None,
            "reference": None,
            "reference_status": "pending",
        }
    elif method_type == "sepa_debit":
        details["eu_bank_transfer"] = {"reference": None, "reference_status": "pending"}
        details["type"] = "eu_bank_transfer"
    return details


def save_with_status(ctx: Context, before: Json, status: str) -> Json:
    """Save the refund with another status and emit its events. Return the refund.

    A failed or canceled refund returns its amount to the balance and the charge.
    """
    refund = {name: value for name, value in before.items() if name != "pending_reason"}
    refund["status"] = status
    if status == "failed":
        refund["failure_reason"] = "expired_or_canceled_card"
    if status in ("failed", "canceled"):
        _restore_funds(ctx, refund)
    ctx.save(TABLE, refund)
    ctx.emit("refund.updated", refund, before)
    ctx.emit("charge.refund.updated", refund, before)
    if status == "failed":
        ctx.emit("refund.failed", refund)
    return refund


def cancel_refund(ctx: Context, refund: Json) -> Json:
    """Save the refund as canceled."""
    return save_with_status(ctx, refund, "canceled")


def _restore_funds(ctx: Context, refund: Json) -> None:
    """Return the refunded amount to the balance and to the charge, which is saved."""
    entry_type = "refund_failure" if refund["id"].startswith("re_") else "payment_failure_refund"
    refund["failure_balance_transaction"] = balance_transactions.record_entry(
        ctx, refund, refund["amount"], entry_type
    )
    charge = ctx.get("charges", refund["charge"], "charge", "charge", in_path=False)
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    ctx.save("charges", charge)


def finish_refund(ctx: Context, identifier: str) -> None:
    """Let a pending refund succeed; let a refund that succeeded fail."""
    refund = ctx.find("refunds", identifier)
    if refund and refund["status"] in ("pending", "succeeded"):
        ending = "succeeded" if refund["status"] == "pending" else "failed"
        save_with_status(ctx, refund, ending)


JOBS = {"finish_refund": finish_refund}
