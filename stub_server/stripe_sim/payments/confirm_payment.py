"""A try at paying: from a confirmed PaymentIntent to money, a challenge, a debit or a refusal."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods.cards import card_of, decline_of
from stub_server.stripe_sim.payments import bank_debit, charges, next_actions, state_machine
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


def confirmed(world: World, call: Call, intent: Json, method: Json) -> StripeError | None:
    """Try to pay with the method; the intent is changed and filed. The error of a refusal."""
    flow = flow_of(method["type"])
    authenticated = intent[PRIVATE].pop("authenticated", False)
    intent[PRIVATE].pop("frictionless", None)
    if not authenticated:
        intent[PRIVATE].pop("three_d_secure", None)
    if flow == "debit":
        bank_debit.debited(world, call, intent, method)
        return None
    if flow == "card":
        return _by_card(world, call, intent, method, authenticated=authenticated)
    if intent[PRIVATE].get("off_session") and method[PRIVATE].get("set_up"):
        return _charged(world, call, intent, method, None)
    if intent[PRIVATE].get("no_action"):
        return _action_refused(world, call, intent, method)
    if flow == "app":
        challenged = _challenged(world, call, intent, next_actions.by_app())
        world.after(APP_ANSWERS, "authorize", intent)
        return challenged
    return _challenged(world, call, intent, next_actions.by_redirect(world, call, intent))


def _by_card(
    world: World, call: Call, intent: Json, method: Json, *, authenticated: bool
) -> StripeError | None:
    card = card_of(method)
    assert card is not None
    private = intent[PRIVATE]
    asked = _asks_for_3ds(intent)
    if authenticated:
        return _charged(world, call, intent, method, card)
    if card.authentication == "lookup_fails":
        return _declined(world, call, intent, method, card.decline or "generic_decline")
    if card.authentication == "on_request_fails" and asked:
        return _declined(world, call, intent, method, "processing_error")
    if wants_challenge(card, method, asked=asked, off_session=bool(private.get("off_session"))):
        if private.get("off_session"):
            return _declined(world, call, intent, method, "authentication_required")
        if private.get("no_action"):
            return _action_refused(world, call, intent, method)
        return _challenged(world, call, intent, next_actions.by_card(world, call, intent))
    if asked and card.three_d_secure:
        if call.publishable and private.get("use_stripe_sdk"):
            private["frictionless"] = True  # the issuer is asked by the script, not the buyer
            return _challenged(world, call, intent, next_actions.by_card(world, call, intent))
        private["three_d_secure"] = next_actions.authentication(world, enrolled=False)
    return _charged(world, call, intent, method, card)


def _asks_for_3ds(intent: Json) -> bool:
    options = (intent["payment_method_options"] or {}).get("card", {})
    return options.get("request_three_d_secure") in ("any", "challenge")


def wants_challenge(card: Card, method: Json, *, asked: bool, off_session: bool) -> bool:
    """Whether the issuer wants to see the buyer."""
    match card.authentication:
        case "always":
            return True
        case "unless_set_up":
            return not (off_session and method[PRIVATE].get("set_up"))
        case "on_session":
            return not off_session
        case "on_request":
            return asked
        case _:
            return False


def _challenged(world: World, call: Call, intent: Json, action: Json) -> StripeError | None:
    """The buyer has to do something: in Stripe's script, on a page, or in an app."""
    intent["status"] = state_machine.after(intent["status"], "challenged")
    intent["next_action"] = action
    world.books.put(KIND, intent)
    world.emit(call, "payment_intent.requires_action", intent)
    return None


def _action_refused(world: World, call: Call, intent: Json, method: Json) -> StripeError:
    """The buyer would have to do something, and the caller does not want that (402)."""
    error = StripeError(
        402,
        ACTION_REQUIRED,
        kind="card_error",
        code="authentication_required",
        details={
            "decline_code": "authentication_not_handled",
            "payment_method": public(method),
        },
    )
    intent["last_payment_error"] = error.body()
    failed(world, call, intent)
    error.details["payment_intent"] = public(intent)
    return error


def authenticated(world: World, call: Call, intent: Json) -> None:
    """The buyer has done what was asked for; the payment goes on. The intent is filed."""
    method = method_of(world, call, intent)
    next_actions.met(world, intent)
    card = card_of(method)
    if card is not None:
        asked = not intent[PRIVATE].pop("frictionless", False)
        intent[PRIVATE]["three_d_secure"] = next_actions.authentication(world, enrolled=asked)
        if intent["confirmation_method"] == "manual":
            intent[PRIVATE]["authenticated"] = True
            intent["status"] = state_machine.after(intent["status"], "authenticated")
            world.books.put(KIND, intent)
            return
    _charged(world, call, intent, method, card)


def unauthenticated(world: World, call: Call, intent: Json) -> None:
    """The buyer did not, or would not; another method is needed. The intent is filed."""
    method = method_of(world, call, intent)
    next_actions.met(world, intent)
    intent["last_payment_error"] = next_actions.refusal(intent, method)
    failed(world, call, intent)


def _charged(
    world: World, call: Call, intent: Json, method: Json, card: Card | None
) -> StripeError | None:
    """Ask the network for the money."""
    if card and (decline := decline_of(method, card)):
        return _declined(world, call, intent, method, decline)
    granted(world, call, intent, method)
    return None


def _declined(world: World, call: Call, intent: Json, method: Json, decline: str) -> StripeError:
    """The network says no: a failed charge, and the error that the caller gets."""
    row = declines()[decline]
    charge = charges.made(world, call, intent, method, "failed")
    charges.refused(charge, card_of(method), decline)
    world.books.put(charges.KIND, charge)
    world.emit(call, "charge.failed", charge)
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
        kind="card_error",
        code=row["code"],
        param=row["param"],
        details=reasons,
    )
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = error.body()
    failed(world, call, intent)
    error.details["payment_intent"] = public(intent)
    return error


def authorize(world: World, call: Call, identifier: str) -> None:
    """Let the buyer agree in the banking app, unless it was answered before."""
    intent = world.books.get("payment_intents", call.account, identifier)
    action = intent["next_action"] if intent else None
    if intent and action and action["type"] == "blik_authorize":
        authenticated(world, call, intent)


JOBS = {"authorize": authorize}
