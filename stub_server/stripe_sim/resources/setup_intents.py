"""SetupIntents: create, update, confirm, cancel, and the lists of them."""

from __future__ import annotations

from stub_server.stripe_sim import challenges, intents, keeping, setups
from stub_server.stripe_sim.errors import StripeError, bad
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.methods import flow_of
from stub_server.stripe_sim.resources import intent_methods, payment_methods, setup_attempts
from stub_server.stripe_sim.resources.intent_methods import unexpected
from stub_server.stripe_sim.resources.setup_intent_objects import apply, made
from stub_server.stripe_sim.tables import Json
from stub_server.stripe_sim.world import Call, World

KIND = "setup_intents"
NO_METHOD = (
    "You cannot confirm this SetupIntent because it's missing a payment method. You can either "
    "update the SetupIntent with a payment method and then confirm it again, or confirm it again "
    "directly with a payment method or ConfirmationToken."
)
FIXED = ("customer", "payment_method", "payment_method_data")
"""What may change only while the intent is open."""


def create(world: World, call: Call) -> Json | StripeError:
    """A SetupIntent, confirmed at once if asked; `setup_intent.created`."""
    intent_methods.refuse_types(call)
    intent_methods.refuse_unconfirmed(call, "setup_intent")
    intent = made(world, call)
    confirm = call.params.get("confirm")
    if confirm:
        intent_methods.prepared(world, call, intent)
        apply(world, call, intent)
    method = intent_methods.given(world, call, intent)
    if confirm:
        method = _confirmable(world, call, intent, method)
    world.books.put(KIND, intent)
    world.emit(call, "setup_intent.created", intent)
    if not confirm or method is None:
        return intent
    return setups.confirmed(world, call, intent, method) or intent


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One SetupIntent; with a publishable key, only for who has its client secret."""
    return intent_methods.bound(world, call, KIND, identifier)


def update(world: World, call: Call, identifier: str) -> Json:
    """Method and customer may change while it is open; description and metadata always."""
    intent_methods.refuse_types(call)
    intent = intent_methods.bound(world, call, KIND, identifier)
    for name in FIXED:
        if name in call.params and intent["status"] not in intents.SETUP_OPEN:
            raise unexpected(
                intent,
                f"This SetupIntent's {name} could not be updated because it has a status of "
                f"{intent['status']}. You may only update the {name} of a SetupIntent with one of "
                f"the following statuses: {_listed()}.",
            )
    apply(world, call, intent)
    if "payment_method" in call.params and call.params["payment_method"] is None:
        intent["status"] = intents.after(intent["status"], "method_taken", intents.SETUP_MOVES)
        intent["payment_method"] = None
        challenges.met(world, intent)
    else:
        intent_methods.given(world, call, intent)
    world.books.put(KIND, intent)
    return intent


def _listed() -> str:
    *first, last = (f"`{status}`" for status in intents.SETUP_OPEN)
    return f"{', '.join(first)}, or {last}"


def confirm(world: World, call: Call, identifier: str) -> Json | StripeError:
    """Try to set the method up. Answers the intent, or the 402 of a refusal, filed all the same."""
    intent = intent_methods.bound(world, call, KIND, identifier)
    if intent["status"] == "succeeded":
        raise unexpected(
            intent, "You cannot confirm this SetupIntent because it has already succeeded."
        )
    if intent["status"] not in intents.SETUP_OPEN:
        raise unexpected(
            intent,
            f"You cannot confirm this SetupIntent because it has a status of {intent['status']}. "
            f"Only a SetupIntent with one of the following statuses may be confirmed: {_listed()}.",
        )
    intent_methods.prepared(world, call, intent)
    apply(world, call, intent)
    method = _confirmable(world, call, intent, intent_methods.given(world, call, intent))
    if intent["status"] == "requires_action":
        setup_attempts.ended(world, call, intent, "abandoned")
        intent["status"] = intents.after(intent["status"], "method_given", intents.SETUP_MOVES)
    challenges.met(world, intent)
    return setups.confirmed(world, call, intent, method) or intent


def _confirmable(world: World, call: Call, intent: Json, method: Json | None) -> Json:
    """The method to set up. StripeError 400: there is none, or it cannot be set up like this."""
    if method is None:
        raise unexpected(intent, NO_METHOD)
    intent_methods.check_owner(intent, method)
    payment_methods.refuse_used(method)
    kind = method["type"]
    intent_methods.check_return(call, intent, kind, flow_of(kind))
    keeping.refuse_unpermitted(world, call, intent, method)
    return method


def cancel(world: World, call: Call, identifier: str) -> Json:
    """Give it up; `setup_intent.canceled`."""
    intent = intent_methods.bound(world, call, KIND, identifier)
    if intent["status"] == "canceled":
        raise unexpected(
            intent, "You cannot cancel this SetupIntent because it is already canceled."
        )
    if intent["status"] not in intents.SETUP_OPEN:
        raise unexpected(
            intent,
            f"You cannot cancel this SetupIntent because it has a status of {intent['status']}. "
            f"Only a SetupIntent with one of the following statuses may be canceled: {_listed()}.",
        )
    if intent["status"] == "requires_action":
        setup_attempts.ended(world, call, intent, "abandoned")
    intent["status"] = intents.after(intent["status"], "canceled", intents.SETUP_MOVES)
    intent["cancellation_reason"] = call.params.get("cancellation_reason")
    challenges.met(world, intent)
    world.books.put(KIND, intent)
    world.emit(call, "setup_intent.canceled", intent)
    return intent


def many(world: World, call: Call) -> Json:
    """The account's SetupIntents, a customer's, or a PaymentMethod's."""
    if "attach_to_self" in call.params:
        raise bad("attach_to_self is not supported for this account.", "attach_to_self")
    return page(world, call, KIND, "/v1/setup_intents")


BROWSER_SEES = (
    "id",
    "object",
    "automatic_payment_methods",
    "cancellation_reason",
    "client_secret",
    "created",
    "description",
    "last_setup_error",
    "livemode",
    "next_action",
    "payment_method",
    "payment_method_configuration_details",
    "payment_method_options",
    "payment_method_types",
    "status",
    "usage",
)


def seen_by_browser(intent: Json) -> Json:
    """The intent as a publishable key sees it: nothing of metadata, customer or attempts."""
    visible = {name: intent[name] for name in BROWSER_SEES}
    if isinstance(visible["payment_method"], dict):
        visible["payment_method"] = payment_methods.seen_by_browser(visible["payment_method"])
    error = visible["last_setup_error"]
    if error and "payment_method" in error:
        method = payment_methods.seen_by_browser(error["payment_method"])
        visible["last_setup_error"] = {**error, "payment_method": method}
    return visible
