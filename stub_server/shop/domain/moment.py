"""Moments: UTC, in whole milliseconds, so that what is stored and shown is what was meant."""

from __future__ import annotations

from datetime import datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)


def whole(at: datetime) -> datetime:
    """The moment without its microseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def after(previous: datetime, now: datetime) -> datetime:
    """Now, but always later than before, even if the clock stands still (C-cart-11)."""
    return max(whole(now), previous + MILLISECOND)


def text(at: datetime) -> str:
    """A UTC moment in ISO-8601 with `Z` (C-conv-5)."""
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


def of_text(written: str) -> datetime:
    """The moment that `text` wrote."""
    return datetime.fromisoformat(written)
