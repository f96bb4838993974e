"""How long to wait when a backend limits requests of its own (429). Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 66.0
"""Seconds that one request waits in all: limits are by the minute, as a rule."""
LEAST = 1.0


def usual() -> Iterator[float]:
    """One after the other, where the backend does not say."""
    return (LEAST * 2.0**power for power in itertools.count())


def asked_for(headers: Mapping[str, str], usual: float) -> float:
    """Seconds that `Retry-After` asks for, as a number or as a date; `usual` if it says neither."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return max(float(said), LEAST)
    until, now = _moment(said), _moment(headers.get("date", "")) or datetime.now(UTC)
    return usual if until is None else max((until - now).total_seconds(), LEAST)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
