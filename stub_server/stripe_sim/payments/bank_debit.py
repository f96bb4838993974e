"""Bank debits (SEPA): a PaymentIntent is `processing` until the bank pays or declines."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import DOCS_URL
from stub_server.stripe_sim.payments import charge_objects, save_for_later, state_machine
from stub_server.stripe_sim.payments.charge_results import (
    TABLE,
    build_charge,
    capture_charge,
    fail_payment,
    method_of,
    save_or_consume_method,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.outcomes import DEBIT_FAILURES, DELAYED_SECONDS


def start_debit(ctx: Context, intent: Json, method: Json) -> None:
    """Start the debit and schedule its end; `charge.pending`, `payment_intent.processing`.

    Saves the charge and the intent.
    """
    intent[PRIVATE]["mandate"] = save_for_later.get_or_create_mandate(ctx, intent, method)
    save_or_consume_method(ctx, intent, method)
    charge = build_charge(ctx, intent, method, "pending")
    intent["latest_charge"], intent["last_payment_error"] = charge["id"], None
    intent["status"] = state_machine.next_status(intent["status"], "debit_started")
    seconds = ctx.settings.settle_seconds
    if method[PRIVATE]["ending"].endswith("_delayed"):
        seconds = max(seconds, DELAYED_SECONDS)
    intent[PRIVATE]["settles_at"] = ctx.now() + seconds
    ctx.save(charge_objects.TABLE, charge)
    ctx.save(TABLE, intent)
    ctx.emit("charge.pending", charge)
    ctx.emit("payment_intent.processing", intent)
    ctx.after(seconds, "settle", intent)


def finish_debit(ctx: Context, intent: Json, *, pays: bool | None = None) -> None:
    """End a debit and save the intent.

    pays: whether the bank pays; None: the ending of the test account decides.
    """
    method = method_of(ctx, intent)
    ending = method[PRIVATE]["ending"]
    if pays is None:
        pays = ending not in DEBIT_FAILURES
    charge = ctx.get(charge_objects.TABLE, intent["latest_charge"], "charge", "id", in_path=False)
    intent[PRIVATE].pop("settles_at", None)
    if pays:
        capture_charge(ctx, intent, charge, intent["amount"])
        charge["status"], charge["receipt_url"] = (
            "succeeded",
            charge_objects.receipt_url(charge["id"]),
        )
        intent["status"] = state_machine.next_status(intent["status"], "paid")
        ctx.save(charge_objects.TABLE, charge)
        ctx.save(TABLE, intent)
        ctx.emit("charge.succeeded", charge)
        ctx.emit("payment_intent.succeeded", intent)
        return
    code, message = DEBIT_FAILURES.get(ending, DEBIT_FAILURES["failed"])
    charge |= {"status": "failed", "paid": False, "failure_code": code, "failure_message": message}
    ctx.save(charge_objects.TABLE, charge)
    ctx.emit("charge.failed", charge)
    intent["last_payment_error"] = {
        "charge": charge["id"],
        "code": code,
        "doc_url": DOCS_URL + code.replace("_", "-"),
        "message": message,
        "payment_method": public(method),
        "type": "card_error",
    }
    fail_payment(ctx, intent)


def finish_pending_debit(ctx: Context, identifier: str) -> None:
    """End the debit of an intent that is still `processing`."""
    intent = ctx.find("payment_intents", identifier)
    if intent and intent["status"] == "processing":
        finish_debit(ctx, intent)


JOBS = {"settle": finish_pending_debit}
