"""Results of a payment attempt: the charge, captured or held funds, a used or saved method."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments import charge_objects, save_for_later, state_machine
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "payment_intents"
DAY_SECONDS = 86_400
HOLD_SECONDS: Mapping[str, int] = {
    "card": 7 * DAY_SECONDS,
    "klarna": 28 * DAY_SECONDS,
    "paypal": 10 * DAY_SECONDS,
}
"""Seconds until an authorization expires, by type of the PaymentMethod."""


def method_of(ctx: Context, intent: Json) -> Json:
    """Return the PaymentMethod of the intent."""
    return payment_methods.resolve(ctx, intent["payment_method"], in_path=False)


def capture_or_hold(ctx: Context, intent: Json, method: Json) -> None:
    """Capture the payment, or place a hold; save the charge and the intent."""
    save_or_consume_method(ctx, intent, method)
    charge = build_charge(ctx, intent, method, "succeeded")
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = None
    is_manual = is_manual_capture(intent, method["type"])
    if not is_manual:
        capture_charge(ctx, intent, charge, intent["amount"])
    else:
        _hold_funds(ctx, intent, charge, method["type"])
    intent["status"] = state_machine.next_status(
        intent["status"], "authorized" if is_manual else "paid"
    )
    ctx.save(charge_objects.TABLE, charge)
    ctx.save(TABLE, intent)
    ctx.emit("charge.succeeded", charge)
    event = "amount_capturable_updated" if is_manual else "succeeded"
    ctx.emit(f"payment_intent.{event}", intent)


def _hold_funds(ctx: Context, intent: Json, charge: Json, method_type: str) -> None:
    """Hold the amount until it is captured, and schedule the end of the authorization."""
    intent["amount_capturable"] = intent["amount"]
    seconds = HOLD_SECONDS.get(method_type, HOLD_SECONDS["card"])
    if method_type == "card":
        charge["payment_method_details"]["card"]["capture_before"] = ctx.now() + seconds
    intent[PRIVATE]["settles_at"] = ctx.now() + seconds
    ctx.after(seconds, "let_go", intent)


def build_charge(ctx: Context, intent: Json, method: Json, status: str) -> Json:
    """Build a charge with the details of the method and of the debit generated from it."""
    charge = charge_objects.build_charge(ctx, intent, method, status)
    method_type = method["type"]
    details, method_fields = (
        charge["payment_method_details"].get(method_type, {}),
        method.get(method_type, {}),
    )
    for name in ("bank", "bic", "wallet"):
        if method_fields.get(name) and name in details:
            details[name] = method_fields[name]
    if generated := intent[PRIVATE].pop("generated", None):
        details |= generated
        save_for_later.set_generated_from(ctx, generated, charge=charge["id"])
    return charge


def is_manual_capture(intent: Json, method_type: str) -> bool:
    """Return whether the intent, or its options for the type, has manual capture."""
    options = (intent["payment_method_options"] or {}).get(method_type, {})
    return "manual" in (options.get("capture_method"), intent["capture_method"])


def capture_charge(ctx: Context, intent: Json, charge: Json, amount: int) -> None:
    """Capture an amount of the charge (in the smallest unit); save neither charge nor intent."""
    charge["amount_captured"], charge["captured"], charge["paid"] = amount, True, True
    charge["balance_transaction"] = balance_transactions.record_entry(
        ctx, charge, amount, "charge" if charge["id"].startswith("ch_") else "payment"
    )
    intent["amount_received"], intent["amount_capturable"] = amount, 0


def save_or_consume_method(ctx: Context, intent: Json, method: Json) -> None:
    """Save the method for later if the intent says so; else mark it as used.

    A method that belongs to a customer stays as it is.
    """
    payment_methods.update_checks(method)
    usage = setup_future_usage(intent, method["type"])
    if usage:
        save_for_later.save_method(ctx, intent, method, usage)
    elif method["customer"] is None:
        method[PRIVATE]["used"] = True
        ctx.save(payment_methods.TABLE, method)


def setup_future_usage(intent: Json, method_type: str) -> str | None:
    """Return `setup_future_usage` of the intent's options for the type, or of the intent."""
    options = (intent["payment_method_options"] or {}).get(method_type, {})
    usage: str | None = options.get("setup_future_usage") or intent["setup_future_usage"]
    return None if usage == "none" else usage


def fail_payment(ctx: Context, intent: Json) -> None:
    """Return the intent to `requires_payment_method`; `payment_intent.payment_failed`."""
    intent["status"] = state_machine.next_status(intent["status"], "declined")
    intent["payment_method"], intent["next_action"] = None, None
    ctx.save(TABLE, intent)
    ctx.emit("payment_intent.payment_failed", intent)
