"""Clocks: the system's, a frozen one, and one that is ahead of another.

Each has two times. Wall time is for what is stored and shown; somebody may set the host's clock
back. Monotonic time never goes back: it is for intervals such as limits, delays and time-outs.
"""

from __future__ import annotations

import time
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
        """Return the wall time, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds since an unspecified start: real ones plus advances, none while frozen."""
        ...


class SystemClock:
    """The system's clock."""

    def now(self) -> datetime:
        """Return the system's time, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the system's monotonic time, in seconds."""
        return time.monotonic()


class FrozenClock:
    """A clock that moves only by `advance`."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._advanced = timedelta(0)

    def now(self) -> datetime:
        """Return the initial time plus all advances."""
        return self._at

    def monotonic(self) -> float:
        """Return the sum of all advances, in seconds."""
        return self._advanced.total_seconds()

    def advance(self, by: timedelta) -> None:
        """Move both times forward. ValueError: `by` is negative."""
        self._at += _forward(by)
        self._advanced += by

    def set_wall_time(self, at: datetime) -> None:
        """Set the wall time alone, as somebody sets the clock of a host."""
        self._at = at


class OffsetClock:
    """A clock that is ahead of another clock by an offset."""

    def __init__(self, base: Clock) -> None:
        self.base = base
        self.ahead = timedelta(0)
        self._advanced = timedelta(0)

    def now(self) -> datetime:
        """Return the other clock's time plus the offset."""
        return self.base.now() + self.ahead

    def monotonic(self) -> float:
        """Return the other clock's monotonic time plus all advances, in seconds."""
        return self.base.monotonic() + self._advanced.total_seconds()

    def advance(self, by: timedelta) -> None:
        """Increase the offset. ValueError: `by` is negative."""
        self.ahead += _forward(by)
        self._advanced += by

    def reset(self) -> None:
        """Set the offset of the wall time to zero; the monotonic time keeps its advances."""
        self.ahead = timedelta(0)


def _forward(by: timedelta) -> timedelta:
    if by < timedelta(0):
        raise ValueError("time goes forward only")
    return by
