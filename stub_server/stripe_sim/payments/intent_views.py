"""Intents as a publishable key sees them: without metadata, customer or charges."""

from __future__ import annotations

from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments.next_actions import DECLINED_BY_CUSTOMER
from stub_server.stripe_sim.store.schema import Json

_SHARED_FIELDS = {
    "id",
    "object",
    "automatic_payment_methods",
    "cancellation_reason",
    "client_secret",
    "created",
    "description",
    "livemode",
    "next_action",
    "payment_method",
    "payment_method_configuration_details",
    "payment_method_options",
    "payment_method_types",
    "status",
}
VISIBLE_FIELDS = {
    "payment_intent": {
        *_SHARED_FIELDS,
        "amount",
        "amount_details",
        "canceled_at",
        "capture_method",
        "confirmation_method",
        "currency",
        "last_payment_error",
        "processing",
        "receipt_email",
        "setup_future_usage",
        "shipping",
        "source",
    },
    "setup_intent": {*_SHARED_FIELDS, "last_setup_error", "usage"},
}
ERROR_FIELDS = ("last_payment_error", "last_setup_error")
AUTHENTICATION_FAILURES = {f"{noun}_authentication_failure" for noun in VISIBLE_FIELDS} | {
    DECLINED_BY_CUSTOMER
}
AUTHENTICATION_FAILURE_MESSAGE = (
    "We are unable to authenticate your payment method. Please choose a different payment method "
    "and try again."
)
"""Message for the buyer where a secret key reads that the authentication failed."""


def redact_for_publishable_key(intent: Json) -> Json:
    """Return the intent, and PaymentMethods in it, with the members for publishable keys."""
    fields = VISIBLE_FIELDS[intent["object"]]
    visible = {name: value for name, value in intent.items() if name in fields}
    if isinstance(visible["payment_method"], dict):
        visible["payment_method"] = payment_methods.redact_for_publishable_key(
            visible["payment_method"]
        )
    for name in ERROR_FIELDS:
        error = visible.get(name)
        if error and "payment_method" in error:
            method = payment_methods.redact_for_publishable_key(error["payment_method"])
            visible[name] = {**error, "payment_method": method}
            if error.get("code") in AUTHENTICATION_FAILURES:
                visible[name]["message"] = AUTHENTICATION_FAILURE_MESSAGE
    return visible
