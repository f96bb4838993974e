"""PaymentIntents: create, update, confirm, capture, cancel, and the lists of them."""

from __future__ import annotations

from stub_server.stripe_sim import attempts, challenges, intents, keeping
from stub_server.stripe_sim.currencies import shown
from stub_server.stripe_sim.errors import StripeError, bad, missing
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.methods import flow_of
from stub_server.stripe_sim.resources import (
    charges,
    checkout_follow,
    disputes,
    intent_methods,
    payment_methods,
    refund_objects,
)
from stub_server.stripe_sim.resources.intent_methods import unexpected
from stub_server.stripe_sim.resources.payment_intent_objects import apply, made
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "payment_intents"

NO_METHOD = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either "
    "update the PaymentIntent with a payment method and then confirm it again, or confirm it again "
    "directly with a payment method or ConfirmationToken."
)
NOT_FOR_CARDS = (
    "The `statement_descriptor` parameter is not supported for card payments. Please use "
    "`statement_descriptor_suffix` instead."
)


def create(world: World, call: Call) -> Json | StripeError:
    """A PaymentIntent, confirmed at once if asked; `payment_intent.created`."""
    intent_methods.refuse_types(call)
    intent_methods.refuse_unconfirmed(call, "payment_intent")
    intent = made(world, call)
    if "confirmation_token" in call.params:
        intent_methods.prepared(world, call, intent)
        apply(world, call, intent)
    elif call.params.get("confirm"):
        intent_methods.prepared(world, call, intent)
    method = intent_methods.given(world, call, intent)
    if not call.params.get("confirm"):
        world.books.put(KIND, intent)
        world.emit(call, "payment_intent.created", intent)
        return intent
    method = _confirmable(world, call, intent, method)
    world.books.put(KIND, intent)
    world.emit(call, "payment_intent.created", intent)
    return _confirmed(world, call, intent, method)


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One PaymentIntent; with a publishable key, only for who has its client secret."""
    return _bound(world, call, identifier)


def _bound(world: World, call: Call, identifier: str) -> Json:
    return intent_methods.bound(world, call, KIND, identifier)


def update(world: World, call: Call, identifier: str) -> Json:
    """What was agreed may change until it is paid; words and metadata always."""
    intent_methods.refuse_types(call)
    intent = _bound(world, call, identifier)
    for name in ("amount", "currency", "payment_method", "payment_method_data", "customer"):
        if name in call.params and intent["status"] not in intents.UPDATABLE:
            raise unexpected(
                intent,
                f"This PaymentIntent's {name} could not be updated because it has a status of "
                f"{intent['status']}. You may only update the {name} of a PaymentIntent with one "
                f"of the following statuses: {', '.join(intents.UPDATABLE)}.",
            )
    apply(world, call, intent)
    if "payment_method" in call.params and call.params["payment_method"] is None:
        intent["status"] = intents.after(intent["status"], "method_taken")
        intent["payment_method"], intent["next_action"] = None, None
    else:
        intent_methods.given(world, call, intent)
    world.books.put(KIND, intent)
    return intent


def confirm(world: World, call: Call, identifier: str) -> Json | StripeError:
    """Try to pay. Answers the intent, or the 402 of a refusal, which is filed all the same."""
    intent_methods.refuse_types(call)
    intent = _bound(world, call, identifier)
    if intent["status"] not in intents.CONFIRMABLE:
        raise unexpected(intent, _why_not(intent))
    if call.publishable and intent["confirmation_method"] == "manual":
        raise unexpected(
            intent,
            "This PaymentIntent cannot be confirmed using your publishable key because its "
            "`confirmation_method` is set to `manual`. Please use your secret key instead, or "
            "create a PaymentIntent with `confirmation_method` set to `automatic`.",
        )
    _check_amount(call, intent)
    intent_methods.prepared(world, call, intent)
    apply(world, call, intent)
    method = _confirmable(world, call, intent, intent_methods.given(world, call, intent))
    return _confirmed(world, call, intent, method)


def _check_amount(call: Call, intent: Json) -> None:
    """StripeError 400: the caller has another amount in mind."""
    meant = call.params.get("amount_to_confirm")
    if meant not in (None, intent["amount"]):
        raise bad(
            f"The amount to confirm ({shown(meant, intent['currency'])}) does not match the "
            f"amount of this PaymentIntent ({shown(intent['amount'], intent['currency'])}).",
            "amount_to_confirm",
            "payment_intent_invalid_parameter",
        )


def _why_not(intent: Json) -> str:
    if intent["status"] == "succeeded":
        return (
            "You cannot confirm this PaymentIntent because it has already succeeded after being "
            "previously confirmed."
        )
    listed = ", ".join(intents.CONFIRMABLE)
    return (
        f"You cannot confirm this PaymentIntent because it has a status of {intent['status']}. "
        f"Only a PaymentIntent with one of the following statuses may be confirmed: {listed}."
    )


def _confirmable(world: World, call: Call, intent: Json, method: Json | None) -> Json:
    """The method to pay with. StripeError 400: there is none, or it cannot be used like this."""
    if method is None:
        raise unexpected(intent, NO_METHOD)
    intent_methods.check_owner(intent, method)
    payment_methods.refuse_used(method)
    kind = method["type"]
    if kind == "card" and intent["statement_descriptor"]:
        raise bad(NOT_FOR_CARDS, "statement_descriptor")
    if kind == "blik":
        _check_code(call)
    intent_methods.check_return(call, intent, kind, flow_of(kind))
    keeping.refuse_unpermitted(world, call, intent, method)
    return method


def _check_code(call: Call) -> None:
    """StripeError 400: BLIK asks for the six digits that the buyer's app shows."""
    options = call.params.get("payment_method_options") or {}
    code = (options.get("blik") or {}).get("code")
    param = "payment_method_options[blik][code]"
    if code is None:
        raise missing(param)
    if not (code.isdigit() and len(code) == 6):
        raise bad("The BLIK code must be a 6-digit number.", param)


def _confirmed(world: World, call: Call, intent: Json, method: Json) -> Json | StripeError:
    if intent["status"] == "requires_action":
        intent["status"] = intents.after(intent["status"], "method_given")
    challenges.met(world, intent)
    return attempts.confirmed(world, call, intent, method) or intent


def capture(world: World, call: Call, identifier: str) -> Json:
    """Take what was held, or less; the rest is let go. `charge.captured`, then `succeeded`."""
    intent = _bound(world, call, identifier)
    if intent["status"] != "requires_capture":
        raise unexpected(
            intent,
            "This PaymentIntent could not be captured because it has a status of "
            f"{intent['status']}. Only a PaymentIntent with one of the following statuses may be "
            "captured: requires_capture.",
        )
    held: int = intent["amount_capturable"]
    amount: int = call.params.get("amount_to_capture", held)
    if amount > held:
        raise bad(
            f"The amount to capture ({shown(amount, intent['currency'])}) is greater than the "
            f"amount that can be captured ({shown(held, intent['currency'])}).",
            "amount_to_capture",
            "amount_too_large",
        )
    before = world.find(charges.KIND, call, intent["latest_charge"], "charge", "id", in_path=False)
    charge = {**before, PRIVATE: {**before[PRIVATE]}}
    apply(world, call, intent)
    attempts.settle(world, call, intent, charge, amount)
    charge["amount_refunded"] = held - amount
    intent["status"] = intents.after(intent["status"], "captured")
    world.books.put(charges.KIND, charge)
    world.books.put(KIND, intent)
    world.emit(call, "charge.captured", charge, before)
    disputes.brought_by(world, call, charge)
    world.emit(call, "payment_intent.succeeded", intent)
    checkout_follow.follow(world, call, intent)
    return intent


def cancel(world: World, call: Call, identifier: str) -> Json:
    """Give the payment up; what was held is let go. `payment_intent.canceled`."""
    intent = _bound(world, call, identifier)
    if intent["status"] not in intents.CANCELABLE:
        listed = ", ".join((*intents.CANCELABLE, "processing"))
        raise unexpected(
            intent,
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. "
            f"Only a PaymentIntent with one of the following statuses may be canceled: {listed}.",
        )
    if intent["status"] == "requires_capture":
        charge = world.find(
            charges.KIND, call, intent["latest_charge"], "charge", "id", in_path=False
        )
        refund_objects.issued(world, call, charge, charge["amount"])
    intent["status"] = intents.after(intent["status"], "canceled")
    intent["canceled_at"] = world.now()
    intent["cancellation_reason"] = call.params.get("cancellation_reason")
    challenges.met(world, intent)
    intent["amount_capturable"] = 0
    world.books.put(KIND, intent)
    world.emit(call, "payment_intent.canceled", intent)
    return intent


def many(world: World, call: Call) -> Json:
    """The account's PaymentIntents, or a customer's."""
    return page(world, call, KIND, "/v1/payment_intents")


BROWSER_SEES = (
    "id",
    "object",
    "amount",
    "amount_details",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "capture_method",
    "client_secret",
    "confirmation_method",
    "created",
    "currency",
    "description",
    "last_payment_error",
    "livemode",
    "next_action",
    "payment_method",
    "payment_method_configuration_details",
    "payment_method_options",
    "payment_method_types",
    "processing",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "source",
    "status",
)


def seen_by_browser(intent: Json) -> Json:
    """The intent as a publishable key sees it: nothing of metadata, customer or charges."""
    visible = {name: intent[name] for name in BROWSER_SEES}
    if isinstance(visible["payment_method"], dict):
        visible["payment_method"] = payment_methods.seen_by_browser(visible["payment_method"])
    error = visible["last_payment_error"]
    if error and "payment_method" in error:
        method = payment_methods.seen_by_browser(error["payment_method"])
        visible["last_payment_error"] = {**error, "payment_method": method}
    return visible
