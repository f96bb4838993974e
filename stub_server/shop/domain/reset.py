"""The token with which a customer sets a new password."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from stub_server.server.rejection import Rejection


@dataclass(frozen=True, slots=True)
class ResetToken:
    """A token and whose it is. It is gone once it was used (C-cus-7)."""

    token: str = field(repr=False)
    customer_id: str
    expires_at: datetime


def require_valid(found: ResetToken | None, now: datetime) -> ResetToken:
    """Return the token; reject an unknown or expired one, `auth.tokenInvalid` (C-cus-8)."""
    if found is None or now >= found.expires_at:
        raise Rejection(
            "auth.tokenInvalid",
            "This token is unknown, used or too old. Ask for a new one.",
            rule="C-cus-8",
            members={"field": "token"},
        )
    return found
