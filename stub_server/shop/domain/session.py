"""Sessions of buyers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Session:
    """The session of a guest or a customer (C-conv-2).

    token: the cookie's value; changes at login, register and logout (C-cus-2, C-cus-3).
    key: of the session's cart, guest orders and idempotency keys; the same after a login, so that
    they stay, and another after a logout. customer_id: None for a guest.
    """

    token: str
    key: str
    created_at: datetime
    customer_id: str | None = None

    def upgrade(self, token: str, customer_id: str) -> Session:
        """Return the session as a customer's, with a new token against fixation (C-cus-2)."""
        return replace(self, token=token, customer_id=customer_id)
