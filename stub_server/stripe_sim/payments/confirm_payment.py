"""A try at paying: from a confirmed PaymentIntent to money, a challenge, a debit or a refusal."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods.cards import card_of, decline_of
from stub_server.stripe_sim.payments import bank_debit, charges, next_actions, state_machine
from stub_server.stripe_sim.payments.card_decision import CardUse, Decline, NextAction, decide
from stub_server.stripe_sim.payments.charge_results import KIND, failed, granted, method_of
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.method_types import flow_of
from stub_server.stripe_sim.testdata.outcomes import Card, declines

ACTION_REQUIRED = (
    "This payment required an authentication action to complete, but `error_on_requires_action` "
    "was set. When you're ready, you can upgrade your integration to handle actions at "
    "https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions."
)
APP_ANSWERS = 5
"""Seconds after which the buyer says yes in the banking app."""


def confirmed(ctx: Context, intent: Json, method: Json) -> StripeError | None:
    """Try to pay with the method; the intent is changed and filed. The error of a refusal."""
    flow = flow_of(method["type"])
    authenticated = intent[PRIVATE].pop("authenticated", False)
    intent[PRIVATE].pop("frictionless", None)
    if not authenticated:
        intent[PRIVATE].pop("three_d_secure", None)
    if flow == "debit":
        bank_debit.debited(ctx, intent, method)
        return None
    if flow == "card":
        return _by_card(ctx, intent, method, authenticated=authenticated)
    if intent[PRIVATE].get("off_session") and method[PRIVATE].get("set_up"):
        return _charged(ctx, intent, method, None)
    if intent[PRIVATE].get("no_action"):
        return _action_refused(ctx, intent, method)
    if flow == "app":
        challenged = _challenged(ctx, intent, next_actions.by_app())
        ctx.after(APP_ANSWERS, "authorize", intent)
        return challenged
    return _challenged(ctx, intent, next_actions.by_redirect(ctx, intent))


def _by_card(
    ctx: Context, intent: Json, method: Json, *, authenticated: bool
) -> StripeError | None:
    card = card_of(method)
    assert card is not None
    private = intent[PRIVATE]
    asked = _asks_for_3ds(intent)
    use = CardUse(
        decline=None,  # the charge that follows fails by itself
        asks_3ds=asked,
        off_session=bool(private.get("off_session")),
        set_up=bool(method[PRIVATE].get("set_up")),
        authenticated=authenticated,
    )
    match decide(card, use):
        case Decline(reason):
            return _declined(ctx, intent, method, reason)
        case NextAction():
            if private.get("no_action"):
                return _action_refused(ctx, intent, method)
            return _challenged(ctx, intent, next_actions.by_card(ctx, intent))
    if authenticated:
        return _charged(ctx, intent, method, card)
    if asked and card.three_d_secure:
        if ctx.publishable and private.get("use_stripe_sdk"):
            private["frictionless"] = True  # the issuer is asked by the script, not the buyer
            return _challenged(ctx, intent, next_actions.by_card(ctx, intent))
        private["three_d_secure"] = next_actions.authentication(ctx, enrolled=False)
    return _charged(ctx, intent, method, card)


def _asks_for_3ds(intent: Json) -> bool:
    options = (intent["payment_method_options"] or {}).get("card", {})
    return options.get("request_three_d_secure") in ("any", "challenge")


def _challenged(ctx: Context, intent: Json, action: Json) -> StripeError | None:
    """The buyer has to do something: in Stripe's script, on a page, or in an app."""
    intent["status"] = state_machine.after(intent["status"], "challenged")
    intent["next_action"] = action
    ctx.save(KIND, intent)
    ctx.emit("payment_intent.requires_action", intent)
    return None


def _action_refused(ctx: Context, intent: Json, method: Json) -> StripeError:
    """The buyer would have to do something, and the caller does not want that (402)."""
    error = StripeError(
        402,
        ACTION_REQUIRED,
        error_type="card_error",
        code="authentication_required",
        details={
            "decline_code": "authentication_not_handled",
            "payment_method": public(method),
        },
    )
    intent["last_payment_error"] = error.body()
    failed(ctx, intent)
    error.details["payment_intent"] = public(intent)
    return error


def authenticated(ctx: Context, intent: Json) -> None:
    """The buyer has done what was asked for; the payment goes on. The intent is filed."""
    method = method_of(ctx, intent)
    next_actions.met(ctx, intent)
    card = card_of(method)
    if card is not None:
        asked = not intent[PRIVATE].pop("frictionless", False)
        intent[PRIVATE]["three_d_secure"] = next_actions.authentication(ctx, enrolled=asked)
        if intent["confirmation_method"] == "manual":
            intent[PRIVATE]["authenticated"] = True
            intent["status"] = state_machine.after(intent["status"], "authenticated")
            ctx.save(KIND, intent)
            return
    _charged(ctx, intent, method, card)


def unauthenticated(ctx: Context, intent: Json) -> None:
    """The buyer did not, or would not; another method is needed. The intent is filed."""
    method = method_of(ctx, intent)
    next_actions.met(ctx, intent)
    intent["last_payment_error"] = next_actions.refusal(intent, method)
    failed(ctx, intent)


def _charged(ctx: Context, intent: Json, method: Json, card: Card | None) -> StripeError | None:
    """Ask the network for the money."""
    if card and (decline := decline_of(method, card)):
        return _declined(ctx, intent, method, decline)
    granted(ctx, intent, method)
    return None


def _declined(ctx: Context, intent: Json, method: Json, decline: str) -> StripeError:
    """The network says no: a failed charge, and the error that the caller gets."""
    row = declines()[decline]
    charge = charges.made(ctx, intent, method, "failed")
    charges.refused(charge, card_of(method), decline)
    ctx.save(charges.KIND, charge)
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
    failed(ctx, intent)
    error.details["payment_intent"] = public(intent)
    return error


def authorize(ctx: Context, identifier: str) -> None:
    """Let the buyer agree in the banking app, unless it was answered before."""
    intent = ctx.find("payment_intents", identifier)
    action = intent["next_action"] if intent else None
    if intent and action and action["type"] == "blik_authorize":
        authenticated(ctx, intent)


JOBS = {"authorize": authorize}
