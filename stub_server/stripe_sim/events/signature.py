"""Stripe's signature of a webhook: `Stripe-Signature: t=…,v1=…` (C-chk-8)."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Stripe-Signature"


def sign(payload: bytes, secret: str, at: int) -> str:
    """Return the header's value: HMAC-SHA256 of `at.payload`; `at` in Unix seconds (C-chk-8)."""
    return sign_with(payload, (secret,), at)


def sign_with(payload: bytes, secrets: tuple[str, ...], at: int) -> str:
    """Return the header's value with a `v1` for each secret: two while one is rolled."""
    payload_with_time = b"%d." % at + payload
    parts = [
        "v1=" + hmac.new(secret.encode(), payload_with_time, hashlib.sha256).hexdigest()
        for secret in secrets
    ]
    return ",".join((f"t={at}", *parts))
