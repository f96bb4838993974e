"""A try at keeping a method for later: from a confirmed SetupIntent to success or a refusal."""

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

KIND = "setup_intents"


def confirmed(ctx: Context, intent: Json, method: Json) -> StripeError | None:
    """Try to set the method up; the intent is changed and filed. The error of a refusal."""
    attempt = setup_attempts.made(ctx, intent, method)
    intent["latest_attempt"] = attempt["id"]
    ctx.save(setup_attempts.KIND, attempt)
    flow = flow_of(method["type"])
    if flow == "redirect":
        return _challenged(ctx, intent, next_actions.by_redirect(ctx, intent))
    card = card_of(method)
    if card is None:
        return _succeeded(ctx, intent, method)
    options = (intent["payment_method_options"] or {}).get("card", {})
    asked = options.get("request_three_d_secure") in ("any", "challenge")
    use = CardUse(decline=None if card.attaches else decline_of(method, card), asks_3ds=asked)
    match decide(card, use):
        case Decline(reason):
            return _declined(ctx, intent, method, reason)
        case NextAction():
            return _challenged(ctx, intent, next_actions.by_card(ctx, intent))
    return _succeeded(ctx, intent, method)


def _challenged(ctx: Context, intent: Json, action: Json) -> StripeError | None:
    intent["status"] = state_machine.after(
        intent["status"], "challenged", state_machine.SETUP_MOVES
    )
    intent["next_action"] = action
    setup_attempts.ended(ctx, intent, "requires_action")
    ctx.save(KIND, intent)
    ctx.emit("setup_intent.requires_action", intent)
    return None


def authenticated(ctx: Context, intent: Json) -> None:
    """The buyer has done what was asked for: the method is set up. The intent is filed."""
    method = payment_methods.resolve(ctx, intent["payment_method"], in_path=False)
    next_actions.met(ctx, intent)
    card = card_of(method)
    details = None
    if card:
        asked = next_actions.authentication(ctx, enrolled=True)
        asked.pop("exemption_indicator")
        details = {"three_d_secure": asked}
    _succeeded(ctx, intent, method, details)


def unauthenticated(ctx: Context, intent: Json) -> None:
    """The buyer did not, or would not; another method is needed. The intent is filed."""
    method = payment_methods.resolve(ctx, intent["payment_method"], in_path=False)
    next_actions.met(ctx, intent)
    _failed(ctx, intent, next_actions.refusal(intent, method))


def _succeeded(
    ctx: Context, intent: Json, method: Json, details: Json | None = None
) -> StripeError | None:
    """The method is kept, with a mandate if the buyer gave one."""
    consent = intent[PRIVATE].get("mandate_data")
    if save_for_later.generates(method):
        stays = save_for_later.kept(ctx, intent, method, intent["usage"])
        intent["mandate"] = stays[PRIVATE]["mandate"]
        details = intent[PRIVATE].pop("generated")
        save_for_later.sprang_from(ctx, details, setup_attempt=intent["latest_attempt"])
    else:
        single = intent[PRIVATE].get("single_use")
        if consent and single:
            intent["single_use_mandate"] = mandates.create_mandate(
                ctx, method, consent, single_use=single
            )
        elif consent:
            prefix = mandates.reference_prefix_of(intent["payment_method_options"])
            intent["mandate"] = mandates.create_mandate(ctx, method, consent, prefix=prefix)
            method[PRIVATE]["mandate"] = intent["mandate"]
        elif method["type"] == "sepa_debit":
            intent["mandate"] = method[PRIVATE].get("mandate")
        payment_methods.update_checks(method)
        save_for_later.kept(ctx, intent, method, intent["usage"])
        if method["type"] == "card":
            details = {**(details or {}), "checks": method["card"]["checks"]}
    setup_attempts.ended(ctx, intent, "succeeded", details=details)
    intent["status"] = state_machine.after(intent["status"], "set_up", state_machine.SETUP_MOVES)
    intent["last_setup_error"] = None
    ctx.save(KIND, intent)
    ctx.emit("setup_intent.succeeded", intent)
    return None


def _declined(ctx: Context, intent: Json, method: Json, decline: str) -> StripeError:
    """The issuer says no: the error that the caller gets (402)."""
    error = payment_methods.decline_error(decline)
    error.details["payment_method"] = public(method)
    _failed(ctx, intent, error.body())
    error.details["setup_intent"] = public(intent)
    return error


def _failed(ctx: Context, intent: Json, error: Json) -> None:
    """The try is over; the intent waits for another method."""
    setup_attempts.ended(ctx, intent, "failed", error=error)
    intent["status"] = state_machine.after(intent["status"], "declined", state_machine.SETUP_MOVES)
    intent["payment_method"], intent["next_action"] = None, None
    intent["last_setup_error"] = error
    ctx.save(KIND, intent)
    ctx.emit("setup_intent.setup_failed", intent)
