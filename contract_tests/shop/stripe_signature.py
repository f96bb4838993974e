"""Stripe's webhook signature, written from Stripe's documentation alone (C-chk-8)."""

from __future__ import annotations

import hashlib
import hmac


def v1(payload: bytes, secret: str, at: int) -> str:
    """The signature of a payload at a moment, in Unix seconds."""
    return hmac.new(secret.encode(), b"%d." % at + payload, hashlib.sha256).hexdigest()


def header(payload: bytes, secret: str, at: int) -> str:
    """The value of `Stripe-Signature`."""
    return f"t={at},v1={v1(payload, secret, at)}"
