"""The outcome of a payment, as the frontend asks for it (C-chk-7)."""

from __future__ import annotations

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.order import Order

CLOSED = frozenset({"paid", "refunded", "cancelled"})
"""Statuses in which Stripe need not be asked about an order."""

IN_PROGRESS = frozenset({"processing", "requires_capture", "succeeded", "canceled"})
"""Intent statuses whose webhook event decides about the order (C-chk-7)."""


def confirm(order: Order, intent_status: str, declined: bool) -> Order:
    """Return the order unchanged (C-chk-6, C-chk-7).

    intent_status: of the PaymentIntent at Stripe now. declined: whether its last attempt failed.
    Reject with `payment.authRequired` during an SCA step, `payment.declined` after a decline.
    """
    if order.status in CLOSED or intent_status in IN_PROGRESS:
        return order
    if intent_status == "requires_action":
        raise Rejection(
            "payment.authRequired",
            "The buyer's bank wants the payment to be authenticated first.",
            rule="C-chk-7",
        )
    if order.status == "failed" or (intent_status == "requires_payment_method" and declined):
        raise Rejection(
            "payment.declined",
            "The payment was declined. Another card or another way to pay may work.",
            rule="C-chk-7",
        )
    return order
