"""PaymentIntents: create, update, confirm, capture, cancel, and the lists of them."""

from __future__ import annotations

import hmac

from stub_server.stripe_sim import attempts, intents
from stub_server.stripe_sim.currencies import shown
from stub_server.stripe_sim.errors import StripeError, bad, missing, unexpected_state
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.methods import flow_of
from stub_server.stripe_sim.resources import charges, payment_methods, refunds
from stub_server.stripe_sim.resources.payment_intent_objects import (
    apply,
    made,
    method_from,
    refuse_method_types,
)
from stub_server.stripe_sim.tables import PRIVATE, Json, public
from stub_server.stripe_sim.world import Call, World

KIND = "payment_intents"

NO_METHOD = (
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either "
    "update the PaymentIntent with a payment method and then confirm it again, or confirm it again "
    "directly with a payment method or ConfirmationToken."
)
NO_RETURN_URL = (
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because "
    "some of these payment methods might redirect your customer off of your page, you must provide "
    "a `return_url`. If you don't want to accept redirect-based payment methods, set "
    "`automatic_payment_methods[enabled]` to `true` and "
    "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and "
    "Payment Intents."
)


def create(world: World, call: Call) -> Json | StripeError:
    """A PaymentIntent, confirmed at once if asked; `payment_intent.created`."""
    refuse_method_types(call)
    intent = made(world, call)
    method = method_from(world, call, intent)
    if call.params.get("confirm"):
        _check_confirmable(call, intent, method)
    world.books.put(KIND, intent)
    world.emit(call, "payment_intent.created", intent)
    if not call.params.get("confirm"):
        return intent
    return _confirmed(world, call, intent, method)


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One PaymentIntent; with a publishable key, only for who has its client secret."""
    return _bound(world, call, identifier)


def _bound(world: World, call: Call, identifier: str) -> Json:
    """The intent that the call names, and may see. StripeError 404, 400: it may not."""
    if call.publishable and not call.params.get("client_secret"):
        raise missing("client_secret")
    intent = world.find(KIND, call, identifier, "payment_intent", "intent", in_path=True)
    given = call.params.get("client_secret")
    if given is not None and not hmac.compare_digest(
        given.encode(), intent["client_secret"].encode()
    ):
        raise bad(
            "The client_secret provided does not match the client_secret associated with the "
            "PaymentIntent.",
            "client_secret",
            "payment_intent_invalid_parameter",
        )
    return intent


def update(world: World, call: Call, identifier: str) -> Json:
    """What was agreed may change until it is paid; words and metadata always."""
    refuse_method_types(call)
    intent = _bound(world, call, identifier)
    for name in ("amount", "currency", "payment_method", "payment_method_data", "customer"):
        if name in call.params and intent["status"] not in intents.UPDATABLE:
            raise unexpected_state(
                f"This PaymentIntent's {name} could not be updated because it has a status of "
                f"{intent['status']}. You may only update the {name} of a PaymentIntent with one "
                f"of the following statuses: {', '.join(intents.UPDATABLE)}.",
                public(intent),
            )
    apply(world, call, intent)
    if "payment_method" in call.params and call.params["payment_method"] is None:
        intent["status"] = intents.after(intent["status"], "method_taken")
        intent["payment_method"], intent["next_action"] = None, None
    else:
        method_from(world, call, intent)
    world.books.put(KIND, intent)
    return intent


def confirm(world: World, call: Call, identifier: str) -> Json | StripeError:
    """Try to pay. Answers the intent, or the 402 of a refusal, which is filed all the same."""
    refuse_method_types(call)
    intent = _bound(world, call, identifier)
    if intent["status"] not in intents.CONFIRMABLE:
        raise unexpected_state(_why_not(intent), public(intent))
    if call.publishable and intent["confirmation_method"] == "manual":
        raise unexpected_state(
            "This PaymentIntent cannot be confirmed using your publishable key because its "
            "`confirmation_method` is set to `manual`. Please use your secret key instead, or "
            "create a PaymentIntent with `confirmation_method` set to `automatic`.",
            public(intent),
        )
    apply(world, call, intent)
    method = method_from(world, call, intent)
    _check_confirmable(call, intent, method)
    return _confirmed(world, call, intent, method)


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


def _check_confirmable(call: Call, intent: Json, method: Json | None) -> None:
    """StripeError 400: no method, no way back from a redirect, or a method that is spent."""
    if method is None:
        raise unexpected_state(NO_METHOD, public(intent))
    payment_methods.refuse_used(method)
    if intent[PRIVATE].get("return_url"):
        return
    automatic = intent["automatic_payment_methods"]
    if automatic and automatic["allow_redirects"] == "always" and not call.publishable:
        raise bad(NO_RETURN_URL)
    if flow_of(method["type"]) == "redirect":
        raise missing("return_url")


def _confirmed(world: World, call: Call, intent: Json, method: Json | None) -> Json | StripeError:
    assert method is not None
    if intent["status"] == "requires_action":
        intent["status"] = intents.after(intent["status"], "method_given")
    intent["next_action"] = None
    return attempts.confirmed(world, call, intent, method) or intent


def capture(world: World, call: Call, identifier: str) -> Json:
    """Take what was held, or less; the rest is let go. `charge.captured`, then `succeeded`."""
    intent = _bound(world, call, identifier)
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            "This PaymentIntent could not be captured because it has a status of "
            f"{intent['status']}. Only a PaymentIntent with one of the following statuses may be "
            "captured: requires_capture.",
            public(intent),
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
    world.emit(call, "payment_intent.succeeded", intent)
    return intent


def cancel(world: World, call: Call, identifier: str) -> Json:
    """Give the payment up; what was held is let go. `payment_intent.canceled`."""
    intent = _bound(world, call, identifier)
    if intent["status"] not in intents.CANCELABLE:
        listed = ", ".join(intents.CANCELABLE)
        raise unexpected_state(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. "
            f"Only a PaymentIntent with one of the following statuses may be canceled: {listed}.",
            public(intent),
        )
    if intent["status"] == "requires_capture":
        charge = world.find(
            charges.KIND, call, intent["latest_charge"], "charge", "id", in_path=False
        )
        refunds.issued(world, call, charge, charge["amount"])
    intent["status"] = intents.after(intent["status"], "canceled")
    intent["canceled_at"] = world.now()
    intent["cancellation_reason"] = call.params.get("cancellation_reason")
    intent["next_action"], intent["amount_capturable"] = None, 0
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
