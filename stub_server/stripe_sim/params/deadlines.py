"""Moments at which something is to end: in the future, and not too far."""

from __future__ import annotations

from stub_server.stripe_sim.errors import invalid_request

MAX_SECONDS_AHEAD = 5 * 366 * 86_400


def validate_deadline(at: int | None, now: int, param: str) -> None:
    """StripeError 400: that second is over, or more than five years away."""
    if at is not None and at <= now:
        raise invalid_request(
            "Invalid timestamp: must be an integer Unix timestamp in the future.", param
        )
    if at is not None and at > now + MAX_SECONDS_AHEAD:
        raise invalid_request(
            "Invalid timestamp: can be no more than five years in the future.", param
        )
