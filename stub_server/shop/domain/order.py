"""Orders: a purchase and its status."""

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

    number: for people, `KN-2026-0142` (C-ord-8). session_key: of the session with the cart.
    customer_id: None for a guest. payment_intent: the id of Stripe's PaymentIntent.
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
        """Return whether it is the customer's, or for a guest, of this session (C-ord-1)."""
        if session.customer_id is not None:
            return self.customer_id == session.customer_id
        return self.customer_id is None and self.session_key == session.key

    def shipped(self, tracking_url: str) -> Order:
        """Return the order as shipped, with a tracking link (C-ord-5)."""
        return replace(self, fulfilment_status="shipped", tracking_url=tracking_url)


@dataclass(frozen=True, slots=True)
class OrderList:
    """A list of orders, newest first."""

    items: tuple[Order, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutIntent:
    """The data with which a browser pays an order (C-chk-1). amount: cents, for information."""

    order_id: str
    client_secret: str
    publishable_key: str
    amount: Cents


def format_number(prefix: str, year: int, count: int) -> str:
    """Return the order number of the count-th order of a year (C-ord-8)."""
    return f"{prefix}-{year}-{count:04}"


def parse_number(number: str) -> tuple[int, int] | None:
    """Return the year and the count in an order number; None: it has another form."""
    rest, _, count = number.rpartition("-")
    year = rest.rpartition("-")[2]
    if not (year.isdecimal() and count.isdecimal()):
        return None
    return int(year), int(count)


def order_not_found(order_id: str) -> Rejection:
    """Return the rejection of an order that does not exist or is another buyer's (C-ord-2)."""
    return Rejection("order.notFound", f"There is no order “{order_id}” here.", rule="C-ord-2")
