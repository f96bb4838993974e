"""An order: a purchase and what has become of it since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.purchase import Purchase
from stub_server.shop.domain.session import Session

Status = Literal["pending", "paid", "failed", "refunded", "cancelled"]
PaymentStatus = Literal["pending", "paid", "failed", "refunded"]
FulfilmentStatus = Literal["unfulfilled", "processing", "shipped", "delivered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order.

    number: for people, `KN-2026-0142` (C-ord-8). session_key: whose cart it came from.
    customer_id: None for a guest's. payment_intent: the id of Stripe's PaymentIntent.
    stock_deducted: whether a `succeeded` event has come and stock was decremented (C-chk-9).
    """

    id: str
    number: str
    session_key: str
    customer_id: str | None
    payment_intent: str
    purchase: Purchase
    created_at: datetime
    status: Status = "pending"
    payment_status: PaymentStatus = "pending"
    fulfilment_status: FulfilmentStatus = "unfulfilled"
    paid_at: datetime | None = None
    tracking_url: str | None = None
    stock_deducted: bool = False

    def visible_to(self, session: Session) -> bool:
        """A customer sees the customer's, a guest those made in this session (C-ord-1)."""
        if session.customer_id is not None:
            return self.customer_id == session.customer_id
        return self.customer_id is None and self.session_key == session.key

    def shipped(self, tracking_url: str) -> Order:
        """On its way, with a link to follow it (C-ord-5)."""
        return replace(self, fulfilment_status="shipped", tracking_url=tracking_url)


@dataclass(frozen=True, slots=True)
class OrderList:
    """Orders as they are listed: newest first."""

    items: tuple[Order, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutIntent:
    """What the browser needs to pay an order (C-chk-1). amount: cents, for information."""

    order_id: str
    client_secret: str
    publishable_key: str
    amount: Cents


def number_of(prefix: str, year: int, count: int) -> str:
    """The readable number of an order: its year, and its place in that year (C-ord-8)."""
    return f"{prefix}-{year}-{count:04}"


def place_of(number: str) -> tuple[int, int] | None:
    """Return year and place in that year of an order number; None: it is none of our making."""
    rest, _, count = number.rpartition("-")
    year = rest.rpartition("-")[2]
    if not (year.isdecimal() and count.isdecimal()):
        return None
    return int(year), int(count)


def order_not_found(order_id: str) -> Rejection:
    """Return the rejection of an order that does not exist or is another buyer's (C-ord-2)."""
    return Rejection("order.notFound", f"There is no order “{order_id}” here.", rule="C-ord-2")
