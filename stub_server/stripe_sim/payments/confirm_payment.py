"""Confirmation of a PaymentIntent: a charge, a next action, a debit or a decline."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods.cards import card_of, decline_of
from stub_server.stripe_sim.payments import bank_debit, charge_objects, next_actions, state_machine
from stub_server.stripe_sim.payments.card_decision import CardUse, Decline, NextAction, decide
from stub_server.stripe_sim.payments.charge_results import (
    TABLE,
    capture_or_hold,
    fail_payment,
    method_of,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.method_types import flow_of
from stub_server.stripe_sim.testdata.outcomes import Card, declines

ACTION_REQUIRED_MESSAGE = (
    "This payment required an authentication action to complete, but "
    "`error_on_requires_action` was set. When you're ready, you can upgrade your integration "
    "to handle actions at "
    "https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions."
)
APP_AUTHORIZATION_SECONDS = 5
"""Seconds after which the buyer authorizes a payment in the banking app."""


def confirm(ctx: Context, intent: Json, method: Json) -> StripeError | None:
    """Attempt to pay with the method and save the intent. Return the error of a decline (402)."""
    flow = flow_of(method["type"])
    is_authenticated = intent[PRIVATE].pop("authenticated", False)
    intent[PRIVATE].pop("frictionless", None)
    if not is_authenticated:
        intent[PRIVATE].pop("three_d_secure", None)
    if flow == "debit":
        bank_debit.start_debit(ctx, intent, method)
        return None
    if flow == "card":
        return _confirm_card(ctx, intent, method, is_authenticated=is_authenticated)
    if intent[PRIVATE].get("off_session") and method[PRIVATE].get("set_up"):
        return _charge(ctx, intent, method, None)
    if intent[PRIVATE].get("no_action"):
        return _reject_action(ctx, intent, method)
    if flow == "app":
        result = _require_action(ctx, intent, next_actions.build_app_action())
        ctx.after(APP_AUTHORIZATION_SECONDS, "authorize", intent)
        return result
    return _require_action(ctx, intent, next_actions.build_redirect_action(ctx, intent))


def _confirm_card(
    ctx: Context, intent: Json, method: Json, *, is_authenticated: bool
) -> StripeError | None:
    """Charge the card, require an action, or decline, as the issuer decides."""
    card = card_of(method)
    assert card is not None
    private = intent[PRIVATE]
    requests_3ds = _requests_3ds(intent)
    use = CardUse(
        decline=None,  # _charge reads the decline of the card
        requests_3ds=requests_3ds,
        off_session=bool(private.get("off_session")),
        set_up=bool(method[PRIVATE].get("set_up")),
        authenticated=is_authenticated,
    )
    match decide(card, use):
        case Decline(reason):
            return _decline(ctx, intent, method, reason)
        case NextAction():
            if private.get("no_action"):
                return _reject_action(ctx, intent, method)
            return _require_action(ctx, intent, next_actions.build_card_action(ctx, intent))
    if is_authenticated:
        return _charge(ctx, intent, method, card)
    if requests_3ds and card.three_d_secure:
        if ctx.publishable and private.get("use_stripe_sdk"):
            private["frictionless"] = True  # Stripe.js asks the issuer, without the buyer
            return _require_action(ctx, intent, next_actions.build_card_action(ctx, intent))
        private["three_d_secure"] = next_actions.build_three_d_secure(ctx, enrolled=False)
    return _charge(ctx, intent, method, card)


def _requests_3ds(intent: Json) -> bool:
    """Return whether the intent's options request 3-D Secure."""
    options = (intent["payment_method_options"] or {}).get("card", {})
    return options.get("request_three_d_secure") in ("any", "challenge")


def _require_action(ctx: Context, intent: Json, action: Json) -> StripeError | None:
    """Set the next action and save the intent; `payment_intent.requires_action`."""
    intent["status"] = state_machine.next_status(intent["status"], "action_required")
    intent["next_action"] = action
    ctx.save(TABLE, intent)
    ctx.emit("payment_intent.requires_action", intent)
    return None


def _reject_action(ctx: Context, intent: Json, method: Json) -> StripeError:
    """Fail the payment, because the caller set `error_on_requires_action`. Return the 402."""
    error = StripeError(
        402,
        ACTION_REQUIRED_MESSAGE,
        error_type="card_error",
        code="authentication_required",
        details={"decline_code": "authentication_not_handled", "payment_method": public(method)},
    )
    intent["last_payment_error"] = error.body()
    fail_payment(ctx, intent)
    error.details["payment_intent"] = public(intent)
    return error


def complete_authentication(ctx: Context, intent: Json) -> None:
    """Continue the payment after the buyer completed the next action; save the intent."""
    method = method_of(ctx, intent)
    next_actions.clear(ctx, intent)
    card = card_of(method)
    if card is not None:
        was_enrolled = not intent[PRIVATE].pop("frictionless", False)
        intent[PRIVATE]["three_d_secure"] = next_actions.build_three_d_secure(
            ctx, enrolled=was_enrolled
        )
        if intent["confirmation_method"] == "manual":
            intent[PRIVATE]["authenticated"] = True
            intent["status"] = state_machine.next_status(intent["status"], "authenticated")
            ctx.save(TABLE, intent)
            return
    _charge(ctx, intent, method, card)


def fail_authentication(ctx: Context, intent: Json) -> None:
    """Fail the payment after the buyer failed or refused the next action; save the intent."""
    method = method_of(ctx, intent)
    next_actions.clear(ctx, intent)
    intent["last_payment_error"] = next_actions.build_authentication_error(intent, method)
    fail_payment(ctx, intent)


def _charge(ctx: Context, intent: Json, method: Json, card: Card | None) -> StripeError | None:
    """Charge the method. Return the error of a decline (402), or None."""
    if card and (decline := decline_of(method, card)):
        return _decline(ctx, intent, method, decline)
    capture_or_hold(ctx, intent, method)
    return None


def _decline(ctx: Context, intent: Json, method: Json, decline: str) -> StripeError:
    """Save a failed charge and fail the payment. Return the error for the caller (402)."""
    row = declines()[decline]
    charge = charge_objects.build_charge(ctx, intent, method, "failed")
    charge_objects.set_decline(charge, card_of(method), decline)
    ctx.save(charge_objects.TABLE, charge)
    ctx.emit("charge.failed", charge)
    reasons = {
        "advice_code": row["advice_code"],
        "charge": charge["id"],
        "decline_code": decline,
        "network_advice_code": row["network_advice_code"],
        "network_decline_code": row["network_decline_code"],
        "payment_method": public(method),
    }
    error = StripeError(
        402,
        row["message"],
        error_type="card_error",
        code=row["code"],
        param=row["param"],
        details=reasons,
    )
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = error.body()
    fail_payment(ctx, intent)
    error.details["payment_intent"] = public(intent)
    return error


def authorize_in_app(ctx: Context, identifier: str) -> None:
    """Complete the authorization in the banking app, if the intent still waits for it."""
    intent = ctx.find("payment_intents", identifier)
    action = intent["next_action"] if intent else None
    if intent and action and action["type"] == "blik_authorize":
        complete_authentication(ctx, intent)


JOBS = {"authorize": authorize_in_app}
