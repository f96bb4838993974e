"""What is answered where an intent is not in a state for the call: 400, with the intent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.intent_params import NAMES
from stub_server.stripe_sim.store.schema import Json, public

IN_WORDS = (*state_machine.CANCELABLE, "processing")
"""What may be canceled, as Stripe says it: a payment in processing may be, in rare cases."""
METHOD = ("payment_method", "payment_method_data")


def unexpected(intent: Json, message: str, param: str | None = None) -> StripeError:
    """400: the intent is not in a state for this."""
    noun = intent["object"]
    return StripeError(
        400,
        message,
        code=f"{noun}_unexpected_state",
        param=param,
        details={noun: public(intent)},
    )


def _only(intent: Json, may: str, statuses: Sequence[str]) -> str:
    """The sentence that ends a refusal: in which statuses it may be done."""
    listed = ", ".join(statuses)
    if intent["object"] == "setup_intent":
        *first, last = (f"`{status}`" for status in statuses)
        listed = f"{', '.join(first)}, or {last}"
    name = NAMES[intent["object"]]
    return f"Only a {name} with one of the following statuses may be {may}: {listed}."


def no_method(intent: Json) -> StripeError:
    """400: there is nothing to confirm with; a payment of a known customer says whose it is."""
    name = NAMES[intent["object"]]
    start = f"You cannot confirm this {name} because it's missing a payment method."
    if name == "PaymentIntent" and intent["customer"]:
        return unexpected(
            intent,
            f"{start} To confirm the {name} with {intent['customer']}, specify a payment method "
            "attached to this customer along with the customer ID.",
        )
    return unexpected(
        intent,
        f"{start} You can either update the {name} with a payment method and then confirm it "
        "again, or confirm it again directly with a payment method or ConfirmationToken.",
    )


def refuse_fixed(intent: Json, changed: Iterable[str]) -> None:
    """StripeError 400: these do not change any more."""
    if intent["status"] in state_machine.OPEN:
        return
    for name in changed:
        raise unexpected(intent, _fixed(intent, name), _param(intent, name))


def _param(intent: Json, name: str) -> str | None:
    return name if intent["object"] == "payment_intent" else None


def _fixed(intent: Json, name: str) -> str:
    noun, status = NAMES[intent["object"]], intent["status"]
    if noun == "SetupIntent":
        why = "it has already succeeded" if status == "succeeded" else "it has been canceled"
        return f"You cannot update this SetupIntent because {why}."
    return (
        f"This PaymentIntent's {name} could not be updated because it has a status of {status}. "
        f"You may only update the {name} of a PaymentIntent with one of the following statuses: "
        f"{', '.join(state_machine.OPEN)}."
    )


def refuse_confirm(intent: Json, params: Json) -> None:
    """StripeError 400: it is done, given up, or on its way."""
    status, name = intent["status"], NAMES[intent["object"]]
    if status in state_machine.OPEN:
        return
    start = f"You cannot confirm this {name} because it has"
    if name == "SetupIntent":
        why = "already succeeded" if status == "succeeded" else "been canceled"
        raise unexpected(intent, f"{start} {why}.")
    if status == "succeeded":
        raise unexpected(intent, f"{start} already succeeded after being previously confirmed.")
    if any(each in params for each in METHOD):
        raise unexpected(intent, _fixed(intent, METHOD[0]))
    raise unexpected(
        intent, f"{start} a status of {status}. {_only(intent, 'confirmed', state_machine.OPEN)}"
    )


def refuse_cancel(intent: Json) -> None:
    """StripeError 400: it is done, given up before, or on its way."""
    status, name = intent["status"], NAMES[intent["object"]]
    statuses: Sequence[str] = state_machine.OPEN
    if name == "PaymentIntent":
        statuses = state_machine.CANCELABLE
    if status in statuses:
        return
    if name == "PaymentIntent" and status != "processing":
        statuses = IN_WORDS
    elif name == "SetupIntent" and status == "canceled":
        raise unexpected(
            intent, "You cannot cancel this SetupIntent because it is already canceled."
        )
    raise unexpected(
        intent,
        f"You cannot cancel this {name} because it has a status of {status}. "
        f"{_only(intent, 'canceled', statuses)}",
    )


def refuse_capture(intent: Json) -> None:
    """StripeError 400: nothing is held, or it has been taken before."""
    status = intent["status"]
    if status == "requires_capture":
        return
    start = "This PaymentIntent could not be captured because it has"
    if status == "succeeded":
        raise unexpected(intent, f"{start} already been captured.")
    raise unexpected(
        intent, f"{start} a status of {status}. {_only(intent, 'captured', ['requires_capture'])}"
    )
