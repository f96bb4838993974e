"""Clocks: the system's, and one that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whoever needs the time asks one of these."""

    def now(self) -> datetime:
        """The moment, with time zone UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The moment by the machine's clock, in UTC."""
        return datetime.now(UTC)


class SteppedClock:
    """Stands still until told to move: half an hour passes in no time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The moment that was set, plus all the steps since."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move forward by a span of time."""
        self._at += by
