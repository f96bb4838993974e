"""Validation of times at which an object expires."""

from __future__ import annotations

from stub_server.stripe_sim.errors import invalid_request

MAX_SECONDS_AHEAD = 5 * 366 * 86_400


def validate_deadline(at: int | None, now: int, param: str) -> None:
    """Raise StripeError 400 if the Unix second is past, or more than five years ahead."""
    if at is not None and at <= now:
        raise invalid_request(
            "Invalid timestamp: must be an integer Unix timestamp in the future.", param
        )
    if at is not None and at > now + MAX_SECONDS_AHEAD:
        raise invalid_request(
            "Invalid timestamp: can be no more than five years in the future.", param
        )
