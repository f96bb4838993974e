"""What a try at paying leaves behind: a charge, held or taken money, a spent or kept method."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments import charges, save_for_later, state_machine
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "payment_intents"
DAY = 86_400
HELD: Mapping[str, int] = {"card": 7 * DAY, "klarna": 28 * DAY, "paypal": 10 * DAY}
"""Seconds that money is held before the authorization ends."""


def method_of(ctx: Context, intent: Json) -> Json:
    """The method that the intent is paid with."""
    return payment_methods.resolve(ctx, intent["payment_method"], in_path=False)


def granted(ctx: Context, intent: Json, method: Json) -> None:
    """The network gives the money, or holds it for some days. The intent is filed."""
    used(ctx, intent, method)
    charge = charge_of(ctx, intent, method, "succeeded")
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = None
    manual = captured_later(intent, method["type"])
    if not manual:
        settle(ctx, intent, charge, intent["amount"])
    else:
        _hold(ctx, intent, charge, method["type"])
    intent["status"] = state_machine.after(intent["status"], "authorized" if manual else "paid")
    ctx.save(charges.KIND, charge)
    ctx.save(KIND, intent)
    ctx.emit("charge.succeeded", charge)
    event = "amount_capturable_updated" if manual else "succeeded"
    ctx.emit(f"payment_intent.{event}", intent)


def _hold(ctx: Context, intent: Json, charge: Json, kind: str) -> None:
    """Nothing is taken yet; what is not taken in time is let go."""
    intent["amount_capturable"] = intent["amount"]
    wait = HELD.get(kind, HELD["card"])
    if kind == "card":
        charge["payment_method_details"]["card"]["capture_before"] = ctx.now() + wait
    intent[PRIVATE]["settles_at"] = ctx.now() + wait
    ctx.after(wait, "let_go", intent)


def charge_of(ctx: Context, intent: Json, method: Json, status: str) -> Json:
    """A charge that knows what the method told of itself, and what is kept in its place."""
    charge = charges.made(ctx, intent, method, status)
    kind = method["type"]
    details, own = charge["payment_method_details"].get(kind, {}), method.get(kind, {})
    for name in ("bank", "bic", "wallet"):
        if own.get(name) and name in details:
            details[name] = own[name]
    if generated := intent[PRIVATE].pop("generated", None):
        details |= generated
        save_for_later.sprang_from(ctx, generated, charge=charge["id"])
    return charge


def captured_later(intent: Json, kind: str) -> bool:
    """Whether the money is held first, by the intent's or by the method's own setting."""
    options = (intent["payment_method_options"] or {}).get(kind, {})
    return "manual" in (options.get("capture_method"), intent["capture_method"])


def settle(ctx: Context, intent: Json, charge: Json, amount: int) -> None:
    """Take so much of the charge into the balance; neither is filed."""
    charge["amount_captured"], charge["captured"], charge["paid"] = amount, True, True
    charge["balance_transaction"] = balance_transactions.record_entry(
        ctx, charge, amount, "charge" if charge["id"].startswith("ch_") else "payment"
    )
    intent["amount_received"], intent["amount_capturable"] = amount, 0


def used(ctx: Context, intent: Json, method: Json) -> None:
    """Remember that the method is spent, or keep it with the customer for later."""
    payment_methods.update_checks(method)
    usage = future_usage(intent, method["type"])
    if usage:
        save_for_later.kept(ctx, intent, method, usage)
    elif method["customer"] is None:
        method[PRIVATE]["used"] = True
        ctx.save(payment_methods.TABLE, method)


def future_usage(intent: Json, kind: str) -> str | None:
    """How the method is to be used later: by the method's own setting, or the intent's."""
    options = (intent["payment_method_options"] or {}).get(kind, {})
    usage: str | None = options.get("setup_future_usage") or intent["setup_future_usage"]
    return None if usage == "none" else usage


def failed(ctx: Context, intent: Json) -> None:
    """The try is over; the intent waits for another method."""
    intent["status"] = state_machine.after(intent["status"], "declined")
    intent["payment_method"], intent["next_action"] = None, None
    ctx.save(KIND, intent)
    ctx.emit("payment_intent.payment_failed", intent)
