"""Sessions of buyers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """The session of a guest or a customer (C-conv-2).

    token: the cookie's value; changes at login, register and logout (C-cus-2, C-cus-3).
    key: of the session's cart, guest orders and idempotency keys; the same after a login, so that
    they stay, and another after a logout. customer_id: None for a guest. used_at: about the time of
    its last request; None in state of older versions.
    """

    token: str
    key: str
    created_at: datetime
    customer_id: str | None = None
    used_at: datetime | None = None

    def upgrade(self, token: str, customer_id: str, now: datetime) -> Session:
        """Return the session as a customer's, with a new token against fixation (C-cus-2)."""
        return replace(self, token=token, customer_id=customer_id, used_at=now)

    def is_unused_for(self, time: timedelta, now: datetime) -> bool:
        """Return whether its last use is at least that long ago."""
        return self.used_at is not None and self.used_at <= now - time
