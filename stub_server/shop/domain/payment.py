"""The life of a payment: a table, and what is not in it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from stub_server.shop.domain.order import Order, PaymentStatus, Status

Happened = Literal["succeeded", "payment_failed", "canceled", "refunded"]

MOVES: dict[tuple[Status, Happened], Status] = {
    ("pending", "succeeded"): "paid",
    ("failed", "succeeded"): "paid",  # the buyer tried another card (C-chk-10)
    ("cancelled", "succeeded"): "paid",  # the money was taken (C-chk-11)
    ("pending", "payment_failed"): "failed",
    ("pending", "canceled"): "cancelled",
    ("failed", "canceled"): "cancelled",
    ("pending", "refunded"): "refunded",  # events come out of order: it was paid all the same
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

HAPPENED: dict[str, Happened] = {
    "payment_intent.succeeded": "succeeded",
    "payment_intent.payment_failed": "payment_failed",
    "payment_intent.canceled": "canceled",
    "charge.refunded": "refunded",
}


@dataclass(frozen=True, slots=True)
class News:
    """What Stripe tells about a PaymentIntent, freed of its form."""

    intent: str
    happened: Happened


def news_in(event_type: str, subject: Mapping[str, Any]) -> News | None:
    """What an event says about a payment; None when that is nothing to the shop (C-chk-12)."""
    happened = HAPPENED.get(event_type)
    if happened is None or (happened == "refunded" and not _in_full(subject)):
        return None
    intent = subject.get("payment_intent" if happened == "refunded" else "id")
    if isinstance(intent, Mapping):  # an expanded one
        intent = intent.get("id")
    return News(intent, happened) if isinstance(intent, str) else None


def settle(order: Order, happened: Happened, at: datetime) -> Order:
    """The order after the news; the same order when they change nothing (C-chk-9).

    The first `succeeded` sets paidAt and `taken`, even if a refund has come before it (C-chk-11).
    """
    status = MOVES.get((order.status, happened), order.status)
    first = happened == "succeeded" and not order.taken
    starts = status == "paid" and order.fulfilment_status == "unfulfilled"
    return replace(
        order,
        status=status,
        payment_status=PAYMENT_STATUS[status],
        fulfilment_status="processing" if starts else order.fulfilment_status,
        paid_at=at if first else order.paid_at,
        taken=order.taken or first,
    )


def _in_full(charge: Mapping[str, Any]) -> bool:
    """Whether a charge is refunded as a whole: a part of it leaves an order paid (C-chk-11)."""
    if "refunded" in charge:
        return charge["refunded"] is True
    amount, refunded = charge.get("amount"), charge.get("amount_refunded")
    return type(amount) is int and type(refunded) is int and refunded >= amount
