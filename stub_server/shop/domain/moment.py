"""Times: UTC, in whole milliseconds, so that stored and shown times are equal."""

from __future__ import annotations

from datetime import datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)


def truncate(at: datetime) -> datetime:
    """Return the time in whole milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def monotonic(previous: datetime, now: datetime) -> datetime:
    """Return now, or a later time than `previous` if the clock stands still (C-cart-11)."""
    return max(truncate(now), previous + MILLISECOND)


def isoformat(at: datetime) -> str:
    """Return a UTC time as ISO-8601 text with milliseconds and `Z` (C-conv-5)."""
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"
