"""The life cycle of a payment as a transition table; events that it lacks change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from stub_server.shop.domain.order import Order, PaymentStatus, Status

EventKind = Literal["succeeded", "payment_failed", "canceled", "refunded"]

TRANSITIONS: dict[tuple[Status, EventKind], Status] = {
    ("pending", "succeeded"): "paid",
    ("failed", "succeeded"): "paid",  # the buyer tried another card (C-chk-10)
    ("cancelled", "succeeded"): "paid",  # the payment was captured (C-chk-11)
    ("pending", "payment_failed"): "failed",
    ("pending", "canceled"): "cancelled",
    ("failed", "canceled"): "cancelled",
    ("pending", "refunded"): "refunded",  # the event of the payment comes later
    ("failed", "refunded"): "refunded",
    ("cancelled", "refunded"): "refunded",
    ("paid", "refunded"): "refunded",
}

PAYMENT_STATUS: dict[Status, PaymentStatus] = {
    "pending": "pending",
    "paid": "paid",
    "failed": "failed",
    "cancelled": "failed",
    "refunded": "refunded",
}

EVENT_KINDS: dict[str, EventKind] = {
    "payment_intent.succeeded": "succeeded",
    "payment_intent.payment_failed": "payment_failed",
    "payment_intent.canceled": "canceled",
    "charge.refunded": "refunded",
}


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """An event about a PaymentIntent. intent: its id."""

    intent: str
    kind: EventKind


def parse_event(event_type: str, subject: Mapping[str, Any]) -> PaymentEvent | None:
    """Return the payment event in a Stripe event; None: the shop ignores it (C-chk-12)."""
    kind = EVENT_KINDS.get(event_type)
    if kind is None or (kind == "refunded" and not _in_full(subject)):
        return None
    intent = subject.get("payment_intent" if kind == "refunded" else "id")
    if isinstance(intent, Mapping):  # expanded
        intent = intent.get("id")
    return PaymentEvent(intent, kind) if isinstance(intent, str) else None


def apply_event(order: Order, kind: EventKind, at: datetime) -> Order:
    """Return the order after an event; an equal order if the event changes nothing (C-chk-9).

    The first `succeeded` sets `paid_at` and `stock_deducted`, even after a refund (C-chk-11).
    """
    status = TRANSITIONS.get((order.status, kind), order.status)
    first = kind == "succeeded" and not order.stock_deducted
    starts = status == "paid" and order.fulfilment_status == "unfulfilled"
    return replace(
        order,
        status=status,
        payment_status=PAYMENT_STATUS[status],
        fulfilment_status="processing" if starts else order.fulfilment_status,
        paid_at=at if first else order.paid_at,
        stock_deducted=order.stock_deducted or first,
    )


def _in_full(charge: Mapping[str, Any]) -> bool:
    """Return whether a charge is refunded in full: a partial refund changes nothing (C-chk-11)."""
    if "refunded" in charge:
        return charge["refunded"] is True
    amount, refunded = charge.get("amount"), charge.get("amount_refunded")
    return type(amount) is int and type(refunded) is int and refunded >= amount
