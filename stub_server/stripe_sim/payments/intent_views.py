"""What a publishable key gets to see of an intent: nothing of metadata, customer or charges."""

from __future__ import annotations

from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments.next_actions import DECLINED_BY_CUSTOMER
from stub_server.stripe_sim.store.schema import Json

_BOTH = {
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
SEEN = {
    "payment_intent": {
        *_BOTH,
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
    "setup_intent": {*_BOTH, "last_setup_error", "usage"},
}
ERRORS = ("last_payment_error", "last_setup_error")
UNAUTHENTICATED = {f"{noun}_authentication_failure" for noun in SEEN} | {DECLINED_BY_CUSTOMER}
UNABLE = (
    "We are unable to authenticate your payment method. Please choose a different payment method "
    "and try again."
)
"""What a buyer is told where the shop is told that the authentication failed."""


def seen_by_browser(intent: Json) -> Json:
    """The intent with what the browser may know, and its PaymentMethods reduced likewise."""
    seen = SEEN[intent["object"]]
    visible = {name: value for name, value in intent.items() if name in seen}
    if isinstance(visible["payment_method"], dict):
        visible["payment_method"] = payment_methods.redact_for_publishable_key(
            visible["payment_method"]
        )
    for name in ERRORS:
        error = visible.get(name)
        if error and "payment_method" in error:
            method = payment_methods.redact_for_publishable_key(error["payment_method"])
            visible[name] = {**error, "payment_method": method}
            if error.get("code") in UNAUTHENTICATED:
                visible[name]["message"] = UNABLE
    return visible
