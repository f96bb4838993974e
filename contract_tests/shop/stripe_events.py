"""Stripe's events, as far as a shop reads them."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

API_VERSION = "2026-06-24.dahlia"
_numbers: Iterator[int] = itertools.count(1)


def _id(prefix: str) -> str:
    return f"{prefix}_1{secrets.token_hex(6)}{next(_numbers):011d}"


@dataclass(frozen=True, slots=True)
class Payment:
    """What an event says of a payment; `amount` in cents."""

    intent: str
    order: str
    amount: int
    currency: str = "eur"


def event(kind: str, thing: dict[str, Any], at: int, identifier: str | None = None) -> bytes:
    """An event's body; `at`: Unix seconds of its making."""
    return json.dumps(
        {
            "id": identifier or _id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": at,
            "data": {"object": thing},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        },
        indent=2,
    ).encode()


def payment_intent(payment: Payment, status: str, at: int) -> dict[str, Any]:
    """A PaymentIntent in a status."""
    failed = status == "requires_payment_method"
    return {
        "id": payment.intent,
        "object": "payment_intent",
        "amount": payment.amount,
        "amount_received": payment.amount if status == "succeeded" else 0,
        "canceled_at": at if status == "canceled" else None,
        "capture_method": "automatic_async",
        "client_secret": f"{payment.intent}_secret_x",
        "confirmation_method": "automatic",
        "created": at,
        "currency": payment.currency,
        "customer": None,
        "description": None,
        "last_payment_error": {
            "code": "card_declined",
            "decline_code": "generic_decline",
            "message": "Your card was declined.",
            "type": "card_error",
        }
        if failed
        else None,
        "latest_charge": None if status == "canceled" else _id("ch"),
        "livemode": False,
        "metadata": {"orderId": payment.order},
        "next_action": None,
        "payment_method": None if failed else _id("pm"),
        "status": status,
    }


def charge(payment: Payment, refunded: int, at: int) -> dict[str, Any]:
    """A paid charge of which so many cents went back."""
    return {
        "id": _id("ch"),
        "object": "charge",
        "amount": payment.amount,
        "amount_captured": payment.amount,
        "amount_refunded": refunded,
        "captured": True,
        "created": at,
        "currency": payment.currency,
        "livemode": False,
        "metadata": {"orderId": payment.order},
        "paid": True,
        "payment_intent": payment.intent,
        "refunded": refunded >= payment.amount,
        "status": "succeeded",
    }


def succeeded(payment: Payment, at: int) -> bytes:
    """`payment_intent.succeeded`."""
    return event("payment_intent.succeeded", payment_intent(payment, "succeeded", at), at)


def failed(payment: Payment, at: int) -> bytes:
    """`payment_intent.payment_failed`."""
    thing = payment_intent(payment, "requires_payment_method", at)
    return event("payment_intent.payment_failed", thing, at)


def canceled(payment: Payment, at: int) -> bytes:
    """`payment_intent.canceled`."""
    return event("payment_intent.canceled", payment_intent(payment, "canceled", at), at)


def refunded(payment: Payment, at: int, cents: int | None = None) -> bytes:
    """`charge.refunded`, in full unless it says how many cents."""
    thing = charge(payment, payment.amount if cents is None else cents, at)
    return event("charge.refunded", thing, at)


BUILDERS = {
    "succeeded": succeeded,
    "failed": failed,
    "canceled": canceled,
    "refunded": refunded,
}
"""By what happened to the payment."""
