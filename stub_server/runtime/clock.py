"""Clocks: the system's, one that stands still until told to move, one that is ahead of another."""

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


class FrozenClock:
    """Stands still until told to move: half an hour passes in no time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The moment that was set, plus all the steps since."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move forward by a span of time."""
        self._at += by


class OffsetClock:
    """Goes as another clock goes, ahead of it by a span that can grow."""

    def __init__(self, base: Clock) -> None:
        self.base = base
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """The other clock's moment, and the span on top."""
        return self.base.now() + self.ahead

    def advance(self, by: timedelta) -> None:
        """Be ahead by so much more. ValueError: that would be back."""
        if by < timedelta(0):
            raise ValueError("time goes forward only")
        self.ahead += by

    def reset(self) -> None:
        """Show the other clock's time again."""
        self.ahead = timedelta(0)
