"""A buyer's session: what the browser holds, and what the shop's records hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One buyer, guest or customer (C-conv-2).

    token: the cookie's value; changes at login, register and logout (C-cus-2, C-cus-3).
    key: what the cart, the guest's orders and the idempotency keys are filed under; it outlives
    a login, so that their contents stay, and ends with a logout.
    """

    token: str
    key: str
    created_at: datetime
    customer_id: str | None = None

    def upgrade(self, token: str, customer_id: str) -> Session:
        """The same contents under a new token, now a customer's (C-cus-2: no fixation)."""
        return replace(self, token=token, customer_id=customer_id)
