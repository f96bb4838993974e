"""What the frontend is told when it asks how a payment went."""

from __future__ import annotations

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.order import Order

CLOSED = frozenset({"paid", "refunded", "cancelled"})
"""An order of these statuses is answered as it is; Stripe need not be asked."""

UNDER_WAY = frozenset({"processing", "requires_capture", "succeeded", "canceled"})
"""An intent of these statuses has its say through the webhook: it is on its way (C-chk-7)."""


def confirm(order: Order, intent_status: str, declined: bool) -> Order:
    """The order as it stands: nothing here changes it (C-chk-6, C-chk-7).

    intent_status, declined: the PaymentIntent at Stripe now, and whether its last attempt was.
    Raises `payment.authRequired` while an SCA step is open, `payment.declined` after a decline.
    """
    if order.status in CLOSED or intent_status in UNDER_WAY:
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
