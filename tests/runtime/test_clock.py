"""Clocks that are told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest

from stub_server.runtime.clock import FrozenClock, OffsetClock, SystemClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_clock_that_is_ahead_goes_on_with_the_other() -> None:
    base = FrozenClock(NOON)
    clock = OffsetClock(base)
    assert clock.now() == NOON
    clock.advance(timedelta(hours=1))
    clock.advance(timedelta(hours=1))
    base.advance(timedelta(minutes=5))
    assert clock.now() == NOON + timedelta(hours=2, minutes=5)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(timedelta(seconds=-1))
    clock.reset()
    assert clock.now() == base.now()


def test_monotonic_time_has_the_advances_and_never_goes_back() -> None:
    base = FrozenClock(NOON)
    clock = OffsetClock(base)
    start = clock.monotonic()
    clock.advance(timedelta(hours=1))
    base.advance(timedelta(seconds=2.5))
    assert clock.monotonic() == start + 3602.5
    clock.reset()
    assert clock.monotonic() == start + 3602.5
    with pytest.raises(ValueError, match="forward only"):
        base.advance(timedelta(seconds=-1))
    assert base.monotonic() == 2.5


def test_monotonic_time_of_the_system_does_not_follow_the_host_s_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 11, 22, tzinfo=tz)

    clock = OffsetClock(SystemClock())
    before = clock.monotonic()
    monkeypatch.setattr("stub_server.runtime.clock.datetime", Yesterday)
    assert clock.now() == Yesterday(2026, 11, 22, tzinfo=UTC)
    assert 0 <= clock.monotonic() - before < 60
