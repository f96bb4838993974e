"""Tokens for a password reset."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from stub_server.server.rejection import Rejection


@dataclass(frozen=True, slots=True)
class ResetToken:
    """A token of one customer; its use deletes it (C-cus-7)."""

    token: str = field(repr=False)
    customer_id: str
    expires_at: datetime


def require_valid(token: ResetToken | None, now: datetime) -> ResetToken:
    """Return the token; reject an unknown or expired one, `auth.tokenInvalid` (C-cus-8)."""
    if token is None or now >= token.expires_at:
        raise Rejection(
            "auth.tokenInvalid",
            "This token is unknown, used or too old. Ask for a new one.",
            rule="C-cus-8",
            members={"field": "token"},
        )
    return token
