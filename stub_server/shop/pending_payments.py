"""The payments that the shop waits for, for the reconciliation with Stripe at the start."""

from __future__ import annotations

from stub_server.shop.repositories import OrderRepository
from stub_server.storage import TextStore


def pending_intents(store: TextStore) -> set[str]:
    """Return the ids of the PaymentIntents of all pending orders.

    The records are searched as text: few orders are pending, and a start must not parse all.
    """
    pending = store.containing(OrderRepository.table, b'"status":"pending"')
    return {record["paymentIntent"] for record in pending if record["status"] == "pending"}
