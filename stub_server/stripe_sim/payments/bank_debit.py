"""Debits: the bank is asked, takes its time, and pays or does not."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import DOCS_URL
from stub_server.stripe_sim.payments import charges, save_for_later, state_machine
from stub_server.stripe_sim.payments.charge_results import (
    KIND,
    charge_of,
    failed,
    method_of,
    settle,
    used,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.outcomes import DEBIT_FAILURES, DELAYED_SECONDS


def debited(ctx: Context, intent: Json, method: Json) -> None:
    """The bank is asked for the money, and takes its time."""
    intent[PRIVATE]["mandate"] = save_for_later.permission(ctx, intent, method)
    used(ctx, intent, method)
    charge = charge_of(ctx, intent, method, "pending")
    intent["latest_charge"], intent["last_payment_error"] = charge["id"], None
    intent["status"] = state_machine.after(intent["status"], "debited")
    wait = ctx.settings.settle_seconds
    if method[PRIVATE]["ending"].endswith("_delayed"):
        wait = max(wait, DELAYED_SECONDS)
    intent[PRIVATE]["settles_at"] = ctx.now() + wait
    ctx.save(charges.KIND, charge)
    ctx.save(KIND, intent)
    ctx.emit("charge.pending", charge)
    ctx.emit("payment_intent.processing", intent)
    ctx.after(wait, "settle", intent)


def bank_answers(ctx: Context, intent: Json, *, pays: bool | None = None) -> None:
    """The bank has paid, or has not; None: as the account number says. The intent is filed."""
    method = method_of(ctx, intent)
    ending = method[PRIVATE]["ending"]
    if pays is None:
        pays = ending not in DEBIT_FAILURES
    charge = ctx.get(charges.KIND, intent["latest_charge"], "charge", "id", in_path=False)
    intent[PRIVATE].pop("settles_at", None)
    if pays:
        settle(ctx, intent, charge, intent["amount"])
        charge["status"], charge["receipt_url"] = "succeeded", charges.receipt(charge["id"])
        intent["status"] = state_machine.after(intent["status"], "paid")
        ctx.save(charges.KIND, charge)
        ctx.save(KIND, intent)
        ctx.emit("charge.succeeded", charge)
        ctx.emit("payment_intent.succeeded", intent)
        return
    code, message = DEBIT_FAILURES.get(ending, DEBIT_FAILURES["failed"])
    charge |= {"status": "failed", "paid": False, "failure_code": code, "failure_message": message}
    ctx.save(charges.KIND, charge)
    ctx.emit("charge.failed", charge)
    intent["last_payment_error"] = {
        "charge": charge["id"],
        "code": code,
        "doc_url": DOCS_URL + code.replace("_", "-"),
        "message": message,
        "payment_method": public(method),
        "type": "card_error",
    }
    failed(ctx, intent)


def answer_debit(ctx: Context, identifier: str) -> None:
    """Let the bank answer a debit, unless it was made to before."""
    intent = ctx.find("payment_intents", identifier)
    if intent and intent["status"] == "processing":
        bank_answers(ctx, intent)


JOBS = {"settle": answer_debit}
