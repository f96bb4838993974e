"""How long to wait when a backend limits requests of its own (429). Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 66.0
"""Seconds that one request waits in all: limits are by the minute, as a rule."""
LEAST = 1.0


def default_pauses() -> Iterator[float]:
    """Yield the seconds to wait before each attempt, where the backend does not say."""
    return (LEAST * 2.0**power for power in itertools.count())


def seconds(headers: Mapping[str, str], default: float) -> float:
    """Return the seconds of `Retry-After`, a number or a date; `default` if it has neither."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return max(float(value), LEAST)
    until, now = _date(value), _date(headers.get("date", "")) or datetime.now(UTC)
    return default if until is None else max((until - now).total_seconds(), LEAST)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
