"""A try at keeping a method for later: from a confirmed SetupIntent to success or a refusal."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods import mandates, payment_methods
from stub_server.stripe_sim.payment_methods.cards import card_of, decline_of
from stub_server.stripe_sim.payments import (
    next_actions,
    save_for_later,
    setup_attempts,
    state_machine,
)
from stub_server.stripe_sim.payments.confirm_payment import wants_challenge
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.method_types import flow_of

KIND = "setup_intents"


def confirmed(world: World, call: Call, intent: Json, method: Json) -> StripeError | None:
    """Try to set the method up; the intent is changed and filed. The error of a refusal."""
    attempt = setup_attempts.made(world, call, intent, method)
    intent["latest_attempt"] = attempt["id"]
    world.books.put(setup_attempts.KIND, attempt)
    flow = flow_of(method["type"])
    if flow == "redirect":
        return _challenged(world, call, intent, next_actions.by_redirect(world, call, intent))
    card = card_of(method)
    if card is None:
        return _succeeded(world, call, intent, method)
    options = (intent["payment_method_options"] or {}).get("card", {})
    asked = options.get("request_three_d_secure") in ("any", "challenge")
    if card.authentication == "lookup_fails":
        return _declined(world, call, intent, method, card.decline or "generic_decline")
    if card.authentication == "on_request_fails" and asked:
        return _declined(world, call, intent, method, "processing_error")
    if wants_challenge(card, method, asked=asked, off_session=False):
        return _challenged(world, call, intent, next_actions.by_card(world, call, intent))
    if not card.attaches and (decline := decline_of(method, card)):
        return _declined(world, call, intent, method, decline)
    return _succeeded(world, call, intent, method)


def _challenged(world: World, call: Call, intent: Json, action: Json) -> StripeError | None:
    intent["status"] = state_machine.after(
        intent["status"], "challenged", state_machine.SETUP_MOVES
    )
    intent["next_action"] = action
    setup_attempts.ended(world, call, intent, "requires_action")
    world.books.put(KIND, intent)
    world.emit(call, "setup_intent.requires_action", intent)
    return None


def authenticated(world: World, call: Call, intent: Json) -> None:
    """The buyer has done what was asked for: the method is set up. The intent is filed."""
    method = payment_methods.resolved(world, call, intent["payment_method"], in_path=False)
    next_actions.met(world, intent)
    card = card_of(method)
    details = None
    if card:
        asked = next_actions.authentication(world, enrolled=True)
        asked.pop("exemption_indicator")
        details = {"three_d_secure": asked}
    _succeeded(world, call, intent, method, details)


def unauthenticated(world: World, call: Call, intent: Json) -> None:
    """The buyer did not, or would not; another method is needed. The intent is filed."""
    method = payment_methods.resolved(world, call, intent["payment_method"], in_path=False)
    next_actions.met(world, intent)
    _failed(world, call, intent, next_actions.refusal(intent, method))


def _succeeded(
    world: World, call: Call, intent: Json, method: Json, details: Json | None = None
) -> StripeError | None:
    """The method is kept, with a mandate if the buyer gave one."""
    consent = intent[PRIVATE].get("mandate_data")
    if save_for_later.generates(method):
        stays = save_for_later.kept(world, call, intent, method, intent["usage"])
        intent["mandate"] = stays[PRIVATE]["mandate"]
        details = intent[PRIVATE].pop("generated")
        save_for_later.sprang_from(world, call, details, setup_attempt=intent["latest_attempt"])
    else:
        single = intent[PRIVATE].get("single_use")
        if consent and single:
            intent["single_use_mandate"] = mandates.made(
                world, call, method, consent, single_use=single
            )
        elif consent:
            prefix = mandates.prefix_of(intent["payment_method_options"])
            intent["mandate"] = mandates.made(world, call, method, consent, prefix=prefix)
            method[PRIVATE]["mandate"] = intent["mandate"]
        elif method["type"] == "sepa_debit":
            intent["mandate"] = method[PRIVATE].get("mandate")
        payment_methods.checked(method)
        save_for_later.kept(world, call, intent, method, intent["usage"])
        if method["type"] == "card":
            details = {**(details or {}), "checks": method["card"]["checks"]}
    setup_attempts.ended(world, call, intent, "succeeded", details=details)
    intent["status"] = state_machine.after(intent["status"], "set_up", state_machine.SETUP_MOVES)
    intent["last_setup_error"] = None
    world.books.put(KIND, intent)
    world.emit(call, "setup_intent.succeeded", intent)
    return None


def _declined(world: World, call: Call, intent: Json, method: Json, decline: str) -> StripeError:
    """The issuer says no: the error that the caller gets (402)."""
    error = payment_methods.declined(decline)
    error.details["payment_method"] = public(method)
    _failed(world, call, intent, error.body())
    error.details["setup_intent"] = public(intent)
    return error


def _failed(world: World, call: Call, intent: Json, error: Json) -> None:
    """The try is over; the intent waits for another method."""
    setup_attempts.ended(world, call, intent, "failed", error=error)
    intent["status"] = state_machine.after(intent["status"], "declined", state_machine.SETUP_MOVES)
    intent["payment_method"], intent["next_action"] = None, None
    intent["last_setup_error"] = error
    world.books.put(KIND, intent)
    world.emit(call, "setup_intent.setup_failed", intent)
