"""Confirmation of a SetupIntent: a saved method, a next action or a decline."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods import mandates, payment_methods
from stub_server.stripe_sim.payment_methods.cards import card_of, decline_of
from stub_server.stripe_sim.payments import (
    next_actions,
    save_for_later,
    setup_attempts,
    state_machine,
)
from stub_server.stripe_sim.payments.card_decision import CardUse, Decline, NextAction, decide
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.method_types import flow_of

TABLE = "setup_intents"


def confirm(ctx: Context, intent: Json, method: Json) -> StripeError | None:
    """Attempt to set up the method and save the intent. Return the error of a decline (402)."""
    attempt = setup_attempts.build_attempt(ctx, intent, method)
    intent["latest_attempt"] = attempt["id"]
    ctx.save(setup_attempts.TABLE, attempt)
    flow = flow_of(method["type"])
    if flow == "redirect":
        return _require_action(ctx, intent, next_actions.build_redirect_action(ctx, intent))
    card = card_of(method)
    if card is None:
        return _succeed(ctx, intent, method)
    options = (intent["payment_method_options"] or {}).get("card", {})
    requests_3ds = options.get("request_three_d_secure") in ("any", "challenge")
    use = CardUse(
        decline=None if card.attaches else decline_of(method, card), requests_3ds=requests_3ds
    )
    match decide(card, use):
        case Decline(reason):
            return _decline(ctx, intent, method, reason)
        case NextAction():
            return _require_action(ctx, intent, next_actions.build_card_action(ctx, intent))
    return _succeed(ctx, intent, method)


def _require_action(ctx: Context, intent: Json, action: Json) -> StripeError | None:
    """Set the next action and save the intent; `setup_intent.requires_action`."""
    intent["status"] = state_machine.next_status(
        intent["status"], "action_required", state_machine.SETUP_TRANSITIONS
    )
    intent["next_action"] = action
    setup_attempts.update_attempt(ctx, intent, "requires_action")
    ctx.save(TABLE, intent)
    ctx.emit("setup_intent.requires_action", intent)
    return None


def complete_authentication(ctx: Context, intent: Json) -> None:
    """Set up the method after the buyer completed the next action; save the intent."""
    method = payment_methods.resolve(ctx, intent["payment_method"], in_path=False)
    next_actions.clear(ctx, intent)
    card = card_of(method)
    details = None
    if card:
        three_d_secure = next_actions.build_three_d_secure(ctx, enrolled=True)
        three_d_secure.pop("exemption_indicator")
        details = {"three_d_secure": three_d_secure}
    _succeed(ctx, intent, method, details)


def fail_authentication(ctx: Context, intent: Json) -> None:
    """Fail the setup after the buyer failed or refused the next action; save the intent."""
    method = payment_methods.resolve(ctx, intent["payment_method"], in_path=False)
    next_actions.clear(ctx, intent)
    _fail(ctx, intent, next_actions.build_authentication_error(intent, method))


def _succeed(
    ctx: Context, intent: Json, method: Json, details: Json | None = None
) -> StripeError | None:
    """Save the method, with a mandate if the buyer accepted one; `setup_intent.succeeded`."""
    mandate_data = intent[PRIVATE].get("mandate_data")
    if save_for_later.generates_debit(method):
        saved_method = save_for_later.save_method(ctx, intent, method, intent["usage"])
        intent["mandate"] = saved_method[PRIVATE]["mandate"]
        details = intent[PRIVATE].pop("generated")
        save_for_later.set_generated_from(ctx, details, setup_attempt=intent["latest_attempt"])
    else:
        single_use = intent[PRIVATE].get("single_use")
        if mandate_data and single_use:
            intent["single_use_mandate"] = mandates.create_mandate(
                ctx, method, mandate_data, single_use=single_use
            )
        elif mandate_data:
            prefix = mandates.reference_prefix_of(intent["payment_method_options"])
            intent["mandate"] = mandates.create_mandate(ctx, method, mandate_data, prefix=prefix)
            method[PRIVATE]["mandate"] = intent["mandate"]
        elif method["type"] == "sepa_debit":
            intent["mandate"] = method[PRIVATE].get("mandate")
        payment_methods.update_checks(method)
        save_for_later.save_method(ctx, intent, method, intent["usage"])
        if method["type"] == "card":
            details = {**(details or {}), "checks": method["card"]["checks"]}
    setup_attempts.update_attempt(ctx, intent, "succeeded", details=details)
    intent["status"] = state_machine.next_status(
        intent["status"], "set_up", state_machine.SETUP_TRANSITIONS
    )
    intent["last_setup_error"] = None
    ctx.save(TABLE, intent)
    ctx.emit("setup_intent.succeeded", intent)
    return None


def _decline(ctx: Context, intent: Json, method: Json, decline: str) -> StripeError:
    """Fail the setup. Return the error for the caller (402)."""
    error = payment_methods.decline_error(decline)
    error.details["payment_method"] = public(method)
    _fail(ctx, intent, error.body())
    error.details["setup_intent"] = public(intent)
    return error


def _fail(ctx: Context, intent: Json, error: Json) -> None:
    """Return the intent to `requires_payment_method`; `setup_intent.setup_failed`."""
    setup_attempts.update_attempt(ctx, intent, "failed", error=error)
    intent["status"] = state_machine.next_status(
        intent["status"], "declined", state_machine.SETUP_TRANSITIONS
    )
    intent["payment_method"], intent["next_action"] = None, None
    intent["last_setup_error"] = error
    ctx.save(TABLE, intent)
    ctx.emit("setup_intent.setup_failed", intent)
