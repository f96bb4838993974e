"""Validation of an intent's status before a call; each error (400) contains the intent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.intent_params import OBJECT_NAMES
from stub_server.stripe_sim.store.schema import Json, public

CANCELABLE_IN_MESSAGES = (*state_machine.CANCELABLE, "processing")
"""Statuses in the message about cancellation; Stripe cancels `processing` in rare cases."""
METHOD_PARAMS = ("payment_method", "payment_method_data")


def unexpected_state_error(intent: Json, message: str, param: str | None = None) -> StripeError:
    """Build the error of a call that the status of the intent does not allow (400)."""
    noun = intent["object"]
    return StripeError(
        400,
        message,
        code=f"{noun}_unexpected_state",
        param=param,
        details={noun: public(intent)},
    )


def _allowed_statuses(intent: Json, action: str, statuses: Sequence[str]) -> str:
    """Return the last sentence of a message: the statuses that allow the action."""
    statuses_text = ", ".join(statuses)
    if intent["object"] == "setup_intent":
        *first, last = (f"`{status}`" for status in statuses)
        statuses_text = f"{', '.join(first)}, or {last}"
    name = OBJECT_NAMES[intent["object"]]
    return f"Only a {name} with one of the following statuses may be {action}: {statuses_text}."


def missing_method_error(intent: Json) -> StripeError:
    """Build the error of a confirmation without a method (400)."""
    name = OBJECT_NAMES[intent["object"]]
    start = f"You cannot confirm this {name} because it's missing a payment method."
    if name == "PaymentIntent" and intent["customer"]:
        return unexpected_state_error(
            intent,
            f"{start} To confirm the {name} with {intent['customer']}, specify a payment method "
            "attached to this customer along with the customer ID.",
        )
    return unexpected_state_error(
        intent,
        f"{start} You can either update the {name} with a payment method and then confirm it "
        "again, or confirm it again directly with a payment method or ConfirmationToken.",
    )


def validate_updatable(intent: Json, names: Iterable[str]) -> None:
    """Raise StripeError 400 if the status does not allow these parameters to change."""
    if intent["status"] in state_machine.OPEN:
        return
    for name in names:
        raise unexpected_state_error(
            intent, _not_updatable_message(intent, name), _error_param(intent, name)
        )


def _error_param(intent: Json, name: str) -> str | None:
    """Return `param` of the error; those of SetupIntents have none."""
    return name if intent["object"] == "payment_intent" else None


def _not_updatable_message(intent: Json, name: str) -> str:
    """Return the message about a parameter that the status does not allow to change."""
    noun, status = OBJECT_NAMES[intent["object"]], intent["status"]
    if noun == "SetupIntent":
        reason = "it has already succeeded" if status == "succeeded" else "it has been canceled"
        return f"You cannot update this SetupIntent because {reason}."
    return (
        f"This PaymentIntent's {name} could not be updated because it has a status of {status}. "
        f"You may only update the {name} of a PaymentIntent with one of the following statuses: "
        f"{', '.join(state_machine.OPEN)}."
    )


def validate_confirmable(intent: Json, params: Json) -> None:
    """Raise StripeError 400 if the intent has succeeded, is canceled, or is processing."""
    status, name = intent["status"], OBJECT_NAMES[intent["object"]]
    if status in state_machine.OPEN:
        return
    start = f"You cannot confirm this {name} because it has"
    if name == "SetupIntent":
        why = "already succeeded" if status == "succeeded" else "been canceled"
        raise unexpected_state_error(intent, f"{start} {why}.")
    if status == "succeeded":
        raise unexpected_state_error(
            intent, f"{start} already succeeded after being previously confirmed."
        )
    if any(param in params for param in METHOD_PARAMS):
        raise unexpected_state_error(intent, _not_updatable_message(intent, METHOD_PARAMS[0]))
    raise unexpected_state_error(
        intent,
        f"{start} a status of {status}. "
        f"{_allowed_statuses(intent, 'confirmed', state_machine.OPEN)}",
    )


def validate_cancelable(intent: Json) -> None:
    """Raise StripeError 400 if the intent has succeeded, is canceled, or is processing."""
    status, name = intent["status"], OBJECT_NAMES[intent["object"]]
    statuses: Sequence[str] = state_machine.OPEN
    if name == "PaymentIntent":
        statuses = state_machine.CANCELABLE
    if status in statuses:
        return
    if name == "PaymentIntent" and status != "processing":
        statuses = CANCELABLE_IN_MESSAGES
    elif name == "SetupIntent" and status == "canceled":
        raise unexpected_state_error(
            intent, "You cannot cancel this SetupIntent because it is already canceled."
        )
    raise unexpected_state_error(
        intent,
        f"You cannot cancel this {name} because it has a status of {status}. "
        f"{_allowed_statuses(intent, 'canceled', statuses)}",
    )


def validate_capturable(intent: Json) -> None:
    """Raise StripeError 400 if the payment holds no funds, or is captured."""
    status = intent["status"]
    if status == "requires_capture":
        return
    start = "This PaymentIntent could not be captured because it has"
    if status == "succeeded":
        raise unexpected_state_error(intent, f"{start} already been captured.")
    raise unexpected_state_error(
        intent,
        f"{start} a status of {status}. "
        f"{_allowed_statuses(intent, 'captured', ['requires_capture'])}",
    )
