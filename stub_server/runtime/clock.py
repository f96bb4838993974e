"""Clocks: the system's, a frozen one, and one that is ahead of another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

MILLISECOND = timedelta(milliseconds=1)


def truncate(at: datetime) -> datetime:
    """Return the time in whole milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def isoformat(at: datetime) -> str:
    """Return a UTC time as ISO-8601 text with milliseconds and `Z`."""
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


class Clock(Protocol):
    """A source of the current time."""

    def now(self) -> datetime:
        """Return the time, in UTC."""
        ...


class SystemClock:
    """The system's clock."""

    def now(self) -> datetime:
        """Return the system's time, in UTC."""
        return datetime.now(UTC)


class FrozenClock:
    """A clock that moves only by `advance`."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the initial time plus all advances."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self._at += by


class OffsetClock:
    """A clock that is ahead of another clock by an offset."""

    def __init__(self, base: Clock) -> None:
        self.base = base
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the other clock's time plus the offset."""
        return self.base.now() + self.ahead

    def advance(self, by: timedelta) -> None:
        """Increase the offset. ValueError: `by` is negative."""
        if by < timedelta(0):
            raise ValueError("time goes forward only")
        self.ahead += by

    def reset(self) -> None:
        """Set the offset to zero."""
        self.ahead = timedelta(0)
